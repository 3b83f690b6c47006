//! A file without FROM.

use crate::grain::Dockerfile;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Dockerfile that has instructions and no `FROM`.
    ///
    /// ## Why is this bad?
    /// Every image starts with a `FROM`, if only `FROM scratch`. Without one the builder stops before the first step,
    /// with "dockerfile contains no stages to build" or "no build stage in current context".
    ///
    /// ## Example
    /// ```dockerfile
    /// RUN apk add --no-cache curl
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// ## When to ignore it
    /// In a fragment that another tool puts together with others. A file without any instruction is not reported, so
    /// that an empty new file stays quiet.
    "docker/no-build-stage" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &["tally/require-stages", "dockerfile-utils/NO_SOURCE_IMAGE"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let Some(first) = file.model.syntax.instructions.first().filter(|_| file.model.stages.is_empty()) else { return };
    report
        .at(&first.keyword_name, "the file has no `FROM`, so there is no image to build; begin with `FROM image:tag`");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn a_file_with_instructions_needs_a_stage() {
        check(
            &RULE,
            "
# syntax=docker/dockerfile:1
ARG VERSION=1
^^^ the file has no `FROM`, so there is no image to build; begin with `FROM image:tag`
ONBUILD FROM alpine:3.22
",
        );
        check(&RULE, "# nothing yet\n");
        check(&RULE, "");
        check(&RULE, "RUN make\nfrom scratch\n");
    }
}
