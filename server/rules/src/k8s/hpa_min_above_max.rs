//! An autoscaler whose `minReplicas` is above its `maxReplicas`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an autoscaler whose `minReplicas` is above its `maxReplicas`.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object. Without `minReplicas` it is 1.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: api
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: api
    ///   minReplicas: 10
    ///   maxReplicas: 3
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: api
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: api
    ///   minReplicas: 3
    ///   maxReplicas: 10
    /// ```
    "k8s/hpa-min-above-max" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["HorizontalPodAutoscaler"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(spec) = file.object.find("spec").filter(|_| group::is_of(file.object, &["autoscaling"])) else { return };
    let number = |key| scalar::get(spec, key).and_then(|node| Some((node, scalar::int(node)?)));
    let Some((most_node, most)) = number("maxReplicas") else { return };
    let Some((least_node, least)) = number("minReplicas") else {
        if most < 1 {
            report.on(most_node, format!("`maxReplicas` is {most}; write 1 or more"));
        }
        return;
    };
    if least > most {
        let swap = Fix::suggested("Swap them")
            .edit(Operation::Replace { at: least_node.address(), value: Data::from(most) })
            .edit(Operation::Replace { at: most_node.address(), value: Data::from(least) });
        report
            .on(
                least_node,
                format!(
                    "`minReplicas` is {least} and above `maxReplicas`, which is {most}; swap them, or raise the \
                 latter"
                ),
            )
            .label_on(most_node, "the most")
            .fix(swap);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn least_and_most() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: api
  minReplicas: 4
               ^ `minReplicas` is 4 and above `maxReplicas`, which is 3; swap them, or raise the latter
  maxReplicas: 3
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: api
  maxReplicas: 0
               ^ `maxReplicas` is 0; write 1 or more
",
        );
    }
    #[test]
    fn swapped() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: api
  minReplicas: 10
  maxReplicas: 3
",
            "#- a.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: api
  minReplicas: 3
  maxReplicas: 10
",
        );
    }
}
