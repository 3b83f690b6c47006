//! Capitals in a stage's name.

use super::stage_names;
use crate::grain::From;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a stage name with capital letters.
    ///
    /// ## Why is this bad?
    /// BuildKit stores the name in lower case. `COPY --from=Base` still finds it, but `FROM Base` does not: it is taken
    /// for an image, and the build stops with "repository name must be lowercase". Buildah compares names as written,
    /// so a `--target` that one tool accepts fails with the other. In lower case a name means the same everywhere.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM golang:1.25 AS BuildStage
    /// RUN go build -o /app ./cmd/app
    /// FROM alpine:3.22
    /// COPY --from=BuildStage /app /app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM golang:1.25 AS buildstage
    /// RUN go build -o /app ./cmd/app
    /// FROM alpine:3.22
    /// COPY --from=buildstage /app /app
    /// ```
    ///
    /// ## When to ignore it
    /// When scripts pass the name to a tool that compares letter by letter and you cannot change them. That is why the
    /// fix, which changes the name and every reference in the file, is offered and not applied unseen.
    "docker/stage-name-casing" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Style,
        fixable: Fixable::Sometimes,
        same_as: &["buildkit/StageNameCasing"],
        check: Check::From(check),
    }
}

fn check(from: &From<'_>, report: &mut Report<'_>) {
    let (Some(name), Some(stage)) = (&from.name, from.at.stage()) else { return };
    let lower = name.text.to_ascii_lowercase();
    if from.at.deferred || lower == name.text || !stage_names::is_valid(&name.text) {
        return;
    }
    let found = report.at(
        name,
        format!("stage name `{}` has capitals, which `FROM` does not find again; write `{lower}`", name.text),
    );
    let fix = Fix::suggested(format!("Call the stage `{lower}`"));
    if let Some(fix) = stage_names::rename(from.at.model, stage, &lower, fix) {
        found.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn capitals_are_reported() {
        check(
            &RULE,
            "
FROM scratch AS BadStageName
                ^^^^^^^^^^^^ stage name `BadStageName` has capitals, which `FROM` does not find again; write `badstagename`
from scratch as build-1.x_y
FROM scratch AS $NAME
FROM scratch
",
        );
    }

    #[test]
    fn references_follow() {
        let before = "FROM alpine:3.22 AS Base\nFROM debian:trixie \\\n  # the tools\n  AS tools\nCOPY --from=BASE /a /a\nRUN --mount=type=bind,from=Base,target=/b true\nFROM tools\nCOPY --from=0 /a /c\nCOPY --from=base /a /d\n";
        let after = "FROM alpine:3.22 AS base\nFROM debian:trixie \\\n  # the tools\n  AS tools\nCOPY --from=base /a /a\nRUN --mount=type=bind,from=base,target=/b true\nFROM tools\nCOPY --from=0 /a /c\nCOPY --from=base /a /d\n";
        check_fix(&RULE, before, after);
        check_safety(&RULE, before, Safety::Unsafe);
        check_fix(
            &RULE,
            "FROM alpine:3.22 AS Base\nFROM Base\nCOPY a /a\n",
            "FROM alpine:3.22 AS base\nFROM base\nCOPY a /a\n",
        );
    }
}
