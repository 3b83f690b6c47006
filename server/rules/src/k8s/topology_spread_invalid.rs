//! Spread constraints that the API server refuses, and those without a selector, which spread nothing.

use project::Profile;
use syntax::yaml::{Data, Node, Operation};

use super::{presence, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags spread constraints that the API server refuses, and those without a selector, which spread nothing.
    ///
    /// ## Why is this bad?
    /// `maxSkew` is at least 1, `minDomains` counts with `DoNotSchedule` only. Without `labelSelector` no Pod counts, so
    /// that the constraint has no effect.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   topologySpreadConstraints:
    ///     - maxSkew: 0
    ///       topologyKey: topology.kubernetes.io/zone
    ///       whenUnsatisfiable: DoNotSchedule
    ///       labelSelector:
    ///         matchLabels:
    ///           app: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   topologySpreadConstraints:
    ///     - maxSkew: 1
    ///       topologyKey: topology.kubernetes.io/zone
    ///       whenUnsatisfiable: DoNotSchedule
    ///       labelSelector:
    ///         matchLabels:
    ///           app: api
    /// ```
    "k8s/topology-spread-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-score/pod-topology-spread-constraints", "datree/EKS_INVALID_VALUE_DONOOTSCHEDULE"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let is_whole = !presence::is_partial_pod(file.pod);
    let constraints: Vec<Node<'_>> =
        scalar::items(file.pod.spec, "topologySpreadConstraints").map(Node::effective).collect();
    for constraint in &constraints {
        one(*constraint, is_whole, report);
    }
}

fn one(constraint: Node<'_>, is_whole: bool, report: &mut Report<'_>) {
    for field in ["maxSkew", "minDomains"] {
        let Some(node) = scalar::get(constraint, field) else { continue };
        if let Some(number) = scalar::int(node).filter(|number| *number < 1) {
            let edit = Operation::Replace { at: node.address(), value: Data::from(1) };
            report
                .on(node, format!("`{field}` is {number}; write 1 or more"))
                .fix(Fix::suggested("Write 1").edit(edit));
        }
    }
    let when = scalar::get(constraint, "whenUnsatisfiable");
    if let (Some(domains), Some(when)) =
        (scalar::get(constraint, "minDomains"), when.filter(|when| when.is("ScheduleAnyway")))
    {
        report.on(domains, "`minDomains` counts with `DoNotSchedule` only; leave it out").label_on(when, "not this");
    }
    if is_whole && presence::lacks(constraint, "topologyKey") {
        report.on(
            constraint,
            "The constraint has no `topologyKey`; name the label of nodes to spread over, such as \
             `topology.kubernetes.io/zone`",
        );
        return;
    }
    if is_whole && presence::lacks(constraint, "labelSelector") {
        report
            .on(constraint, "The constraint has no `labelSelector`, so that no Pod counts; select the Pod's own labels")
            .at_most(Severity::Warning);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn numbers_pairs_and_selectors() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  topologySpreadConstraints:
    - maxSkew: 1
      ^^^^^^^ The constraint has no `labelSelector`, so that no Pod counts; select the Pod's own labels
      topologyKey: a
      whenUnsatisfiable: ScheduleAnyway
      minDomains: 2
                  ^ `minDomains` counts with `DoNotSchedule` only; leave it out
    - maxSkew: 1
      topologyKey: a
      whenUnsatisfiable: ScheduleAnyway
      labelSelector: {}
",
        );
    }
    #[test]
    fn one() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  topologySpreadConstraints:
    - maxSkew: 0
      topologyKey: a
      whenUnsatisfiable: DoNotSchedule
      labelSelector: {}
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: a
      whenUnsatisfiable: DoNotSchedule
      labelSelector: {}
",
        );
    }
}
