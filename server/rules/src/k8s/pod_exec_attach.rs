//! Roles that get into running containers.

use super::rbac::{self, Danger};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that grant `pods/exec`, `pods/attach` or `pods/portforward`.
    ///
    /// ## Why is this bad?
    /// Who runs commands in a Pod is that Pod: with its token, its mounted Secrets and its network. Nothing of it is in
    /// the Pod's own log.
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
    ///     resources: [pods/exec]
    ///     verbs: [create]
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
    ///     resources: [pods/log]
    ///     verbs: [get]
    /// ```
    "k8s/pod-exec-attach" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["polaris/clusterrolePodExecAttach", "polaris/rolePodExecAttach", "polaris/clusterrolebindingPodExecAttach", "polaris/rolebindingClusterRolePodExecAttach", "polaris/rolebindingRolePodExecAttach", "checkov/CKV2_K8S_2", "trivy/KSV-0053", "trivy/KSV-0054", "kubescape/exec-into-container-v1", "kubescape/rule-can-portforward-v1"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[
    Danger {
        group: "",
        resources: &["pods/exec", "pods/attach"],
        verbs: &["create", "get"],
        meaning: "is any Pod there, with its token and Secrets; leave it to people, for as long as they need it",
    },
    Danger {
        group: "",
        resources: &["pods/portforward"],
        verbs: &["create", "get"],
        meaning: "reaches every port of a Pod, past the policies; leave it to people, for as long as they need it",
    },
    Danger {
        group: "",
        resources: &["pods/ephemeralcontainers"],
        verbs: &["update", "patch"],
        meaning: "gets into any Pod with an image of its own choice; leave it to people, for as long as they need it",
    },
];

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
    resources: [pods, pods/attach]
                      ^^^^^^^^^^^ May `get` `pods/attach`, and so is any Pod there, with its token and Secrets; leave it to people, for as long as they need it
    verbs: [get]
  - apiGroups: [""]
    resources: [pods/ephemeralcontainers]
                ^^^^^^^^^^^^^^^^^^^^^^^^ May `patch` `pods/ephemeralcontainers`, and so gets into any Pod with an image of its own choice; leave it to people, for as long as they need it
    verbs: [patch]
  - apiGroups: [""]
    resources: [pods/exec]
    verbs: [list]
"#,
        );
    }
}
