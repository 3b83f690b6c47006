//! Bounds of a budget that the API server refuses.

use project::Profile;
use schema::kubernetes::values::int_or_percent;
use syntax::yaml::{Node, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a budget with both `minAvailable` and `maxUnavailable`, and bounds that are no number or percentage.
    ///
    /// ## Why is this bad?
    /// The API server refuses the budget: it takes one bound, a number of Pods or a whole percentage.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: api
    /// spec:
    ///   minAvailable: 1
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: api
    /// spec:
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: api
    /// ```
    "k8s/pdb-bounds-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["PodDisruptionBudget"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(spec) = file.object.find("spec").filter(|_| group::is_of(file.object, &["policy", ""])) else { return };
    let (least, most) = (scalar::get(spec, "minAvailable"), scalar::get(spec, "maxUnavailable"));
    if let (Some(least), Some(most)) = (least, most) {
        report
            .on(most, "The budget has two bounds; keep one of them")
            .label_on(least, "the other")
            .fix(Fix::suggested("Remove `minAvailable`").edit(Operation::Remove { at: least.address() }))
            .fix(Fix::suggested("Remove `maxUnavailable`").edit(Operation::Remove { at: most.address() }));
    }
    [least, most].into_iter().flatten().for_each(|node| bound(node, report));
}

fn bound(node: Node<'_>, report: &mut Report<'_>) {
    if let Some(number) = scalar::int(node) {
        // That nothing may be unavailable has a rule of its own.
        if number < 0 && node.key().is_some_and(|key| key.is("minAvailable")) {
            report.on(node, format!("{number} is below zero; write a number of Pods, or a percentage"));
        }
        return;
    }
    let Some(text) = scalar::text(node) else { return };
    match int_or_percent::parse(&text) {
        Err(mistake) => {
            report.on(node, mistake.to_string());
        }
        Ok(int_or_percent::IntOrPercent::Percent(percent)) if percent > 100 => {
            report.on(node, "This is more than all Pods; write at most `100%`");
        }
        Ok(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn one_bound() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  minAvailable: 150%
                ^^^^ This is more than all Pods; write at most `100%`
  maxUnavailable: half
                  ^^^^ The budget has two bounds; keep one of them
                  ^^^^ …
",
        );
    }
    #[test]
    fn one_left() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  minAvailable: 1
  maxUnavailable: 1
",
            "#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  maxUnavailable: 1
",
        );
    }
}
