//! Hosts with rules and no certificate.

use rustc_hash::FxHashSet;
use syntax::yaml::{Data, Node, Operation};

use super::{group, ingress, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags hosts of an Ingress that none of its `tls` entries covers, and `tls` hosts that no rule answers for.
    ///
    /// ## Why is this bad?
    /// For a host without an entry the controller answers with its own self-signed certificate, which every client
    /// refuses, or not at all. A certificate for a host without rules is asked for, renewed and never used: mostly one
    /// of the two is misspelt.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   tls:
    ///     - hosts: [shop.example.com]
    ///       secretName: shop-tls
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
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   tls:
    ///     - hosts: [shop.example.org]
    ///       secretName: shop-tls
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
    "k8s/ingress-tls-host-mismatch" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kyverno/ingress-host-match-tls"],
        check: Check::Kinds(&["Ingress"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &ingress::GROUPS)) else { return };
    let entries: Vec<Node<'_>> = scalar::items(spec, "tls").map(Node::effective).collect();
    let listed: Vec<Node<'_>> = entries.iter().flat_map(|entry| scalar::items(*entry, "hosts")).collect();
    let ruled: Vec<Node<'_>> = ingress::rules(object).filter_map(|rule| scalar::get(rule, "host")).collect();
    // An entry without hosts covers all; what is filled in later may be any.
    let is_open = entries.iter().any(|entry| scalar::get(*entry, "hosts").is_none()) || presence::is_partial(object);
    let all_texts = |nodes: &[Node<'_>]| {
        nodes.iter().map(|node| scalar::text(*node).map(|text| text.to_ascii_lowercase())).collect::<Option<Vec<_>>>()
    };
    let (Some(certified), Some(answered)) = (all_texts(&listed), all_texts(&ruled)) else { return };
    if is_open || entries.is_empty() {
        return;
    }
    let (exact, wild): (FxHashSet<&str>, FxHashSet<&str>) = (
        certified.iter().map(String::as_str).collect(),
        certified.iter().filter_map(|host| host.strip_prefix("*.")).collect(),
    );
    for (node, host) in ruled.iter().zip(&answered).filter(|(_, host)| !host.is_empty()) {
        let is_covered =
            exact.contains(host.as_str()) || host.split_once('.').is_some_and(|(_, domain)| wild.contains(domain));
        if is_covered {
            continue;
        }
        let found = report.on(
            *node,
            format!("No `tls` entry has the host `{host}`, so clients get a certificate they refuse; add it"),
        );
        if let [entry] = entries.as_slice() {
            let mut at = entry.address();
            at.route = at.route.then("hosts");
            found.fix(
                Fix::suggested(format!("Add `{host}` to the certificate's hosts"))
                    .edit(Operation::Append { at, value: Data::text(host.clone()) }),
            );
        }
    }
    // Without rules, or with one for every host, any host is answered for.
    let is_any = ingress::rules(object).any(|rule| scalar::get(rule, "host").is_none())
        || scalar::get(spec, "defaultBackend").is_some()
        || answered.is_empty();
    let answered: FxHashSet<&str> = answered.iter().map(String::as_str).collect();
    for (node, host) in listed.iter().zip(&certified).filter(|_| !is_any) {
        let is_wild = host.strip_prefix("*.");
        let is_answered = answered.contains(host.as_str())
            || is_wild.is_some_and(|domain| {
                answered.iter().any(|it| it.split_once('.').is_some_and(|(_, rest)| rest == domain))
            })
            || host.split_once('.').is_some_and(|(_, domain)| answered.contains(format!("*.{domain}").as_str()));
        if !is_answered {
            report.on(*node, format!("No rule answers for the host `{host}`; add one, or take the host out"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn wildcards() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  tls:
    - hosts: ["*.example.org", api.example.com]
                               ^^^^^^^^^^^^^^^ No rule answers for the host `api.example.com`; add one, or take the host out
      secretName: shop-tls
  rules:
    - host: shop.example.org
    - host: a.b.example.org
            ^^^^^^^^^^^^^^^ No `tls` entry has the host `a.b.example.org`, so clients get a certificate they refuse; add it
    - host: example.org
            ^^^^^^^^^^^ No `tls` entry has the host `example.org`, so clients get a certificate they refuse; add it
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
kind: Ingress
metadata:
  name: shop
spec:
  tls:
    - hosts: [shop.example.org]
      secretName: shop-tls
  rules:
    - host: shop.example.org
    - host: api.example.org
"#,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  tls:
    - hosts: [shop.example.org, api.example.org]
      secretName: shop-tls
  rules:
    - host: shop.example.org
    - host: api.example.org
"#,
        );
    }
}
