//! Values: of enums, booleans, defaults, what is usual, and names that stand in the same file.

use project::kubernetes::Place;
use schema::kubernetes::{Schema, Shape};
use syntax::yaml::Node;

use super::documentation;
use super::known;
use super::names;
use super::objects::owner_at;
use super::site::{Site, Slot};
use crate::types::{CompletionItem, CompletionKind};

/// Groups: names of this file, the default, other values.
const NAMES: u8 = 0;
const DEFAULT: u8 = 10;
const OTHERS: u8 = 20;

/// The values that `place`, which takes `schema`, may have; `node` is what stands there, or the list it goes into.
pub(super) fn at(site: &mut Site<'_>, place: &Place<'_>, schema: Schema<'_>, node: Node<'_>, slot: Slot) {
    if matches!(schema.shape(), Shape::Object | Shape::Map | Shape::List) {
        return;
    }
    let mut found: Vec<CompletionItem> = Vec::new();
    let mut add = |item: CompletionItem| {
        if !found.iter().any(|other| other.label == item.label) {
            found.push(item);
        }
    };
    for (name, detail) in names::values(site, place, node) {
        let mut item = site.value(&name, schema, slot).detail(detail).group(NAMES);
        item.kind = CompletionKind::Variable;
        add(item);
    }
    let Some(member) = place.member.as_ref() else { return };
    let owner = member.owner;
    let is_field = member.keys.is_empty() && !place.path.ends_with(']');
    let default = if is_field { known::default_at(place, member) } else { None };
    let outer = place.plain_path.rsplit_once('.').map_or("", |(outer, _)| outer);
    let usual = known::usual(place, member, &owner_at(place, owner, outer), schema);
    let mut choices = known::choices(schema);
    choices.retain(|text| known::is_taken(place, text));
    choices.sort_by_key(|text| usual.iter().position(|other| other == text).unwrap_or(usize::MAX));
    let is_open = choices.is_empty() || schema.takes_other_values();
    for (rank, text) in (OTHERS..=u8::MAX).zip(&choices) {
        let mut item = site.value(text, schema, slot).group(if default == Some(*text) { DEFAULT } else { rank });
        if default == Some(*text) {
            item = item.detail("default");
        }
        item.documentation = documentation::value_key(owner, member.field.name, text);
        add(item);
    }
    if let Some(text) = default.filter(|text| !matches!(*text, "{}" | "[]" | "null") && known::is_taken(place, text)) {
        add(site.value(text, schema, slot).detail("default").group(DEFAULT));
    }
    if schema.shape() == Shape::Boolean {
        for (rank, text) in (OTHERS..).zip(["true", "false"]) {
            add(site.value(text, schema, slot).group(rank));
        }
    }
    for (rank, text) in (OTHERS..=u8::MAX).zip(usual.iter().filter(|_| is_open)) {
        add(site.value(text, schema, slot).group(rank));
    }
    site.items.append(&mut found);
}

/// Behind the colon of a key whose value is an object or a list, on its line: an empty one.
pub(super) fn empty(site: &mut Site<'_>, schema: Schema<'_>) {
    let text = match schema.shape() {
        Shape::Object if !schema.fields().any(|field| field.is_required) => "{}",
        Shape::Map => "{}",
        Shape::List => "[]",
        Shape::Object
        | Shape::Any
        | Shape::String
        | Shape::Integer
        | Shape::Number
        | Shape::Boolean
        | Shape::IntOrString
        | Shape::Quantity
        | Shape::Several => return,
    };
    if site.typed().is_empty() && site.quote.is_none() {
        let item = site.value(text, schema, Slot { column: site.column, dash: false }).detail("empty");
        site.items.push(item);
    }
}
