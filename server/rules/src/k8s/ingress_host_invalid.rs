//! Hosts of an Ingress that are no host names.

use project::Profile;
use schema::kubernetes::values::host;
use syntax::yaml::Operation;

use super::{group, ingress, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags hosts of an Ingress that are no host names: an address, a port or a scheme in it, a wildcard in the middle.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Ingress. A wildcard is the whole first label, as in `*.example.org`.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: api
    /// spec:
    ///   rules:
    ///     - host: https://shop.example.org
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
    "k8s/ingress-host-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Ingress"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let spec = file.object.find("spec").filter(|_| group::is_of(file.object, &ingress::GROUPS));
    let tls = spec.into_iter().flat_map(|spec| scalar::items(spec, "tls")).flat_map(|tls| scalar::items(tls, "hosts"));
    for node in ingress::rules(file.object).filter_map(|rule| scalar::get(rule, "host")).chain(tls) {
        let Some(text) = scalar::text(node).filter(|text| !text.is_empty()) else { continue };
        let Some(mistake) = host::mistake(&text) else { continue };
        let found = report.on(node, mistake.to_string());
        if let Some(nearest) = host::nearest(&text) {
            let edit = Operation::Replace { at: node.address(), value: nearest.as_str().into() };
            found.fix(Fix::suggested(format!("Write `{nearest}`")).edit(edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn hosts() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
  tls:
    - hosts: [a.*.example.org, "*.example.org", "${HOST}"]
              ^^^^^^^^^^^^^^^ …
  rules:
    - host: 10.0.0.1
            ^^^^^^^^ …
    - host: example.org:8080
            ^^^^^^^^^^^^^^^^ …
"#,
        );
    }
    #[test]
    fn name() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
  rules:
    - host: https://shop.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: api
                port:
                  number: 80
",
            "#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: api
                port:
                  number: 80
",
        );
    }
}
