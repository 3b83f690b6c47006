//! The definitions of every minor, laid over each other.

use std::collections::{BTreeMap, BTreeSet};

use schema::kubernetes::text::{Block, Child, Choice, Head, Node, Role, Span};
use serde_json::Value as Json;

use schema::kubernetes::read::{Dialect, node};

/// Merges the definitions of several minors, oldest first, into blocks with spans, by API group.
pub(super) fn merge(minors: &[(u8, Json)]) -> BTreeMap<String, Vec<Block>> {
    let names: BTreeSet<&String> = minors
        .iter()
        .flat_map(|(_, json)| json["definitions"].as_object().into_iter().flatten())
        .map(|it| it.0)
        .collect();
    let mut groups: BTreeMap<String, Vec<Block>> = BTreeMap::new();
    for name in names {
        let versions: Vec<(u8, Node)> = minors
            .iter()
            .filter_map(|(minor, json)| Some((*minor, node(json["definitions"].get(name)?, Dialect::Core))))
            .collect();
        let all: Vec<u8> = minors.iter().map(|(minor, _)| *minor).collect();
        let own: Vec<u8> = versions.iter().map(|(minor, _)| *minor).collect();
        let head = Head::Type(name.clone(), span(&own, &all));
        groups.entry(group_of(name)).or_default().push(Block { head, node: overlay(&versions) });
    }
    groups
}

/// `io.k8s.api.apps.v1.Deployment` is in `apps`, `io.k8s.apimachinery.pkg.apis.meta.v1.Time` in `meta`.
fn group_of(definition: &str) -> String {
    let parts: Vec<&str> = definition.split('.').collect();
    match parts.as_slice() {
        ["io", "k8s", "api", group, ..] => (*group).to_owned(),
        ["io", "k8s", "apimachinery", ..] => "meta".to_owned(),
        ["io", "k8s", other, ..] => other.trim_end_matches("-apiserver").to_owned(),
        _ => "other".to_owned(),
    }
}

/// One definition: what is said of it in the newest minor, and its fields in all of them.
fn overlay(versions: &[(u8, Node)]) -> Node {
    let own: Vec<u8> = versions.iter().map(|(minor, _)| *minor).collect();
    let mut result = versions.last().map(|(_, node)| node.clone()).unwrap_or_default();
    result.children.retain(|child| !matches!(child.role, Role::Field(_)));
    let mut fields: BTreeMap<&String, Vec<(u8, &Child)>> = BTreeMap::new();
    for (minor, node) in versions {
        for child in &node.children {
            if let Role::Field(name) = &child.role {
                fields.entry(name).or_default().push((*minor, child));
            }
        }
    }
    for occurrences in fields.values() {
        for run in runs(occurrences, &own) {
            result.children.push(line(&run, &own));
        }
    }
    result.children.sort();
    result
}

/// Neighbouring minors in which a field is the same but for the values of its enum.
fn runs<'a>(occurrences: &[(u8, &'a Child)], own: &[u8]) -> Vec<Vec<(u8, &'a Child)>> {
    let mut runs: Vec<Vec<(u8, &Child)>> = Vec::new();
    for (minor, child) in occurrences {
        let previous = own.iter().rev().find(|it| **it < *minor);
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, it)| Some(last) == previous && is_alike(it, child)) => {
                run.push((*minor, child));
            }
            _ => runs.push(vec![(*minor, child)]),
        }
    }
    runs
}

fn is_alike(one: &Child, other: &Child) -> bool {
    let bare = |child: &Child| {
        let mut child = child.clone();
        child.node.choices.clear();
        child
    };
    bare(one) == bare(other)
}

/// The line of a run: each value of the enum with the minors it is in.
fn line(run: &[(u8, &Child)], own: &[u8]) -> Child {
    let minors: Vec<u8> = run.iter().map(|(minor, _)| *minor).collect();
    let mut values: BTreeMap<_, Vec<u8>> = BTreeMap::new();
    for (minor, child) in run {
        for choice in &child.node.choices {
            values.entry(choice.value.clone()).or_default().push(*minor);
        }
    }
    let mut line = run[run.len() - 1].1.clone();
    line.node.choices = values.into_iter().map(|(value, held)| Choice { value, span: span(&held, &minors) }).collect();
    line.span = span(&minors, own);
    line
}

/// From the first to the last of `held`; an end that is also the end of `all` is left open.
fn span(held: &[u8], all: &[u8]) -> Span {
    Span {
        since: held.first().copied().filter(|it| Some(it) != all.first()),
        until: held.last().copied().filter(|it| Some(it) != all.last()),
    }
}

/// The rows of `kinds.tsv`: every kind that Kubernetes has or had, with the course of its life.
pub(super) fn kinds(lifecycle: &Json) -> Vec<String> {
    let mut rows: Vec<String> = lifecycle["kinds"].as_array().into_iter().flatten().map(kind_row).collect();
    rows.push(LIST.to_owned());
    rows.sort();
    rows.dedup();
    rows
}

/// `kind: List` is not in the OpenAPI, but in many files; its definition is kept by hand.
const LIST: &str = "v1\tList\tio.k8s.apimachinery.pkg.apis.meta.v1.List\t\t\t1.0\t\t\t\t";

