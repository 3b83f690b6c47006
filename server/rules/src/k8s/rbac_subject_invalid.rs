//! Subjects and roles of bindings that the API server refuses.

use project::Profile;
use syntax::yaml::{Node, Operation};

use super::{group, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags subjects and roles of bindings that the API server refuses: a ServiceAccount without its namespace in a
    /// ClusterRoleBinding, a Role in a ClusterRoleBinding, a wrong `apiGroup`.
    ///
    /// ## Why is this bad?
    /// The API server refuses the binding. A ClusterRoleBinding is in no namespace, so that neither a Role nor a
    /// ServiceAccount can be found in it.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata:
    ///   name: api
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: ClusterRole
    ///   name: view
    /// subjects:
    ///   - kind: ServiceAccount
    ///     name: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata:
    ///   name: api
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: ClusterRole
    ///   name: view
    /// subjects:
    ///   - kind: ServiceAccount
    ///     name: api
    ///     namespace: shop
    /// ```
    "k8s/rbac-subject-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["RoleBinding", "ClusterRoleBinding"], check),
    }
}

const RBAC: &str = "rbac.authorization.k8s.io";

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &[RBAC]) {
        return;
    }
    let is_cluster_wide = object.is_one_of(&["ClusterRoleBinding"]);
    if let Some(role) = object.find("roleRef").map(Node::effective) {
        if let Some(node) = scalar::get(role, "apiGroup") {
            group_of(node, RBAC, report);
        }
        let kind = scalar::get(role, "kind").and_then(|node| Some((node, scalar::text(node)?)));
        match kind {
            Some((node, kind)) if kind == "Role" && is_cluster_wide => {
                let edit = Operation::Replace { at: node.address(), value: "ClusterRole".into() };
                report
                    .on(
                        node,
                        "A ClusterRoleBinding cannot bind a Role, which is in a namespace; bind a ClusterRole, or \
                         make it a RoleBinding",
                    )
                    .fix(Fix::suggested("Bind a ClusterRole").edit(edit));
            }
            Some((node, kind)) if !matches!(&*kind, "Role" | "ClusterRole") => {
                report.on(node, format!("A binding cannot bind a {kind}; name a Role or a ClusterRole"));
            }
            Some(_) | None => {}
        }
    }
    // Where no object of the file says its namespace, kustomize or another tool may fill in all of them.
    let is_placed = file.file.manifest.objects.iter().any(|object| object.namespace().is_some())
        || file.file.manifest.objects.len() == 1;
    for subject in scalar::items(object.node, "subjects").map(Node::effective) {
        one(subject, is_cluster_wide && !presence::is_partial(object), is_placed, report);
    }
}

fn one(subject: Node<'_>, is_cluster_wide: bool, is_placed: bool, report: &mut Report<'_>) {
    let Some(kind) = scalar::get(subject, "kind") else { return };
    let Some(name) = scalar::text(kind) else { return };
    let api_group = scalar::get(subject, "apiGroup");
    match &*name {
        "ServiceAccount" => {
            if is_cluster_wide && presence::lacks(subject, "namespace") {
                let found = report.on(kind, "A ServiceAccount in a ClusterRoleBinding needs its `namespace`; name it");
                if !is_placed {
                    found.at_most(Severity::Warning);
                }
            }
            if let Some(node) = api_group {
                group_of(node, "", report);
            }
        }
        "User" | "Group" => {
            if let Some(node) = api_group {
                group_of(node, RBAC, report);
            }
        }
        _ => {
            report
                .on(kind, format!("A {name} can be bound to nothing; name a `User`, a `Group` or a `ServiceAccount`"));
        }
    }
}

fn group_of(node: Node<'_>, right: &str, report: &mut Report<'_>) {
    // An empty one is filled in.
    let Some(text) = scalar::text(node).filter(|text| text != right && !text.is_empty()) else { return };
    let found = if right.is_empty() {
        report.on(node, format!("A ServiceAccount is of no group, and `{text}` is one; leave `apiGroup` out"))
    } else {
        report.on(node, format!("`{text}` is not the group of roles and users; write `{right}`"))
    };
    let at = node.address();
    found.fix(match right {
        "" => Fix::safe("Remove `apiGroup`").edit(Operation::Remove { at }),
        _ => Fix::safe(format!("Write `{right}`")).edit(Operation::Replace { at, value: right.into() }),
    });
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn subjects() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: api
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
        ^^^^ A ClusterRoleBinding cannot bind a Role…
  name: view
subjects:
  - kind: ServiceAccount
          ^^^^^^^^^^^^^^ A ServiceAccount in a ClusterRoleBinding needs its `namespace`; name it
    name: a
    apiGroup: rbac.authorization.k8s.io
              ^^^^^^^^^^^^^^^^^^^^^^^^^ A ServiceAccount is of no group, and `rbac.authorization.k8s.io` is one; leave `apiGroup` out
  - kind: Pod
          ^^^ A Pod can be bound to nothing; name a `User`, a `Group` or a `ServiceAccount`
    name: a
  - kind: User
    name: a
    apiGroup: ""
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: api
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: view
subjects:
  - kind: ServiceAccount
    name: a
"#,
        );
    }
    #[test]
    fn a_cluster_role() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: api
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: view
subjects:
  - kind: User
    name: a
",
            "#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: api
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: User
    name: a
",
        );
    }
}
