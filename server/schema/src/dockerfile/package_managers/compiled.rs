//! Package managers of compiled languages.

use super::{MANAGER, PackageManager, flag, locked, shared};

pub(super) const GO: PackageManager = PackageManager {
    name: "go",
    commands: &["go"],
    install_subcommands: &["install", "get", "mod download", "build", "test"],
    upgrade_subcommands: &["get -u"],
    frozen_install: &["-mod=readonly", "-mod=vendor", "mod verify"],
    lock_files: &["go.sum", "go.work.sum"],
    manifest_files: &["go.mod", "go.work", "vendor/modules.txt"],
    cache_mounts: &[shared("/go/pkg/mod"), shared("/root/.cache/go-build")],
    cleanup: &["go clean -modcache -cache"],
    flags: &[
        flag("-o", "Where the binary goes; outside of every cache mount, or it is gone after the step."),
        flag("-trimpath", "Leaves the builder's paths out of the binary: reproducible, and nothing to learn from it."),
        flag("-ldflags", "`\"-s -w\"` drops symbols and debug information; `-X main.version=…` sets a variable."),
        flag("-tags", "Build tags; `netgo,osusergo` takes Go's own resolver and user look-up."),
        flag("-mod", "`vendor` builds from the vendored sources, `readonly` (the default) never changes `go.mod`."),
        flag("-buildvcs", "`-buildvcs=false` builds without Git; otherwise the commit is stored in the binary."),
        flag("-race", "Adds the race detector; for tests, not for what ships."),
        flag("-x", "Shows the commands it runs."),
    ],
    ..MANAGER
};

pub(super) const CARGO: PackageManager = PackageManager {
    name: "cargo",
    commands: &["cargo"],
    install_subcommands: &["install", "build", "fetch", "binstall"],
    upgrade_subcommands: &["update"],
    frozen_install: &["--locked", "--frozen"],
    production_only: &["--release"],
    lock_files: &["Cargo.lock"],
    manifest_files: &["Cargo.toml", "rust-toolchain.toml", ".cargo/config.toml"],
    cache_mounts: &[shared("/usr/local/cargo/registry"), shared("/usr/local/cargo/git")],
    cleanup: &["rm -rf /usr/local/cargo/registry"],
    flags: &[
        flag("--locked", "Fails when `Cargo.lock` would change. `cargo install` ignores the lock file without it."),
        flag("--release, -r", "Builds with optimisation, for the image that ships."),
        flag("--offline", "Uses no network: the step after `cargo fetch`."),
        flag("--frozen", "`--locked` and `--offline` together."),
        flag("--target", "The machine to build for, such as `x86_64-unknown-linux-musl` for a static binary."),
        flag("--target-dir", "Where the results go; a cache mount there is not part of the layer."),
        flag("-p, --package", "Builds one package of a workspace."),
        flag("--bin", "Builds one binary."),
        flag("--features, -F", "Switches features on."),
        flag("--no-default-features", "Switches the default features off."),
        flag("--root", "Where `cargo install` puts `bin/`; easy to copy from another stage."),
        flag("--version", "The version that `cargo install` takes."),
    ],
    ..MANAGER
};

