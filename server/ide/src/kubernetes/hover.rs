//! Hover in a manifest: fields, kinds, values of enums, quantities, schedules.

use std::path::Path;

use project::Snapshot;
use project::kubernetes::{Member, Object, Place, around, place};
use schema::kubernetes::notes::{self, Note};
use schema::kubernetes::values::zone::Timestamp;
use schema::kubernetes::{Catalog, Choice, Form, Kind, Schema, Scope, Shape, Types, Version, WellKnown, well_known};
use syntax::TextSize;
use syntax::yaml::{Node, Role, Yaml};

use super::card::{self, Card};
use super::effective::{self, code};
use super::value::{in_words, mistake, next_runs};
use super::{reference, referred};
use crate::types::Hover;

/// How many values of an enum are listed.
const MOST_VALUES: usize = 12;

/// The groups of the custom resources that the notes speak of; other projects have a `Gateway` too.
const NOTED_GROUPS: [&str; 2] = ["gateway.networking.k8s.io", "snapshot.storage.k8s.io"];

/// What is to be said about the key or value at `offset`, and with a clock what happens next; `None` where there is
/// nothing, or nothing is known.
pub(crate) fn hover(
    snapshot: &Snapshot,
    path: &Path,
    yaml: &Yaml,
    offset: TextSize,
    now: Option<Timestamp>,
) -> Option<Hover> {
    let node = yaml.node_at(offset)?;
    let text = node.text()?;
    let version = snapshot.kubernetes_version(path);
    let catalog = &snapshot.catalog(path);
    if node.role() != Role::Key
        && let Some(hover) = referred::hover(snapshot, path, yaml, offset)
    {
        return Some(hover);
    }
    let markdown = match node.as_entry() {
        Some(entry) if entry.is("kind") || entry.is("apiVersion") => {
            card_of(snapshot, path, node.parent()?, catalog, version)
                .or_else(|| about(node, &text, catalog, version, now))
        }
        Some(_) | None => about(node, &text, catalog, version, now),
    }?;
    Some(Hover { range: node.range(), markdown })
}

/// The card of the object that `mapping` is; `None`: it is none, or of a kind that is not known.
fn card_of(snapshot: &Snapshot, path: &Path, mapping: Node<'_>, catalog: &Catalog, version: Version) -> Option<String> {
    let place = around(mapping, catalog, version)?;
    let graph = snapshot.graph();
    let mut objects = graph.file(path).into_iter().flat_map(|file| &file.objects);
    let own = objects.position(|object| object.site.range == mapping.range());
    let own = own.and_then(|index| graph.definition(path, index));
    let here = own.map(|own| card::card(graph, own)).unwrap_or_default();
    (place.object.node == mapping).then(|| card(place.object, place.kind, version, &here))
}

fn about(node: Node<'_>, text: &str, catalog: &Catalog, version: Version, now: Option<Timestamp>) -> Option<String> {
    match node.role() {
        Role::Key => {
            let value = node.as_entry()?.value;
            let place = place(value, catalog, version)?;
            field(&place, place.member.as_ref()?, value, version, now)
        }
        Role::Value | Role::Item => {
            let place = place(node, catalog, version)?;
            let member = place.member.as_ref()?;
            amount(&place, member, node, text, version, now)
                .or_else(|| choice(&place, member, text, version))
                .or_else(|| wrong(&place, member, node, text))
        }
        Role::Root => None,
    }
}

