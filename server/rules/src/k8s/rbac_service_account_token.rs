//! Roles that become others.

use super::rbac::{self, Danger};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that let their holder make tokens of ServiceAccounts or create PersistentVolumes.
    ///
    /// ## Why is this bad?
    /// A token for any ServiceAccount is all rights any of them has. A PersistentVolume may be a folder of a node, its
    /// kubelet's credentials among it.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: [serviceaccounts/token]
    ///     verbs: [create]
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: [serviceaccounts]
    ///     verbs: [get]
    /// ```
    ///
    /// ## When to ignore it
    /// For the provisioners of storage drivers.
    "k8s/rbac-service-account-token" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kubescape/rule-can-create-service-account-token", "kubescape/rule-can-create-pv", "kubescape/workload-with-cluster-takeover-roles"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[
    Danger {
        group: "",
        resources: &["serviceaccounts/token"],
        verbs: &["create"],
        meaning: "is any ServiceAccount there; name which in `resourceNames`",
    },
    Danger {
        group: "",
        resources: &["persistentvolumes"],
        verbs: &["create"],
        meaning: "reads and writes any folder of a node; leave it to the storage provisioner",
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
    resources: [persistentvolumes]
                ^^^^^^^^^^^^^^^^^ May `create` `persistentvolumes`, and so reads and writes any folder of a node; leave it to the storage provisioner
    verbs: [get, create]
  - apiGroups: [""]
    resources: [serviceaccounts/token]
    verbs: [create]
    resourceNames: [api]
"#,
        );
    }
}
