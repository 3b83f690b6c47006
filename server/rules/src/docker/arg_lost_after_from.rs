//! A global ARG that a stage uses and does not declare.

use std::collections::HashSet;

use project::docker::{Base, Model, Stage};
use schema::dockerfile::ArgumentGroup;
use syntax::dockerfile::{Body, Element, Instruction, Node};

use super::base_environment::BaseEnvironment;
use super::shell_names::ShellNames;
use super::variable_forms::stands_for_a_missing_one;
use crate::grain::StageIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a variable in a stage whose only declaration is an `ARG` before the first `FROM`, or that is one of the
    /// builder's platform variables (`TARGETARCH` …), and that the stage does not repeat.
    ///
    /// ## Why is this bad?
    /// Such an `ARG` belongs to the `FROM` lines. Inside a stage it does not exist until `ARG NAME`, without a value,
    /// takes it over; before that it is empty, with no warning from the shell. `RUN curl …/v$VERSION.tgz` asks for
    /// `/v.tgz`, and `RUN GOARCH=$TARGETARCH go build` compiles for the machine of the builder: the arm64 image then
    /// holds an amd64 program.
    ///
    /// ## Example
    /// ```dockerfile
    /// ARG VERSION=1.4.2
    /// FROM alpine:3.22
    /// RUN wget -O /app.tgz https://example.org/app-$VERSION.tgz
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// ARG VERSION=1.4.2
    /// FROM alpine:3.22
    /// ARG VERSION
    /// RUN wget -O /app.tgz https://example.org/app-$VERSION.tgz
    /// ```
    ///
    /// ## When to ignore it
    /// When the base image sets a variable of that name. For the common language images that is known (`NODE_VERSION` on
    /// `node`); for others a `…_VERSION` that also picks the tag of this base is not reported.
    "docker/arg-lost-after-from" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Stage(check),
    }
}

fn check(stage: &StageIn<'_>, report: &mut Report<'_>) {
    let StageIn { stage, model } = *stage;
    let environment = BaseEnvironment::of(model, stage);
    let mut seen: HashSet<&str> = HashSet::new();
    for index in stage.instructions.clone().skip(1) {
        let instruction = &model.syntax.instructions[index];
        for (name, node) in uses(instruction) {
            let scope = model.scope(index);
            let global = scope.global(name);
            if (global.is_none() && !is_of_the_platform(name)) || scope.binding(name).is_some() {
                continue;
            }
            if may_come_with_the_image(model, stage, environment, name) || !seen.insert(name) {
                continue;
            }
            let message = match global {
                Some(binding) => {
                    let line = model.lines.line(binding.node.range().start()) + 1;
                    format!(
                        "`{name}` is empty in this stage: the `ARG` of line {line} is for the `FROM` lines; \
                         repeat `ARG {name}` here"
                    )
                }
                None => format!(
                    "`{name}` is empty in this stage until it says `ARG {name}`: the builder tells it to `FROM` only"
                ),
            };
            let found = report.at(&node, message);
            if let Some(binding) = global {
                found.label(&binding.node, "declared for the `FROM` lines");
            }
            let keyword = if instruction.keyword_name.text.starts_with(char::is_lowercase) { "arg" } else { "ARG" };
            let fix = Fix::safe(format!("Repeat `ARG {name}` in this stage"));
            found.fix(fix.insert_lines_before(instruction, format!("{keyword} {name}")));
        }
    }
}

/// The names of variables that the instruction expands, or the shell of its RUN, each with its place.
fn uses(instruction: &Instruction) -> Vec<(&str, Node)> {
    if matches!(instruction.body, Body::Onbuild(_) | Body::Healthcheck(_)) {
        return Vec::new();
    }
    let by_builder = instruction.variables().into_iter().filter(|variable| !stands_for_a_missing_one(variable));
    let mut uses: Vec<(&str, Node)> = by_builder.map(|it| (it.name.text.as_str(), it.node())).collect();
    if matches!(instruction.body, Body::Run(_)) {
        let names = ShellNames::of(instruction.scripts());
        let read = names.read.iter().filter(|variable| !names.may_set(&variable.name.text));
        uses.extend(read.map(|it| (it.name.text.as_str(), it.name.node())));
    }
    // What the instruction declares itself, it extends.
    if let Body::Env(pairs) | Body::Arg(pairs) = &instruction.body {
        uses.retain(|(name, _)| pairs.pairs.iter().all(|pair| pair.key.raw != *name));
    }
    uses
}

fn is_of_the_platform(name: &str) -> bool {
    schema::dockerfile::predefined_argument(name).is_some_and(|it| it.group == ArgumentGroup::Platform)
}

/// Whether the image below sets the variable, or may: images set the version of what they are made for, and an ARG that picks
/// the tag is called by that name.
fn may_come_with_the_image(model: &Model, stage: &Stage, environment: BaseEnvironment, name: &str) -> bool {
    if let Some(sets) = environment.sets(name) {
        return sets;
    }
    let Some(bottom) = model.lineage(stage.index).last() else { return false };
    let from = model.from_of(bottom.index).and_then(|from| from.image.as_ref());
    let picks_tag = from.is_some_and(|image| image.variables().iter().any(|variable| variable.name.text == name));
    match &bottom.base {
        Base::Unknown | Base::Stage(_) => picks_tag,
        Base::Image(_) => picks_tag && name.ends_with("_VERSION"),
        Base::Scratch => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn names_that_stop_at_from() {
        check(
            &RULE,
            "
ARG VERSION=1.4.2
FROM alpine:3.22 AS a
RUN wget https://example.org/app-$VERSION.tgz && echo \"${VERSION}\"
                                  ^^^^^^^ `VERSION` is empty in this stage: the `ARG` of line 1 is for the `FROM` lines; repeat `ARG VERSION` here
COPY bin/$TARGETARCH /bin
         ^^^^^^^^^^^ `TARGETARCH` is empty in this stage until it says `ARG TARGETARCH`: the builder tells it to `FROM` only
FROM a
env X=${VERSION}
      ^^^^^^^^^^ `VERSION` is empty in this stage…
FROM scratch
RUN <<EOF
make VERSION_IS=$VERSION \\
                 ^^^^^^^ `VERSION` is…
  x
EOF
",
        );
    }

    #[test]
    fn names_that_are_there_or_need_not_be() {
        check(
            &RULE,
            "
ARG VERSION=1.4.2
ARG NODE_VERSION=22
ARG APP_VERSION=1
ARG BASE=x
FROM alpine:3.22 AS a
ARG VERSION
RUN echo $VERSION
FROM a
RUN echo $VERSION
FROM node:$NODE_VERSION
RUN echo $NODE_VERSION
FROM example.org/app:$APP_VERSION
RUN echo $APP_VERSION
FROM alpine:3.22
RUN VERSION=2; echo $VERSION
RUN . /etc/os-release; echo $VERSION
RUN echo ${VERSION:-1} '$VERSION' \\$VERSION
CMD echo $VERSION
RUN [\"echo\", \"$VERSION\"]
HEALTHCHECK CMD echo $VERSION
ENV VERSION=$VERSION
ONBUILD RUN echo $VERSION
",
        );
    }

    #[test]
    fn the_stage_repeats_it() {
        let before = "ARG V=1\r\nfrom alpine:3.22\r\n# fetch\r\nrun a \\\r\n  $V\r\n";
        check_fix(&RULE, before, "ARG V=1\r\nfrom alpine:3.22\r\narg V\r\n# fetch\r\nrun a \\\r\n  $V\r\n");
        check_safety(&RULE, before, Safety::Safe);
    }
}