/// A field, or a key of a map.
fn field(
    place: &Place<'_>,
    member: &Member<'_>,
    value: Node<'_>,
    version: Version,
    now: Option<Timestamp>,
) -> Option<String> {
    let schema = place.schema?;
    if let Some(known) = well_known_key(member) {
        return Some(label(known, member.keys.last()?, note(place, member)));
    }
    let mut title = format!("**`{}`** · {}", member.name(), type_name(schema));
    if member.keys.is_empty() {
        title.push_str(if member.field.is_required { " · required" } else { " · optional" });
    }
    if schema.is_deprecated() {
        title.push_str(" · deprecated");
    }
    let text = value.text();
    let words = text.as_ref().and_then(|text| Some(format!(" · `{text}` = {}", in_words(place, member, text)?)));
    title.extend(words);
    let wrong = text.as_ref().and_then(|text| mistake(place, value, text));
    let next = text.zip(now).and_then(|(text, now)| next_runs(place, value, &text, now));
    let here = if wrong.is_none() { effective::here(place, member, value, version) } else { None };
    let note = note(place, member).map(|note| note.text.to_owned());
    let default = effective::default(place, member, schema, value, version);
    let facts = [values(schema), default, presence(member, version), gate(schema)];
    let upstream = reference::of_schema(schema, place.kind);
    let upstream = upstream.or_else(|| reference::of_field(member.owner, member.field.name));
    Some(paragraphs([Some(title), wrong, note, next, sentences(facts), here, upstream]))
}

/// What Kubernetes says about a label or annotation; `None`: it gives it no meaning.
fn well_known_key(member: &Member<'_>) -> Option<WellKnown> {
    let form = match member.field.name {
        "labels" | "matchLabels" | "nodeSelector" => Form::Label,
        "annotations" => Form::Annotation,
        _ => return None,
    };
    well_known(member.keys.last()?, form)
}

pub(super) fn label(known: WellKnown, key: &str, note: Option<&Note>) -> String {
    let form = match known.form {
        Form::Label => "label",
        Form::Annotation => "annotation",
        Form::Taint => "taint",
    };
    // Labels and annotations are texts: a boolean is quoted.
    let values: Vec<String> = match known.value {
        "bool" => ["\"true\"", "\"false\""].map(code).to_vec(),
        _ => known.values().map(code).collect(),
    };
    let values = (!values.is_empty()).then(|| format!("Values: {}.", values.join(", ")));
    let deprecated = known.is_deprecated().then(|| {
        let since = known.deprecated().map(|since| format!(" since Kubernetes {since}")).unwrap_or_default();
        let instead = known.replacement().map(|instead| format!("; write {}", code(instead))).unwrap_or_default();
        format!("Deprecated{since}{instead}.")
    });
    let kinds = known.kinds().collect::<Vec<_>>().join(", ");
    let kinds = if kinds.is_empty() { kinds } else { format!(" on {kinds}") };
    let title = format!("**`{key}`** · {form} of Kubernetes{kinds}");
    paragraphs([Some(title), note.map(|note| note.text.to_owned()), sentences([values, deprecated])])
}

/// A quantity, a duration, a schedule; `None`: the value is none, or its unit is unknown.
fn amount(
    place: &Place<'_>,
    member: &Member<'_>,
    value: Node<'_>,
    text: &str,
    version: Version,
    now: Option<Timestamp>,
) -> Option<String> {
    let title = format!("**`{text}`** = {} · `{}`", in_words(place, member, text)?, member.name());
    let next = now.and_then(|now| next_runs(place, value, text, now));
    let here = effective::here(place, member, value, version);
    Some(paragraphs([Some(title), note(place, member).map(|note| note.text.to_owned()), next, here]))
}

/// A value that cannot be read as what the field takes.
fn wrong(place: &Place<'_>, member: &Member<'_>, value: Node<'_>, text: &str) -> Option<String> {
    let mistake = mistake(place, value, text)?;
    let title = format!("**{}** · value of `{}`", code(text), member.name());
    Some(paragraphs([Some(title), Some(mistake), note(place, member).map(|note| note.text.to_owned())]))
}

