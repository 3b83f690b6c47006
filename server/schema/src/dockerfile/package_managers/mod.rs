//! Package managers: what their commands, flags, files and caches are called.

mod compiled;
mod javascript;
mod os;
mod python;
mod scripting;

/// A package manager. Source: the facts table `package_managers.tsv`, of 2026-08-22.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageManager {
    /// The name in use: `apt-get`, `pip`. Usually the command too.
    pub name: &'static str,
    /// The commands that are this manager, without a path; never empty.
    pub commands: &'static [&'static str],
    /// What it installs.
    pub kind: ManagerKind,
    /// Subcommands that fetch the index of packages; empty: there is no such step.
    pub index_update: &'static [&'static str],
    /// Subcommands or flags that install, some of two words (`pip install`); empty: it installs without one.
    pub install_subcommands: &'static [&'static str],
    /// Subcommands or flags that bring everything up to date.
    pub upgrade_subcommands: &'static [&'static str],
    /// Subcommands or flags that remove.
    pub remove_subcommands: &'static [&'static str],
    /// Flags that keep it from asking; empty: it never asks.
    pub non_interactive: &'static [&'static str],
    /// Flags that keep its cache out of the layer.
    pub no_cache: &'static [&'static str],
    /// Flags that leave out packages which are only recommended; empty: there are none, or no flag.
    pub no_recommends: &'static [&'static str],
    /// Subcommands or flags that install exactly what the lock file says.
    pub frozen_install: &'static [&'static str],
    /// Flags that leave out development dependencies.
    pub production_only: &'static [&'static str],
    /// Flags that switch off a check of identity or integrity.
    pub insecure_flags: &'static [&'static str],
    /// Names of its lock files.
    pub lock_files: &'static [&'static str],
    /// Names of the files that declare dependencies; `*` stands for any text.
    pub manifest_files: &'static [&'static str],
    /// Its caches, for root, to be mounted together: one that a version of the tool does not use stays empty. Without
    /// entries none is worth a mount.
    pub cache_mounts: &'static [CacheMount],
    /// Command lines that empty its cache, the usual one first.
    pub cleanup: &'static [&'static str],
    /// Useful flags of its install and update commands, for completion.
    pub flags: &'static [ManagerFlag],
}

/// What a package manager installs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManagerKind {
    /// Packages of the operating system.
    Os,
    /// Libraries and tools of a programming language.
    Language,
}

/// A cache worth a `RUN --mount=type=cache`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheMount {
    /// An absolute path, for root and the tool's defaults.
    pub target: &'static str,
    /// Whether it needs `sharing=locked`.
    pub locked: bool,
}

/// A flag of a package manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManagerFlag {
    /// Its forms, separated by a comma: `-y, --yes`.
    pub name: &'static str,
    /// What it does in a build; whole sentences.
    pub documentation: &'static str,
}

/// A manager of which nothing is known; the others are made from it.
const MANAGER: PackageManager = PackageManager {
    name: "",
    commands: &[],
    kind: ManagerKind::Language,
    index_update: &[],
    install_subcommands: &[],
    upgrade_subcommands: &[],
    remove_subcommands: &[],
    non_interactive: &[],
    no_cache: &[],
    no_recommends: &[],
    frozen_install: &[],
    production_only: &[],
    insecure_flags: &[],
    lock_files: &[],
    manifest_files: &[],
    cache_mounts: &[],
    cleanup: &[],
    flags: &[],
};

const fn shared(target: &'static str) -> CacheMount {
    CacheMount { target, locked: false }
}

const fn locked(target: &'static str) -> CacheMount {
    CacheMount { target, locked: true }
}

const fn flag(name: &'static str, documentation: &'static str) -> ManagerFlag {
    ManagerFlag { name, documentation }
}

const PACKAGE_MANAGERS: &[PackageManager] = &[
    os::APT_GET,
    os::APT,
    os::APTITUDE,
    os::DPKG,
    os::APK,
    os::DNF,
    os::MICRODNF,
    os::YUM,
    os::TDNF,
    os::RPM,
    os::ZYPPER,
    os::PACMAN,
    python::PIP,
    python::PIPX,
    python::UV,
    python::POETRY,
    python::PDM,
    python::PIPENV,
    python::CONDA,
    python::MAMBA,
    javascript::NPM,
    javascript::YARN,
    javascript::YARN_BERRY,
    javascript::PNPM,
    javascript::BUN,
    javascript::DENO,
    compiled::GO,
    compiled::CARGO,
    compiled::MAVEN,
    compiled::GRADLE,
    compiled::SBT,
    compiled::DOTNET,
    compiled::SWIFT,
    compiled::CABAL,
    compiled::STACK,
    scripting::COMPOSER,
    scripting::BUNDLER,
    scripting::GEM,
    scripting::MIX,
    scripting::CPANM,
    scripting::DART,
    scripting::LUAROCKS,
];

/// The package manager behind the command `name`, without its path: `pip3.12` and `pip` are the same, and `yarn` is version 1.
/// `None`: it is not one.
#[must_use]
pub fn package_manager(name: &str) -> Option<&'static PackageManager> {
    let find = |name: &str| PACKAGE_MANAGERS.iter().find(|it| it.commands.contains(&name));
    find(name).or_else(|| find(name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.')))
}

/// All package managers, those of operating systems first.
#[must_use]
pub fn package_managers() -> &'static [PackageManager] {
    PACKAGE_MANAGERS
}
