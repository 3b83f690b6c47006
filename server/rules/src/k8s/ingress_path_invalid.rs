//! Paths of an Ingress that do not start with `/`, or hold `//`, `/./`, `/../` or `%2F`.

use project::Profile;
use schema::kubernetes::values::path::{self, Mistake, Use};
use syntax::yaml::Operation;

use super::{ingress, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags paths of an Ingress that do not start with `/`, or hold `//`, `/./`, `/../` or `%2F`.
    ///
    /// ## Why is this bad?
    /// The API server refuses such a path where its type is `Exact` or `Prefix`: controllers would read it in different ways.
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
    ///           - path: api
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
    ///           - path: /api
    ///             pathType: Prefix
    ///             backend:
    ///               service:
    ///                 name: api
    ///                 port:
    ///                   number: 80
    /// ```
    "k8s/ingress-path-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kyverno/restrict-ingress-paths"],
        check: Check::Kinds(&["Ingress"], check),
    }
}

/// Folders with the credentials and settings of a controller, which paths have been used to read (CVE-2021-25745).
const FOLDERS: [&str; 4] = ["/etc", "/root", "/var/run/secrets", "/var/run/kubernetes/serviceaccount"];

/// Whether a name that a path holds ends there.
fn is_folder(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    for (_, path) in ingress::paths(file.object) {
        let Some(node) = scalar::get(path, "path") else { continue };
        let Some(text) = scalar::text(node) else { continue };
        let kind = scalar::get(path, "pathType").map(scalar::text);
        let purpose = match kind.as_ref().map(Option::as_deref) {
            Some(Some("Exact" | "Prefix")) => Use::Route,
            Some(_) | None => Use::OwnRoute,
        };
        let Some(mistake) = path::mistake(&text, purpose) else {
            let names =
                |folder: &&&str| text.match_indices(**folder).any(|(at, _)| is_folder(&text[at + folder.len()..]));
            if let Some(folder) = FOLDERS.iter().find(names) {
                report
                    .on(
                        node,
                        format!(
                            "`{folder}` is a folder of the controller, which ingress-nginx refuses; choose another path"
                        ),
                    )
                    .at_most(Severity::Warning);
            }
            continue;
        };
        let found = report.on(node, mistake.to_string());
        if mistake == Mistake::NotAbsolute {
            let right = format!("/{text}");
            let edit = Operation::Replace { at: node.address(), value: right.as_str().into() };
            found.fix(Fix::safe(format!("Write `{right}`")).edit(edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn paths() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
  rules:
    - http:
        paths:
          - path: api
                  ^^^ …
            pathType: Prefix
          - path: /etc/passwd
                  ^^^^^^^^^^^ `/etc` is a folder of the controller, which ingress-nginx refuses; choose another path
            pathType: Prefix
          - path: /a//b
                  ^^^^^ …
            pathType: Exact
          - path: /a(/|$)(.*)
            pathType: ImplementationSpecific
          - path: ^/a
                  ^^^ …
            pathType: ImplementationSpecific
",
        );
    }
    #[test]
    fn absolute() {
        check_fix(
            &RULE,
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
          - path: api
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
          - path: /api
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
