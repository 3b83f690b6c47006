//! Rights for every Pod that says nothing.

use super::rbac;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags bindings whose subject is the ServiceAccount `default`.
    ///
    /// ## Why is this bad?
    /// Every Pod of the namespace that names no ServiceAccount runs as `default`, those of next year included: each
    /// gets these rights without anybody asking for them.
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
    ///   - kind: ServiceAccount
    ///     name: default
    ///     namespace: shop
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
    ///   - kind: ServiceAccount
    ///     name: deployer
    ///     namespace: shop
    /// ```
    "k8s/rbac-default-service-account-binding" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV_K8S_42", "kubescape/ensure-default-service-accounts-has-only-default-roles"],
        check: Check::Kinds(&["RoleBinding", "ClusterRoleBinding"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    for subject in rbac::subjects(it.object) {
        let is_default = subject.get("kind").is_some_and(|kind| kind.is("ServiceAccount"));
        if let Some(name) = subject.get("name").filter(|name| is_default && name.is("default")) {
            report.on(name, "Every Pod that names no ServiceAccount runs as `default` and gets these rights; make an account for who needs them");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn accounts_only() {
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
  - {kind: User, name: default, apiGroup: rbac.authorization.k8s.io}
  - {kind: ServiceAccount, name: default, namespace: shop}
                                 ^^^^^^^ Every Pod that names no ServiceAccount runs as `default` and gets these rights; make an account for who needs them
"#,
        );
    }
}
