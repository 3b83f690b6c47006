//! Two peers where one was likely meant.

use syntax::yaml::{Node, Operation};

use super::{network_policy, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a peer with only a `namespaceSelector` directly before or behind one with only a `podSelector`.
    ///
    /// ## Why is this bad?
    /// Peers of a list are alternatives: every Pod of those namespaces is let in, and besides the Pods with these
    /// labels of the policy's own namespace. Both selectors in one item mean the Pods with these labels in those
    /// namespaces. The difference is one dash.
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
    ///     - from:
    ///         - namespaceSelector:
    ///             matchLabels:
    ///               team: shop
    ///         - podSelector:
    ///             matchLabels:
    ///               app: web
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
    ///         - namespaceSelector:
    ///             matchLabels:
    ///               team: shop
    ///           podSelector:
    ///             matchLabels:
    ///               app: web
    /// ```
    ///
    /// ## When to ignore it
    /// Where either is meant: a peer for all of a namespace, and another one for some Pods of the own.
    "k8s/network-policy-and-or" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["NetworkPolicy"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in network_policy::rules(it.object, direction) {
            let listed: Vec<Node<'_>> = scalar::items(rule, peers).map(Node::effective).collect();
            for pair in listed.windows(2) {
                let [first, second] = pair else { continue };
                let (Some(one), Some(other)) = (only(*first), only(*second)) else { continue };
                if one == other {
                    continue;
                }
                let fix = scalar::get(*second, other).and_then(|selector| selector.unfold(SIZE_LIMIT)).map(|value| {
                    let mut at = first.address();
                    at.route = at.route.then(other);
                    Fix::suggested("Make it one peer: these Pods in those namespaces")
                        .edit(Operation::Add { at, value })
                        .edit(Operation::Remove { at: second.address() })
                });
                let found = report.on(
                    *second,
                    "Two items are two peers, either of which is enough; put both selectors in one item if both have to hold",
                );
                found.label_on(*first, "the other peer");
                if let Some(fix) = fix {
                    found.fix(fix);
                }
            }
        }
    }
}

/// Nodes a selector may have to be moved.
const SIZE_LIMIT: usize = 1000;

/// The one selector that a peer has, if it asks for anything.
fn only(peer: Node<'_>) -> Option<&'static str> {
    let mut entries = peer.entries();
    let (entry, None) = (entries.next()?, entries.next()) else { return None };
    let field = ["namespaceSelector", "podSelector"].into_iter().find(|field| entry.is(field))?;
    entry.value.effective().entries().next()?;
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn made_one() {
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
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              team: shop
        - podSelector:
            matchLabels:
              app: web
        - ipBlock:
            cidr: 10.0.0.0/8
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
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              team: shop
          podSelector:
            matchLabels:
              app: web
        - ipBlock:
            cidr: 10.0.0.0/8
"#,
        );
    }
}
