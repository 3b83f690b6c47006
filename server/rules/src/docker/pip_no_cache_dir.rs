//! `pip install` that leaves its cache in the layer.

use project::docker::{At, Scope};
use syntax::shell::{SimpleCommand, Word};

use super::layer::{self, Directories};
use super::package_cache::PackageCaches;
use super::package_install::PackageCall;
use super::removal;
use super::shell_call;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `pip install` in layers that are part of the image when pip keeps its cache there: no `--no-cache-dir`, no
    /// `PIP_NO_CACHE_DIR`, no mount on the cache, and nothing in the same RUN that empties it.
    ///
    /// ## Why is this bad?
    /// pip puts every download and every wheel that it builds into `~/.cache/pip` as well. Nobody reads them there again:
    /// the next build starts from the layer before. The cache is about as big as the packages themselves, and the wheel of
    /// `torch` alone is more than 700 MB.
    ///
    /// A cache mount keeps the downloads between builds without putting them into the image: the fix for files that are
    /// built with BuildKit anyway.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// RUN pip install flask==3.1.2
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// RUN pip install --no-cache-dir flask==3.1.2
    /// ```
    ///
    /// ## When to ignore it
    /// When a configuration file that you copy in switches the cache off.
    "docker/pip-no-cache-dir" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Caching,
        fixable: Fixable::Always,
        same_as: &["hadolint/DL3042", "semgrep/missing-pip-no-cache-dir", "kics/pip_install_keeping_cached_packages"],
        check: Check::Dockerfile(check),
    }
}

const VARIABLE: &str = "PIP_NO_CACHE_DIR";

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let caches = PackageCaches::of(file.model);
    let directories = Directories::of(file.model);
    for at in layer::sections(file.model).flat_map(|section| section.instructions()).filter(layer::ships) {
        let found = installs(at);
        if found.is_empty() || keeps_cache_out(&at, &directories) {
            continue;
        }
        for call in found {
            let Some(install) = call.subcommand else { continue };
            let message = "`pip install` leaves its cache in the layer: add `--no-cache-dir`, or mount a cache";
            let flag = Fix::safe("Add `--no-cache-dir`").insert_after(install, " --no-cache-dir");
            let finding = report.at(install, message);
            match caches.mount_fix(&at, &[&call]) {
                Some(mount) if caches.buildkit => finding.fix(mount).fix(flag),
                Some(mount) => finding.fix(flag).fix(mount),
                None => finding.fix(flag),
            };
        }
    }
}

