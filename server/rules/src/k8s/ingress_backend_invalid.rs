//! Backends of an Ingress that the API server refuses.

use project::Profile;
use syntax::yaml::Node;

use super::{group, ingress, presence, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an Ingress that leads nowhere, a backend that is both a Service and a resource or none, and a port with both a
    /// name and a number or none.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Ingress. It also refuses a class in the annotation that is not the one in
    /// `ingressClassName`.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: api
    /// spec:
    ///   rules:
    ///     - host: shop.example.org
    ///       http:
    ///         paths:
    ///           - path: /
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: api
    ///                 port:
    ///                   number: 80
    ///                   name: web
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: api
    /// spec:
    ///   rules:
    ///     - host: shop.example.org
    ///       http:
    ///         paths:
    ///           - path: /
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: api
    ///                 port:
    ///                   number: 80
    /// ```
    "k8s/ingress-backend-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(&["Ingress"], check),
    }
}

const CLASS: &str = "kubernetes.io/ingress.class";

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let is_first = object.api_version().is_some_and(|version| version.trim() == "networking.k8s.io/v1");
    let Some(spec) = object.find("spec").filter(|_| is_first && !presence::is_partial(object)) else { return };
    if spec.is_mapping() && group::is_of(object, &ingress::GROUPS) {
        // One that names a class is whole; a patch may hold anything else alone.
        let leads = ["rules", "defaultBackend"].into_iter().any(|field| !presence::lacks(spec, field));
        if !leads && scalar::get(spec, "ingressClassName").is_some() {
            report.on(spec, "The Ingress leads nowhere; add `rules` or a `defaultBackend`");
        }
    }
    let annotations = object.find("metadata").and_then(|metadata| scalar::get(metadata, "annotations"));
    let (old, new) = (annotations.and_then(|it| scalar::get(it, CLASS)), scalar::get(spec, "ingressClassName"));
    if let (Some(old), Some(new)) = (old, new) {
        let differ = scalar::text(old).zip(scalar::text(new)).is_some_and(|(old, new)| old != new);
        if differ {
            report
                .on(old, "The annotation names another class than `ingressClassName`; remove the annotation")
                .label_on(new, "the class");
        }
    }
    ingress::backends(object).for_each(|backend| one(backend, report));
}

fn one(backend: Node<'_>, report: &mut Report<'_>) {
    if !backend.is_mapping() || presence::is_open(backend) {
        return;
    }
    let (service, resource) = (scalar::get(backend, "service"), scalar::get(backend, "resource"));
    match (service, resource) {
        (None, None) => {
            report.on(backend, "The backend is neither a Service nor a resource; name a `service`");
        }
        (Some(service), Some(resource)) => {
            report
                .on(resource, "The backend is a Service and a resource at once; keep one of them")
                .label_on(service, "the Service");
        }
        (Some(_), None) | (None, Some(_)) => {}
    }
    let Some(service) =
        service.map(Node::effective).filter(|service| service.is_mapping() && !presence::is_open(*service))
    else {
        return;
    };
    let Some(port) = scalar::get(service, "port").map(Node::effective) else {
        report.on(service, "The backend names no port of the Service; give its `name` or `number`");
        return;
    };
    if !port.is_mapping() || presence::is_open(port) {
        return;
    }
    match (scalar::get(port, "name"), scalar::get(port, "number")) {
        (None, None) => {
            report.on(port, "The port has neither a name nor a number; give one of them");
        }
        (Some(name), Some(number)) => {
            report.on(number, "The port has a name and a number; keep one of them").label_on(name, "the name");
        }
        (Some(_), None) | (None, Some(_)) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn backends() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
  annotations:
    kubernetes.io/ingress.class: b
                                 ^ The annotation names another class than `ingressClassName`; remove the annotation
spec:
  ingressClassName: a
  defaultBackend:
    service:
      name: a
      port: {}
            ^^ The port has neither a name nor a number; give one of them
    resource: {kind: a, name: b}
              ^^^^^^^^^^^^^^^^^^ The backend is a Service and a resource at once; keep one of them
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
              ^^^^^^^ The backend names no port of the Service; give its `name` or `number`
                name: a
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
^^^^ The Ingress leads nowhere; add `rules` or a `defaultBackend`
  ingressClassName: a
",
        );
    }
}
