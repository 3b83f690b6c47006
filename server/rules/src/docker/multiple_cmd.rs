//! More than one CMD in a stage.

use syntax::dockerfile::Keyword;

use super::superseded;
use crate::grain::StageIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags every `CMD` of a stage but the last.
    ///
    /// ## Why is this bad?
    /// An image has one command. The builder keeps the last `CMD` and drops the others without a word, so the program
    /// of the first line never starts. Whoever wanted two processes gets one; whoever edits the first line changes
    /// nothing.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// CMD ["python", "worker.py"]
    /// CMD ["python", "server.py"]
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// CMD ["python", "server.py"]
    /// ```
    /// Two processes are two containers of the same image, each with its own command.
    "docker/multiple-cmd" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "hadolint/DL4003",
            "buildkit/MultipleInstructionsDisallowed",
            "trivy/DS-0016",
            "kics/multiple_cmd_instructions_listed",
            "dockerfile-utils/MULTIPLE_INSTRUCTIONS",
        ],
        check: Check::Stage(check),
    }
}

fn check(stage: &StageIn<'_>, report: &mut Report<'_>) {
    superseded::report_earlier(stage, Keyword::Cmd, "drop it, or start it in a container of its own", report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn all_but_the_last_are_reported() {
        check(
            &RULE,
            "
FROM debian:trixie AS a
CMD bash
^^^^^^^^ this `CMD` is never used: the one in line 6 replaces it; drop it, or start it in a container of its own
RUN foo
cmd [\"another\"]
^^^^^^^^^^^^^^^ this `CMD` is never used…
ONBUILD CMD bash
CMD third
FROM debian:trixie
CMD bash
ONBUILD CMD a
^^^^^^^^^^^^^ this `CMD` is never used: the one in line 10 replaces it…
ONBUILD cmd b
",
        );
    }

    #[test]
    fn one_a_stage_is_fine() {
        check(&RULE, "FROM debian:trixie AS a\nCMD bash\nFROM a\nCMD zsh\nHEALTHCHECK CMD true\nONBUILD CMD x\n");
        check(&RULE, "CMD a\nCMD b\n");
    }

    #[test]
    fn the_earlier_goes() {
        let before = "FROM debian:trixie\r\nCMD a \\\r\n  # why\r\n  b\r\nRUN foo\r\nCMD c";
        check_fix(&RULE, before, "FROM debian:trixie\r\nRUN foo\r\nCMD c");
        check_safety(&RULE, before, Safety::Safe);
    }
}
