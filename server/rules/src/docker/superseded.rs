//! Instructions of which only the last in a stage counts.

use syntax::dockerfile::{Instruction, Keyword};

use crate::grain::StageIn;
use crate::{Fix, Report};

/// Reports every `keyword` of the stage that a later one replaces, with a safe fix that drops it. What ONBUILD defers
/// happens in another build and is compared among itself.
pub(super) fn report_earlier(stage: &StageIn<'_>, keyword: Keyword, consequence: &str, report: &mut Report<'_>) {
    let StageIn { stage, model } = *stage;
    for deferred in [false, true] {
        let all: Vec<&Instruction> = model
            .instructions(stage.index)
            .iter()
            .filter(|it| it.trigger().keyword == keyword && (it.keyword == Keyword::Onbuild) == deferred)
            .collect();
        let Some((last, earlier)) = all.split_last() else { continue };
        let name = keyword.name();
        let line = model.lines.line(last.range.start()) + 1;
        for instruction in earlier {
            report
                .at(
                    *instruction,
                    format!("this `{name}` is never used: the one in line {line} replaces it; {consequence}"),
                )
                .unnecessary()
                .label(&last.trigger().keyword_name, "the last one counts")
                .fix(Fix::safe(format!("Drop this `{name}`")).remove_instruction(*instruction));
        }
    }
}
