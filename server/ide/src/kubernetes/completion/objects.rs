//! Objects that are still being typed: which kind they will be, as far as that can be told.

use project::kubernetes::{Object, Place, place};
use schema::kubernetes::{Catalog, Kind, Schema, Version};
use syntax::yaml::{Node, Role};

use super::site::Site;

/// What the entries of `node`, or its value, are of. The kind of an object that has no `apiVersion` yet is the one to write
/// first of that name; what is below `metadata` is the same in every kind.
pub(super) fn place_of<'a>(site: &Site<'a>, node: Node<'a>) -> Option<Place<'a>> {
    let (catalog, version) = (site.catalog, site.version);
    // An object inside another one is of its own kind, if that is known.
    let found = if is_object(node) { Place::of(Object::new(node, catalog), version) } else { None };
    found.or_else(|| place(node, catalog, version)).or_else(|| guessed(node, catalog, version))
}

fn guessed<'a>(node: Node<'a>, catalog: &'a Catalog, version: Version) -> Option<Place<'a>> {
    let mut way: Vec<Node<'a>> = node.ancestors().take_while(|node| node.role() != Role::Root).collect();
    let root = way.last().map_or(Some(node), |outermost| outermost.parent())?;
    let first = way.iter().rposition(|node| is_object(*node));
    let object = first.and_then(|index| way.get(index).copied()).unwrap_or(root);
    if let Some(index) = first {
        way.truncate(index);
    }
    let known = Object::new(object, catalog).kind.filter(|_| first.is_some());
    let kind = known.or_else(|| of_name(object, catalog, version)).or_else(|| {
        let is_metadata = way.last().and_then(|node| node.key()).is_some_and(|key| key.is("metadata"));
        let is_manifest = object.get("apiVersion").is_some() || object.get("kind").is_some();
        catalog.kind("v1", "ConfigMap").filter(|_| is_metadata && is_manifest)
    })?;
    let start = Place::of(Object { kind: Some(kind), ..Object::new(object, catalog) }, version)?;
    way.into_iter().rev().try_fold(start, Place::step)
}

fn of_name<'a>(object: Node<'a>, catalog: &'a Catalog, version: Version) -> Option<Kind<'a>> {
    let text = |key: &str| object.get(key).and_then(Node::text).filter(|text| !text.trim().is_empty());
    if text("apiVersion").is_some() {
        return None;
    }
    let name = text("kind")?;
    catalog.api_versions_of(name.trim()).into_iter().find(|kind| kind.is_served_in(version))
}

/// Whether `node` is, or is to become, an object with `apiVersion` and `kind`: a document, or an item of a list of objects.
pub(super) fn is_object(node: Node<'_>) -> bool {
    match node.role() {
        Role::Root => true,
        Role::Item => node.parent().is_some_and(is_list_of_objects),
        Role::Key | Role::Value => false,
    }
}

/// Whether `list` holds the objects of a `kind: List` or `PodList`; many write the kind of a list below it.
pub(super) fn is_list_of_objects(list: Node<'_>) -> bool {
    let outer = list.parent().filter(|_| list.key().is_some_and(|key| key.is("items")));
    outer.filter(|outer| outer.role() == Role::Root && outer.get("apiVersion").is_some()).is_some_and(|outer| {
        let kind = outer.get("kind").and_then(Node::text);
        kind.is_none_or(|kind| kind.ends_with("List"))
    })
}

/// What the notes, the table of use and skeletons call what has the fields: `PodSpec`; in a custom resource the kind with the
/// path: `HTTPRoute.spec.rules`.
pub(super) fn owner_name(place: &Place<'_>, schema: Schema<'_>) -> String {
    owner_at(place, schema, &place.plain_path)
}

/// The same of what stands at another path of the object at `place`.
pub(super) fn owner_at(place: &Place<'_>, schema: Schema<'_>, path: &str) -> String {
    if let Some(name) = schema.definition_name() {
        return name.to_owned();
    }
    let dot = if path.is_empty() { "" } else { "." };
    format!("{}{dot}{path}", place.kind.name())
}
