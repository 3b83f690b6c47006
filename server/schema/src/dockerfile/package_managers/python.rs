//! Package managers of Python.

use super::{MANAGER, PackageManager, flag, locked, shared};

pub(super) const PIP: PackageManager = PackageManager {
    name: "pip",
    commands: &["pip", "pip3"],
    install_subcommands: &["install", "download", "wheel"],
    upgrade_subcommands: &["install -U", "install --upgrade"],
    remove_subcommands: &["uninstall"],
    non_interactive: &["--no-input", "-y"],
    no_cache: &["--no-cache-dir"],
    frozen_install: &["--require-hashes"],
    insecure_flags: &["--trusted-host"],
    lock_files: &["requirements.txt", "constraints.txt", "pylock.toml"],
    manifest_files: &["requirements.txt", "setup.py", "setup.cfg", "pyproject.toml"],
    cache_mounts: &[shared("/root/.cache/pip")],
    cleanup: &["pip cache purge", "rm -rf /root/.cache/pip"],
    flags: &[
        flag(
            "--no-cache-dir",
            "Keeps downloads out of the layer. Leave it out with a cache mount on `/root/.cache/pip`, which makes the next build faster.",
        ),
        flag("-r, --requirement", "Installs what a file lists, with versions: repeatable, and easy to review."),
        flag("-c, --constraint", "Limits versions by a file without installing what it lists."),
        flag(
            "--require-hashes",
            "Takes only files whose digest stands in the requirements file: nothing can be swapped on the way.",
        ),
        flag("--no-deps", "Installs nothing but what is named. For files that list everything."),
        flag("--only-binary", "Takes wheels only (`:all:`), so that nothing is compiled and no compiler is needed."),
        flag("--prefix", "Installs below a directory (`/install`) that a later stage copies."),
        flag("--target, -t", "Installs into one directory, without scripts in `bin`."),
        flag("--user", "Installs below `~/.local`. In an image a virtual environment is easier to copy and to find."),
        flag(
            "--break-system-packages",
            "Installs over the distribution's Python although it refuses. A virtual environment keeps both intact.",
        ),
        flag("--root-user-action", "`ignore` silences the warning about running as root."),
        flag("--disable-pip-version-check", "Does not ask whether there is a newer pip."),
        flag(
            "--find-links, -f",
            "Takes files from a directory, with `--no-index` only from there: an install without network.",
        ),
        flag("--no-index", "Does not ask the package index at all."),
        flag(
            "--index-url, -i",
            "Another package index. Credentials in it end up in the history: mount a `pip.conf` as a secret.",
        ),
        flag(
            "--extra-index-url",
            "One more package index. The highest version of either wins, which lets a stranger publish under your package's name.",
        ),
        flag("-U, --upgrade", "Takes the newest version each time, which makes builds differ."),
    ],
    ..MANAGER
};

pub(super) const PIPX: PackageManager = PackageManager {
    name: "pipx",
    commands: &["pipx"],
    install_subcommands: &["install", "run", "inject", "install-all"],
    upgrade_subcommands: &["upgrade", "upgrade-all"],
    remove_subcommands: &["uninstall"],
    no_cache: &["--pip-args=--no-cache-dir"],
    cache_mounts: &[shared("/root/.cache/pip")],
    cleanup: &["rm -rf /root/.cache/pip"],
    flags: &[
        flag("--pip-args", "Passes options on to pip."),
        flag("--python", "The Python to use."),
        flag("--global", "Installs for all users instead of into the home of root."),
    ],
    ..MANAGER
};

pub(super) const UV: PackageManager = PackageManager {
    name: "uv",
    commands: &["uv", "uvx"],
    install_subcommands: &["sync", "pip install", "pip sync", "add", "run", "tool install", "python install"],
    upgrade_subcommands: &["lock --upgrade", "sync -U"],
    remove_subcommands: &["remove", "pip uninstall"],
    no_cache: &["--no-cache", "-n"],
    frozen_install: &["--locked", "--frozen"],
    production_only: &["--no-dev", "--no-default-groups"],
    insecure_flags: &["--allow-insecure-host"],
    lock_files: &["uv.lock"],
    manifest_files: &["pyproject.toml", ".python-version", "uv.toml"],
    cache_mounts: &[shared("/root/.cache/uv")],
    cleanup: &["uv cache clean", "uv cache prune --ci", "rm -rf /root/.cache/uv"],
    flags: &[
        flag(
            "--locked",
            "Fails when `uv.lock` does not fit `pyproject.toml`: the lock decides, and a forgotten update is noticed.",
        ),
        flag("--frozen", "Takes `uv.lock` as it is, without looking whether it still fits."),
        flag("--no-dev", "Leaves out the development dependencies, for the image that ships."),
        flag(
            "--no-install-project",
            "Installs the dependencies without the project: the step to run before the sources are copied.",
        ),
        flag(
            "--no-install-workspace",
            "Installs the dependencies without any member of the workspace, before the sources are copied.",
        ),
        flag(
            "--no-editable",
            "Installs the project itself into the environment, so that the sources need not be copied along.",
        ),
        flag("--compile-bytecode", "Compiles to bytecode now, for a faster start later."),
        flag(
            "--no-cache, -n",
            "Keeps no downloads. A cache mount on `/root/.cache/uv` makes the next build faster instead.",
        ),
        flag("--system", "Installs into the system's Python, for `uv pip install` without an environment."),
        flag("--group", "Adds a group of dependencies."),
        flag("--extra", "Adds an optional feature of the project."),
        flag("--all-extras", "Adds all optional features of the project."),
        flag("--require-hashes", "Takes only files whose digest stands in the requirements file."),
        flag("-r, --requirements", "Installs what a file lists."),
    ],
    ..MANAGER
};

