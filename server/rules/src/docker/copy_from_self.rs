//! A stage that copies from itself.

use project::docker::{Dependency, DependencyKind, Target};
use syntax::dockerfile::Body;

use crate::grain::StageIn;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `COPY --from` or a `RUN --mount=from=` that names, or counts, the stage it stands in.
    ///
    /// ## Why is this bad?
    /// A stage is finished only when all its instructions are, so it cannot be a source for one of them. The builder
    /// stops with "circular dependency detected on stage". Files that the stage already has are copied with `RUN cp`;
    /// mostly another stage was meant.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app ./cmd/app
    /// FROM alpine:3.22 AS runtime
    /// COPY --from=runtime /app /app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app ./cmd/app
    /// FROM alpine:3.22 AS runtime
    /// COPY --from=build /app /app
    /// ```
    "docker/copy-from-self" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[
            "hadolint/DL3023",
            "trivy/DS-0006",
            "kics/copy_from_references_current_from_alias",
            "dockerfile-utils/FLAG_INVALID_FROM_VALUE",
        ],
        check: Check::Stage(check),
    }
}

fn check(stage: &StageIn<'_>, report: &mut Report<'_>) {
    let StageIn { stage, model } = *stage;
    for dependency in &stage.dependencies {
        let what = match dependency.kind {
            DependencyKind::Base => continue,
            DependencyKind::Copy => "copies from",
            DependencyKind::Mount => "mounts",
        };
        // A trigger runs in the build of another file, where the name may mean another stage.
        let deferred = matches!(model.syntax.instructions[dependency.instruction].body, Body::Onbuild(_));
        if deferred || !is_own(dependency, stage.index) {
            continue;
        }
        let found = report.at(
            &dependency.node,
            format!(
                "`{}` is the stage that this line stands in: it {what} itself, which the builder refuses; \
                 name an earlier stage",
                dependency.text
            ),
        );
        if let Some(name) = &stage.name {
            found.label(name, "the stage begins here");
        }
    }
}

fn is_own(dependency: &Dependency, stage: usize) -> bool {
    match dependency.target {
        Target::Stage(target) => target == stage,
        // A number that no earlier stage has.
        Target::Image(_) => dependency.text.parse() == Ok(stage),
        Target::Scratch | Target::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn the_own_stage_by_name_or_number() {
        check(
            &RULE,
            "
FROM node:22 AS foo
COPY --from=foo bar .
            ^^^ `foo` is the stage that this line stands in: it copies from itself, which the builder refuses; name an earlier stage
copy --chown=1:1 \\
  --from=FOO \\
         ^^^ `FOO` is…
  bar .
COPY --from=0 bar .
            ^ `0` is…
RUN --mount=type=bind,from=foo,target=/x true
                           ^^^ `foo` is the stage that this line stands in: it mounts itself, which the builder refuses; name an earlier stage
",
        );
    }

    #[test]
    fn other_stages_are_fine() {
        check(
            &RULE,
            "
FROM node:22 AS foo
RUN make
FROM foo
COPY --from=foo bar .
COPY --from=0 bar .
COPY --from=2 bar .
ONBUILD COPY --from=1 bar .
COPY bar .
",
        );
    }
}
