//! More than one ENTRYPOINT in a stage.

use syntax::dockerfile::Keyword;

use super::superseded;
use crate::grain::StageIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags every `ENTRYPOINT` of a stage but the last.
    ///
    /// ## Why is this bad?
    /// An image has one entrypoint. The builder keeps the last and drops the others without a word. An entrypoint mostly
    /// prepares something, such as a database migration, a template, a step down from root: if it is the one that was
    /// dropped, the container starts all the same, unprepared.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENTRYPOINT ["/migrate"]
    /// ENTRYPOINT ["/server"]
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ENTRYPOINT ["/entrypoint.sh"]
    /// CMD ["/server"]
    /// ```
    "docker/multiple-entrypoint" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "hadolint/DL4004",
            "buildkit/MultipleInstructionsDisallowed",
            "trivy/DS-0007",
            "semgrep/multiple-entrypoint-instructions",
            "kics/multiple_entrypoint_instructions_listed",
            "dockerfile-utils/MULTIPLE_INSTRUCTIONS",
        ],
        check: Check::Stage(check),
    }
}

fn check(stage: &StageIn<'_>, report: &mut Report<'_>) {
    superseded::report_earlier(stage, Keyword::Entrypoint, "drop it, or call it from the last one", report);
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
FROM debian:trixie AS distro1
ENTRYPOINT bash
^^^^^^^^^^^^^^^ this `ENTRYPOINT` is never used: the one in line 4 replaces it; drop it, or call it from the last one
RUN foo
entrypoint another
FROM distro1
ENTRYPOINT [\"x\"]
ONBUILD ENTRYPOINT y
",
        );
    }

    #[test]
    fn the_earlier_goes() {
        let before = "FROM debian:trixie\nENTRYPOINT [\"a\"]\n# the real one\nENTRYPOINT [\"b\"]\n";
        check_fix(&RULE, before, "FROM debian:trixie\n# the real one\nENTRYPOINT [\"b\"]\n");
        check_safety(&RULE, before, Safety::Safe);
    }
}