pub(super) const MAVEN: PackageManager = PackageManager {
    name: "mvn",
    commands: &["mvn", "mvnw"],
    install_subcommands: &["dependency:go-offline", "dependency:resolve", "package", "verify", "install"],
    non_interactive: &["-B", "--batch-mode"],
    frozen_install: &["-o", "--offline", "-C", "--strict-checksums"],
    insecure_flags: &[
        "-Dmaven.wagon.http.ssl.insecure=true",
        "-Dmaven.wagon.http.ssl.allowall=true",
        "-Dmaven.resolver.transport=wagon",
    ],
    manifest_files: &[
        "pom.xml",
        ".mvn/maven.config",
        ".mvn/extensions.xml",
        ".mvn/wrapper/maven-wrapper.properties",
        "settings.xml",
    ],
    cache_mounts: &[locked("/root/.m2")],
    cleanup: &["rm -rf /root/.m2/repository"],
    flags: &[
        flag("-B, --batch-mode", "Never asks, and shows no colours."),
        flag("-ntp, --no-transfer-progress", "Keeps a line for every download out of the log."),
        flag("-DskipTests", "Compiles the tests but does not run them; run them in CI, where failures are seen."),
        flag("-Dmaven.test.skip", "Neither compiles nor runs the tests."),
        flag("-o, --offline", "Uses no network: the step after `dependency:go-offline`."),
        flag("-C, --strict-checksums", "Fails when a download does not fit its checksum."),
        flag("-pl, --projects", "Builds some modules only."),
        flag("-am, --also-make", "Builds what those modules need, too."),
        flag("-P, --activate-profiles", "Switches profiles on."),
        flag("-s, --settings", "Another settings file; with credentials in it, mount it as a secret."),
        flag("-q, --quiet", "Shows only errors."),
        flag("-T, --threads", "Builds modules in parallel: `-T 1C` takes one thread a processor."),
    ],
    ..MANAGER
};

pub(super) const GRADLE: PackageManager = PackageManager {
    name: "gradle",
    commands: &["gradle", "gradlew"],
    install_subcommands: &["dependencies", "build", "assemble", "bootJar", "shadowJar", "installDist"],
    non_interactive: &["--console=plain", "--non-interactive"],
    frozen_install: &["--offline", "--dependency-verification strict"],
    lock_files: &["gradle.lockfile", "buildscript-gradle.lockfile", "gradle/verification-metadata.xml"],
    manifest_files: &[
        "build.gradle",
        "build.gradle.kts",
        "settings.gradle",
        "settings.gradle.kts",
        "gradle.properties",
        "gradle/libs.versions.toml",
        "gradle/wrapper/gradle-wrapper.properties",
    ],
    cache_mounts: &[locked("/root/.gradle")],
    cleanup: &["rm -rf /root/.gradle/caches"],
    flags: &[
        flag("--no-daemon", "Runs without the background process, which would die with the step."),
        flag("-x, --exclude-task", "Leaves a task out: `-x test`. Run the tests in CI, where failures are seen."),
        flag("--offline", "Uses no network, only what is in the cache."),
        flag("--console", "`--console=plain` keeps progress bars out of the log."),
        flag("--build-cache", "Uses results of earlier builds; goes with a cache mount."),
        flag("-g, --gradle-user-home", "Where the caches are; point it at a cache mount."),
        flag("--stacktrace, -s", "Shows where a failure comes from."),
        flag("--parallel", "Builds projects in parallel."),
    ],
    ..MANAGER
};

pub(super) const SBT: PackageManager = PackageManager {
    name: "sbt",
    commands: &["sbt"],
    install_subcommands: &["update", "compile", "assembly", "stage", "Universal/packageBin"],
    non_interactive: &["-batch", "--batch"],
    manifest_files: &["build.sbt", "project/build.properties", "project/plugins.sbt"],
    cache_mounts: &[locked("/root/.sbt"), locked("/root/.ivy2"), locked("/root/.cache/coursier")],
    cleanup: &["rm -rf /root/.sbt /root/.ivy2 /root/.cache/coursier"],
    flags: &[flag("-batch, --batch", "Never asks.")],
    ..MANAGER
};

