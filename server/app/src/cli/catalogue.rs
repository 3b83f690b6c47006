//! `plimsoll rules`

use rules::Rule;
use serde::Serialize;

/// A rule as `--format json` lists it.
#[derive(Debug, Serialize)]
struct Listed {
    name: &'static str,
    severity: &'static str,
    profile: &'static str,
    group: &'static str,
    fixable: &'static str,
    since: &'static str,
    aliases: &'static [&'static str],
    summary: String,
}

/// The catalogue as JSON.
pub(super) fn json() -> String {
    let listed: Vec<Listed> = rules::all()
        .map(|rule| Listed {
            name: rule.name,
            severity: rule.severity.name(),
            profile: rule.profile.name(),
            group: rule.group.name(),
            fixable: rule.fixable.name(),
            since: rule.since,
            aliases: rule.same_as,
            summary: summary(rule),
        })
        .collect();
    serde_json::to_string_pretty(&listed).unwrap_or_default()
}

/// The first sentence of what a rule does.
pub(crate) fn summary(rule: &Rule) -> String {
    let text = rule.section("What it does").unwrap_or_default();
    let paragraph = text.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut quoted = false;
    let mut letters = paragraph.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '`' => quoted = !quoted,
            '.' if !quoted && letters.peek().is_none_or(|(_, next)| *next == ' ') => {
                return paragraph[..=at].to_owned();
            }
            _ => {}
        }
    }
    paragraph
}
