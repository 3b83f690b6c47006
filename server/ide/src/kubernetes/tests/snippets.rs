//! What the snippets hold is what the API takes, in every version that serves their kinds.

use std::collections::BTreeSet;

use schema::kubernetes::snippets::{self, Place, Snippet};
use schema::kubernetes::{Format, Schema, Types, Version, kind};
use syntax::yaml::{self, Flavour, Node, Resolved};

/// What is wrong in the texts, said once for all versions it is wrong in.
#[derive(Default)]
struct Faults(BTreeSet<String>);

impl Faults {
    /// Goes through a value that should be as `schema` says. A snippet is not deep.
    fn read(&mut self, node: Node<'_>, schema: Schema<'_>, path: &str) {
        if node.is_mapping() {
            self.types(schema, Types::OBJECT, path);
            self.mapping(node, schema, path);
        } else if node.is_sequence() {
            self.types(schema, Types::ARRAY, path);
            for item in node.items() {
                match schema.items() {
                    Some(items) => self.read(item, items, &format!("{path}[]")),
                    None => self.say(path, "its items are not known"),
                }
            }
        } else {
            self.scalar(node, schema, path);
        }
    }

    fn mapping(&mut self, node: Node<'_>, schema: Schema<'_>, path: &str) {
        // What one of several alternatives requires is not required where another one is meant.
        let is_one = schema.alternatives().next().is_none();
        for field in schema.fields().filter(|field| is_one && field.is_required && node.get(field.name).is_none()) {
            self.say(path, &format!("`{}` is missing", field.name));
        }
        self.entries(node, schema, path);
    }

    fn entries(&mut self, node: Node<'_>, schema: Schema<'_>, path: &str) {
        for entry in node.entries() {
            let name = entry.name();
            let below = format!("{path}.{name}");
            match schema.field(&name).map(|field| field.schema).or_else(|| schema.values()) {
                Some(inner) => self.read(entry.value, inner, &below),
                None if schema.preserves_unknown_fields() || schema.types().is_any() => {}
                None => self.say(&below, "is not known"),
            }
        }
    }

    fn scalar(&mut self, node: Node<'_>, schema: Schema<'_>, path: &str) {
        let text = node.text().unwrap_or_default();
        let own = match node.resolved(Flavour::Kubernetes) {
            Some(Resolved::Bool(_)) => Types::BOOLEAN,
            Some(Resolved::Int(_)) => Types::INTEGER,
            Some(Resolved::Float(_)) => Types::NUMBER,
            Some(Resolved::Str(_)) => Types::STRING,
            Some(Resolved::Null) | None => return self.say(path, "is empty"),
        };
        if !(schema.is_quantity() || schema.is_int_or_string()) {
            self.types(schema, own, path);
        }
        let mut choices = schema.choices().peekable();
        let is_free = choices.peek().is_none() || schema.takes_other_values();
        if !is_free && choices.all(|choice| choice.value.as_str() != text) {
            self.say(path, &format!("does not take `{text}`"));
        }
    }

    fn types(&mut self, schema: Schema<'_>, own: Types, path: &str) {
        let is_text = schema.is_quantity() || schema.is_int_or_string();
        let is_taken = schema.types().takes(own) || (is_text && own == Types::STRING);
        if !is_taken {
            self.say(path, &format!("takes {:?}", schema.types()));
        }
    }

    fn say(&mut self, path: &str, what: &str) {
        self.0.insert(format!("{path} {what}"));
    }
}

/// Kustomizations are the one format among them that is no object of the API.
fn schema_of(document: Node<'_>, version: Version) -> Option<Schema<'static>> {
    let text = |key| document.get(key).and_then(Node::text).unwrap_or_default();
    let (api_version, name) = (text("apiVersion"), text("kind"));
    if api_version.starts_with("kustomize.config.k8s.io/") {
        return Format::Kustomization.schema();
    }
    let kind = kind(&api_version, &name).unwrap_or_else(|| panic!("{api_version} {name} is not known"));
    kind.schema(version).filter(|_| kind.is_served_in(version))
}

/// The snippet, and again with each later choice in the place of the first: `${1|one,other|}`.
fn with_every_choice(snippet: &Snippet) -> Vec<Snippet> {
    let mut all = vec![*snippet];
    let choices = snippet.body.split("${").filter_map(|piece| Some(piece.split_once('|')?.1.split_once("|}")?.0));
    for listed in choices {
        for choice in listed.split(',').skip(1) {
            let body = snippet.body.replace(&format!("|{listed}|}}"), &format!("|{choice}|}}"));
            all.push(Snippet { body: body.leak(), ..*snippet });
        }
    }
    all
}

#[test]
fn every_field_is_known_wherever_the_kind_is() {
    let mut faults = Faults::default();
    let all: Vec<Snippet> = snippets::all().iter().flat_map(with_every_choice).collect();
    assert!(all.len() > snippets::all().len(), "some have choices");
    for snippet in &all {
        let tree = yaml::parse(snippet.filled());
        assert!(tree.errors().is_empty(), "{}: {:?}", snippet.prefix, tree.errors());
        let mut seen = 0;
        for version in Version::all().filter(|version| snippet.fits(*version)) {
            for document in tree.documents() {
                let root = document.root();
                let prefix = snippet.prefix;
                match snippet.place {
                    Place::Document => {
                        let Some(schema) = schema_of(root, version) else { continue };
                        faults.mapping(root, schema, prefix);
                    }
                    Place::Fields(definition) => {
                        let schema = Schema::of_definition(definition, version).expect("a definition");
                        faults.entries(root, schema, prefix);
                    }
                    Place::Item { definition, field } => {
                        let schema = Schema::of_definition(definition, version).expect("a definition");
                        let items = schema.field(field).and_then(|field| field.schema.items()).expect("a list");
                        faults.read(root, items, prefix);
                    }
                }
                seen += 1;
            }
        }
        assert!(seen > 0, "{}: no version has its kind", snippet.prefix);
    }
    assert!(faults.0.is_empty(), "{:#?}", faults.0);
}
