//! CustomResourceDefinitions, of `apiextensions.k8s.io/v1` and of `v1beta1`.

use serde_json::Value as Json;

use super::super::kind;
use super::super::layout::{Fact, Types};
use super::super::text::{Block, CustomKind, Head, Node};
use super::node::{Dialect, Reader};
use super::{Reading, complete, is_group, is_kind, is_name, is_version, reference, text};

/// Reads every version of a definition; `place` is where it stands in its file, as a JSON pointer.
pub(super) fn read(json: &Json, place: &str, reading: &mut Reading) {
    let spec = &json["spec"];
    let names = &spec["names"];
    let (group, kind) = (text(&spec["group"]), text(&names["kind"]));
    if !is_group(group) || group.is_empty() {
        return reading.miss(&format!("{place}/spec/group"), "an API group is needed, such as `example.com`");
    }
    if !is_kind(kind) {
        return reading.miss(&format!("{place}/spec/names/kind"), "the name of the kind is needed, such as `CronTab`");
    }
    let is_old = text(&json["apiVersion"]).ends_with("/v1beta1");
    let kind_of = |version: &str, marks: Vec<String>| CustomKind {
        api_version: format!("{group}/{version}"),
        kind: kind.to_owned(),
        plural: Some(text(&names["plural"])).filter(|it| is_name(it)).unwrap_or_default().to_owned(),
        scope: match text(&spec["scope"]) {
            scope @ ("Namespaced" | "Cluster") => scope.to_owned(),
            // What v1beta1 takes when nothing is written.
            _ if is_old => "Namespaced".to_owned(),
            _ => String::new(),
        },
        short_names: names["shortNames"]
            .as_array()
            .into_iter()
            .flatten()
            .map(text)
            .filter(|it| is_name(it))
            .map(str::to_owned)
            .collect(),
        marks,
    };
    // In v1 the field may only be false; in v1beta1 it is true unless it is written.
    let preserves = is_old && spec["preserveUnknownFields"] != Json::Bool(false);
    let single = is_old.then(|| text(&spec["version"])).filter(|it| is_version(it));
    let listed = spec["versions"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found = false;
    for (at, version) in listed.iter().enumerate() {
        let name = text(&version["name"]);
        if !is_version(name) {
            reading.miss(&format!("{place}/spec/versions/{at}/name"), "a version is needed, such as `v1alpha1`");
            continue;
        }
        found = true;
        let is = |key: &str| version[key] == Json::Bool(true);
        let marks = [
            ("deprecated", is("deprecated")),
            ("storage", is("storage")),
            ("unserved", version["served"] == Json::Bool(false)),
        ];
        let marks = marks.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word.to_owned()).collect();
        let own = &version["schema"]["openAPIV3Schema"];
        let schema = if own.is_object() { own } else { &spec["validation"]["openAPIV3Schema"] };
        let subresources = if version["subresources"].is_object() { version } else { spec };
        add(reading, kind_of(name, marks), schema, subresources, preserves, &format!("{place}/spec/versions/{at}"));
    }
    if let (false, Some(name)) = (found, single) {
        found = true;
        let schema = &spec["validation"]["openAPIV3Schema"];
        add(reading, kind_of(name, Vec::new()), schema, spec, preserves, &format!("{place}/spec"));
    }
    if !found && listed.is_empty() {
        reading.miss(&format!("{place}/spec/versions"), "a version is needed, such as `v1alpha1`");
    }
}

fn add(reading: &mut Reading, kind: CustomKind, schema: &Json, owner: &Json, preserves: bool, place: &str) {
    // One that says nothing of its objects, as tests of clusters have them, takes nothing from the bundled one.
    let is_bundled = || kind::kind(&kind.api_version, &kind.kind).is_some();
    if !schema.is_object() && is_bundled() {
        return;
    }
    let mut reader = Reader::new(Dialect::Custom, true);
    let mut node = reader.node(schema, 0);
    if reader.is_cut {
        reading
            .miss(place, "the schema is too deep or too large to be read to its end; what is left out takes anything");
    }
    if let Some(reference) = reader.references.values().next() {
        let reason = format!(
            "`$ref: {}` has no place in a CustomResourceDefinition; it takes anything",
            reference::word(reference)
        );
        reading.miss(place, &reason);
        forget_references(&mut node);
    }
    node.types = Types::OBJECT;
    if !schema.is_object() {
        node.set(Fact::PreserveUnknown, Vec::new());
    }
    if preserves {
        preserve(&mut node);
    }
    complete(&mut node, owner["subresources"]["status"].is_object());
    reading.blocks.push(Block { head: Head::Kind(kind), node });
}

/// Every object keeps the fields that its schema does not know.
fn preserve(node: &mut Node) {
    if node.types.is_any() || node.types.contains(Types::OBJECT) {
        node.set(Fact::PreserveUnknown, Vec::new());
    }
    node.children.iter_mut().for_each(|child| preserve(&mut child.node));
}

fn forget_references(node: &mut Node) {
    node.reference = None;
    node.children.iter_mut().for_each(|child| forget_references(&mut child.node));
}
