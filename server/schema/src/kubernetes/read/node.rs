//! One schema of JSON Schema, and all below it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::layout::Arity;
use super::super::text::{Child, Choice, Fact, Node, Role, Span, Types, Value};
use super::reference;

/// The regular expression that controller-gen writes for a quantity.
const QUANTITY: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

/// Schemas inside schemas are read this deep; below, anything is taken. The deepest public one has 40.
const DEEPEST: usize = 96;

/// This many schemas of one file are read; the largest public file has a third of it.
const MOST: usize = 300_000;

/// The first paragraph of a description is cut here, in bytes.
const LONGEST_TEXT: usize = 1_000;

/// Where a schema comes from, which decides how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect<'a> {
    /// The OpenAPI definitions of Kubernetes.
    Core,
    /// A CustomResourceDefinition; `additionalProperties: false` is an addition of its collector.
    Custom,
    /// A JSON Schema for the format of this name; its definitions are called `name#Definition`.
    Format(&'a str),
    /// Any JSON Schema or OpenAPI document that is read at run time.
    Schema,
}

impl Dialect<'_> {
    fn reference(self, reference: &str) -> String {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        match self {
            Dialect::Core | Dialect::Custom => name.to_owned(),
            Dialect::Format(format) => format!("{format}#{}", if reference == "#" { "" } else { name }),
            Dialect::Schema => reference::name(reference),
        }
    }
}

/// The facts of a schema and all below it, without descriptions: for facts that are bundled.
#[must_use]
pub fn node(json: &Json, dialect: Dialect) -> Node {
    Reader::new(dialect, false).node(json, 0)
}

