//! Keys: the fields of an object, and the keys of maps that mean something.

use project::kubernetes::Place;
use schema::kubernetes::{Field, Schema, Shape, usage};

use super::objects::owner_name;
use super::site::{Site, Slot};
use super::skeleton::Skeleton;
use super::{blocks, documentation, known, names};
use crate::kubernetes::hover::type_name;
use crate::types::{CompletionItem, CompletionKind};

/// Groups: what the API server insists on, what is used, in the order of use, then the rest, what is better avoided, and
/// what it writes itself.
const REQUIRED: u8 = 0;
const USED: u8 = 20;
const UNUSED: u8 = 200;
const DEPRECATED: u8 = 220;
const WRITTEN_BY_SERVER: u8 = 240;

/// The fields of `metadata` that the API server writes.
const SERVER_SIDE: [&str; 8] = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// The keys that the object or map at `place` can still be given.
pub(super) fn of_object(site: &mut Site<'_>, place: &Place<'_>, slot: Slot) {
    let Some(schema) = place.schema else { return };
    let owner = owner_name(place, schema);
    let used = usage(&owner);
    for field in schema.fields() {
        if has(site, field.name) {
            continue;
        }
        let rank = used.iter().position(|name| *name == field.name);
        // An object begins with the same keys whatever it is.
        let head = super::kinds::HEAD[..3].iter().position(|name| *name == field.name && place.path.is_empty());
        let group = head.map_or_else(|| group(&field, &owner, rank), |place| u8::try_from(place).unwrap_or_default());
        let item = item(site, place, schema, &field, slot).group(group);
        site.items.push(item);
    }
    if schema.shape() == Shape::Map || schema.values().is_some() {
        map(site, place, slot);
    }
    blocks::fields(site, schema, slot);
}

/// Whether the mapping at the cursor has that key elsewhere.
pub(super) fn has(site: &Site<'_>, name: &str) -> bool {
    site.cursor.keys.iter().any(|key| key == name)
}

fn group(field: &Field<'_>, owner: &str, rank: Option<usize>) -> u8 {
    let place = |first: u8, most: usize, rank: usize| first + u8::try_from(rank.min(most)).unwrap_or(0);
    if owner == "ObjectMeta" && SERVER_SIDE.contains(&field.name) || field.name == "status" {
        return WRITTEN_BY_SERVER;
    }
    match rank {
        _ if field.schema.is_deprecated() => DEPRECATED,
        _ if field.is_required => place(REQUIRED, 18, rank.unwrap_or(18)),
        Some(rank) => place(USED, 120, rank),
        None => UNUSED,
    }
}

fn item(site: &Site<'_>, place: &Place<'_>, owner: Schema<'_>, field: &Field<'_>, slot: Slot) -> CompletionItem {
    let mut detail = type_name(field.schema);
    if field.is_required {
        detail.push_str(" · required");
    } else if let Some(default) = known::default_of(owner, field.name) {
        detail.push_str(" · default ");
        detail.push_str(default);
    }
    let mut item = of_name(site, field.name, Some(field.schema), slot).detail(detail);
    item.documentation = documentation::field_key(place, owner, field.name);
    if field.schema.is_deprecated() { item.deprecated() } else { item }
}

/// A key with what follows it. Where a value stands behind the word already, it is the key alone.
pub(super) fn of_name(site: &Site<'_>, name: &str, schema: Option<Schema<'_>>, slot: Slot) -> CompletionItem {
    let key = site.key(name);
    let item = CompletionItem::new(name, CompletionKind::Property, site.range);
    if site.behind().trim_start().starts_with(':') {
        return site.lines(item, &format!("{}{key}", slot.sign()), &[]);
    }
    let mut skeleton = Skeleton::new(site, format!("{}{key}:", slot.sign()));
    skeleton.value(schema, slot.keys());
    let wants_more = schema.is_some_and(known::has_values);
    let item = site.lines(item, &skeleton.first, &skeleton.rest);
    if wants_more && skeleton.rest.is_empty() { item.retrigger() } else { item }
}

/// The keys of a map: resources, labels, what other parts of the file say.
fn map(site: &mut Site<'_>, place: &Place<'_>, slot: Slot) {
    let Some(member) = place.member.as_ref().filter(|member| member.keys.is_empty()) else { return };
    let values = place.schema.and_then(Schema::values);
    let mut found: Vec<CompletionItem> = Vec::new();
    for (key, value) in names::label_pairs(site, place) {
        if has(site, &key) {
            continue;
        }
        let item = CompletionItem::new(key.clone(), CompletionKind::Property, site.range).detail(value.clone());
        let is_key_only = site.behind().trim_start().starts_with(':');
        let pair = format!("{}{}", slot.sign(), site.key(&key));
        let written = crate::completion::item::escaped(&site.written(&value, true));
        let pair = if is_key_only { pair } else { format!("{pair}: {written}") };
        found.push(site.lines(item, &pair, &[]));
    }
    for (rank, key) in known::map_keys(place, member).into_iter().enumerate() {
        if has(site, key.name) || found.iter().any(|item| item.label == key.name) {
            continue;
        }
        let mut item = of_name(site, key.name, values, slot).group(USED + u8::try_from(rank.min(150)).unwrap_or(0));
        item.detail = Some(key.detail).filter(|detail| !detail.is_empty());
        item.retrigger |= key.has_values;
        item.documentation = key.documentation;
        item.is_deprecated = key.is_deprecated;
        found.push(item);
    }
    site.items.append(&mut found);
}
