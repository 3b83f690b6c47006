//! Suppressions in a Dockerfile.

use syntax::TextRange;
use syntax::dockerfile::Comment;

use super::{Dialect, Reach, Suppression, read, skipped};
use crate::docker::Model;

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
        let Some((dialect, reach, names)) = read(&comment.text, comment.range) else { continue };
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