/// Reads schemas of one file.
pub(super) struct Reader<'a> {
    dialect: Dialect<'a>,
    /// Whether descriptions and messages are kept, and what only the API server adds is added: for schemas read at run time.
    is_run_time: bool,
    /// How many schemas may still be read.
    left: usize,
    /// Whether something was left out because it is too deep or too much.
    pub(super) is_cut: bool,
    /// What was referred to: the name, and the reference as it is written.
    pub(super) references: BTreeMap<String, String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(dialect: Dialect<'a>, is_run_time: bool) -> Self {
        Self { dialect, is_run_time, left: MOST, is_cut: false, references: BTreeMap::new() }
    }

    /// The facts of a schema and all below it; anything where it is too deep.
    pub(super) fn node(&mut self, json: &Json, depth: usize) -> Node {
        let Some(schema) = json.as_object() else {
            return if json == &Json::Bool(false) { nothing() } else { Node::default() };
        };
        if depth > DEEPEST || self.left == 0 {
            self.is_cut = true;
            return Node::default();
        }
        self.left -= 1;
        let mut node = Node::default();
        for (key, value) in schema {
            self.read_key(&mut node, key, value, json, depth);
        }
        self.read_fields(&mut node, json, depth);
        if self.is_run_time {
            self.read_run_time(&mut node, json);
        }
        if node.fact(Fact::IntOrString).is_some() {
            make_int_or_string(&mut node);
        }
        node.children.sort();
        node
    }

    fn read_key(&mut self, node: &mut Node, key: &str, value: &Json, owner: &Json, depth: usize) {
        if let Some(fact) = fact_of(key) {
            // From draft 6 on the bound itself stands here.
            if let (Some(bound), true) = (bound_of(fact), value.is_number()) {
                node.set(bound, vec![value.to_string()]);
                node.set(fact, Vec::new());
            } else if let Some(values) = values_of(fact, value) {
                node.set(fact, values);
            }
            return;
        }
        match key {
            "type" => node.types = types_of(value),
            "$ref" => node.reference = value.as_str().map(|it| self.reference(it)),
            "enum" | "x-known-values" => {
                node.choices = value.as_array().into_iter().flatten().map(choice).collect();
                node.choices.sort();
                node.choices.dedup();
                if key == "x-known-values" {
                    node.set(Fact::Known, Vec::new());
                }
            }
            "const" => node.choices = vec![choice(value)],
            "default" => match value.as_str() {
                Some(text) => node.set(Fact::Default, vec![text.to_owned()]),
                None => node.set(Fact::DefaultJson, vec![value.to_string()]),
            },
            // From draft 2019 on, these are for what stands behind the items that have a schema each.
            "items" if owner.get("prefixItems").is_some() => {}
            "items" => match value.as_array() {
                Some(items) if items.len() > 1 && self.dialect == Dialect::Schema => {}
                Some(items) => self.add(node, &Role::Items, items.iter().take(1), depth),
                None => self.add(node, &Role::Items, [value], depth),
            },
            "additionalProperties" => match value {
                Json::Bool(false) if self.dialect == Dialect::Custom => {}
                Json::Bool(false) => node.set(Fact::Closed, Vec::new()),
                Json::Bool(true) => node.set(Fact::Open, Vec::new()),
                it if it.as_object().is_some_and(serde_json::Map::is_empty) => node.set(Fact::Open, Vec::new()),
                it => self.add(node, &Role::Values, [it], depth),
            },
            "patternProperties" => {
                for (regex, it) in value.as_object().into_iter().flatten() {
                    let role = if regex == ".*" { Role::Values } else { Role::Pattern(regex.clone()) };
                    self.add(node, &role, [it], depth);
                }
            }
            "allOf" => self.add(node, &Role::AllOf, value.as_array().into_iter().flatten(), depth),
            "anyOf" => self.add(node, &Role::AnyOf, value.as_array().into_iter().flatten(), depth),
            "oneOf" => self.add(node, &Role::OneOf, value.as_array().into_iter().flatten(), depth),
            "not" => self.add(node, &Role::Not, [value], depth),
            "if" => self.add(node, &Role::If, [value], depth),
            "then" => self.add(node, &Role::Then, [value], depth),
            "else" => self.add(node, &Role::Else, [value], depth),
            _ => {}
        }
    }

    fn add<'j>(&mut self, node: &mut Node, role: &Role, of: impl IntoIterator<Item = &'j Json>, depth: usize) {
        for json in of {
            let child = self.node(json, depth + 1);
            node.children.push(Child { role: role.clone(), span: Span::default(), required: false, node: child });
        }
    }

    fn reference(&mut self, reference: &str) -> String {
        let name = self.dialect.reference(reference);
        self.references.entry(name.clone()).or_insert_with(|| reference.to_owned());
        name
    }

    fn read_fields(&mut self, node: &mut Node, json: &Json, depth: usize) {
        let mut missing: BTreeSet<&str> =
            json["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        for (name, it) in json["properties"].as_object().into_iter().flatten() {
            let required = missing.remove(name.as_str());
            let node_of = self.node(it, depth + 1);
            let role = Role::Field(name.clone());
            node.children.push(Child { role, span: Span::default(), required, node: node_of });
        }
        if !missing.is_empty() {
            node.set(Fact::Need, missing.into_iter().map(str::to_owned).collect());
        }
    }

    /// What bundled facts do not carry, and what documents of a cluster write in a way of their own.
    fn read_run_time(&self, node: &mut Node, json: &Json) {
        if let Some(text) = json["description"].as_str().and_then(first_paragraph) {
            node.set(Fact::Doc, vec![text]);
        }
        read_messages(node, &json["x-kubernetes-validations"]);
        if json["format"] == "int-or-string" {
            node.set(Fact::IntOrString, Vec::new());
        }
        // `allOf` around a single reference is how OpenAPI 3 puts a description beside one.
        if let [Child { role: Role::AllOf, node: only, .. }] = node.children.as_slice()
            && node.reference.is_none()
            && let Some(reference) = only.reference.clone()
            && *only == (Node { reference: Some(reference.clone()), ..Node::default() })
        {
            node.children.clear();
            node.reference = Some(reference);
        }
        // The default of every struct in the OpenAPI of Go types; it says nothing.
        if node.reference.is_some() && node.fact(Fact::DefaultJson).is_some_and(|it| it == ["{}"]) {
            node.facts.retain(|(fact, _)| *fact != Fact::DefaultJson);
        }
        let has_fields = node.children.iter().any(|child| matches!(child.role, Role::Field(_)));
        if node.fact(Fact::Embedded).is_some() && has_fields {
            super::complete(node, false);
        }
    }
}

