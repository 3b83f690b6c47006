//! Bounds of a LimitRange that contradict each other.

use project::Profile;
use schema::kubernetes::values::quantity::Quantity;
use syntax::yaml::Node;

use super::{group, presence, resources, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a LimitRange whose bounds contradict each other: `min` above `defaultRequest`, `defaultRequest` above `default`,
    /// `default` above `max`, defaults for Pods, a ratio below 1.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata:
    ///   name: api
    /// spec:
    ///   limits:
    ///     - type: Container
    ///       default:
    ///         memory: 1Gi
    ///       max:
    ///         memory: 512Mi
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata:
    ///   name: api
    /// spec:
    ///   limits:
    ///     - type: Container
    ///       default:
    ///         memory: 512Mi
    ///       max:
    ///         memory: 1Gi
    /// ```
    "k8s/limit-range-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["LimitRange"], check),
    }
}

/// From the least to the most.
const BOUNDS: [&str; 4] = ["min", "defaultRequest", "default", "max"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &[""])) else { return };
    for limit in scalar::items(spec, "limits").map(Node::effective).filter(|limit| limit.is_mapping()) {
        let kind = scalar::text_of(limit, "type");
        if kind.as_deref() == Some("Pod") {
            for entry in ["default", "defaultRequest"]
                .into_iter()
                .filter_map(|field| limit.entry(field))
                .filter(|entry| scalar::is_written(entry.value))
            {
                report.on(entry.key, format!("Limits of Pods have no `{}`; give it to containers", entry.name()));
            }
        }
        if kind.as_deref() == Some("PersistentVolumeClaim") && !presence::is_partial(object) {
            let storage = ["min", "max"]
                .into_iter()
                .filter_map(|field| scalar::get(limit, field))
                .any(|it| scalar::get(it, "storage").is_some());
            if !storage && !presence::is_open(limit) {
                report.on(limit, "Limits of claims say neither the least nor the most `storage`; set `min` or `max`");
            }
        }
        bounds(limit, report);
        for ratio in scalar::get(limit, "maxLimitRequestRatio").into_iter().flat_map(resources::amounts) {
            if ratio.quantity.nano() < Quantity::of(1).nano() {
                report.on(ratio.node, "The ratio of limit to request is below 1; write 1 or more");
            }
        }
    }
}

/// Each bound against those that have to be above it.
fn bounds(limit: Node<'_>, report: &mut Report<'_>) {
    let by_bound = BOUNDS.map(|bound| resources::by_name(scalar::get(limit, bound)));
    for (place, lower) in BOUNDS.iter().enumerate() {
        for low in scalar::get(limit, lower).into_iter().flat_map(resources::amounts) {
            let above = BOUNDS.iter().zip(&by_bound).skip(place + 1).find_map(|(upper, amounts)| {
                let high = amounts.get(&low.resource)?;
                (high.quantity.nano() < low.quantity.nano()).then_some((upper, high))
            });
            if let Some((upper, high)) = above {
                let text = high.node.effective().text().unwrap_or_default();
                report
                    .on(
                        low.node,
                        format!("`{lower}` of `{}` is above `{upper}`, which is `{text}`; lower it", low.resource),
                    )
                    .label_on(high.node, "the lower one");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn bounds() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: LimitRange
metadata:
  name: api
spec:
  limits:
    - type: Container
      min: {cpu: 2}
                 ^ `min` of `cpu` is above `default`, which is `1`; lower it
      default: {cpu: 1}
      maxLimitRequestRatio: {cpu: 500m}
                                  ^^^^ The ratio of limit to request is below 1; write 1 or more
    - type: Pod
      default: {cpu: 1}
      ^^^^^^^ Limits of Pods have no `default`; give it to containers
    - type: PersistentVolumeClaim
      ^^^^ Limits of claims say neither the least nor the most `storage`; set `min` or `max`
",
        );
    }
}
