//! Variables the builder knows without a declaration, and the modifiers of `${…}`.

/// A build argument that exists without an `ARG` that invents it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PredefinedArgument {
    /// Case-sensitive: `TARGETARCH`.
    pub name: &'static str,
    /// What it holds and how to use it; Markdown, whole sentences.
    pub documentation: &'static str,
    /// Which family it belongs to.
    pub group: ArgumentGroup,
    /// Whether a stage sees it only after an `ARG NAME` of its own, without a default.
    pub needs_declaration: bool,
    /// A value as it may look; `None`: it depends entirely on the caller.
    pub example: Option<&'static str>,
}

/// The families of predefined arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentGroup {
    /// Proxies: in every `RUN`, outside the cache key and the history.
    Proxy,
    /// The platforms of the builder and of the image; known in every `FROM`.
    Platform,
    /// Switches of BuildKit, given by the caller with `--build-arg`.
    BuildKit,
    /// Time stamps for reproducible images.
    Reproducibility,
}

/// A modifier inside `${…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableModifier {
    /// What stands behind the name: `:-`.
    pub operator: &'static str,
    /// How it is written: `${name:-word}`.
    pub form: &'static str,
    /// What it gives; Markdown, whole sentences.
    pub documentation: &'static str,
    /// The first version of the Dockerfile syntax that reads it (`1.7`); `None`: it always was there.
    pub since: Option<&'static str>,
}

const HTTP: &str = "The proxy for plain HTTP. It is set in every `RUN` when the caller passes `--build-arg` or has it in the \
    Docker client's configuration; no `ARG` is needed. It stays out of the image's history and of the cache key, unless you \
    declare it with `ARG`: then both hold it, password included.";
const HTTPS: &str = "The proxy for HTTPS. It is set in every `RUN` when the caller passes `--build-arg` or has it in the \
    Docker client's configuration; no `ARG` is needed. It stays out of the image's history and of the cache key, unless you \
    declare it with `ARG`: then both hold it, password included.";
const FTP: &str = "The proxy for FTP. It is set in every `RUN` when the caller passes `--build-arg`; no `ARG` is needed, and \
    declaring one puts it into the history.";
const NO: &str = "Hosts and domains to reach without the proxy, separated by commas. It is set in every `RUN` when the caller \
    passes it; no `ARG` is needed, and declaring one puts it into the history.";
const ALL: &str = "The proxy for every protocol that has none of its own. It is set in every `RUN` when the caller passes \
    `--build-arg`; no `ARG` is needed, and declaring one puts it into the history.";

const fn proxy(name: &'static str, documentation: &'static str, example: &'static str) -> PredefinedArgument {
    PredefinedArgument {
        name,
        documentation,
        group: ArgumentGroup::Proxy,
        needs_declaration: false,
        example: Some(example),
    }
}

const fn of_platform(
    name: &'static str,
    documentation: &'static str,
    example: Option<&'static str>,
) -> PredefinedArgument {
    PredefinedArgument { name, documentation, group: ArgumentGroup::Platform, needs_declaration: true, example }
}

const fn buildkit(
    name: &'static str,
    documentation: &'static str,
    example: Option<&'static str>,
) -> PredefinedArgument {
    PredefinedArgument { name, documentation, group: ArgumentGroup::BuildKit, needs_declaration: false, example }
}

