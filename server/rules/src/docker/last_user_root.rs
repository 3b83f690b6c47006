//! A container that is told to run as root.

use project::docker::Origin;
use syntax::dockerfile::Body;

use super::base_image;
use super::layer;
use super::nonroot_user;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags the last USER of the last stage when it is root. Images whose entrypoint hands over to another user (`gosu`,
    /// `su-exec`, `setpriv`, s6, supervisord) are left alone.
    ///
    /// ## Why is this bad?
    /// Most often `USER root` was needed for one RUN, and the line that goes back is missing: the program runs as root. A
    /// fault in it may then write over its own binary and every mounted file, and uid 0 in the container is uid 0 on the host
    /// as soon as it gets out. Kubernetes refuses to start the image under `runAsNonRoot`.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:24-slim
    /// USER root
    /// RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
    /// CMD ["node", "server.js"]
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:24-slim
    /// USER root
    /// RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
    /// USER 1000
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ## When to ignore it
    /// When the program's work needs root, such as an agent that looks at its node, or when the image is a base for others
    /// that install more.
    "docker/last-user-root" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3002", "trivy/DS-0002", "checkov/CKV_DOCKER_8", "semgrep/last-user-is-root", "kics/last_user_is_root"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let model = file.model;
    let Some(stage) = model.final_stage().map(|stage| stage.index) else { return };
    let Some((word, origin)) = model.user(stage, usize::MAX) else { return };
    let (Origin::Here(index) | Origin::Stage(_, index)) = origin else { return };
    let root = model.scope(index).expand(word).is_some_and(|user| base_image::is_root(&user));
    if !root || nonroot_user::drops_privileges(model, stage) {
        return;
    }
    let found = report
        .at(word, "the container runs as root, this is the last USER: put one that is not root behind the last step");
    let Some(candidate) = nonroot_user::candidate(model, stage) else { return };
    let title = format!("Run as `{}`", candidate.user);
    let behind = layer::sections(model).filter(|section| section.stage == Some(stage)).flat_map(|it| it.instructions());
    let works = behind
        .filter(|at| at.index > index)
        .any(|at| matches!(at.instruction.body, Body::Run(_) | Body::Copy(_) | Body::Add(_) | Body::Workdir(_)));
    if matches!(origin, Origin::Here(_)) && !works && candidate.create.is_none() {
        found.fix(Fix::suggested(title).replace(word, candidate.user));
    } else if let Some(last) = nonroot_user::last_of_root(model, stage) {
        let lines =
            candidate.create.into_iter().chain([format!("USER {}", candidate.user)]).collect::<Vec<_>>().join("\n");
        found.fix(Fix::suggested(title).insert_lines_after(last, lines));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn the_last_one_is_root() {
        check(
            &RULE,
            "
FROM debian:13-slim AS build
USER root
FROM debian:13-slim AS base
ARG WHO=0:0
USER app
USER $WHO
     ^^^^ the container runs as root, this is the last USER: put one that is not root behind the last step
FROM base
RUN a
ONBUILD USER app
",
        );
        check(&RULE, "FROM scratch\nUSER root:root\n     ^^^^^^^^^\n");
    }

    #[test]
    fn another_user_or_on_purpose() {
        for file in [
            "FROM debian:13-slim\nUSER root\nRUN a\nUSER app\n",
            "FROM debian:13-slim\nUSER $WHO\n",
            "FROM debian:13-slim\nRUN apt-get install -y gosu\nUSER root\nENTRYPOINT [\"/entrypoint.sh\"]\n",
            "FROM postgres:18\nUSER root\n",
            "FROM debian:13-slim\nUSER root\nENTRYPOINT [\"/init\"]\n",
            "FROM debian:13-slim\n",
        ] {
            check(&RULE, file);
        }
    }

    #[test]
    fn the_user_of_before_comes_back() {
        check_fix(
            &RULE,
            "FROM example.org/a:1\nUSER app:app\nRUN b\nUSER root\nRUN c\nEXPOSE 80\nCMD [\"d\"]\n",
            "FROM example.org/a:1\nUSER app:app\nRUN b\nUSER root\nRUN c\nUSER app:app\nEXPOSE 80\nCMD [\"d\"]\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN groupadd -g 5 g && useradd -r -u 5000 -g 5 app\nUSER root\nCMD [\"d\"]\n",
            "FROM debian:13-slim\nRUN groupadd -g 5 g && useradd -r -u 5000 -g 5 app\nUSER 5000\nCMD [\"d\"]\n",
        );
    }
}
