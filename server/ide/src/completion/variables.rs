//! Variables: names behind `$` and `${`, modifiers behind a name in braces.

use project::docker::BindingKind;
use schema::dockerfile::ArgumentGroup;
use syntax::TextRange;
use syntax::dockerfile::{Keyword, Quote, Word};

use super::item::{around, escaped};
use super::typing::Typing;
use crate::documentation::Topic;
use crate::hover::shown;
use crate::types::{CompletionItem, CompletionKind};

/// A dollar with what is typed behind it.
struct Dollar<'a> {
    /// The name, as far as it is typed and as it goes on behind the cursor.
    range: TextRange,
    /// What of the name stands before the cursor.
    typed: &'a str,
    braced: bool,
}

/// Proposes variables where one is being typed; whether this is such a place.
pub(super) fn completions(typing: &mut Typing<'_>) -> bool {
    if let Some(range) = modifier(typing) {
        modifiers(typing, range);
        return true;
    }
    let Some(dollar) = dollar(typing) else { return false };
    if in_single_quotes(typing) {
        return true;
    }
    names(typing, &dollar);
    if dollar.braced && !dollar.typed.is_empty() && is_visible(typing, dollar.typed) {
        modifiers(typing, TextRange::empty(typing.offset));
    }
    true
}

/// The dollar right before the name at the cursor; `None` where there is none, or it is escaped.
fn dollar<'a>(typing: &Typing<'a>) -> Option<Dollar<'a>> {
    let range = around(typing.text(), typing.offset, |c| c.is_ascii_alphanumeric() || c == '_');
    let before = &typing.text()[..usize::from(range.start())];
    let (before, braced) = match before.strip_suffix("${") {
        Some(before) => (before, true),
        None => (before.strip_suffix('$')?, false),
    };
    let escapes = before.chars().rev().take_while(|c| *c == typing.model.syntax.escape).count();
    let typed = &typing.text()[TextRange::new(range.start(), typing.offset)];
    (escapes % 2 == 0).then_some(Dollar { range, typed, braced })
}

/// Whether the builder's word at the cursor is in single quotes there; the shell's quotes are its own affair.
fn in_single_quotes(typing: &Typing<'_>) -> bool {
    let open = |word: &&Word| !word.terminated && word.parts.last().is_some_and(|part| part.quote == Quote::Single);
    typing.typed.words().into_iter().rfind(|word| typing.touches(word.range)).filter(open).is_some()
}

fn is_visible(typing: &Typing<'_>, name: &str) -> bool {
    typing.model.scope(typing.index).binding(name).is_some() || schema::dockerfile::predefined_argument(name).is_some()
}

fn names(typing: &mut Typing<'_>, dollar: &Dollar<'_>) {
    let closed = typing.text()[usize::from(dollar.range.end())..].starts_with('}');
    let model = typing.model;
    let scope = model.scope(typing.index);
    let add = |typing: &mut Typing<'_>, name: &str, detail: String, group: u8, known: bool| {
        if typing.items.iter().any(|item| item.label == name) {
            return;
        }
        let mut item = CompletionItem::new(name, CompletionKind::Variable, dollar.range).detail(detail).group(group);
        if dollar.braced && !closed {
            item = item.insert(format!("{name}}}"));
        }
        if known {
            item = item.about(Topic::Argument, name);
        }
        typing.add(item);
    };
    for binding in scope.visible() {
        let known = schema::dockerfile::predefined_argument(&binding.name).is_some();
        let value = match (&binding.value, binding.kind) {
            (Some(value), _) => shown(&binding.name, value),
            (None, BindingKind::Env) => "depends on the build".to_owned(),
            (None, BindingKind::Arg | BindingKind::GlobalArg) if binding.has_value => "depends on the build".to_owned(),
            (None, BindingKind::Arg | BindingKind::GlobalArg) => "from --build-arg".to_owned(),
        };
        add(typing, &binding.name, value, 0, known);
    }
    for name in super::shell::assigned(typing) {
        add(typing, &name, "set in this step".to_owned(), 1, false);
    }
    let in_shell = typing.keyword() == Keyword::Run;
    for argument in schema::dockerfile::predefined_arguments() {
        let group = match argument.group {
            ArgumentGroup::Platform if scope.stage().is_none() => 2,
            ArgumentGroup::Proxy
                if in_shell && argument.name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') =>
            {
                4
            }
            ArgumentGroup::Platform
            | ArgumentGroup::Proxy
            | ArgumentGroup::BuildKit
            | ArgumentGroup::Reproducibility => continue,
        };
        let detail = argument.example.map(|example| format!("such as {example}")).unwrap_or_default();
        add(typing, argument.name, detail, group, true);
    }
    if scope.stage().is_some() {
        add(typing, "PATH", "where programs are looked for".to_owned(), 3, false);
        if in_shell {
            add(typing, "HOME", "the home of the user".to_owned(), 3, false);
        }
    }
}

/// The modifier being typed behind a name in braces.
fn modifier(typing: &Typing<'_>) -> Option<TextRange> {
    let operator = around(typing.text(), typing.offset, |c| matches!(c, ':' | '-' | '+' | '?' | '#' | '%' | '/'));
    if operator.start() == typing.offset {
        return None;
    }
    let before = &typing.text()[..usize::from(operator.start())];
    let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    (name.len() < before.len() && name.ends_with("${") && !name.ends_with("\\${")).then_some(operator)
}

fn modifiers(typing: &mut Typing<'_>, range: TextRange) {
    let rest = &typing.text()[usize::from(range.end())..];
    let closed = rest.starts_with('}');
    for (place, modifier) in schema::dockerfile::variable_modifiers().iter().enumerate() {
        let operator = modifier.operator;
        let word = match operator {
            ":-" | "-" | ":+" | "+" => "${1:value}",
            ":?" | "?" => "${1:message}",
            "/" | "//" => "${1:pattern}/${2:replacement}",
            _ => "${1:pattern}",
        };
        let close = if closed { "" } else { "\\}" };
        typing.add(
            CompletionItem::new(operator, CompletionKind::Value, range)
                .detail(modifier.form)
                .group(10 + u8::try_from(place).unwrap_or_default())
                .snippet(format!("{}{word}{close}", escaped(operator)))
                .about(Topic::Modifier, operator),
        );
    }
}
