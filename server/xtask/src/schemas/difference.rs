//! What changed between two states of the facts: kinds and fields per version of Kubernetes, and of custom resources.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow};
use schema::kubernetes::text::{Block, Child, Choice, File, Head, Node, Role, Span, Value, read};

use super::Files;

/// More lines than this of one version are summed up.
const MOST: usize = 300;

/// How deep fields are compared; schemas of the formats refer to themselves, those of objects end before.
const DEEPEST: usize = 64;

/// Prints added and removed kinds and fields, and the files that changed otherwise.
pub(super) fn print(old: &Files, new: &Files) -> Result<()> {
    let (before, after) = (Inventory::of(old)?, Inventory::of(new)?);
    let versions: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
    let empty = BTreeSet::new();
    for version in versions {
        let has = after.fields.get(version).unwrap_or(&empty);
        let (title, had) = match (before.fields.get(version), previous(version).and_then(|it| after.fields.get(&it))) {
            (Some(had), _) => (version.clone(), had),
            (None, Some(previous)) => (format!("{version}, which is new, against the minor before"), previous),
            (None, None) => (format!("{version}, which is new"), &empty),
        };
        let mut lines: Vec<String> = has.difference(had).map(|it| format!("+ {it}")).collect();
        lines.extend(had.difference(has).map(|it| format!("- {it}")));
        if lines.len() > MOST {
            let added = lines.iter().filter(|it| it.starts_with('+')).count();
            println!("{title}: {added} added, {} removed", lines.len() - added);
        } else if !lines.is_empty() {
            println!("{title}:\n  {}", lines.join("\n  "));
        }
    }
    let changed = new.iter().filter(|(path, text)| old.get(*path) != Some(text)).count();
    let gone = old.keys().filter(|path| !new.contains_key(*path)).count();
    println!("{} files, {changed} changed, {gone} gone", new.len());
    Ok(())
}

/// What exists, by version: `1.30` for Kubernetes, the group for custom resources, `formats` for the rest.
#[derive(Default)]
struct Inventory {
    fields: BTreeMap<String, BTreeSet<String>>,
}

impl Inventory {
    fn of(files: &Files) -> Result<Inventory> {
        let mut inventory = Inventory::default();
        let minors: Vec<u8> = rows(files, "core/minors.tsv").filter_map(|row| minor(row.first()?)).collect();
        let (Some(oldest), Some(newest)) = (minors.first(), minors.last()) else { return Ok(inventory) };
        for row in rows(files, "core/kinds.tsv").filter(|row| row.len() > 4 && !row[2].is_empty()) {
            let span = Span { since: minor(row[3]), until: minor(row[4]) };
            inventory.note_span(span, (*oldest, *newest), &format!("kind {} {}", row[0], row[1]));
        }
        let mut parsed: Vec<(&String, File)> = Vec::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".facts")) {
            parsed.push((path, read(text).map_err(|mistake| anyhow!("{path}: {mistake}"))?));
        }
        let blocks = || parsed.iter().flat_map(|(_, file)| &file.blocks);
        let shared: BTreeMap<&str, &[Child]> = blocks()
            .filter_map(|block| match &block.head {
                Head::Shared(name) => Some((name.as_str(), block.node.children.as_slice())),
                Head::Type(..) | Head::Kind(_) | Head::Format(_) => None,
            })
            .collect();
        for block in blocks() {
            inventory.note_block(block, (*oldest, *newest), &shared);
        }
        Ok(inventory)
    }

    fn note_block(&mut self, block: &Block, ends: (u8, u8), shared: &BTreeMap<&str, &[Child]>) {
        match &block.head {
            Head::Type(name, _) if name.contains('#') => self.note_fields("formats", name, &block.node, shared, 0),
            Head::Type(name, span) => {
                let own = (span.since.unwrap_or(ends.0), span.until.unwrap_or(ends.1));
                for child in &block.node.children {
                    if let Role::Field(field) = &child.role {
                        let required = if child.required { " (required)" } else { "" };
                        self.note_span(child.span, own, &format!("{name}.{field}{required}"));
                        let line = (child.span.since.unwrap_or(own.0), child.span.until.unwrap_or(own.1));
                        for Choice { value: Value::Text(value) | Value::Json(value), span } in &child.node.choices {
                            self.note_span(*span, line, &format!("{name}.{field} = {value}"));
                        }
                    }
                }
            }
            Head::Kind(kind) => {
                let group = schema::kubernetes::group_of(&kind.api_version).to_owned();
                let name = format!("{} {}", kind.api_version, kind.kind);
                self.note(&group, format!("kind {name}"));
                self.note_fields(&group, &name, &block.node, shared, 0);
            }
            Head::Format(name) => self.note_fields("formats", name, &block.node, shared, 0),
            Head::Shared(_) => {}
        }
    }

    fn note_fields(&mut self, version: &str, path: &str, node: &Node, shared: &BTreeMap<&str, &[Child]>, depth: usize) {
        let children = match &node.shared {
            Some(name) => shared.get(name.as_str()).copied().unwrap_or_default(),
            None => &node.children,
        };
        for child in children.iter().filter(|_| depth < DEEPEST) {
            match child.role.field() {
                Some(name) => {
                    let path = format!("{path}.{name}");
                    self.note(version, path.clone());
                    self.note_fields(version, &path, &child.node, shared, depth + 1);
                }
                None => self.note_fields(version, path, &child.node, shared, depth + 1),
            }
        }
    }

    fn note_span(&mut self, span: Span, ends: (u8, u8), what: &str) {
        for minor in span.since.unwrap_or(ends.0)..=span.until.unwrap_or(ends.1) {
            self.note(&format!("1.{minor}"), what.to_owned());
        }
    }

    fn note(&mut self, version: &str, what: String) {
        self.fields.entry(version.to_owned()).or_default().insert(what);
    }
}

/// The minor before a minor.
fn previous(version: &str) -> Option<String> {
    minor(version)?.checked_sub(1).map(|minor| format!("1.{minor}"))
}

fn rows<'a>(files: &'a Files, path: &str) -> impl Iterator<Item = Vec<&'a str>> {
    let text = files.get(path).map_or("", String::as_str);
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

fn minor(text: &str) -> Option<u8> {
    text.strip_prefix("1.")?.parse().ok()
}
