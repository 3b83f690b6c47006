//! Roles: what their rules grant.

use std::borrow::Cow;

use project::kubernetes::Object;
use syntax::yaml::Node;

use super::{group, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;

/// The group of roles and bindings.
pub(super) const GROUP: &str = "rbac.authorization.k8s.io";

/// Verbs that change objects.
pub(super) const WRITE: &[&str] = &["create", "update", "patch", "delete", "deletecollection"];

/// A word of a rule with the node that says it.
pub(super) type Word<'y> = (Node<'y>, Cow<'y, str>);

/// A rule of a role: whoever has it may do each of its verbs to each of its resources.
#[derive(Debug)]
pub(super) struct Rule<'y> {
    /// `apiGroups`; the core group is empty.
    pub(super) groups: Vec<Word<'y>>,
    /// `resources`: `pods`, `pods/exec`.
    pub(super) resources: Vec<Word<'y>>,
    /// `verbs`
    pub(super) verbs: Vec<Word<'y>>,
    /// Whether it is about single objects by name.
    pub(super) is_named: bool,
}

/// What is granted, by two words of a rule.
#[derive(Debug)]
pub(super) struct Grant<'y> {
    /// The resource.
    pub(super) resource: Word<'y>,
    /// The verbs.
    pub(super) verbs: Vec<Cow<'y, str>>,
}

/// The rules of a role; none of an object of another group.
pub(super) fn rules(object: Object<'_>) -> impl Iterator<Item = Rule<'_>> {
    let rules = Some(object.node).filter(|_| group::is_of(object, &[GROUP]) && !is_of_cluster(object));
    rules.into_iter().flat_map(|node| scalar::items(node, "rules")).map(|node| {
        let node = node.effective();
        let words = |field| scalar::items(node, field).filter_map(|item| Some((item, scalar::text(item)?))).collect();
        Rule {
            groups: words("apiGroups"),
            resources: words("resources"),
            verbs: words("verbs"),
            is_named: scalar::items(node, "resourceNames").next().is_some(),
        }
    })
}

/// Whether a role or binding is one that every cluster begins with.
pub(super) fn is_of_cluster(object: Object<'_>) -> bool {
    let name = object.name().unwrap_or_default();
    let own = ["admin", "cluster-admin", "edit", "view"];
    name.starts_with("system:") || name.starts_with("gce:") || own.contains(&&*name)
}

impl<'y> Rule<'y> {
    /// Whether it is about resources of that group, by name or by `*`. A rule without groups is one in the making.
    pub(super) fn is_of(&self, group: &str) -> bool {
        self.groups.is_empty() || self.groups.iter().any(|(_, own)| own == group || own == "*")
    }

    /// What it grants of `verbs` on the first of `resources` of `group` that it names. A resource is granted by its name only: what
    /// `*` grants is everything, which is another finding. `*` among the verbs counts.
    pub(super) fn grants(&self, group: &str, resources: &[&str], verbs: &[&str]) -> Option<Grant<'y>> {
        if !self.is_of(group) {
            return None;
        }
        let is_asked = |own: &str| own == "*" || verbs.contains(&own);
        let granted: Vec<Cow<'y, str>> =
            self.verbs.iter().map(|(_, verb)| verb.clone()).filter(|verb| is_asked(verb)).collect();
        let is_it = |own: &str| {
            // `pods/*` is every subresource, those that are asked about among them.
            let every = own.strip_suffix('*').filter(|kind| kind.ends_with('/'));
            resources.contains(&own) || every.is_some_and(|kind| resources.iter().any(|it| it.starts_with(kind)))
        };
        let resource = self.resources.iter().find(|(_, own)| is_it(own)).filter(|_| !granted.is_empty())?;
        Some(Grant { resource: resource.clone(), verbs: granted })
    }
}

impl Grant<'_> {
    /// The verbs as the start of a sentence: ``May `create` and `patch` ``.
    pub(super) fn may(&self) -> String {
        if self.verbs.iter().any(|verb| verb == "*") {
            return "May do anything with".to_owned();
        }
        let verbs: Vec<String> = self.verbs.iter().map(|verb| format!("`{verb}`")).collect();
        match verbs.as_slice() {
            [one] => format!("May {one}"),
            [before @ .., last] => format!("May {} and {last}", before.join(", ")),
            [] => "May see".to_owned(),
        }
    }
}

/// What some resources give to whoever may do some things to them.
pub(super) struct Danger {
    pub(super) group: &'static str,
    pub(super) resources: &'static [&'static str],
    pub(super) verbs: &'static [&'static str],
    /// What it comes to, as the end of a sentence.
    pub(super) meaning: &'static str,
}

/// Reports at each rule the first of `dangers` that it grants. A rule about single objects by name is left alone.
pub(super) fn check(it: &ObjectIn<'_>, dangers: &'static [Danger], report: &mut Report<'_>) {
    for rule in rules(it.object).filter(|rule| !rule.is_named) {
        let granted =
            |danger: &'static Danger| Some((rule.grants(danger.group, danger.resources, danger.verbs)?, danger));
        let Some((grant, danger)) = dangers.iter().find_map(granted) else { continue };
        let (node, resource) = &grant.resource;
        report.on(*node, format!("{} `{resource}`, and so {}", grant.may(), danger.meaning));
    }
}

/// The subjects of a binding; none of an object of another group.
pub(super) fn subjects(object: Object<'_>) -> impl Iterator<Item = Node<'_>> {
    let node = Some(object.node).filter(|_| group::is_of(object, &[GROUP]));
    node.into_iter().flat_map(|node| scalar::items(node, "subjects")).map(Node::effective)
}
