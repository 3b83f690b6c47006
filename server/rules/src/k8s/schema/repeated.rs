//! What a mapping or a list has twice.

use std::borrow::Cow;

use project::kubernetes::Manifest;
use rustc_hash::{FxHashMap, FxHashSet};
use schema::kubernetes::{ListType, Schema};
use syntax::yaml::{Document, Entry, Node, NodeId};

use super::{Fault, FaultKind, Trust};
use crate::k8s::placeholder;

/// Mappings up to this size are compared key by key, larger ones through a table.
const FEW: usize = 12;

/// Nodes of an item that are compared where no key tells items apart.
const ITEM_LIMIT: usize = 1000;

/// The keys that a mapping of an object has twice.
pub(super) fn keys<'a>(manifest: &Manifest<'a>) -> Vec<Fault<'a>> {
    let mut faults = Vec::new();
    let objects: FxHashSet<NodeId> = manifest.objects.iter().map(|object| object.node.id()).collect();
    for root in manifest.yaml.documents().map(Document::root) {
        let holds_objects = objects.contains(&root.id())
            || root.get("items").is_some_and(|items| {
                let mut items = items.items();
                items.any(|item| objects.contains(&item.id()))
            });
        if !holds_objects {
            continue;
        }
        for mapping in root.descendants().filter(|node| node.is_mapping()) {
            for (first, last) in repeated(mapping) {
                let object = mapping.ancestors().find(|node| objects.contains(&node.id())).unwrap_or(root);
                let kind = FaultKind::RepeatedKey { first, last };
                faults.push(Fault { kind, node: last.key, object, way: Vec::new(), trust: Trust::Core });
            }
        }
    }
    faults
}

/// Each entry whose key comes again, with the last one of that key.
fn repeated(mapping: Node<'_>) -> Vec<(Entry<'_>, Entry<'_>)> {
    let entries: Vec<Entry<'_>> = mapping.entries().filter(|entry| !entry.key.is_merge_key()).collect();
    let mut found = Vec::new();
    let is_counted = |entry: &Entry<'_>| !placeholder::is(entry.key);
    if entries.len() <= FEW {
        for (at, entry) in entries.iter().enumerate() {
            let name = entry.name();
            let later = entries[at + 1..].iter().rfind(|later| later.is(&name));
            if let Some(last) = later.filter(|_| is_counted(entry)) {
                found.push((*entry, *last));
            }
        }
        return found;
    }
    let mut last: FxHashMap<Cow<'_, str>, Entry<'_>> = FxHashMap::default();
    for entry in entries.iter().rev() {
        match last.get(&entry.name()) {
            Some(last) if is_counted(entry) => found.push((*entry, *last)),
            Some(_) => {}
            None => {
                last.insert(entry.name(), *entry);
            }
        }
    }
    found.reverse();
    found
}

/// Each item that was there before, with the first of its kind and the fields that tell items apart.
pub(super) fn items<'a>(list: Node<'a>, schema: Schema<'a>, trust: Trust) -> Vec<(Node<'a>, Node<'a>, Vec<&'a str>)> {
    let is_map = match trust {
        Trust::Core => true,
        Trust::Workspace | Trust::Bundled => schema.list_type() == Some(ListType::Map),
    };
    let keys: Vec<&'a str> = if is_map { schema.keys().collect() } else { Vec::new() };
    if keys.is_empty() && !schema.has_unique_items() {
        return Vec::new();
    }
    let mut first: FxHashMap<String, Node<'a>> = FxHashMap::default();
    let mut found = Vec::new();
    for item in list.items() {
        let Some(identity) = identity(item.effective(), schema, &keys) else { continue };
        match first.get(&identity) {
            Some(before) => found.push((item, *before, keys.clone())),
            None => {
                first.insert(identity, item);
            }
        }
    }
    found
}

/// What tells an item apart; `None` where that is not written, or not known yet.
fn identity(item: Node<'_>, schema: Schema<'_>, keys: &[&str]) -> Option<String> {
    if keys.is_empty() {
        let unknown = item.descendants().any(placeholder::is);
        return if unknown { None } else { item.unfold(ITEM_LIMIT).map(|data| format!("{data:?}")) };
    }
    let mut identity = String::new();
    for key in keys {
        let value = item.merged_get(key).filter(|value| !placeholder::is(*value)).map(Node::effective);
        let default = || schema.items()?.field(key)?.schema.default();
        let text = match value {
            Some(value) => value.text()?,
            None if item.merged_get(key).is_some() => return None,
            None => default()?.as_str().into(),
        };
        identity.push_str(&text);
        identity.push('\n');
    }
    Some(identity)
}
