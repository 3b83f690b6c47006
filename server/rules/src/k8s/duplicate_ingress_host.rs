//! Two Ingresses for one path.

use project::graph::{Attribute, Definition, Edge, Object};
use project::kubernetes;
use rustc_hash::FxHashMap;
use syntax::TextRange;

use super::{reference, scaling};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an Ingress that claims a host and path which another Ingress claims as well.
    ///
    /// ## Why is this bad?
    /// Controllers merge rules of one host and take, of two for one path, the older one: which Service answers depends
    /// on which Ingress was made first, and changes when that is made anew.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   ingressClassName: nginx
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
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: store
    /// spec:
    ///   ingressClassName: nginx
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
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   ingressClassName: nginx
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
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: store
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///     - host: shop.example.org
    ///       http:
    ///         paths:
    ///           - path: /store
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: web
    ///                 port:
    ///                   number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///     - port: 80
    /// ```
    "k8s/duplicate-ingress-host" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &["kyverno/unique-ingress-host-and-path", "kyverno/unique-ingress-paths", "gatekeeper/uniqueingresshost"],
        check: Check::Kinds(&["Ingress"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let inquiry = known.file.inquiry;
    if is_canary(it.object) {
        return;
    }
    for claim in claims(known.fact) {
        let is_rival = |other: &Definition<'_>| {
            other.object.identity.kind.as_ref() == "Ingress"
                && scaling::name(other.object) != scaling::name(known.fact)
                && !other.object.identity.name.contains("canary")
                && class(other.object) == class(known.fact)
                && reference::are_together(&known, other)
        };
        let rivals = inquiry.answering(claim.host).into_iter().filter(is_rival);
        let rival = rivals.into_iter().find_map(|other| {
            let theirs = claims(other.object).find(|it| (it.host, it.path) == (claim.host, claim.path))?;
            Some((other, theirs.place))
        });
        let Some((other, theirs)) = rival else { continue };
        let message = format!(
            "{} claims `{}{}`, too, and which one answers is up to the controller; keep one",
            reference::title(other.object),
            claim.host,
            claim.path
        );
        reference::at(&known, claim.place, message, report).label_in(it.file, other.path, theirs, "the other claim");
    }
}

/// A host with a path.
struct Claim<'f> {
    host: &'f str,
    path: &'f str,
    place: TextRange,
}

fn claims(ingress: &Object) -> impl Iterator<Item = Claim<'_>> {
    let hosts = ingress.all_noted(Attribute::Host).map(|noted| (noted.item, noted.text.as_ref()));
    let hosts: FxHashMap<u32, &str> = hosts.collect();
    ingress.all_noted(Attribute::Path).filter_map(move |path| {
        Some(Claim { host: hosts.get(&path.item)?, path: path.text.as_ref(), place: path.range })
    })
}

fn class(ingress: &Object) -> Option<&str> {
    ingress.references_by(Edge::IngressClass).next().map(|it| it.name.as_ref())
}

/// Whether it shares the path of another one on purpose.
fn is_canary(ingress: kubernetes::Object<'_>) -> bool {
    let annotations = ingress.find("metadata.annotations").into_iter().flat_map(|it| it.effective().entries());
    annotations.into_iter().any(|entry| entry.name().contains("canary"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn environments_apart() {
        check(
            &RULE,
            r#"
#- dev/a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  ingressClassName: nginx
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
#- prod/a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: store
spec:
  ingressClassName: nginx
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
        );
    }
}
