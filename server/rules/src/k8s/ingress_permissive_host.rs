//! An Ingress that answers for any host.

use super::{ingress, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules of an Ingress without a host, and with a wildcard for a whole top-level domain.
    ///
    /// ## Why is this bad?
    /// Such a rule answers for every name that anybody points at the cluster: another team's host whose own rule is
    /// misspelt, and names of attackers, who get a page of yours under a name of theirs.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   rules:
    ///     - http:
    ///         paths:
    ///           - path: /
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: web
    ///                 port:
    ///                   number: 80
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   rules:
    ///     - host: shop.example.org
    ///       http:
    ///         paths:
    ///           - path: /
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: web
    ///                 port:
    ///                   number: 80
    /// ```
    ///
    /// ## When to ignore it
    /// Where one Ingress is alone behind its controller, as in a test cluster.
    "k8s/ingress-permissive-host" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["datree/INGRESS_INCORRECT_HOST_VALUE_PERMISSIVE", "kyverno/restrict-ingress-wildcard", "kyverno/disallow-empty-ingress-host", "gatekeeper/block-wildcard-ingress"],
        check: Check::Kinds(&["Ingress"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    if presence::is_partial(it.object) {
        return;
    }
    for rule in ingress::rules(it.object).filter(|rule| rule.is_mapping() && !presence::is_open(*rule)) {
        match rule.get("host") {
            None => {
                report.on(rule, "This rule has no host and answers for all of them; name the host");
            }
            Some(node) if node.is("") || !scalar::is_written(node) => {
                report.on(node, "The host is empty, so the rule answers for all of them; name the host");
            }
            Some(node) => {
                let Some(host) = scalar::text(node) else { continue };
                let is_bare = host.strip_prefix('*').is_some_and(|rest| !rest.trim_start_matches('.').contains('.'));
                if is_bare {
                    report.on(node, format!("`{host}` is almost every host; name the domain"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn hosts() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - host: ""
            ^^ The host is empty, so the rule answers for all of them; name the host
    - host: "*"
            ^^^ `*` is almost every host; name the domain
    - host: "*.org"
            ^^^^^^^ `*.org` is almost every host; name the domain
    - host: "*.example.org"
    - host: ${HOST}
"#,
        );
    }
}
