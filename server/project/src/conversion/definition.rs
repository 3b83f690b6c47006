//! CustomResourceDefinition of `apiextensions.k8s.io/v1beta1` to `v1`: what was said once is said for each version.

use syntax::yaml::{Data, Flavour, Node, Resolved};

use super::draft::{List, Map, Piece, is_nothing, is_template};
use super::note::{Change, Note};
use super::reason::{Problem, Reason};
use super::way::state;

const VERSION: &str = "apiextensions.k8s.io/v1";

/// The key that stands for all values that a schema does not name.
const KEEP: &str = "x-kubernetes-preserve-unknown-fields";

/// Levels of a schema that are looked at.
const DEEPEST: usize = 200;

pub(super) fn convert(object: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    if !spec.has("scope") {
        let at = spec.route("scope");
        spec.take("scope");
        spec.put_behind("names", &["versions", "version"], "scope", "Namespaced");
        notes.push(Note { at, change: Change::Stated { value: "Namespaced".to_owned() } });
    }
    versions(spec)?;
    let keeps_unknown = unknown_fields(spec)?;
    printer_columns(spec)?;
    for version in spec.maps("versions")? {
        printer_columns(version)?;
    }
    let mut shared = Shared {
        schema: some(spec.take("validation")),
        subresources: some(spec.take("subresources")),
        columns: some(spec.take("additionalPrinterColumns")),
    };
    let is_one = spec.maps("versions")?.len() == 1;
    let mut is_first = true;
    for version in spec.maps("versions")? {
        shared.give(version, is_one || is_first);
        is_first = false;
        structural(version, keeps_unknown, notes)?;
    }
    conversion(spec, notes)
}

/// The piece, when something is in it.
fn some(piece: Option<Piece<'_>>) -> Option<Piece<'_>> {
    piece.filter(|piece| piece.node().is_none_or(|node| !is_nothing(node)))
}

/// What a definition says once for all its versions.
struct Shared<'y> {
    schema: Option<Piece<'y>>,
    subresources: Option<Piece<'y>>,
    columns: Option<Piece<'y>>,
}

impl<'y> Shared<'y> {
    /// Puts it into a version; the first one gets the comments too.
    fn give(&mut self, version: &mut Map<'y>, with_comments: bool) {
        let pieces = [
            ("schema", &self.schema),
            ("subresources", &self.subresources),
            ("additionalPrinterColumns", &self.columns),
        ];
        for (key, piece) in pieces {
            if let Some(piece) = piece.as_ref().filter(|_| !version.has(key)) {
                version.take(key);
                version.put(key, if with_comments { piece.clone() } else { piece.copy() });
            }
        }
    }
}

/// `version` becomes the one item of `versions`; beside `versions` it said nothing more.
fn versions(spec: &mut Map<'_>) -> Result<(), Reason> {
    let Some(name) = some(spec.take("version")) else { return Ok(()) };
    let is_there = !spec.maps("versions")?.is_empty();
    if is_there {
        return Ok(());
    }
    let mut version = Map::new_at(spec.route("versions").then(0));
    version.put("name", name);
    version.put("served", true);
    version.put("storage", true);
    spec.take("versions");
    spec.put_before(&["version"], "versions", List::new([version]));
    Ok(())
}

/// Takes `preserveUnknownFields` out, which only `false` may be; whether it was `true`, `None`: nothing was written, which
/// meant the same.
fn unknown_fields(spec: &mut Map<'_>) -> Result<Option<bool>, Reason> {
    let Some(node) = spec.node("preserveUnknownFields").filter(|node| !is_nothing(*node)) else { return Ok(None) };
    let Some(Resolved::Bool(keeps)) = node.resolved(Flavour::Kubernetes) else {
        return Err(Reason::at(node, if is_template(node) { Problem::Template } else { Problem::Shape }));
    };
    spec.take("preserveUnknownFields");
    Ok(Some(keeps))
}

fn printer_columns(owner: &mut Map<'_>) -> Result<(), Reason> {
    for column in owner.maps("additionalPrinterColumns")? {
        column.rename("JSONPath", "jsonPath");
    }
    Ok(())
}

