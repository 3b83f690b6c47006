//! Roles that change what the API server asks.

use super::rbac::{self, Danger, WRITE};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that let their holder write admission webhooks.
    ///
    /// ## Why is this bad?
    /// A webhook sees each object on its way in, Secrets too, and a mutating one rewrites it: privileged containers in
    /// every Deployment of the cluster. Taking one away switches a policy off.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [admissionregistration.k8s.io]
    ///     resources: [mutatingwebhookconfigurations]
    ///     verbs: [update]
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [admissionregistration.k8s.io]
    ///     resources: [mutatingwebhookconfigurations]
    ///     verbs: [get]
    /// ```
    "k8s/rbac-admission-webhooks" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV_K8S_155", "trivy/KSV-0114", "kubescape/rule-can-modify-admission-webhooks", "kyverno/restrict-clusterrole-mutating-validating-admission-webhooks"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[Danger {
    group: "admissionregistration.k8s.io",
    resources: &[
        "mutatingwebhookconfigurations",
        "validatingwebhookconfigurations",
        "mutatingadmissionpolicies",
        "mutatingadmissionpolicybindings",
        "validatingadmissionpolicies",
        "validatingadmissionpolicybindings",
    ],
    verbs: WRITE,
    meaning: "sees and changes, or lets through, every object on its way in; name its own in `resourceNames`",
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
  - apiGroups: [admissionregistration.k8s.io]
    resources: [mutatingwebhookconfigurations]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ May `update` `mutatingwebhookconfigurations`, and so sees and changes, or lets through, every object on its way in; name its own in `resourceNames`
    verbs: [update]
"#,
        );
    }
}
