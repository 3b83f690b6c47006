//! A liveness probe that asks the same as the readiness probe and loses patience no later.

use syntax::yaml::{Data, Node, Operation};

use super::probe::HANDLERS;
use super::scalar;
use super::timing::Timing;

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a liveness probe that asks the same as the readiness probe and loses patience no later.
    ///
    /// ## Why is this bad?
    /// A container that is too busy to answer should first get no more requests, until it has caught up. When both
    /// probes fail at the same moment it is killed instead, its load goes to the others, and they are the next.
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
    ///           readinessProbe:
    ///             tcpSocket:
    ///               port: http
    ///           livenessProbe:
    ///             tcpSocket:
    ///               port: http
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
    ///           readinessProbe:
    ///             tcpSocket:
    ///               port: http
    ///           livenessProbe:
    ///             tcpSocket:
    ///               port: http
    ///             failureThreshold: 6
    /// ```
    "k8s/liveness-readiness-identical" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-score/pod-probes-identical", "kyverno/ensure-probes-different"],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    let probe = |name| scalar::get(container.node, name).map(Node::effective);
    let (Some(liveness), Some(readiness)) = (probe("livenessProbe"), probe("readinessProbe")) else { return };
    if asked(liveness).is_none() || asked(liveness) != asked(readiness) {
        return;
    }
    let (Some(killed), Some(drained)) = (Timing::of(liveness), Timing::of(readiness)) else { return };
    if killed.patience() > drained.patience() || killed.period == 0 {
        return;
    }
    let message = format!(
        "Both probes ask the same, and the liveness probe gives up after {} s ({} × {}), the readiness probe after {} s ({} × {}), so a busy \
         container is killed before it is drained; give liveness more patience",
        killed.patience(),
        killed.failures,
        killed.period,
        drained.patience(),
        drained.failures,
        drained.period
    );
    let failures = (2 * drained.patience() + killed.period - 1) / killed.period;
    let edit =
        Operation::Set { at: container.node.address_of("livenessProbe.failureThreshold"), value: Data::from(failures) };
    report.on(liveness, message).label_on(readiness, "asks the same").fix(
        Fix::suggested(format!(
            "Let the liveness probe fail {failures} \
            times ({} s)",
            failures * killed.period
        ))
        .edit(edit),
    );
}

/// What a probe asks; `None` where it is not whole.
fn asked(probe: Node<'_>) -> Option<(String, Data)> {
    let entry = probe.entries().find(|entry| HANDLERS.iter().any(|name| entry.is(name)))?;
    Some((entry.name().into_owned(), entry.value.unfold(100)?))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn no_more_patience() {
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
          livenessProbe:
          ^^^^^^^^^^^^^ Both probes ask the same, and the liveness probe gives up after 30 s (3 × 10), the readiness probe after 30 s (3 × 10), so a busy container is killed before it is drained; give liveness more patience
            tcpSocket: {port: http}
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
          readinessProbe:
            tcpSocket:
              port: http
          livenessProbe:
            tcpSocket:
              port: http
            periodSeconds: 20
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
          readinessProbe:
            tcpSocket:
              port: http
          livenessProbe:
            httpGet:
              path: /livez
              port: http
",
        );
    }

    #[test]
    fn more_patience() {
        check_fix(
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
          livenessProbe:
            tcpSocket:
              port: http
            failureThreshold: 1
",
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
          livenessProbe:
            tcpSocket:
              port: http
            failureThreshold: 3
",
        );
    }
}
