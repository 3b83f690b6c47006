//! A scaler of nothing, or without credentials.

use project::graph::Edge;

use super::reference;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a ScaledObject or ScaledJob of KEDA whose target or `authenticationRef` is in no manifest.
    ///
    /// ## Why is this bad?
    /// KEDA makes no autoscaler for it, and the workload stays at the size it has: the queue grows.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     name: wbe
    ///   triggers:
    ///     - type: rabbitmq
    ///       metadata:
    ///         queueName: orders
    ///       authenticationRef:
    ///         name: queue
    /// ---
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
    /// ---
    /// apiVersion: keda.sh/v1alpha1
    /// kind: TriggerAuthentication
    /// metadata:
    ///   name: queue
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     name: web
    ///   triggers:
    ///     - type: rabbitmq
    ///       metadata:
    ///         queueName: orders
    ///       authenticationRef:
    ///         name: queue
    /// ---
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
    /// ---
    /// apiVersion: keda.sh/v1alpha1
    /// kind: TriggerAuthentication
    /// metadata:
    ///   name: queue
    /// ```
    "k8s/keda-dangling-target" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["ScaledObject", "ScaledJob"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in reference::missing(&known, &[Edge::ScaleTarget, Edge::TriggerAuthentication]) {
        reference::report_missing(&known, reference, "so nothing is scaled", report);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn credentials() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: web
spec:
  scaleTargetRef:
    name: web
  triggers:
    - type: rabbitmq
      metadata:
        queueName: orders
      authenticationRef:
        name: queue
              ^^^^^ TriggerAuthentication `queue` is in no manifest, so nothing is scaled; use `quue`
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
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata:
  name: quue
"#,
        );
    }
}