/// A schema that takes no value.
fn nothing() -> Node {
    let child = Child { role: Role::Not, span: Span::default(), required: false, node: Node::default() };
    Node { children: vec![child], ..Node::default() }
}

/// What is said where a CEL rule does not hold, beside the rules.
fn read_messages(node: &mut Node, validations: &Json) {
    let rules = || validations.as_array().into_iter().flatten().filter(|it| it["rule"].is_string());
    for (fact, key) in [(Fact::Message, "message"), (Fact::MessageRule, "messageExpression")] {
        let texts: Vec<String> = rules().map(|it| one_line(it[key].as_str().unwrap_or_default())).collect();
        if texts.iter().any(|text| !text.is_empty()) {
            node.set(fact, texts);
        }
    }
}

/// The first paragraph of a description on one line; `None`: it says nothing.
fn first_paragraph(text: &str) -> Option<String> {
    let lines = text.trim().lines().map(str::trim).take_while(|line| !line.is_empty());
    let mut paragraph = lines.collect::<Vec<_>>().join(" ");
    if paragraph.len() > LONGEST_TEXT {
        let end = (0..=LONGEST_TEXT).rev().find(|at| paragraph.is_char_boundary(*at)).unwrap_or(0);
        paragraph.truncate(end);
        paragraph.push('…');
    }
    (!paragraph.is_empty()).then_some(paragraph)
}

/// A number or a string is written as `anyOf`, `oneOf` or no type at all; here it has both types and the fact.
fn make_int_or_string(node: &mut Node) {
    let is_type = |child: &Child| {
        matches!(child.role, Role::AnyOf | Role::OneOf)
            && child.node == Node { types: child.node.types, ..Node::default() }
    };
    node.children.retain(|child| !is_type(child) && child.role != Role::AllOf);
    let is_quantity = node.fact(Fact::Pattern).is_some_and(|it| it == [QUANTITY]);
    if is_quantity {
        node.facts.retain(|(fact, _)| *fact != Fact::Pattern);
        node.set(Fact::Format, vec!["quantity".to_owned()]);
    }
    let takes_fractions = node.fact(Fact::Format).is_some_and(|it| it == ["quantity"]);
    node.types = Types::STRING.with(if takes_fractions { Types::NUMBER } else { Types::INTEGER });
}

fn fact_of(key: &str) -> Option<Fact> {
    Some(match key {
        "format" => Fact::Format,
        "pattern" => Fact::Pattern,
        "minimum" => Fact::Minimum,
        "maximum" => Fact::Maximum,
        "exclusiveMinimum" => Fact::ExclusiveMinimum,
        "exclusiveMaximum" => Fact::ExclusiveMaximum,
        "minLength" => Fact::MinLength,
        "maxLength" => Fact::MaxLength,
        "minItems" => Fact::MinItems,
        "maxItems" => Fact::MaxItems,
        "minProperties" => Fact::MinProperties,
        "maxProperties" => Fact::MaxProperties,
        "uniqueItems" => Fact::UniqueItems,
        "deprecated" => Fact::Deprecated,
        "nullable" => Fact::Nullable,
        "x-feature-gate" => Fact::Gate,
        "x-kubernetes-list-type" => Fact::List,
        "x-kubernetes-list-map-keys" => Fact::Keys,
        "x-kubernetes-patch-merge-key" => Fact::MergeKey,
        "x-kubernetes-patch-strategy" => Fact::Patch,
        "x-kubernetes-map-type" => Fact::Map,
        "x-kubernetes-preserve-unknown-fields" => Fact::PreserveUnknown,
        "x-kubernetes-embedded-resource" => Fact::Embedded,
        "x-kubernetes-int-or-string" => Fact::IntOrString,
        "x-kubernetes-validations" => Fact::Rule,
        "x-kubernetes-unions" => Fact::Unions,
        _ => return None,
    })
}