const PREDEFINED_ARGUMENTS: &[PredefinedArgument] = &[
    of_platform(
        "TARGETPLATFORM",
        "The platform the image is built for, from `--platform` or else the builder's own. `FROM` lines know it; a stage sees \
         it after `ARG TARGETPLATFORM`, without a default, which would win over the real value.",
        Some("linux/arm64"),
    ),
    of_platform(
        "TARGETOS",
        "The operating system of the image being built. A stage sees it after `ARG TARGETOS`; made for cross-compiling: \
         `GOOS=$TARGETOS`.",
        Some("linux"),
    ),
    of_platform(
        "TARGETARCH",
        "The processor architecture of the image being built, in Go's spelling (`amd64`, not `x86_64`). A stage sees it after \
         `ARG TARGETARCH`; made for cross-compiling (`GOARCH=$TARGETARCH`) and for picking a download, where `uname -m` names \
         the emulated machine instead.",
        Some("arm64"),
    ),
    of_platform(
        "TARGETVARIANT",
        "The variant of the architecture being built for: `v7` of `linux/arm/v7`. A stage sees it after `ARG TARGETVARIANT`; \
         it is empty for most platforms.",
        Some("v7"),
    ),
    of_platform(
        "TARGETSTAGE",
        "The name of the stage that the build asks for (`--target`). A stage sees it after `ARG TARGETSTAGE`.",
        Some("runtime"),
    ),
    of_platform(
        "BUILDPLATFORM",
        "The platform of the builder itself. `FROM --platform=$BUILDPLATFORM` runs a build stage natively, at full speed, while \
         the image is for another platform. A stage sees it after `ARG BUILDPLATFORM`.",
        Some("linux/amd64"),
    ),
    of_platform("BUILDOS", "The operating system of the builder. A stage sees it after `ARG BUILDOS`.", Some("linux")),
    of_platform(
        "BUILDARCH",
        "The processor architecture of the builder, in Go's spelling. A stage sees it after `ARG BUILDARCH`; use it to pick \
         tools that run during the build.",
        Some("amd64"),
    ),
    of_platform(
        "BUILDVARIANT",
        "The variant of the builder's architecture. A stage sees it after `ARG BUILDVARIANT`; it is mostly empty.",
        Some("v7"),
    ),
    proxy("HTTP_PROXY", HTTP, "http://proxy.example.com:3128"),
    proxy("http_proxy", HTTP, "http://proxy.example.com:3128"),
    proxy("HTTPS_PROXY", HTTPS, "http://proxy.example.com:3128"),
    proxy("https_proxy", HTTPS, "http://proxy.example.com:3128"),
    proxy("FTP_PROXY", FTP, "http://proxy.example.com:3128"),
    proxy("ftp_proxy", FTP, "http://proxy.example.com:3128"),
    proxy("NO_PROXY", NO, "localhost,.example.com"),
    proxy("no_proxy", NO, "localhost,.example.com"),
    proxy("ALL_PROXY", ALL, "socks5://proxy.example.com:1080"),
    proxy("all_proxy", ALL, "socks5://proxy.example.com:1080"),
    PredefinedArgument {
        name: "SOURCE_DATE_EPOCH",
        documentation: "A Unix time, in seconds, that replaces the clock in the image's configuration and history. Pass the \
            time of the commit to get the same image from the same source; with `rewrite-timestamp=true` on the exporter the \
            files in the layers get it too. A `RUN` sees it after `ARG SOURCE_DATE_EPOCH`, and many compilers and archivers \
            honour it.",
        group: ArgumentGroup::Reproducibility,
        needs_declaration: true,
        example: Some("1767225600"),
    },
    buildkit(
        "BUILDKIT_SYNTAX",
        "Names the frontend image that reads this file, whatever its `# syntax=` line says. The caller passes it with \
         `--build-arg`.",
        Some("docker/dockerfile:1"),
    ),
    buildkit(
        "BUILDKIT_CONTEXT_KEEP_GIT_DIR",
        "Keeps `.git` when the build context is a Git URL, so that a step can ask for the version. The caller passes it with \
         `--build-arg`.",
        Some("1"),
    ),
    buildkit(
        "BUILDKIT_INLINE_CACHE",
        "Writes cache metadata into the image, so that a later build can use the pushed image as its cache. It covers only the \
         layers of the final image; `--cache-to type=registry,mode=max` covers all stages.",
        Some("1"),
    ),
    buildkit(
        "BUILDKIT_MULTI_PLATFORM",
        "Exports in the form of a multi-platform image even when there is one platform, so that the layout never changes.",
        Some("1"),
    ),
    buildkit(
        "BUILDKIT_SANDBOX_HOSTNAME",
        "The host name that a `RUN` sees; `buildkitsandbox` when nothing is passed.",
        Some("buildkitsandbox"),
    ),
    buildkit(
        "BUILDKIT_CACHE_MOUNT_NS",
        "A prefix for the ids of all cache mounts, to keep builds of different projects apart on one builder.",
        Some("shop"),
    ),
    buildkit(
        "BUILDKIT_DOCKERFILE_CHECK",
        "Configures the build checks from outside, in the form of the `# check=` line.",
        Some("skip=all"),
    ),
    buildkit("BUILDKIT_BUILD_NAME", "The name under which the build appears in the build history.", None),
    PredefinedArgument {
        name: "BUILDKIT_SBOM_SCAN_CONTEXT",
        documentation: "With `ARG BUILDKIT_SBOM_SCAN_CONTEXT=true` the build context is scanned as well when an SBOM \
            attestation is made. It stands before the first `FROM` for all stages, or in one stage.",
        group: ArgumentGroup::BuildKit,
        needs_declaration: true,
        example: Some("true"),
    },
    PredefinedArgument {
        name: "BUILDKIT_SBOM_SCAN_STAGE",
        documentation: "With `ARG BUILDKIT_SBOM_SCAN_STAGE=true` in a stage its file system is scanned as well when an SBOM \
            attestation is made, so that what was only used for the build is listed. Before the first `FROM` it may name the \
            stages.",
        group: ArgumentGroup::BuildKit,
        needs_declaration: true,
        example: Some("true"),
    },
];

