//! CEL: the rules that custom resource definitions hold their objects to, evaluated as the API server would.
//!
//! Only what is certain counts: an object that is not what its schema takes, a rule about the change from an older object, one
//! that fails or would take too long say nothing here.

mod object;
mod program;
mod weight;

use kube_cel::cel::Value;
use schema::kubernetes::{Schema, Validation};
use syntax::yaml::Node;

use object::Values;
use program::{Compiled, Outcome};

/// Keys that every object has by the time that its rules are evaluated.
const FILLED_IN: [&str; 6] = ["apiVersion", "kind", "metadata", "name", "generateName", "__namespace__"];

/// A rule that a value breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation<'a> {
    /// The value.
    pub(crate) node: Node<'a>,
    /// The rule.
    pub(crate) rule: &'a str,
    /// What its author says; `None`: nothing.
    pub(crate) message: Option<String>,
    /// The key that it asks for and that is not there; `None`: it can be evaluated.
    pub(crate) lacks: Option<String>,
}

/// The rules that `node`, an object of `schema`, breaks, the inner ones first.
pub(crate) fn violations<'a>(node: Node<'a>, schema: Schema<'a>) -> Vec<Violation<'a>> {
    if !has_rules(node, schema, 0) {
        return Vec::new();
    }
    // Rules count only for an object that is right in itself, which shows at its end.
    let mut held: Vec<(Node<'a>, Schema<'a>, Value)> = Vec::new();
    let mut values = Values::new();
    let each = &mut |node: Node<'a>, schema: Schema<'a>, value: &Value| {
        if schema.rules().next().is_some() {
            held.push((node, schema, value.clone()));
        }
    };
    if values.value(node, Some(schema), 0, each).is_none() {
        return Vec::new();
    }
    let Values { longest, untold, .. } = values;
    let mut violations = Vec::new();
    for (node, schema, value) in &held {
        let is_told = |it: &Validation<'_>| !untold.iter().any(|field| it.rule.contains(field.as_str()));
        for validation in schema.validations().filter(is_told) {
            let Some(rule) = Compiled::of(validation.rule) else { continue };
            let lacks = match rule.evaluate(value, longest) {
                Outcome::Value(Value::Bool(false)) => None,
                Outcome::Lacks(key) if !FILLED_IN.contains(&key.as_str()) => Some(key),
                Outcome::Value(_) | Outcome::Lacks(_) | Outcome::Unknown => continue,
            };
            let message = message(validation, value, longest);
            violations.push(Violation { node: *node, rule: validation.rule, message, lacks });
        }
    }
    violations
}

/// What the author of a rule says of a value.
fn message(validation: Validation<'_>, value: &Value, longest: usize) -> Option<String> {
    let made = validation.message_rule.and_then(Compiled::of).map(|rule| rule.evaluate(value, longest));
    let made = match made {
        Some(Outcome::Value(Value::String(text))) => {
            Some(text.trim().to_owned()).filter(|text| !text.is_empty() && !text.contains('\n'))
        }
        Some(Outcome::Value(_) | Outcome::Lacks(_) | Outcome::Unknown) | None => None,
    };
    made.or_else(|| validation.message.map(str::to_owned))
}

/// Whether any value in `node` is held to a rule, so that it is worth the effort.
fn has_rules(node: Node<'_>, schema: Schema<'_>, depth: usize) -> bool {
    const DEEPEST: usize = 60;
    if schema.rules().next().is_some() {
        return true;
    }
    if depth > DEEPEST {
        return false;
    }
    let node = node.effective();
    let mut inner = node.entries().filter_map(|entry| {
        let field = schema.field(&entry.name()).map(|field| field.schema);
        Some((entry.value, field.or_else(|| schema.values())?))
    });
    let items = schema.items();
    inner.any(|(node, schema)| has_rules(node, schema, depth + 1))
        || items.is_some_and(|items| node.items().any(|item| has_rules(item, items, depth + 1)))
}
