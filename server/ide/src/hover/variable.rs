//! Hovers on variables: the value here, and where it comes from.

use project::docker::{Binding, BindingKind};
use syntax::TextRange;
use syntax::dockerfile::{Body, Modifier, Word};

use super::On;
use crate::documentation::{self, card};
use crate::entity::{self, Entity};

/// Parts of names whose value is not put on a screen that others may see.
const SECRETS: [&str; 11] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "CREDENTIAL",
    "APIKEY",
    "API_KEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "AUTH_KEY",
];

/// How many lines that read a variable are named.
const LINE_LIMIT: usize = 6;

/// A use of the builder's variable `name`.
pub(super) fn usage(on: &On<'_>, name: &str, modifier: Option<&Modifier>) -> Option<String> {
    let mut text = known(on, name).or_else(|| undeclared(on, name))?;
    if let Some(modifier) = modifier {
        let found = schema::dockerfile::variable_modifiers().iter().find(|it| it.operator == modifier.operator);
        if let Some(found) = found {
            text.push_str(&format!("\n\n`{}`: {}", found.form, found.documentation));
        }
    }
    if let Some(whole) = whole_word(on, name) {
        text.push_str(&format!("\n\n*Here:* with it the word is {}.", documentation::code(&whole)));
    }
    Some(text)
}

/// The word around the variable, expanded; `None` where that says nothing new.
fn whole_word(on: &On<'_>, name: &str) -> Option<String> {
    let words = on.instruction()?.words();
    let word: &&Word = words.iter().find(|word| word.range.contains_range(on.place.range))?;
    let value = on.model.scope(on.place.index?).expand(word)?;
    let alone = word.variables().len() == 1 && word.raw.trim_matches(['"', '{', '}', '$']) == name;
    let hidden = word.variables().iter().any(|variable| looks_secret(&variable.name.text));
    (!alone && !hidden).then(|| cut(&value))
}

/// A use of a variable in a script: the builder's, or one that the script sets itself.
pub(super) fn shell_usage(on: &On<'_>, name: &str) -> Option<String> {
    if entity::assigned_in(on.instruction()?, name) {
        return Some(card(name, &["variable of the script"], "Set by the commands of this step, and gone behind it."));
    }
    known(on, name)
}

/// A variable that the builder expands and nobody gives a value to.
fn undeclared(on: &On<'_>, name: &str) -> Option<String> {
    let scope = on.model.scope(on.place.index?);
    let text = match scope.stage() {
        None => "No `ARG` before the first `FROM` declares it, so it is empty here.",
        Some(_) => {
            "Nothing in this file declares it: unless the base image has an `ENV` of that name it is empty here."
        }
    };
    (!name.is_empty()).then(|| card(name, &["not declared"], text))
}

fn known(on: &On<'_>, name: &str) -> Option<String> {
    let scope = on.model.scope(on.place.index?);
    if let Some(binding) = scope.binding(name) {
        return Some(bound(on, binding));
    }
    if let (Some(global), Some(_)) = (scope.global(name), scope.stage()) {
        let line = on.line(global.node.range().start());
        return Some(card(
            name,
            &["empty here"],
            &format!(
                "`ARG {name}` in line {line} stands before the first `FROM`: a stage sees it only after an `ARG {name}` of \
                 its own."
            ),
        ));
    }
    if let Body::Env(pairs) = &on.instruction()?.body
        && pairs.pairs.iter().any(|pair| pair.key.unquoted() == name)
    {
        let text = format!(
            "All of an `ENV` sees the values from before it: the `{name}` of this line counts from the next instruction on."
        );
        return Some(card(name, &["empty here"], &text));
    }
    let text = documentation::argument(name)?;
    let undeclared = scope.stage().is_some()
        && schema::dockerfile::predefined_argument(name).is_some_and(|argument| argument.needs_declaration);
    Some(if undeclared {
        format!("{text}\n\n*Here:* empty, since no `ARG {name}` stands above in this stage.")
    } else {
        text
    })
}

