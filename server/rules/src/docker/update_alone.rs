//! An index update in a layer of its own.

use project::docker::At;

use super::index_update;
use super::layer::{self, Section};
use super::package_install::PackageCall;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a RUN that fetches a package index (`apt-get update`, `apk update`, `dnf makecache`) and installs nothing from it.
    ///
    /// ## Why is this bad?
    /// The layer with the index is cached under the text of its RUN, which never changes. Three months later somebody adds a
    /// package to the next RUN: the builder takes the old index from the cache and asks for versions that the mirror has
    /// deleted meanwhile. The build stops with `404 Not Found`, on this machine only, until someone thinks of `--no-cache`.
    /// When both stand in one RUN, the index is as fresh as the install.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update
    /// RUN apt-get install -y --no-install-recommends curl
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update \
    ///     && apt-get install -y --no-install-recommends curl \
    ///     && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ## When to ignore it
    /// In a stage that is never pushed and always built with `--no-cache`.
    "docker/update-alone" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Caching,
        fixable: Fixable::Sometimes,
        same_as: &["trivy/DS-0017", "checkov/CKV_DOCKER_5", "kics/update_instruction_alone"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    for section in layer::sections(file.model) {
        check_section(&section, report);
    }
}

/// From the end to the start, so that the next RUN that installs is known.
fn check_section(section: &Section<'_>, report: &mut Report<'_>) {
    let instructions: Vec<At<'_>> = section.instructions().collect();
    let mut installs: Vec<(usize, At<'_>)> = Vec::new();
    let mut lone: Vec<(At<'_>, PackageCall<'_>, Option<At<'_>>)> = Vec::new();
    for at in instructions.into_iter().rev() {
        let Some(update) = index_update::lone(&at) else {
            if layer::commands_of(at).any(|it| PackageCall::of(it.place.command).is_some_and(|it| it.is_of_system())) {
                installs.push((at.index, at));
            }
            continue;
        };
        let next = installs.iter().rev().take(NEXT_LIMIT).map(|(_, at)| *at);
        let next =
            next.filter(|next| next.deferred == at.deferred).find(|next| index_update::installs_from(next, &update));
        lone.push((at, update, next));
    }
    for (at, update, next) in lone.into_iter().rev() {
        let Some(word) = update.subcommand else { continue };
        let title = update.title();
        let message = match &next {
            Some(next) => format!(
                "`{title}` alone in a RUN goes stale in the cache while line {} installs from it: do both in one RUN",
                layer::line_of(next.model, next.index)
            ),
            None => {
                format!("`{title}` serves no install in this RUN and goes stale in the cache: drop it, or install here")
            }
        };
        let found = report.at(word, message);
        if let Some(fix) = next.and_then(|next| fix(&at, &update, &next)) {
            found.fix(fix);
        }
    }
}

/// How many RUNs with package managers behind an update are looked at.
const NEXT_LIMIT: usize = 8;

fn fix(at: &At<'_>, update: &PackageCall<'_>, next: &At<'_>) -> Option<Fix> {
    let title = update.title();
    let statement = index_update::statement_of(at, update)?;
    let script = layer::command_line(at)?;
    let alone = script.statements.len() == 1;
    let drop = |fix: Fix| {
        if alone {
            fix.remove_instruction(&at.model.syntax.instructions[at.index])
        } else {
            fix.remove_statement(&statement.pipeline)
        }
    };
    if !alone && !layer::is_and_chain(script) {
        return None;
    }
    if index_update::updates(next, update) {
        return Some(drop(Fix::suggested(format!("Drop `{title}`, the next step does without"))));
    }
    let join = Fix::suggested(format!("Join `{title}` with the install"));
    if layer::can_join(at, next) {
        return Some(join.join_runs(at.instruction, next.instruction));
    }
    let list = layer::command_line(next).filter(|list| layer::is_and_chain(list))?;
    let text = at.text(statement.range);
    if text.contains('\n') {
        return None;
    }
    Some(drop(join).insert_before(list.statements.first()?, format!("{text} && ")))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_index_goes_stale() {
        check(
            &RULE,
            "
FROM debian:13-slim
RUN apt-get update
            ^^^^^^ `apt-get update` alone in a RUN goes stale in the cache while line 7 installs from it: do both in one RUN
RUN apt-get update && apt-get install -y a && apt-get update -qq
                                                      ^^^^^^
RUN dpkg --add-architecture i386 \\
    # and then
    && apt update
           ^^^^^^ `apt update` alone…
RUN apt-get install -y b
FROM alpine:3.24
RUN apk update
        ^^^^^^ `apk update` serves no install in this RUN and goes stale in the cache: drop it, or install here
ONBUILD RUN { apk update; }
                  ^^^^^^
",
        );
    }

    #[test]
    fn something_may_be_installed() {
        check(
            &RULE,
            "
FROM debian:13-slim
RUN apt-get update && apt-get install -y a
RUN apt-get update && apt-get -y upgrade && ./install.sh
RUN apt-get update; bash /tmp/install.sh
RUN apt-get update && $INSTALL
RUN apt-get update -y && apt-get install -y b && rm -rf /var/lib/apt/lists/*
RUN yum update -y
RUN cargo update && npm update
RUN <<EOF
apt-get update
apt-get install -y a
EOF
",
        );
    }

    #[test]
    fn both_become_one_run() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN apt-get update\n\nRUN apt-get install -y --no-install-recommends a && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:13-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends a && rm -rf /var/lib/apt/lists/*\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN apt-get update\n# the tools\nRUN apt-get install -y --no-install-recommends a && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:13-slim\nRUN apt-get update \\\n# the tools\n    && apt-get install -y --no-install-recommends a && rm -rf /var/lib/apt/lists/*\n",
        );
    }

    #[test]
    fn the_update_moves_over_what_stands_between() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN echo x > /etc/apt/sources.list.d/x.list && apt-get update -q\nENV A=b\nRUN apt-get install -y --no-install-recommends a \\\n    && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:13-slim\nRUN echo x > /etc/apt/sources.list.d/x.list\nENV A=b\nRUN apt-get update -q && apt-get install -y --no-install-recommends a \\\n    && rm -rf /var/lib/apt/lists/*\n",
        );
    }

    #[test]
    fn an_update_nobody_needs_goes() {
        check_fix(
            &RULE,
            "FROM alpine:3.24\nRUN apk update\nRUN apk add --no-cache a\n",
            "FROM alpine:3.24\nRUN apk add --no-cache a\n",
        );
    }
}
