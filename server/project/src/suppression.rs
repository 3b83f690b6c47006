//! Suppressions: comments that switch rules off for a line, a stage or a file, in our own words and in the peers'.
//!
//! | comment | where it holds |
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

use syntax::dockerfile::Comment;
use syntax::{TextRange, TextSize};

use crate::docker::Model;

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
}

/// How far a comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Next,
    Stage,
    File,
}

/// Every suppression of a Dockerfile, in the order of the text.
#[must_use]
pub fn of(model: &Model) -> Vec<Suppression> {
    let whole = TextRange::up_to(model.syntax.length());
    let mut found: Vec<Suppression> = Vec::new();
    if let Some(directive) = model.syntax.directive("check")
        && let Some(names) = skipped(&directive.value.text, directive.value.range.start())
    {
        found.push(Suppression { range: directive.range, dialect: Dialect::BuildKit, names, scope: whole });
    }
    for comment in &model.syntax.comments {
        let Some((dialect, reach, names)) = read(comment) else { continue };
        let scope = match reach {
            Reach::File => Some(whole),
            Reach::Next => next(model, comment),
            Reach::Stage => stage(model, comment),
        };
        if let Some(scope) = scope {
            found.push(Suppression { range: comment.range, dialect, names, scope });
        }
    }
    found.sort_by_key(|suppression| suppression.range.start());
    found
}

