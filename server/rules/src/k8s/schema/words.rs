//! Words: how messages call a place, a value and what a schema takes.

use schema::kubernetes::{Schema, Shape};
use syntax::yaml::{Address, Kind, Node, Role, Route, Step};

/// A quoted value is shown up to so many characters.
const LONGEST: usize = 60;

/// The way from the object to the node: `spec.containers[0].image`; empty for the object itself.
#[must_use]
pub(crate) fn path(object: Node<'_>, node: Node<'_>) -> String {
    let (above, route) = (object.route(), node.route());
    if !route.starts_with(&above) {
        return route.to_string();
    }
    let mut shown = Route::new();
    for step in &route.steps()[above.steps().len()..] {
        shown = shown.then(step.clone());
    }
    shown.to_string()
}

/// What the node belongs to, in words: `` `spec.template.spec` ``, or the kind where it is the object itself.
#[must_use]
pub(crate) fn owner(object: Node<'_>, node: Node<'_>) -> String {
    let path = path(object, node);
    if !path.is_empty() {
        return format!("`{path}`");
    }
    let kind = object.get("kind").and_then(Node::text);
    kind.map_or_else(|| "this object".to_owned(), |kind| format!("{kind} itself"))
}

/// The last word of the way: the field, or the list of an item.
fn last_word(node: Node<'_>) -> String {
    match node.route().split_last() {
        Some((_, Step::Key(key))) => key.clone(),
        Some((above, Step::Index(index))) => match above.split_last() {
            Some((_, Step::Key(key))) => format!("{key}[{index}]"),
            Some((_, Step::Index(_))) | None => format!("[{index}]"),
        },
        None => String::new(),
    }
}

/// The field or the item as a message names it: `` `replicas` ``, `` `args[1]` ``.
#[must_use]
pub(crate) fn quoted(node: Node<'_>) -> String {
    match node.role() {
        Role::Root => "the object".to_owned(),
        Role::Key | Role::Value | Role::Item => format!("`{}`", last_word(node)),
    }
}

/// The text in one line, cut where it is long.
#[must_use]
pub(crate) fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    let cut: String = line.chars().take(LONGEST).collect();
    if cut.len() < line.len() || line.len() < text.trim().len() { format!("{cut}…") } else { cut }
}

/// Where a node is, for edits; `None` where its way leads to another node, as below a key that comes twice.
#[must_use]
pub(crate) fn address(node: Node<'_>) -> Option<Address> {
    let address = node.address();
    (node.document().find(&address.route) == Some(node)).then_some(address)
}

/// Whether nothing but data is lost when a node is written anew: no comment, no anchor.
#[must_use]
pub(crate) fn is_plain_data(node: Node<'_>) -> bool {
    let range = node.range();
    let comments = node.tree().comments();
    let at = comments.partition_point(|comment| comment.end() <= range.start());
    let has_comment = comments.get(at).is_some_and(|comment| comment.start() < range.end());
    !has_comment && !node.descendants().any(|node| node.anchor_range().is_some() || node.kind() == Kind::Alias)
}

/// What the schema takes, with its article: `a number`, `a list of texts`.
#[must_use]
pub(crate) fn described(schema: Schema<'_>) -> String {
    match schema.shape() {
        Shape::Any | Shape::Several => {
            let types = schema.types();
            let words = schema::kubernetes::Types::WORDS.iter().filter(|(one, _)| types.contains(*one));
            let words: Vec<&str> = words.map(|(_, word)| *word).collect();
            if words.is_empty() { "another value".to_owned() } else { words.join(" or ") }
        }
        Shape::Object => "a mapping".to_owned(),
        Shape::Map => match schema.values().map(Schema::shape) {
            Some(Shape::String) => "a mapping of keys to texts".to_owned(),
            Some(_) | None => "a mapping".to_owned(),
        },
        Shape::List => match schema.items().map(Schema::shape) {
            Some(Shape::String) => "a list of texts".to_owned(),
            Some(Shape::Object | Shape::Map) => "a list of mappings".to_owned(),
            Some(Shape::Integer | Shape::Number) => "a list of numbers".to_owned(),
            Some(_) | None => "a list".to_owned(),
        },
        Shape::String => "a text".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Boolean => "`true` or `false`".to_owned(),
        Shape::IntOrString => "a whole number or a text".to_owned(),
        Shape::Quantity => "a quantity".to_owned(),
    }
}