/// A value that the schema or a note knows.
fn choice(place: &Place<'_>, member: &Member<'_>, text: &str, version: Version) -> Option<String> {
    let schema = place.schema?;
    let known = schema.all_choices().find(|choice| choice.value.as_str() == text);
    let value_note = owners(place, member).find_map(|(owner, name)| notes::value_note(owner, &name, text));
    if known.is_none() && value_note.is_none() {
        return None;
    }
    let title = format!("**`{text}`** · value of `{}`", member.name());
    let note = value_note.or_else(|| note(place, member)).map(|note| note.text.to_owned());
    let since = known.and_then(|Choice { since, until, .. }| exists(since, until, version));
    Some(paragraphs([Some(title), note, since]))
}

/// The kind of an object, with its name.
fn card(object: Object<'_>, kind: Kind<'_>, version: Version, here: &Card) -> String {
    let mut title = match object.title() {
        Some(name) => format!("**{} `{name}`** · `{}`", kind.name(), kind.api_version()),
        None => format!("**{}** · `{}`", kind.name(), kind.api_version()),
    };
    title.push_str(match kind.scope() {
        Some(Scope::Namespaced) => " · in a namespace",
        Some(Scope::Cluster) => " · for the whole cluster",
        Some(Scope::Subresource) | None => "",
    });
    if kind.is_custom() {
        title.push_str(" · custom resource");
    }
    if !here.size.is_empty() {
        title.push_str(" · ");
        title.push_str(&here.size);
    }
    let note = has_notes(kind).then(|| notes::kind_note(kind.name())).flatten().map(|note| note.text.to_owned());
    let lines = Some(here.lines.join("\n\n")).filter(|lines| !lines.is_empty());
    paragraphs([Some(title), lines, note, life(kind, version), reference::of_kind(kind)])
}

/// Since when a kind is there, and until when; `None` where there is nothing to say.
pub(super) fn life(kind: Kind<'_>, version: Version) -> Option<String> {
    let instead = kind
        .replacement(version)
        .filter(|other| *other != kind)
        .map(|other| {
            let name = if other.name() == kind.name() { String::new() } else { format!(" {}", other.name()) };
            format!("; write `{}{name}`", other.api_version())
        })
        .unwrap_or_default();
    if kind.is_served_in(version) {
        let deprecated = match kind.deprecated() {
            Some(since) if since <= version => {
                let removed = kind.removed().map(|it| format!(", gone in {it}")).unwrap_or_default();
                Some(format!("Deprecated since Kubernetes {since}{removed}{instead}."))
            }
            Some(_) | None => kind.is_deprecated_in(version).then(|| format!("Deprecated{instead}.")),
        };
        return deprecated.or_else(|| kind.since().map(|since| format!("Since Kubernetes {since}.")));
    }
    if let Some(component) = kind.component() {
        let removed = Some(component.removed).filter(|it| !it.is_empty());
        let removed = removed.map_or_else(|| " no longer has it".to_owned(), |it| format!(" {it} removed it"));
        return Some(format!("{}{removed}{instead}.", component.name));
    }
    if kind.is_custom() {
        return None;
    }
    let why = match (kind.since(), kind.removed()) {
        (Some(since), _) if since > version => format!(" yet: it came with {since}"),
        (_, Some(removed)) => format!(": {removed} removed it"),
        (Some(_) | None, None) => String::new(),
    };
    Some(format!("**Kubernetes {version} does not serve it**{why}{instead}."))
}

/// Whether the notes speak of this kind, and not of another one of that name.
pub(super) fn has_notes(kind: Kind<'_>) -> bool {
    !kind.is_custom() || NOTED_GROUPS.contains(&kind.group())
}

/// What the notes may call a field: by the definition that has it, or by the kind and the path; the key of a map first.
fn owners<'a>(place: &'a Place<'a>, member: &'a Member<'a>) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
    let kind = place.kind;
    let field = member.field.name;
    let by_definition = member.owner.definition_name().into_iter().flat_map(move |definition| {
        let key = (!member.keys.is_empty()).then(|| (definition, member.name()));
        key.into_iter().chain([(definition, field.to_owned())])
    });
    let is_custom = kind.is_custom() && has_notes(kind);
    by_definition.chain(is_custom.then(|| (kind.name(), place.plain_path.clone())))
}

