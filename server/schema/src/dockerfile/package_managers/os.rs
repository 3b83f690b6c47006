//! Package managers of operating systems.

use super::{MANAGER, ManagerFlag, ManagerKind, PackageManager, flag, locked};

const APT_INSECURE: &[&str] = &[
    "--allow-unauthenticated",
    "--force-yes",
    "--allow-downgrades",
    "--allow-remove-essential",
    "--allow-change-held-packages",
    "--allow-insecure-repositories",
];

const APT_FLAGS: &[ManagerFlag] = &[
    flag("-y, --yes, --assume-yes", "Answers every question with yes. Without it the build stops at the first one."),
    flag(
        "--no-install-recommends",
        "Leaves out what packages merely recommend; often half of the size. If something is missing afterwards, name it.",
    ),
    flag("-q, --quiet", "Shows less of the progress; `-qq` shows only errors and implies `-y`, so spell `-y` out."),
    flag("-t, --target-release", "Prefers packages of another release, `-t trixie-backports`."),
    flag("-o, --option", "Sets an option of apt's configuration: `-o Acquire::Retries=3` tries a flaky mirror again."),
    flag("--only-upgrade", "Brings a package up to date if it is installed, and installs nothing new."),
    flag("--download-only, -d", "Fetches packages without installing them; good for filling a cache."),
    flag("--reinstall", "Installs a package again, for example to restore files that were removed."),
    flag("--purge", "Removes a package's configuration too."),
    flag("--auto-remove, --autoremove", "Removes what was installed only as a dependency and is not needed any more."),
];

pub(super) const APT_GET: PackageManager = PackageManager {
    name: "apt-get",
    commands: &["apt-get"],
    kind: ManagerKind::Os,
    index_update: &["update"],
    install_subcommands: &["install", "reinstall", "build-dep", "satisfy"],
    upgrade_subcommands: &["upgrade", "dist-upgrade", "full-upgrade"],
    remove_subcommands: &["remove", "purge", "autoremove", "autopurge"],
    non_interactive: &["-y", "--yes", "--assume-yes", "-qq"],
    no_recommends: &["--no-install-recommends", "APT::Install-Recommends=false"],
    insecure_flags: APT_INSECURE,
    cache_mounts: &[locked("/var/cache/apt"), locked("/var/lib/apt")],
    cleanup: &["rm -rf /var/lib/apt/lists/*", "apt-get clean"],
    flags: APT_FLAGS,
    ..MANAGER
};

pub(super) const APT: PackageManager = PackageManager {
    name: "apt",
    commands: &["apt"],
    non_interactive: &["-y", "--yes", "--assume-yes"],
    cleanup: &["rm -rf /var/lib/apt/lists/*", "apt clean"],
    ..APT_GET
};

pub(super) const APTITUDE: PackageManager = PackageManager {
    name: "aptitude",
    commands: &["aptitude"],
    install_subcommands: &["install", "build-dep"],
    upgrade_subcommands: &["safe-upgrade", "full-upgrade"],
    remove_subcommands: &["remove", "purge"],
    non_interactive: &["-y", "--assume-yes"],
    no_recommends: &["-R", "--without-recommends"],
    cleanup: &["rm -rf /var/lib/apt/lists/*", "aptitude clean"],
    flags: &[
        flag("-y, --assume-yes", "Answers every question with yes. Without it the build stops at the first one."),
        flag("-R, --without-recommends", "Leaves out what packages merely recommend."),
    ],
    ..APT_GET
};

pub(super) const DPKG: PackageManager = PackageManager {
    name: "dpkg",
    commands: &["dpkg"],
    kind: ManagerKind::Os,
    install_subcommands: &["-i", "--install"],
    remove_subcommands: &["-r", "--remove", "-P", "--purge"],
    insecure_flags: &["--force-all", "--force-bad-verify"],
    flags: &[
        flag(
            "-i, --install",
            "Installs a `.deb` without its dependencies; `apt-get install -y ./file.deb` fetches them.",
        ),
        flag(
            "--add-architecture",
            "Allows packages of another architecture, for cross-compiling; run `apt-get update` afterwards.",
        ),
        flag(
            "--print-architecture",
            "Shows the architecture in Debian's spelling; under emulation that of the emulated system.",
        ),
    ],
    ..MANAGER
};

