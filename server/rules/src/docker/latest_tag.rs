//! The tag `latest`.

use project::docker::Base;

use super::image_tags;
use crate::grain::From;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `FROM` whose image has the tag `latest` and no digest.
    ///
    /// ## Why is this bad?
    /// `latest` names the image that was pushed last, not a version. Two builds of one commit may differ in a major
    /// version; a builder with a warm cache and one without disagree about the same file; and nobody can say afterwards
    /// which image a container in production stands on.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:latest
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:22-bookworm-slim
    /// ```
    ///
    /// ## When to ignore it
    /// In throw-away images and in a job whose purpose is to build against the newest. A registry that offers no other
    /// tag (`cgr.dev/chainguard/…`) still gives a digest: `FROM image:latest@sha256:…` is not reported.
    "docker/latest-tag" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Reproducibility,
        fixable: Fixable::Never,
        same_as: &[
            "hadolint/DL3007",
            "trivy/DS-0001",
            "checkov/CKV_DOCKER_7",
            "kics/image_version_using_latest",
            "semgrep/avoid-latest-version",
        ],
        check: Check::From(check),
    }
}

fn check(from: &From<'_>, report: &mut Report<'_>) {
    let (Some(word), Some(stage)) = (&from.image, from.at.stage()) else { return };
    let Base::Image(image) = &stage.base else { return };
    if from.at.deferred || image.tag() != Some("latest") || image.digest().is_some() || !image.errors.is_empty() {
        return;
    }
    let (name, example) = (image.familiar_name(), image_tags::example(image));
    let found = report.at(word, format!("`{name}:latest` is whatever was pushed last; name a version{example}"));
    let scope = from.at.scope();
    for variable in word.variables() {
        if let Some(binding) = scope.binding(&variable.name.text).filter(|it| it.value.as_deref() == Some("latest")) {
            found.label(&binding.node, "`latest` comes from here, unless the build passes another value");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn the_tag_latest() {
        check(
            &RULE,
            "
ARG TAG=latest
FROM docker.io/library/debian:latest AS build
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `debian:latest` is whatever was pushed last; name a version, for example `debian:…
FROM ghcr.io/org/app:latest
     ^^^^^^^^^^^^^^^^^^^^^^ `ghcr.io/org/app:latest` is whatever was pushed last; name a version
from app:${TAG}
     ^^^^^^^^^^ `app:latest` is…
",
        );
    }

    #[test]
    fn versions_digests_and_stages_are_fine() {
        check(
            &RULE,
            "
ARG TAG
FROM debian:trixie-slim AS latest
FROM latest
FROM debian
FROM debian:$TAG
FROM debian:${TAG:-trixie}
FROM nginx:latest-perl
FROM debian:latest@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb
",
        );
    }
}