/// The bound that a fact is about, when it is about one.
fn bound_of(fact: Fact) -> Option<Fact> {
    [(Fact::ExclusiveMinimum, Fact::Minimum), (Fact::ExclusiveMaximum, Fact::Maximum)]
        .into_iter()
        .find(|(it, _)| *it == fact)
        .map(|(_, bound)| bound)
}

/// What a fact carries; `None`: it does not hold (`nullable: false`), or what stands there means nothing.
fn values_of(fact: Fact, value: &Json) -> Option<Vec<String>> {
    match fact {
        Fact::Rule => {
            let rules: Vec<String> =
                value.as_array()?.iter().filter_map(|it| it["rule"].as_str()).map(one_line).collect();
            return (!rules.is_empty()).then_some(rules);
        }
        Fact::Unions => return value.is_array().then(|| vec![value.to_string()]),
        Fact::Minimum | Fact::Maximum => return value.is_number().then(|| vec![value.to_string()]),
        Fact::MinLength
        | Fact::MaxLength
        | Fact::MinItems
        | Fact::MaxItems
        | Fact::MinProperties
        | Fact::MaxProperties => return value.as_u64().map(|count| vec![count.to_string()]),
        Fact::Format
        | Fact::Pattern
        | Fact::ExclusiveMinimum
        | Fact::ExclusiveMaximum
        | Fact::UniqueItems
        | Fact::List
        | Fact::Keys
        | Fact::MergeKey
        | Fact::Patch
        | Fact::Map
        | Fact::Default
        | Fact::DefaultJson
        | Fact::Gate
        | Fact::Deprecated
        | Fact::PreserveUnknown
        | Fact::Embedded
        | Fact::Nullable
        | Fact::IntOrString
        | Fact::Closed
        | Fact::Open
        | Fact::Need
        | Fact::Known
        | Fact::Like
        | Fact::Doc
        | Fact::Message
        | Fact::MessageRule => {}
    }
    match (fact.arity(), value) {
        (Arity::Flag, Json::Bool(true)) => Some(Vec::new()),
        (Arity::One, Json::String(text)) => Some(vec![text.clone()]),
        (Arity::Many, Json::Array(items)) => {
            let texts: Vec<String> = items.iter().filter_map(Json::as_str).map(str::to_owned).collect();
            (!texts.is_empty()).then_some(texts)
        }
        (Arity::Flag | Arity::One | Arity::Many, _) => None,
    }
}

/// CEL does not care how its blanks are laid out, except inside quotes, where no rule has a line break.
fn one_line(rule: &str) -> String {
    if rule.contains('\n') {
        rule.split('\n').map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
    } else {
        rule.to_owned()
    }
}

fn choice(value: &Json) -> Choice {
    let value = match value.as_str() {
        Some(text) => Value::Text(text.to_owned()),
        None => Value::Json(value.to_string()),
    };
    Choice { value, span: Span::default() }
}

