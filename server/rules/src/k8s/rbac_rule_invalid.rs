//! Rules of roles that the API server refuses, or that match nothing.

use project::Profile;
use schema::kubernetes::Version;
use syntax::spelling;
use syntax::yaml::{Data, Node, Operation};

use super::{group, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags rules of roles that the API server refuses: no verb, resources without a group or a group without resources,
    /// URLs beside resources or in a Role. It also flags verbs and groups that match nothing.
    ///
    /// ## Why is this bad?
    /// The API server refuses the role. A group is written without its version: `apps`, and for `v1` the empty text.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: Role
    /// metadata:
    ///   name: api
    /// rules:
    ///   - resources:
    ///       - pods
    ///     verbs:
    ///       - get
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: Role
    /// metadata:
    ///   name: api
    /// rules:
    ///   - apiGroups:
    ///       - ""
    ///     resources:
    ///       - pods
    ///     verbs:
    ///       - get
    /// ```
    "k8s/rbac-rule-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Role", "ClusterRole"], check),
    }
}

/// The verbs of the API, and those that have a meaning to RBAC and other checks of access.
const VERBS: [&str; 17] = [
    "*",
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
    "use",
    "bind",
    "escalate",
    "impersonate",
    "approve",
    "sign",
    "attest",
    "connect",
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &["rbac.authorization.k8s.io"]) || presence::is_partial(object) {
        return;
    }
    let is_cluster_wide = object.is_one_of(&["ClusterRole"]);
    for rule in scalar::items(object.node, "rules").map(Node::effective) {
        if rule.is_mapping() && !presence::is_open(rule) {
            one(rule, is_cluster_wide, file.file.manifest.version, report);
        }
    }
}

/// The items of a list; `None` where something else stands, which is filled in later.
fn list<'y>(rule: Node<'y>, key: &str) -> Option<Vec<Node<'y>>> {
    match scalar::get(rule, key).map(Node::effective) {
        Some(list) if list.is_sequence() => Some(list.items().collect()),
        Some(_) => None,
        None => Some(Vec::new()),
    }
}

fn one(rule: Node<'_>, is_cluster_wide: bool, version: Version, report: &mut Report<'_>) {
    let all = ["verbs", "apiGroups", "resources", "nonResourceURLs"].map(|key| list(rule, key));
    let [Some(verbs), Some(groups), Some(resources), Some(urls)] = all else { return };
    if verbs.is_empty() {
        report.on(scalar::get(rule, "verbs").unwrap_or(rule), "The rule allows no verb; name some, such as `get`");
    }
    if let Some(url) = urls.first().and_then(|url| url.parent()) {
        if !is_cluster_wide {
            report.on(url, "A Role is in a namespace and has no `nonResourceURLs`; move them to a ClusterRole");
        } else if !resources.is_empty() || !groups.is_empty() {
            report.on(url, "A rule is about resources or about URLs; make two of it");
        }
    } else if groups.is_empty() {
        let node = scalar::get(rule, "apiGroups").or_else(|| scalar::get(rule, "resources")).unwrap_or(rule);
        let found = report
            .on(node, "The rule names no `apiGroups`; write the group of the resources, which is `\"\"` for `v1`");
        if let Some(group) = group_of(&resources, version) {
            let mut at = rule.address();
            at.route = at.route.then("apiGroups");
            let title =
                if group.is_empty() { "Name the core group".to_owned() } else { format!("Name the group `{group}`") };
            found.fix(Fix::suggested(title).edit(Operation::Set { at, value: Data::seq([Data::text(group)]) }));
        }
    } else if resources.is_empty() {
        report.on(
            scalar::get(rule, "resources").unwrap_or(rule),
            "The rule names no `resources`; name some, such as `pods`",
        );
    }
    for node in groups {
        if let Some(text) = scalar::text(node).filter(|text| text.contains('/') || *text == "v1") {
            let right = text.split_once('/').map_or("", |(group, _)| group);
            let edit = Operation::Replace { at: node.address(), value: right.into() };
            report
                .on(
                    node,
                    format!(
                        "`{text}` is a group with a version and matches nothing; write `{}`",
                        if right.is_empty() { "\"\"" } else { right }
                    ),
                )
                .at_most(Severity::Warning)
                .fix(Fix::suggested("Leave the version out").edit(edit));
        }
    }
    for node in verbs {
        let Some(verb) = scalar::text(node).filter(|verb| !VERBS.contains(&&**verb)) else { continue };
        if let Some(nearest) = spelling::nearest(&verb, VERBS.into_iter().skip(1)) {
            let edit = Operation::Replace { at: node.address(), value: nearest.into() };
            report
                .on(node, format!("No resource knows the verb `{verb}`; write `{nearest}`"))
                .at_most(Severity::Warning)
                .fix(Fix::suggested(format!("Write `{nearest}`")).edit(edit));
        }
    }
}

/// The one group that has all of these resources.
fn group_of(resources: &[Node<'_>], version: Version) -> Option<String> {
    let names: Option<Vec<_>> = resources.iter().map(|node| scalar::text(*node)).collect();
    let mut names = names?.into_iter().map(|name| name.split('/').next().unwrap_or_default().to_owned());
    let group = |name: &str| {
        let mut kinds = schema::kubernetes::kinds(version).filter(|kind| kind.plural() == Some(name));
        kinds.next().map(|kind| kind.group().to_owned())
    };
    let first = group(&names.next()?)?;
    names.all(|name| group(&name).as_ref() == Some(&first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn rules_and_what_matches_nothing() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: api
rules:
  - apiGroups: [apps/v1]
                ^^^^^^^ `apps/v1` is a group with a version and matches nothing; write `apps`
    resources: [deployments]
    verbs: [wacth]
            ^^^^^ No resource knows the verb `wacth`; write `watch`
  - apiGroups: [""]
    ^^^^^^^^^ The rule names no `resources`; name some, such as `pods`
    verbs: []
           ^^ The rule allows no verb; name some, such as `get`
  - nonResourceURLs: [/metrics]
                     ^^^^^^^^^^ A Role is in a namespace and has no `nonResourceURLs`; move them to a ClusterRole
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: api
rules:
  - nonResourceURLs: [/metrics]
                     ^^^^^^^^^^ A rule is about resources or about URLs; make two of it
    apiGroups: [""]
    resources: [pods]
    verbs: [get]
"#,
        );
    }
    #[test]
    fn the_group() {
        check_fix(
            &RULE,
            r#"#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: api
rules:
  - resources:
      - pods
    verbs:
      - get
"#,
            r#"#- a.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: api
rules:
  - resources:
      - pods
    verbs:
      - get
    apiGroups:
      - ""
"#,
        );
    }
}
