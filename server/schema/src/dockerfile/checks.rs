//! BuildKit's build checks, as named in `# check=skip=`.

/// A build check of BuildKit. Source: Docker's build checks reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildCheck {
    /// Case-sensitive: `JSONArgsRecommended`.
    pub name: &'static str,
    /// What it reports; one sentence.
    pub documentation: &'static str,
    /// Whether it runs only with `experimental=`.
    pub experimental: bool,
}

const fn check(name: &'static str, documentation: &'static str) -> BuildCheck {
    BuildCheck { name, documentation, experimental: false }
}

const fn experiment(name: &'static str, documentation: &'static str) -> BuildCheck {
    BuildCheck { name, documentation, experimental: true }
}

const BUILD_CHECKS: &[BuildCheck] = &[
    check("ConsistentInstructionCasing", "Keywords are written partly in capitals, partly in lower case."),
    experiment("CopyIgnoredFile", "`COPY` or `ADD` names a file that `.dockerignore` keeps out of the build context."),
    check("DuplicateStageName", "Two stages have the same name, so a reference reaches only one of them."),
    check(
        "ExposeInvalidFormat",
        "`EXPOSE` has an address or a host port, as `docker run -p` does; it takes only the container's port.",
    ),
    check("ExposeProtoCasing", "The protocol behind an `EXPOSE` port is not in lower case."),
    check("FromAsCasing", "`FROM` and `as` on one line are written in different case."),
    check(
        "FromPlatformFlagConstDisallowed",
        "`FROM --platform` fixes one platform, so the image cannot be built for another.",
    ),
    experiment(
        "InvalidDefinitionDescription",
        "The comment above an `ARG` or a stage does not begin with its name, so it is not read as its description.",
    ),
    check(
        "InvalidDefaultArgInFrom",
        "With the default of an `ARG` (or none) the image name in `FROM` is empty or not valid.",
    ),
    check("InvalidBaseImagePlatform", "The base image that was pulled is for another platform than the one asked for."),
    check(
        "JSONArgsRecommended",
        "`CMD` or `ENTRYPOINT` is in shell form, so signals reach the shell and not the program.",
    ),
    check("LegacyKeyValueFormat", "`ENV` or `LABEL` is written as `key value` instead of `key=value`."),
    check("MaintainerDeprecated", "`MAINTAINER` is used; a label says the same."),
    check(
        "MultipleInstructionsDisallowed",
        "A stage has several `CMD`, `ENTRYPOINT` or `HEALTHCHECK`; only the last counts.",
    ),
    check("NoEmptyContinuation", "An empty line stands inside a continued instruction."),
    check("RedundantTargetPlatform", "`FROM --platform=$TARGETPLATFORM` says what is the default anyway."),
    check("ReservedStageName", "A stage is called `scratch` or `context`, which the builder keeps for itself."),
    check(
        "SecretsUsedInArgOrEnv",
        "The name of an `ARG` or `ENV` looks like a secret; both are readable in the image or its history.",
    ),
    check("StageNameCasing", "A stage name has capitals."),
    check("UndefinedArgInFrom", "`FROM` uses a variable that no `ARG` before the first `FROM` declares."),
    check("UndefinedVar", "An instruction uses a variable that is not defined at that point."),
    check("WorkdirRelativePath", "`WORKDIR` is relative and no absolute one stands before it in the stage."),
];

/// All build checks, in the order of their names.
#[must_use]
pub fn buildkit_checks() -> &'static [BuildCheck] {
    BUILD_CHECKS
}
