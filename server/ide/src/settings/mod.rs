//! `plimsoll.yaml`: what can be set here, and what it does. Keys come from [`project::settings::keys`], rules from the catalogue.

mod place;

use project::settings::keys::{self, Choices, Key, Takes};
use project::settings::version::BUNDLED_MINORS;
use project::{Document, Snapshot};
use rules::{Rule, judge};
use syntax::TextSize;

use crate::types::{CompletionItem, CompletionKind, DocumentationKey, Hover};
use place::{Place, Role};

/// What [`documentation`] knows texts for.
const KEY_TOPIC: &str = "setting";
const WORD_TOPIC: &str = "setting value";
const RULE_TOPIC: &str = "rule";

/// Stands for any rule's name in a path.
const ANY_RULE: &str = "*";

/// What can stand at `offset` of a settings file; empty where nothing is to be proposed.
#[must_use]
pub fn completions(_snapshot: &Snapshot, document: &Document, offset: TextSize) -> Vec<CompletionItem> {
    let Some(place) = place::at(&document.text, offset) else { return Vec::new() };
    let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    match place.role {
        Role::Item => Vec::new(),
        Role::Value => keys::find(&path).map_or_else(Vec::new, |key| values(&place, &path, key)),
        Role::Key { has_colon } => {
            let word = &document.text[place.word];
            let taken: Vec<String> = place::keys(&document.text)
                .into_iter()
                .filter(|written| written.path == place.path && !(has_colon && written.name == word))
                .map(|written| written.name)
                .collect();
            let is_free = |name: &str| !taken.iter().any(|taken| taken == name);
            match table_at(&path) {
                Some(Table::Rules) => {
                    rules::all().filter(|rule| is_free(rule.name)).map(|rule| rule_name(&place, rule)).collect()
                }
                Some(Table::Keys(known)) => known
                    .iter()
                    .zip(0..)
                    .filter(|(key, _)| is_free(key.name))
                    .map(|(key, group)| key_name(&place, &path, key, group))
                    .collect(),
                // The value may stand on a line of its own.
                None => {
                    keys::find(&path).filter(|_| !has_colon).map_or_else(Vec::new, |key| values(&place, &path, key))
                }
            }
        }
    }
}

/// What is to be said about the key or value at `offset` of a settings file; `None` where there is nothing.
#[must_use]
pub fn hover(snapshot: &Snapshot, document: &Document, offset: TextSize) -> Option<Hover> {
    let place = place::at(&document.text, offset)?;
    let word = &document.text[place.word];
    let mut path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    let markdown = match place.role {
        Role::Key { .. } => match table_at(&path)? {
            Table::Rules => rule_text(rules::find(word)?, Some((snapshot, document))),
            Table::Keys(known) => {
                let key = keys::named(known, word)?;
                path.push(word);
                key_text(&path, key)
            }
        },
        Role::Value => word_text(keys::find(&path)?, word)?,
        Role::Item => return None,
    };
    Some(Hover { range: place.word, markdown })
}

/// The Markdown of an item that [`completions`] proposed; `None` for a key of another feature.
#[must_use]
pub fn documentation(key: &DocumentationKey) -> Option<String> {
    match key.topic.as_str() {
        RULE_TOPIC => Some(rule_text(rules::find(&key.name)?, None)),
        KEY_TOPIC => {
            let path: Vec<&str> = key.name.split('.').collect();
            Some(key_text(&path, keys::find(&path)?))
        }
        WORD_TOPIC => {
            let (path, word) = key.name.split_once(' ')?;
            word_text(keys::find(&path.split('.').collect::<Vec<_>>())?, word)
        }
        _ => None,
    }
}

