//! A container that runs as root because nobody said otherwise.

use project::docker::Model;
use syntax::dockerfile::{Command, Form};

use super::base_image::{self, Users};
use super::nonroot_user;
use super::shell_call::base_name;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a last stage without USER, when the base image is known to start as root and the stage starts a program.
    ///
    /// Left alone are base images of which nobody knows the user, images that start nothing of their own (files from scratch, a
    /// base for others with `CMD ["bash"]` or `CMD ["python3"]`), and images whose entrypoint hands over to another user
    /// (`gosu`, `su-exec`, `setpriv`, s6, supervisord).
    ///
    /// ## Why is this bad?
    /// Without USER the program runs as uid 0. A fault in it may then write over its own binary and every mounted file, and
    /// uid 0 in the container is uid 0 on the host as soon as it gets out. Kubernetes refuses to start the image under
    /// `runAsNonRoot`.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:24-slim
    /// COPY server.js /srv/
    /// CMD ["node", "/srv/server.js"]
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:24-slim
    /// COPY server.js /srv/
    /// USER 1000
    /// CMD ["node", "/srv/server.js"]
    /// ```
    ///
    /// ## When to ignore it
    /// When the program needs root: it binds a port below 1024 on an old kernel, changes the network, or looks at its node.
    /// Directories that it writes to have to belong to the user: `COPY --chown=1000`, or a `chown` in the RUN that makes them.
    "docker/missing-user" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Production, Severity::Warning),
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &[
            "trivy/DS-0002",
            "checkov/CKV_DOCKER_3",
            "semgrep/missing-user",
            "semgrep/missing-user-entrypoint",
            "kics/missing_user_instruction",
            "tally/stateful-root-runtime",
        ],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let model = file.model;
    let Some(stage) = model.final_stage().map(|stage| stage.index) else { return };
    let Some(image) = model.from_of(stage).and_then(|from| from.image.as_ref()) else { return };
    if model.user(stage, usize::MAX).is_some()
        || !starts_as_root(model, stage)
        || nonroot_user::drops_privileges(model, stage)
    {
        return;
    }
    let launch = model.launch(stage);
    let Some((command, _)) = launch.entrypoint.or(launch.cmd) else { return };
    if launch.cmd.or(launch.entrypoint).is_some_and(|(command, _)| is_prompt(command)) {
        return;
    }
    let found = report.at(image, "no USER in the last stage: the container runs as root");
    found.label(command, "as root");
    let Some(candidate) = nonroot_user::candidate(model, stage) else { return };
    if let Some(last) = nonroot_user::last_of_root(model, stage) {
        let title = format!("Run as `{}`", candidate.user);
        let lines =
            candidate.create.into_iter().chain([format!("USER {}", candidate.user)]).collect::<Vec<_>>().join("\n");
        found.fix(Fix::suggested(title).insert_lines_after(last, lines));
    }
}

/// Whether a command is a shell or an interpreter that waits for a person: the image is one to build on.
fn is_prompt(command: &Command) -> bool {
    const PROMPTS: [&str; 20] = [
        "sh", "bash", "ash", "dash", "zsh", "fish", "python", "pypy", "node", "deno", "bun", "php", "irb", "ruby",
        "perl", "ghci", "jshell", "R", "julia", "iex",
    ];
    let Form::Exec(items) = &command.form else { return false };
    let Some((program, arguments)) = items.split_first() else { return false };
    let name = base_name(&program.value).trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    PROMPTS.contains(&name)
        && arguments.iter().all(|item| matches!(item.value.as_str(), "-a" | "-i" | "-l" | "--login"))
}

/// Whether the image below is known to start as root.
fn starts_as_root(model: &Model, stage: usize) -> bool {
    let last = model.stages[stage].instructions.end.saturating_sub(1);
    let named_nonroot = base_image::image(model, stage).is_some_and(|image| {
        let text = format!("{}:{}", image.familiar_name(), image.tag().unwrap_or_default());
        ["nonroot", "non-root", "rootless", "unprivileged", "windows", "nanoserver", "servercore"]
            .iter()
            .any(|word| text.contains(word))
    });
    !named_nonroot && Users::of(model).at(model, last).is_some_and(|user| base_image::is_root(&user))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn nobody_said_who() {
        check(
            &RULE,
            "
FROM golang:1.27 AS build
USER app
FROM debian:13-slim AS base
ENTRYPOINT [\"/app\"]
FROM base
     ^^^^ no USER in the last stage: the container runs as root
COPY --from=build /app /app
ONBUILD USER app
",
        );
        check(&RULE, "FROM scratch\n     ^^^^^^^\nCOPY a /\nCMD [\"/a\"]\n");
    }

    #[test]
    fn known_otherwise_or_not_known() {
        for file in [
            "FROM debian:13-slim\nUSER $WHO\nCMD [\"a\"]\n",
            "FROM debian:13-slim AS base\nUSER app\nFROM base\nCMD [\"a\"]\n",
            "FROM gcr.io/distroless/static-debian13:nonroot\nCMD [\"a\"]\n",
            "FROM nginxinc/nginx-unprivileged\nCMD [\"a\"]\n",
            "FROM example.org/a:1\nCMD [\"a\"]\n",
            "FROM $BASE\nCMD [\"a\"]\n",
            "FROM debian:13-slim\nRUN a\n",
            "FROM debian:13-slim\nENTRYPOINT [\"docker-php-entrypoint\"]\nCMD [\"php\", \"-a\"]\n",
            "FROM debian:13-slim\nCMD [\"/usr/bin/python3.14\"]\n",
            "FROM scratch\nCOPY a /\n",
            "FROM debian:13-slim\nCOPY --from=tianon/gosu /gosu /bin/\nENTRYPOINT [\"/entrypoint.sh\"]\n",
            "FROM redis:8\nCMD [\"redis-server\"]\n",
            "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD [\"a\"]\n",
        ] {
            check(&RULE, file);
        }
    }

    #[test]
    fn a_user_comes_before_the_program() {
        check_fix(
            &RULE,
            "FROM node:24-slim\nWORKDIR /srv\nCOPY . .\nEXPOSE 80\nCMD [\"node\", \"a.js\"]\n",
            "FROM node:24-slim\nWORKDIR /srv\nCOPY . .\nUSER 1000\nEXPOSE 80\nCMD [\"node\", \"a.js\"]\n",
        );
        check_fix(
            &RULE,
            "FROM alpine:3.24\r\nCOPY a /\r\nCMD [\"/a\"]",
            "FROM alpine:3.24\r\nCOPY a /\r\nRUN adduser -D -u 10001 app\r\nUSER 10001\r\nCMD [\"/a\"]",
        );
        check_fix(
            &RULE,
            "FROM scratch\nCOPY a /\nCMD [\"/a\"]\n",
            "FROM scratch\nCOPY a /\nUSER 65532\nCMD [\"/a\"]\n",
        );
    }
}
