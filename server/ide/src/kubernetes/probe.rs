//! Probes: how long each may fail before something happens.

use schema::kubernetes::defaults;
use syntax::yaml::{Flavour, Node, Resolved};

/// The probes of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// `livenessProbe`
    Liveness,
    /// `readinessProbe`
    Readiness,
    /// `startupProbe`
    Startup,
}

/// How often a probe asks, and how often it may fail; in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Budget {
    purpose: Purpose,
    delay: i64,
    period: i64,
    failures: i64,
}

impl Purpose {
    /// Every probe.
    pub(super) const ALL: [Self; 3] = [Self::Liveness, Self::Readiness, Self::Startup];

    /// The field of the container.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Liveness => "livenessProbe",
            Self::Readiness => "readinessProbe",
            Self::Startup => "startupProbe",
        }
    }
}

impl Budget {
    /// That of the mapping of a probe. `None`: a number in it is none, below zero, or filled in later.
    pub(super) fn of(purpose: Purpose, probe: Node<'_>) -> Option<Self> {
        // The API server takes a zero there for nothing written.
        let positive =
            |name| number(probe, name).map(|number| if number == 0 { default(name) } else { Some(number) })?;
        Some(Self {
            purpose,
            delay: number(probe, "initialDelaySeconds")?,
            period: positive("periodSeconds")?,
            failures: positive("failureThreshold")?,
        })
    }

    /// How long everything may fail: of a start-up probe from the start of the container on, else from the first failure on.
    /// `None`: longer than can be counted.
    fn seconds(self) -> Option<i64> {
        let asked = self.period.checked_mul(self.failures)?;
        match self.purpose {
            Purpose::Liveness | Purpose::Readiness => Some(asked),
            Purpose::Startup => asked.checked_add(self.delay),
        }
    }

    /// `fails after 30 s`, `310 s to start`.
    pub(super) fn label(self) -> Option<String> {
        let seconds = self.seconds()?;
        Some(match self.purpose {
            Purpose::Liveness | Purpose::Readiness => format!("fails after {seconds} s"),
            Purpose::Startup => format!("{seconds} s to start"),
        })
    }

    /// The same in words that go on in a sentence, with what happens then.
    pub(super) fn spoken(self) -> Option<String> {
        let seconds = self.seconds()?;
        let Self { period, failures, delay, .. } = self;
        let effect = match self.purpose {
            Purpose::Liveness => "the container is restarted",
            Purpose::Readiness => "the Pod gets no more traffic",
            Purpose::Startup => {
                let sum = if delay == 0 { String::new() } else { format!("{delay} + ") };
                let sum = format!("{sum}{failures} × {period}");
                return Some(format!("{seconds} s to start ({sum}), then the container is restarted"));
            }
        };
        Some(match failures {
            1 => format!("asked every {period} s; after one failure {effect}"),
            _ => format!("asked every {period} s; after {failures} failures in a row, {seconds} s, {effect}"),
        })
    }
}

/// What a field of a probe says, or its default.
fn number(probe: Node<'_>, name: &str) -> Option<i64> {
    match probe.merged_get(name).map(|node| node.effective().resolved(Flavour::Kubernetes)) {
        None | Some(Some(Resolved::Null)) => default(name),
        Some(Some(Resolved::Int(number))) => Some(number).filter(|number| *number >= 0),
        Some(None | Some(Resolved::Bool(_) | Resolved::Float(_) | Resolved::Str(_))) => None,
    }
}

fn default(name: &str) -> Option<i64> {
    defaults("Probe", name).first()?.value.parse().ok()
}
