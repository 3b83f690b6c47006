//! `apt-get install` that brings recommended packages along.

use super::apt_settings::AptSettings;
use super::layer;
use super::package_install::PackageCall;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `apt-get install` without `--no-install-recommends` in layers that are part of the image.
    ///
    /// ## Why is this bad?
    /// A Debian package may *recommend* others, and apt installs those too unless told otherwise. They are what a person
    /// at a desktop would like to have, not what the program needs: on Debian 12 `python3-pip` brings a compiler and 171
    /// packages more that way, 471 MB in all. Each of them is one more thing that a scanner reports and somebody has to
    /// update.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ## When to ignore it
    /// When the recommended packages are what you want; `--install-recommends` says so and silences the rule. After adding
    /// the flag, look for what is missing now (often `ca-certificates`) and name it.
    "docker/apt-no-install-recommends" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Caching,
        fixable: Fixable::Always,
        same_as: &["hadolint/DL3015", "trivy/DS-0029", "semgrep/missing-no-install-recommends", "kics/apt_get_not_avoiding_additional_packages"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let configured = AptSettings::naming(file.model, "APT::Install-Recommends");
    for command in layer::shell_commands(file.model) {
        let Some(call) = PackageCall::of(command.command()) else { continue };
        let installs = matches!(call.manager.name, "apt-get" | "apt") && call.action == "install" && call.installs();
        if !installs || !layer::ships(&command.at) {
            continue;
        }
        let decided = call.has_flag(&["--no-install-recommends", "--install-recommends"])
            || call.may_hide_flags(command.at.scope())
            || call.sets("APT::Install-Recommends")
            || configured.in_force(&command.at);
        let (Some(subcommand), Some(before), false) = (call.subcommand, call.last_leading_flag(), decided) else {
            continue;
        };
        let title = call.title();
        let flag = "--no-install-recommends";
        report
            .at(
                subcommand,
                format!("`{title}` installs recommended packages too: add `{flag}`, and name those you need"),
            )
            .fix(Fix::suggested(format!("Add `{flag}`")).insert_after(before, format!(" {flag}")));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn recommended_packages_come_along() {
        check(
            &RULE,
            "
FROM debian:13-slim AS build
RUN apt-get update && apt-get install -y gcc
FROM debian:13-slim AS base
RUN apt-get update && apt-get install -y curl
                              ^^^^^^^ `apt-get install` installs recommended packages too: add `--no-install-recommends`, and name those you need
FROM base
RUN apt install git; apt-get install -y --no-install-recommends a; apt-get build-dep b; apt-get install --install-recommends c
        ^^^^^^^
RUN apt-get -o APT::Install-Recommends=false install d && if apt-get install -s e; then true; fi
",
        );
    }

    #[test]
    fn apt_is_configured_not_to() {
        check(
            &RULE,
            r#"
FROM debian:13-slim
RUN apt-get install -y a
            ^^^^^^^
RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/90lean && apt-get install -y b
RUN apt-get install -y c
"#,
        );
    }

    #[test]
    fn the_flag_follows_those_that_are_there() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN apt-get update \\\n  && apt-get install -y -q \\\n    a b \\\n  && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:13-slim\nRUN apt-get update \\\n  && apt-get install -y -q --no-install-recommends \\\n    a b \\\n  && rm -rf /var/lib/apt/lists/*\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN apt-get -y install a && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:13-slim\nRUN apt-get -y install --no-install-recommends a && rm -rf /var/lib/apt/lists/*\n",
        );
    }
}
