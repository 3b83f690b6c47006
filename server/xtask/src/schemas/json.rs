//! JSON Schema in, facts out.

use schema::kubernetes::text::{Child, Choice, Fact, Node, Role, Span, Types, Value};
use serde_json::Value as Json;

/// The regular expression that controller-gen writes for a quantity.
const QUANTITY: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

/// Where a schema comes from, which decides how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect<'a> {
    /// The OpenAPI definitions of Kubernetes.
    Core,
    /// A CustomResourceDefinition; `additionalProperties: false` is an addition of its collector.
    Custom,
    /// A JSON Schema for the format of this name; its definitions are called `name#Definition`.
    Format(&'a str),
}

impl Dialect<'_> {
    fn reference(self, reference: &str) -> String {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        match self {
            Dialect::Core | Dialect::Custom => name.to_owned(),
            Dialect::Format(format) => format!("{format}#{}", if reference == "#" { "" } else { name }),
        }
    }
}

/// The facts of a schema and all below it.
pub(super) fn node(json: &Json, dialect: Dialect) -> Node {
    let Some(schema) = json.as_object() else {
        return if json == &Json::Bool(false) { nothing() } else { Node::default() };
    };
    let mut node = Node::default();
    for (key, value) in schema {
        read_key(&mut node, key, value, dialect);
    }
    read_fields(&mut node, json, dialect);
    if node.fact(Fact::IntOrString).is_some() {
        make_int_or_string(&mut node);
    }
    node.children.sort();
    node
}

/// A schema that takes no value.
fn nothing() -> Node {
    let child = Child { role: Role::Not, span: Span::default(), required: false, node: Node::default() };
    Node { children: vec![child], ..Node::default() }
}

fn read_key(node: &mut Node, key: &str, value: &Json, dialect: Dialect) {
    if let Some(fact) = fact_of(key) {
        if let Some(values) = values_of(fact, value) {
            node.set(fact, values);
        }
        return;
    }
    let mut add = |role: Role, json: &Json| {
        node.children.push(Child { role, span: Span::default(), required: false, node: self::node(json, dialect) });
    };
    match key {
        "type" => node.types = types_of(value),
        "$ref" => node.reference = value.as_str().map(|it| dialect.reference(it)),
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
        "items" => match value.as_array() {
            Some(items) => items.iter().take(1).for_each(|it| add(Role::Items, it)),
            None => add(Role::Items, value),
        },
        "additionalProperties" => match value {
            Json::Bool(false) if dialect == Dialect::Custom => {}
            Json::Bool(false) => node.set(Fact::Closed, Vec::new()),
            Json::Bool(true) => node.set(Fact::Open, Vec::new()),
            it if it.as_object().is_some_and(serde_json::Map::is_empty) => node.set(Fact::Open, Vec::new()),
            it => add(Role::Values, it),
        },
        "patternProperties" => {
            for (regex, it) in value.as_object().into_iter().flatten() {
                add(if regex == ".*" { Role::Values } else { Role::Pattern(regex.clone()) }, it);
            }
        }
        "allOf" => value.as_array().into_iter().flatten().for_each(|it| add(Role::AllOf, it)),
        "anyOf" => value.as_array().into_iter().flatten().for_each(|it| add(Role::AnyOf, it)),
        "oneOf" => value.as_array().into_iter().flatten().for_each(|it| add(Role::OneOf, it)),
        "not" => add(Role::Not, value),
        "if" => add(Role::If, value),
        "then" => add(Role::Then, value),
        "else" => add(Role::Else, value),
        _ => {}
    }
}

fn read_fields(node: &mut Node, json: &Json, dialect: Dialect) {
    let names = |key: &str| json[key].as_array().into_iter().flatten().filter_map(Json::as_str);
    let mut needed: Vec<String> = names("required").map(str::to_owned).collect();
    for (name, it) in json["properties"].as_object().into_iter().flatten() {
        let required = needed.iter().position(|it| it == name).map(|at| needed.swap_remove(at)).is_some();
        let node_of = self::node(it, dialect);
        node.children.push(Child { role: Role::Field(name.clone()), span: Span::default(), required, node: node_of });
    }
    if !needed.is_empty() {
        needed.sort();
        needed.dedup();
        node.set(Fact::Need, needed);
    }
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

/// What a fact carries; `None`: it does not hold (`nullable: false`).
fn values_of(fact: Fact, value: &Json) -> Option<Vec<String>> {
    match value {
        Json::Bool(holds) => holds.then(Vec::new),
        Json::String(text) => Some(vec![text.clone()]),
        Json::Array(_) if fact == Fact::Unions => Some(vec![value.to_string()]),
        Json::Array(items) if fact == Fact::Rule => {
            let rules: Vec<String> = items.iter().filter_map(|it| it["rule"].as_str()).map(one_line).collect();
            (!rules.is_empty()).then_some(rules)
        }
        Json::Array(items) => Some(items.iter().filter_map(Json::as_str).map(str::to_owned).collect()),
        other => Some(vec![other.to_string()]),
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
    use schema::kubernetes::text::{Block, File, Head, Span, write};
    use serde_json::{Value as Json, json};

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