/// The calls of a RUN that install with the cache on.
fn installs(at: At<'_>) -> Vec<PackageCall<'_>> {
    let scope = at.scope();
    let mut exported = false;
    let mut found: Vec<PackageCall<'_>> = Vec::new();
    for command in layer::commands_of(at).map(|command| command.place.command) {
        exported |= exports(command);
        let Some(call) = PackageCall::of(command).filter(|call| call.manager.name == "pip") else { continue };
        if call.action == "config" {
            exported = true;
        }
        let off = exported
            || is_off(command, scope)
            || call.has_flag(&["--no-cache-dir", "--no-cache", "--cache-dir", "--dry-run"])
            || call.may_hide_flags(scope);
        if call.action == "install" && !off {
            found.push(call);
        }
    }
    found
}

/// Whether a mount holds the cache, or a command of the RUN empties it.
fn keeps_cache_out(at: &At<'_>, directories: &Directories) -> bool {
    let mounts = layer::mounts(at.instruction, at.scope());
    let mounted = mounts.iter().any(|mount| {
        let target = mount.target.as_deref().unwrap_or_default();
        matches!(mount.kind.as_str(), "cache" | "tmpfs")
            && (target.ends_with("/pip") || target.ends_with("/.cache") || mount.covers("/root/.cache"))
    });
    mounted
        || removal::of(at, directories).iter().any(|removal| {
            removal.manager == Some("pip")
                || removal.paths.iter().any(|path| path.contains(".cache") || path == "/root/" || path == "/root/*")
        })
}

/// Whether the variable is set for one command or for the whole stage; unknown values count as on.
fn is_off(command: &SimpleCommand, scope: Scope<'_>) -> bool {
    if let Some(assignment) = command.assignments.iter().find(|assignment| assignment.name.text == VARIABLE) {
        return assignment.value.as_ref().is_none_or(|word| word.literal().is_none_or(|text| is_on(&text)));
    }
    scope.binding(VARIABLE).is_some_and(|binding| binding.value.as_deref().is_none_or(is_on))
}

/// `export PIP_NO_CACHE_DIR=1`, or an assignment of its own.
fn exports(command: &SimpleCommand) -> bool {
    let alone = command.words.is_empty()
        && command.assignments.iter().any(|assignment| {
            let value = assignment.value.as_ref().and_then(Word::literal);
            assignment.name.text == VARIABLE && value.is_some_and(|text| is_on(&text))
        });
    let exported = shell_call::ShellCall::of(command).filter(|call| call.name == "export").is_some_and(|call| {
        let pairs = call.arguments.iter().filter_map(Word::literal);
        pairs.filter_map(|text| text.split_once('=').map(|(name, value)| name == VARIABLE && is_on(value))).any(|it| it)
    });
    alone || exported
}

fn is_on(value: &str) -> bool {
    !matches!(value.to_ascii_lowercase().as_str(), "" | "0" | "off" | "no" | "false" | "n" | "f")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn the_cache_stays() {
        check(
            &RULE,
            "
FROM python:3.14 AS build
RUN pip install a
FROM python:3.14-slim
RUN pip install a
        ^^^^^^^ `pip install` leaves its cache in the layer: add `--no-cache-dir`, or mount a cache
RUN pip3.14 install --upgrade pip && \\
            ^^^^^^^
    # the project
    python3 -m pip install -r requirements.txt
                   ^^^^^^^
RUN PIP_NO_CACHE_DIR=0 pip install a; export PIP_NO_CACHE_DIR=no; pip install a
                           ^^^^^^^
                                                                      ^^^^^^^
ONBUILD RUN if true; then pip install a; fi
                              ^^^^^^^
",
        );
    }

    #[test]
    fn the_cache_is_kept_out() {
        check(
            &RULE,
            "
FROM python:3.14-slim AS base
RUN pip install --no-cache-dir a && pip --no-cache-dir install b && pip download c && pipx install d
RUN --mount=type=cache,target=/root/.cache pip install a
RUN --mount=type=cache,target=/home/app/.cache/pip pip install a
RUN pip install a && rm -rf ~/.cache
RUN pip install a && pip cache purge
RUN export PIP_NO_CACHE_DIR=1 && pip install a
RUN PIP_NO_CACHE_DIR=1 pip install $PIP_ARGS a
RUN pip install $PIP_ARGS a
RUN pip config set global.no-cache-dir true && pip install a
ENV PIP_NO_CACHE_DIR=on
RUN pip install a
FROM base
RUN pip install a
",
        );
    }

    #[test]
    fn the_flag_or_the_mount() {
        let before = "FROM python:3.14-slim\nRUN pip install \\\n  # why\n  -r requirements.txt\n";
        let flag = "FROM python:3.14-slim\nRUN pip install --no-cache-dir \\\n  # why\n  -r requirements.txt\n";
        check_fix(&RULE, before, flag);
        let mount = "FROM python:3.14-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install \\\n  # why\n  -r requirements.txt\n";
        check_fix_titled(&RULE, Some("Mount a cache for `pip`"), before, mount);
        check_fix(
            &RULE,
            &format!("# syntax=docker/dockerfile:1\n{before}"),
            &format!("# syntax=docker/dockerfile:1\n{mount}"),
        );
    }
}
