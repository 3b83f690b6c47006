//! The table of kinds: those of Kubernetes over all minors, former ones, and custom ones.

use std::collections::BTreeMap;

use super::layout::marks;
use super::pack::{Bytes, Strings};
use super::text::{Block, CustomKind, Head};

/// The marks that put a version behind others of its kind.
const RANK: u16 = marks::CUSTOM | marks::EXPERIMENTAL | marks::SUPERSEDED | marks::UNSERVED;

/// What the table is made from.
pub(super) struct Sources<'a> {
    pub(super) kinds: &'a str,
    pub(super) resources: &'a str,
    pub(super) custom: &'a [Block],
    /// The schemas of the custom kinds, in the order of their blocks.
    pub(super) roots: &'a [usize],
}

/// A row before its strings are numbered.
#[derive(Default)]
struct Row<'a> {
    kind: &'a str,
    api_version: &'a str,
    plural: &'a str,
    short: String,
    definition: &'a str,
    introduced: &'a str,
    deprecated: &'a str,
    removed: &'a str,
    replacement: &'a str,
    component: &'a str,
    since: u8,
    until: u8,
    marks: u16,
    /// The schema in the store of custom kinds, plus one.
    root: usize,
}

/// Appends the rows, sorted by kind, the best version first.
pub(super) fn append(bytes: &mut Vec<u8>, sources: &Sources) {
    let mut table = rows_of(sources);
    table.sort_by(|one, other| order(one).cmp(&order(other)));
    let mut strings = Strings::default();
    strings.number("");
    let mut packed = Bytes::default();
    packed.number(table.len());
    for row in &table {
        for text in [
            row.kind,
            row.api_version,
            row.plural,
            &row.short,
            row.definition,
            row.introduced,
            row.deprecated,
            row.removed,
            row.replacement,
            row.component,
        ] {
            packed.number(strings.number(text));
        }
        packed.0.extend([row.since, row.until]);
        packed.number(row.marks.into());
        packed.number(row.root);
    }
    let mut result = Bytes(std::mem::take(bytes));
    strings.write(&mut result);
    result.0.extend(packed.0);
    *bytes = result.0;
}

fn rows_of<'a>(sources: &Sources<'a>) -> Vec<Row<'a>> {
    let resources: BTreeMap<(&str, &str), Vec<&str>> =
        rows(sources.resources).map(|row| ((row[0], row[1]), row)).collect();
    let mut table: Vec<Row> = rows(sources.kinds)
        .map(|cells| {
            let resource = resources.get(&(split(cells[0]).0, cells[1]));
            let is_custom = if cells[9].is_empty() { 0 } else { marks::CUSTOM };
            Row {
                kind: cells[1],
                api_version: cells[0],
                plural: resource.map_or("", |row| row[2]),
                short: resource.map_or(String::new(), |row| row[4].to_owned()),
                definition: cells[2],
                introduced: cells[5],
                deprecated: cells[6],
                removed: cells[7],
                replacement: cells[8],
                component: cells[9],
                since: minor(cells[3]),
                until: minor(cells[4]),
                marks: is_custom | resource.map_or(0, |row| scope(row[3])),
                root: 0,
            }
        })
        .collect();
    let kinds = sources.custom.iter().filter_map(|block| match &block.head {
        Head::Kind(kind) => Some(kind),
        Head::Shared(_) | Head::Type(..) | Head::Format(_) => None,
    });
    // Only these can be former kinds without a schema: those that are added below have one.
    let former = table.len();
    for (kind, root) in kinds.zip(sources.roots) {
        let known = table[..former].iter().position(|row| {
            row.kind == kind.kind && row.root == 0 && kind.api_version == row.api_version && row.definition.is_empty()
        });
        let row = custom(kind, root + 1);
        match known {
            Some(at) => {
                let former = &table[at];
                let (deprecated, removed, replacement, component) =
                    (former.deprecated, former.removed, former.replacement, former.component);
                table[at] = Row { deprecated, removed, replacement, component, ..row };
            }
            None => table.push(row),
        }
    }
    table
}

fn custom(kind: &CustomKind, root: usize) -> Row<'_> {
    let mark = |word: &str, mark: u16| if kind.marks.iter().any(|it| it == word) { mark } else { 0 };
    Row {
        kind: &kind.kind,
        api_version: &kind.api_version,
        plural: &kind.plural,
        short: kind.short_names.join(","),
        marks: marks::CUSTOM
            | scope(&kind.scope)
            | mark("deprecated", marks::DEPRECATED)
            | mark("unserved", marks::UNSERVED)
            | mark("superseded", marks::SUPERSEDED)
            | mark("experimental", marks::EXPERIMENTAL),
        root,
        ..Row::default()
    }
}

/// Kinds by name; of one name those that exist before former ones, Kubernetes before others, stable before beta.
fn order<'a>(row: &Row<'a>) -> (&'a str, bool, u16, &'a str, (u8, i32, i32)) {
    let has_schema = !row.definition.is_empty() || row.root != 0;
    let (group, version) = split(row.api_version);
    (row.kind, !has_schema, row.marks & RANK, group, stability(version))
}

/// The group and the version of an API version; the group of `v1` is empty.
fn split(api_version: &str) -> (&str, &str) {
    api_version.rsplit_once('/').unwrap_or(("", api_version))
}

/// Sorts `v2` before `v1` before `v1beta2` before `v1beta1` before `v1alpha1`.
fn stability(version: &str) -> (u8, i32, i32) {
    let number = |text: &str| -text.parse::<i32>().unwrap_or(0);
    let text = version.strip_prefix('v').unwrap_or(version);
    for (rank, word) in [(1, "beta"), (2, "alpha")] {
        if let Some((major, minor)) = text.split_once(word) {
            return (rank, number(major), number(minor));
        }
    }
    (0, number(text), 0)
}

fn scope(word: &str) -> u16 {
    match word {
        "Namespaced" => marks::NAMESPACED,
        "Cluster" => marks::CLUSTER,
        "Subresource" => marks::SUBRESOURCE,
        "" => 0,
        other => panic!("`{other}` is not a scope"),
    }
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}

/// `1.30` is 30; nothing is 0.
fn minor(text: &str) -> u8 {
    text.strip_prefix("1.").and_then(|it| it.parse().ok()).unwrap_or(0)
}