pub(super) const APK: PackageManager = PackageManager {
    name: "apk",
    commands: &["apk"],
    kind: ManagerKind::Os,
    index_update: &["update"],
    install_subcommands: &["add"],
    upgrade_subcommands: &["upgrade", "fix"],
    remove_subcommands: &["del"],
    no_cache: &["--no-cache"],
    insecure_flags: &["--allow-untrusted", "--force-broken-world", "--no-check-certificate"],
    cache_mounts: &[locked("/etc/apk/cache")],
    cleanup: &["rm -rf /var/cache/apk/*"],
    flags: &[
        flag(
            "--no-cache",
            "Fetches the index, uses it and keeps nothing. There is nothing to update before and to clean up after. Leave it out with a cache mount.",
        ),
        flag(
            "-t, --virtual",
            "Gives a group of packages a name, `--virtual .build`, so that `apk del .build` removes them at the end of the same step.",
        ),
        flag("-U, --update-cache, --update", "Fetches the index first. Needless with `--no-cache`."),
        flag(
            "-X, --repository",
            "Takes packages from one more repository, such as `edge/testing`. Mixing it with a release can break libraries.",
        ),
        flag("-u, --upgrade", "Brings a package that is there up to date too."),
        flag("-q, --quiet", "Shows less of the progress."),
        flag(
            "--root",
            "Installs into another directory, to build a small root file system for a later stage; with `--initdb` when it is empty.",
        ),
        flag("--initdb", "Starts an empty package database in `--root`."),
    ],
    ..MANAGER
};

const DNF_FLAGS: &[ManagerFlag] = &[
    flag("-y, --assumeyes", "Answers every question with yes. Without it the build stops at the first one."),
    flag(
        "--setopt",
        "Sets an option: `install_weak_deps=False` leaves out what packages merely recommend, `keepcache=1` keeps downloads for a cache mount.",
    ),
    flag("--nodocs", "Leaves out manual pages and other documentation."),
    flag("-q, --quiet", "Shows less of the progress."),
    flag("--allowerasing", "Allows removing packages that are in the way, for example `curl-minimal` for `curl`."),
    flag(
        "--installroot",
        "Installs into another directory, to build a small root file system for a later stage; with `--releasever`.",
    ),
    flag("--releasever", "The release of the distribution to install from."),
    flag("--enablerepo", "Uses a repository that is switched off."),
    flag("--disablerepo", "Leaves out a repository, such as one that needs a subscription."),
    flag("--best", "Fails rather than taking an older version."),
    flag("--refresh", "Fetches the index anew."),
];

const RPM_INSECURE: &[&str] =
    &["--nogpgcheck", "--setopt=sslverify=false", "--setopt=sslverify=0", "--setopt=gpgcheck=0", "--no-gpgchecks"];

pub(super) const DNF: PackageManager = PackageManager {
    name: "dnf",
    commands: &["dnf", "dnf4", "dnf5", "dnf-3"],
    kind: ManagerKind::Os,
    index_update: &["makecache", "check-update"],
    install_subcommands: &[
        "install",
        "reinstall",
        "localinstall",
        "groupinstall",
        "group install",
        "builddep",
        "module install",
    ],
    upgrade_subcommands: &["upgrade", "update", "distro-sync", "system-upgrade", "upgrade-minimal"],
    remove_subcommands: &["remove", "erase", "autoremove"],
    non_interactive: &["-y", "--assumeyes"],
    no_cache: &["--setopt=keepcache=0"],
    no_recommends: &["--setopt=install_weak_deps=False", "--setopt=install_weak_deps=0"],
    insecure_flags: RPM_INSECURE,
    cache_mounts: &[locked("/var/cache/dnf"), locked("/var/cache/libdnf5")],
    cleanup: &["dnf clean all", "rm -rf /var/cache/dnf"],
    flags: DNF_FLAGS,
    ..MANAGER
};

pub(super) const MICRODNF: PackageManager = PackageManager {
    name: "microdnf",
    commands: &["microdnf"],
    index_update: &["makecache"],
    install_subcommands: &["install", "reinstall", "module enable"],
    upgrade_subcommands: &["upgrade", "update"],
    remove_subcommands: &["remove"],
    no_cache: &[],
    no_recommends: &["--setopt=install_weak_deps=0", "--setopt=install_weak_deps=False"],
    insecure_flags: &["--nogpgcheck"],
    cache_mounts: &[locked("/var/cache/dnf"), locked("/var/cache/yum")],
    cleanup: &["microdnf clean all"],
    flags: &[
        flag("-y, --assumeyes", "Answers every question with yes. Without it the build stops at the first one."),
        flag("--setopt", "Sets an option: `install_weak_deps=0` leaves out what packages merely recommend."),
        flag("--nodocs", "Leaves out manual pages and other documentation."),
        flag("--enablerepo", "Uses a repository that is switched off."),
        flag("--disablerepo", "Leaves out a repository, such as one that needs a subscription."),
    ],
    ..DNF
};

