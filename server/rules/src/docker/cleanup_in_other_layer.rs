//! A removal that comes a layer too late.

use syntax::dockerfile::Body;

use super::index_update;
use super::late_cleanup::{self, LateCleanup, Leftover};
use super::layer::{self, Directories};
use super::package_install::PackageCall;
use super::shell_call::base_name;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags the removal of package caches, downloads and copied archives when they are in an earlier layer of the image.
    ///
    /// ## Why is this bad?
    /// A layer is never changed once it is made. A `rm` in a later RUN hides the file from the container, and the image keeps
    /// its bytes: a 300 MB archive that is copied, unpacked and removed costs 300 MB in every pull. Only a removal in the
    /// very RUN that made the file saves anything.
    ///
    /// For a copied archive, do not copy it at all: `RUN --mount=type=bind,source=app.tar.gz,target=/tmp/app.tar.gz tar xzf
    /// /tmp/app.tar.gz` reads it from the build context, and `ADD` unpacks by itself.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// RUN rm -rf /var/lib/apt/lists/*
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl \
    ///     && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ## When to ignore it
    /// When the image is squashed, or the file is removed for tidiness and is small.
    "docker/cleanup-in-other-layer" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Caching,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let directories = Directories::of(file.model);
    for late in late_cleanup::of(file.model, &directories) {
        // An update in a RUN of its own belongs into the RUN that installs; the removal is right there then.
        let lone = index_update::lone(&late.made_by).is_some();
        let installs =
            || layer::commands_of(late.at).any(|it| PackageCall::of(it.place.command).is_some_and(|it| it.installs()));
        if matches!(late.what, Leftover::Cache(_)) && lone && installs() {
            continue;
        }
        let Some(word) = late.removal.command.place.command.words.first() else { continue };
        let line = layer::line_of(late.made_by.model, late.made_by.index);
        let (message, label) = match &late.what {
            Leftover::Cache("apt-get") => (
                format!("removed too late: the layer of line {line} keeps the package lists, remove them there"),
                "fetches the lists",
            ),
            Leftover::Cache(manager) => (
                format!("removed too late: the layer of line {line} keeps the cache of `{manager}`, remove it there"),
                "fills the cache",
            ),
            Leftover::Download(path) => {
                (format!("removed too late: the layer of line {line} keeps `{path}`, remove it there"), "downloads it")
            }
            Leftover::Archive(path) => (
                format!(
                    "removed too late: the layer of line {line} keeps `{path}`; mount it with `--mount=type=bind` instead of copying it"
                ),
                "copies it",
            ),
        };
        let fix = fix(&late);
        let found = report.at(word, message);
        found.label(&late.maker, label);
        if let Some(fix) = fix {
            found.fix(fix);
        }
    }
}

/// Over how many instructions a removal is moved.
const DISTANCE_LIMIT: usize = 16;

/// Moves the removal into the RUN that made the file, where nothing in between needs it.
fn fix(late: &LateCleanup<'_>) -> Option<Fix> {
    let near = late.at.index - late.made_by.index <= DISTANCE_LIMIT;
    if !near || !matches!(late.made_by.instruction.body, Body::Run(_)) || is_used_between(late) {
        return None;
    }
    let command = late.removal.command.place.command;
    let script = layer::command_line(&late.at)?;
    let statement = script.statements.iter().find(|statement| {
        statement.pipeline.commands.len() == 1 && layer::is_simple(statement) && statement.range == command.range
    })?;
    // One that removes other things too has to stay where it is.
    let only_that = match &late.what {
        Leftover::Cache(_) => late.removal.paths.len() <= 1,
        Leftover::Download(path) => late.removal.paths == [path.clone()],
        Leftover::Archive(_) => false,
    };
    let list = layer::scripts_of(late.made_by).last()?;
    let behind = layer::appendable(list)?;
    let text = late.at.text(statement.range);
    let joined_by_and = script.statements.len() == 1 || layer::is_and_chain(script);
    if !only_that
        || !joined_by_and
        || text.contains('\n')
        || statement.separator.is_some() && script.statements.len() == 1
    {
        return None;
    }
    let line = layer::line_of(late.made_by.model, late.made_by.index);
    let fix = Fix::suggested(format!("Move it into the RUN of line {line}"));
    let fix = if script.statements.len() == 1 {
        fix.remove_instruction(&late.at.model.syntax.instructions[late.at.index])
    } else {
        fix.remove_statement(&statement.pipeline)
    };
    Some(fix.append_statement(&behind.pipeline, text))
}

