//! JSON in, blocks out: custom resource definitions, OpenAPI documents of a cluster and JSON Schema, read at run time.
//!
//! ```
//! use schema::kubernetes::{Definitions, Version, read};
//!
//! let definition = serde_json::json!({
//!     "kind": "CustomResourceDefinition",
//!     "spec": {
//!         "group": "example.com",
//!         "names": {"kind": "CronTab"},
//!         "versions": [{"name": "v1", "schema": {"openAPIV3Schema": {
//!             "properties": {"spec": {"properties": {"replicas": {"type": "integer"}}}},
//!         }}}],
//!     },
//! });
//! let definitions = Definitions::new(&read::read(&definition).blocks);
//! let kind = definitions.kinds().next().unwrap();
//! assert_eq!((kind.api_version(), kind.name()), ("example.com/v1", "CronTab"));
//! assert!(kind.schema(Version::newest()).unwrap().field("spec").unwrap().schema.field("replicas").is_some());
//! ```
//!
//! Whatever stands there, reading ends and says what it could not make sense of: circles of references end because each
//! definition is read once, depth and size are bounded, and no regular expression is looked at here.

mod custom;
mod document;
mod node;
mod reference;

#[cfg(test)]
mod tests;

use serde_json::Value as Json;

use super::layout::{Fact, Types};
use super::text::{Block, Child, Head, Node, Role, Span};

pub use node::{Dialect, node};

/// What every object's `metadata` is.
pub const OBJECT_META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// At most this many mistakes of a file are told.
const MOST_MISTAKES: usize = 50;

/// What a file comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Kinds, the definitions they refer to, and, of a schema that is no kind's, the one format `#`.
    pub blocks: Vec<Block>,
    /// How many kinds were left out because they are Kubernetes' own, which the bundled facts know for every version.
    pub bundled: usize,
    /// What could not be made sense of, in no order.
    pub mistakes: Vec<Mistake>,
}

/// Something in a file that could not be made sense of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where, as a JSON pointer: `/spec/versions/0/name`; empty for the file as a whole.
    pub place: String,
    /// One sentence without its end.
    pub reason: String,
}

impl Reading {
    fn miss(&mut self, place: &str, reason: &str) {
        if self.mistakes.len() < MOST_MISTAKES {
            self.mistakes.push(Mistake { place: place.to_owned(), reason: reason.to_owned() });
        }
    }

    /// The kinds that were read: API version and name.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &str)> {
        self.blocks.iter().filter_map(|block| match &block.head {
            Head::Kind(kind) => Some((kind.api_version.as_str(), kind.kind.as_str())),
            Head::Shared(_) | Head::Type(..) | Head::Format(_) => None,
        })
    }

    /// Takes what another file comes to, too.
    pub fn extend(&mut self, other: Reading) {
        self.blocks.extend(other.blocks);
        self.bundled += other.bundled;
        self.mistakes.extend(other.mistakes);
    }
}

/// Reads a file of any of the forms: a custom resource definition or a list of them, OpenAPI 2 or 3, `_definitions.json`, a JSON
/// Schema. Nothing and no mistake: it is something else.
#[must_use]
pub fn read(json: &Json) -> Reading {
    let mut reading = Reading::default();
    if is_definition(json) {
        custom::read(json, "", &mut reading);
    } else if let (Some(items), true) = (json["items"].as_array(), text(&json["kind"]).ends_with("List")) {
        for (at, item) in items.iter().enumerate().filter(|(_, item)| is_definition(item)) {
            custom::read(item, &format!("/items/{at}"), &mut reading);
        }
    } else if let Some(definitions) = document::definitions(json) {
        document::read_all(json, definitions, &mut reading);
    } else if is_schema(json) {
        document::read_one(json, None, &mut reading);
    }
    reading
}

/// Reads a file as what the objects of one kind hold: a JSON Schema says so by its path, or by whoever names it. Where it is a file
/// of kinds, those are read.
#[must_use]
pub fn read_as(json: &Json, api_version: &str, kind: &str) -> Reading {
    let is_named = is_kind(kind) && api_version.split('/').all(is_group) && !api_version.is_empty();
    if is_definition(json) || document::definitions(json).is_some() || !is_schema(json) || !is_named {
        return read(json);
    }
    let mut reading = Reading::default();
    document::read_one(json, Some((api_version, kind)), &mut reading);
    reading
}

/// Whether it is a custom resource definition.
#[must_use]
pub fn is_definition(json: &Json) -> bool {
    json["kind"] == "CustomResourceDefinition" && json["spec"].is_object()
}

fn is_schema(json: &Json) -> bool {
    const KEYS: [&str; 9] =
        ["properties", "$ref", "allOf", "anyOf", "oneOf", "$defs", "definitions", "$schema", "patternProperties"];
    json["kind"].is_null() && (KEYS.iter().any(|key| json.get(key).is_some()) || json["type"] == "object")
}

/// What every object has, whether its definition says so or not. With `has_status` its status may hold anything where nothing is
/// said of it.
pub fn complete(root: &mut Node, has_status: bool) {
    let mut field = |name: &str, node: Node| {
        let role = Role::Field(name.to_owned());
        if !root.children.iter().any(|child| child.role == role) {
            root.children.push(Child { role, span: Span::default(), required: false, node });
        }
    };
    field("apiVersion", Node { types: Types::STRING, ..Node::default() });
    field("kind", Node { types: Types::STRING, ..Node::default() });
    field("metadata", Node::default());
    if has_status {
        field("status", Node { facts: vec![(Fact::PreserveUnknown, Vec::new())], ..Node::default() });
    }
    for child in &mut root.children {
        if child.role == Role::Field("metadata".to_owned()) {
            child.node.types = Types::default();
            child.node.reference = Some(OBJECT_META.to_owned());
        }
    }
    root.children.sort();
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

/// Whether it is the name of a kind: `CronTab`.
fn is_kind(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.len() <= 63
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

/// Whether it is an API group, the empty one included.
fn is_group(text: &str) -> bool {
    text.len() <= 253 && text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.'))
}

/// Whether it is a version: `v1alpha1`.
fn is_version(text: &str) -> bool {
    is_name(text)
}

/// Whether it is a name as resources and versions have it: lower case letters, digits and hyphens.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 63
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}