const VARIABLE_MODIFIERS: &[VariableModifier] = &[
    VariableModifier {
        operator: ":-",
        form: "${name:-word}",
        documentation: "The value, or `word` when the variable is unset or empty.",
        since: None,
    },
    VariableModifier {
        operator: "-",
        form: "${name-word}",
        documentation: "The value, or `word` when the variable is unset; an empty value stays empty.",
        since: None,
    },
    VariableModifier {
        operator: ":+",
        form: "${name:+word}",
        documentation: "`word` when the variable is set and not empty, otherwise nothing.",
        since: None,
    },
    VariableModifier {
        operator: "+",
        form: "${name+word}",
        documentation: "`word` when the variable is set, even to nothing; otherwise nothing.",
        since: None,
    },
    VariableModifier {
        operator: ":?",
        form: "${name:?word}",
        documentation: "The value; when the variable is unset or empty the build stops with `word` as the message.",
        since: None,
    },
    VariableModifier {
        operator: "?",
        form: "${name?word}",
        documentation: "The value; when the variable is unset the build stops with `word` as the message.",
        since: None,
    },
    VariableModifier {
        operator: "#",
        form: "${name#pattern}",
        documentation: "The value without the shortest match of `pattern` at its start; `*` and `?` match as in file names.",
        since: Some("1.7"),
    },
    VariableModifier {
        operator: "##",
        form: "${name##pattern}",
        documentation: "The value without the longest match of `pattern` at its start: `${path##*/}` is the file name.",
        since: Some("1.7"),
    },
    VariableModifier {
        operator: "%",
        form: "${name%pattern}",
        documentation: "The value without the shortest match of `pattern` at its end: `${version%.*}` drops the last part.",
        since: Some("1.7"),
    },
    VariableModifier {
        operator: "%%",
        form: "${name%%pattern}",
        documentation: "The value without the longest match of `pattern` at its end: `${version%%.*}` keeps the first part.",
        since: Some("1.7"),
    },
    VariableModifier {
        operator: "/",
        form: "${name/pattern/replacement}",
        documentation: "The value with the first match of `pattern` replaced.",
        since: Some("1.7"),
    },
    VariableModifier {
        operator: "//",
        form: "${name//pattern/replacement}",
        documentation: "The value with every match of `pattern` replaced.",
        since: Some("1.7"),
    },
];

/// The predefined argument `name`, case-sensitive; `None`: it exists only if the file declares it.
#[must_use]
pub fn predefined_argument(name: &str) -> Option<&'static PredefinedArgument> {
    PREDEFINED_ARGUMENTS.iter().find(|it| it.name == name)
}

/// All predefined arguments, those of the platform first. Source: Dockerfile reference and BuildKit's build arguments.
#[must_use]
pub fn predefined_arguments() -> &'static [PredefinedArgument] {
    PREDEFINED_ARGUMENTS
}

/// All modifiers that the builder understands in `${…}`; a shell in `RUN` knows more.
#[must_use]
pub fn variable_modifiers() -> &'static [VariableModifier] {
    VARIABLE_MODIFIERS
}
