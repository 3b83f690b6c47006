//! An Ingress without TLS.

use std::borrow::Cow;

use project::kubernetes::Object;
use syntax::yaml::{Data, Operation};

use super::{group, ingress, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an Ingress without `tls`. One whose annotations name a certificate of the provider or a TLS setting of the
    /// controller is left alone.
    ///
    /// ## Why is this bad?
    /// Requests and their cookies and passwords cross every network between the browser and the cluster in the clear,
    /// and browsers mark the site as not secure.
    ///
    /// ## Example
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
    ///
    /// ## When to ignore it
    /// Where something before the cluster ends TLS, and nothing but that can reach it.
    "k8s/ingress-no-tls" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &["polaris/tlsSettingsMissing", "kubescape/ingress-no-tls", "kyverno/require-ingress-https", "gatekeeper/httpsonly"],
        check: Check::Kinds(&["Ingress"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &ingress::GROUPS)) else { return };
    if presence::is_partial(object)
        || scalar::items(spec, "tls").next().is_some()
        || presence::is_open(spec)
        || is_elsewhere(object)
    {
        return;
    }
    let mut hosts: Vec<String> =
        ingress::rules(object).filter_map(|rule| scalar::text_of(rule, "host")).map(Cow::into_owned).collect();
    hosts.dedup();
    let found = report.on(
        object.head(),
        "This Ingress has no `tls`: everything goes in the clear; name the hosts and the Secret with their certificate",
    );
    if let Some(name) = object.name().filter(|_| !hosts.is_empty()) {
        let block = Data::seq([Data::map([
            ("hosts", Data::seq(hosts.into_iter().map(Data::text))),
            ("secretName", Data::text(format!("{name}-tls"))),
        ])]);
        found.fix(
            Fix::suggested(format!("Add TLS with Secret `{name}-tls`"))
                .edit(Operation::Set { at: object.address("spec.tls"), value: block }),
        );
    }
}

/// Whether an annotation says where the certificate comes from: that of a cloud's load balancer, of a proxy's router.
fn is_elsewhere(object: Object<'_>) -> bool {
    let annotations = object.find("metadata.annotations").into_iter().flat_map(|it| it.effective().entries());
    annotations.into_iter().any(|entry| {
        let key = entry.name();
        ["certificate", "ssl-cert", "pre-shared-cert", "router.tls", "listen-ports", "ssl-passthrough", "tunnel"]
            .iter()
            .any(|part| key.contains(part))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

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
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
"#,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
  tls:
    - hosts:
        - shop.example.org
      secretName: shop-tls
"#,
        );
    }
}
