//! `cargo xtask docs`: a page for each rule in `server/docs/rules/`, and a page that lists them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use project::Profile;
use rules::{Fixable, Rule};

/// The page that lists the rules.
const INDEX: &str = "README.md";

/// Writes the pages that differ, and takes those away whose rule is gone.
pub(crate) fn write() -> anyhow::Result<()> {
    let pages = pages();
    for path in stale(&pages)? {
        let place = folder().join(&path);
        match pages.get(&path) {
            Some(text) => {
                if let Some(parent) = place.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(&place, text).with_context(|| path.display().to_string())?;
            }
            None => fs::remove_file(&place).with_context(|| path.display().to_string())?,
        }
    }
    Ok(())
}

/// Fails when a page is not what its rule says.
pub(crate) fn check() -> anyhow::Result<()> {
    let stale = stale(&pages())?;
    if stale.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = stale.iter().map(|path| path.display().to_string()).collect();
    bail!("stale below server/docs/rules: {}; run `cargo xtask docs`", names.join(", "))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules")
}

/// The paths of pages, below the folder, that are missing, different or left over.
fn stale(pages: &BTreeMap<PathBuf, String>) -> anyhow::Result<Vec<PathBuf>> {
    let mut stale: Vec<PathBuf> = Vec::new();
    for (path, text) in pages {
        // A checkout on Windows may have changed the line ends.
        let is_fresh = fs::read_to_string(folder().join(path)).is_ok_and(|now| now.replace("\r\n", "\n") == *text);
        if !is_fresh {
            stale.push(path.clone());
        }
    }
    let Ok(families) = fs::read_dir(folder()) else { return Ok(stale) };
    for family in families {
        let family = family?;
        if !family.file_type()?.is_dir() {
            continue;
        }
        for page in fs::read_dir(family.path())? {
            let path = Path::new(&family.file_name()).join(page?.file_name());
            if !pages.contains_key(&path) {
                stale.push(path);
            }
        }
    }
    Ok(stale)
}

/// Every page by its path below the folder.
fn pages() -> BTreeMap<PathBuf, String> {
    let mut pages: BTreeMap<PathBuf, String> =
        rules::all().map(|rule| (PathBuf::from(format!("{}.md", rule.name)), page(rule))).collect();
    pages.insert(PathBuf::from(INDEX), index());
    pages
}

fn page(rule: &Rule) -> String {
    let mut out = format!("# {}\n\n{}\n\n{}\n", rule.name, rule.facts(), rule.page().trim());
    let _ = write!(
        out,
        "\n## Level and exceptions\n\nIn `plimsoll.yaml`, for the folder it lies in and all below:\n\n\
         ```yaml\nrules:\n  {}: off    # or hint, info, warning, error\n```\n",
        rule.name
    );
    if family(rule) != "plimsoll" {
        let _ = write!(
            out,
            "\nFor one instruction, in the line above it:\n\n```dockerfile\n# plimsoll: ignore[{}] the reason\n```\n",
            rule.name
        );
    }
    if !rule.same_as.is_empty() {
        out.push_str("\n## Also known as\n\n");
        let names: Vec<String> = rule.same_as.iter().map(|alias| format!("`{alias}`")).collect();
        let _ = writeln!(out, "{}. Settings, comments and `plimsoll explain` take these names, too.", names.join(", "));
    }
    out
}

fn index() -> String {
    let all: Vec<&Rule> = rules::all().collect();
    let mut out = format!(
        "# Rules\n\n{} rules. A level with a profile behind it counts from that profile on, one without by default; \
         `plimsoll explain RULE` shows a page in the terminal, by our name or another linter's.\n",
        all.len()
    );
    for family in all.chunk_by(|a, b| family(a) == family(b)) {
        let Some(name) = family.first().map(|rule| self::family(rule)) else { continue };
        let _ = write!(out, "\n## `{name}/`\n\n| rule | level | group | fix | what it does |\n|---|---|---|---|---|\n");
        for rule in family {
            let fix = match rule.fixable {
                Fixable::Always => "yes",
                Fixable::Sometimes => "sometimes",
                Fixable::Never => "no",
            };
            let _ = writeln!(
                out,
                "| [`{}`]({}.md) | {} | {} | {fix} | {} |",
                rule.short_name(),
                rule.name,
                level(rule),
                rule.group.name(),
                rule.summary().replace('|', "\\|")
            );
        }
    }
    out
}

/// The level in a table: `warning`, `info (all)`, `info, warning (production)`.
fn level(rule: &Rule) -> String {
    let first = match rule.profile {
        Profile::Minimal | Profile::Recommended => rule.severity.name().to_owned(),
        Profile::Production | Profile::Restricted | Profile::All => {
            format!("{} ({})", rule.severity.name(), rule.profile.name())
        }
    };
    match rule.raised {
        Some((profile, severity)) => format!("{first}, {} ({})", severity.name(), profile.name()),
        None => first,
    }
}

fn family(rule: &Rule) -> &'static str {
    rule.name.split_once('/').map_or(rule.name, |(family, _)| family)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pages_are_what_the_rules_say() {
        super::check().unwrap_or_else(|error| panic!("{error}"));
    }
}
