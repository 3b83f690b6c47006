//! The texts that stand beside the proposals, by keys that hold everywhere: no file is needed to read them again.

use project::kubernetes::Place;
use schema::kubernetes::snippets::{self, Snippet};
use schema::kubernetes::{Field, Form, Kind, Schema, Shape, Version, kind, notes, well_known};

use crate::documentation::Topic;
use crate::kubernetes::hover::{exists, gate, has_notes, label, life, paragraphs, sentences, type_name, values};
use crate::kubernetes::reference;
use crate::types::DocumentationKey;

/// A field of what `place` is. `None`: a custom resource that is not bundled has it, and nobody could read it again.
pub(super) fn field_key(place: &Place<'_>, owner: Schema<'_>, field: &str) -> Option<DocumentationKey> {
    if let Some(definition) = owner.definition().filter(|it| Schema::of_definition(it, owner.version()).is_some()) {
        return Some(Topic::ManifestField.key(format!("{definition} {field}")));
    }
    let kind = kind(place.kind.api_version(), place.kind.name()).filter(|kind| *kind == place.kind)?;
    let dot = if place.plain_path.is_empty() { "" } else { "." };
    let path = format!("{}{dot}{field}", place.plain_path);
    let key = format!("{} {} {path}", kind.api_version(), kind.name());
    custom_field(kind, &path).map(|_| Topic::ManifestField.key(key))
}

/// A value that there is more to say about than its name.
pub(super) fn value_key(owner: Schema<'_>, field: &str, value: &str) -> Option<DocumentationKey> {
    let definition = owner.definition_name()?;
    notes::value_note(definition, field, value)?;
    Some(Topic::ManifestValue.key(format!("{definition} {field} {value}")))
}

/// A kind; `None`: it is not bundled.
pub(super) fn kind_key(kind: Kind<'_>) -> Option<DocumentationKey> {
    let bundled = schema::kubernetes::kind(kind.api_version(), kind.name())?;
    (bundled == kind).then(|| Topic::ManifestKind.key(format!("{} {}", kind.api_version(), kind.name())))
}

/// A label or an annotation of Kubernetes.
pub(super) fn label_key(name: &str, form: Form) -> Option<DocumentationKey> {
    let word = match form {
        Form::Label => "label",
        Form::Annotation => "annotation",
        Form::Taint => "taint",
    };
    Some(Topic::ManifestLabel.key(format!("{word} {name}")))
}

/// A block.
pub(super) fn snippet_key(snippet: &Snippet) -> Option<DocumentationKey> {
    Some(Topic::ManifestSnippet.key(snippet.prefix))
}

/// The text for a key of one of the topics of manifests; `None` for one that nobody gave out.
pub(crate) fn documentation(topic: Topic, name: &str) -> Option<String> {
    let words: Vec<&str> = name.splitn(3, ' ').collect();
    match (topic, words.as_slice()) {
        (Topic::ManifestField, [definition, field]) => {
            let owner = Schema::of_definition(definition, Version::newest())?;
            let found = owner.field_in_any_version(field)?;
            let note = notes::note(owner.definition_name()?, field).map(|note| note.text);
            Some(card(&found, note, reference::of_field(owner, field)))
        }
        (Topic::ManifestField, [api_version, name, path]) => {
            let kind = kind(api_version, name)?;
            let note = if has_notes(kind) { notes::note(kind.name(), path).map(|note| note.text) } else { None };
            Some(card(&custom_field(kind, path)?, note, None))
        }
        (Topic::ManifestValue, [definition, field, value]) => {
            let note = notes::value_note(definition, field, value)?;
            Some(format!("**`{value}`** · value of `{field}`\n\n{}", note.text))
        }
        (Topic::ManifestKind, [api_version, name]) => {
            let kind = kind(api_version, name)?;
            let title = format!("**{}** · `{}`", kind.name(), kind.api_version());
            let note = if has_notes(kind) { notes::kind_note(kind.name()) } else { None };
            let life = life(kind, Version::newest());
            Some(paragraphs([Some(title), note.map(|note| note.text.to_owned()), life, reference::of_kind(kind)]))
        }
        (Topic::ManifestLabel, [word, name]) => {
            let form = match *word {
                "label" => Form::Label,
                "annotation" => Form::Annotation,
                "taint" => Form::Taint,
                _ => return None,
            };
            let note = notes::note("ObjectMeta", &format!("{word}s.{name}"));
            Some(label(well_known(name, form)?, name, note))
        }
        (Topic::ManifestSnippet, [prefix]) => {
            let snippet = snippets::all().iter().find(|it| it.prefix == *prefix)?;
            let title = format!("**{}** · {}", snippet.prefix, snippet.title);
            let about = Some(snippet.documentation.to_owned()).filter(|text| !text.is_empty());
            let text = format!("```yaml\n{}\n```", snippet.filled());
            Some(paragraphs([Some(title), about, Some(text)]))
        }
        _ => None,
    }
}

/// A field of a custom resource by its path without lists.
fn custom_field<'s>(kind: Kind<'s>, path: &str) -> Option<Field<'s>> {
    let mut schema = kind.schema(Version::newest())?;
    let mut found = None;
    for name in path.split('.') {
        // Lists of lists end somewhere.
        for _ in 0..4 {
            match schema.items() {
                Some(items) if schema.shape() == Shape::List => schema = items,
                Some(_) | None => break,
            }
        }
        let field = schema.field_in_any_version(name)?;
        schema = field.schema;
        found = Some(field);
    }
    found
}

fn card(field: &Field<'_>, note: Option<&str>, upstream: Option<String>) -> String {
    let mut title = format!("**`{}`** · {}", field.name, type_name(field.schema));
    title.push_str(if field.is_required { " · required" } else { " · optional" });
    if field.schema.is_deprecated() {
        title.push_str(" · deprecated");
    }
    let note = note.map(str::to_owned).or_else(|| {
        let is_object = field.schema.shape() == Shape::Object;
        let definition = field.schema.definition_name().filter(|_| is_object)?;
        notes::kind_note(definition).map(|note| note.text.to_owned())
    });
    let presence = exists(field.since, field.until, Version::newest());
    let facts = sentences([values(field.schema), presence, gate(field.schema)]);
    paragraphs([Some(title), note, facts, upstream])
}
