//! Suppressions: comments and annotations that switch rules off for a line, a stage, an object or a file, in our own words and in
//! the peers'.
//!
//! | comment in a Dockerfile | where it holds |
//! |---|---|
//! | `# plimsoll: ignore[rule, …] reason` | the instruction below |
//! | `# plimsoll: ignore-file[rule, …] reason` | the file |
//! | `# hadolint ignore=DL3008,DL3015` | the instruction below |
//! | `# hadolint stage ignore=…` | the stage it stands in, or the one that begins below |
//! | `# hadolint global ignore=…` | the file |
//! | `# check=skip=StageNameCasing,…` and `skip=all` (a directive) | the file |
//! | the same as a comment | the instruction below |
//! | `#trivy:ignore:DS-0002` | the instruction below, or the one whose lines it is among |
//! | `#checkov:skip=CKV_DOCKER_2:reason` | the file |
//!
//! | in a manifest | where it holds |
//! |---|---|
//! | `# plimsoll: ignore[rule, …] reason` behind something | its line |
//! | the same on a line of its own | the entry or item below; above the first key of an object: the object |
//! | `# plimsoll: ignore-file[rule, …] reason` | the file |
//! | `#trivy:ignore:KSV-0001` | as ours |
//! | annotation `plimsoll.dev/ignore: rule, …` | the object |
//! | annotation `ignore-check.kube-linter.io/latest-tag: reason` | the object |
//! | annotation `checkov.io/skip1: CKV_K8S_20=reason` | the object |
//! | annotation `kube-score/ignore: container-image-tag, …` | the object |
//!
//! Annotations of a Pod template count for the object that has it.

mod dockerfile;
mod manifest;

use syntax::{TextRange, TextSize};

pub use dockerfile::of;
pub use manifest::of_manifest;

/// A comment that switches rules off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The comment or directive.
    pub range: TextRange,
    /// Who defined its form.
    pub dialect: Dialect,
    /// The rules, as written; empty for all of them.
    pub names: Vec<SuppressedName>,
    /// Findings that start here are left out.
    pub scope: TextRange,
}

/// A rule that a suppression names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressedName {
    /// As written: our name, or the peer's id.
    pub text: String,
    /// Where.
    pub range: TextRange,
}

/// Who defined the form of a suppression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// This program.
    Plimsoll,
    /// hadolint.
    Hadolint,
    /// BuildKit's build checks.
    BuildKit,
    /// trivy.
    Trivy,
    /// checkov.
    Checkov,
    /// kube-linter.
    KubeLinter,
    /// kube-score.
    KubeScore,
}

/// How far a comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Next,
    Stage,
    File,
}

/// Dialect, reach and names of a comment with this text behind its `#`, which ends where `range` does; `None` for one that is only a
/// comment.
fn read(comment: &str, range: TextRange) -> Option<(Dialect, Reach, Vec<SuppressedName>)> {
    let at = |rest: &str| range.end() - TextSize::of(rest);
    let text = comment.trim_start();
    if let Some(rest) = text.strip_prefix("plimsoll:") {
        let rest = rest.trim_start();
        let (reach, rest) = match rest.strip_prefix("ignore-file") {
            Some(rest) => (Reach::File, rest),
            None => (Reach::Next, rest.strip_prefix("ignore")?),
        };
        let list = rest.trim_start().strip_prefix('[')?;
        let (list, _) = list.split_once(']')?;
        let start = at(rest.trim_start()) + TextSize::of('[');
        return Some((Dialect::Plimsoll, reach, names(list, start))).filter(|(_, _, names)| !names.is_empty());
    }
    if let Some(rest) = text.strip_prefix("hadolint") {
        let rest = rest.trim_start();
        let (reach, rest) = match rest.split_once(char::is_whitespace) {
            Some(("global", rest)) => (Reach::File, rest.trim_start()),
            Some(("stage", rest)) => (Reach::Stage, rest.trim_start()),
            _ => (Reach::Next, rest),
        };
        let list = rest.strip_prefix("ignore")?.trim_start().strip_prefix('=')?;
        return Some((Dialect::Hadolint, reach, names(list, at(list)))).filter(|(_, _, names)| !names.is_empty());
    }
    if let Some(options) = text.strip_prefix("check=") {
        return Some((Dialect::BuildKit, Reach::Next, skipped(options, at(options))?));
    }
    if let Some(list) = text.strip_prefix("trivy:ignore:").or_else(|| text.strip_prefix("tfsec:ignore:")) {
        let end = list.find(char::is_whitespace).unwrap_or(list.len());
        let mut found = names(&list[..end], at(list));
        let all = found.iter().any(|name| name.text == "*");
        found.retain(|_| !all);
        return (all || !found.is_empty()).then_some((Dialect::Trivy, Reach::Next, found));
    }
    if let Some(list) = text.strip_prefix("checkov:skip=") {
        let end = list.find([':', ' ']).unwrap_or(list.len());
        return Some((Dialect::Checkov, Reach::File, names(&list[..end], at(list))))
            .filter(|(_, _, names)| !names.is_empty());
    }
    None
}

/// What `skip=…` among BuildKit's options, which start at `start` of the document, names; empty for `skip=all`, `None` where
/// nothing is skipped.
fn skipped(options: &str, start: TextSize) -> Option<Vec<SuppressedName>> {
    let mut at = start;
    for option in options.split(';') {
        if let Some(list) = option.trim_start().strip_prefix("skip=") {
            let is_all = |name: &SuppressedName| name.text.eq_ignore_ascii_case("all");
            let names = names(list, at + TextSize::of(option) - TextSize::of(list));
            return match names.iter().any(is_all) {
                true => Some(Vec::new()),
                false => Some(names).filter(|names| !names.is_empty()),
            };
        }
        at += TextSize::of(option) + TextSize::of(';');
    }
    None
}

/// The names in a list separated by commas, which starts at `start` of the document. A blank ends the list, unless it stands
/// beside a comma: what follows is the reason.
fn names(list: &str, start: TextSize) -> Vec<SuppressedName> {
    let mut found = Vec::new();
    let mut at = start;
    for piece in list.split(',') {
        let trimmed = piece.trim();
        let indent = TextSize::of(piece) - TextSize::of(piece.trim_start());
        let word = trimmed.split(char::is_whitespace).next().unwrap_or_default();
        if !word.is_empty() {
            found.push(SuppressedName { text: word.to_owned(), range: TextRange::at(at + indent, TextSize::of(word)) });
        }
        if word.len() < trimmed.len() {
            break;
        }
        at += TextSize::of(piece) + TextSize::of(',');
    }
    found
}
