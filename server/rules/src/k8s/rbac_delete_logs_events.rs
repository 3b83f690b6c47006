//! Roles that wipe traces.

use super::rbac::{self, Danger};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that let their holder delete events and logs, or whole collections of what runs.
    ///
    /// ## Why is this bad?
    /// Events are what tells afterwards who did what to a Pod. `deletecollection` takes every object of a namespace
    /// with one request.
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
    ///     resources: [events]
    ///     verbs: [delete]
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
    ///     resources: [events]
    ///     verbs: [create, patch]
    /// ```
    "k8s/rbac-delete-logs-events" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["trivy/KSV-0042", "kubescape/rule-can-delete-k8s-events-v1", "kubescape/rule-excessive-delete-rights-v1"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[
    Danger {
        group: "",
        resources: &["events", "pods/log"],
        verbs: &["delete", "deletecollection"],
        meaning: "wipes the traces of what happened; leave it out",
    },
    Danger {
        group: "events.k8s.io",
        resources: &["events"],
        verbs: &["delete", "deletecollection"],
        meaning: "wipes the traces of what happened; leave it out",
    },
    Danger {
        group: "",
        resources: &["pods", "secrets", "configmaps", "services", "namespaces", "persistentvolumeclaims"],
        verbs: &["deletecollection"],
        meaning: "takes all of them with one request; grant `delete`",
    },
    Danger {
        group: "apps",
        resources: &["deployments", "statefulsets", "daemonsets"],
        verbs: &["deletecollection"],
        meaning: "takes all of them with one request; grant `delete`",
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
    resources: [pods, secrets]
                ^^^^ May `deletecollection` `pods`, and so takes all of them with one request; grant `delete`
    verbs: [deletecollection]
  - apiGroups: [""]
    resources: [pods]
    verbs: [delete]
  - apiGroups: [""]
    resources: [events]
    verbs: [create]
"#,
        );
    }
}