/// The declaration of `name` at `range`.
pub(super) fn declaration(on: &On<'_>, name: &str, range: TextRange) -> Option<String> {
    let scope = on.model.scope(on.place.index?);
    let binding = scope.all().into_iter().find(|binding| binding.node.range() == range)?;
    let mut text = match schema::dockerfile::predefined_argument(name) {
        Some(known) if !binding.has_value => documentation::argument(known.name)?,
        _ => bound(on, binding),
    };
    let place = on.model.stage_of(on.place.index?);
    let lines = read_in(on, name, place);
    if !lines.is_empty() {
        text.push_str(&format!("\n\n*Here:* read in {}.", listed(&lines)));
    }
    Some(text)
}

/// The lines behind this one that read the variable.
fn read_in(on: &On<'_>, name: &str, stage: Option<usize>) -> Vec<u32> {
    let Some(end) = on.instruction().map(|instruction| instruction.range.end()) else { return Vec::new() };
    let Some(entity @ Entity::Variable(..)) = entity::variable(on.model, name, stage) else { return Vec::new() };
    let mut lines: Vec<u32> = entity::occurrences(on.model, &entity)
        .into_iter()
        .filter(|occurrence| !occurrence.is_write && occurrence.range().start() > end)
        .map(|occurrence| on.line(occurrence.range().start()))
        .collect();
    lines.dedup();
    lines
}

fn listed(lines: &[u32]) -> String {
    let shown: Vec<String> = lines.iter().take(LINE_LIMIT).map(u32::to_string).collect();
    match (shown.as_slice(), lines.len() - shown.len()) {
        ([one], 0) => format!("line {one}"),
        ([first @ .., last], 0) => format!("lines {} and {last}", first.join(", ")),
        (shown, more) => format!("lines {} and {more} more", shown.join(", ")),
    }
}

fn bound(on: &On<'_>, binding: &Binding) -> String {
    let line = on.line(binding.node.range().start());
    let value = match (&binding.value, binding.kind) {
        (Some(value), _) if value.is_empty() => "· empty".to_owned(),
        (Some(value), BindingKind::Env) => format!("= {}", documentation::code(&shown(&binding.name, value))),
        (Some(value), BindingKind::Arg | BindingKind::GlobalArg) => {
            format!("= {} unless `--build-arg` says otherwise", documentation::code(&shown(&binding.name, value)))
        }
        (None, BindingKind::Arg | BindingKind::GlobalArg) if !binding.has_value => {
            "· no default: empty unless `--build-arg` gives it".to_owned()
        }
        (None, BindingKind::Env | BindingKind::Arg | BindingKind::GlobalArg) => {
            "· the value depends on the build".to_owned()
        }
    };
    let (kind, note) = match binding.kind {
        BindingKind::Env => ("ENV", "Stays in the image: every process of a container sees it."),
        BindingKind::Arg => ("ARG", "For the build only: gone in the container, but readable in the image's history."),
        BindingKind::GlobalArg => {
            ("ARG before `FROM`", "Seen by `FROM` lines; a stage sees it only after an `ARG` of its own.")
        }
    };
    let head = card(&binding.name, &[], "");
    format!("{head} {value} · {kind}, line {line}\n\n{note}{}", shadow(on, binding))
}

/// That another declaration of the name does not count, where people would think it does.
fn shadow(on: &On<'_>, binding: &Binding) -> String {
    let Some(index) = on.place.index else { return String::new() };
    let scope = on.model.scope(index);
    let (BindingKind::Env, Some(_)) = (binding.kind, scope.stage()) else { return String::new() };
    let arg = scope.all().into_iter().find(|other| {
        other.name == binding.name
            && other.kind == BindingKind::Arg
            && on.model.stage_of(other.instruction) == on.model.stage_of(binding.instruction)
    });
    arg.map_or_else(String::new, |arg| {
        format!(" It wins over the `ARG` of line {}.", on.line(arg.node.range().start()))
    })
}

fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    SECRETS.iter().any(|part| name.contains(part))
}

/// The value of `name` for a screen: on one line, cut when long, hidden when it looks like a secret.
pub(crate) fn shown(name: &str, value: &str) -> String {
    if looks_secret(name) && !value.is_empty() {
        return "•••".to_owned();
    }
    cut(value)
}

fn cut(value: &str) -> String {
    const LENGTH: usize = 120;
    let line = value.replace(['\n', '\r'], " ");
    match line.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}
