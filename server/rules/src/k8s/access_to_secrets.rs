//! Roles that can read Secrets.

use super::rbac::{self, Danger};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that let their holder `get`, `list` or `watch` Secrets, or `update` and `patch` them, which answers with the
    /// whole of them.
    ///
    /// ## Why is this bad?
    /// Among the Secrets of a namespace are the credentials of its databases and the tokens of its ServiceAccounts:
    /// reading them is being any of them. `list` gives the contents too.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: Role
    /// metadata:
    ///   name: deployer
    ///   namespace: shop
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: [secrets]
    ///     verbs: [get, list]
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: Role
    /// metadata:
    ///   name: deployer
    ///   namespace: shop
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: [configmaps]
    ///     verbs: [get, list]
    /// ```
    "k8s/access-to-secrets" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kube-linter/access-to-secrets", "checkov/CKV2_K8S_5", "trivy/KSV-0041", "trivy/KSV-0113", "kubescape/rule-can-list-get-secrets-v1", "datree/CIS_INVALID_VERB_SECRETS", "kyverno/restrict-secret-role-verbs"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[Danger {
    group: "",
    resources: &["secrets"],
    verbs: &["get", "list", "watch", "update", "patch"],
    meaning: "is whoever these are for; name the Secrets in `resourceNames`, or mount them",
}];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    rbac::check(it, DANGERS, report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn what_is_granted() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: deployer
rules:
  - apiGroups: [""]
    resources: [configmaps, secrets]
                            ^^^^^^^ May `get` and `watch` `secrets`, and so is whoever these are for; name the Secrets in `resourceNames`, or mount them
    verbs: [get, watch]
  - apiGroups: ["apps"]
    resources: [secrets]
    verbs: [get]
  - apiGroups: [""]
    resources: [secrets]
    verbs: [create]
  - apiGroups: [""]
    resources: [secrets]
    verbs: [get]
    resourceNames: [api]
"#,
        );
    }
}
