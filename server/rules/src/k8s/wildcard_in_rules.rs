//! Rules that grant everything there is, and will be.

use super::rbac::{self, Word};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `*` among the verbs, resources or API groups of a role.
    ///
    /// ## Why is this bad?
    /// A `*` grants what exists today and whatever an operator or a newer Kubernetes adds tomorrow: new subresources,
    /// new verbs such as `escalate`, the Secrets along with the ConfigMaps.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata:
    ///   name: deployer
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: ["*"]
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
    ///     resources: [pods, services]
    ///     verbs: [get]
    /// ```
    "k8s/wildcard-in-rules" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kube-linter/wildcard-in-rules", "checkov/CKV_K8S_49", "trivy/KSV-0044", "trivy/KSV-0045", "trivy/KSV-0046", "trivy/KSV-0112", "kubescape/rule-list-all-cluster-admins-v1", "datree/CIS_INVALID_WILDCARD_ROLE", "datree/CONTAINERS_INCORRECT_RESOURCES_VERBS_VALUE", "kyverno/restrict-wildcard-verbs", "kyverno/restrict-wildcard-resources"],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    for rule in rbac::rules(it.object) {
        let is_any = |(node, word): &&Word<'_>| (word.as_ref() == "*").then_some(*node).is_some();
        let fields = [("verb", &rule.verbs), ("resource", &rule.resources), ("API group", &rule.groups)];
        let mut wild = fields.iter().filter_map(|(what, words)| Some((what, words.iter().find(is_any)?.0)));
        let Some((what, node)) = wild.next() else { continue };
        let mut whats = vec![format!("every {what}")];
        let mut nodes = Vec::new();
        for (what, node) in wild {
            whats.push(format!("every {what}"));
            nodes.push(node);
        }
        let said = match whats.as_slice() {
            [one] => one.clone(),
            [before @ .., last] => format!("{} and {last}", before.join(", ")),
            [] => continue,
        };
        let found = report.on(node, format!("This rule grants {said}, those to come included; name what is needed"));
        for node in nodes {
            found.label_on(node, "and here");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn each_rule_once() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: deployer
rules:
  - apiGroups: ["*"]
    resources: ["*"]
    verbs: ["*"]
            ^^^ This rule grants every verb, every resource and every API group, those to come included; name what is needed
  - apiGroups: [""]
    resources: [pods]
    verbs: [get, "*"]
                 ^^^ This rule grants every verb, those to come included; name what is needed
  - apiGroups: [""]
    resources: ["*/scale"]
    verbs: [get]
"#,
        );
    }
}
