//! Package managers of JavaScript.

use super::{MANAGER, PackageManager, flag, locked, shared};

pub(super) const NPM: PackageManager = PackageManager {
    name: "npm",
    commands: &["npm", "npx"],
    install_subcommands: &["ci", "install", "i", "add", "clean-install", "install-ci-test", "exec"],
    upgrade_subcommands: &["update", "up"],
    remove_subcommands: &["uninstall", "rm", "prune"],
    non_interactive: &["--yes", "-y"],
    frozen_install: &["ci", "clean-install"],
    production_only: &["--omit=dev", "--production", "--only=production"],
    insecure_flags: &["--strict-ssl=false", "--no-strict-ssl"],
    lock_files: &["package-lock.json", "npm-shrinkwrap.json"],
    manifest_files: &["package.json", ".npmrc"],
    cache_mounts: &[shared("/root/.npm")],
    cleanup: &["npm cache clean --force", "rm -rf /root/.npm"],
    flags: &[
        flag("--omit", "`--omit=dev` leaves out the development dependencies, for the image that ships."),
        flag(
            "--ignore-scripts",
            "Runs no script of any package during the install: less trust needed. Native modules then have to be built explicitly.",
        ),
        flag("--no-audit", "Does not ask the registry for known holes: faster, and no noise in the log."),
        flag("--no-fund", "Leaves out the requests for funding."),
        flag(
            "--prefer-offline",
            "Takes what the cache has without asking whether there is something newer; goes with a cache mount.",
        ),
        flag("--no-save", "Leaves `package.json` and the lock file alone."),
        flag("-g, --global", "Installs a program for all; name its version."),
        flag("--loglevel", "How much is shown: `error`, `warn`, `verbose`."),
        flag(
            "--legacy-peer-deps",
            "Ignores conflicts of peer dependencies, as npm 6 did. They are still there at run time.",
        ),
        flag("-w, --workspace", "Works on one workspace."),
        flag("--include-workspace-root", "Takes the root along when a workspace is named."),
        flag("-y, --yes", "Lets `npx` and `npm init` go on without asking."),
    ],
    ..MANAGER
};

pub(super) const YARN: PackageManager = PackageManager {
    name: "yarn",
    commands: &["yarn", "yarnpkg"],
    install_subcommands: &["install", "add", "global add", "dlx", "workspaces focus"],
    upgrade_subcommands: &["upgrade", "up"],
    remove_subcommands: &["remove"],
    non_interactive: &["--non-interactive"],
    frozen_install: &["--frozen-lockfile", "--immutable", "--pure-lockfile"],
    production_only: &["--production", "--prod"],
    insecure_flags: &["--strict-ssl=false"],
    lock_files: &["yarn.lock"],
    manifest_files: &["package.json", ".npmrc", ".yarnrc", ".yarnrc.yml"],
    cache_mounts: &[locked("/usr/local/share/.cache/yarn")],
    cleanup: &["yarn cache clean"],
    flags: &[
        flag(
            "--frozen-lockfile",
            "Fails when `yarn.lock` would change. For version 1; from version 2 on it is `--immutable`.",
        ),
        flag(
            "--immutable",
            "Fails when `yarn.lock` would change. From version 2 on; for version 1 it is `--frozen-lockfile`.",
        ),
        flag("--production, --prod", "Leaves out the development dependencies; version 1 only."),
        flag("--ignore-scripts", "Runs no script of any package during the install; version 1 only."),
        flag(
            "--network-timeout",
            "How long to wait for the registry, in milliseconds; slow builders need more than the default. Version 1 only.",
        ),
        flag("--non-interactive", "Never asks; version 1 only."),
        flag(
            "--check-cache",
            "Downloads everything again and compares, so that a poisoned cache is found; from version 2 on.",
        ),
        flag("--cache-folder", "Where downloads are kept; version 1 only."),
    ],
    ..MANAGER
};

