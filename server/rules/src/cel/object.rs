//! A value of a manifest as CEL sees it: with the types of its schema, and with the defaults that the API server fills in.

use std::collections::HashMap;
use std::sync::Arc;

use kube_cel::cel::Value;
use kube_cel::cel::objects::{Key, Map};
use schema::kubernetes::{Field, Literal, Schema, Types};
use syntax::yaml::{Flavour, Node, Resolved};

/// Words that are no names in CEL.
const RESERVED: [&str; 21] = [
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// Values within values; a manifest has no more.
const DEEPEST: usize = 100;

/// The most values of an object; a larger one is not looked at.
const MOST: usize = 50_000;

/// Makes values.
pub(super) struct Values {
    left: usize,
    /// The most entries of any list or map so far.
    pub(super) longest: usize,
    /// The field that is looked at, as a rule writes it.
    field: String,
    /// Fields with values that are times, spans or bytes to a rule: what a rule makes of them is not known here.
    pub(super) untold: Vec<String>,
}

impl Values {
    pub(super) fn new() -> Self {
        Self { left: MOST, longest: 0, field: String::new(), untold: Vec::new() }
    }

    /// The value of a node. `None`: it is not what its schema takes, so that the API server never gets to its rules; or it is too
    /// much. `each` is called for every value with its node and its schema, the inner ones first.
    pub(super) fn value<'a>(
        &mut self,
        node: Node<'a>,
        schema: Option<Schema<'a>>,
        depth: usize,
        each: &mut dyn FnMut(Node<'a>, Schema<'a>, &Value),
    ) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        let seen = node.effective();
        let value = if seen.is_mapping() {
            self.object(seen, takes(schema, Types::OBJECT)?, depth, each)?
        } else if seen.is_sequence() {
            let schema = takes(schema, Types::ARRAY)?;
            let items = schema.and_then(Schema::items);
            let mut list = Vec::new();
            for item in seen.items() {
                list.push(self.value(item, items, depth + 1, each)?);
            }
            self.longest = self.longest.max(list.len());
            Value::List(Arc::new(list))
        } else {
            self.scalar(seen.resolved(Flavour::Kubernetes)?, schema)?
        };
        if let Some(schema) = schema {
            each(node, schema, &value);
        }
        Some(value)
    }

    fn object<'a>(
        &mut self,
        node: Node<'a>,
        schema: Option<Schema<'a>>,
        depth: usize,
        each: &mut dyn FnMut(Node<'a>, Schema<'a>, &Value),
    ) -> Option<Value> {
        let mut map = HashMap::new();
        for entry in node.merged_entries() {
            let name = entry.name();
            let field = schema.and_then(|schema| schema.field(&name));
            let of_value = field.map(|field| field.schema).or_else(|| schema.and_then(Schema::values));
            let is_nothing = entry.value.effective().resolved(Flavour::Kubernetes) == Some(Resolved::Null);
            // A field that is nothing counts as not written, unless nothing is what it may be.
            if is_nothing && of_value.is_some_and(|it| !it.is_nullable()) {
                continue;
            }
            let name = if field.is_some() { escaped(&name) } else { name.into_owned() };
            self.field.clone_from(&name);
            let value = self.value(entry.value, of_value, depth + 1, each)?;
            map.insert(Key::from(name), value);
        }
        for field in schema.into_iter().flat_map(Schema::fields) {
            self.fill_in(&mut map, field, depth);
            if field.is_required && !map.contains_key(&Key::from(escaped(field.name))) {
                return None;
            }
        }
        self.longest = self.longest.max(map.len());
        Some(Value::Map(Map { map: Arc::new(map) }))
    }

    /// Puts the default of a field where none is written.
    fn fill_in(&mut self, map: &mut HashMap<Key, Value>, field: Field<'_>, depth: usize) {
        let name = escaped(field.name);
        if let Some(default) = field.schema.default()
            && !map.contains_key(&Key::from(name.as_str()))
        {
            self.field.clone_from(&name);
            // A default that its own schema does not take is none.
            map.extend(self.default(default, Some(field.schema), depth + 1).map(|value| (Key::from(name), value)));
        }
    }

    /// A default, with the defaults of what is in it.
    fn default(&mut self, default: Literal<'_>, schema: Option<Schema<'_>>, depth: usize) -> Option<Value> {
        match default {
            Literal::Text(text) => self.scalar(Resolved::Str(text.into()), schema),
            Literal::Json(json) => self.json(&serde_json::from_str(json).ok()?, schema, depth),
        }
    }

    fn json(&mut self, json: &serde_json::Value, schema: Option<Schema<'_>>, depth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        match json {
            serde_json::Value::Null => self.scalar(Resolved::Null, schema),
            serde_json::Value::Bool(holds) => self.scalar(Resolved::Bool(*holds), schema),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(number) => self.scalar(Resolved::Int(number), schema),
                None => self.scalar(Resolved::Float(number.as_f64()?), schema),
            },
            serde_json::Value::String(text) => self.scalar(Resolved::Str(text.into()), schema),
            serde_json::Value::Array(items) => {
                let of_item = schema.and_then(Schema::items);
                let list = items.iter().map(|item| self.json(item, of_item, depth + 1)).collect::<Option<Vec<_>>>()?;
                Some(Value::List(Arc::new(list)))
            }
            serde_json::Value::Object(entries) => {
                let mut map = HashMap::new();
                for (name, value) in entries {
                    let field = schema.and_then(|schema| schema.field(name));
                    let of_value = field.map(|field| field.schema).or_else(|| schema.and_then(Schema::values));
                    let value = self.json(value, of_value, depth + 1)?;
                    map.insert(Key::from(if field.is_some() { escaped(name) } else { name.clone() }), value);
                }
                for field in schema.into_iter().flat_map(Schema::fields) {
                    self.fill_in(&mut map, field, depth);
                }
                Some(Value::Map(Map { map: Arc::new(map) }))
            }
        }
    }

    /// A scalar; `None`: the schema takes something else.
    fn scalar(&mut self, value: Resolved<'_>, schema: Option<Schema<'_>>) -> Option<Value> {
        let types = match value {
            Resolved::Null if schema.is_none_or(Schema::is_nullable) => return Some(Value::Null),
            Resolved::Null => return None,
            Resolved::Bool(_) => Types::BOOLEAN,
            Resolved::Int(_) => Types::INTEGER,
            Resolved::Float(_) => Types::NUMBER,
            Resolved::Str(_) => Types::STRING,
        };
        takes(schema, types)?;
        let is_number = schema.is_some_and(|schema| {
            let types = schema.types();
            types.contains(Types::NUMBER) && !types.contains(Types::STRING)
        });
        if matches!(schema.and_then(Schema::format), Some("date-time" | "date" | "duration" | "byte")) {
            self.untold.push(self.field.clone());
        }
        Some(match value {
            Resolved::Null => Value::Null,
            Resolved::Bool(holds) => Value::Bool(holds),
            // Fractions are what the schema declares, not what is written.
            Resolved::Int(number) if is_number => Value::Float(number as f64),
            Resolved::Int(number) => Value::Int(number),
            Resolved::Float(number) => Value::Float(number),
            Resolved::Str(text) => Value::String(Arc::new(text.into_owned())),
        })
    }
}

/// The schema, when it takes values of that type.
fn takes(schema: Option<Schema<'_>>, types: Types) -> Option<Option<Schema<'_>>> {
    schema.is_none_or(|schema| schema.types().takes(types)).then_some(schema)
}

/// A field as a rule writes it.
fn escaped(name: &str) -> String {
    if RESERVED.contains(&name) {
        return format!("__{name}__");
    }
    if !name.contains("__") && !name.contains(['.', '-', '/']) {
        return name.to_owned();
    }
    let name = name.replace("__", "__underscores__");
    name.replace('.', "__dot__").replace('-', "__dash__").replace('/', "__slash__")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn fields_are_written_as_rules_have_them() {
        for (name, expected) in [
            ("plain_name", "plain_name"),
            ("namespace", "__namespace__"),
            ("a-b.c/d", "a__dash__b__dot__c__slash__d"),
            ("a__b", "a__underscores__b"),
        ] {
            assert_eq!(escaped(name), expected);
        }
    }
}
