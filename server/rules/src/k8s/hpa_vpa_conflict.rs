//! Two autoscalers that chase each other.

use project::graph::{Attribute, Definition, Noted};

use super::{reference, scaling};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a HorizontalPodAutoscaler on CPU or memory whose target a VerticalPodAutoscaler changes as well.
    ///
    /// ## Why is this bad?
    /// The one adds Pods because each uses much of its request, the other raises the request because each uses much:
    /// the number and the size of Pods swing, with restarts.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   minReplicas: 2
    ///   maxReplicas: 10
    ///   metrics:
    ///     - type: Resource
    ///       resource:
    ///         name: cpu
    ///         target:
    ///           type: Utilization
    ///           averageUtilization: 70
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
    ///           resources:
    ///             requests:
    ///               cpu: 100m
    /// ---
    /// apiVersion: autoscaling.k8s.io/v1
    /// kind: VerticalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   targetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   minReplicas: 2
    ///   maxReplicas: 10
    ///   metrics:
    ///     - type: Resource
    ///       resource:
    ///         name: cpu
    ///         target:
    ///           type: Utilization
    ///           averageUtilization: 70
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
    ///           resources:
    ///             requests:
    ///               cpu: 100m
    /// ---
    /// apiVersion: autoscaling.k8s.io/v1
    /// kind: VerticalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   targetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   updatePolicy:
    ///     updateMode: "Off"
    /// ```
    "k8s/hpa-vpa-conflict" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &["kyverno/prevent-duplicate-vpa"],
        check: Check::Kinds(&["HorizontalPodAutoscaler"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let scaler = known.fact;
    let watches = |noted: &Noted| matches!(noted.text.as_ref(), "cpu" | "memory");
    let is_on_resources =
        scaler.all_noted(Attribute::UtilizationOf).any(watches) || scaler.noted(Attribute::CpuUtilization).is_some();
    let (Some(target), true) = (scaling::target(scaler), is_on_resources) else { return };
    let changes = |vertical: &Definition<'_>| {
        scaling::target(vertical.object) == Some(target)
            && vertical.object.noted(Attribute::UpdateMode).is_none_or(|mode| !matches!(mode, "Off" | "Initial"))
    };
    let beside = known.file.inquiry.beside(scaler, "VerticalPodAutoscaler");
    let Some(vertical) = beside.iter().find(|it| changes(it)) else { return };
    let Some(place) = it.object.find("spec.scaleTargetRef.name") else { return };
    report
        .on(place, format!("{} changes the requests that this autoscaler goes by; set its `updateMode` to `Off`, or scale on another metric", reference::title(vertical.object)))
        .label_in(it.file, vertical.path, vertical.object.site.name, "the other one");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn other_metrics() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 10
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
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: web
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
"#,
        );
    }
}