/// The note on a field; else the one on the type of its value.
fn note(place: &Place<'_>, member: &Member<'_>) -> Option<&'static Note> {
    let of_field = owners(place, member).find_map(|(owner, name)| notes::note(owner, &name));
    of_field.or_else(|| {
        let schema = place.schema.filter(|schema| member.keys.is_empty() && schema.shape() == Shape::Object)?;
        notes::kind_note(schema.definition_name()?)
    })
}

/// `Probe`, `list of Container`, `map of string`.
pub(super) fn type_name(schema: Schema<'_>) -> String {
    let mut schema = schema;
    let mut name = String::new();
    // Lists of lists end somewhere; maps of maps may not.
    for _ in 0..4 {
        let (word, inner) = match schema.shape() {
            Shape::List => ("list", schema.items()),
            Shape::Map => ("map", schema.values()),
            Shape::Any => ("any value", None),
            Shape::Object => (schema.definition_name().unwrap_or("object"), None),
            Shape::String => ("string", None),
            Shape::Integer => ("integer", None),
            Shape::Number => ("number", None),
            Shape::Boolean => ("boolean", None),
            Shape::IntOrString => ("integer or string", None),
            Shape::Quantity => ("quantity", None),
            Shape::Several => return name + &several(schema.types()),
        };
        name.push_str(if word == "map" && inner.is_none() { "object" } else { word });
        let Some(inner) = inner else { break };
        name.push_str(" of ");
        schema = inner;
    }
    name
}

pub(super) fn several(types: Types) -> String {
    let words = Types::WORDS.iter().filter(|(one, _)| types.contains(*one)).map(|(_, word)| match *word {
        "array" => "list",
        "int" => "integer",
        "bool" => "boolean",
        word => word,
    });
    words.collect::<Vec<_>>().join(" or ")
}

pub(super) fn values(schema: Schema<'_>) -> Option<String> {
    let schema = if schema.shape() == Shape::List { schema.items()? } else { schema };
    let values: Vec<String> = schema.choices().map(|choice| code(choice.value.as_str())).collect();
    let what = if schema.takes_other_values() { "Known values" } else { "Values" };
    let more = values.len().saturating_sub(MOST_VALUES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let shown = values.iter().take(MOST_VALUES).cloned().collect::<Vec<_>>().join(", ");
    (!values.is_empty()).then(|| format!("{what}: {shown}{more}."))
}

fn presence(member: &Member<'_>, version: Version) -> Option<String> {
    if member.keys.is_empty() { exists(member.field.since, member.field.until, version) } else { None }
}

/// In which versions something exists; `None`: in all of them.
pub(super) fn exists(since: Option<Version>, until: Option<Version>, version: Version) -> Option<String> {
    match (since, until) {
        (Some(since), _) if since > version => Some(format!("**Not in Kubernetes {version}**: it came with {since}.")),
        (_, Some(until)) if until < version => {
            Some(format!("**Not in Kubernetes {version}**: {until} was the last with it."))
        }
        (Some(since), Some(until)) => Some(format!("In Kubernetes {since} to {until}.")),
        (Some(since), None) => Some(format!("Since Kubernetes {since}.")),
        (None, Some(until)) => Some(format!("Until Kubernetes {until}.")),
        (None, None) => None,
    }
}

pub(super) fn gate(schema: Schema<'_>) -> Option<String> {
    schema.gate().map(|gate| format!("Feature gate `{gate}`."))
}

pub(super) fn sentences<const N: usize>(facts: [Option<String>; N]) -> Option<String> {
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    (!facts.is_empty()).then(|| facts.join(" "))
}

pub(super) fn paragraphs<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}
