//! A Pod that may not ask for names.

use syntax::yaml::{Data, Operation};

use super::{network_policy, presence};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a NetworkPolicy that restricts what Pods may reach and does not allow DNS, port 53 over UDP and TCP.
    ///
    /// ## Why is this bad?
    /// A Pod that cannot resolve names reaches nothing by name, however many ports are open to it. What is seen are
    /// timeouts after some 10 s, as of a slow network.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: api
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: api
    ///   policyTypes: [Egress]
    ///   egress:
    ///     - to:
    ///         - podSelector:
    ///             matchLabels:
    ///               app: db
    ///       ports:
    ///         - port: 5432
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: api
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: api
    ///   policyTypes: [Egress]
    ///   egress:
    ///     - to:
    ///         - podSelector:
    ///             matchLabels:
    ///               app: db
    ///       ports:
    ///         - port: 5432
    ///     - to:
    ///         - namespaceSelector:
    ///             matchLabels:
    ///               kubernetes.io/metadata.name: kube-system
    ///           podSelector:
    ///             matchLabels:
    ///               k8s-app: kube-dns
    ///       ports:
    ///         - port: 53
    ///           protocol: UDP
    ///         - port: 53
    ///           protocol: TCP
    /// ```
    ///
    /// ## When to ignore it
    /// Where Pods ask a resolver on the node that policies do not cover, or none at all.
    "k8s/network-policy-no-dns-egress" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["kyverno/add-networkpolicy-dns"],
        check: Check::Kinds(&["NetworkPolicy"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    if presence::is_partial(object) || !network_policy::restricts_egress(object) {
        return;
    }
    let mut rules = network_policy::rules(object, "egress").peekable();
    // A policy that allows nothing is the ground that others allow something on.
    if rules.peek().is_none() || rules.any(network_policy::allows_dns) || another_does(it) {
        return;
    }
    let Some(egress) = object.find("spec.egress") else { return };
    let dns = "to:\n  - namespaceSelector:\n      matchLabels:\n        kubernetes.io/metadata.name: kube-system\n    podSelector:\n      matchLabels:\n        k8s-app: kube-dns\nports:\n  - port: 53\n    protocol: UDP\n  - port: 53\n    protocol: TCP\n";
    let fix = Fix::suggested("Allow DNS")
        .edit(Operation::Append { at: object.address("spec.egress"), value: Data::Block(dns.to_owned()) });
    report
        .on(egress, "Nothing here lets the Pods ask the cluster's DNS, so they reach nothing by name; allow port 53")
        .fix(fix);
}

/// Whether a policy beside this one is there for DNS: what one allows counts for all.
fn another_does(it: &ObjectIn<'_>) -> bool {
    let beside = it
        .file
        .manifest
        .objects
        .iter()
        .filter(|other| other.node != it.object.node && other.is_one_of(&["NetworkPolicy"]));
    let beside = beside.filter(|other| network_policy::restricts_egress(**other));
    if beside.into_iter().any(|other| network_policy::rules(*other, "egress").any(network_policy::allows_dns)) {
        return true;
    }
    let Some(known) = it.known() else { return false };
    known
        .file
        .inquiry
        .beside(known.fact, "NetworkPolicy")
        .iter()
        .any(|other| other.object.identity.name.contains("dns"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_allows_dns() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  egress:
    - to:
        - ipBlock: {cidr: 203.0.113.0/24}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  egress:
    - to:
        - namespaceSelector: {}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  egress:
    - ports:
        - port: 53
          protocol: UDP
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  egress: []
  policyTypes: [Egress]
"#,
        );
    }

    #[test]
    fn added() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  egress:
    - to:
        - podSelector: {}
"#,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  egress:
    - to:
        - podSelector: {}
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
"#,
        );
    }
}
