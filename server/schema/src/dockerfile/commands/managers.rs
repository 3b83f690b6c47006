//! Package managers as commands; flags, files and caches are in `package_managers`.

use super::CommandClass::Package;
use super::{Command, of};

const ELSEWHERE: &str =
    "A package manager of another system; Linux images do not have it. Use the one of the base image.";

pub(super) const COMMANDS: &[Command] = &[
    of(
        Package,
        "apt-get",
        "apt",
        "Installs packages on Debian and Ubuntu. Update and install in one `RUN`, or a stale index is taken from the cache; add `-y \
         --no-install-recommends`. Mount `/var/cache/apt` and `/var/lib/apt` as caches with `sharing=locked`, or remove \
         `/var/lib/apt/lists/*` in the same step.",
    ),
    of(
        Package,
        "apt",
        "apt",
        "apt-get for people at a terminal: it warns in every build that its interface may change. Write `apt-get` for installing \
         and `apt-cache` for looking.",
    ),
    of(
        Package,
        "aptitude",
        "aptitude",
        "A front end to apt for people. `apt-get` does the same in a build and is there already.",
    ),
    of(
        Package,
        "apt-cache",
        "apt",
        "Looks into the package index; `apt-cache policy <package>` shows the versions to pin.",
    ),
    of(
        Package,
        "dpkg",
        "dpkg",
        "Installs a single `.deb` without what it depends on. `apt-get install -y ./file.deb` fetches that too.",
    ),
    of(
        Package,
        "apk",
        "apk-tools",
        "Installs packages on Alpine and Wolfi, `apk add --no-cache <package>`: the index is fetched and thrown away, nothing to clean \
         up. What only a step needs goes into a virtual group, `--virtual .build`, and `apk del .build` at its end.",
    ),
    of(
        Package,
        "dnf",
        "dnf",
        "Installs packages on Fedora, Red Hat and their kin: `dnf install -y --setopt=install_weak_deps=False`. Mount `/var/cache/dnf` \
         as a cache with `sharing=locked`, or end the step with `dnf clean all`.",
    ),
    of(
        Package,
        "microdnf",
        "microdnf",
        "The small dnf of ubi-minimal and slim images: `microdnf install -y --nodocs --setopt=install_weak_deps=0`, then `microdnf clean all`.",
    ),
    of(
        Package,
        "yum",
        "yum",
        "The old name of dnf on Red Hat systems; a link to it since version 8. `yum install -y`, then `yum clean all` in the same step.",
    ),
    of(
        Package,
        "rpm",
        "rpm",
        "Installs a single package without what it depends on. `dnf install -y ./file.rpm` fetches that too, and checks the signature.",
    ),
    of(
        Package,
        "tdnf",
        "tdnf",
        "The small dnf of Azure Linux and Photon: `tdnf install -y`, then `tdnf clean all` in the same step.",
    ),
    of(
        Package,
        "zypper",
        "zypper",
        "Installs packages on openSUSE and SLE: `zypper --non-interactive install --no-recommends`. Mount `/var/cache/zypp`, or end \
         the step with `zypper clean --all`.",
    ),
    of(
        Package,
        "pacman",
        "pacman",
        "Installs packages on Arch Linux: `pacman -Syu --noconfirm <package>`. `-Sy` without `-u` mixes old and new libraries and \
         breaks in the end.",
    ),
    of(
        Package,
        "pip",
        "python3-pip",
        "Installs Python packages; as root into the system's Python, which Debian and Alpine refuse outside a virtual environment. \
         Install from a file with pinned versions, with a cache mount on `/root/.cache/pip` or with `--no-cache-dir`.",
    ),
    of(
        Package,
        "pip3",
        "python3-pip",
        "pip for Python 3. In a virtual environment and in the official Python images it is the same as `pip`.",
    ),
    of(
        Package,
        "pipx",
        "pipx",
        "Installs Python programs, each into an environment of its own. In an image, `uv tool install` or pip in a virtual environment is leaner.",
    ),
    of(
        Package,
        "uv",
        "",
        "Installs Python packages, much faster than pip, from `uv.lock`: `uv sync --locked --no-dev`. Take the program from \
         `ghcr.io/astral-sh/uv` with `COPY --from`; with a cache mount set `UV_LINK_MODE=copy`.",
    ),
    of(
        Package,
        "uvx",
        "",
        "Runs a Python program without installing it. In a build, name the version, or the newest is taken each time.",
    ),
    of(
        Package,
        "poetry",
        "",
        "Installs Python packages from `poetry.lock`: `poetry install --only main --no-root`. Keep poetry itself in the build stage and ship only the environment.",
    ),
    of(
        Package,
        "pdm",
        "",
        "Installs Python packages from `pdm.lock`: `pdm sync --prod`. Keep pdm itself in the build stage.",
    ),
    of(
        Package,
        "pipenv",
        "",
        "Installs Python packages from `Pipfile.lock`: `pipenv sync`. `install --deploy` fails when the lock is out of date.",
    ),
    of(
        Package,
        "conda",
        "",
        "Installs Python and native packages into an environment. Create it from a lock file, end with `conda clean -afy`, and ship only the environment.",
    ),
    of(
        Package,
        "mamba",
        "",
        "conda with a fast solver. Create the environment from a lock file and end with `mamba clean -afy`.",
    ),
    of(
        Package,
        "micromamba",
        "",
        "conda as a single binary, the leanest in an image. End with `micromamba clean --all --yes`.",
    ),
    of(
        Package,
        "npm",
        "npm",
        "Installs Node packages. `npm ci` takes exactly what `package-lock.json` says, `npm install` may change it; for the image \
         that ships add `--omit=dev`. Mount `/root/.npm` as a cache; a token comes as a secret mounted on `/root/.npmrc`.",
    ),
    of(
        Package,
        "npx",
        "npm",
        "Runs a Node program, downloading it if need be: `--yes` keeps it from asking. Name the version, or the newest is taken each time.",
    ),
    of(
        Package,
        "yarn",
        "yarn",
        "Installs Node packages from `yarn.lock`: `--frozen-lockfile` with version 1, `--immutable` from version 2 on. Without them the lock may change during the build.",
    ),
    of(
        Package,
        "pnpm",
        "",
        "Installs Node packages from one shared store: `pnpm install --frozen-lockfile`. Mount the store as a cache; `pnpm deploy` makes a tree that can be copied out.",
    ),
    of(
        Package,
        "bun",
        "",
        "Runtime and package manager: `bun install --frozen-lockfile --production`. Mount `/root/.bun/install/cache`.",
    ),
    of(
        Package,
        "deno",
        "",
        "Runtime and package manager: `deno install --frozen` or `deno cache --frozen`, with `DENO_DIR` on a path you choose.",
    ),
    of(
        Package,
        "corepack",
        "",
        "Provides the yarn or pnpm that `package.json` names. It is not part of Node 25 and later: install it, or the manager itself, there.",
    ),
    of(
        Package,
        "go",
        "golang-go",
        "Builds Go programs. Copy `go.mod` and `go.sum`, run `go mod download`, then copy the rest; mount `/go/pkg/mod` and \
         `/root/.cache/go-build`. With `CGO_ENABLED=0` the binary is static and runs on `scratch` and distroless.",
    ),
    of(
        Package,
        "cargo",
        "cargo",
        "Builds Rust programs: `cargo build --release --locked`. Mount the registry and `target` as caches, and copy the binary out of \
         `target` in the same `RUN`: a cache mount is not part of the layer.",
    ),
    of(
        Package,
        "rustup",
        "",
        "Installs Rust toolchains. `--profile minimal` leaves out the documentation; in the official image the toolchain is there already.",
    ),
    of(
        Package,
        "mvn",
        "maven",
        "Builds Java projects: `mvn -B -ntp package`. Copy `pom.xml` first and run `dependency:go-offline`, with `/root/.m2` as a cache.",
    ),
    of(
        Package,
        "gradle",
        "gradle",
        "Builds Java projects: `gradle --no-daemon`, as the daemon dies with the step. Mount `/root/.gradle`, or `/home/gradle/.gradle` in the gradle image, with `sharing=locked`.",
    ),
    of(
        Package,
        "sbt",
        "",
        "Builds Scala projects. Copy `build.sbt` and `project/` first and run `sbt update`, with its caches mounted.",
    ),
    of(
        Package,
        "composer",
        "composer",
        "Installs PHP packages from `composer.lock`: `composer install --no-dev --prefer-dist --no-interaction`. Take it from the `composer` image with `COPY --from`.",
    ),
    of(
        Package,
        "pecl",
        "",
        "Builds PHP extensions. End with `rm -rf /tmp/pear`, pin the version (`redis-6.1.0`), and enable it with `docker-php-ext-enable`.",
    ),
    of(
        Package,
        "docker-php-ext-install",
        "",
        "Builds extensions of the official PHP image. Install the `-dev` packages they need, and remove those again in the same step.",
    ),
    of(
        Package,
        "bundle",
        "bundler",
        "Installs Ruby gems from `Gemfile.lock`. `BUNDLE_DEPLOYMENT=1` takes exactly the lock, `BUNDLE_WITHOUT=development:test` leaves the rest out.",
    ),
    of(
        Package,
        "gem",
        "ruby",
        "Installs a single gem: name the version, and add `--no-document`. For an application use `bundle install`.",
    ),
    of(
        Package,
        "dotnet",
        "",
        "Restores, builds and publishes .NET projects. Copy the project files first, `dotnet restore`, then the rest and `dotnet publish --no-restore`; ship the output on the runtime image.",
    ),
    of(Package, "nuget", "nuget", "Restores .NET packages the old way; `dotnet restore` does it on Linux."),
    of(
        Package,
        "mix",
        "elixir",
        "Builds Elixir projects: `mix deps.get --only prod`, `mix release` with `MIX_ENV=prod`. Ship the release, not the sources.",
    ),
    of(Package, "rebar3", "", "Builds Erlang projects; `rebar3 as prod release` makes what ships."),
    of(
        Package,
        "cabal",
        "cabal-install",
        "Builds Haskell projects. Build the dependencies first from the `.cabal` file and the freeze file, then copy the sources.",
    ),
    of(
        Package,
        "stack",
        "haskell-stack",
        "Builds Haskell projects. `stack build --only-dependencies` first, then the sources.",
    ),
    of(
        Package,
        "cpan",
        "perl",
        "Installs Perl modules and asks unless `PERL_MM_USE_DEFAULT=1` is set. `cpanm` is the better choice in a build.",
    ),
    of(
        Package,
        "cpanm",
        "cpanminus",
        "Installs Perl modules without asking; `--notest` saves time. Remove `~/.cpanm` in the same step.",
    ),
    of(Package, "luarocks", "luarocks", "Installs Lua modules; name the version."),
    of(
        Package,
        "add-apt-repository",
        "software-properties-common",
        "Adds a package source, and brings Python along for it. A line in `/etc/apt/sources.list.d` with `signed-by=` needs nothing.",
    ),
    of(
        Package,
        "apt-key",
        "apt",
        "Trusts a key for every package source; deprecated and gone from Debian 13. Put the key into `/etc/apt/keyrings` and name it \
         with `signed-by=` in the source's line.",
    ),
    of(Package, "easy_install", "", "Installs Python packages the way of 2010; use pip."),
    of(Package, "brew", "", ELSEWHERE),
    of(
        Package,
        "choco",
        "",
        "Installs programs on Windows: `choco install -y --version=…`. It needs PowerShell, so Server Core and not Nano Server.",
    ),
    of(Package, "winget", "", "Windows' package manager; it is missing in container images."),
    of(
        Package,
        "snap",
        "snapd",
        "Needs a running daemon and systemd, which a build has not. Install with apt or copy the program in.",
    ),
    of(Package, "flatpak", "flatpak", "Installs desktop programs through a daemon; nothing for an image."),
];
