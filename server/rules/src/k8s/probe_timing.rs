//! Probes whose numbers defeat each other.

use super::timing::Timing;
use super::{presence, probe, scalar};

use crate::grain::ContainerIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags probes whose numbers defeat each other: a timeout longer than the period, a liveness probe that kills
    /// after one missed answer, or one that leaves a start only a few seconds.
    ///
    /// ## Why is this bad?
    /// The kubelet asks one question at a time. With a timeout longer than the period the period is not kept, and a
    /// hanging container is noticed later than the numbers say. A liveness probe with `failureThreshold: 1` restarts a
    /// container for a single slow answer, and one without delay and without a startup probe restarts one that is still
    /// starting, for ever.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           livenessProbe:
    ///             tcpSocket:
    ///               port: http
    ///             periodSeconds: 5
    ///             timeoutSeconds: 30
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    ///           livenessProbe:
    ///             tcpSocket:
    ///               port: http
    ///             periodSeconds: 10
    ///             timeoutSeconds: 5
    /// ```
    "k8s/probe-timing" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &[
            "datree/CONTAINERS_INCORRECT_INITIALDELAYSECONDS_VALUE",
            "datree/CONTAINERS_INCORRECT_PERIODSECONDS_VALUE",
            "datree/CONTAINERS_INCORRECT_TIMEOUTSECONDS_VALUE",
            "datree/CONTAINERS_INCORRECT_FAILURETHRESHOLD_VALUE",
        ],
        check: Check::Container(check),
    }
}

/// Seconds that any start may take.
const SHORTEST_START: i64 = 15;

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    for entry in probe::probes(container) {
        let (node, name) = (entry.value.effective(), entry.name());
        let Some(timing) = Timing::of(node) else { continue };
        let (what, is_liveness) = (name.strip_suffix("Probe").unwrap_or(&name), name == "livenessProbe");
        if timing.timeout > timing.period && timing.period > 0 {
            let message = format!(
                "The {what} probe waits {} s for an answer and asks every {} s, so it takes {} s to fail, \
                    not {}; make the timeout shorter than the period",
                timing.timeout,
                timing.period,
                timing.timeout.saturating_mul(timing.failures),
                timing.patience()
            );
            report.on(node.get("timeoutSeconds").unwrap_or(node), message);
            continue;
        }
        if !is_liveness {
            continue;
        }
        if let Some(threshold) = node.get("failureThreshold").filter(|_| timing.failures == 1) {
            let message = format!(
                "One answer that takes longer than {} s restarts the container; let the \
                probe fail 3 times",
                timing.timeout
            );
            report.on(threshold, message);
        } else if timing.budget() < SHORTEST_START
            && timing.budget() > 0
            && !presence::is_open(container.node)
            && scalar::get(container.node, "startupProbe").is_none()
        {
            let message = format!(
                "Start-up may take {timing}, and then the container is restarted; give \
                it a startup probe, or more time"
            );
            report.on(node, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn numbers_that_defeat_each_other() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          readinessProbe:
            tcpSocket:
              port: http
            periodSeconds: 5
            timeoutSeconds: 30
                            ^^ The readiness probe waits 30 s for an answer and asks every 5 s, so it takes 90 s to fail, not 15; make the timeout shorter than the period
          livenessProbe:
            tcpSocket:
              port: http
            failureThreshold: 1
                              ^ One answer that takes longer than 1 s restarts the container; let the probe fail 3 times
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          livenessProbe:
          ^^^^^^^^^^^^^ Start-up may take 6 s: 3 × 2, and then the container is restarted; give it a startup probe, or more time
            tcpSocket: {port: 1}
            periodSeconds: 2
",
        );
    }

    #[test]
    fn numbers_that_fit() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          livenessProbe:
            tcpSocket:
              port: http
            periodSeconds: 2
          startupProbe:
            tcpSocket:
              port: http
          readinessProbe:
            tcpSocket:
              port: http
            periodSeconds: ${PERIOD}
            timeoutSeconds: 40
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          livenessProbe:
            tcpSocket:
              port: http
            initialDelaySeconds: 9
            periodSeconds: 2
",
        );
    }
}