fn kind_row(row: &Json) -> String {
    let text = |key: &str| row[key].as_str().unwrap_or_default();
    let observed = |key: &str, open: &str| if row[open] == Json::Bool(true) { "" } else { text(key) };
    let component = if text("component") == "k8s" { "" } else { text("component") };
    let cells = [
        &api_version(row),
        text("kind"),
        text("definition"),
        observed("first", "first_is_floor"),
        observed("last", "last_is_newest"),
        text("introduced"),
        text("deprecated"),
        text("removed"),
        &replacement(row),
        component,
    ];
    cells.join("\t")
}

fn api_version(row: &Json) -> String {
    match (row["group"].as_str().unwrap_or_default(), row["version"].as_str().unwrap_or_default()) {
        ("", version) => version.to_owned(),
        (group, version) => format!("{group}/{version}"),
    }
}

/// `apps/v1 Deployment`; some rows name the kind, some only the API version.
fn replacement(row: &Json) -> String {
    let it = &row["replacement"];
    match it.as_str() {
        Some(api_version) => format!("{api_version} {}", row["kind"].as_str().unwrap_or_default()),
        None if it.is_object() => format!("{} {}", api_version(it), it["kind"].as_str().unwrap_or_default()),
        None => String::new(),
    }
}

/// The header of `kinds.tsv`.
pub(super) const KINDS: &str =
    "api_version\tkind\tdefinition\tsince\tuntil\tintroduced\tdeprecated\tremoved\treplacement\tcomponent";

/// How many fields the definitions of one minor have, for the table of counts.
pub(super) fn count_fields(definitions: &Json) -> usize {
    definitions
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, it)| it["properties"].as_object().map_or(0, serde_json::Map::len))
        .sum()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use schema::kubernetes::text::{File, write};
    use serde_json::{Value as Json, json};

    use super::{kinds, merge};

    fn check(minors: &[(u8, Json)], expected: &Expect) {
        let blocks = merge(minors).into_values().flatten().collect();
        expected.assert_eq(&write(&File { blocks }));
    }

    fn minor(minor: u8, properties: &Json) -> (u8, Json) {
        (minor, json!({"definitions": {"io.k8s.api.core.v1.It": {"type": "object", "properties": properties}}}))
    }

    #[test]
    fn fields_and_values_say_where_they_begin_and_end() {
        let text = json!({"type": "string"});
        check(
            &[
                minor(30, &json!({"always": text, "gone": text, "mode": {"type": "string", "enum": ["a"]}})),
                minor(31, &json!({"always": text, "new": text, "mode": {"type": "string", "enum": ["a", "b"]}})),
                minor(32, &json!({"always": text, "new": text, "mode": {"type": "string", "enum": ["b"]}})),
            ],
            &expect![[r#"
                type io.k8s.api.core.v1.It : object
                 always string
                 gone @..1.30 string
                 mode string enum=a@..1.31|b@1.31..
                 new @1.31.. string
            "#]],
        );
    }

    #[test]
    fn a_field_whose_facts_change_has_a_line_for_each_state() {
        check(
            &[
                minor(30, &json!({"args": {"type": "array", "items": {"type": "string"}}})),
                minor(
                    31,
                    &json!({"args": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "atomic"}}),
                ),
                minor(
                    32,
                    &json!({"args": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}}),
                ),
            ],
            &expect![[r#"
                type io.k8s.api.core.v1.It : object
                 args @..1.30 []string
                 args @1.31..1.31 []string list=atomic
                 args @1.32.. []string list=set
            "#]],
        );
    }

    #[test]
    fn a_definition_of_some_minors_says_so_once() {
        let (_, empty) = (0, json!({"definitions": {}}));
        check(
            &[(29, empty), minor(30, &json!({"a": {"type": "string"}}))],
            &expect![[r#"
            type io.k8s.api.core.v1.It @1.30.. : object
             a string
        "#]],
        );
    }

    #[test]
    fn kinds_have_one_row_each() {
        let lifecycle = json!({"kinds": [
            {"group": "apps", "version": "v1", "kind": "Deployment", "definition": "io.k8s.api.apps.v1.Deployment",
             "first": "1.24", "first_is_floor": true, "last": "1.37", "last_is_newest": true, "introduced": "1.9"},
            {"group": "apps", "version": "v1beta1", "kind": "Deployment", "deprecated": "1.8", "removed": "1.16",
             "replacement": {"group": "apps", "version": "v1", "kind": "Deployment"}},
            {"group": "cert-manager.io", "version": "v1alpha2", "kind": "Issuer", "removed": "1.6.0",
             "replacement": "cert-manager.io/v1", "component": "cert-manager"},
        ]});
        expect![[r#"
            apps/v1	Deployment	io.k8s.api.apps.v1.Deployment			1.9				
            apps/v1beta1	Deployment					1.8	1.16	apps/v1 Deployment	
            cert-manager.io/v1alpha2	Issuer						1.6.0	cert-manager.io/v1 Issuer	cert-manager
            v1	List	io.k8s.apimachinery.pkg.apis.meta.v1.List			1.0				"#]]
        .assert_eq(&kinds(&lifecycle).join("\n"));
    }
}
