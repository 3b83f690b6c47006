//! Metrics of an autoscaler that the API server refuses.

use project::Profile;
use schema::kubernetes::values::quantity;
use syntax::yaml::Node;

use super::{group, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags metrics of an autoscaler whose block does not suit their type, or whose target is missing, double or not above
    /// zero.
    ///
    /// ## Why is this bad?
    /// A metric of type `Resource` has a block `resource`, and so on, and no other one. Its target is a utilization or an
    /// average value, that of `Pods` an average value, those of `Object` and `External` a value or an average. The API server
    /// refuses anything else.
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
    ///   maxReplicas: 3
    ///   metrics:
    ///     - type: Resource
    ///       resource:
    ///         name: cpu
    ///         target:
    ///           type: Utilization
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
    ///   maxReplicas: 3
    ///   metrics:
    ///     - type: Resource
    ///       resource:
    ///         name: cpu
    ///         target:
    ///           type: Utilization
    ///           averageUtilization: 80
    /// ```
    "k8s/hpa-metric-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["HorizontalPodAutoscaler"], check),
    }
}

/// The type, its block, and the targets of which it has exactly one.
const TYPES: [(&str, &str, &[&str]); 5] = [
    ("Resource", "resource", &["averageUtilization", "averageValue"]),
    ("ContainerResource", "containerResource", &["averageUtilization", "averageValue"]),
    ("Pods", "pods", &["averageValue"]),
    ("Object", "object", &["value", "averageValue"]),
    ("External", "external", &["value", "averageValue"]),
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let is_second = object.api_version().is_some_and(|version| version.trim().starts_with("autoscaling/v2"));
    if !is_second || !group::is_of(object, &["autoscaling"]) || presence::is_partial(object) {
        return;
    }
    let Some(spec) = object.find("spec") else { return };
    for metric in scalar::items(spec, "metrics").map(Node::effective).filter(|metric| !presence::is_open(*metric)) {
        let Some(kind) = scalar::get(metric, "type") else { continue };
        let Some(name) = scalar::text(kind) else { continue };
        let Some((_, block, targets)) = TYPES.iter().find(|(known, ..)| *known == name) else { continue };
        for (_, other, _) in TYPES.iter().filter(|(_, other, _)| other != block) {
            if let Some(entry) = metric.entry(other).filter(|entry| scalar::is_written(entry.value)) {
                report
                    .on(
                        entry.key,
                        format!("A metric of type `{name}` has no `{other}`; leave it out, or choose its type"),
                    )
                    .label_on(kind, "the type");
            }
        }
        match scalar::get(metric, block) {
            Some(block) => target(block, targets, report),
            None => {
                report.on(kind, format!("A metric of type `{name}` needs `{block}`; add it"));
            }
        }
    }
}

fn target(block: Node<'_>, targets: &[&str], report: &mut Report<'_>) {
    let Some(target) = scalar::get(block, "target").map(Node::effective).filter(|node| node.is_mapping()) else {
        return;
    };
    if presence::is_open(target) {
        return;
    }
    let written: Vec<(&str, Node<'_>)> =
        targets.iter().filter_map(|name| Some((*name, scalar::get(target, name)?))).collect();
    let choice = targets.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    match written[..] {
        [] => {
            report.on(target, format!("The target says no number; set {choice}"));
        }
        [(first, _), (second, node), ..] => {
            report.on(node, format!("`{second}` stands beside `{first}`; keep one of them"));
        }
        [(name, node)] => {
            let number = scalar::text(node).and_then(|text| quantity::parse(&text).ok());
            let is_positive = number.is_none_or(|number| !number.is_negative() && !number.is_zero());
            if !is_positive {
                report.on(node, format!("`{name}` is not above zero; write how much there may be"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn blocks_and_targets() {
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
  maxReplicas: 3
  metrics:
    - type: Pods
            ^^^^ A metric of type `Pods` needs `pods`; add it
      resource: {name: cpu}
      ^^^^^^^^ A metric of type `Pods` has no `resource`; leave it out, or choose its type
    - type: Resource
      resource:
        name: cpu
        target:
        ^^^^^^ The target says no number; set `averageUtilization` or `averageValue`
          type: Utilization
    - type: External
      external:
        target:
          value: 0
                 ^ `value` is not above zero; write how much there may be
    - type: Object
      object:
        target:
          value: 1
          averageValue: 1
                        ^ `averageValue` stands beside `value`; keep one of them
",
        );
    }
}