/// Dialect, reach and names of a comment; `None` for one that is only a comment.
fn read(comment: &Comment) -> Option<(Dialect, Reach, Vec<SuppressedName>)> {
    let at = |rest: &str| comment.range.end() - TextSize::of(rest);
    let text = comment.text.trim_start();
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

/// The instruction below a comment, when nothing but comments stand between; the one around it, for a comment inside.
fn next(model: &Model, comment: &Comment) -> Option<TextRange> {
    let instructions = &model.syntax.instructions;
    let behind = instructions.partition_point(|instruction| instruction.range.start() <= comment.range.start());
    if comment.inside_instruction {
        return behind.checked_sub(1).map(|index| instructions[index].extent());
    }
    let instruction = instructions.get(behind)?;
    let between = TextRange::new(comment.range.end(), instruction.range.start());
    let adjacent =
        model.text[between].lines().skip(1).all(|line| line.trim_start().starts_with('#') || line.trim().is_empty());
    let empty_line = model.text[between].lines().skip(1).any(|line| line.trim().is_empty() && !line.is_empty());
    let gap = model.text[between].replace('\r', "").contains("\n\n");
    (adjacent && !gap && !empty_line).then(|| instruction.extent())
}

/// The stage a comment stands in; before the first one, or directly above a FROM, the one that begins below.
fn stage(model: &Model, comment: &Comment) -> Option<TextRange> {
    let below = next(model, comment).and_then(|range| {
        model.stages.iter().find(|stage| stage.range.start() == range.start()).map(|stage| stage.index)
    });
    let index = below.or_else(|| model.stage_at(comment.range.start())).or(if model.stages.is_empty() {
        None
    } else {
        Some(0)
    })?;
    Some(model.stages[index].range)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    /// Each suppression: dialect, names, the first line of what it is for.
    fn seen(text: &str) -> Vec<String> {
        let model = Model::new(text.into());
        of(&model)
            .into_iter()
            .map(|it| {
                for name in &it.names {
                    assert_eq!(&text[name.range], name.text);
                }
                let names: Vec<&str> = it.names.iter().map(|name| name.text.as_str()).collect();
                format!("{:?} {} → {:?}", it.dialect, names.join(" "), &text[it.scope])
            })
            .collect()
    }

    #[test]
    fn all_forms_are_understood() {
        expect![[r##"
            BuildKit StageNameCasing FromAsCasing → "# check=skip=StageNameCasing, FromAsCasing;error=true\n# hadolint global ignore=DL3001\n# hadolint stage ignore=DL3002\nFROM a\n# plimsoll: ignore[docker/run-cd, DL3003] needed by make\n# another comment\nRUN x\n# hadolint ignore = DL3008,DL3015 because\nRUN y\n#trivy:ignore:DS-0002 reason\nUSER z\n# check=skip=WorkdirRelativePath\nWORKDIR w\n# checkov:skip=CKV_DOCKER_2:no probe\n# plimsoll:ignore-file[a]\n"
            Hadolint DL3001 → "# check=skip=StageNameCasing, FromAsCasing;error=true\n# hadolint global ignore=DL3001\n# hadolint stage ignore=DL3002\nFROM a\n# plimsoll: ignore[docker/run-cd, DL3003] needed by make\n# another comment\nRUN x\n# hadolint ignore = DL3008,DL3015 because\nRUN y\n#trivy:ignore:DS-0002 reason\nUSER z\n# check=skip=WorkdirRelativePath\nWORKDIR w\n# checkov:skip=CKV_DOCKER_2:no probe\n# plimsoll:ignore-file[a]\n"
            Hadolint DL3002 → "FROM a\n# plimsoll: ignore[docker/run-cd, DL3003] needed by make\n# another comment\nRUN x\n# hadolint ignore = DL3008,DL3015 because\nRUN y\n#trivy:ignore:DS-0002 reason\nUSER z\n# check=skip=WorkdirRelativePath\nWORKDIR w"
            Plimsoll docker/run-cd DL3003 → "RUN x"
            Hadolint DL3008 DL3015 → "RUN y"
            Trivy DS-0002 → "USER z"
            BuildKit WorkdirRelativePath → "WORKDIR w"
            Checkov CKV_DOCKER_2 → "# check=skip=StageNameCasing, FromAsCasing;error=true\n# hadolint global ignore=DL3001\n# hadolint stage ignore=DL3002\nFROM a\n# plimsoll: ignore[docker/run-cd, DL3003] needed by make\n# another comment\nRUN x\n# hadolint ignore = DL3008,DL3015 because\nRUN y\n#trivy:ignore:DS-0002 reason\nUSER z\n# check=skip=WorkdirRelativePath\nWORKDIR w\n# checkov:skip=CKV_DOCKER_2:no probe\n# plimsoll:ignore-file[a]\n"
            Plimsoll a → "# check=skip=StageNameCasing, FromAsCasing;error=true\n# hadolint global ignore=DL3001\n# hadolint stage ignore=DL3002\nFROM a\n# plimsoll: ignore[docker/run-cd, DL3003] needed by make\n# another comment\nRUN x\n# hadolint ignore = DL3008,DL3015 because\nRUN y\n#trivy:ignore:DS-0002 reason\nUSER z\n# check=skip=WorkdirRelativePath\nWORKDIR w\n# checkov:skip=CKV_DOCKER_2:no probe\n# plimsoll:ignore-file[a]\n""##]].assert_eq(
            &seen(
                "# check=skip=StageNameCasing, FromAsCasing;error=true\n\
                 # hadolint global ignore=DL3001\n\
                 # hadolint stage ignore=DL3002\n\
                 FROM a\n\
                 # plimsoll: ignore[docker/run-cd, DL3003] needed by make\n\
                 # another comment\n\
                 RUN x\n\
                 # hadolint ignore = DL3008,DL3015 because\n\
                 RUN y\n\
                 #trivy:ignore:DS-0002 reason\n\
                 USER z\n\
                 # check=skip=WorkdirRelativePath\n\
                 WORKDIR w\n\
                 # checkov:skip=CKV_DOCKER_2:no probe\n\
                 # plimsoll:ignore-file[a]\n",
            )
            .join("\n"),
        );
    }

    #[test]
    fn a_gap_breaks_the_bond() {
        assert_eq!(seen("FROM a\n# plimsoll: ignore[x]\n\nRUN b\n"), Vec::<String>::new());
        assert_eq!(seen("FROM a\r\n# plimsoll: ignore[x]\r\nRUN b\r\n"), ["Plimsoll x → \"RUN b\""]);
    }
}
