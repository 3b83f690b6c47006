//! Files of many definitions, and files of one: OpenAPI 2 and 3, `_definitions.json`, plain JSON Schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::kind;
use super::super::layout::Types;
use super::super::store::Bundle;
use super::super::text::{Block, CustomKind, Head, Node, Span};
use super::node::{Dialect, Reader};
use super::{Reading, complete, is_group, is_kind, is_name, is_version, reference, text};

/// Definitions that every Kubernetes API shares: the bundled ones know more of them than OpenAPI says.
const SHARED: [&str; 2] = ["io.k8s.apimachinery.pkg.", "io.k8s.apiextensions-apiserver."];

/// The definitions of a document, by their names in it; `None`: it is one schema.
pub(super) fn definitions(json: &Json) -> Option<&serde_json::Map<String, Json>> {
    let is_document = json["openapi"].is_string() || json["swagger"].is_string();
    let parts = if json["openapi"].is_string() { &json["components"]["schemas"] } else { &json["definitions"] };
    let parts = parts.as_object()?;
    let is_schema = ["properties", "type", "$ref", "allOf", "anyOf", "items"].iter().any(|key| json.get(key).is_some());
    let has_kinds = || parts.values().any(|it| !it["x-kubernetes-group-version-kind"].is_null());
    (is_document || !is_schema && has_kinds()).then_some(parts)
}

/// Reads a document of definitions: each that is a kind, and all that these refer to.
pub(super) fn read_all(json: &Json, parts: &serde_json::Map<String, Json>, reading: &mut Reading) {
    let resources = resources(&json["paths"]);
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for (name, schema) in parts {
        let Some((api_version, kind)) = identity(schema) else { continue };
        if kind::kind(&api_version, &kind).is_some_and(|it| it.definition().is_some()) {
            reading.bundled += 1;
            continue;
        }
        let name = reference::word(name);
        let resource = resources.get(&(api_version.clone(), kind.clone())).cloned().unwrap_or_default();
        let root = Node { reference: Some(name.clone()), types: Types::OBJECT, ..Node::default() };
        let kind =
            CustomKind { api_version, kind, plural: resource.plural, scope: resource.scope, ..CustomKind::default() };
        reading.blocks.push(Block { head: Head::Kind(kind), node: root });
        wanted.insert(name);
    }
    let by_name: BTreeMap<String, &Json> = parts.iter().map(|(name, it)| (reference::word(name), it)).collect();
    follow(wanted, &|name, _| by_name.get(name).copied(), &BTreeMap::new(), reading);
}

/// Reads one schema, of the kind `named`, else of the kind that it says it is, else of no kind: then it is called `#`.
pub(super) fn read_one(json: &Json, named: Option<(&str, &str)>, reading: &mut Reading) {
    let said = identity(json);
    let known = named.or_else(|| said.as_ref().map(|(api_version, kind)| (api_version.as_str(), kind.as_str())));
    let mut reader = Reader::new(Dialect::Schema, true);
    let mut node = reader.node(json, 0);
    note_cut(&reader, "", reading);
    let head = match known {
        Some((api_version, kind)) => {
            if node.reference.is_none() {
                complete(&mut node, false);
            }
            Head::Kind(CustomKind {
                api_version: api_version.to_owned(),
                kind: kind.to_owned(),
                ..CustomKind::default()
            })
        }
        None => Head::Format("#".to_owned()),
    };
    reading.blocks.push(Block { head, node });
    let wanted = reader.references.keys().cloned().collect();
    follow(wanted, &|_, written| reference::target(json, written), &reader.references, reading);
}

