//! A WORKDIR that depends on the base image.

use project::docker::At;
use syntax::dockerfile::{Body, Word};

use crate::grain::Single;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a relative `WORKDIR` that no absolute one in this file stands before.
    ///
    /// ## Why is this bad?
    /// It starts from the working directory of the base image, which this file does not know: `WORKDIR app` is `/app`
    /// on `debian`, `/usr/src/app` on one image and `/go/app` on `golang`. A new tag, or a change to a smaller image,
    /// moves the program, and `COPY --from=build /app/…` in the next stage finds nothing.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM golang:1.25
    /// WORKDIR app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM golang:1.25
    /// WORKDIR /go/app
    /// ```
    ///
    /// ## When to ignore it
    /// A relative `WORKDIR` behind an absolute one is fine and not reported, also when the absolute one stands in a
    /// stage that this one is built on.
    "docker/workdir-relative" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[
            "hadolint/DL3000",
            "buildkit/WorkdirRelativePath",
            "trivy/DS-0009",
            "checkov/CKV_DOCKER_10",
            "kics/workdir_path_not_absolute",
            "dockerfile-utils/WORKDIR_IS_NOT_ABSOLUTE",
        ],
        check: Check::Workdir(check),
    }
}

fn check(workdir: &Single<'_>, report: &mut Report<'_>) {
    let at = workdir.at;
    let Some(path) = at.scope().expand(workdir.part).filter(|path| is_relative(path)) else { return };
    if starts_unknown(workdir.part) || comes_after_another(&at) {
        return;
    }
    if path.starts_with('~') {
        report.at(
            workdir.part,
            format!("`{path}` is a folder named `~`: only a shell expands it; write the path in full"),
        );
        return;
    }
    let base = at.stage().filter(|_| !at.deferred).and_then(|stage| at.model.workdir(stage.index, at.index));
    let below = base.as_ref().map_or("the base image's directory", |base| base.value.as_str());
    let known = if base.is_some() { format!("`{below}`") } else { below.to_owned() };
    let found = report.at(
        workdir.part,
        format!("`{path}` is relative to {known}, which another base image changes; write it from `/`"),
    );
    let windows = path.contains('\\') || at.model.syntax.escape == '`';
    if windows {
        return;
    }
    let folder = base.as_ref().map_or("", |base| base.value.trim_end_matches('/'));
    let plain = workdir.part.literal().is_some_and(|literal| literal == workdir.raw);
    let fix = Fix::suggested("Write the path from `/`");
    found.fix(if plain {
        let rest = path.trim_start_matches("./");
        fix.replace(workdir.part, format!("{folder}/{}", if rest == "." { "" } else { rest }))
    } else {
        fix.insert_before(workdir.part, format!("{folder}/"))
    });
}

fn is_relative(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    !path.is_empty() && !path.starts_with(['/', '\\']) && !drive
}

/// Whether a variable makes the beginning: its default is relative, what the build passes need not be.
fn starts_unknown(word: &Word) -> bool {
    word.raw.trim_start_matches(['"', '\'']).starts_with('$')
}

/// Whether an earlier WORKDIR of this file holds: this one is relative to it, and only the first of a chain is reported.
fn comes_after_another(at: &At<'_>) -> bool {
    let Some(stage) = at.stage() else { return false };
    at.model.lineage(stage.index).any(|owner| {
        let end = if owner.index == stage.index { at.index } else { owner.instructions.end };
        at.model.syntax.instructions[owner.instructions.start..end]
            .iter()
            .any(|it| matches!(it.body, Body::Workdir(Some(_))))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn the_first_of_a_chain_is_reported() {
        check(
            &RULE,
            "
FROM scratch
WORKDIR app/
        ^^^^ `app/` is relative to `/`, which another base image changes; write it from `/`
WORKDIR deeper
FROM example.org/unknown:1
workdir 'relative/dir'
        ^^^^^^^^^^^^^^ `relative/dir` is relative to the base image's directory, which another base image changes; write it from `/`
ONBUILD WORKDIR x
FROM example.org/unknown:1
ONBUILD WORKDIR x
                ^ `x` is relative…
FROM example.org/unknown:1
WORKDIR ~/app
        ^^^^^ `~/app` is a folder named `~`: only a shell expands it; write the path in full
",
        );
    }

    #[test]
    fn absolute_inherited_and_unknown_paths_are_fine() {
        check(
            &RULE,
            "
ARG dir=/x
FROM scratch AS a
ARG dir
ARG sub=app
WORKDIR /app
WORKDIR sub
FROM a AS b
WORKDIR subdir/
FROM alpine:3.22
ENV home=/srv rel=x
WORKDIR ${home}/a
FROM alpine:3.22
WORKDIR $rel
FROM alpine:3.22
WORKDIR ${work}
FROM alpine:3.22
WORKDIR \"${dir}\"
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
WORKDIR \"C:\\\\\"
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
WORKDIR \\\\app
",
        );
    }

    #[test]
    fn the_path_is_written_in_full() {
        let before = "FROM example.org/unknown:1\nWORKDIR ./app\n";
        check_fix(&RULE, before, "FROM example.org/unknown:1\nWORKDIR /app\n");
        check_safety(&RULE, before, Safety::Unsafe);
        check_fix(
            &RULE,
            "FROM example.org/unknown:1\nWORKDIR 'my app'\n",
            "FROM example.org/unknown:1\nWORKDIR /'my app'\n",
        );
        check_fix(&RULE, "FROM golang:1.25\nWORKDIR app\n", "FROM golang:1.25\nWORKDIR /go/app\n");
    }
}
