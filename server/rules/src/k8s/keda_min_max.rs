//! A ScaledObject whose numbers of replicas contradict each other.

use syntax::yaml::{Data, Node, Operation};

use super::{group, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a ScaledObject whose numbers of replicas contradict each other: `minReplicaCount` above `maxReplicaCount`,
    /// or `idleReplicaCount` not below `minReplicaCount`.
    ///
    /// ## Why is this bad?
    /// KEDA refuses such an object, so nothing scales the workload.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata:
    ///   name: worker
    /// spec:
    ///   scaleTargetRef:
    ///     name: worker
    ///   minReplicaCount: 10
    ///   maxReplicaCount: 5
    ///   triggers:
    ///     - type: cpu
    ///       metricType: Utilization
    ///       metadata:
    ///         value: "70"
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata:
    ///   name: worker
    /// spec:
    ///   scaleTargetRef:
    ///     name: worker
    ///   minReplicaCount: 5
    ///   maxReplicaCount: 10
    ///   triggers:
    ///     - type: cpu
    ///       metricType: Utilization
    ///       metadata:
    ///         value: "70"
    /// ```
    "k8s/keda-min-max" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Kinds(&["ScaledObject"], check),
    }
}

/// Where `maxReplicaCount` is not written.
const MOST: i64 = 100;

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["keda.sh"])) else { return };
    let field = |key| scalar::get(spec, key);
    let (least, most, idle) = (field("minReplicaCount"), field("maxReplicaCount"), field("idleReplicaCount"));
    let number = |node: Option<Node<'_>>, default| node.map_or(Some(default), scalar::int);
    if let (Some(node), Some(min), Some(max)) = (least, number(least, 0), number(most, MOST))
        && min > max
    {
        let by = if most.is_some() { "" } else { ", as by default" };
        let found = report.on(node, format!("At least {min} replicas and at most {max}{by} cannot be; swap them"));
        let edit = |node: Node<'_>, value: i64| Operation::Replace { at: node.address(), value: Data::from(value) };
        match most {
            Some(most) => {
                found.label_on(most, "at most");
                found.fix(Fix::suggested("Swap the two numbers").edit(edit(node, max)).edit(edit(most, min)));
            }
            None => {
                let at = object.address("spec.maxReplicaCount");
                found.fix(
                    Fix::suggested(format!("Allow {min} replicas")).edit(Operation::Set { at, value: Data::from(min) }),
                );
            }
        }
    }
    // Beside `idleReplicaCount`, nothing written for the least counts as 0, and 0 as 1.
    let Some(min) = least.map_or(Some(0), |node| scalar::int(node).map(|number| number.max(1))) else { return };
    if let Some((node, number)) =
        idle.and_then(|node| Some((node, scalar::int(node)?))).filter(|(_, number)| *number >= min)
    {
        let found = report.on(
            node,
            format!(
                "`idleReplicaCount` of {number} is not below `minReplicaCount` \
            of {min}; idle with 0, and run at least 1 else"
            ),
        );
        let idle = Operation::Replace { at: node.address(), value: Data::from(0) };
        let run =
            (min == 0).then(|| Operation::Set { at: object.address("spec.minReplicaCount"), value: Data::from(1) });
        let fix = Fix::suggested("Idle with no replica");
        found.fix(run.into_iter().fold(fix.edit(idle), Fix::edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn contradictions() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  minReplicaCount: 10
                   ^^ At least 10 replicas and at most 5 cannot be; swap them
  maxReplicaCount: 5
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  minReplicaCount: 101
                   ^^^ At least 101 replicas and at most 100, as by default cannot be; swap them
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  minReplicaCount: 1
  idleReplicaCount: 1
                    ^ `idleReplicaCount` of 1 is not below `minReplicaCount` of 1; idle with 0, and run at least 1 else
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  idleReplicaCount: 0
  minReplicaCount: 1
  maxReplicaCount: 1
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
"#,
        );
    }

    #[test]
    fn swapped() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  minReplicaCount: 10
  maxReplicaCount: 5
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
"#,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  minReplicaCount: 5
  maxReplicaCount: 10
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
"#,
        );
    }

    #[test]
    fn idle() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  idleReplicaCount: 0
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
"#,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  idleReplicaCount: 0
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
  minReplicaCount: 1
"#,
        );
    }
}
