//! Whoever may do anything.

use project::graph::{Attribute, Edge, Noted};
use project::kubernetes::Object;

use super::{group, rbac, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags bindings of `cluster-admin`, and of a role in the workspace that grants everything as well.
    ///
    /// ## Why is this bad?
    /// Whoever holds the token of one Pod with it holds the cluster: every Secret, every node, every other tenant.
    /// Programs need a few verbs on a few kinds.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata:
    ///   name: deployer
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: ClusterRole
    ///   name: cluster-admin
    /// subjects:
    ///   - kind: ServiceAccount
    ///     name: deployer
    ///     namespace: shop
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata:
    ///   name: deployer
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: ClusterRole
    ///   name: view
    /// subjects:
    ///   - kind: ServiceAccount
    ///     name: deployer
    ///     namespace: shop
    /// ```
    "k8s/cluster-admin-role-binding" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kube-linter/cluster-admin-role-binding", "polaris/clusterrolebindingClusterAdmin", "polaris/rolebindingClusterAdminClusterRole", "polaris/rolebindingClusterAdminRole", "trivy/KSV-0111", "kubescape/cluster-admin-role", "datree/CIS_INVALID_ROLE_CLUSTER_ADMIN", "kyverno/restrict-binding-clusteradmin"],
        check: Check::Kinds(&["ClusterRoleBinding", "RoleBinding"], check),
    }
}

/// Whether it is a binding that every cluster begins with.
fn is_own(object: Object<'_>) -> bool {
    object.name().is_some_and(|name| name == "cluster-admin" || name.starts_with("system:") || name.starts_with("gce:"))
}

/// The verbs that come to every one.
const EVERY: [&str; 7] = ["get", "list", "watch", "create", "update", "patch", "delete"];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    // The one every cluster begins with binds it to its own administrators.
    if !group::is_of(object, &[rbac::GROUP]) || is_own(object) {
        return;
    }
    let Some(node) = object.find("roleRef.name") else { return };
    let Some(name) = scalar::text(node) else { return };
    let where_to = if object.is_one_of(&["ClusterRoleBinding"]) { "in the whole cluster" } else { "in this namespace" };
    if name == "cluster-admin" {
        report.on(node, format!("`cluster-admin` may do anything {where_to}; bind a role with what is needed"));
        return;
    }
    let Some(known) = it.known() else { return };
    for reference in known.fact.references_by(Edge::RoleRef) {
        let lookup = it.file.inquiry.lookup(known.fact, reference);
        for role in lookup.definitions() {
            let items = |attribute| {
                role.object
                    .all_noted(attribute)
                    .filter(|noted| noted.text.as_ref() == "*")
                    .map(|noted| noted.item)
                    .collect::<Vec<_>>()
            };
            let (groups, resources) = (items(Attribute::RuleGroup), items(Attribute::RuleResource));
            let verbs = |item: u32| role.object.all_noted(Attribute::RuleVerb).filter(move |verb| verb.item == item);
            let is_every = |item: u32| EVERY.iter().all(|every| verbs(item).any(|verb| verb.text.as_ref() == *every));
            let is_all = |verb: &Noted| {
                let is_any = verb.text.as_ref() == "*" || is_every(verb.item);
                is_any && groups.contains(&verb.item) && resources.contains(&verb.item)
            };
            if let Some(verb) = role.object.all_noted(Attribute::RuleVerb).find(|noted| is_all(noted)) {
                report
                    .on(node, format!("`{name}` may do anything {where_to}, as `cluster-admin` may; bind a role with what is needed"))
                    .label_in(it.file, role.path, verb.range, "every verb on everything");
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn by_name_and_by_what_it_grants() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
        ^^^^^^^^^^^^^ `cluster-admin` may do anything in this namespace; bind a role with what is needed
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: shop
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: deployer
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: deployer
        ^^^^^^^^ `deployer` may do anything in the whole cluster, as `cluster-admin` may; bind a role with what is needed
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: shop
#- b.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: deployer
rules:
  - apiGroups: ["*"]
    resources: ["*"]
    verbs: ["*"]
"#,
        );
    }
}
