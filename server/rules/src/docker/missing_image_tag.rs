//! An image with neither tag nor digest.

use project::docker::Base;

use super::image_tags;
use crate::grain::From;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `FROM` that names an image without a tag and without a digest.
    ///
    /// ## Why is this bad?
    /// No tag means `latest`, and `latest` is whatever was pushed last. The same file built on Monday and on Friday may
    /// stand on two major versions: a `FROM node` of 2023 installed Node 20, the same line today installs the current
    /// one, and the build that breaks is somebody else's. A rollback does not help either, because the old image can no
    /// longer be built.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM ubuntu
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM ubuntu:24.04
    /// ```
    /// The completion behind the colon offers the tags of well-known images.
    ///
    /// ## When to ignore it
    /// For an image that exists only on the machine that builds, such as one a script has made the minute before.
    /// Earlier stages, `scratch` and names that only the build command knows (`FROM $BASE`) are never reported; a name
    /// with a default is judged by the default.
    "docker/missing-image-tag" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Reproducibility,
        fixable: Fixable::Never,
        same_as: &[
            "hadolint/DL3006",
            "semgrep/missing-image-version",
            "kics/image_version_not_explicit",
            // These two call a missing tag what it comes to: `latest`.
            "trivy/DS-0001",
            "checkov/CKV_DOCKER_7",
        ],
        check: Check::From(check),
    }
}

fn check(from: &From<'_>, report: &mut Report<'_>) {
    let (Some(word), Some(stage)) = (&from.image, from.at.stage()) else { return };
    let Base::Image(image) = &stage.base else { return };
    if from.at.deferred || image.tag().is_some() || image.digest().is_some() || !image.errors.is_empty() {
        return;
    }
    let (name, example) = (image.familiar_name(), image_tags::example(image));
    report.at(word, format!("`{name}` has no tag, so each build takes what `latest` is that day; pick one{example}"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn images_without_tag_or_digest() {
        check(
            &RULE,
            "
ARG BASE=registry.example.org:5000/team/app
FROM debian AS build
     ^^^^^^ `debian` has no tag, so each build takes what `latest` is that day; pick one, for example `debian:…
from --platform=$BUILDPLATFORM \\
  # the one we made
  ghcr.io/org/app as other
  ^^^^^^^^^^^^^^^ `ghcr.io/org/app` has no tag, so each build takes what `latest` is that day; pick one
FROM $BASE
     ^^^^^ `registry.example.org:5000/team/app` has no tag…
",
        );
    }

    #[test]
    fn tags_digests_stages_and_unknown_names_are_fine() {
        check(
            &RULE,
            "
ARG BASE
ARG TAG
FROM alpine:3.22 AS build
FROM build
FROM BUILD
FROM 0
     ^ `0` has no tag…
FROM scratch
FROM $BASE
FROM ${BASE}
FROM debian:$TAG
FROM $UNDECLARED
FROM Debian
FROM debian@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb
FROM
ONBUILD FROM debian
",
        );
    }
}