/// Found under its name only: the command is `yarn`, as for version 1.
pub(super) const YARN_BERRY: PackageManager = PackageManager {
    name: "yarn 2+",
    install_subcommands: &["install", "add", "dlx", "workspaces focus"],
    upgrade_subcommands: &["up"],
    non_interactive: &[],
    frozen_install: &["--immutable"],
    production_only: &["workspaces focus --production", "workspaces focus --all --production"],
    insecure_flags: &[],
    manifest_files: &["package.json", ".yarnrc.yml"],
    cache_mounts: &[locked("/root/.yarn/berry/cache")],
    cleanup: &["yarn cache clean --all"],
    flags: &[
        flag("--immutable", "Fails when `yarn.lock` would change."),
        flag("--immutable-cache", "Fails when the cache in the repository would change."),
        flag("--check-cache", "Downloads everything again and compares, so that a poisoned cache is found."),
        flag("--inline-builds", "Shows the output of build scripts in the log."),
    ],
    ..YARN
};

pub(super) const PNPM: PackageManager = PackageManager {
    name: "pnpm",
    commands: &["pnpm", "pnpx"],
    install_subcommands: &["install", "i", "add", "fetch", "dlx", "deploy"],
    upgrade_subcommands: &["update", "up"],
    remove_subcommands: &["remove", "rm", "prune"],
    frozen_install: &["--frozen-lockfile", "fetch"],
    production_only: &["--prod", "-P", "--production"],
    lock_files: &["pnpm-lock.yaml"],
    manifest_files: &["package.json", "pnpm-workspace.yaml", ".npmrc", ".pnpmfile.cjs"],
    cache_mounts: &[shared("/root/.local/share/pnpm/store")],
    cleanup: &["pnpm store prune"],
    flags: &[
        flag("--frozen-lockfile", "Fails when `pnpm-lock.yaml` would change. With `CI=true` it is the default."),
        flag("-P, --prod", "Leaves out the development dependencies, for the image that ships."),
        flag("--offline", "Takes everything from the store: the step after `pnpm fetch`."),
        flag("--ignore-scripts", "Runs no script of any package during the install."),
        flag("-F, --filter", "Works on one package of a workspace."),
        flag("-r, --recursive", "Works on every package of a workspace."),
        flag("--store-dir", "Where the store is; point it at a cache mount."),
    ],
    ..MANAGER
};

pub(super) const BUN: PackageManager = PackageManager {
    name: "bun",
    commands: &["bun", "bunx"],
    install_subcommands: &["install", "i", "add", "ci"],
    upgrade_subcommands: &["update"],
    remove_subcommands: &["remove", "rm"],
    no_cache: &["--no-cache"],
    frozen_install: &["--frozen-lockfile", "ci"],
    production_only: &["--production", "--omit=dev"],
    lock_files: &["bun.lock", "bun.lockb"],
    manifest_files: &["package.json", "bunfig.toml"],
    cache_mounts: &[shared("/root/.bun/install/cache")],
    cleanup: &["bun pm cache rm", "rm -rf /root/.bun/install/cache"],
    flags: &[
        flag("--frozen-lockfile", "Fails when the lock file would change."),
        flag("--production, -p", "Leaves out the development dependencies, for the image that ships."),
        flag("--ignore-scripts", "Runs no script of the project during the install."),
        flag("--no-cache", "Ignores the cache of package data."),
        flag("--no-save", "Leaves `package.json` and the lock file alone."),
    ],
    ..MANAGER
};

pub(super) const DENO: PackageManager = PackageManager {
    name: "deno",
    commands: &["deno"],
    install_subcommands: &["install", "cache", "add"],
    upgrade_subcommands: &["upgrade", "outdated --update"],
    remove_subcommands: &["remove", "uninstall"],
    frozen_install: &["--frozen", "--cached-only"],
    insecure_flags: &["--unsafely-ignore-certificate-errors"],
    lock_files: &["deno.lock"],
    manifest_files: &["deno.json", "deno.jsonc", "import_map.json", "package.json"],
    cache_mounts: &[shared("/deno-dir")],
    cleanup: &["deno clean"],
    flags: &[
        flag("--frozen", "Fails when `deno.lock` would change."),
        flag("--cached-only", "Runs with what is in the cache, without network."),
        flag("--entrypoint", "Fetches what a file imports."),
    ],
    ..MANAGER
};
