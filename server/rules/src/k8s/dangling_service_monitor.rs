//! A monitor of nothing.

use project::graph::Purpose;

use super::reference;
use super::selection;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a ServiceMonitor or PodMonitor whose selector matches no Service, or no Pod, in the workspace. A
    /// ServiceMonitor goes by the labels of the Service itself, not by those it selects.
    ///
    /// ## Why is this bad?
    /// Prometheus scrapes nothing and alerts of nothing: without series most alerts stay silent.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: ServiceMonitor
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   endpoints:
    ///     - port: http
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
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
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: ServiceMonitor
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   endpoints:
    ///     - port: http
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
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
    /// ```
    "k8s/dangling-service-monitor" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/dangling-servicemonitor"],
        check: Check::Kinds(&["ServiceMonitor", "PodMonitor"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let what = format!("{} scrapes nothing", reference::title(known.fact));
    for selector in selection::dangling(&known, &[Purpose::Monitor]) {
        selection::report(&known, selector, &what, report);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn pods() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: web
spec:
  selector:
  ^^^^^^^^ PodMonitor `web` scrapes nothing: no workload has the label `app=wbe`
    matchLabels:
      app: wbe
  podMetricsEndpoints:
    - port: http
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
"#,
        );
    }
}
