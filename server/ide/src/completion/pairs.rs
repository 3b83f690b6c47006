//! Keys and values of ENV, ARG and LABEL.

use syntax::TextRange;
use syntax::dockerfile::{Body, Keyword, Pairs, Variable};

use super::item::{around, escaped};
use super::typing::Typing;
use super::variables;
use crate::documentation::Topic;
use crate::hover::shown;
use crate::types::{CompletionItem, CompletionKind};
use project::docker::BindingKind;
use schema::dockerfile::ArgumentGroup;

/// Where in a list of pairs the cursor is.
enum Spot {
    /// In a key, or where one can begin.
    Key(TextRange),
    /// In the value of a pair.
    Value,
    /// Behind the key of the old form.
    Old,
}

fn spot(typing: &Typing<'_>, pairs: &Pairs) -> Spot {
    let key = |c: char| !c.is_whitespace() && !matches!(c, '=' | '"' | '\'');
    let range = around(typing.text(), typing.offset, key);
    let Some(pair) = pairs.pairs.last() else { return Spot::Key(range) };
    match &pair.value {
        Some(value) if typing.touches(value.range) || typing.before().ends_with('=') || !value.terminated => {
            Spot::Value
        }
        None if typing.touches(pair.key.range) => Spot::Key(range),
        _ if pairs.legacy => Spot::Old,
        _ => Spot::Key(range),
    }
}

/// ENV: variables behind `$`, and as keys the build arguments that could be kept.
pub(super) fn env(typing: &mut Typing<'_>, pairs: &Pairs) {
    match spot(typing, pairs) {
        Spot::Value | Spot::Old => {
            variables::completions(typing);
        }
        Spot::Key(range) => {
            let scope = typing.model.scope(typing.index);
            let args = scope.visible().into_iter().filter(|it| it.kind == BindingKind::Arg);
            let items: Vec<_> = args
                .filter(|arg| !is_key(typing, &arg.name))
                .map(|arg| {
                    let body = format!("{}={}", arg.name, escaped(&format!("${}", arg.name)));
                    CompletionItem::new(arg.name.clone(), CompletionKind::Variable, range)
                        .detail("keeps the build argument in the image")
                        .snippet(body)
                })
                .collect();
            typing.items.extend(items);
        }
    }
}

/// Whether the instruction has that key already.
fn is_key(typing: &Typing<'_>, name: &str) -> bool {
    let (Body::Env(pairs) | Body::Arg(pairs) | Body::Label(pairs)) = &typing.whole.body else { return false };
    pairs.pairs.iter().any(|pair| !pair.key.range.contains_inclusive(typing.offset) && pair.key.unquoted() == name)
}

/// ARG: what the stage uses and nobody declares, global arguments that it does not see yet, arguments of the builder.
pub(super) fn arg(typing: &mut Typing<'_>, pairs: &Pairs) {
    let range = match spot(typing, pairs) {
        Spot::Value | Spot::Old => {
            variables::completions(typing);
            return;
        }
        Spot::Key(range) => range,
    };
    let scope = typing.model.scope(typing.index);
    let stage = typing.model.stage_of(typing.index);
    let mut names: Vec<(String, String, u8)> = Vec::new();
    for (name, line) in undeclared(typing, stage) {
        names.push((name, format!("used in line {line}, declared nowhere"), 0));
    }
    if stage.is_some() {
        for global in scope.all().into_iter().filter(|it| it.kind == BindingKind::GlobalArg) {
            if scope.binding(&global.name).is_none() {
                let value = global.value.as_ref().map(|value| format!(" = {}", shown(&global.name, value)));
                names.push((global.name.clone(), format!("from before FROM{}", value.unwrap_or_default()), 1));
            }
        }
    }
    for argument in schema::dockerfile::predefined_arguments() {
        let group = match argument.group {
            ArgumentGroup::Platform if stage.is_some() => 2,
            ArgumentGroup::Reproducibility => 3,
            ArgumentGroup::BuildKit if argument.needs_declaration => 4,
            ArgumentGroup::Platform | ArgumentGroup::Proxy | ArgumentGroup::BuildKit => continue,
        };
        if scope.binding(argument.name).is_none() {
            names.push((argument.name.to_owned(), "given by the builder".to_owned(), group));
        }
    }
    for (name, detail, group) in names {
        if is_key(typing, &name) || typing.items.iter().any(|item| item.label == name) {
            continue;
        }
        let known = schema::dockerfile::predefined_argument(&name).is_some();
        let item = CompletionItem::new(name.clone(), CompletionKind::Variable, range).detail(detail).group(group);
        typing.add(if known { item.about(Topic::Argument, name) } else { item });
    }
}

/// Variables that FROM lines (before the first stage) or the rest of the stage use and nothing declares, with their lines.
fn undeclared(typing: &Typing<'_>, stage: Option<usize>) -> Vec<(String, u32)> {
    let model = typing.model;
    let mut found: Vec<(String, u32)> = Vec::new();
    for (index, instruction) in model.syntax.instructions.iter().enumerate().skip(typing.index + 1) {
        let is_from = instruction.keyword == Keyword::From;
        let belongs = match stage {
            None => is_from,
            Some(stage) => !is_from && model.stage_of(index) == Some(stage),
        };
        if !belongs {
            continue;
        }
        let scope = model.scope(index);
        let unknown = |variable: &&Variable| {
            let name = &variable.name.text;
            // With a default of its own nothing is missing.
            let has_default = variable.modifier.as_ref().is_some_and(|it| matches!(it.operator.as_str(), ":-" | "-"));
            let predefined = is_from && schema::dockerfile::predefined_argument(name).is_some();
            !name.is_empty() && !has_default && scope.binding(name).is_none() && name != "PATH" && !predefined
        };
        for variable in instruction.trigger().variables().into_iter().filter(unknown) {
            if !found.iter().any(|(known, _)| *known == variable.name.text) {
                found.push((variable.name.text.clone(), model.lines.line(variable.range.start()) + 1));
            }
        }
    }
    found
}

/// LABEL: the keys that registries and scanners read.
pub(super) fn label(typing: &mut Typing<'_>, pairs: &Pairs) {
    let range = match spot(typing, pairs) {
        Spot::Value | Spot::Old => {
            variables::completions(typing);
            return;
        }
        Spot::Key(range) => range,
    };
    let has_value = typing.text()[usize::from(range.end())..].starts_with('=');
    for (place, key) in schema::dockerfile::label_keys().iter().enumerate() {
        if is_key(typing, key.name) {
            continue;
        }
        let item = CompletionItem::new(key.name, CompletionKind::Property, range)
            .detail(key.example)
            .group(u8::try_from(place).unwrap_or(u8::MAX))
            .about(Topic::Label, key.name);
        let body = format!("{}=\"${{1:{}}}\"", key.name, escaped(key.example));
        typing.add(if has_value { item } else { item.snippet(body) });
    }
}
