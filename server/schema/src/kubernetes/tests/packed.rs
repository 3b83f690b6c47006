//! What comes out of the packed bytes is what the text says.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use crate::kubernetes::layout::{Fact, sign};
use crate::kubernetes::store::Bundle;
use crate::kubernetes::text::{Block, Child, Choice, Head, Node, Role, Span, Value, read, write};
use crate::kubernetes::version::Range;
use crate::kubernetes::{Format, Kind, Schema, Version, custom_kinds, kinds, unpack};

fn blocks(folder: &str) -> Vec<Block> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("facts").join(folder);
    let mut blocks = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "facts") {
            let text = fs::read_to_string(&path).unwrap();
            let file = read(&text).unwrap_or_else(|mistake| panic!("{}: {mistake}", path.display()));
            assert_eq!(write(&file), text, "{} is not as it would be written", path.display());
            blocks.extend(file.blocks);
        }
    }
    blocks
}

/// A schema read back into the form of the text, with shared blocks in their places.
fn unpacked(bundle: Bundle, number: u32) -> Node {
    let store = bundle.store();
    let packed = store.node(number);
    let string = |number: u32| store.string(number).to_owned();
    let facts =
        Fact::ALL.iter().filter_map(|(fact, ..)| Some((*fact, packed.fact(*fact)?.map(string).collect()))).collect();
    let choices = packed.choices().map(|it| Choice {
        value: if it.is_json { Value::Json(string(it.text)) } else { Value::Text(string(it.text)) },
        span: span(it.range),
    });
    let children = packed.children().map(|it| Child {
        role: match it.role {
            sign::FIELD => Role::Field(string(it.name)),
            sign::ITEMS => Role::Items,
            sign::VALUES => Role::Values,
            sign::PATTERN => Role::Pattern(string(it.name)),
            sign::ALL_OF => Role::AllOf,
            sign::ANY_OF => Role::AnyOf,
            sign::ONE_OF => Role::OneOf,
            sign::NOT => Role::Not,
            sign::IF => Role::If,
            sign::THEN => Role::Then,
            sign::ELSE => Role::Else,
            other => panic!("{other} is no sign"),
        },
        span: span(it.range),
        required: it.is_required,
        node: unpacked(bundle, it.node),
    });
    Node {
        types: packed.types,
        reference: packed.reference.and_then(|it| store.defined(it)).map(|(name, ..)| name.to_owned()),
        facts,
        choices: choices.collect(),
        children: children.collect(),
        shared: None,
    }
}

fn span(range: Range) -> Span {
    let end = |minor: u8| (minor != 0).then_some(minor);
    Span { since: end(range.since), until: end(range.until) }
}

fn expanded(node: &Node, shared: &BTreeMap<&str, &Node>) -> Node {
    let source = node.shared.as_ref().map_or(node, |name| shared[name.as_str()]);
    let children =
        source.children.iter().map(|child| Child { node: expanded(&child.node, shared), ..child.clone() }).collect();
    Node { children, shared: None, ..node.clone() }
}

fn check(bundle: Bundle, folder: &str) {
    let blocks = blocks(folder);
    let shared: BTreeMap<&str, &Node> = blocks
        .iter()
        .filter_map(|block| match &block.head {
            Head::Shared(name) => Some((name.as_str(), &block.node)),
            Head::Type(..) | Head::Kind(_) | Head::Format(_) => None,
        })
        .collect();
    let mut checked = 0;
    for block in &blocks {
        let number = match &block.head {
            Head::Shared(_) => continue,
            Head::Type(name, _) => bundle.store().definition(name).and_then(|it| bundle.store().defined(it)?.1),
            Head::Format(name) => bundle.store().root(name),
            Head::Kind(custom) => custom_kinds()
                .find(|kind| {
                    kind.api_version() == custom.api_version
                        && kind.name() == custom.kind
                        && kind.is_experimental() == custom.marks.iter().any(|it| it == "experimental")
                })
                .and_then(Kind::root),
        };
        let number = number.unwrap_or_else(|| panic!("{:?} is not packed", block.head));
        assert_eq!(unpacked(bundle, number), expanded(&block.node, &shared), "{:?}", block.head);
        checked += 1;
    }
    assert!(checked > 10);
}

#[test]
fn core_is_what_the_text_says() {
    check(Bundle::Core, "core");
}

#[test]
fn custom_resources_are_what_the_text_says() {
    check(Bundle::Custom, "crds");
}

#[test]
fn formats_are_what_the_text_says() {
    check(Bundle::Formats, "formats");
}

/// Every schema that can be reached, each once: references to itself must not hang.
fn reach(root: Schema<'static>, seen: &mut HashSet<Schema<'static>>) {
    let mut waiting = vec![root];
    while let Some(schema) = waiting.pop() {
        if !seen.insert(schema) {
            continue;
        }
        waiting.extend(schema.all_fields().map(|field| field.schema));
        waiting.extend(schema.items());
        waiting.extend(schema.values());
        waiting.extend(schema.values_by_pattern().map(|(_, it)| it));
        waiting.extend(schema.alternatives().map(|it| it.schema));
        let _ = (schema.shape(), schema.is_closed(), schema.choices().count(), schema.definition());
    }
}

#[test]
fn everything_can_be_reached_in_every_version() {
    for version in Version::all() {
        let mut seen = HashSet::new();
        for kind in kinds(version) {
            let root = kind.schema(version).unwrap_or_else(|| panic!("{} has no schema", kind.name()));
            assert!(kind.definition().is_some());
            reach(root, &mut seen);
        }
        assert!(seen.len() > 1000, "{version}: {}", seen.len());
    }
    let mut seen = HashSet::new();
    Format::ALL.iter().filter_map(|format| format.schema()).for_each(|schema| reach(schema, &mut seen));
    custom_kinds().filter_map(|kind| kind.schema(Version::newest())).for_each(|schema| reach(schema, &mut seen));
    assert!(seen.len() > 8_000, "{}", seen.len());
}

#[test]
fn every_reference_is_defined() {
    for folder in ["core", "crds", "formats"] {
        let blocks = blocks(folder);
        let bundle = if folder == "formats" { Bundle::Formats } else { Bundle::Core };
        let mut waiting: Vec<&Node> = blocks.iter().map(|block| &block.node).collect();
        while let Some(node) = waiting.pop() {
            if let Some(name) = &node.reference {
                assert!(bundle.store().definition(name).is_some(), "{name} is not defined");
            }
            waiting.extend(node.children.iter().map(|child| &child.node));
        }
    }
}

#[test]
fn memory_stays_small() {
    assert!(unpack("core") < 500_000, "core takes {} bytes", unpack("core"));
    assert!(unpack("custom") < 1_000_000, "custom resources take {} bytes", unpack("custom"));
}

#[test]
fn mistakes_in_the_text_are_found() {
    for (text, what) in [
        ("type a", "line 1: a block needs ` :` before its schema"),
        ("type a : strnig", "line 1: `strnig` is not a type"),
        ("type a : object\n b string\n   c string", "line 3: the line is indented too far"),
        ("type a : object nulable", "line 1: `nulable` is not a fact"),
        ("type a : string pattern", "line 1: `pattern` needs a value"),
        ("type a : string pattern=\"x", "line 1: a quote is not closed"),
    ] {
        assert_eq!(read(text).map_err(|mistake| mistake.to_string()).unwrap_err(), what, "{text}");
    }
}
