//! Roles that sign identities.

use super::rbac::{self, Danger};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that let their holder approve or sign certificate requests.
    ///
    /// ## Why is this bad?
    /// A client certificate says who one is, groups included: who approves a request for a member of `system:masters`
    /// has an administrator, whom no role can take the right away from before the certificate ends.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [certificates.k8s.io]
    ///     resources: [certificatesigningrequests/approval]
    ///     verbs: [update]
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [certificates.k8s.io]
    ///     resources: [certificatesigningrequests]
    ///     verbs: [create, get]
    /// ```
    "k8s/rbac-certificate-approval" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV_K8S_156", "kubescape/rule-can-approve-cert-signing-request"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[
    Danger {
        group: "certificates.k8s.io",
        resources: &["certificatesigningrequests/approval", "certificatesigningrequests/status"],
        verbs: &["update", "patch"],
        meaning: "makes any identity, administrators included; leave it to the signer",
    },
    Danger {
        group: "certificates.k8s.io",
        resources: &["signers"],
        verbs: &["approve", "sign"],
        meaning: "makes any identity of these signers; leave it to the signer",
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
  - apiGroups: [certificates.k8s.io]
    resources: [certificatesigningrequests/approval]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ May `update` `certificatesigningrequests/approval`, and so makes any identity, administrators included; leave it to the signer
    verbs: [update]
"#,
        );
    }
}