fn types_of(value: &Json) -> Types {
    let words: Vec<&str> = match value {
        Json::String(word) => vec![word],
        other => other.as_array().into_iter().flatten().filter_map(Json::as_str).collect(),
    };
    words.into_iter().fold(Types::default(), |types, word| {
        types.with(match word {
            "object" => Types::OBJECT,
            "array" => Types::ARRAY,
            "string" => Types::STRING,
            "integer" => Types::INTEGER,
            "number" => Types::NUMBER,
            "boolean" => Types::BOOLEAN,
            "null" => Types::NULL,
            _ => Types::default(),
        })
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::{Value as Json, json};

    use super::super::super::text::{Block, File, Head, Span, write};
    use super::{Dialect, QUANTITY, node};

    fn check(dialect: Dialect, json: &Json, expected: &Expect) {
        let block = Block { head: Head::Type("it".to_owned(), Span::default()), node: node(json, dialect) };
        expected.assert_eq(&write(&File { blocks: vec![block] }));
    }

    #[test]
    fn fields_are_marked_as_required() {
        check(
            Dialect::Core,
            &json!({
                "type": "object",
                "required": ["name", "elsewhere"],
                "properties": {
                    "name": {"type": "string", "minLength": 1},
                    "probe": {"$ref": "#/definitions/io.k8s.api.core.v1.Probe", "deprecated": true},
                    "level": {"type": "string", "enum": ["b", "a"]},
                    "mode": {"type": "string", "x-known-values": ["x y", "#1"]},
                },
            }),
            &expect![[r##"
                type it : object need=elsewhere
                 level string enum=a|b
                 mode string known enum="#1"|"x y"
                 name! string min-length=1
                 probe ->io.k8s.api.core.v1.Probe deprecated
            "##]],
        );
    }

    #[test]
    fn lists_and_maps_are_written_short_where_nothing_is_lost() {
        check(
            Dialect::Custom,
            &json!({
                "properties": {
                    "plain": {"type": "array", "items": {"type": "string"}},
                    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                    "strict": {"type": "array", "maxItems": 3, "items": {"type": "string", "pattern": "^a|b$"}},
                    "objects": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "integer"}}}},
                    "open": {"type": "object", "additionalProperties": true},
                    "collector": {"type": "object", "additionalProperties": false},
                },
            }),
            &expect![[r#"
                type it : any
                 collector object
                 labels {}string
                 objects []object
                  a int
                 open object open
                 plain []string
                 strict array max-items=3
                  [] string pattern="^a|b$"
            "#]],
        );
    }

    #[test]
    fn numbers_or_strings_have_both_types() {
        check(
            Dialect::Custom,
            &json!({
                "properties": {
                    "port": {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": true},
                    "cpu": {
                        "anyOf": [{"type": "integer"}, {"type": "string"}],
                        "pattern": QUANTITY,
                        "x-kubernetes-int-or-string": true,
                    },
                },
            }),
            &expect![[r#"
                type it : any
                 cpu string/number format=quantity int-or-string
                 port string/int int-or-string
            "#]],
        );
    }

    #[test]
    fn rules_and_alternatives_are_kept() {
        check(
            Dialect::Custom,
            &json!({
                "type": "object",
                "x-kubernetes-validations": [{"rule": "self.a != 'x'"}, {"rule": "has(self.b) &&\n  self.b > 1"}],
                "oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"not": {"anyOf": [{"required": ["a"]}]}}],
                "properties": {"a": {"type": "string", "default": "1"}, "b": {"type": "integer", "default": 1}},
            }),
            &expect![[r#"
                type it : object rule="self.a != 'x'","has(self.b) && self.b > 1"
                 a string default=1
                 b int default-json=1
                 ^ any
                  - any
                   | any need=a
                 ^ any need=a
                 ^ any need=b
            "#]],
        );
    }

    #[test]
    fn formats_close_objects_and_name_their_definitions() {
        check(
            Dialect::Format("chart"),
            &json!({
                "type": "object",
                "additionalProperties": false,
                "patternProperties": {"^x-": {}},
                "properties": {"entry": {"$ref": "#/definitions/entry"}, "never": false, "version": {"const": 2}},
            }),
            &expect![[r#"
                type it : object closed
                 entry ->chart#entry
                 never any
                  - any
                 version any enum=#2
                 ~"^x-" any
            "#]],
        );
    }
}
