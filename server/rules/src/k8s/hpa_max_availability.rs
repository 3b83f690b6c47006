//! A HorizontalPodAutoscaler whose `maxReplicas` is its `minReplicas`.

use super::{group, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a HorizontalPodAutoscaler whose `maxReplicas` is its `minReplicas`.
    ///
    /// ## Why is this bad?
    /// It measures and decides, and can change nothing: under load there are no more Pods than at night.
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
    ///   minReplicas: 5
    ///   maxReplicas: 5
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
    ///   minReplicas: 5
    ///   maxReplicas: 10
    /// ```
    "k8s/hpa-max-availability" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &["polaris/hpaMaxAvailability", "datree/HPA_MISSING_MAXREPLICAS_KEY"],
        check: Check::Kinds(&["HorizontalPodAutoscaler"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let number = |route| object.find(route).filter(|node| scalar::is_written(*node)).map_or(Some(1), scalar::int);
    let (Some(least), Some(node)) = (number("spec.minReplicas"), object.find("spec.maxReplicas")) else { return };
    if group::is_of(object, &["autoscaling"]) && scalar::int(node) == Some(least) {
        let message = format!(
            "The autoscaler can change nothing: it leaves {least} Pods at least and \
            {least} at most; allow more"
        );
        report.on(node, message.replace("1 Pods", "1 Pod"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn no_room() {
        check(
            &RULE,
            "
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
  minReplicas: 5
  maxReplicas: 5
               ^ The autoscaler can change nothing: it leaves 5 Pods at least and 5 at most; allow more
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 1
               ^ The autoscaler can change nothing: it leaves 1 Pod at least and 1 at most; allow more
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 5
  maxReplicas: 3
---
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
  maxReplicas: 5
",
        );
    }
}
