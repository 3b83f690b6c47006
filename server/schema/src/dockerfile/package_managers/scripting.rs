//! Package managers of PHP, Ruby and other languages.

use super::{MANAGER, PackageManager, flag, locked, shared};

pub(super) const COMPOSER: PackageManager = PackageManager {
    name: "composer",
    commands: &["composer", "composer.phar"],
    install_subcommands: &["install", "require", "create-project", "global"],
    upgrade_subcommands: &["update", "upgrade"],
    remove_subcommands: &["remove"],
    non_interactive: &["-n", "--no-interaction"],
    no_cache: &["--no-cache"],
    frozen_install: &["install"],
    production_only: &["--no-dev"],
    lock_files: &["composer.lock", "symfony.lock"],
    manifest_files: &["composer.json", "auth.json"],
    cache_mounts: &[shared("/root/.composer/cache")],
    cleanup: &["composer clear-cache", "rm -rf /root/.composer/cache"],
    flags: &[
        flag("--no-dev", "Leaves out the development dependencies, for the image that ships."),
        flag("--prefer-dist", "Fetches archives rather than whole repositories."),
        flag("-n, --no-interaction", "Never asks."),
        flag("--no-scripts", "Runs no script: for the step before the sources are copied."),
        flag(
            "--no-autoloader",
            "Makes no autoloader yet: for the step before the sources are copied; `dump-autoload` follows.",
        ),
        flag("-o, --optimize-autoloader", "Makes a map of classes, so that PHP does not search files at run time."),
        flag(
            "-a, --classmap-authoritative",
            "Trusts that map alone: the fastest, when nothing generates classes at run time.",
        ),
        flag("--no-progress", "Keeps progress bars out of the log."),
        flag(
            "--ignore-platform-reqs",
            "Ignores missing extensions, which fail at run time instead. Better: `--ignore-platform-req=ext-…` for the one that the build stage lacks.",
        ),
        flag("--no-cache", "Keeps no downloads. A cache mount makes the next build faster instead."),
    ],
    ..MANAGER
};

pub(super) const BUNDLER: PackageManager = PackageManager {
    name: "bundle",
    commands: &["bundle", "bundler"],
    install_subcommands: &["install", "package", "cache", "add"],
    upgrade_subcommands: &["update"],
    remove_subcommands: &["remove", "clean"],
    no_cache: &["--no-cache"],
    frozen_install: &["--deployment", "--frozen"],
    production_only: &["--without"],
    lock_files: &["Gemfile.lock", "gems.locked"],
    manifest_files: &["Gemfile", "gems.rb", "*.gemspec", ".ruby-version"],
    cache_mounts: &[locked("/usr/local/bundle/cache")],
    cleanup: &["rm -rf /usr/local/bundle/cache", "rm -rf /root/.bundle"],
    flags: &[
        flag("-j, --jobs", "Installs so many gems in parallel."),
        flag("--retry", "Tries again so many times when the network fails."),
        flag("--deployment", "Takes exactly `Gemfile.lock`. Deprecated as a flag: set `BUNDLE_DEPLOYMENT=1`."),
        flag("--frozen", "Fails when `Gemfile.lock` would change. Deprecated as a flag: set `BUNDLE_FROZEN=1`."),
        flag("--without", "Leaves out groups. Deprecated as a flag: set `BUNDLE_WITHOUT=development:test`."),
        flag("--path", "Where the gems go. Deprecated as a flag: set `BUNDLE_PATH`."),
        flag("--local", "Takes only gems that are there, without network."),
    ],
    ..MANAGER
};

pub(super) const GEM: PackageManager = PackageManager {
    name: "gem",
    commands: &["gem"],
    install_subcommands: &["install", "i"],
    upgrade_subcommands: &["update", "update --system"],
    remove_subcommands: &["uninstall", "cleanup"],
    insecure_flags: &["--trust-policy NoSecurity"],
    cache_mounts: &[locked("/usr/local/bundle/cache")],
    cleanup: &["rm -rf /usr/local/bundle/cache"],
    flags: &[
        flag("-v, --version", "The version to take; without it the newest is."),
        flag("-N, --no-document", "Makes no documentation: faster and smaller."),
        flag("--conservative", "Leaves dependencies alone that fit already."),
    ],
    ..MANAGER
};

pub(super) const MIX: PackageManager = PackageManager {
    name: "mix",
    commands: &["mix"],
    install_subcommands: &["deps.get", "deps.compile", "archive.install", "escript.install"],
    upgrade_subcommands: &["deps.update"],
    remove_subcommands: &["deps.clean"],
    non_interactive: &["--force"],
    frozen_install: &["--check-locked"],
    production_only: &["--only prod"],
    lock_files: &["mix.lock"],
    manifest_files: &["mix.exs", "config/config.exs"],
    cache_mounts: &[locked("/root/.hex"), locked("/root/.cache/rebar3")],
    cleanup: &["rm -rf /root/.hex /root/.cache/rebar3"],
    flags: &[
        flag("--only", "`--only prod` fetches what the release needs."),
        flag("--check-locked", "Fails when `mix.lock` would change."),
        flag("--force", "Lets `local.hex` and `local.rebar` install without asking."),
    ],
    ..MANAGER
};

pub(super) const CPANM: PackageManager = PackageManager {
    name: "cpanm",
    commands: &["cpanm", "cpan", "cpm", "carton"],
    install_subcommands: &["install"],
    frozen_install: &["install --deployment"],
    lock_files: &["cpanfile.snapshot"],
    manifest_files: &["cpanfile", "Makefile.PL", "Build.PL", "dist.ini"],
    cache_mounts: &[locked("/root/.cpanm")],
    cleanup: &["rm -rf /root/.cpanm /root/.cpan"],
    flags: &[
        flag("-n, --notest", "Skips the tests of the modules: much faster."),
        flag("--installdeps", "Installs what the `cpanfile` lists."),
        flag("-L, --local-lib-contained", "Installs into a directory that a later stage copies."),
    ],
    ..MANAGER
};

pub(super) const DART: PackageManager = PackageManager {
    name: "dart",
    commands: &["dart", "flutter", "pub"],
    install_subcommands: &["pub get", "pub add", "pub global activate"],
    upgrade_subcommands: &["pub upgrade"],
    frozen_install: &["--enforce-lockfile"],
    lock_files: &["pubspec.lock"],
    manifest_files: &["pubspec.yaml", "analysis_options.yaml"],
    cache_mounts: &[shared("/root/.pub-cache")],
    cleanup: &["rm -rf /root/.pub-cache"],
    flags: &[
        flag("--enforce-lockfile", "Fails when `pubspec.lock` would change."),
        flag("--offline", "Uses no network, only what is in the cache."),
    ],
    ..MANAGER
};

pub(super) const LUAROCKS: PackageManager = PackageManager {
    name: "luarocks",
    commands: &["luarocks"],
    install_subcommands: &["install", "make"],
    lock_files: &["luarocks.lock"],
    manifest_files: &["*.rockspec"],
    cache_mounts: &[locked("/root/.cache/luarocks")],
    cleanup: &["rm -rf /root/.cache/luarocks"],
    flags: &[flag("--tree", "Installs into a directory that a later stage copies.")],
    ..MANAGER
};
