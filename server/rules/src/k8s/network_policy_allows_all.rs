//! A rule of a NetworkPolicy that lets everybody in.

use super::{network_policy, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a rule of a NetworkPolicy that names no peer and no port, every address, or every Pod of every namespace.
    ///
    /// ## Why is this bad?
    /// A policy with such a rule isolates nothing: any Pod of the cluster, and what comes from
    /// outside, gets through. Where that is meant, name at least the port.
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
    ///   ingress:
    ///     - {}
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
    ///   ingress:
    ///     - from:
    ///         - podSelector:
    ///             matchLabels:
    ///               app: web
    ///       ports:
    ///         - port: 8080
    /// ```
    "k8s/network-policy-allows-all" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["trivy/KSV-0038", "kyverno/restrict-networkpolicy-empty-podselector"],
        check: Check::Kinds(&["NetworkPolicy"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    if presence::is_partial(it.object) {
        return;
    }
    for rule in network_policy::rules(it.object, "ingress").filter(|rule| rule.is_mapping()) {
        let mut listed = scalar::items(rule, "from").peekable();
        let has_ports = scalar::items(rule, "ports").next().is_some();
        if has_ports || presence::is_open(rule) {
            continue;
        }
        if listed.peek().is_none() {
            report.on(rule, "This rule names no peer and no port, and lets everybody in; name them");
            continue;
        }
        for peer in listed.filter(|peer| network_policy::is_everybody(*peer)) {
            report.on(peer, "This peer is everybody, on any port; name whom you mean, or the ports");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn rules_and_peers() {
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
  ingress:
    - from: []
      ^^^^ This rule names no peer and no port, and lets everybody in; name them
    - from:
        - namespaceSelector: {}
          ^^^^^^^^^^^^^^^^^ This peer is everybody, on any port; name whom you mean, or the ports
        - ipBlock: {cidr: 0.0.0.0/0}
          ^^^^^^^ This peer is everybody, on any port; name whom you mean, or the ports
        - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}
        - podSelector: {}
    - ports: [{port: 80}]
  egress:
    - {}
"#,
        );
    }
}
