//! `apt` in a script.

use super::package_install::PackageCall;
use crate::grain::Run;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `apt` in a RUN; once per RUN, however often it is called there.
    ///
    /// ## Why is this bad?
    /// `apt` is the front end for people: its manual page reserves the right to change output and options between
    /// versions, and it says so in the log of every build: `WARNING: apt does not have a stable CLI interface`. `apt-get`
    /// and `apt-cache` do the same work and keep their interface.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt update && apt install -y curl
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ## When to ignore it
    /// When only `apt` does what you need, such as `apt list` or patterns like `~nname`.
    "docker/prefer-apt-get" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Reproducibility,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3027", "checkov/CKV_DOCKER_9", "semgrep/prefer-apt-get", "kics/run_using_apt"],
        check: Check::Run(check),
    }
}

/// Subcommands of apt with the program that has them too, and their name there.
const EQUALS: [(&str, &str, &str); 21] = [
    ("update", "apt-get", "update"),
    ("upgrade", "apt-get", "upgrade"),
    ("full-upgrade", "apt-get", "dist-upgrade"),
    ("dist-upgrade", "apt-get", "dist-upgrade"),
    ("install", "apt-get", "install"),
    ("reinstall", "apt-get", "reinstall"),
    ("remove", "apt-get", "remove"),
    ("purge", "apt-get", "purge"),
    ("autoremove", "apt-get", "autoremove"),
    ("clean", "apt-get", "clean"),
    ("autoclean", "apt-get", "autoclean"),
    ("build-dep", "apt-get", "build-dep"),
    ("source", "apt-get", "source"),
    ("download", "apt-get", "download"),
    ("satisfy", "apt-get", "satisfy"),
    ("search", "apt-cache", "search"),
    ("show", "apt-cache", "show"),
    ("showsrc", "apt-cache", "showsrc"),
    ("policy", "apt-cache", "policy"),
    ("depends", "apt-cache", "depends"),
    ("rdepends", "apt-cache", "rdepends"),
];

fn check(run: &Run<'_>, report: &mut Report<'_>) {
    let commands = run.at.instruction.simple_commands();
    let calls: Vec<PackageCall<'_>> =
        commands.filter_map(PackageCall::of).filter(|call| call.manager.name == "apt").collect();
    let equal = |call: &PackageCall<'_>| EQUALS.iter().find(|(action, _, _)| *action == call.action);
    let Some(first) = calls.first() else { return };
    let instead = equal(first).map_or("apt-get", |(_, program, _)| program);
    let found = report.at(
        first.name,
        format!("`apt` is for people at a terminal, its options and output may change: use `{instead}`"),
    );
    for call in &calls[1..] {
        found.label(call.name, "here too");
    }
    let mut fix = Fix::safe(format!("Use `{instead}`"));
    for call in &calls {
        let Some((action, program, renamed)) = equal(call) else { return };
        // A path to apt is rare, and a folder is no part of what is replaced.
        if call.name.display() != "apt" {
            return;
        }
        fix = fix.replace(call.name, *program);
        if let Some(subcommand) = call.subcommand.filter(|_| action != renamed) {
            fix = fix.replace(subcommand, *renamed);
        }
    }
    found.fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn once_a_run() {
        check(
            &RULE,
            "
FROM debian:13-slim
RUN apt update && apt install -y a
    ^^^ `apt` is for people at a terminal, its options and output may change: use `apt-get`
RUN set -e; \\
    # the list
    if true; then sudo apt search a; fi
                       ^^^ `apt` is for people at a terminal, its options and output may change: use `apt-cache`
ONBUILD RUN DEBIAN_FRONTEND=noninteractive apt -y upgrade
                                           ^^^
RUN <<EOF
apt-get update
apt list --installed
^^^
EOF
RUN apt-get update && apt-cache policy a && ls /etc/apt && echo apt install && rm -rf /var/lib/apt
",
        );
    }

    #[test]
    fn every_call_of_the_run_changes() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN apt update \\\n && apt full-upgrade -y \\\n && apt install -y --no-install-recommends a\\\n && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:13-slim\nRUN apt-get update \\\n && apt-get dist-upgrade -y \\\n && apt-get install -y --no-install-recommends a\\\n && rm -rf /var/lib/apt/lists/*\n",
        );
    }
}
