//! Rights for everybody.

use super::{rbac, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags bindings whose subject is everybody (`system:anonymous`, `system:unauthenticated`,
    /// `system:authenticated`), every ServiceAccount, or `system:masters`. What every cluster grants to all, such as
    /// `system:discovery`, is left alone.
    ///
    /// ## Why is this bad?
    /// Where the API server can be reached, anonymous is the internet. With some providers `system:authenticated` is
    /// whoever has an account with them. `system:masters` is above all checks, and no role takes anything from it.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata:
    ///   name: deployer
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: ClusterRole
    ///   name: view
    /// subjects:
    ///   - kind: Group
    ///     name: system:authenticated
    ///     apiGroup: rbac.authorization.k8s.io
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata:
    ///   name: deployer
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: ClusterRole
    ///   name: view
    /// subjects:
    ///   - kind: Group
    ///     name: shop-developers
    ///     apiGroup: rbac.authorization.k8s.io
    /// ```
    "k8s/rbac-system-group-binding" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["trivy/KSV-0122", "trivy/KSV-01011", "trivy/KSV-0123", "kubesec/BindingsToSystemAnonymous", "kubescape/anonymous-access-enabled", "kubescape/system-authenticated-allowed-to-take-over-cluster", "datree/CIS_INVALID_VALUE_SYSTEM_MASTERS", "kyverno/restrict-binding-system-groups", "gatekeeper/disallowanonymous"],
        check: Check::Kinds(&["RoleBinding", "ClusterRoleBinding"], check),
    }
}

/// What every cluster lets all ask for.
const PUBLIC: [&str; 4] =
    ["system:basic-user", "system:discovery", "system:public-info-viewer", "system:service-account-issuer-discovery"];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    let role = object.find("roleRef.name").and_then(scalar::text).unwrap_or_default();
    let is_own = object.name().is_some_and(|name| name == "cluster-admin");
    if PUBLIC.contains(&&*role) || is_own {
        return;
    }
    for subject in rbac::subjects(object) {
        let Some(node) = scalar::get(subject, "name") else { continue };
        let Some(name) = scalar::text(node) else { continue };
        let whom = match &*name {
            "system:anonymous" | "system:unauthenticated" => "is whoever reaches the API server, without a password",
            "system:authenticated" => "is every user and every Pod of the cluster",
            "system:masters" => "is above all checks already, and nothing takes its rights away",
            _ if name == "system:serviceaccounts" || name.starts_with("system:serviceaccounts:") => {
                let of = if name.contains("accounts:") { "of that namespace" } else { "of the cluster" };
                report
                    .on(node, format!("`{name}` is every Pod {of}; bind the accounts that need it"))
                    .at_most(Severity::Info);
                continue;
            }
            _ => continue,
        };
        report.on(node, format!("`{name}` {whom}; bind a group or an account of your own"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn whom() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: deployer
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - {kind: User, name: system:anonymous}
                       ^^^^^^^^^^^^^^^^ `system:anonymous` is whoever reaches the API server, without a password; bind a group or an account of your own
  - {kind: Group, name: system:masters}
                        ^^^^^^^^^^^^^^ `system:masters` is above all checks already, and nothing takes its rights away; bind a group or an account of your own
  - {kind: Group, name: system:serviceaccounts:shop}
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `system:serviceaccounts:shop` is every Pod of that namespace; bind the accounts that need it
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: deployer
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: system:discovery
subjects:
  - {kind: Group, name: system:unauthenticated}
"#,
        );
    }
}