/// Reads the definitions of these names and all that they refer to, each once, so that circles end.
fn follow<'j>(
    mut wanted: BTreeSet<String>,
    find: &dyn Fn(&str, &str) -> Option<&'j Json>,
    written: &BTreeMap<String, String>,
    reading: &mut Reading,
) {
    let mut written = written.clone();
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut reader = Reader::new(Dialect::Schema, true);
    while let Some(name) = wanted.pop_first() {
        if !done.insert(name.clone()) || is_shared(&name) {
            continue;
        }
        let place = written.get(&name).cloned().unwrap_or_default();
        let Some(json) = find(&name, &place) else {
            if Bundle::Core.store().definition(&name).is_none() {
                let place = if place.is_empty() { name } else { place };
                reading.miss("", &format!("`$ref: {place}` leads to nothing in this file; it takes anything"));
            }
            continue;
        };
        reader.references.clear();
        let node = reader.node(json, 0);
        reading.blocks.push(Block { head: Head::Type(name, Span::default()), node });
        for (name, reference) in std::mem::take(&mut reader.references) {
            if !done.contains(&name) {
                wanted.insert(name.clone());
            }
            written.entry(name).or_insert(reference);
        }
    }
    note_cut(&reader, "", reading);
}

fn note_cut(reader: &Reader<'_>, place: &str, reading: &mut Reading) {
    if reader.is_cut {
        reading
            .miss(place, "the schema is too deep or too large to be read to its end; what is left out takes anything");
    }
}

/// Whether the bundled definition of this name counts.
fn is_shared(name: &str) -> bool {
    SHARED.iter().any(|prefix| name.starts_with(prefix)) && Bundle::Core.store().definition(name).is_some()
}

/// The API version and the kind that a schema says it is of; `None`: it says none, or many (`DeleteOptions`).
fn identity(schema: &Json) -> Option<(String, String)> {
    let said = &schema["x-kubernetes-group-version-kind"];
    let one = match said.as_array() {
        Some(all) if all.len() == 1 => &all[0],
        Some(_) => return None,
        None => said,
    };
    let (group, version, kind) = (text(&one["group"]), text(&one["version"]), text(&one["kind"]));
    if one.is_object() {
        let api_version = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
        let is_fine = is_group(group) && is_version(version) && is_kind(kind);
        return is_fine.then(|| (api_version, kind.to_owned()));
    }
    // A schema for one kind that stands alone often says so where it lists the values.
    let only = |key: &str| {
        let field = &schema["properties"][key];
        let one = field["const"].as_str().or_else(|| match field["enum"].as_array()?.as_slice() {
            [one] => one.as_str(),
            _ => None,
        })?;
        Some(one.to_owned())
    };
    let (api_version, kind) = (only("apiVersion")?, only("kind")?);
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", &api_version));
    (is_group(group) && is_version(version) && is_kind(&kind)).then_some((api_version, kind))
}

/// What paths say about a kind.
#[derive(Debug, Clone, Default)]
struct Resource {
    plural: String,
    scope: String,
}

/// The plural and the scope of kinds, from the paths of a document that has them: `/apis/GROUP/VERSION/namespaces/{namespace}/PLURAL`.
fn resources(paths: &Json) -> BTreeMap<(String, String), Resource> {
    let mut resources: BTreeMap<(String, String), Resource> = BTreeMap::new();
    for (path, operations) in paths.as_object().into_iter().flatten() {
        let mut parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        parts.pop_if(|part| *part == "{name}");
        let Some(plural) = parts.last().filter(|it| is_name(it)) else { continue };
        // Of `pods/{name}/log` the kind is another resource's.
        if parts.iter().rev().nth(1).is_some_and(|before| *before == "{name}") {
            continue;
        }
        let scope = if parts.contains(&"{namespace}") { "Namespaced" } else { "Cluster" };
        for operation in operations.as_object().into_iter().flatten().map(|(_, operation)| operation) {
            let Some(identity) = identity(operation) else { continue };
            let resource = resources.entry(identity).or_default();
            resource.plural = (*plural).to_owned();
            if resource.scope != "Namespaced" {
                resource.scope = scope.to_owned();
            }
        }
    }
    resources
}