/// What keys may stand in a table.
enum Table {
    Keys(&'static [Key]),
    /// Names of rules.
    Rules,
}

/// The table at `path`; `None` where a value of another kind is wanted.
fn table_at(path: &[&str]) -> Option<Table> {
    match path {
        [] => Some(Table::Keys(keys::TOP)),
        ["rules"] => Some(Table::Rules),
        ["rules", _] => Some(Table::Keys(keys::RULE)),
        _ => Some(keys::find(path)?.takes.keys()).filter(|keys| !keys.is_empty()).map(Table::Keys),
    }
}

/// The path with any rule's name in it made the same.
fn general(path: &[&str]) -> Vec<String> {
    let is_rule = |at: usize| at == 1 && path.first() == Some(&"rules");
    path.iter().enumerate().map(|(at, name)| if is_rule(at) { ANY_RULE } else { name }.to_owned()).collect()
}

fn item(place: &Place, label: &str, kind: CompletionKind) -> CompletionItem {
    CompletionItem {
        label: label.to_owned(),
        detail: None,
        kind,
        range: place.word,
        insert: label.to_owned(),
        is_snippet: false,
        plain: label.to_owned(),
        filter: None,
        group: 0,
        is_deprecated: false,
        is_partial: false,
        retrigger: false,
        documentation: None,
    }
}

fn key_name(place: &Place, path: &[&str], key: &'static Key, group: u8) -> CompletionItem {
    let mut item = item(place, key.name, CompletionKind::Property);
    let name = key.name;
    let default = if key.default.is_empty() { String::new() } else { format!(", default {}", key.default) };
    item.detail = Some(format!("{}{default}", key.takes.title().replace('`', "")));
    item.group = group;
    item.documentation =
        Some(DocumentationKey { topic: KEY_TOPIC.to_owned(), name: general(&[path, &[name]].concat()).join(".") });
    if place.is_quoted || matches!(place.role, Role::Key { has_colon: true }) {
        return item;
    }
    match key.takes {
        Takes::Choice(..) | Takes::Flag(_) | Takes::KubernetesVersion(_) | Takes::PolicyVersion(_) => {
            item.insert = format!("{name}: ");
            item.plain.clone_from(&item.insert);
            item.retrigger = true;
        }
        Takes::Text(_) => {
            item.insert = format!("{name}: ");
            item.plain.clone_from(&item.insert);
        }
        Takes::List(..) => {
            item.insert = format!("{name}: [\"$1\"]");
            item.plain = format!("{name}: []");
            item.is_snippet = true;
        }
        Takes::Table(_) | Takes::Rules | Takes::Options if place.in_brackets => {
            item.insert = format!("{name}: {{ $0 }}");
            item.plain = format!("{name}: {{}}");
            item.is_snippet = true;
        }
        Takes::Table(_) | Takes::Rules | Takes::Options => {
            item.insert = format!("{name}:\n  $0");
            item.plain = format!("{name}:");
            item.is_snippet = true;
        }
    }
    item
}

fn rule_name(place: &Place, rule: &'static Rule) -> CompletionItem {
    let mut item = item(place, rule.name, CompletionKind::Property);
    item.detail = Some(rule.summary());
    // Whoever knows another checker types its name.
    item.filter = Some([&[rule.name], rule.same_as].concat().join(" "));
    item.documentation = Some(DocumentationKey { topic: RULE_TOPIC.to_owned(), name: rule.name.to_owned() });
    if !place.is_quoted && !matches!(place.role, Role::Key { has_colon: true }) {
        item.insert = format!("{}: ", rule.name);
        item.plain.clone_from(&item.insert);
        item.retrigger = true;
    }
    item
}

fn values(place: &Place, path: &[&str], key: &'static Key) -> Vec<CompletionItem> {
    match &key.takes {
        Takes::Choice(choices, _) => words(place, path, choices),
        Takes::Flag(_) => ["true", "false"].into_iter().map(|word| value(place, word)).collect(),
        Takes::KubernetesVersion(_) => versions(place).collect(),
        Takes::PolicyVersion(_) => [value(place, "latest")].into_iter().chain(versions(place)).collect(),
        Takes::Text(_) | Takes::List(..) | Takes::Table(_) | Takes::Rules | Takes::Options => Vec::new(),
    }
}

fn words(place: &Place, path: &[&str], choices: &'static Choices) -> Vec<CompletionItem> {
    let path = general(path).join(".");
    let named = choices.words.iter().zip(0..).map(|(choice, group)| {
        let documentation = DocumentationKey { topic: WORD_TOPIC.to_owned(), name: format!("{path} {}", choice.name) };
        CompletionItem {
            detail: Some(choice.documentation.to_owned()),
            group,
            documentation: Some(documentation),
            ..value(place, choice.name)
        }
    });
    named.collect()
}

/// The versions that are bundled, the newest first; with quotes, lest YAML reads a number.
fn versions(place: &Place) -> impl Iterator<Item = CompletionItem> {
    BUNDLED_MINORS.rev().zip(1..).map(|(minor, group)| {
        let version = format!("1.{minor}");
        let mut item = CompletionItem { group, ..value(place, &version) };
        if !place.is_quoted {
            let blank = if place.needs_blank { " " } else { "" };
            item.insert = format!("{blank}\"{version}\"");
            item.plain.clone_from(&item.insert);
        }
        item
    })
}

fn value(place: &Place, word: &str) -> CompletionItem {
    let mut item = item(place, word, CompletionKind::Value);
    if place.needs_blank {
        item.insert = format!(" {word}");
        item.plain.clone_from(&item.insert);
    }
    item
}

fn key_text(path: &[&str], key: &'static Key) -> String {
    let shown: Vec<String> =
        general(path).into_iter().map(|name| if name == ANY_RULE { "RULE".to_owned() } else { name }).collect();
    let default = if key.default.is_empty() { String::new() } else { format!(" · default `{}`", key.default) };
    let mut text = format!("**`{}`** · {}{default}\n\n{}", shown.join("."), key.takes.title(), key.documentation);
    match &key.takes {
        Takes::Choice(choices, _) => {
            text.push('\n');
            for choice in choices.words {
                text.push_str(&format!("\n- `{}`: {}", choice.name, choice.documentation));
            }
        }
        Takes::Flag(_)
        | Takes::KubernetesVersion(_)
        | Takes::PolicyVersion(_)
        | Takes::Text(_)
        | Takes::List(..)
        | Takes::Table(_)
        | Takes::Rules
        | Takes::Options => text.push_str(&format!("\n\nFor example `{}: {}`", key.name, key.example)),
    }
    text
}

fn word_text(key: &'static Key, word: &str) -> Option<String> {
    match &key.takes {
        Takes::Choice(choices, _) => {
            let choice = choices.words.iter().find(|choice| choice.name == word)?;
            Some(format!("**`{word}`** · {}\n\n{}", choices.noun, choice.documentation))
        }
        Takes::Flag(_)
        | Takes::KubernetesVersion(_)
        | Takes::PolicyVersion(_)
        | Takes::Text(_)
        | Takes::List(..)
        | Takes::Table(_)
        | Takes::Rules
        | Takes::Options => None,
    }
}

/// The title line of a rule, what it does and why; with its level for a Dockerfile beside the settings file.
fn rule_text(rule: &'static Rule, here: Option<(&Snapshot, &Document)>) -> String {
    let section = |heading| rule.section(heading).unwrap_or_default();
    let level = here.map_or_else(String::new, |(snapshot, document)| {
        let path = document.folder().join("Dockerfile");
        let level = judge::level(rule, &snapshot.settings(&document.path), &path);
        format!(" · here {}", level.map_or("off", rules::Severity::name))
    });
    let mut text = format!("**`{}`** · {}{level}\n\n{}", rule.name, rule.group.name(), section("What it does"));
    text.push_str(&format!("\n\n{}", section("Why is this bad?")));
    if !rule.same_as.is_empty() {
        let names: Vec<String> = rule.same_as.iter().map(|name| format!("`{name}`")).collect();
        text.push_str(&format!("\n\nAlso known as {}", names.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests;
