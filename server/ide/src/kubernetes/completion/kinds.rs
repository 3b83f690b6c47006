//! The head of an object: `apiVersion` and `kind`, each by the other, and whole objects where nothing stands yet.

use rustc_hash::FxHashSet;
use schema::kubernetes::{Kind, Scope, usage};
use syntax::yaml::Node;

use super::keys::{has, of_name};
use super::site::{Site, Slot};
use super::{blocks, documentation};
use crate::types::{CompletionItem, CompletionKind};

/// Kinds, or versions, that are listed at once; what is typed chooses among more.
const MOST: usize = 60;

/// What every object begins with.
pub(super) const HEAD: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// The group of fields that only some kinds of an API version have.
const OF_SOME: u8 = 100;

/// An object where nothing stands yet: its first keys, and whole ones.
pub(super) fn start(site: &mut Site<'_>) {
    let slot = Slot { column: site.column, dash: false };
    head(site, slot);
    blocks::documents(site);
}

/// An item of a list of objects.
pub(super) fn item(site: &mut Site<'_>, slot: Slot) {
    head(site, slot);
}

/// The keys of an object whose kind is not known. One that has other keys only is no manifest.
pub(super) fn keys(site: &mut Site<'_>, object: Node<'_>, slot: Slot) {
    let is_manifest = HEAD.iter().any(|name| object.get(name).is_some());
    if !is_manifest && !site.cursor.keys.is_empty() {
        return;
    }
    head(site, slot);
    let Some(version) = object.get("apiVersion").and_then(Node::text) else { return };
    // What the kinds of that version have, since it is one of them.
    let kinds = all(site).into_iter().filter(|kind| kind.api_version() == version.trim());
    for field in
        kinds.filter_map(|kind| kind.schema(site.version)).flat_map(|schema| schema.fields().collect::<Vec<_>>())
    {
        let is_new = !site.items.iter().any(|item| item.label == field.name);
        if is_new && !has(site, field.name) && field.name != "status" {
            let item = of_name(site, field.name, Some(field.schema), slot).group(OF_SOME);
            site.items.push(item);
        }
    }
}

fn head(site: &mut Site<'_>, slot: Slot) {
    // Every kind has the same metadata; what else there is depends on it.
    let schema = site.catalog.kind("v1", "Pod").and_then(|kind| kind.schema(site.version));
    for (rank, name) in (0..).zip(HEAD) {
        if has(site, name) {
            continue;
        }
        let field = schema.and_then(|schema| schema.field(name)).map(|field| field.schema).filter(|_| name != "spec");
        let mut item = of_name(site, name, field, slot).group(rank);
        item.retrigger |= matches!(name, "apiVersion" | "kind");
        site.items.push(item);
    }
}

/// Behind `kind:`, those of the `apiVersion` that stands beside it.
pub(super) fn kind(site: &mut Site<'_>, object: Node<'_>) {
    let api_version = object.get("apiVersion").and_then(Node::text).filter(|text| !text.trim().is_empty());
    let of_version: Vec<Kind<'_>> = match &api_version {
        Some(text) => all(site).into_iter().filter(|kind| kind.api_version() == text.trim()).collect(),
        None => Vec::new(),
    };
    // A version that nobody knows narrows nothing.
    let kinds = if of_version.is_empty() { all(site) } else { of_version };
    let mut seen = FxHashSet::default();
    let found: Vec<Kind<'_>> = kinds.into_iter().filter(|kind| seen.insert(kind.name())).collect();
    list(site, found, |kind| (kind.name(), kind.api_version()));
}

/// Behind `apiVersion:`, those of the `kind` that stands beside it, the one to write first.
pub(super) fn api_version(site: &mut Site<'_>, object: Node<'_>) {
    let kind = object.get("kind").and_then(Node::text).filter(|text| !text.trim().is_empty());
    let mut of_kind: Vec<Kind<'_>> = kind.map(|kind| site.catalog.api_versions_of(kind.trim())).unwrap_or_default();
    of_kind.retain(|kind| kind.is_served_in(site.version));
    if of_kind.is_empty() {
        let mut seen = FxHashSet::default();
        let found = all(site).into_iter().filter(|kind| seen.insert(kind.api_version())).collect();
        return list(site, found, |kind| (kind.api_version(), ""));
    }
    for (rank, kind) in (0..=u8::MAX).zip(of_kind) {
        let item = item_of(site, kind, (kind.api_version(), kind.name())).group(rank);
        site.items.push(item);
    }
}

/// The kinds that a file may hold.
fn all<'a>(site: &Site<'a>) -> Vec<Kind<'a>> {
    let mut kinds = site.catalog.kinds(site.version);
    kinds.retain(|kind| match kind.scope() {
        Some(Scope::Subresource) => false,
        Some(Scope::Namespaced | Scope::Cluster) => true,
        None => kind.name() == "List" || kind.is_custom(),
    });
    kinds
}

/// Kinds that what is typed can still mean: those in use first, in the order of use.
fn list<'a>(site: &mut Site<'a>, kinds: Vec<Kind<'a>>, words: impl Fn(Kind<'a>) -> (&'a str, &'a str)) {
    let typed = site.typed().trim().to_ascii_lowercase();
    let used = usage("Kind");
    let rank = |kind: &Kind<'a>| {
        let mut forms = used.iter().enumerate();
        forms.find(|(_, name)| words(*kind).0 == **name || kind.name() == **name).map_or(usize::MAX, |(rank, _)| rank)
    };
    let mut found: Vec<(bool, usize, Kind<'a>)> = Vec::new();
    for kind in kinds {
        let name = words(kind).0.to_ascii_lowercase();
        if may_mean(&typed, &name) {
            found.push((!name.starts_with(&typed), rank(&kind), kind));
        }
    }
    found.sort_by_key(|(is_inside, rank, kind)| (*is_inside, *rank, kind.is_custom(), words(*kind).0));
    let is_partial = found.len() > MOST;
    for (place, (.., kind)) in (0..=u8::MAX).zip(found.into_iter().take(MOST)) {
        let mut item = item_of(site, kind, words(kind)).group(place);
        item.is_partial = is_partial;
        site.items.push(item);
    }
}

/// Whether the letters of `typed` stand in `name`, in their order and the first one at its start or behind a sign.
fn may_mean(typed: &str, name: &str) -> bool {
    let mut letters = name.chars();
    typed.chars().all(|letter| letters.any(|other| other == letter))
}

fn item_of(site: &Site<'_>, kind: Kind<'_>, (label, detail): (&str, &str)) -> CompletionItem {
    let text = site.scalar(label, false);
    let item = CompletionItem::new(label, CompletionKind::Value, site.range).detail(detail);
    let mut item = site.lines(item, &crate::completion::item::escaped(&text), &[]);
    item.is_deprecated = kind.is_deprecated_in(site.version) && !detail.is_empty();
    item.documentation = if detail.is_empty() { None } else { documentation::kind_key(kind) };
    item
}
