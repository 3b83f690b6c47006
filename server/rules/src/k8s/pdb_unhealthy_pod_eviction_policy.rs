//! A PodDisruptionBudget without `unhealthyPodEvictionPolicy: AlwaysAllow`.

use project::Profile;
use schema::kubernetes::Version;
use syntax::yaml::Operation;

use super::{group, presence};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a PodDisruptionBudget without `unhealthyPodEvictionPolicy: AlwaysAllow`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// By default a Pod that is not ready is evicted only while the budget holds. A workload whose Pods crash has no
    /// budget left, so draining its nodes waits for a person, though there is nothing left to protect.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: web
    /// spec:
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: web
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: web
    /// spec:
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   unhealthyPodEvictionPolicy: AlwaysAllow
    /// ```
    "k8s/pdb-unhealthy-pod-eviction-policy" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-linter/pdb-unhealthy-pod-eviction-policy"],
        check: Check::Kinds(&["PodDisruptionBudget"], check),
    }
}

/// Since then the field is on by default.
const SINCE: Version = Version::new(27);

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &["policy"]) || presence::is_partial(object) || file.file.manifest.version < SINCE {
        return;
    }
    if !object.find("spec").is_some_and(|spec| presence::lacks(spec, "unhealthyPodEvictionPolicy")) {
        return;
    }
    let edit = Operation::Set { at: object.address("spec.unhealthyPodEvictionPolicy"), value: "AlwaysAllow".into() };
    report
        .on(
            object.head(),
            "Pods that crash keep their node from being drained; set \
            `unhealthyPodEvictionPolicy: AlwaysAllow`",
        )
        .fix(Fix::suggested("Set `unhealthyPodEvictionPolicy: AlwaysAllow`").edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn unless_it_says_so() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
      ^^^^^^^^^^^^^^^^^^^ Pods that crash keep their node from being drained; set `unhealthyPodEvictionPolicy: AlwaysAllow`
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: IfHealthyBudget
  selector:
    matchLabels:
      app: web
",
        );
    }

    #[test]
    fn set() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
            "
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
  unhealthyPodEvictionPolicy: AlwaysAllow
",
        );
    }
}
