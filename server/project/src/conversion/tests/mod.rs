//! What conversions make of texts.

mod autoscaling;
mod cluster;
mod custom;
mod extension;
mod ingress;
mod limits;
mod way;
mod workloads;

use expect_test::Expect;
use schema::kubernetes::{Catalog, Schema, Version, kind};
use syntax::yaml::{Kind, Node, parse};

use super::{Conversion, convert};
use crate::kubernetes::{Manifest, Object};

/// What the conversion of every object of `text` to `to` (`apps/v1 Deployment`) comes to: the text, then the notes as
/// comments; or the reason.
fn converted(text: &str, to: &str) -> String {
    let target = target(to);
    let yaml = parse(text);
    assert_eq!(yaml.errors(), [], "{text}");
    let (mut operations, mut notes) = (Vec::new(), String::new());
    let catalog = Catalog::default();
    for object in objects(&Manifest::new(&yaml, &catalog, Version::newest())) {
        match convert(object, target) {
            Conversion::Steps { operations: steps, notes: told } => {
                operations.extend(steps);
                told.iter().for_each(|note| notes.push_str(&format!("# {note}\n")));
            }
            Conversion::Impossible(reason) => return format!("impossible: {reason}\n"),
        }
    }
    let edits = yaml.resolve(&operations).unwrap_or_else(|| {
        let done = (0..operations.len()).find(|count| yaml.resolve(&operations[..=*count]).is_none());
        panic!("cannot be carried out: {:#?}", done.map(|index| &operations[index]))
    });
    let after = syntax::apply(text, &edits).expect("edits are disjoint");
    hold(text, &after, to);
    after + &notes
}

/// What holds of every conversion.
#[track_caller]
fn hold(before: &str, after: &str, to: &str) {
    let target = target(to);
    let (old, new) = (parse(before), parse(after));
    assert_eq!(new.errors(), [], "{after}");
    let catalog = Catalog::default();
    for object in objects(&Manifest::new(&new, &catalog, Version::newest())) {
        assert!(object.node.get("apiVersion").is_some_and(|it| it.is(target.api_version())), "{after}");
        let nothing = Conversion::Steps { operations: Vec::new(), notes: Vec::new() };
        assert_eq!(convert(object, target), nothing, "converting again changes nothing:\n{after}");
        let schemas: Vec<Schema<'_>> = [Some(target), target.experimental()]
            .into_iter()
            .flatten()
            .filter_map(|kind| kind.schema(Version::newest()))
            .collect();
        let unknown: Vec<Option<String>> = schemas.iter().map(|schema| unknown_field(object.node, *schema)).collect();
        assert!(unknown.iter().any(Option::is_none), "not in {to}: {unknown:?}\n{after}");
    }
    // Comments go only with what is dropped: the tables say `dropped` there.
    for comment in old.comments() {
        let comment = &old.text()[*comment];
        assert!(after.contains(comment) || comment.contains("dropped"), "lost {comment:?}:\n{after}");
    }
}

/// The first field that a schema lacks.
fn unknown_field(node: Node<'_>, schema: Schema<'_>) -> Option<String> {
    let node = node.effective();
    match node.kind() {
        Kind::Mapping => node.merged_entries().iter().find_map(|entry| {
            let inner = match schema.field(&entry.name()) {
                Some(field) => Some(field.schema),
                None if schema.is_closed() => return Some(entry.value.route().to_string()),
                None => schema.values(),
            };
            inner.and_then(|inner| unknown_field(entry.value, inner))
        }),
        Kind::Sequence => schema.items().and_then(|items| node.items().find_map(|item| unknown_field(item, items))),
        Kind::Scalar(_) | Kind::Alias | Kind::Null => None,
    }
}

fn target(to: &str) -> schema::kubernetes::Kind<'static> {
    let (api_version, name) = to.split_once(' ').expect("a version and a kind");
    kind(api_version, name).expect("a known kind")
}

/// The objects of a manifest without the lists they stand in.
fn objects<'a>(manifest: &Manifest<'a>) -> Vec<Object<'a>> {
    manifest.objects.iter().copied().filter(|object| !object.is_one_of(&["List"])).collect()
}

#[track_caller]
fn check(text: &str, to: &str, expected: &Expect) {
    expected.assert_eq(&converted(text, to));
}

/// The kinds that the facts name a replacement for, or that a later version of the same name succeeds.
fn former_kinds() -> Vec<schema::kubernetes::Kind<'static>> {
    let names: std::collections::BTreeSet<&str> = schema::kubernetes::kinds(Version::newest())
        .chain(schema::kubernetes::custom_kinds())
        .map(schema::kubernetes::Kind::name)
        .filter(|name| !name.ends_with("List"))
        .collect();
    names.into_iter().flat_map(schema::kubernetes::api_versions_of).collect()
}
