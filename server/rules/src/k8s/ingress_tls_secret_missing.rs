//! A certificate that is not there.

use project::graph::Edge;

use super::reference;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `tls` entries of an Ingress whose Secret is in no manifest and made by no issuer that is known. It is only
    /// information, for many keep Secrets out of their repository.
    ///
    /// ## Why is this bad?
    /// Without the Secret the controller answers with its own self-signed certificate, which every client refuses.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   ingressClassName: nginx
    ///   tls:
    ///     - hosts: [shop.example.org]
    ///       secretName: shop-tsl
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
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: shop-tls
    /// stringData:
    ///   tls.key: x
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   ingressClassName: nginx
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
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: shop-tls
    /// stringData:
    ///   tls.key: x
    /// ```
    "k8s/ingress-tls-secret-missing" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Ingress"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in reference::missing(&known, &[Edge::TlsSecret]) {
        reference::report_missing(&known, reference, "without which clients get a certificate they refuse", report);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn by_an_issuer() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: nginx
  tls:
    - hosts: [shop.example.org]
      secretName: shop-tls
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
---
apiVersion: v1
kind: Secret
metadata:
  name: other
stringData:
  a: b
"#,
        );
    }
}
