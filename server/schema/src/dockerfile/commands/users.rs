//! Commands for users, privileges and permissions.

use super::CommandClass::{Permission, Privilege, User};
use super::{Command, of};

pub(super) const COMMANDS: &[Command] = &[
    of(
        User,
        "useradd",
        "passwd",
        "Makes a user, on Debian and Red Hat systems. Give the number, `useradd --system --uid 10001 --no-log-init app`, and use it \
         in `USER`; with a high number `--no-log-init` (`-l`) keeps a huge sparse log file out of the layer.",
    ),
    Command {
        non_interactive_flags: &["--disabled-password", "--gecos", "-D"],
        ..of(
            User,
            "adduser",
            "adduser",
            "Two different programs: on Debian a script that asks unless `--disabled-password --gecos \"\"` is given, on Alpine \
             BusyBox's (`adduser -S -D -H -u 10001 app`). `useradd` is the steadier choice where it exists; Debian 13 has no \
             `adduser` by default.",
        )
    },
    of(
        User,
        "groupadd",
        "passwd",
        "Makes a group, on Debian and Red Hat systems. Give the number: `groupadd --system --gid 10001 app`.",
    ),
    of(
        User,
        "addgroup",
        "adduser",
        "Makes a group; on Alpine `addgroup -S -g 10001 app`. Debian 13 does not have it by default; `groupadd` is there.",
    ),
    of(
        User,
        "usermod",
        "passwd",
        "Changes a user, for example to give it another number. Files it owned keep the old one; Alpine needs the package `shadow`.",
    ),
    of(User, "groupmod", "passwd", "Changes a group. Files keep the old number; Alpine needs the package `shadow`."),
    of(User, "userdel", "passwd", "Removes a user. Rarely worth a layer: choose another number for your own instead."),
    of(
        User,
        "deluser",
        "adduser",
        "Removes a user on Debian and Alpine. Rarely worth a layer: choose another number for your own instead.",
    ),
    of(
        User,
        "chpasswd",
        "passwd",
        "Sets passwords, which then sit in the layer for everybody who pulls the image. A container needs none: `docker exec` and \
         `kubectl exec` ask for no password.",
    ),
    Command {
        non_interactive_flags: &["-d", "-l", "--stdin"],
        ..of(
            User,
            "passwd",
            "passwd",
            "Sets a password, and asks for it, which stops a build. A container needs none; `passwd -l` locks an account.",
        )
    },
    Command {
        non_interactive_flags: &["-n"],
        ..of(
            Privilege,
            "sudo",
            "sudo",
            "A build step runs as root unless `USER` says otherwise, so sudo adds nothing and is one more program that turns a user \
             into root in what ships. Install before `USER`, or switch with `USER root` and back.",
        )
    },
    of(
        Privilege,
        "su",
        "login",
        "Runs a command as another user. In a Dockerfile `USER` does it; in a start script it stays between the program and its signals: use `exec setpriv` or `gosu`.",
    ),
    of(Privilege, "doas", "doas", "A small sudo. A build step is root already; use `USER` to be somebody else."),
    of(
        Privilege,
        "gosu",
        "gosu",
        "Gives up root in a start script and replaces itself by the program, so signals arrive. If nothing needs root at the start, `USER` is simpler and safer.",
    ),
    of(
        Privilege,
        "su-exec",
        "su-exec",
        "gosu in a few kilobytes, for Alpine. If nothing needs root at the start, `USER` is simpler and safer.",
    ),
    of(
        Privilege,
        "setpriv",
        "util-linux",
        "Gives up root and capabilities in a start script: `exec setpriv --reuid=app --regid=app --init-groups <program>`. Debian and Ubuntu have it already.",
    ),
    of(
        Privilege,
        "runuser",
        "util-linux",
        "Runs a command as another user, for root, without asking. In a Dockerfile `USER` does it.",
    ),
    of(
        Privilege,
        "chroot",
        "coreutils",
        "Runs a command with another root directory. A stage of its own does that in a build, with its own cache.",
    ),
    of(
        Privilege,
        "capsh",
        "libcap2-bin",
        "Shows and drops capabilities. It is a tool for looking; in production the runtime sets them.",
    ),
    of(
        Permission,
        "chmod",
        "coreutils",
        "Changes permissions. In a `RUN` of its own it stores every file a second time: `COPY --chmod` sets them on the way in. \
         `777` lets any process change the program; owner root and `755` is enough to run it.",
    ),
    of(
        Permission,
        "chown",
        "coreutils",
        "Changes owners. In a `RUN` of its own it stores every file a second time: `COPY --chown` sets them on the way in. What the \
         program only reads may stay with root.",
    ),
    of(
        Permission,
        "chgrp",
        "coreutils",
        "Changes groups. `chgrp -R 0 <dir> && chmod -R g=u <dir>` is the form for OpenShift, where the user is arbitrary and the group is 0.",
    ),
    of(
        Permission,
        "setcap",
        "libcap2-bin",
        "Gives a program a capability, mostly `cap_net_bind_service=+ep` for ports below 1024. A port from 1024 up needs none; where \
         that capability is dropped, such a program does not even start.",
    ),
    of(Permission, "umask", "", "Sets the permissions that new files do not get, for the rest of this `RUN` only."),
];
