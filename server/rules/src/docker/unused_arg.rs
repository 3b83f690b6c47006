//! An ARG nobody reads.

use std::collections::HashMap;

use project::docker::Model;
use syntax::TextRange;
use syntax::dockerfile::{Body, Keyword, Pair};

use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an `ARG` before the first `FROM` whose name occurs nowhere else, and an `ARG` in a stage whose name occurs
    /// nowhere behind it while no `RUN` follows either.
    ///
    /// ## Why is this bad?
    /// It promises a switch that does nothing: `--build-arg VERSION=2` is accepted and the image is the same as before.
    /// Often the line that used it went away, or the name is misspelt in one of two places.
    ///
    /// ## Example
    /// ```dockerfile
    /// ARG ALPINE_VERSION=3.22
    /// FROM alpine:3.22
    /// COPY app /app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// ARG ALPINE_VERSION=3.22
    /// FROM alpine:$ALPINE_VERSION
    /// COPY app /app
    /// ```
    ///
    /// ## When to ignore it
    /// A `RUN` has every `ARG` of its stage in its environment, named or not, so one with a `RUN` behind it is never
    /// reported: a package manager may read it.
    "docker/unused-arg" {
        since: "0.1.0",
        severity: Severity::Hint,
        group: Group::Style,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let model = file.model;
    let instructions = &model.syntax.instructions;
    if !instructions.iter().any(|it| it.keyword == Keyword::Arg) {
        return;
    }
    let last_uses = last_uses(model);
    let last_runs = last_runs(model);
    for (index, instruction) in instructions.iter().enumerate() {
        let Body::Arg(pairs) = &instruction.body else { continue };
        let stage = model.stage_of(index);
        if stage.is_some_and(|stage| last_runs[stage] > index) {
            continue;
        }
        for pair in &pairs.pairs {
            let name = pair.key.raw.as_str();
            let used = last_uses.get(name).is_some_and(|last| *last > index) || names_it(&pairs.pairs, pair);
            if used || name.is_empty() || schema::dockerfile::predefined_argument(name).is_some() {
                continue;
            }
            let message = match stage {
                None => format!("nothing uses `ARG {name}`: no `FROM` names it and no stage repeats it; drop it"),
                Some(_) => format!("nothing behind it uses `ARG {name}`; drop it"),
            };
            let fix = Fix::suggested(format!("Drop `ARG {name}`"));
            let fix = if pairs.pairs.len() == 1 { fix.remove_instruction(instruction) } else { fix.remove_word(pair) };
            report.at(&pair.key, message).unnecessary().fix(fix);
        }
    }
}

/// For each identifier the last instruction in whose text it occurs. Text is enough: better silent than wrong.
fn last_uses(model: &Model) -> HashMap<&str, usize> {
    let mut uses = HashMap::new();
    for (index, instruction) in model.syntax.instructions.iter().enumerate() {
        for name in identifiers(&model.text[TextRange::new(instruction.range.start(), instruction.range.end())]) {
            uses.insert(name, index);
        }
    }
    uses
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
        .filter(|name| !name.is_empty())
}

/// For each stage the last RUN in it; `usize::MAX` where a stage built on it has one: it sees the ARG too.
fn last_runs(model: &Model) -> Vec<usize> {
    let mut last = vec![0; model.stages.len()];
    for stage in model.stages.iter().rev() {
        let run = stage
            .instructions
            .clone()
            .rev()
            .find(|index| model.syntax.instructions[*index].trigger().keyword == Keyword::Run);
        last[stage.index] = last[stage.index].max(run.unwrap_or_default());
        if let Some(parent) = stage.parent().filter(|_| last[stage.index] > 0) {
            last[parent] = usize::MAX;
        }
    }
    last
}

/// Whether another pair of the same instruction names `pair`.
fn names_it(pairs: &[Pair], pair: &Pair) -> bool {
    let values = pairs.iter().filter(|other| !std::ptr::eq(*other, pair)).filter_map(|other| other.value.as_ref());
    values.flat_map(|value| value.variables()).any(|variable| variable.name.text == pair.key.raw)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn args_without_a_use() {
        check(
            &RULE,
            "
ARG ALPINE_VERSION=3.22
    ^^^^^^^^^^^^^^ nothing uses `ARG ALPINE_VERSION`: no `FROM` names it and no stage repeats it; drop it
ARG A=1 B=$A C
             ^ nothing uses `ARG C`…
FROM alpine:3.22 AS a
ARG X=$B
    ^ nothing behind it uses `ARG X`; drop it
COPY app /app
FROM alpine:3.22
RUN make
arg late
    ^^^^
CMD true
",
        );
    }

    #[test]
    fn args_that_may_be_read() {
        check(
            &RULE,
            "
ARG VERSION
ARG BUILDKIT_SBOM_SCAN_CONTEXT=true
ARG REPEATED
FROM alpine:$VERSION AS a
ARG REPEATED
COPY app-$REPEATED /app
ARG DEBIAN_FRONTEND=noninteractive
FROM a
RUN apt-get update
FROM a
ARG Y
ONBUILD COPY $Y /
ARG Z
CMD echo $Z
",
        );
    }

    #[test]
    fn the_arg_goes() {
        check_fix(&RULE, "ARG A=1\r\nFROM a:1\r\nCOPY a b\r\n", "FROM a:1\r\nCOPY a b\r\n");
        check_fix(&RULE, "ARG A=1 B=1 C\nFROM a:$A-$C\n", "ARG A=1 C\nFROM a:$A-$C\n");
        check_safety(&RULE, "ARG A=1\nFROM a:1\n", Safety::Unsafe);
    }
}
