use std::fmt::Write;

use super::super::layout::Arity;
use super::{Block, Child, Choice, CustomKind, Fact, File, Head, Node, Role, Span, Types, Value};

/// The text of a file of facts. [`super::read`] gives the same file back.
pub fn write(file: &File) -> String {
    let mut text = String::new();
    for block in &file.blocks {
        write_block(&mut text, block);
    }
    text
}

fn write_block(text: &mut String, block: &Block) {
    match &block.head {
        Head::Shared(name) => text.push_str(&format!("shared {name}")),
        Head::Type(name, span) => {
            text.push_str(&format!("type {name}"));
            write_span(text, *span);
        }
        Head::Kind(kind) => write_kind(text, kind),
        Head::Format(name) => text.push_str(&format!("format {name}")),
    }
    text.push_str(" :");
    write_node(text, &block.node, 1);
}

fn write_kind(text: &mut String, kind: &CustomKind) {
    text.push_str(&format!("kind {} {}", kind.api_version, kind.kind));
    for (key, value) in [
        ("plural", &kind.plural),
        ("scope", &kind.scope),
        ("short", &kind.short_names.join(",")),
        ("marks", &kind.marks.join(",")),
    ] {
        if !value.is_empty() {
            text.push_str(&format!(" {key}={value}"));
        }
    }
}

/// The rest of the line of a schema, and the lines of its children.
fn write_node(text: &mut String, node: &Node, depth: usize) {
    text.push(' ');
    let inner = write_type(text, node);
    for (fact, values) in &node.facts {
        write_fact(text, *fact, values);
    }
    if !node.choices.is_empty() {
        let choices: Vec<String> = node.choices.iter().map(choice_text).collect();
        text.push_str(&format!(" enum={}", choices.join("|")));
    }
    if let Some(name) = &inner.shared {
        text.push_str(&format!(" *{name}"));
    }
    text.push('\n');
    for child in &inner.children {
        write_child(text, child, depth);
    }
}

fn write_child(text: &mut String, child: &Child, depth: usize) {
    text.extend(std::iter::repeat_n(' ', depth));
    match &child.role {
        Role::Field(name) if is_bare_name(name) => text.push_str(name),
        Role::Field(name) => text.push_str(&quoted(name)),
        Role::Items => text.push_str("[]"),
        Role::Values => text.push_str("{}"),
        Role::Pattern(regex) => text.push_str(&format!("~{}", quoted(regex))),
        Role::AllOf => text.push('&'),
        Role::AnyOf => text.push('|'),
        Role::OneOf => text.push('^'),
        Role::Not => text.push('-'),
        Role::If => text.push_str("?if"),
        Role::Then => text.push_str("?then"),
        Role::Else => text.push_str("?else"),
    }
    if child.required {
        text.push('!');
    }
    write_span(text, child.span);
    write_node(text, &child.node, depth + 1);
}

/// Writes the type expression; returns the schema whose children are the lines below.
fn write_type<'a>(text: &mut String, node: &'a Node) -> &'a Node {
    if let Some(inner) = only_child(node) {
        text.push_str(if node.types == Types::ARRAY { "[]" } else { "{}" });
        return write_type(text, inner);
    }
    let words: Vec<&str> =
        Types::WORDS.iter().filter(|(it, _)| node.types.contains(*it)).map(|(_, word)| *word).collect();
    match (&node.reference, words.as_slice()) {
        (Some(name), []) => text.push_str(&format!("->{name}")),
        (Some(name), words) => text.push_str(&format!("{}->{name}", words.join("/"))),
        (None, []) => text.push_str("any"),
        (None, words) => text.push_str(&words.join("/")),
    }
    node
}

/// The items of a list, or the values of a map, when a type expression says all about them.
fn only_child(node: &Node) -> Option<&Node> {
    let [child] = node.children.as_slice() else { return None };
    let is_list = node.types == Types::ARRAY && child.role == Role::Items;
    let is_map = node.types == Types::OBJECT && child.role == Role::Values;
    let is_plain = !child.required && child.span.is_whole() && node.reference.is_none();
    let says_no_more = child.node.facts.is_empty() && child.node.choices.is_empty();
    ((is_list || is_map) && is_plain && says_no_more).then_some(&child.node)
}

fn write_span(text: &mut String, span: Span) {
    if !span.is_whole() {
        text.push_str(&format!(" {}", span_text(span)));
    }
}

fn span_text(span: Span) -> String {
    let end = |minor: Option<u8>| minor.map_or_else(String::new, |minor| format!("1.{minor}"));
    format!("@{}..{}", end(span.since), end(span.until))
}

fn write_fact(text: &mut String, fact: Fact, values: &[String]) {
    match fact.arity() {
        Arity::Flag => text.push_str(&format!(" {}", fact.word())),
        Arity::One | Arity::Many => {
            let values: Vec<String> = values.iter().map(|value| word(value)).collect();
            text.push_str(&format!(" {}={}", fact.word(), values.join(",")));
        }
    }
}

fn choice_text(choice: &Choice) -> String {
    let value = match &choice.value {
        Value::Text(text) => word(text),
        Value::Json(json) => format!("#{}", word(json)),
    };
    if choice.span.is_whole() { value } else { format!("{value}{}", span_text(choice.span)) }
}

fn is_bare_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '$'))
        && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '$' | '.' | '/' | '-'))
}

/// A value as it stands in a line: bare where nothing in it could be taken for a sign.
fn word(value: &str) -> String {
    let is_bare = !value.is_empty()
        && !value.starts_with('#')
        && value
            .chars()
            .all(|it| !it.is_whitespace() && !it.is_control() && !matches!(it, '"' | ',' | '|' | '@' | '\\'));
    if is_bare { value.to_owned() } else { quoted(value) }
}

fn quoted(value: &str) -> String {
    let mut text = String::from('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            it if it.is_control() => {
                let _ = write!(text, "\\u{{{:x}}}", it as u32);
            }
            it => text.push(it),
        }
    }
    text.push('"');
    text
}
