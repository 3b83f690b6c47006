//! `plimsoll rules`

use std::fmt::Write;

use anstyle::Style;
use project::Profile;
use rules::{Fixable, Rule};
use serde::Serialize;

use crate::report::counted;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

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
            summary: rule.summary(),
        })
        .collect();
    format!("{}\n", serde_json::to_string_pretty(&listed).unwrap_or_default())
}

/// The catalogue as a table, a family below another.
pub(super) fn table() -> String {
    let all: Vec<&Rule> = rules::all().collect();
    let names = all.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let levels = all.iter().map(|rule| level(rule).len()).max().unwrap_or(0);
    let mut out = String::new();
    for family in all.chunk_by(|a, b| family(a) == family(b)) {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{BOLD}{}{BOLD:#} {DIM}· {}{DIM:#}", family_of(family), counted(family.len(), "rule"));
        for rule in family {
            let fix = match rule.fixable {
                Fixable::Always => "fix",
                Fixable::Sometimes => "fix?",
                Fixable::Never => "",
            };
            let _ = writeln!(
                out,
                "  {BOLD}{:names$}{BOLD:#}  {:levels$}  {fix:4}  {}",
                rule.name,
                level(rule),
                rule.summary()
            );
        }
    }
    let _ = writeln!(
        out,
        "\n{}. fix: every finding has one; fix?: some have; (name): only from that profile on\n\
         `plimsoll explain RULE` says why, and what to do instead",
        counted(all.len(), "rule")
    );
    out
}

/// The level, with the profile where the rule is not on by default.
fn level(rule: &Rule) -> String {
    match rule.profile {
        Profile::Minimal | Profile::Recommended => rule.severity.name().to_owned(),
        Profile::Production | Profile::Restricted | Profile::All => {
            format!("{} ({})", rule.severity.name(), rule.profile.name())
        }
    }
}

fn family(rule: &Rule) -> &'static str {
    rule.name.split('/').next().unwrap_or_default()
}

fn family_of(rules: &[&Rule]) -> &'static str {
    rules.first().map_or("", |rule| family(rule))
}