pub(super) const DOTNET: PackageManager = PackageManager {
    name: "dotnet",
    commands: &["dotnet", "nuget", "msbuild"],
    install_subcommands: &["restore", "add package", "tool install", "workload install", "build", "publish"],
    upgrade_subcommands: &["tool update", "package update"],
    remove_subcommands: &["remove package"],
    no_cache: &["--no-cache", "--no-http-cache"],
    frozen_install: &["--locked-mode", "-p:RestoreLockedMode=true", "/p:RestoreLockedMode=true"],
    lock_files: &["packages.lock.json"],
    manifest_files: &[
        "*.csproj",
        "*.fsproj",
        "*.vbproj",
        "*.sln",
        "*.slnx",
        "Directory.Build.props",
        "Directory.Packages.props",
        "NuGet.config",
        "nuget.config",
        "global.json",
        "packages.config",
    ],
    cache_mounts: &[shared("/root/.nuget/packages")],
    cleanup: &["dotnet nuget locals all --clear"],
    flags: &[
        flag("-c, --configuration", "`Release` for the image that ships; `publish` takes it by itself from .NET 8 on."),
        flag("-o, --output", "Where the result goes: the directory that the next stage copies."),
        flag("--no-restore", "Does not restore again: the step after `dotnet restore`."),
        flag("--locked-mode", "Fails when `packages.lock.json` would change."),
        flag("-r, --runtime", "The platform to publish for, such as `linux-x64` or `linux-musl-x64` for Alpine."),
        flag("-a, --arch", "The architecture to publish for; takes `$TARGETARCH` as it is."),
        flag("--self-contained", "Takes the runtime along, so that `runtime-deps` is enough as a base."),
        flag("-p, --property", "Sets a property of the project: `-p:PublishTrimmed=true`."),
        flag("--no-build", "Publishes or tests what was built before."),
    ],
    ..MANAGER
};

pub(super) const SWIFT: PackageManager = PackageManager {
    name: "swift",
    commands: &["swift"],
    install_subcommands: &["package resolve", "build"],
    upgrade_subcommands: &["package update"],
    frozen_install: &[
        "--force-resolved-versions",
        "--disable-automatic-resolution",
        "--only-use-versions-from-resolved-file",
    ],
    lock_files: &["Package.resolved"],
    manifest_files: &["Package.swift"],
    cache_mounts: &[locked("/root/.cache")],
    flags: &[
        flag("-c, --configuration", "`release` builds with optimisation, for the image that ships."),
        flag(
            "--static-swift-stdlib",
            "Links Swift's libraries into the binary, so that the slim image or plain Ubuntu is enough.",
        ),
        flag("--force-resolved-versions", "Takes exactly what `Package.resolved` says."),
        flag("--product", "Builds one product."),
        flag("--scratch-path", "Where the results go."),
    ],
    ..MANAGER
};

pub(super) const CABAL: PackageManager = PackageManager {
    name: "cabal",
    commands: &["cabal"],
    index_update: &["update"],
    install_subcommands: &["install", "build", "v2-build"],
    frozen_install: &["--offline"],
    lock_files: &["cabal.project.freeze"],
    manifest_files: &["*.cabal", "cabal.project", "cabal.project.local"],
    cache_mounts: &[locked("/root/.cabal")],
    flags: &[
        flag(
            "--only-dependencies",
            "Builds what the project needs, not the project: the step to run before the sources are copied.",
        ),
        flag("--install-method", "`copy` puts a real file into `--installdir` instead of a link."),
        flag("--installdir", "Where the binary goes."),
    ],
    ..MANAGER
};

pub(super) const STACK: PackageManager = PackageManager {
    name: "stack",
    commands: &["stack"],
    index_update: &["update"],
    install_subcommands: &["install", "build", "setup"],
    frozen_install: &["--lock-file error-on-write"],
    lock_files: &["stack.yaml.lock"],
    manifest_files: &["stack.yaml", "package.yaml", "*.cabal"],
    cache_mounts: &[locked("/root/.stack")],
    flags: &[
        flag(
            "--only-dependencies",
            "Builds what the project needs, not the project: the step to run before the sources are copied.",
        ),
        flag("--copy-bins", "Copies the binary to `--local-bin-path`."),
        flag("--system-ghc", "Takes the compiler of the image instead of fetching one."),
    ],
    ..MANAGER
};