pub(super) const YUM: PackageManager = PackageManager {
    name: "yum",
    commands: &["yum"],
    install_subcommands: &["install", "reinstall", "localinstall", "groupinstall", "groupupdate"],
    upgrade_subcommands: &["update", "upgrade", "distro-sync", "update-minimal"],
    no_cache: &[],
    insecure_flags: RPM_INSECURE,
    cache_mounts: &[locked("/var/cache/yum"), locked("/var/cache/dnf")],
    cleanup: &["yum clean all", "rm -rf /var/cache/yum"],
    ..DNF
};

pub(super) const TDNF: PackageManager = PackageManager {
    name: "tdnf",
    commands: &["tdnf"],
    index_update: &["makecache"],
    install_subcommands: &["install", "reinstall"],
    upgrade_subcommands: &["update", "upgrade", "distro-sync"],
    no_cache: &[],
    no_recommends: &[],
    insecure_flags: &["--nogpgcheck"],
    cache_mounts: &[locked("/var/cache/tdnf")],
    cleanup: &["tdnf clean all", "rm -rf /var/cache/tdnf"],
    flags: &[
        flag("-y, --assumeyes", "Answers every question with yes. Without it the build stops at the first one."),
        flag(
            "--installroot",
            "Installs into another directory, to build a small root file system for a later stage; with `--releasever`.",
        ),
        flag("--releasever", "The release of the distribution to install from."),
        flag("--nodocs", "Leaves out manual pages and other documentation."),
    ],
    ..DNF
};

pub(super) const RPM: PackageManager = PackageManager {
    name: "rpm",
    commands: &["rpm"],
    kind: ManagerKind::Os,
    install_subcommands: &["-i", "--install", "-U", "--upgrade", "-F", "--freshen"],
    remove_subcommands: &["-e", "--erase"],
    insecure_flags: &["--nosignature", "--nodigest", "--noverify", "--nodeps", "--force"],
    flags: &[
        flag("-i, --install", "Installs a package without its dependencies; `dnf install -y ./file.rpm` fetches them."),
        flag("-U, --upgrade", "Installs a package or brings it up to date, without its dependencies."),
        flag("--import", "Trusts a key. Copy the key in rather than fetching it from the server that it vouches for."),
    ],
    ..MANAGER
};

pub(super) const ZYPPER: PackageManager = PackageManager {
    name: "zypper",
    commands: &["zypper"],
    kind: ManagerKind::Os,
    index_update: &["refresh", "ref"],
    install_subcommands: &["install", "in", "source-install", "si", "install-new-recommends"],
    upgrade_subcommands: &["update", "up", "dist-upgrade", "dup", "patch"],
    remove_subcommands: &["remove", "rm"],
    non_interactive: &["-n", "--non-interactive", "-y", "--no-confirm"],
    no_recommends: &["--no-recommends"],
    insecure_flags: &["--no-gpg-checks", "--gpg-auto-import-keys", "--allow-unsigned-rpm"],
    cache_mounts: &[locked("/var/cache/zypp")],
    cleanup: &["zypper clean --all", "zypper cc -a"],
    flags: &[
        flag("-n, --non-interactive", "Never asks. It stands before the subcommand: `zypper -n install`."),
        flag("-y, --no-confirm", "Answers with yes. It stands behind the subcommand: `zypper install -y`."),
        flag("--no-recommends", "Leaves out what packages merely recommend."),
        flag("--no-refresh", "Works with the index that is there."),
        flag("-q, --quiet", "Shows less of the progress."),
        flag("--installroot", "Installs into another directory, to build a small root file system for a later stage."),
    ],
    ..MANAGER
};

pub(super) const PACMAN: PackageManager = PackageManager {
    name: "pacman",
    commands: &["pacman"],
    kind: ManagerKind::Os,
    index_update: &["-Sy", "-Syy"],
    install_subcommands: &["-S", "-U", "-Sy", "-Syu"],
    upgrade_subcommands: &["-Su", "-Syu", "-Syyu"],
    remove_subcommands: &["-R", "-Rs", "-Rns"],
    non_interactive: &["--noconfirm"],
    cache_mounts: &[locked("/var/cache/pacman/pkg")],
    cleanup: &["pacman -Scc --noconfirm", "rm -rf /var/cache/pacman/pkg/*"],
    flags: &[
        flag("--noconfirm", "Never asks. Without it the build stops at the first question."),
        flag("--needed", "Leaves packages alone that are there in that version."),
        flag("--noprogressbar", "Keeps progress bars out of the log."),
        flag("-y, --refresh", "Fetches the index. Use it together with `-u`: `-Sy` alone mixes old and new libraries."),
        flag("-u, --sysupgrade", "Brings everything up to date, which Arch expects before anything is installed."),
    ],
    ..MANAGER
};
