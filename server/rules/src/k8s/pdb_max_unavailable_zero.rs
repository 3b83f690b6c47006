//! A budget with `maxUnavailable: 0` or `0%`.

use project::Profile;
use schema::kubernetes::values::int_or_percent::IntOrPercent;
use syntax::yaml::{Data, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a budget with `maxUnavailable: 0` or `0%`.
    ///
    /// ## Why is this bad?
    /// No Pod may ever be evicted: draining a node waits for ever, and so do upgrades of the cluster.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: api
    /// spec:
    ///   maxUnavailable: 0
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
    "k8s/pdb-max-unavailable-zero" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["kube-linter/pdb-max-unavailable", "polaris/pdbDisruptionsIsZero", "kyverno/pdb-maxunavailable", "gatekeeper/poddisruptionbudget"],
        check: Check::Kinds(&["PodDisruptionBudget"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let node = file.object.find("spec.maxUnavailable").filter(|_| group::is_of(file.object, &["policy", ""]));
    let is_none = |value| scalar::is_zero(value) || matches!(value, IntOrPercent::Int(number) if number < 0);
    let Some(node) = node.filter(|node| scalar::int_or_percent(*node).is_some_and(is_none)) else { return };
    let edit = Operation::Replace { at: node.address(), value: Data::from(1) };
    report
        .on(node, "No Pod may ever be evicted, so that draining a node waits for ever; allow 1")
        .fix(Fix::suggested("Allow 1").edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn zero() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  maxUnavailable: "0%"
                  ^^^^ No Pod may ever be evicted, so that draining a node waits for ever; allow 1
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  maxUnavailable: 10%
"#,
        );
    }
    #[test]
    fn one() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  maxUnavailable: 0
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
