//! A stage nobody uses.

use project::docker::{Model, Stage, Target};

use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a stage from which the final image takes nothing, directly or through others, if it has no name or is
    /// named like a step on the way (`build`, `deps`, `base` …).
    ///
    /// ## Why is this bad?
    /// BuildKit never builds such a stage, so nobody notices that it is broken; the legacy builder builds it every
    /// time, for nothing. Mostly a `COPY --from` was dropped or points elsewhere: the image is then built without the
    /// files that this stage makes, and starts with those of last year's base image.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:22 AS build
    /// RUN npm run build
    /// FROM nginx:1.29
    /// COPY public /usr/share/nginx/html
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:22 AS build
    /// RUN npm run build
    /// FROM nginx:1.29
    /// COPY --from=build /app/dist /usr/share/nginx/html
    /// ```
    ///
    /// ## When to ignore it
    /// When the build asks for it with `--target`. Stages with other names (`test`, `lint`, `dev`, `release` …) look like
    /// targets and are never reported, nor is what they use; a name made with a variable (`FROM build-$VARIANT`) may mean
    /// any stage that begins so.
    "docker/unreachable-stage" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["tally/no-unreachable-stages"],
        check: Check::Dockerfile(check),
    }
}

/// Words in the names of stages that others are made from. Nobody ships one.
const STEPS: [&str; 15] = [
    "base",
    "build",
    "builder",
    "compile",
    "compiler",
    "dependencies",
    "deps",
    "download",
    "downloader",
    "fetch",
    "installer",
    "intermediate",
    "prepare",
    "temp",
    "tmp",
];

/// A file with more names made from variables than this is too clever to judge.
const VARIABLE_LIMIT: usize = 16;

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let model = file.model;
    let Some(used) = used(model) else { return };
    for stage in model.stages.iter().filter(|stage| !used[stage.index]) {
        let Some(from) = model.instructions(stage.index).first() else { continue };
        let user = stage.dependents.first().map(|user| model.stages[*user].label());
        let message = match (&stage.name, user) {
            (_, Some(user)) => format!("only stage `{user}` uses this one, and nothing uses `{user}`"),
            (Some(name), None) => {
                format!("nothing uses stage `{0}`; copy from it, drop it, or build it with `--target {0}`", name.text)
            }
            (None, None) => "nothing uses this stage, and it has no name to ask for it; drop it, or name it".to_owned(),
        };
        let found = report.at(from, message);
        found.unnecessary();
        if stage.dependents.is_empty() && !is_commented(model, stage) {
            let fix = Fix::suggested("Drop the stage");
            found.fix(model.instructions(stage.index).iter().fold(fix, Fix::remove_instruction));
        }
    }
}

/// For each stage whether it is built for the final image or for something that looks like a target; `None`: no telling.
fn used(model: &Model) -> Option<Vec<bool>> {
    let starts = variable_starts(model)?;
    let last = model.stages.len().checked_sub(1)?;
    let wanted = |stage: &&Stage| {
        stage.index == last || is_target(stage) || starts.iter().any(|start| may_be_named(stage, start))
    };
    let mut used = vec![false; model.stages.len()];
    let mut open: Vec<usize> = model.stages.iter().filter(wanted).map(|stage| stage.index).collect();
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut used[index], true) {
            open.extend(model.stages[index].dependencies.iter().filter_map(|dependency| match dependency.target {
                Target::Stage(target) => Some(target),
                Target::Image(_) | Target::Scratch | Target::Unknown => None,
            }));
        }
    }
    Some(used)
}

/// What stands before the variable in each name that is made with one, in lower case.
fn variable_starts(model: &Model) -> Option<Vec<String>> {
    let mut starts: Vec<String> = Vec::new();
    for dependency in model.stages.iter().flat_map(|stage| &stage.dependencies) {
        if let Some((start, _)) = model.text[dependency.node.range()].split_once('$') {
            starts.push(start.trim_start_matches(['"', '\'']).to_ascii_lowercase());
        }
    }
    starts.sort_unstable();
    starts.dedup();
    (starts.len() <= VARIABLE_LIMIT).then_some(starts)
}

fn may_be_named(stage: &Stage, start: &str) -> bool {
    stage.name.as_ref().is_some_and(|name| name.text.to_ascii_lowercase().starts_with(start))
}

/// Whether somebody may ask for the stage by name: it is the end of a chain, and not called like a step on the way.
fn is_target(stage: &Stage) -> bool {
    stage.dependents.is_empty()
        && stage.name.as_ref().is_some_and(|name| {
            let name = name.text.to_ascii_lowercase();
            !name.split(['-', '_', '.']).any(|word| STEPS.contains(&word))
        })
}

/// Whether there are comments that would be left behind.
fn is_commented(model: &Model, stage: &Stage) -> bool {
    let before = stage.instructions.start.checked_sub(1).map(|index| model.syntax.instructions[index].range.end());
    let comments = &model.syntax.comments;
    let first = comments.partition_point(|comment| comment.range.start() < before.unwrap_or_default());
    let here = comments[first..].iter().take_while(|comment| comment.range.end() <= stage.range.end());
    here.into_iter().any(|comment| !comment.inside_instruction)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn stages_nobody_uses() {
        check(
            &RULE,
            "
FROM alpine:3.22 AS deps
^^^^^^^^^^^^^^^^^^^^^^^^ only stage `go-builder` uses this one, and nothing uses `go-builder`
FROM deps AS go-builder
^^^^^^^^^^^^^^^^^^^^^^^ nothing uses stage `go-builder`; copy from it, drop it, or build it with `--target go-builder`
FROM alpine:3.22
^^^^^^^^^^^^^^^^ nothing uses this stage, and it has no name to ask for it; drop it, or name it
RUN true
FROM alpine:3.22 AS used
FROM alpine:3.22
COPY --from=used /a /a
",
        );
    }

    #[test]
    fn targets_what_they_use_and_what_a_variable_may_mean() {
        check(
            &RULE,
            "
ARG VARIANT=prod
FROM alpine:3.22 AS base
FROM base AS build
FROM build AS test
FROM alpine:3.22 AS deps
FROM alpine:3.22 AS lint
RUN --mount=from=deps,target=/x true
FROM alpine:3.22 AS base-dev
FROM alpine:3.22 AS base-prod
FROM base-${VARIANT}
COPY --from=1 /a /a
",
        );
        check(&RULE, "FROM alpine:3.22 AS build\n");
        check(&RULE, "FROM alpine:3.22 AS build\nFROM $X\n");
        check(&RULE, "RUN true\n");
    }

    #[test]
    fn the_stage_goes() {
        let before = "ARG V=1\nFROM alpine:$V AS build\nRUN a && \\\n  # why\n  b\n\nFROM alpine:$V\nRUN c\n";
        check_fix(&RULE, before, "ARG V=1\n\nFROM alpine:$V\nRUN c\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
