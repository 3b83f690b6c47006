//! `FROM --platform=$TARGETPLATFORM`.

use syntax::dockerfile::{PartContent, Word};

use crate::grain::From;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `--platform=$TARGETPLATFORM` on a `FROM`.
    ///
    /// ## Why is this bad?
    /// Without the flag a stage is built for the target platform, so it says nothing. The legacy builder, which does
    /// not set the variable, refuses it: "failed to parse platform". And a reader of a file with 4 stages has to tell
    /// `$TARGETPLATFORM` from `$BUILDPLATFORM`, the one that matters, in each of them.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM --platform=$TARGETPLATFORM alpine:3.22
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ```
    ///
    /// ## When to ignore it
    /// A global `ARG TARGETPLATFORM=…` gives the flag a meaning in builds without BuildKit; then it is not reported.
    "docker/redundant-target-platform" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &["hadolint/DL3065", "buildkit/RedundantTargetPlatform"],
        check: Check::From(check),
    }
}

fn check(from: &From<'_>, report: &mut Report<'_>) {
    let Some(flag) = from.at.instruction.flag("platform").filter(|_| !from.at.deferred) else { return };
    let is_target = flag.value.as_ref().is_some_and(is_target_platform);
    let overridden = from.at.scope().binding("TARGETPLATFORM").is_some_and(|binding| binding.has_value);
    if is_target && !overridden {
        report
            .at(flag, "`--platform=$TARGETPLATFORM` says what holds without it; drop the flag")
            .fix(Fix::safe("Drop `--platform`").remove_word(flag));
    }
}

/// Whether the word is the variable, in quotes or not, and nothing else.
fn is_target_platform(word: &Word) -> bool {
    let [part] = word.parts.as_slice() else { return false };
    match &part.content {
        PartContent::Variable(variable) => variable.name.text == "TARGETPLATFORM" && variable.modifier.is_none(),
        PartContent::Text(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn the_target_is_the_default() {
        check(
            &RULE,
            "
ARG TARGETPLATFORM
FROM --platform=$TARGETPLATFORM scratch
     ^^^^^^^^^^^^^^^^^^^^^^^^^^ `--platform=$TARGETPLATFORM` says what holds without it; drop the flag
from --platform=\"${TARGETPLATFORM}\" alpine:3.22
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
FROM --platform=$BUILDPLATFORM scratch
FROM --platform=${TARGETPLATFORM:-linux/amd64} scratch
FROM --platform=$TARGETOS/$TARGETARCH scratch
FROM --platform=foobar alpine:3.22
FROM scratch
",
        );
        check(&RULE, "ARG TARGETPLATFORM=linux/amd64\nFROM --platform=$TARGETPLATFORM scratch\n");
    }

    #[test]
    fn the_flag_goes() {
        let before = "FROM --platform=$TARGETPLATFORM alpine:3.22 AS a\r\nFROM a\r\n";
        check_fix(&RULE, before, "FROM alpine:3.22 AS a\r\nFROM a\r\n");
        check_safety(&RULE, before, Safety::Safe);
    }
}