/// Sees that a version has a schema that names the type of each of its parts.
fn structural(version: &mut Map<'_>, keeps_unknown: Option<bool>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let open = || Data::map([("type", Data::text("object")), (KEEP, Data::from(true))]);
    let has_schema = version.map("schema")?.is_some_and(|schema| schema.has("openAPIV3Schema"));
    if !has_schema {
        return match version.map("schema")? {
            Some(schema) => {
                state(schema, "openAPIV3Schema", open(), notes);
                Ok(())
            }
            None => {
                state(version, "schema", Data::map([("openAPIV3Schema", open())]), notes);
                Ok(())
            }
        };
    }
    let Some(schema) = version.map("schema")? else { return Ok(()) };
    let at = schema.route("openAPIV3Schema");
    if let Some(node) = schema.node("openAPIV3Schema") {
        parts_have_types(node, true, DEEPEST)?;
    }
    let Some(root) = schema.map("openAPIV3Schema")? else { return Ok(()) };
    if !root.has("type") {
        root.take("type");
        root.put_first("type", "object");
    }
    match keeps_unknown {
        Some(true) if !root.has(KEEP) => root.put(KEEP, true),
        Some(true | false) => {}
        None => {
            if !root.has(KEEP) {
                notes.push(Note { at, change: Change::Pruned });
            }
        }
    }
    Ok(())
}

/// An error where a property, an item or a value of a schema does not say its type.
fn parts_have_types(schema: Node<'_>, is_root: bool, deepest: usize) -> Result<(), Reason> {
    let schema = schema.effective();
    let Some(deepest) = deepest.checked_sub(1) else { return Err(Reason::at(schema, Problem::TooLarge)) };
    if !schema.is_mapping() || is_template(schema) {
        return Ok(());
    }
    let states = |key: &str| schema.merged_get(key).is_some_and(|value| !is_nothing(value));
    if !is_root && !["type", KEEP, "x-kubernetes-int-or-string"].into_iter().any(states) {
        return Err(Reason::at(schema, Problem::NoType));
    }
    if let Some(properties) = schema.merged_get("properties").map(Node::effective) {
        for property in properties.entries() {
            parts_have_types(property.value, false, deepest)?;
        }
    }
    for inner in ["items", "additionalProperties"].into_iter().filter_map(|key| schema.merged_get(key)) {
        parts_have_types(inner, false, deepest)?;
    }
    Ok(())
}

/// The webhook's settings become `webhook`, whose review versions were `v1beta1` by default.
fn conversion(spec: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let Some(conversion) = spec.map("conversion")? else { return Ok(()) };
    let is_webhook = conversion.is("strategy", "Webhook");
    let client = some(conversion.take("webhookClientConfig"));
    let reviews = some(conversion.take("conversionReviewVersions"));
    if !is_webhook && client.is_none() && reviews.is_none() || conversion.has("webhook") {
        return Ok(());
    }
    if !is_webhook {
        // Without the strategy they did nothing, and v1 refuses them.
        for gone in ["webhookClientConfig", "conversionReviewVersions"] {
            if conversion.entries.iter().any(|entry| entry.key == gone) {
                notes.push(Note { at: conversion.route(gone), change: Change::Dropped });
            }
        }
        return Ok(());
    }
    let Some(client) = client else {
        return Err(Reason::missing(conversion.route("webhookClientConfig"), VERSION));
    };
    let mut webhook = Map::new();
    webhook.put("clientConfig", client);
    match reviews {
        Some(reviews) => webhook.put("conversionReviewVersions", reviews),
        None => {
            let at = conversion.route("conversionReviewVersions");
            notes.push(Note { at, change: Change::Stated { value: "[v1beta1]".to_owned() } });
            webhook.put("conversionReviewVersions", Data::seq([Data::text("v1beta1")]));
        }
    }
    conversion.put_before(&["webhookClientConfig", "conversionReviewVersions"], "webhook", webhook);
    Ok(())
}
