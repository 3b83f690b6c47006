//! A variable in FROM that nobody declares.

use schema::dockerfile::ArgumentGroup;
use syntax::dockerfile::Word;
use syntax::spelling;

use super::variable_forms::stands_for_a_missing_one;
use crate::grain::From;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a variable in the image or the `--platform` of a `FROM` that no `ARG` before the first `FROM` declares.
    ///
    /// ## Why is this bad?
    /// `FROM` sees only the ARGs that stand before the first `FROM`, and the platform variables of the builder. Any
    /// other name is empty, whatever `--build-arg` passes: `FROM node:$VERSOIN` asks for the image `node:`, and the
    /// build stops; `FROM node:22$SUFFIX` quietly takes `node:22`.
    ///
    /// ## Example
    /// ```dockerfile
    /// ARG NODE_VERSION=22
    /// FROM node:$NODE_VERSOIN-slim
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// ARG NODE_VERSION=22
    /// FROM node:$NODE_VERSION-slim
    /// ```
    ///
    /// ## When to ignore it
    /// Not at all: a form with a value of its own, `${SUFFIX:-}`, says that the variable may be missing and is never
    /// reported.
    "docker/undefined-arg-in-from" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["buildkit/UndefinedArgInFrom", "dockerfile-utils/BASE_NAME_EMPTY"],
        check: Check::From(check),
    }
}

/// Platform variables that the builder sets and the list of predefined arguments does not have.
const WINDOWS_VERSIONS: [&str; 2] = ["TARGETOSVERSION", "BUILDOSVERSION"];

fn check(from: &From<'_>, report: &mut Report<'_>) {
    if from.at.deferred {
        return;
    }
    let platform = from.at.instruction.flag("platform").and_then(|flag| flag.value.as_ref());
    for variable in platform.into_iter().chain(&from.image).flat_map(Word::variables) {
        let name = variable.name.text.as_str();
        if name.is_empty() || is_global(from, name) || stands_for_a_missing_one(variable) {
            continue;
        }
        let globals = from.at.scope().visible();
        let candidates = globals.iter().map(|binding| binding.name.as_str()).chain(platform_variables());
        let late = from.at.scope().all().into_iter().find(|binding| binding.name == name);
        let (reason, near) = match (late, spelling::nearest(name, candidates)) {
            (Some(binding), _) => {
                let line = from.at.model.lines.line(binding.node.range().start()) + 1;
                (format!("the one of line {line} stands behind the first `FROM`; declare it before"), None)
            }
            (None, Some(near)) => (format!("did you mean `{near}`?"), Some(near.to_owned())),
            (None, None) => ("declare it before the first `FROM`".to_owned(), None),
        };
        let found = report.at(variable, format!("no global `ARG` declares `{name}`, so it is empty here; {reason}"));
        if let Some(binding) = late {
            found.label(&binding.node, "declared here, where FROM does not see it");
        }
        if let Some(near) = near {
            found.fix(Fix::suggested(format!("Use `{near}`")).replace(&variable.name, near));
        }
    }
}

fn is_global(from: &From<'_>, name: &str) -> bool {
    from.at.scope().binding(name).is_some() || platform_variables().any(|known| known == name)
}

fn platform_variables<'a>() -> impl Iterator<Item = &'a str> {
    let predefined = schema::dockerfile::predefined_arguments().iter();
    predefined.filter(|it| it.group == ArgumentGroup::Platform).map(|it| it.name).chain(WINDOWS_VERSIONS)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn undeclared_names_are_reported() {
        check(
            &RULE,
            "
ARG MY_OS=linux
ARG MY_ARCH=amd64
FROM --platform=linux/${MYARCH} busybox:1
                      ^^^^^^^^^ no global `ARG` declares `MYARCH`, so it is empty here; did you mean `MY_ARCH`?
FROM --platform=$BULIDPLATFORM scratch
                ^^^^^^^^^^^^^^ no global `ARG` declares `BULIDPLATFORM`, so it is empty here; did you mean `BUILDPLATFORM`?
ARG version=1
FROM busybox:$MY_ARCH${version} AS b
                     ^^^^^^^^^^ no global `ARG` declares `version`, so it is empty here; the one of line 5 stands behind the first `FROM`; declare it before
from app:${MY_OS:-$OTHER}
                  ^^^^^^ no global `ARG` declares `OTHER`, so it is empty here; declare it before the first `FROM`
",
        );
    }

    #[test]
    fn declared_predefined_and_optional_names_are_fine() {
        check(
            &RULE,
            "
ARG base=scratch
ARG DEBUG
FROM $base
FROM --platform=$BUILDPLATFORM scra${DEBUG:-tch}
FROM --platform=${TARGETOS}/${TARGETARCH} scratch${SUFFIX:-}${OTHER+x}
FROM '$literal'
FROM \\$escaped
FROM ${
ONBUILD FROM $x
",
        );
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let before = "ARG NODE_VERSION=22\nFROM node:${NODE_VERSOIN}-slim \\\n  AS build\n";
        check_fix(&RULE, before, "ARG NODE_VERSION=22\nFROM node:${NODE_VERSION}-slim \\\n  AS build\n");
        check_safety(&RULE, before, Safety::Unsafe);
    }
}
