//! An Ingress that says no class.

use project::graph::Attribute;
use syntax::yaml::{Data, Operation};

use super::{group, ingress, presence};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an Ingress without `ingressClassName` and without the annotation of former times, unless the workspace has
    /// an IngressClass that is the default.
    ///
    /// ## Why is this bad?
    /// Which controller takes it is up to the cluster: the default class, if there is one, every controller that takes
    /// what has no class, or none. The same manifest works in one cluster and does nothing in the next.
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
    /// ```
    "k8s/ingress-class-missing" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kyverno/restrict-ingress-classes"],
        check: Check::Kinds(&["Ingress"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &ingress::GROUPS)) else { return };
    let annotation = object.find("metadata.annotations[\"kubernetes.io/ingress.class\"]");
    if presence::is_partial(object) || annotation.is_some() || !presence::lacks(spec, "ingressClassName") {
        return;
    }
    let classes = it.file.inquiry.of_kind("IngressClass");
    if classes.iter().any(|it| it.object.noted(Attribute::DefaultClass) == Some("true")) {
        return;
    }
    let found = report.on(
        object.head(),
        "This Ingress names no class, so which controller takes it is up to the cluster; write `ingressClassName`",
    );
    let mut names: Vec<&str> = classes.iter().map(|it| it.object.identity.name.as_ref()).collect();
    names.sort_unstable();
    names.dedup();
    if let [name] = names.as_slice() {
        found.fix(
            Fix::suggested(format!("Use class `{name}`"))
                .edit(Operation::Set { at: object.address("spec.ingressClassName"), value: Data::text(*name) }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn the_only_class() {
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
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: nginx
spec:
  controller: k8s.io/ingress-nginx
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
  ingressClassName: nginx
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: nginx
spec:
  controller: k8s.io/ingress-nginx
"#,
        );
    }
}
