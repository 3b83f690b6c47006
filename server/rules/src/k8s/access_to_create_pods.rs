//! Roles that can start Pods.

use super::rbac::{self, Danger};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that let their holder write Pods or objects that make Pods.
    ///
    /// ## Why is this bad?
    /// A Pod may run as any ServiceAccount of its namespace and mount any of its Secrets and claims: who starts Pods
    /// has all of them, and where no Pod Security level is enforced, the node.
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
    ///     resources: [pods]
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
    ///     resources: [pods]
    ///     verbs: [get, list]
    /// ```
    ///
    /// ## When to ignore it
    /// For controllers and pipelines whose task this is.
    "k8s/access-to-create-pods" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kube-linter/access-to-create-pods", "trivy/KSV-0048", "kubescape/rule-can-create-pod", "datree/CIS_INVALID_VALUE_CREATE_POD"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[
    Danger {
        group: "",
        resources: &["pods", "replicationcontrollers"],
        verbs: &["create", "update", "patch"],
        meaning: "has every Secret and ServiceAccount of the namespace; leave it to a controller",
    },
    Danger {
        group: "apps",
        resources: &["deployments", "daemonsets", "statefulsets", "replicasets"],
        verbs: &["create", "update", "patch"],
        meaning: "has every Secret and ServiceAccount of the namespace; leave it to a controller",
    },
    Danger {
        group: "batch",
        resources: &["jobs", "cronjobs"],
        verbs: &["create", "update", "patch"],
        meaning: "has every Secret and ServiceAccount of the namespace; leave it to a controller",
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
    resources: [pods/log, pods]
                          ^^^^ May `create` `pods`, and so has every Secret and ServiceAccount of the namespace; leave it to a controller
    verbs: [get, create]
  - apiGroups: [apps]
    resources: [deployments]
                ^^^^^^^^^^^ May do anything with `deployments`, and so has every Secret and ServiceAccount of the namespace; leave it to a controller
    verbs: ["*"]
  - apiGroups: [batch]
    resources: [jobs]
                ^^^^ May `patch` `jobs`, and so has every Secret and ServiceAccount of the namespace; leave it to a controller
    verbs: [patch]
"#,
        );
    }
}
