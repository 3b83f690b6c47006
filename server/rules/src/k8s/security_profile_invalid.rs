//! Seccomp and AppArmor profiles that the API server refuses.

use project::Profile;
use schema::kubernetes::values::path::{self, Use};
use syntax::yaml::{Node, Operation};

use super::{presence, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags seccomp and AppArmor profiles of type `Localhost` without `localhostProfile`, and `localhostProfile` with any
    /// other type.
    ///
    /// ## Why is this bad?
    /// `Localhost` means a file on the node, which has to be named; the other types have none. The API server refuses the
    /// Pod.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   securityContext:
    ///     seccompProfile:
    ///       type: RuntimeDefault
    ///       localhostProfile: profiles/api.json
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   securityContext:
    ///     seccompProfile:
    ///       type: Localhost
    ///       localhostProfile: profiles/api.json
    /// ```
    "k8s/security-profile-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let is_whole = !presence::is_partial_pod(file.pod);
    let of_containers = file.pod.containers().map(|container| container.node);
    for context in of_containers.chain([file.pod.spec]).filter_map(|node| scalar::get(node, "securityContext")) {
        for field in ["seccompProfile", "appArmorProfile"] {
            if let Some(profile) = scalar::get(context, field) {
                one(field, profile, is_whole, report);
            }
        }
    }
}

fn one(field: &str, profile: Node<'_>, is_whole: bool, report: &mut Report<'_>) {
    let Some(kind) = scalar::get(profile, "type") else { return };
    let Some(name) = scalar::text(kind) else { return };
    match scalar::get(profile, "localhostProfile") {
        None if name == "Localhost" && is_whole && presence::lacks(profile, "localhostProfile") => {
            report.on(kind, format!("`{field}` is on the node and names no file; name it in `localhostProfile`"));
        }
        None => {}
        Some(node) if name != "Localhost" => {
            let local = Operation::Replace { at: kind.address(), value: "Localhost".into() };
            report
                .on(node, format!("`{name}` has no `localhostProfile`; leave it out, or choose the type `Localhost`"))
                .label_on(kind, "the type")
                .fix(Fix::suggested("Use the profile on the node").edit(local))
                .fix(Fix::suggested("Remove `localhostProfile`").edit(Operation::Remove { at: node.address() }));
        }
        Some(node) => {
            let mistake = scalar::text(node)
                .filter(|_| field == "seccompProfile")
                .and_then(|text| path::mistake(&text, Use::Inside));
            if let Some(mistake) = mistake {
                report.on(node, mistake.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn type_and_file() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      securityContext:
        seccompProfile:
          type: Localhost
                ^^^^^^^^^ `seccompProfile` is on the node and names no file; name it in `localhostProfile`
        appArmorProfile:
          type: Unconfined
          localhostProfile: x
                            ^ `Unconfined` has no `localhostProfile`; leave it out, or choose the type `Localhost`
  securityContext:
    seccompProfile:
      type: Localhost
      localhostProfile: ../x
                        ^^^^ …
",
        );
    }
    #[test]
    fn local() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  securityContext:
    seccompProfile:
      type: RuntimeDefault
      localhostProfile: profiles/api.json
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
  securityContext:
    seccompProfile:
      type: Localhost
      localhostProfile: profiles/api.json
",
        );
    }
}
