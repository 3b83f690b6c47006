//! The keys of `LABEL` that registries, scanners and update bots read.

/// A key of `LABEL`. Source: the annotations of the OCI image specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelKey {
    /// In full: `org.opencontainers.image.source`.
    pub name: &'static str,
    /// What it says and who reads it; Markdown, whole sentences.
    pub documentation: &'static str,
    /// A value as it may look.
    pub example: &'static str,
}

const fn key(name: &'static str, example: &'static str, documentation: &'static str) -> LabelKey {
    LabelKey { name, documentation, example }
}

const LABEL_KEYS: &[LabelKey] = &[
    key(
        "org.opencontainers.image.source",
        "https://github.com/example/app",
        "The URL of the sources. GitHub's registry links the package to the repository by it, and update bots find the \
         release notes through it. The key that pays most.",
    ),
    key(
        "org.opencontainers.image.revision",
        "3f1c9e2",
        "The commit the image was built from. It changes with every commit, so let the build pass it \
         (`--label`, CI metadata) instead of spoiling the cache with an `ARG`.",
    ),
    key(
        "org.opencontainers.image.version",
        "1.4.2",
        "The version of the packaged software. Of the base image's label nothing is left once it is set here; without it the \
         base's version stands for yours.",
    ),
    key("org.opencontainers.image.title", "app", "A name for people, as registries show it."),
    key(
        "org.opencontainers.image.description",
        "What it does",
        "One sentence on what the image does; registries show it on the image's page.",
    ),
    key(
        "org.opencontainers.image.licenses",
        "Apache-2.0",
        "The licences of what is in the image, as an SPDX expression: `Apache-2.0`, `MIT AND BSD-3-Clause`. Policy checks read it.",
    ),
    key(
        "org.opencontainers.image.documentation",
        "https://example.com/docs",
        "The URL of the documentation: where somebody who is paged at night should look first.",
    ),
    key("org.opencontainers.image.url", "https://example.com", "The URL of a page about the image."),
    key(
        "org.opencontainers.image.authors",
        "Web Team <web@example.com>",
        "Whom to ask: people or a team, in free form. It takes the place of the old `MAINTAINER`.",
    ),
    key("org.opencontainers.image.vendor", "Example Ltd", "The organisation that distributes the image."),
    key(
        "org.opencontainers.image.created",
        "2026-01-31T12:00:00Z",
        "The time of the build (RFC 3339). Written here it makes each build differ; let the build pass it, or leave it to the \
         image's own metadata.",
    ),
    key(
        "org.opencontainers.image.base.name",
        "docker.io/library/debian:13-slim",
        "The reference of the base image in full. Scanners and rebuild services use it to see when the base has an update.",
    ),
    key(
        "org.opencontainers.image.base.digest",
        "sha256:…",
        "The digest of the base image that was used. Goes with `base.name`: a difference means that the base has an update.",
    ),
    key("org.opencontainers.image.ref.name", "1.4.2", "The tag of the image in an OCI layout; registries ignore it."),
];

/// Keys for completion and hover, the useful ones first; any other key is as right.
#[must_use]
pub fn label_keys() -> &'static [LabelKey] {
    LABEL_KEYS
}
