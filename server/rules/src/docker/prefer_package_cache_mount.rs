//! A package manager without a cache mount.

use project::docker::At;

use super::layer::{self, Directories};
use super::package_cache::{self, PackageCaches};
use super::package_install::PackageCall;
use super::removal;
use crate::grain::Dockerfile;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a RUN that calls a package manager or a compiler with downloads without `--mount=type=cache`. It is silent where
    /// the RUN keeps the cache out of the layer in another way (`--no-cache`, a `rm` of the cache), and where another rule
    /// reports what is left in the layer: that one offers the mount too.
    ///
    /// ## Why is this bad?
    /// Whenever something before the step changes, it starts from nothing: every module, crate and wheel is fetched again and
    /// often compiled again. With a cache mount only what is new is fetched. For a Go or Rust program of middling size that is
    /// the difference between minutes and seconds, and nothing of it ends up in the image.
    ///
    /// A cache mount exists while its RUN runs and is not part of the layer. What a later step needs must not lie below it.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM golang:1.27 AS build
    /// RUN go build -o /app ./cmd/app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM golang:1.27 AS build
    /// RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app ./cmd/app
    /// ```
    ///
    /// ## When to ignore it
    /// Where the builder starts empty every time, as most hosted CI does, and no cache is exported: a mount changes nothing
    /// there.
    "docker/prefer-package-cache-mount" {
        since: "0.1.0",
        severity: Severity::Hint,
        group: Group::Caching,
        fixable: Fixable::Sometimes,
        same_as: &["tally/prefer-package-cache-mounts", "tally/ruby/prefer-bundler-cache-mount", "tally/js/node-gyp-cache-mounts"],
        check: Check::Dockerfile(check),
    }
}

/// Managers for which another rule reports a cache in a layer of the image.
const REPORTED: [&str; 14] = [
    "apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "tdnf", "yum", "zypper", "pip", "yarn", "npm", "bundle",
    "gem",
];

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let caches = PackageCaches::of(file.model);
    let directories = Directories::of(file.model);
    for at in layer::sections(file.model).flat_map(|section| section.instructions()) {
        let calls = fetching(&at);
        let Some(first) = calls.first() else { continue };
        let mounted = layer::mounts(at.instruction, at.scope()).iter().any(|mount| mount.kind == "cache");
        if mounted || is_emptied(&at, &calls, &directories) {
            continue;
        }
        let title = first.title();
        let found = report.at(
            first.subcommand.unwrap_or(first.name),
            format!(
                "`{title}` starts from an empty cache whenever this step runs: mount one with `--mount=type=cache`"
            ),
        );
        if let Some(fix) = caches.mount_fix(&at, &calls.iter().collect::<Vec<_>>()) {
            found.fix(fix);
        }
    }
}

/// The calls of a RUN that fetch what a cache could keep.
fn fetching<'a>(at: &At<'a>) -> Vec<PackageCall<'a>> {
    let scope = at.scope();
    let ships = layer::ships(at);
    let calls = layer::commands_of(*at).filter_map(|command| PackageCall::of(command.place.command));
    let wanted = calls.filter(|call| {
        let manager = call.manager;
        let reported = ships && REPORTED.contains(&manager.name);
        let elsewhere = ["--cache-dir", "--cache-folder", "--cache", "--offline", "--version", "--help"];
        let kept_out = call.has_flag(manager.no_cache) || package_cache::is_switched_off(scope, manager);
        let unknown = call.has_flag(&elsewhere) || call.may_hide_flags(scope);
        call.installs() && !manager.cache_mounts.is_empty() && !reported && !kept_out && !unknown
    });
    wanted.collect()
}

/// Whether the RUN takes the cache of one of the managers away again.
fn is_emptied(at: &At<'_>, calls: &[PackageCall<'_>], directories: &Directories) -> bool {
    let removals = removal::of(at, directories);
    let empties = |call: &PackageCall<'_>| {
        removals.iter().any(|removal| {
            let targets = call.manager.cache_mounts.iter();
            removal.manager == Some(call.manager.name)
                || targets.clone().any(|mount| removal.empties(mount.target))
                || call.is_apt() && removal.empties("/var/lib/apt/lists")
                || call.manager.name == "apk" && removal.empties("/var/cache/apk")
                || removal
                    .paths
                    .iter()
                    .any(|path| path.contains("/.cache") || path.contains("/.npm") || path.contains("/.m2"))
        })
    };
    calls.iter().any(empties)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn everything_is_fetched_again() {
        check(
            &RULE,
            "
FROM golang:1.27 AS build
RUN go mod download
           ^^^^^^^^ `go mod download` starts from an empty cache whenever this step runs: mount one with `--mount=type=cache`
RUN apt-get update && \\
    # the linker
    apt-get install -y mold && cargo build --release
            ^^^^^^^ `apt-get install`…
FROM node:24 AS web
RUN if [ -f yarn.lock ]; then yarn; else npm ci; fi
                              ^^^^
ONBUILD RUN ./mvnw -B package
                      ^^^^^^^
FROM python:3.14-slim
RUN apt-get update && apt-get install -y a
RUN pip install a
RUN poetry install
           ^^^^^^^
",
        );
    }

    #[test]
    fn nothing_is_left_to_keep() {
        check(
            &RULE,
            "
FROM debian:13 AS build
RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*
RUN apk add --no-cache a && pip install --no-cache-dir a
RUN --mount=type=cache,target=/cache go build
RUN npm ci && npm cache clean --force
RUN go build && go clean -modcache -cache
RUN npm run build && go version && yarn build && npx a
ENV PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1
RUN pip install a && uv sync
",
        );
    }

    #[test]
    fn the_mounts_come() {
        check_fix(
            &RULE,
            "FROM golang:1.27 AS build\nENV GOCACHE=/cache/\nRUN --network=default \\\n  go build \\\n  # all of it\n  ./...\n",
            "FROM golang:1.27 AS build\nENV GOCACHE=/cache/\nRUN --network=default \\\n    --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/cache \\\n  go build \\\n  # all of it\n  ./...\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gradle && gradle build\nFROM scratch\n",
            "FROM debian:13 AS build\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    --mount=type=cache,target=/root/.gradle,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y gradle && gradle build\nFROM scratch\n",
        );
        check_fix(
            &RULE,
            "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nRUN dotnet restore a.csproj\nCOPY . .\nRUN dotnet publish --no-restore\n",
            "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nRUN --mount=type=cache,target=/root/.nuget/packages dotnet restore a.csproj\nCOPY . .\nRUN --mount=type=cache,target=/root/.nuget/packages dotnet publish --no-restore\n",
        );
    }
}
