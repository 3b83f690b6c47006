//! `apk add` that leaves the package index in the layer.

use project::docker::At;

use super::index_update;
use super::layer::{self, Directories};
use super::package_install::PackageCall;
use super::removal;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `apk add` without `--no-cache`, and `apk update` before `apk add`, in layers that are part of the image, unless a
    /// mount holds apk's cache or the same RUN empties it. Reported once a RUN.
    ///
    /// ## Why is this bad?
    /// `apk add` fetches the index of every repository into `/var/cache/apk` and leaves it there: about 2.5 MB, in an image
    /// of 8 MB, of a list that is out of date the next day. `--no-cache` fetches it, uses it and keeps
    /// nothing, so that `apk update` before and `rm` after are not needed either.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.24
    /// RUN apk add --update curl
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.24
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// ## When to ignore it
    /// When a later step needs the index, which is rare.
    "docker/apk-no-cache" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Caching,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3019", "trivy/DS-0025", "semgrep/missing-apk-no-cache", "semgrep/remove-package-cache", "kics/apk_add_using_local_cache_path"],
        check: Check::Dockerfile(check),
    }
}

/// Where apk keeps the index, and what it downloads where a cache is set up.
const CACHES: [&str; 2] = ["/var/cache/apk", "/etc/apk/cache"];

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let directories = Directories::of(file.model);
    for at in layer::sections(file.model).flat_map(|section| section.instructions()).filter(layer::ships) {
        let calls = layer::commands_of(at).filter_map(|command| PackageCall::of(command.place.command));
        let calls: Vec<PackageCall<'_>> = calls.filter(|call| call.manager.name == "apk").collect();
        let kept_out = || {
            layer::keeps_out(&layer::mounts(at.instruction, at.scope()), &CACHES)
                || removal::of(&at, &directories).iter().any(|removal| removal.empties(CACHES[0]))
        };
        if !calls.is_empty() && !kept_out() {
            check_run(&at, &calls, report);
        }
    }
}

/// Reported at the first call of a RUN that keeps the index; the fix mends all of them.
fn check_run(at: &At<'_>, calls: &[PackageCall<'_>], report: &mut Report<'_>) {
    let keeps = |call: &&PackageCall<'_>| {
        let decided = call.has_flag(&["--no-cache", "--cache-dir", "--no-network"]) || call.may_hide_flags(at.scope());
        call.action == "add" && !decided
    };
    let adds: Vec<&PackageCall<'_>> = calls.iter().filter(keeps).collect();
    let installs = calls.iter().any(|call| call.action == "add");
    let updates: Vec<&PackageCall<'_>> = calls.iter().filter(|call| call.action == "update" && installs).collect();
    let message = if adds.is_empty() {
        "`apk update` leaves the package index in the layer, about 2.5 MB: drop it, `apk add --no-cache` does without"
    } else {
        "`apk add` leaves the package index in the layer, about 2.5 MB: add `--no-cache`"
    };
    let mut kept = adds.iter().chain(&updates).filter_map(|call| call.subcommand);
    let Some(first) = kept.next() else { return };
    let found = report.at(first, message);
    kept.for_each(|other| {
        found.label(other, "here too");
    });
    let mut fix = Fix::safe(if adds.is_empty() { "Drop `apk update`" } else { "Use `--no-cache`" });
    for call in &adds {
        let update =
            call.flags.iter().find(|flag| matches!(flag.display().as_str(), "-U" | "--update" | "--update-cache"));
        fix = match (update, call.subcommand) {
            (Some(update), _) => fix.replace(update, "--no-cache"),
            (None, Some(add)) => fix.insert_after(add, " --no-cache"),
            (None, None) => return,
        };
    }
    // The index is needed by nothing but `add`; other calls (`upgrade`, `search`) may want it.
    let only_adds = calls.iter().all(|call| matches!(call.action.as_str(), "add" | "update" | "del"));
    for update in updates {
        let Some(statement) = index_update::statement_of(at, update) else { return };
        if !only_adds {
            return;
        }
        fix = fix.remove_statement(&statement.pipeline);
    }
    found.fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_index_stays() {
        check(
            &RULE,
            "
FROM alpine:3.24 AS build
RUN apk add gcc
FROM alpine:3.24
RUN apk add curl
        ^^^ `apk add` leaves the package index in the layer, about 2.5 MB: add `--no-cache`
RUN apk update && \\
    # tools
    apk --quiet add --virtual .build gcc
                ^^^
RUN apk update && apk add --no-cache gcc
        ^^^^^^ `apk update` leaves the package index in the layer, about 2.5 MB: drop it, `apk add --no-cache` does without
RUN apk add --no-cache curl && apk --no-cache add git && apk del git
RUN --mount=type=cache,target=/etc/apk/cache apk add -U curl
RUN --mount=type=tmpfs,target=/var/cache/apk apk add -U curl
RUN --mount=type=cache,target=/var/cache/foo apk add -U curl
                                                 ^^^
RUN apk add -U curl && rm -rf /var/cache/apk/*
RUN apk add -U curl && rm -rf /tmp/* /var/cache/
ONBUILD RUN { apk add curl; }
                  ^^^
",
        );
    }

    #[test]
    fn the_flag_comes_and_the_contrary_one_goes() {
        check_fix(&RULE, "FROM alpine:3.24\nRUN apk add --update a\n", "FROM alpine:3.24\nRUN apk add --no-cache a\n");
        check_fix(
            &RULE,
            "FROM alpine:3.24\nRUN apk update \\\n && apk add \\\n    a && apk add --no-cache b\n",
            "FROM alpine:3.24\nRUN apk add --no-cache \\\n    a && apk add --no-cache b\n",
        );
    }
}
