//! Two stages of one name.

use super::stage_names;
use crate::grain::StageIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a stage whose name an earlier stage already has; upper and lower case count as the same.
    ///
    /// ## Why is this bad?
    /// The builder does not complain. `COPY --from=build`, `FROM build` and `docker build --target build` each take the
    /// last stage of that name that they can see, so the first one is built and thrown away, or a file is copied from a
    /// stage that does not hold it. Moving a stage up or down changes what the image contains.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app ./cmd/app
    /// FROM node:22 AS build
    /// RUN npm run build
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app ./cmd/app
    /// FROM node:22 AS assets
    /// RUN npm run build
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ```
    "docker/duplicate-stage-name" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[
            "hadolint/DL3024",
            "buildkit/DuplicateStageName",
            "trivy/DS-0012",
            "checkov/CKV_DOCKER_11",
            "kics/same_alias_in_different_froms",
            "dockerfile-utils/DUPLICATE_BUILD_STAGE_NAME",
        ],
        check: Check::Stage(check),
    }
}

fn check(stage: &StageIn<'_>, report: &mut Report<'_>) {
    let StageIn { stage, model } = *stage;
    let Some(name) = &stage.name else { return };
    let Some(first) = model.stage_named(&name.text).filter(|first| *first < stage.index) else { return };
    let Some(first_name) = &model.stages[first].name else { return };
    let line = model.lines.line(first_name.range.start()) + 1;
    let found =
        report.at(name, format!("stage `{}` is there already, in line {line}; give this one another name", name.text));
    found.label(first_name, "the first stage of this name");
    let new = (2..)
        .map(|count| format!("{}-{count}", name.text.to_ascii_lowercase()))
        .find(|new| model.stage_named(new).is_none());
    if let Some(new) = new {
        let fix = Fix::suggested(format!("Rename this stage, and what refers to it, to `{new}`"));
        if let Some(fix) = stage_names::rename(model, stage, &new, fix) {
            found.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn the_second_of_a_name_is_reported() {
        check(
            &RULE,
            "
FROM alpine:3.22 AS build
FROM debian:trixie AS other
from node:22 as Build
                ^^^^^ stage `Build` is there already, in line 1; give this one another name
FROM alpine:3.22 AS build
                    ^^^^^ stage `build` is there already, in line 1; give this one another name
FROM build
FROM alpine:3.22
",
        );
    }

    #[test]
    fn references_to_the_second_go_along() {
        let before = "FROM alpine:3.22 AS b\nFROM debian:trixie AS b\nFROM b AS c\nCOPY --from=b /a /a\nRUN --mount=from=b,target=/b true\n";
        let after = "FROM alpine:3.22 AS b\nFROM debian:trixie AS b-2\nFROM b-2 AS c\nCOPY --from=b-2 /a /a\nRUN --mount=from=b-2,target=/b true\n";
        check_fix(&RULE, before, after);
        check_safety(&RULE, before, Safety::Unsafe);
    }

    #[test]
    fn a_name_that_is_taken_is_not_offered() {
        check_fix(
            &RULE,
            "FROM alpine:3.22 AS b\r\nFROM alpine:3.22 AS b-2\r\nFROM alpine:3.22 AS b\r\n",
            "FROM alpine:3.22 AS b\r\nFROM alpine:3.22 AS b-2\r\nFROM alpine:3.22 AS b-3\r\n",
        );
    }
}
