//! Roles that talk to kubelets.

use super::rbac::{self, Danger};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that grant `nodes/proxy`.
    ///
    /// ## Why is this bad?
    /// The kubelet's own interface runs commands in any Pod of its node, and the API server's audit log has none of it.
    /// Even `get` is enough, since a WebSocket begins with it.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: [nodes/proxy]
    ///     verbs: [get]
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: [nodes/metrics, nodes/stats]
    ///     verbs: [get]
    /// ```
    "k8s/rbac-nodes-proxy" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV2_K8S_2", "trivy/KSV-0047", "kubescape/rule-can-access-proxy-subresource", "kyverno/restrict-clusterrole-nodesproxy"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[Danger {
    group: "",
    resources: &["nodes/proxy"],
    verbs: &["get", "create", "update", "patch", "delete"],
    meaning: "runs commands in any Pod of any node, unlogged; grant `nodes/metrics`, `nodes/stats` or `nodes/log`",
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
    resources: [nodes/proxy]
                ^^^^^^^^^^^ May `get` `nodes/proxy`, and so runs commands in any Pod of any node, unlogged; grant `nodes/metrics`, `nodes/stats` or `nodes/log`
    verbs: [get]
"#,
        );
    }
}
