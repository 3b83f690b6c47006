//! A HorizontalPodAutoscaler that may leave a single Pod.

use syntax::yaml::{Data, Operation};

use super::{group, presence, scalar, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a HorizontalPodAutoscaler that may leave a single Pod: `minReplicas` 1, or none written, which is the
    /// same. The settings may ask for more than 2.
    ///
    /// ## Why is this bad?
    /// At night, when there is little to do, the autoscaler leaves one Pod, and the next drained node takes the service
    /// away.
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
    ///   minReplicas: 1
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
    ///   minReplicas: 2
    ///   maxReplicas: 5
    /// ```
    ///
    /// ## Settings
    /// `replicas`: how many Pods the autoscaler has to leave, as in `rules: { k8s/hpa-minimum-replicas: { options: {
    /// replicas: 3 } } }`.
    "k8s/hpa-minimum-replicas" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/hpa-minimum-three-replicas",
            "kube-score/horizontalpodautoscaler-replicas",
            "polaris/hpaMinAvailability",
            "datree/HPA_MISSING_MINREPLICAS_KEY",
            "gatekeeper/horizontalpodautoscaler",
        ],
        check: Check::Kinds(&["HorizontalPodAutoscaler"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|spec| group::is_of(object, &["autoscaling"]) && spec.is_mapping())
    else {
        return;
    };
    if presence::is_partial(object) || presence::is_open(spec) {
        return;
    }
    let wanted = report.option("replicas").and_then(serde_json::Value::as_i64).unwrap_or(2);
    let node = scalar::get(spec, "minReplicas");
    let Some(least) = node.map_or(Some(1), scalar::int) else { return };
    // Nothing at all is meant.
    if least == 0 || least >= wanted {
        return;
    }
    let by = if node.is_some() { "" } else { ", as by default" };
    let message = format!("The autoscaler may leave {}{by}; leave at least {wanted}", workload::pods(least));
    let found = report.on(node.unwrap_or_else(|| object.head()), message);
    let most = scalar::get(spec, "maxReplicas").and_then(scalar::int);
    if most.is_none_or(|most| most >= wanted) {
        let edit = Operation::Set { at: object.address("spec.minReplicas"), value: Data::from(wanted) };
        found.fix(Fix::suggested(format!("Leave {}", workload::pods(wanted))).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn too_few() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
      ^^^^^^^^^^^^^^^^^^^^^^^ The autoscaler may leave 1 Pod, as by default; leave at least 2
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 5
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
  minReplicas: 1
               ^ The autoscaler may leave 1 Pod; leave at least 2
  maxReplicas: 5
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
  minReplicas: 0
  maxReplicas: 5
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

    #[test]
    fn two() {
        check_fix(
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
  minReplicas: 1
  maxReplicas: 5
",
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
  minReplicas: 2
  maxReplicas: 5
",
        );
    }
}
