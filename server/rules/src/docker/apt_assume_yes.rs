//! `apt-get install` that waits for an answer.

use super::apt_settings::AptSettings;
use super::layer;
use super::package_install::PackageCall;
use crate::grain::{Dockerfile, ShellCommand};
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};
use syntax::shell::{CommandKind, RedirectionKind};

declare_rule! {
    /// ## What it does
    /// Flags `apt-get` (and `apt`, `aptitude`) when it installs, removes or upgrades without `-y`.
    ///
    /// ## Why is this bad?
    /// As soon as one package brings another along, apt asks `Do you want to continue? [Y/n]`. In a build nobody answers:
    /// apt reads the end of its input, prints `Abort.` and the step fails with exit code 1. Until then it works by luck,
    /// because a package without dependencies is installed unasked.
    ///
    /// `-qq` implies `-y`, and `APT::Get::Assume-Yes` in apt's configuration does the same for all calls.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ## When to ignore it
    /// When the base image's own configuration of apt answers yes.
    "docker/apt-assume-yes" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["hadolint/DL3014", "trivy/DS-0021", "semgrep/missing-assume-yes-switch", "kics/apt_get_missing_flags_to_avoid_manual_input"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let configured = AptSettings::naming(file.model, "APT::Get::Assume-Yes");
    for command in layer::shell_commands(file.model) {
        let Some(call) = PackageCall::of(command.command()).filter(PackageCall::is_apt) else { continue };
        if !(call.installs() || call.upgrades() || call.removes()) {
            continue;
        }
        let quiet = call.letter_count('q', "--quiet") >= 2 || call.has_flag(&["-q=2"]);
        let answered = quiet
            || call.has_flag(&["-y", "--yes", "--assume-yes", "--force-yes"])
            || call.may_hide_flags(command.at.scope())
            || configured.in_force(&command.at)
            || call.sets("APT::Get::Assume-Yes")
            || is_fed(&command);
        let Some(subcommand) = call.subcommand.filter(|_| !answered) else { continue };
        let title = call.title();
        report
            .at(subcommand, format!("`{title}` asks before it goes on, and a build has nobody to answer: add `-y`"))
            .fix(Fix::safe("Add `-y`").insert_after(subcommand, " -y"));
    }
}

/// Whether something is piped or redirected into the command: `yes | apt-get install x`.
fn is_fed(command: &ShellCommand<'_>) -> bool {
    let place = &command.place;
    let reads = |kind: RedirectionKind| {
        matches!(kind, RedirectionKind::Read | RedirectionKind::HereString | RedirectionKind::Heredoc { .. })
    };
    let piped = place.pipeline.commands.iter().take(place.position_in_pipeline).any(|left| {
        let CommandKind::Simple(simple) = &left.kind else { return true };
        simple.name().is_some_and(|name| matches!(name.as_str(), "yes" | "echo" | "printf"))
    });
    piped || place.command.redirections.iter().any(|it| reads(it.kind))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn nobody_answers() {
        check(
            &RULE,
            "
FROM debian:13-slim
RUN apt-get install curl
            ^^^^^^^ `apt-get install` asks before it goes on, and a build has nobody to answer: add `-y`
RUN apt-get install -q curl
            ^^^^^^^
RUN apt-get update && \\
    # what we need
    sudo apt install --no-install-recommends \\
             ^^^^^^^ `apt install` asks…
      curl
RUN if true; then apt-get -t trixie dist-upgrade; fi
                                    ^^^^^^^^^^^^
RUN { apt-get purge curl; apt-get autoremove -y; }
              ^^^^^
ONBUILD RUN DEBIAN_FRONTEND=noninteractive apt-get install curl
                                                   ^^^^^^^
RUN <<EOF
apt-get update
apt-get install curl
        ^^^^^^^
EOF
",
        );
    }

    #[test]
    fn an_answer_is_given() {
        check(
            &RULE,
            r#"
FROM debian:13-slim AS base
ARG FLAGS="-y -q"
RUN apt-get install -y curl && apt-get --yes install a && apt-get --assume-yes install b
RUN apt-get -qqy install a; apt-get install -qq a; apt-get install --quiet --quiet a; apt-get install -q=2 a
RUN yes | apt-get install a && echo y | apt-get remove a && apt-get install $FLAGS a && apt-get install $APT_OPTS a
RUN apt-get -o APT::Get::Assume-Yes=true install a && apt-get update && apt-get clean && apt-get -s upgrade
RUN xargs apt-get install -y < packages.txt
RUN ["apt-get", "install", "a"]
FROM debian:13-slim AS configured
RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes
FROM configured
RUN apt-get install a
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
RUN apt-get install a
"#,
        );
    }

    #[test]
    fn the_flag_follows_the_subcommand() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN apt-get update && \\\r\n  apt-get install --no-install-recommends \\\r\n    a && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:13-slim\nRUN apt-get update && \\\r\n  apt-get install -y --no-install-recommends \\\r\n    a && rm -rf /var/lib/apt/lists/*\n",
        );
    }
}
