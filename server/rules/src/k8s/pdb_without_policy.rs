//! A budget without `minAvailable` and `maxUnavailable`.

use syntax::yaml::{Data, Operation};

use super::{group, presence};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a budget without `minAvailable` and `maxUnavailable`.
    ///
    /// ## Why is this bad?
    /// It limits nothing: every Pod it selects may be evicted at once.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: api
    /// spec:
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
    "k8s/pdb-without-policy" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["kube-score/poddisruptionbudget-has-policy"],
        check: Check::Kinds(&["PodDisruptionBudget"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) =
        object.find("spec").filter(|_| group::is_of(object, &["policy", ""]) && !presence::is_partial(object))
    else {
        return;
    };
    // Without a selector it is a patch, or somebody is still writing.
    let lacks_both = presence::lacks(spec, "minAvailable") && presence::lacks(spec, "maxUnavailable");
    if !lacks_both || presence::lacks(spec, "selector") {
        return;
    }
    let set = Operation::Set { at: object.address("spec.maxUnavailable"), value: Data::from(1) };
    report
        .on(spec, "The budget limits nothing; set `maxUnavailable` or `minAvailable`")
        .fix(Fix::suggested("Allow 1 to be unavailable").edit(set));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

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
  selector:
    matchLabels:
      app: api
",
            "#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: api
  maxUnavailable: 1
",
        );
    }
    #[test]
    fn either_will_do() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: api
",
        );
    }
}
