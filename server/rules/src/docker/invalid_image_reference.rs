//! Image names the builder refuses.

use project::docker::{Dependency, DependencyKind, Target};
use syntax::dockerfile::Body;

use crate::grain::StageIn;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags the image of a `FROM`, a `COPY --from` or a `RUN --mount=from=` that is no valid reference: capital
    /// letters in the path, a scheme before it, an empty tag, a digest that is too short, a variable where none is
    /// expanded.
    ///
    /// ## Why is this bad?
    /// The builder stops before the first step, with no more than "invalid reference format". Two cases are easily
    /// overlooked. BuildKit finds a stage named in capitals through `COPY --from`, but not through `FROM`. And `--from`
    /// takes no variables: `COPY --from=$TOOLS` looks for an image that is called `$TOOLS`.
    ///
    /// ## Example
    /// ```dockerfile
    /// ARG TOOLS=ghcr.io/org/tools:1.4
    /// FROM https://docker.io/alpine:3.22
    /// COPY --from=$TOOLS /usr/bin/tool /usr/bin/tool
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// ARG TOOLS=ghcr.io/org/tools:1.4
    /// FROM $TOOLS AS tools
    /// FROM docker.io/alpine:3.22
    /// COPY --from=tools /usr/bin/tool /usr/bin/tool
    /// ```
    "docker/invalid-image-reference" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["dockerfile-utils/INVALID_REFERENCE_FORMAT"],
        check: Check::Stage(check),
    }
}

fn check(stage: &StageIn<'_>, report: &mut Report<'_>) {
    for dependency in &stage.stage.dependencies {
        let deferred = matches!(stage.model.syntax.instructions[dependency.instruction].body, Body::Onbuild(_));
        if !deferred {
            reference(stage, dependency, report);
        }
    }
}

fn reference(stage: &StageIn<'_>, dependency: &Dependency, report: &mut Report<'_>) {
    let written = &stage.model.text[dependency.node.range()];
    let text = &dependency.text;
    match dependency.kind {
        // What the default of a variable makes of a name is `docker/invalid-default-arg-in-from`.
        DependencyKind::Base if has_variable(written) => return,
        DependencyKind::Copy | DependencyKind::Mount if has_variable(written) => {
            let flag = if dependency.kind == DependencyKind::Copy { "--from" } else { "from" };
            report.at(
                &dependency.node,
                format!(
                    "`{flag}` takes no variable, and no image is called `{written}`; \
                     name a stage, made by `FROM {written} AS name`"
                ),
            );
            return;
        }
        DependencyKind::Base | DependencyKind::Copy | DependencyKind::Mount => {}
    }
    match &dependency.target {
        Target::Image(image) => {
            let counts_stages =
                dependency.kind != DependencyKind::Base && text.bytes().all(|byte| byte.is_ascii_digit());
            if let Some(error) = image.errors.first().filter(|_| !counts_stages) {
                report.at(&dependency.node, format!("`{text}` is no valid image name: {error}"));
            }
        }
        Target::Stage(named) if dependency.kind == DependencyKind::Base => {
            let lower = text.to_ascii_lowercase();
            if *text != lower {
                let name = stage.model.stages[*named].label();
                let found = report.at(
                    &dependency.node,
                    format!(
                        "`FROM` finds stage `{name}` by its name in lower case only, and `{text}` is no valid image name; \
                         write `{lower}`"
                    ),
                );
                if written == text {
                    found.fix(Fix::safe(format!("Write `{lower}`")).replace(&dependency.node, lower));
                }
            }
        }
        Target::Stage(_) | Target::Scratch | Target::Unknown => {}
    }
}

/// Whether the builder would take a part of `written` for a variable.
fn has_variable(written: &str) -> bool {
    written.match_indices('$').any(|(at, _)| {
        let next = written[at + 1..].chars().next();
        next.is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '{'))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn what_the_builder_refuses() {
        check(
            &RULE,
            "
ARG BASE=debian:trixie
FROM https://docker.io/alpine:3.22
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `https://docker.io/alpine:3.22` is no valid image name: a reference has no scheme: drop `https://`
FROM Alpine:3.22 AS Tools
     ^^^^^^^^^^^ `Alpine:3.22` is no valid image name: the path must be in lower case
FROM debian:
     ^^^^^^^ `debian:` is no valid image name: the tag is empty
FROM debian@sha256:abc
     ^^^^^^^^^^^^^^^^^ `debian@sha256:abc` is no valid image name: `sha256:abc` is no digest: `sha256:` and 64 hex digits
FROM Tools
     ^^^^^ `FROM` finds stage `Tools` by its name in lower case only, and `Tools` is no valid image name; write `tools`
COPY --from=Other /a /a
            ^^^^^ `Other` is no valid image name: the path must be in lower case
RUN --mount=type=bind,from=a:b:c,target=/x true
                           ^^^^^ `a:b:c` is no valid image name…
COPY --from=$BASE /a /a
            ^^^^^ `--from` takes no variable, and no image is called `$BASE`; name a stage, made by `FROM $BASE AS name`
RUN --mount=type=bind,from=${BASE},target=/x true
                           ^^^^^^^ `from` takes no variable, and no image is called `${BASE}`; name a stage, made by `FROM ${BASE} AS name`
",
        );
    }

    #[test]
    fn what_it_takes() {
        check(
            &RULE,
            "
ARG NONE
ARG EMPTY=
FROM alpine:3.22 AS Tools
FROM debian:$EMPTY
FROM localhost:5000/team/app_x/y--z:v1.2@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb
FROM $NONE
FROM debian:$NONE
FROM tools
FROM scratch
COPY --from=Tools /a /a
COPY --from=0 /a /a
COPY --from=nginx:1.29 /a /a
COPY --from=7 /a /a
ONBUILD COPY --from=Builder /a /a
RUN --mount=type=cache,target=/root/.cache/$NONE true
",
        );
    }

    #[test]
    fn a_stage_in_capitals_is_found_in_lower_case() {
        let before = "FROM alpine:3.22 AS base\nFROM BASE\n";
        check_fix(&RULE, before, "FROM alpine:3.22 AS base\nFROM base\n");
        check_safety(&RULE, before, Safety::Safe);
    }
}
