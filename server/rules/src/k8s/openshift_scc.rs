//! SecurityContextConstraints of OpenShift that allow privileged containers, and roles and bindings that let somebody
//! use `anyuid` or `privileged`.

use project::Profile;
use syntax::yaml::Node;

use super::{group, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags SecurityContextConstraints of OpenShift that allow privileged containers, and roles and bindings that let
    /// somebody use `anyuid` or `privileged`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Who may use such constraints may start a Pod as root, or one that has the node. Constraints of one's own that
    /// allow just what is needed do the same for the workload and not for everybody.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: security.openshift.io/v1
    /// kind: SecurityContextConstraints
    /// metadata:
    ///   name: shop
    /// allowPrivilegedContainer: true
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: security.openshift.io/v1
    /// kind: SecurityContextConstraints
    /// metadata:
    ///   name: shop
    /// allowPrivilegedContainer: false
    /// ```
    "k8s/openshift-scc" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[
            "kube-linter/scc-deny-privileged-container",
            "kyverno/disallow-security-context-constraint-anyuid",
        ],
        check: Check::Object(check),
    }
}

/// Constraints that are there from the start and keep little out.
const WIDE: [&str; 2] = ["anyuid", "privileged"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if object.is_one_of(&["SecurityContextConstraints"]) {
        let node =
            scalar::get(object.node, "allowPrivilegedContainer").filter(|node| scalar::flag(*node) == Some(true));
        if let Some(node) = node {
            report.on(
                node,
                "Who may use these constraints may start privileged containers and so has the \
                node; write `false`",
            );
        }
        return;
    }
    if !group::is_of(object, &["rbac.authorization.k8s.io"]) {
        return;
    }
    if let Some(name) = object.find("roleRef.name") {
        let wide = scalar::text(name).and_then(|text| text.strip_prefix("system:openshift:scc:").map(str::to_owned));
        if let Some(wide) = wide.filter(|wide| WIDE.contains(&wide.as_str())) {
            report.on(
                name,
                format!(
                    "Its subjects may use the constraints `{wide}`, as root or more; bind \
                narrower ones"
                ),
            );
        }
        return;
    }
    for rule in scalar::items(object.node, "rules").map(Node::effective) {
        let lists = |field, word: &str| scalar::items(rule, field).any(|item| item.is(word) || item.is("*"));
        if !lists("resources", "securitycontextconstraints")
            || !lists("verbs", "use")
            || !lists("apiGroups", "security.openshift.io")
        {
            continue;
        }
        for name in scalar::items(rule, "resourceNames").filter(|name| WIDE.iter().any(|wide| name.is(wide))) {
            let wide = scalar::text(name).unwrap_or_default();
            report.on(
                name,
                format!(
                    "The role lets its subjects use the constraints `{wide}`, as root or \
                more; name narrower ones"
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn constraints_bindings_and_roles() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: security.openshift.io/v1
kind: SecurityContextConstraints
metadata:
  name: shop
allowPrivilegedContainer: true
                          ^^^^ Who may use these constraints may start privileged containers and so has the node; write `false`
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: a
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: system:openshift:scc:anyuid
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Its subjects may use the constraints `anyuid`, as root or more; bind narrower ones
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: a
rules:
  - apiGroups: [security.openshift.io]
    resources: [securitycontextconstraints]
    verbs: [use]
    resourceNames: [privileged, shop]
                    ^^^^^^^^^^ The role lets its subjects use the constraints `privileged`, as root or more; name narrower ones
",
        );
    }
}
