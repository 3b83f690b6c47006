//! `--from` with a name nobody has.

use project::docker::At;
use syntax::dockerfile::{Body, Word};
use syntax::image_reference::ImageReference;
use syntax::spelling;

use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `COPY --from` or a `RUN --mount=from=` whose name is neither an earlier stage nor an image: a stage that
    /// comes later, a number no stage has, or a bare word that no stage is called and no well-known image either.
    ///
    /// ## Why is this bad?
    /// Where no stage has the name, the builder takes it for an image and asks Docker Hub. With `COPY --from=biuld` the
    /// best that can happen is "pull access denied, repository does not exist"; the worst is that somebody has
    /// published an image of that name, and its files end up in yours. A stage that comes later is refused: "it needs
    /// to be defined before current stage".
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app ./cmd/app
    /// FROM alpine:3.22
    /// COPY --from=biuld /app /app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app ./cmd/app
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ## When to ignore it
    /// When the name is a build context that only the command line knows (`--build-context src=../src`) or an image of
    /// your own on Docker Hub; a tag (`--from=name:1.2`) says that an image is meant, and is not reported. Triggers
    /// behind `ONBUILD` are never reported: their stages are those of another file.
    "docker/copy-from-unknown-stage" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3022"],
        check: Check::Instruction(check),
    }
}

/// How many stages above are asked whether they were meant.
const NEAR_LIMIT: usize = 64;

fn check(at: &At<'_>, report: &mut Report<'_>) {
    if at.deferred {
        return;
    }
    match &at.instruction.body {
        Body::Copy(_) => {
            let values = at.instruction.flags("from").filter_map(|flag| flag.value.as_ref());
            values.for_each(|word| source(at, word, report));
        }
        Body::Run(_) => {
            let options = at.instruction.flags("mount").flat_map(|flag| &flag.options);
            let from = options.filter(|option| option.key.text.eq_ignore_ascii_case("from"));
            from.filter_map(|option| option.value.as_ref()).for_each(|word| source(at, word, report));
        }
        _ => {}
    }
}

fn source(at: &At<'_>, word: &Word, report: &mut Report<'_>) {
    let Some(text) = word.literal().filter(|text| !text.is_empty()) else { return };
    let stages = &at.model.stages;
    let here = at.stage().map_or(0, |stage| stage.index);
    if at.model.stage_reference(&text, here).is_some() || is_own(at, &text) {
        return;
    }
    if let Ok(number) = text.parse::<usize>() {
        let earlier = match here {
            0 => "no stage comes before this one".to_owned(),
            1 => "the only earlier stage is 0".to_owned(),
            count => format!("the earlier stages are 0 to {}", count - 1),
        };
        let what = if number < stages.len() { "comes later" } else { "does not exist" };
        report.at(word, format!("stage {number} {what}: {earlier}"));
        return;
    }
    if let Some(later) = at.model.stage_named(&text).filter(|later| *later > here) {
        let name = stages[later].name.as_ref().map(|name| at.model.lines.line(name.range.start()) + 1);
        let found = report.at(
            word,
            format!(
                "stage `{text}` begins in line {}, behind this one, and cannot be a source yet; move it up",
                name.unwrap_or_default()
            ),
        );
        if let Some(name) = &stages[later].name {
            found.label(name, "the stage begins here");
        }
        return;
    }
    let image = ImageReference::parse(&text);
    let bare = !text.contains(['/', ':', '@', '.']) && image.errors.is_empty();
    if !bare || text == "scratch" || schema::dockerfile::image(&text).is_some() {
        return;
    }
    let earlier =
        stages[..here.min(stages.len())].iter().rev().take(NEAR_LIMIT).filter_map(|stage| stage.name.as_ref());
    let near = spelling::nearest(&text, earlier.map(|name| name.text.as_str()));
    let advice = near.map_or_else(
        || "name a stage, give the image a tag, or pass a build context of that name".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    let found = report.at(
        word,
        format!("no stage before this line is called `{text}`, so the builder pulls `{}`; {advice}", image.canonical()),
    );
    if let Some(near) = near {
        found.fix(Fix::suggested(format!("Use stage `{near}`")).replace(word, near));
    }
}

/// Whether the name is that of the stage itself, which is another fault (`docker/copy-from-self`).
fn is_own(at: &At<'_>, text: &str) -> bool {
    let Some(stage) = at.stage() else { return false };
    text.parse() == Ok(stage.index) || stage.name.as_ref().is_some_and(|name| name.text.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn names_nobody_has() {
        check(
            &RULE,
            "
FROM golang:1.25 AS build
COPY --from=later /a /a
            ^^^^^ stage `later` begins in line 3, behind this one, and cannot be a source yet; move it up
FROM alpine:3.22 as later
COPY --from=biuld /a /a
            ^^^^^ no stage before this line is called `biuld`, so the builder pulls `docker.io/library/biuld:latest`; did you mean `build`?
copy --from=foo /a /a
            ^^^ no stage before this line is called `foo`, so the builder pulls `docker.io/library/foo:latest`; name a stage, give the image a tag, or pass a build context of that name
RUN --mount=type=bind,from=biuld,target=/x true
                           ^^^^^ no stage before this line is called `biuld`…
COPY --from=2 /a /a
            ^ stage 2 comes later: the only earlier stage is 0
FROM alpine:3.22
COPY --from=9 /a /a
            ^ stage 9 does not exist: the earlier stages are 0 to 1
",
        );
        check(&RULE, "COPY --from=0 bar .\n            ^ stage 0 does not exist: no stage comes before this one\n");
    }

    #[test]
    fn stages_images_and_contexts() {
        check(
            &RULE,
            "
ARG X
FROM scratch as build
RUN foo
FROM node:22 AS two
COPY --from=build foo .
COPY --from=BUILD foo .
COPY --from=0 foo .
COPY --from=1 foo .
COPY --from=two foo .
COPY --from=haskell:9 bar .
COPY --from=ghcr.io/org/app bar .
COPY --from=golang /usr/local/go /usr/local/go
COPY --from=$X bar .
COPY --from= bar .
COPY --from=scratch bar .
COPY from=x bar .
ONBUILD COPY --from=foo bar .
RUN --mount=type=cache,target=/x true
",
        );
    }

    #[test]
    fn the_nearest_stage_is_offered() {
        let before = "FROM golang:1.25 AS build\nFROM alpine:3.22\nCOPY --chown=1:1 \\\n  --from=biuld \\\n  /a /a\n";
        check_fix(
            &RULE,
            before,
            "FROM golang:1.25 AS build\nFROM alpine:3.22\nCOPY --chown=1:1 \\\n  --from=build \\\n  /a /a\n",
        );
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
