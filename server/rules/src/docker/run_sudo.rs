//! `sudo` in a build.

use syntax::shell::{SimpleCommand, Word};

use super::base_image::{self, Users};
use super::layer;
use super::shell_call::{self, ShellCall};
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `sudo` in RUN where the file says, or the base image is known to say, which user runs it. Nothing is said about
    /// images of which neither is known: some are made to be used with `sudo`.
    ///
    /// ## Why is this bad?
    /// Where RUN is root already, `sudo` does nothing, and most images do not even have it: the step ends with
    /// `sudo: not found` and exit code 127. Where USER is somebody else, `sudo` works only because that user may become root
    /// without a password, in every container made from the image, which is what USER was meant to prevent.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN sudo apt-get update
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update
    /// ```
    /// For another user, `USER root` before the step and `USER app` behind it.
    ///
    /// ## When to ignore it
    /// In images for development, where the user is meant to be able to install things. To drop rights in an entrypoint, use
    /// `setpriv`, `gosu` or `su-exec`: they hand over the process instead of staying as its parent.
    "docker/run-sudo" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3004", "trivy/DS-0010", "checkov/CKV2_DOCKER_1", "semgrep/no-sudo-in-dockerfile", "kics/run_using_sudo"],
        check: Check::Dockerfile(check),
    }
}

/// Flags of sudo that change nothing for root.
const PLAIN_FLAGS: [&str; 8] = ["-E", "-H", "-n", "-S", "-i", "--preserve-env", "--non-interactive", "--"];

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let users = Users::of(file.model);
    for command in layer::shell_commands(file.model) {
        let Some(sudo) = sudo_of(command.command()) else { continue };
        let at = command.at;
        let user = users.at(at.model, at.index);
        // Without FROM nobody can be anything but root.
        let user = user.or_else(|| at.stage().is_none().then(|| "root".to_owned()));
        let Some(user) = user else { continue };
        if !base_image::is_root(&user) {
            report.at(
                sudo,
                format!(
                    "`sudo` here lets `{user}` become root in every container too: put `USER root` before this step"
                ),
            );
            continue;
        }
        let found = report.at(sudo, "`sudo` does nothing here, the step runs as root already: drop it");
        if let Some(fix) = drop(command.command(), sudo) {
            found.fix(fix);
        }
    }
}

/// The word `sudo` where it is what is called, behind `env` or `time` too.
fn sudo_of(command: &SimpleCommand) -> Option<&Word> {
    let called = ShellCall::of(command)?;
    let mut before = command.words.iter().take_while(|word| word.range.start() <= called.word.range.start());
    before.find(|word| word.literal().is_some_and(|text| shell_call::base_name(&text) == "sudo"))
}

/// Takes `sudo` and its flags out; `None` where a flag means something.
fn drop(command: &SimpleCommand, sudo: &Word) -> Option<Fix> {
    let behind = command.words.iter().skip_while(|word| word.range.start() <= sudo.range.start());
    let mut last = sudo;
    for word in behind {
        let text = word.display();
        if !text.starts_with('-') {
            // `sudo NAME=value command` would become an assignment and a command: that is the same.
            return Some(Fix::suggested("Drop `sudo`").remove_words(sudo, last));
        }
        if !PLAIN_FLAGS.contains(&text.as_str()) {
            return None;
        }
        last = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn root_needs_no_sudo() {
        check(
            &RULE,
            "
FROM debian:13-slim AS base
RUN sudo apt-get update && \\
    ^^^^ `sudo` does nothing here, the step runs as root already: drop it
    # again
    time sudo -E apt-get install -y a
         ^^^^
RUN if true; then { sudo -u www-data id; }; fi
                    ^^^^
USER app
RUN sudo id
    ^^^^ `sudo` here lets `app` become root in every container too: put `USER root` before this step
USER 0:0
ONBUILD RUN sudo id
            ^^^^
RUN apt-get install -y sudo && echo sudo && usermod -aG sudo app && which sudo
FROM base
USER root
RUN <<EOF
sudo id
^^^^
EOF
FROM example.org/workspace:1
RUN sudo id
USER $SOMEBODY
RUN sudo id
",
        );
    }

    #[test]
    fn sudo_goes_with_its_flags() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN true && \\\n    sudo -E -H \\\n    id\n",
            "FROM debian:13-slim\nRUN true && \\\n    id\n",
        );
        check_fix(&RULE, "FROM debian:13-slim\nRUN (sudo id)\n", "FROM debian:13-slim\nRUN (id)\n");
        check_fix(&RULE, "FROM debian:13-slim\nRUN sudo id\n", "FROM debian:13-slim\nRUN id\n");
    }
}
