//! Package caches that parallel builds write at once.

use super::layer;
use crate::grain::Run;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `RUN --mount=type=cache` on a cache of apt, dnf, yum or zypper without `sharing=locked`.
    ///
    /// ## Why is this bad?
    /// A cache mount is shared unless it says otherwise: two builds on one builder, or two platforms of one build, write into
    /// the directory at the same time. These managers want their cache for themselves. apt stops with
    /// `Could not get lock /var/cache/apt/archives/lock` and exit code 100; dnf leaves a half-written index. It happens only
    /// under load, which makes it hard to find. With `sharing=locked` the second build waits.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN --mount=type=cache,target=/var/cache/apt apt-get install -y --no-install-recommends curl
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// ## When to ignore it
    /// When the `id` of the mount holds what tells the builds apart. `sharing=private` is fine as it is: the second build gets
    /// an empty cache of its own.
    "docker/cache-mount-sharing" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Run(check),
    }
}

/// Caches that are locked while they are used, with whose they are.
const LOCKED: [(&str, &str); 7] = [
    ("/var/cache/apt", "apt"),
    ("/var/lib/apt", "apt"),
    ("/var/cache/dnf", "dnf"),
    ("/var/cache/libdnf5", "dnf"),
    ("/var/cache/yum", "yum"),
    ("/var/cache/tdnf", "tdnf"),
    ("/var/cache/zypp", "zypper"),
];

fn check(run: &Run<'_>, report: &mut Report<'_>) {
    let scope = run.at.scope();
    for mount in layer::mounts(run.at.instruction, scope).iter().filter(|mount| mount.kind == "cache") {
        let target = mount.target.as_deref().unwrap_or_default();
        let below =
            |folder: &str| target.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let Some((_, manager)) = LOCKED.iter().find(|(folder, _)| below(folder)) else { continue };
        let id_tells_apart =
            mount.option(&["id"]).and_then(|id| id.value.as_ref()).is_some_and(|id| !id.variables().is_empty());
        let sharing = mount.option(&["sharing"]);
        let value = sharing.and_then(|option| option.value.as_ref());
        let shared = match value {
            Some(value) => scope.expand(value).is_some_and(|text| text.eq_ignore_ascii_case("shared")),
            None => true,
        };
        let Some(last) = mount.flag.options.last().filter(|_| shared && !id_tells_apart) else { continue };
        let fix = Fix::safe("Add `sharing=locked`");
        report
            .at(
                mount.flag,
                format!("two builds at once write `{target}`, which {manager} wants for itself: add `sharing=locked`"),
            )
            .fix(match (sharing, value) {
                (_, Some(value)) => fix.replace(value, "locked"),
                (Some(sharing), None) => fix.replace(sharing, "sharing=locked"),
                (None, None) => fix.insert_after(last, ",sharing=locked"),
            });
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn locked_caches_are_shared() {
        check(
            &RULE,
            "
FROM debian:13-slim
ARG TARGETARCH
ARG CACHE=/var/cache/dnf
RUN --mount=type=cache,target=/var/cache/apt \\
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ two builds at once write `/var/cache/apt`, which apt wants for itself: add `sharing=locked`
    # the lists
    --mount=target=/var/lib/apt/lists/,type=cache,sharing=shared \\
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    apt-get update
ONBUILD RUN --mount=type=cache,dst=$CACHE dnf install -y a
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update
RUN --mount=type=cache,target=/var/cache/apt,sharing=private apt-get update
RUN --mount=type=cache,target=/var/cache/apt,id=apt-$TARGETARCH apt-get update
RUN --mount=type=tmpfs,target=/var/cache/apt apt-get update
RUN --mount=type=cache,target=/root/.cache/pip --mount=type=cache,target=/etc/apk/cache pip install a
RUN --mount=type=cache,target=/var/cache/apt-cacher true
",
        );
    }

    #[test]
    fn the_lock_comes_last() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN --mount=type=cache,target=/var/lib/apt true\n",
            "FROM debian:13-slim\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked true\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN --mount=type=cache,sharing=shared,target=/var/lib/apt true\n",
            "FROM debian:13-slim\nRUN --mount=type=cache,sharing=locked,target=/var/lib/apt true\n",
        );
    }
}