/// Whether something between the two, or before the removal in its own RUN, needs what is removed.
fn is_used_between(late: &LateCleanup<'_>) -> bool {
    let model = late.at.model;
    let between = (late.made_by.index + 1..late.at.index).map(|index| layer::at(model, index));
    match &late.what {
        Leftover::Cache(manager) => between.chain([late.at]).flat_map(layer::commands_of).any(|command| {
            PackageCall::of(command.place.command)
                .is_some_and(|call| call.manager.name == *manager || *manager == "apt-get" && call.is_apt())
        }),
        Leftover::Download(path) | Leftover::Archive(path) => {
            let start = usize::from(late.made_by.instruction.extent().end());
            let end = usize::from(late.removal.command.place.command.range.start());
            let stem = base_name(path).trim_end_matches('*');
            model.text.get(start..end).is_none_or(|text| text.contains(stem) || text.contains('*'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_layer_keeps_it() {
        check(
            &RULE,
            "
FROM debian:13-slim
WORKDIR /srv
RUN apt-get update && apt-get install -y a
RUN rm -rf /var/lib/apt/lists/* /tmp/*
    ^^ removed too late: the layer of line 3 keeps the package lists, remove them there
RUN wget -q https://example.org/a-1.tar.gz && \\
    # and one more
    curl -fsSL https://example.org/b -o /tmp/b.zip
RUN tar xzf a-1.tar.gz && rm a-1.tar.gz && rm -f /tmp/b.zip
                          ^^ removed too late: the layer of line 5 keeps `/srv/a-1.tar.gz`, remove it there
                                           ^^ removed too late: the layer of line 5 keeps `/tmp/b.zip`, remove it there
COPY app.tgz install.sh /opt/
RUN tar xzf /opt/app.tgz; if true; then rm -rf /opt/app.tgz /opt/install.sh; fi
                                        ^^ removed too late: the layer of line 9 keeps `/opt/app.tgz`; mount it…
RUN npm ci
RUN npm cache clean --force
    ^^^
",
        );
    }

    #[test]
    fn removed_where_it_was_made() {
        check(
            &RULE,
            "
FROM debian:13-slim AS build
RUN apt-get update && apt-get install -y a
RUN rm -rf /var/lib/apt/lists/*
FROM debian:13-slim
RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*
RUN rm -rf /var/lib/apt/lists/*
RUN apt-get update
RUN apt-get install -y b && rm -rf /var/lib/apt/lists/*
RUN curl -fsSLo /tmp/a.tgz https://example.org/a && tar xf /tmp/a.tgz && rm /tmp/a.tgz
COPY install.sh /tmp/
RUN /tmp/install.sh && rm /tmp/install.sh && apt-get clean
RUN --mount=type=cache,target=/root/.npm npm ci
RUN npm cache clean --force
RUN apk add --no-cache a
RUN rm -rf /var/cache/apk/*
",
        );
    }

    #[test]
    fn the_removal_moves() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends a\nENV B=c\nRUN rm -rf /var/lib/apt/lists/*\nCMD [\"a\"]\n",
            "FROM debian:13-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends a \\\n    && rm -rf /var/lib/apt/lists/*\nENV B=c\nCMD [\"a\"]\n",
        );
    }
}
