//! Roles that can give themselves more.

use super::rbac::{self, Rule, WRITE};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags the verbs `escalate`, `bind` and `impersonate`, and rules that write roles and bindings.
    ///
    /// ## Why is this bad?
    /// The API server lets nobody grant what they do not have; `escalate` and `bind` lift just that, and `impersonate`
    /// acts as somebody else, an administrator included. With any of them a role is worth `cluster-admin`.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [rbac.authorization.k8s.io]
    ///     resources: [clusterroles]
    ///     verbs: [bind]
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [rbac.authorization.k8s.io]
    ///     resources: [clusterroles]
    ///     verbs: [get]
    /// ```
    ///
    /// ## When to ignore it
    /// For operators that set up roles for others; name in `resourceNames` which.
    "k8s/rbac-escalation-verbs" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["checkov/CKV_K8S_157", "checkov/CKV_K8S_158", "checkov/CKV2_K8S_1", "checkov/CKV2_K8S_3", "trivy/KSV-0043", "trivy/KSV-0050", "trivy/KSV-0051", "trivy/KSV-0052", "trivy/KSV-0055", "kubescape/rule-can-bind-escalate", "kubescape/rule-can-impersonate-users-groups-v1", "datree/CIS_INVALID_VALUE_BIND_IMPERSONATE_ESCALATE", "kyverno/restrict-escalation-verbs-roles"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    for rule in rbac::rules(it.object) {
        let Some((verb, meaning)) = rule.verbs.iter().find_map(|(node, verb)| Some((*node, meaning(&rule, verb)?)))
        else {
            writes_roles(&rule, report);
            continue;
        };
        let found = report.on(verb, meaning);
        if rule.is_named {
            found.at_most(Severity::Info);
        }
    }
}

/// What a verb comes to; nothing on resources it has no meaning for.
fn meaning(rule: &Rule<'_>, verb: &str) -> Option<&'static str> {
    let is_on = |kinds: &[&str]| {
        rule.resources.iter().any(|(_, own)| own == "*" || kinds.contains(&own.split('/').next().unwrap_or_default()))
    };
    let roles = ["roles", "clusterroles"];
    match verb {
        "escalate" if is_on(&roles) => {
            Some("`escalate` writes roles with more rights than one's own, which is every right; leave it out")
        }
        "bind" if is_on(&roles) => Some(
            "`bind` grants roles with more rights than one's own, which is every right; name the roles in `resourceNames`",
        ),
        "impersonate" if is_on(&["users", "groups", "serviceaccounts", "userextras", "uids"]) => {
            Some("`impersonate` acts as anybody else, administrators included; name whom in `resourceNames`")
        }
        _ => None,
    }
}

/// Writing roles gives no more rights than one has; it hands these on.
fn writes_roles(rule: &Rule<'_>, report: &mut Report<'_>) {
    let roles = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
    let Some(grant) = rule.grants(rbac::GROUP, &roles, WRITE).filter(|_| !rule.is_named) else { return };
    let (node, resource) = &grant.resource;
    report
        .on(
            *node,
            format!(
                "{} `{resource}`, and so hands its rights on to others; leave it to whoever administers the cluster",
                grant.may()
            ),
        )
        .at_most(Severity::Info);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn verbs() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: deployer
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles]
    verbs: [get, escalate]
                 ^^^^^^^^ `escalate` writes roles with more rights than one's own, which is every right; leave it out
  - apiGroups: [""]
    resources: [users, groups]
    verbs: [impersonate]
            ^^^^^^^^^^^ `impersonate` acts as anybody else, administrators included; name whom in `resourceNames`
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [clusterroles]
    verbs: [bind]
            ^^^^ `bind` grants roles with more rights than one's own, which is every right; name the roles in `resourceNames`
    resourceNames: [view]
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [rolebindings]
                ^^^^^^^^^^^^ May do anything with `rolebindings`, and so hands its rights on to others; leave it to whoever administers the cluster
    verbs: [create, "*"]
"#,
        );
    }
}
