//! Roles that rewire things.

use super::rbac::{self, Danger, WRITE};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules that let their holder write ConfigMaps, Services, their endpoints and status, Ingresses or
    /// NetworkPolicies without naming which.
    ///
    /// ## Why is this bad?
    /// Who writes endpoints or the status of a Service sends its traffic elsewhere (CVE-2021-25740, CVE-2020-8554), who
    /// deletes a policy opens what it closed, and ConfigMaps hold the settings of everybody in the namespace.
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
    ///     resources: [endpoints]
    ///     verbs: [update]
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
    ///     resources: [endpoints]
    ///     verbs: [get]
    /// ```
    "k8s/rbac-manage-config-network" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV2_K8S_4", "trivy/KSV-0049", "trivy/KSV-0056", "trivy/KSV-0115", "kubescape/rule-can-update-configmap-v1", "kyverno/restrict-edit-for-endpoints", "gatekeeper/block-endpoint-edit-default-role"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

const DANGERS: &[Danger] = &[
    Danger {
        group: "",
        resources: &["endpoints", "services/status"],
        verbs: WRITE,
        meaning: "sends the traffic of others elsewhere; leave it to the controllers of Kubernetes",
    },
    Danger {
        group: "discovery.k8s.io",
        resources: &["endpointslices"],
        verbs: WRITE,
        meaning: "sends the traffic of others elsewhere; leave it to the controllers of Kubernetes",
    },
    Danger {
        group: "networking.k8s.io",
        resources: &["networkpolicies", "ingresses"],
        verbs: WRITE,
        meaning: "opens what others closed; name which in `resourceNames`",
    },
    Danger {
        group: "",
        resources: &["services"],
        verbs: WRITE,
        meaning: "takes over the names of others; name which in `resourceNames`",
    },
    Danger {
        group: "",
        resources: &["configmaps"],
        verbs: WRITE,
        meaning: "changes the settings of others; name which in `resourceNames`",
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
    resources: [configmaps]
                ^^^^^^^^^^ May `create` `configmaps`, and so changes the settings of others; name which in `resourceNames`
    verbs: [create]
  - apiGroups: [networking.k8s.io]
    resources: [ingresses]
    verbs: [get]
"#,
        );
    }
}
