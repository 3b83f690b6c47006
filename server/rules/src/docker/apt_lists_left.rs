//! apt's package lists in a layer of the image.

use std::collections::HashSet;

use project::docker::{At, Model};

use super::index_update;
use super::late_cleanup;
use super::layer::{self, Directories};
use super::package_cache::PackageCaches;
use super::package_install::PackageCall;
use super::removal;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `apt-get update` (also `apt`, `aptitude`) in layers that are part of the image when the same RUN does not remove
    /// the package lists again, and no mount holds them.
    ///
    /// ## Why is this bad?
    /// The lists name every package of the distribution. On Debian 12 they take 26 MB, in an image whose base takes 75 MB.
    /// They are out of date within days, and whatever installs from them then gets `404 Not Found`; the next
    /// `apt-get update` fetches them anew anyway. A `rm` in a later RUN does not help: the layer keeps what it has.
    ///
    /// In a file that is built with BuildKit, mount caches instead: the lists are then outside of the image, and the next
    /// build has them.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
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
    /// In images for development, where people install more.
    "docker/apt-lists-left" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Caching,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3009", "semgrep/remove-package-lists", "kics/apt_get_install_lists_were_not_deleted"],
        check: Check::Dockerfile(check),
    }
}

/// Where the lists are.
const LISTS: &str = "/var/lib/apt/lists";

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let directories = Directories::of(file.model);
    let caches = PackageCaches::of(file.model);
    let cleaned_later: HashSet<usize> =
        late_cleanup::of(file.model, &directories).into_iter().map(|cleanup| cleanup.made_by.index).collect();
    let needed_later = needed_later(file.model);
    for at in layer::sections(file.model).flat_map(|section| section.instructions()).filter(layer::ships) {
        let Some(update) = left(&at, &directories).filter(|_| !cleaned_later.contains(&at.index)) else { continue };
        let Some(word) = update.subcommand else { continue };
        let title = update.title();
        let found = report.at(
            word,
            format!("`{title}` leaves the package lists in the layer, over 20 MB: remove `{LISTS}/*` in the same RUN"),
        );
        if needed_later.contains(&at.index) {
            continue;
        }
        let remove = layer::scripts_of(at).last().and_then(layer::appendable).map(|last| {
            Fix::suggested("Remove the package lists").append_statement(&last.pipeline, format!("rm -rf {LISTS}/*"))
        });
        let mount = caches.mount_fix(&at, &[&update]);
        let (first, second) = if caches.buildkit { (mount, remove) } else { (remove, mount) };
        for fix in first.into_iter().chain(second) {
            found.fix(fix);
        }
    }
}

/// The last update of a RUN that leaves the lists behind. An update in a RUN of its own is another rule's: the RUN that it
/// belongs into may remove them.
fn left<'a>(at: &At<'a>, directories: &Directories) -> Option<PackageCall<'a>> {
    let calls = layer::commands_of(*at).filter_map(|command| PackageCall::of(command.place.command));
    let update = calls.filter(|call| call.is_apt() && call.updates_index()).last()?;
    let removed = || {
        removal::of(at, directories).iter().any(|removal| {
            let command = removal.command.place.command;
            let distclean =
                || PackageCall::of(command).is_some_and(|it| matches!(it.action.as_str(), "distclean" | "dist-clean"));
            command.range.start() > update.name.range.start() && (removal.empties(LISTS) || distclean())
        })
    };
    let kept_out = layer::keeps_out(&layer::mounts(at.instruction, at.scope()), &[LISTS]);
    (!kept_out && !removed() && index_update::lone(at).is_none()).then_some(update)
}

/// The RUNs whose lists a later RUN (of the same stage, or of one built on it) installs from without fetching them itself.
fn needed_later(model: &Model) -> HashSet<usize> {
    let mut needed = HashSet::new();
    // The RUN whose lists are there at the end of each stage.
    let mut at_end: Vec<Option<usize>> = Vec::new();
    for section in layer::sections(model) {
        let parent = section.stage.and_then(|stage| model.stages[stage].parent());
        let mut lists = parent.and_then(|parent| at_end.get(parent).copied().flatten());
        for at in section.instructions() {
            let mut updated = false;
            for call in layer::commands_of(at).filter_map(|command| PackageCall::of(command.place.command)) {
                updated |= call.is_apt() && call.updates_index();
                if call.is_apt() && call.installs() && !updated {
                    needed.extend(lists);
                }
            }
            lists = if updated { Some(at.index) } else { lists };
        }
        if section.stage.is_some() {
            at_end.push(lists);
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn the_lists_stay() {
        check(
            &RULE,
            "
FROM debian:13-slim AS build
RUN apt-get update && apt-get install -y gcc
FROM debian:13-slim AS base
RUN apt-get update && \\
            ^^^^^^ `apt-get update` leaves the package lists in the layer, over 20 MB: remove `/var/lib/apt/lists/*` in the same RUN
    # tools
    apt-get install -y a && apt-get clean
FROM base
RUN rm -rf /var/lib/apt/lists/*; apt update; apt install -y b
                                     ^^^^^^
ONBUILD RUN if true; then aptitude update && aptitude install -y c; fi
                                   ^^^^^^
RUN <<EOF
apt-get update
        ^^^^^^
apt-get install -y d
EOF
",
        );
    }

    #[test]
    fn the_lists_are_gone() {
        check(
            &RULE,
            "
FROM debian:13-slim
RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y a && rm -r /var/lib/apt/lists /tmp/x
RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/
RUN apt-get update && apt-get install -y a && cd /var/lib && rm -rf apt dpkg cache log
RUN apt-get update && apt-get install -y a && rm -rf /var/{cache,lib/apt,log}/*
RUN apt-get update && apt-get install -y a && find /var/lib/apt/lists -type f -delete
RUN apt-get update && apt-get install -y a && apt-get distclean
RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y a
RUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update && apt-get install -y a
RUN apt-get update
RUN apt-get install -y a && rm -rf /var/lib/apt/lists/*
RUN dnf makecache && dnf install -y a
",
        );
    }

    #[test]
    fn the_removal_comes_last() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\r\nRUN apt-get update \\\r\n  && apt-get install -y --no-install-recommends \\\r\n    # one\r\n    a\r\n",
            "FROM debian:13-slim\r\nRUN apt-get update \\\r\n  && apt-get install -y --no-install-recommends \\\r\n    # one\r\n    a \\\r\n  && rm -rf /var/lib/apt/lists/*\r\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y --no-install-recommends a; \\\n    if a; then b; fi\n",
            "FROM debian:13-slim\nRUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y --no-install-recommends a; \\\n    if a; then b; fi; \\\n    rm -rf /var/lib/apt/lists/*\n",
        );
        check_fix_titled(
            &RULE,
            Some("Remove the package lists"),
            "FROM debian:13-slim\nRUN <<EOF\nset -e\napt-get update\napt-get install -y --no-install-recommends a\nEOF\n",
            "FROM debian:13-slim\nRUN <<EOF\nset -e\napt-get update\napt-get install -y --no-install-recommends a\nrm -rf /var/lib/apt/lists/*\nEOF\n",
        );
    }

    #[test]
    fn caches_come_first_with_buildkit() {
        let before = "FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends a\n";
        let after = "FROM debian:13-slim\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y --no-install-recommends a\n";
        check_fix_titled(&RULE, Some("Mount a cache for `apt-get`"), before, after);
        check_fix(
            &RULE,
            &format!("# syntax=docker/dockerfile:1\n{before}"),
            &format!("# syntax=docker/dockerfile:1\n{after}"),
        );
    }
}
