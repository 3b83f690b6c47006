//! What ONBUILD cannot defer.

use project::docker::At;
use syntax::dockerfile::{Body, Instruction, Keyword};

use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `ONBUILD ONBUILD`, `ONBUILD FROM` and `ONBUILD MAINTAINER`.
    ///
    /// ## Why is this bad?
    /// The builder stops: "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed", "FROM isn't allowed as an ONBUILD
    /// trigger". A trigger runs once, in the build that stands on this image, within its first stage: it can neither
    /// begin a stage nor wait for the build after that.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:22
    /// ONBUILD ONBUILD COPY . /app/
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:22
    /// ONBUILD COPY . /app/
    /// ```
    "docker/onbuild-invalid-trigger" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[
            "hadolint/DL3043",
            "tally/invalid-onbuild-trigger",
            "dockerfile-utils/ONBUILD_CHAINING_DISALLOWED",
            "dockerfile-utils/ONBUILD_TRIGGER_DISALLOWED",
        ],
        check: Check::Instruction(check),
    }
}

fn check(at: &At<'_>, report: &mut Report<'_>) {
    let mut outer: &Instruction = &at.model.syntax.instructions[at.index];
    while let Body::Onbuild(Some(inner)) = &outer.body {
        let keyword = &inner.keyword_name;
        if inner.keyword == Keyword::Onbuild {
            let fix = Fix::suggested("Drop the second `ONBUILD`").remove_word(keyword);
            report.at(keyword, "`ONBUILD` cannot defer another `ONBUILD`: a trigger runs once; drop one").fix(fix);
        } else if inner.keyword == Keyword::From {
            report.at(keyword, "`ONBUILD` cannot defer `FROM`: a trigger runs within a stage; drop it");
        } else if inner.keyword == Keyword::Maintainer {
            report.at(keyword, "`ONBUILD` cannot defer `MAINTAINER`; use `ONBUILD LABEL` instead");
        }
        outer = inner;
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn triggers_the_builder_refuses() {
        check(
            &RULE,
            "
FROM node:22
ONBUILD ONBUILD RUN anything
        ^^^^^^^ `ONBUILD` cannot defer another `ONBUILD`: a trigger runs once; drop one
onbuild from debian:trixie
        ^^^^ `ONBUILD` cannot defer `FROM`: a trigger runs within a stage; drop it
ONBUILD \\
  MAINTAINER \"BoJack Horseman\"
  ^^^^^^^^^^ `ONBUILD` cannot defer `MAINTAINER`; use `ONBUILD LABEL` instead
ONBUILD COPY anything anywhere
ONBUILD ARG anything
MAINTAINER \"Some Guy\"
",
        );
    }

    #[test]
    fn one_onbuild_goes() {
        let before = "FROM a:1\r\nONBUILD  ONBUILD RUN x\r\n";
        check_fix(&RULE, before, "FROM a:1\r\nONBUILD RUN x\r\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
