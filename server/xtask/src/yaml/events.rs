//! Trees as lists of events, ours and the oracle's in one notation: that of the YAML test suite.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle as OracleStyle, Tag};
use syntax::yaml::{Kind, Node, ScalarStyle, Yaml};

/// The events of a tree.
pub(crate) fn of(yaml: &Yaml) -> Vec<String> {
    let mut events = Vec::new();
    for document in yaml.documents() {
        events.push("+DOC".to_owned());
        node(document.root(), &mut events);
        events.push("-DOC".to_owned());
    }
    events
}

fn node(node_: Node<'_>, events: &mut Vec<String>) {
    let mut properties = String::new();
    if let Some(range) = node_.anchor_range() {
        properties.push_str(&format!(" {}", &node_.tree().text()[range]));
    }
    if let Some(tag) = node_.tag_name() {
        properties.push_str(&format!(" <{tag}>"));
    }
    match node_.kind() {
        Kind::Mapping | Kind::Sequence => {
            let name = if node_.is_mapping() { "MAP" } else { "SEQ" };
            events.push(format!("+{name}{properties}"));
            node_.children().for_each(|child| node(child, events));
            events.push(format!("-{name}"));
        }
        Kind::Alias => events.push(format!("=ALI *{}", node_.anchor().unwrap_or_default())),
        Kind::Null => events.push(format!("=VAL{properties} :")),
        Kind::Scalar(style) => {
            let sign = match style {
                ScalarStyle::Plain => ':',
                ScalarStyle::SingleQuoted => '\'',
                ScalarStyle::DoubleQuoted => '"',
                ScalarStyle::Literal => '|',
                ScalarStyle::Folded => '>',
            };
            events.push(scalar(&properties, sign, &node_.text().unwrap_or_default()));
        }
    }
}

fn scalar(properties: &str, sign: char, text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            other => escaped.push(other),
        }
    }
    format!("=VAL{properties} {sign}{escaped}")
}

/// The events of the oracle; `None` when it refuses the text.
pub(crate) fn of_oracle(text: &str, strict: bool) -> Option<Vec<String>> {
    let options =
        granit_parser::options! { strict_indentation: strict, emit_anchor_events: true, emit_comments: false };
    let mut events: Vec<String> = Vec::new();
    let mut names = std::collections::HashMap::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.ok()?;
        match event {
            Event::DocumentStart(..) => events.push("+DOC".to_owned()),
            Event::DocumentEnd => events.push("-DOC".to_owned()),
            Event::SequenceStart(_, _, tag) => events.push(format!("+SEQ{}", tagged(tag))),
            Event::SequenceEnd => events.push("-SEQ".to_owned()),
            Event::MappingStart(_, _, tag) => events.push(format!("+MAP{}", tagged(tag))),
            Event::MappingEnd => events.push("-MAP".to_owned()),
            Event::Scalar(text, style, _, tag) => {
                let sign = match style {
                    OracleStyle::Plain => ':',
                    OracleStyle::SingleQuoted => '\'',
                    OracleStyle::DoubleQuoted => '"',
                    OracleStyle::Literal => '|',
                    OracleStyle::Folded => '>',
                };
                // The oracle writes `~` where nothing stands.
                let text = if span.start.index() == span.end.index() { Cow::Borrowed("") } else { text };
                events.push(scalar(&tagged(tag), sign, &text));
            }
            Event::Anchor(id, name) => {
                let last = events.last_mut()?;
                let at = last.find(['P', 'Q', 'L'])? + 1;
                last.insert_str(at, &format!(" &{name}"));
                names.insert(id, name.into_owned());
            }
            Event::Alias(id) => events.push(format!("=ALI *{}", names.get(&id)?)),
            _ => {}
        }
    }
    Some(events)
}

fn tagged(tag: Option<Cow<'_, Tag>>) -> String {
    tag.map(|tag| format!(" <{}{}>", tag.handle(), tag.suffix())).unwrap_or_default()
}

/// Paths with values, one document's after the other's: `0/metadata/name=web`.
pub(crate) fn paths(yaml: &Yaml) -> Vec<String> {
    let mut paths = Vec::new();
    for document in yaml.documents() {
        walk(document.root(), &document.index().to_string(), &mut paths);
    }
    paths
}

fn walk(node: Node<'_>, path: &str, paths: &mut Vec<String>) {
    match node.kind() {
        Kind::Mapping => {
            for entry in node.entries() {
                walk(entry.value, &format!("{path}/{}", entry.name()), paths);
            }
        }
        Kind::Sequence => {
            for (index, item) in node.items().enumerate() {
                walk(item, &format!("{path}/{index}"), paths);
            }
        }
        Kind::Scalar(_) | Kind::Alias | Kind::Null => {
            let value = node.text().unwrap_or_default();
            paths.push(format!("{path}={value}"));
        }
    }
}
