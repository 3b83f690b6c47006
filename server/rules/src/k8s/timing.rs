//! The timing of probes: how long a start may take, how soon a hanging container is noticed.

use std::fmt;

use syntax::yaml::Node;

use super::scalar;

/// When a probe asks, with what holds where nothing is written. All in seconds, but for the thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timing {
    pub(super) initial_delay: i64,
    pub(super) period: i64,
    pub(super) timeout: i64,
    /// So many answers that fail count.
    pub(super) failures: i64,
}

impl Timing {
    /// The timing of `probe`; `None` where a number is none, or filled in later.
    pub(super) fn of(probe: Node<'_>) -> Option<Self> {
        let number = |key, default| scalar::get(probe, key).map_or(Some(default), scalar::int);
        let timing = Self {
            initial_delay: number("initialDelaySeconds", 0)?,
            period: number("periodSeconds", 10)?,
            timeout: number("timeoutSeconds", 1)?,
            failures: number("failureThreshold", 3)?,
        };
        let bounds = |number: i64| (0..=1_000_000_000).contains(&number);
        [timing.initial_delay, timing.period, timing.timeout, timing.failures].into_iter().all(bounds).then_some(timing)
    }

    /// How long a container that answers no more is left alone.
    pub(super) fn patience(self) -> i64 {
        self.period * self.failures
    }

    /// How long a start may take before the probe has failed.
    pub(super) fn budget(self) -> i64 {
        self.initial_delay + self.patience()
    }
}

/// The budget as arithmetic: `310 s: initialDelay 10 + 30 × 10`.
impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (budget, failures, period) = (self.budget(), self.failures, self.period);
        match self.initial_delay {
            0 => write!(f, "{budget} s: {failures} × {period}"),
            delay => write!(f, "{budget} s: initialDelay {delay} + {failures} × {period}"),
        }
    }
}
