//! Completion in a manifest: keys, values and whole blocks, by what the place under the cursor is to the API server.
//!
//! The tree of the snapshot is asked, half-typed as it is: it knows which mapping a word belongs to, and on an empty line
//! the column decides. A place where an object, a list and a scalar fit is offered what fits of each.

mod blocks;
mod documentation;
mod keys;
mod kinds;
mod known;
mod names;
mod objects;
mod site;
mod skeleton;
#[cfg(test)]
mod tests;
mod values;

use std::path::Path;

use project::Snapshot;
use project::kubernetes::Place;
use schema::kubernetes::{Schema, Shape};
use syntax::TextSize;
use syntax::yaml::{Node, Position, Yaml};

pub(crate) use documentation::documentation;

use crate::types::CompletionItem;
use site::{Site, Slot};

/// What can stand at `offset`, unsorted; empty where nothing is to be proposed, and in files that hold no manifests.
pub(crate) fn completions(snapshot: &Snapshot, path: &Path, yaml: &Yaml, offset: TextSize) -> Vec<CompletionItem> {
    let Some(cursor) = yaml.cursor(offset) else { return Vec::new() };
    let version = snapshot.kubernetes_version(path);
    let catalog = snapshot.catalog(path);
    let Some(mut site) = Site::new(yaml, &catalog, version, &cursor, offset) else { return Vec::new() };
    match cursor.position {
        Position::Key => key(&mut site),
        Position::Value => value(&mut site),
        Position::Item { needs_dash, .. } => item(&mut site, needs_dash),
    }
    site.items
}

/// A key of the mapping at the cursor.
fn key(site: &mut Site<'_>) {
    let Some(mapping) = site.cursor.node else { return };
    let slot = Slot { column: site.column, dash: false };
    let place = objects::place_of(site, mapping);
    match place {
        Some(place) => keys::of_object(site, &place, slot),
        None if objects::is_object(mapping) => kinds::keys(site, mapping, slot),
        None => {}
    }
    // In the column of the key above, whose list is yet to come, `-` begins the list.
    if let Some(list) = pending_list(site, mapping)
        && let Some(place) = objects::place_of(site, list)
        && let Some(items) = place.schema.and_then(Schema::items)
    {
        entry(site, &place, Some(list), items, Slot { column: site.column, dash: true });
    }
}

/// The value of the key above the cursor in the cursor's column, where a list may stand without indentation.
fn pending_list<'a>(site: &Site<'a>, mapping: Node<'a>) -> Option<Node<'a>> {
    if site.cursor.flow || !site.is_own_line() {
        return None;
    }
    let above = mapping.entries().take_while(|entry| entry.key.range().start() < site.range.start()).last()?;
    let key = above.key;
    let is_open = above.value.is_null() || above.value.is_sequence() && !above.value.is_flow();
    let fits = site.column_at(key.range().start()) == site.column;
    let zero = above.value.is_null() || site.column_at(above.value.range().start()) == site.column;
    (is_open && fits && zero).then_some(above.value)
}

/// The value that the cursor's route leads to.
fn value(site: &mut Site<'_>) {
    let Some(document) = site.cursor.document else { return kinds::start(site) };
    let Some(node) = document.find(&site.cursor.route) else { return };
    if node.is_mapping() || node.is_sequence() {
        return;
    }
    let slot = Slot { column: site.column, dash: false };
    if let Some(parent) = node.parent().filter(|parent| objects::is_object(*parent))
        && let Some(key) = node.key()
    {
        if key.is("kind") {
            return kinds::kind(site, parent);
        }
        if key.is("apiVersion") {
            return kinds::api_version(site, parent);
        }
    }
    let is_object = objects::is_object(node);
    if is_object && site.cursor.opens {
        return kinds::start(site);
    }
    let Some(place) = objects::place_of(site, node) else { return };
    let Some(schema) = place.schema else { return };
    values::at(site, &place, schema, node, slot);
    if site.cursor.opens {
        opens(site, &place, schema, slot);
    } else {
        values::empty(site, schema);
    }
}

/// What may begin on a line of its own.
fn opens(site: &mut Site<'_>, place: &Place<'_>, schema: Schema<'_>, slot: Slot) {
    if schema.is_embedded_resource() {
        return kinds::start(site);
    }
    match schema.shape() {
        Shape::Object | Shape::Map => keys::of_object(site, place, slot),
        Shape::List => {
            if let Some(items) = schema.items() {
                entry(site, place, None, items, Slot { dash: true, ..slot });
            }
        }
        Shape::Any
        | Shape::String
        | Shape::Integer
        | Shape::Number
        | Shape::Boolean
        | Shape::IntOrString
        | Shape::Quantity
        | Shape::Several => {}
    }
}

/// An item of the list at the cursor.
fn item(site: &mut Site<'_>, needs_dash: bool) {
    let Some(list) = site.cursor.node else { return };
    let slot = Slot { column: site.column, dash: needs_dash && !site.cursor.flow };
    if objects::is_list_of_objects(list) {
        return kinds::item(site, slot);
    }
    let Some(place) = objects::place_of(site, list) else { return };
    let Some(items) = place.schema.and_then(Schema::items) else { return };
    entry(site, &place, Some(list), items, slot);
}

/// One item of a list whose place is `place`: its keys where it is an object, else its values.
fn entry(site: &mut Site<'_>, place: &Place<'_>, list: Option<Node<'_>>, items: Schema<'_>, slot: Slot) {
    let mut inner = place.clone();
    inner.path.push_str("[]");
    inner.schema = Some(items);
    match items.shape() {
        Shape::Object | Shape::Map => {
            if !site.cursor.flow {
                keys::of_object(site, &inner, slot);
            }
            blocks::items(site, place, slot);
        }
        Shape::List
        | Shape::Any
        | Shape::String
        | Shape::Integer
        | Shape::Number
        | Shape::Boolean
        | Shape::IntOrString
        | Shape::Quantity
        | Shape::Several => {
            let taken = site.items.len();
            let node = list.unwrap_or(place.object.node);
            values::at(site, &inner, items, node, slot);
            // What the list has is not wanted again.
            let own = site.range;
            let has = |text: &str| {
                list.into_iter()
                    .flat_map(Node::items)
                    .any(|it| it.is(text) && !it.range().contains_inclusive(own.start()))
            };
            let mut kept = site.items.split_off(taken);
            kept.retain(|item| !has(&item.label));
            site.items.append(&mut kept);
        }
    }
}
