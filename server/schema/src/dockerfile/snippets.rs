//! Blocks to insert: whole files, stages and steps, ready for production.

/// A block to insert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snippet {
    /// What a person types to find it: `go`.
    pub label: &'static str,
    /// What it is, a few words without a full stop.
    pub detail: &'static str,
    /// What it does and which choices it makes; Markdown, whole sentences.
    pub documentation: &'static str,
    /// The text in the snippet syntax of the Language Server Protocol: `$1`, `${2:default}`, `$0`; a dollar sign of the
    /// text itself is escaped as `\$`. No line break at its end.
    pub body: &'static str,
    /// Where it fits.
    pub scope: SnippetScope,
}

/// Where a snippet fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetScope {
    /// A whole file, from the `# syntax` line on.
    File,
    /// One or more whole stages, from `FROM` on.
    TopLevel,
    /// Instructions inside a stage.
    Stage,
    /// The arguments of a `RUN`.
    Run,
}

/// The text of a file without the line break at its end.
const fn text(file: &'static str) -> &'static str {
    if let [rest @ .., b'\n'] = file.as_bytes()
        && let Ok(text) = std::str::from_utf8(rest)
    {
        return text;
    }
    file
}

/// The snippet in `data/snippets`.
macro_rules! file {
    ($name:literal) => {
        text(include_str!(concat!("../../data/snippets/", $name, ".dockerfile")))
    };
}

const SNIPPETS: &[Snippet] = &[
    Snippet {
        label: "go",
        detail: "Go, static binary on distroless",
        documentation: "Compiles natively for the platform asked for, with the module and build caches mounted, and ships a \
            static binary on distroless: no shell, no package manager, user 65532. Pass `--platform \
            linux/amd64,linux/arm64` for both.",
        body: file!("go"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "node",
        detail: "Node.js with npm, slim runtime",
        documentation: "Installs from the lock file twice: with everything for the build, without development dependencies \
            for what ships. The program runs as user 1000, which the image calls `node`.",
        body: file!("node"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "python-uv",
        detail: "Python with uv, slim runtime",
        documentation: "Installs from `uv.lock` into an environment, dependencies before sources, and ships the environment \
            alone. Both stages use the same Python at the same path, as the environment requires.",
        body: file!("python-uv"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "python-pip",
        detail: "Python with pip, slim runtime",
        documentation: "Installs `requirements.txt` into a virtual environment and ships that with the sources. Pin every \
            version in the file; with hashes add `--require-hashes`.",
        body: file!("python-pip"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "rust",
        detail: "Rust, on distroless",
        documentation: "Builds from a bind mount of the sources with registry and target mounted as caches, and copies the \
            binary out in the same step. Ships on distroless with glibc and libgcc, as user 65532.",
        body: file!("rust"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "java-maven",
        detail: "Java with Maven, JRE runtime",
        documentation: "Fetches dependencies from `pom.xml` before the sources are copied, and ships the jar on a JRE. The \
            heap may use three quarters of the container's memory.",
        body: file!("java-maven"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "java-gradle",
        detail: "Java with Gradle, JRE runtime",
        documentation: "Fetches dependencies before the sources are copied, with Gradle's home as a locked cache, and ships \
            the jar on a JRE. For a project with a wrapper take a JDK image and `./gradlew`.",
        body: file!("java-gradle"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "dotnet",
        detail: "ASP.NET Core, chiseled runtime",
        documentation: "Compiles natively for the architecture asked for and ships on the chiseled image: no shell, no \
            package manager, user 1654, port 8080. Take the `-extra` tag for ICU and time zones.",
        body: file!("dotnet"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "php",
        detail: "PHP-FPM with Composer",
        documentation: "Installs from `composer.lock` without development dependencies and ships sources and `vendor` on \
            PHP-FPM, with the production settings. Put a web server that speaks FastCGI in front.",
        body: file!("php"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "ruby",
        detail: "Ruby with Bundler, slim runtime",
        documentation: "Compiles native gems in a build stage and ships the gems without the compiler. Gems that link a \
            system library need it in the last stage as well.",
        body: file!("ruby"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "static-site",
        detail: "static site on unprivileged nginx",
        documentation: "Builds with npm and ships the result on an nginx that runs as user 101 and listens on 8080.",
        body: file!("static-site"),
        scope: SnippetScope::File,
    },
    Snippet {
        label: "stage-runtime",
        detail: "runtime stage for production",
        documentation: "A last stage that contains only what runs: files of the build stage, a numeric user that is not \
            root, the program as process 1.",
        body: file!("runtime-stage"),
        scope: SnippetScope::TopLevel,
    },
    Snippet {
        label: "stage-distroless",
        detail: "runtime stage on distroless",
        documentation: "A last stage without shell and package manager. Take `static` for static binaries, `base` for glibc, \
            `cc` for C++ and Rust.",
        body: file!("distroless-stage"),
        scope: SnippetScope::TopLevel,
    },
    Snippet {
        label: "stage-build",
        detail: "build stage",
        documentation: "A stage that compiles; nothing of it ships unless a later stage copies it.",
        body: file!("build-stage"),
        scope: SnippetScope::TopLevel,
    },
    Snippet {
        label: "user-debian",
        detail: "user without root, Debian and Ubuntu",
        documentation: "Makes a user with a fixed number, without home and login, and switches to its number, which \
            Kubernetes can check.",
        body: file!("user-debian"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "user-alpine",
        detail: "user without root, Alpine",
        documentation: "Makes a user with BusyBox's commands, without home and login, and switches to its number, which \
            Kubernetes can check.",
        body: file!("user-alpine"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "apt",
        detail: "apt-get install with cache mounts",
        documentation: "Index and packages are kept in cache mounts, outside of the layer, and reused by the next build. The \
            image's hook that empties the cache is removed first.",
        body: file!("apt"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "apt-clean",
        detail: "apt-get install without BuildKit caches",
        documentation: "Update, install and clean-up in one step, for builders without cache mounts.",
        body: file!("apt-no-cache"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "apk",
        detail: "apk add",
        documentation: "Fetches the index, installs, keeps nothing.",
        body: file!("apk"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "apk-virtual",
        detail: "apk add for one step only",
        documentation: "Build packages under one name, removed at the end of the same step, so that they never reach a \
            layer.",
        body: file!("apk-virtual"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "dnf",
        detail: "dnf install with cache mounts",
        documentation: "Packages are kept in a cache mount, outside of the layer; weak dependencies stay out.",
        body: file!("dnf"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "healthcheck",
        detail: "HEALTHCHECK with a subcommand",
        documentation: "Asks the program itself, so that nothing has to be installed and it works without a shell.",
        body: file!("healthcheck"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "healthcheck-wget",
        detail: "HEALTHCHECK over HTTP",
        documentation: "Uses the wget that Alpine and BusyBox images have. Debian's slim images have none.",
        body: file!("healthcheck-wget"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "download",
        detail: "download with a checksum",
        documentation: "The builder downloads and compares the digest; no curl in the image, and nobody can swap the file.",
        body: file!("download"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "labels",
        detail: "OCI labels",
        documentation: "The labels that registries and scanners read. Version and revision are better passed by the build.",
        body: file!("labels"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "file",
        detail: "file from the text",
        documentation: "Writes a file without a step and without shell quoting. The quotes keep `$variables` as they stand.",
        body: file!("file-heredoc"),
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "script",
        detail: "script as a heredoc",
        documentation: "Several commands as one script and one layer; `set -eu` stops at the first failure.",
        body: file!("run-heredoc"),
        scope: SnippetScope::Run,
    },
    Snippet {
        label: "pipefail",
        detail: "SHELL with pipefail, Bash",
        documentation: "A failure on the left of a pipe fails the step, from here to the end of the stage. For images with \
            Bash.",
        body: "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]",
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "pipefail-alpine",
        detail: "SHELL with pipefail, Alpine",
        documentation: "A failure on the left of a pipe fails the step, from here to the end of the stage. For Alpine and \
            BusyBox.",
        body: "SHELL [\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]",
        scope: SnippetScope::Stage,
    },
    Snippet {
        label: "cache",
        detail: "cache mount",
        documentation: "A directory that outlives the build and never reaches the image.",
        body: "--mount=type=cache,target=${1:/root/.cache}",
        scope: SnippetScope::Run,
    },
    Snippet {
        label: "cache-locked",
        detail: "cache mount, one at a time",
        documentation: "A cache for tools that cannot share it, such as apt.",
        body: "--mount=type=cache,target=${1:/var/cache/apt},sharing=locked",
        scope: SnippetScope::Run,
    },
    Snippet {
        label: "bind",
        detail: "file of the build context",
        documentation: "Shows a file to this step without copying it into a layer.",
        body: "--mount=type=bind,source=${1:requirements.txt},target=$1",
        scope: SnippetScope::Run,
    },
    Snippet {
        label: "bind-from",
        detail: "files of another stage",
        documentation: "Shows a directory of a stage or image to this step without copying it into a layer.",
        body: "--mount=type=bind,from=${1:build},source=${2:/out},target=${3:/mnt}",
        scope: SnippetScope::Run,
    },
    Snippet {
        label: "secret",
        detail: "secret as a file",
        documentation: "The caller passes it with `--secret id=…`; it reaches neither a layer nor the history.",
        body: "--mount=type=secret,id=${1:token},target=/run/secrets/$1,required",
        scope: SnippetScope::Run,
    },
    Snippet {
        label: "secret-env",
        detail: "secret as a variable",
        documentation: "The caller passes it with `--secret id=…`; the variable exists in this step only.",
        body: "--mount=type=secret,id=${1:token},env=${2:TOKEN},required",
        scope: SnippetScope::Run,
    },
    Snippet {
        label: "ssh",
        detail: "the caller's SSH agent",
        documentation: "For private Git repositories; the caller passes it with `--ssh default`.",
        body: "--mount=type=ssh,required",
        scope: SnippetScope::Run,
    },
];

/// All snippets, whole files first.
#[must_use]
pub fn snippets() -> &'static [Snippet] {
    SNIPPETS
}