pub(super) const POETRY: PackageManager = PackageManager {
    name: "poetry",
    commands: &["poetry"],
    install_subcommands: &["install", "sync", "add"],
    upgrade_subcommands: &["update"],
    remove_subcommands: &["remove"],
    non_interactive: &["-n", "--no-interaction"],
    no_cache: &["--no-cache"],
    frozen_install: &["sync", "check --lock"],
    production_only: &["--only main", "--only=main", "--without dev", "--without=dev"],
    lock_files: &["poetry.lock"],
    manifest_files: &["pyproject.toml", "poetry.toml"],
    cache_mounts: &[shared("/root/.cache/pypoetry")],
    cleanup: &["poetry cache clear --all .", "rm -rf /root/.cache/pypoetry"],
    flags: &[
        flag("--only", "`--only main` installs what the program needs to run, and no development dependencies."),
        flag("--without", "Leaves out a group, such as `dev`."),
        flag(
            "--no-root",
            "Installs the dependencies without the project: the step to run before the sources are copied.",
        ),
        flag("-n, --no-interaction", "Never asks."),
        flag("--no-ansi", "Keeps colours out of the log."),
        flag(
            "--no-cache",
            "Keeps no downloads. A cache mount on `/root/.cache/pypoetry` makes the next build faster instead.",
        ),
        flag("--compile", "Compiles to bytecode now, for a faster start later."),
        flag("-E, --extras", "Adds an optional feature of the project."),
        flag("--all-extras", "Adds all optional features of the project."),
    ],
    ..MANAGER
};

pub(super) const PDM: PackageManager = PackageManager {
    name: "pdm",
    commands: &["pdm"],
    install_subcommands: &["install", "sync", "add"],
    upgrade_subcommands: &["update"],
    remove_subcommands: &["remove"],
    non_interactive: &["-n", "--non-interactive"],
    frozen_install: &["--frozen-lockfile", "sync", "install --check"],
    production_only: &["--prod", "--production"],
    lock_files: &["pdm.lock"],
    manifest_files: &["pyproject.toml", "pdm.toml"],
    cache_mounts: &[shared("/root/.cache/pdm")],
    cleanup: &["pdm cache clear", "rm -rf /root/.cache/pdm"],
    flags: &[
        flag("--prod, --production", "Leaves out the development dependencies, for the image that ships."),
        flag("--frozen-lockfile", "Does not change the lock file."),
        flag("--check", "Fails when the lock file does not fit `pyproject.toml`."),
        flag(
            "--no-editable",
            "Installs the project itself into the environment, so that the sources need not be copied along.",
        ),
        flag(
            "--no-self",
            "Installs the dependencies without the project: the step to run before the sources are copied.",
        ),
    ],
    ..MANAGER
};

pub(super) const PIPENV: PackageManager = PackageManager {
    name: "pipenv",
    commands: &["pipenv"],
    install_subcommands: &["install", "sync"],
    upgrade_subcommands: &["update", "upgrade"],
    remove_subcommands: &["uninstall"],
    frozen_install: &["--deploy", "sync", "--ignore-pipfile"],
    lock_files: &["Pipfile.lock"],
    manifest_files: &["Pipfile"],
    cache_mounts: &[shared("/root/.cache/pipenv"), shared("/root/.cache/pip")],
    cleanup: &["pipenv --clear", "rm -rf /root/.cache/pipenv /root/.cache/pip"],
    flags: &[
        flag("--deploy", "Fails when `Pipfile.lock` does not fit `Pipfile`."),
        flag("--system", "Installs into the system's Python, without an environment."),
        flag("--ignore-pipfile", "Takes `Pipfile.lock` as it is."),
        flag("--dev", "Adds the development dependencies; not for the image that ships."),
    ],
    ..MANAGER
};

pub(super) const CONDA: PackageManager = PackageManager {
    name: "conda",
    commands: &["conda"],
    install_subcommands: &["install", "create", "env create", "env update"],
    upgrade_subcommands: &["update", "upgrade"],
    remove_subcommands: &["remove", "uninstall"],
    non_interactive: &["-y", "--yes", "-q"],
    frozen_install: &["create --file", "create -f"],
    lock_files: &["conda-lock.yml", "explicit.txt"],
    manifest_files: &["environment.yml", "environment.yaml"],
    cache_mounts: &[locked("/opt/conda/pkgs")],
    cleanup: &["conda clean -afy", "conda clean --all --yes"],
    flags: &[
        flag("-y, --yes", "Answers every question with yes. Without it the build stops at the first one."),
        flag("-c, --channel", "Takes packages from a channel, such as `conda-forge`."),
        flag("-f, --file", "Reads what to install from a file; an explicit list pins every package."),
        flag("-n, --name", "The environment, by name."),
        flag("-p, --prefix", "The environment, by path: easier to copy into another stage."),
        flag("--override-channels", "Uses no channel but those named."),
        flag("-q, --quiet", "Keeps progress bars out of the log."),
    ],
    ..MANAGER
};

pub(super) const MAMBA: PackageManager = PackageManager {
    name: "mamba",
    commands: &["mamba", "micromamba"],
    cache_mounts: &[locked("/opt/conda/pkgs")],
    cleanup: &["mamba clean -afy", "micromamba clean --all --yes"],
    ..CONDA
};
