//! Commands for files and text.

use super::CommandClass::File;
use super::{Command, of};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        non_interactive_flags: &["-f", "--force"],
        ..of(
            File,
            "rm",
            "coreutils",
            "Removes files from here on. What an earlier layer holds still ships; only files made in the same `RUN` are really gone. \
             A cache mount makes most clean-ups unnecessary.",
        )
    },
    of(
        File,
        "cp",
        "coreutils",
        "Copies. From one stage to another `COPY --from` does it; within a stage `cp` doubles the file in a new layer.",
    ),
    of(
        File,
        "mv",
        "coreutils",
        "Moves. What came in an earlier layer is stored a second time in this one; copy to the right place at once.",
    ),
    of(
        File,
        "ln",
        "coreutils",
        "Makes links, `ln -s` symbolic ones. Linking Bash over `/bin/sh` changes the shell for every script of the image: the `SHELL` \
         instruction does it for the build alone. `ln -sf /dev/stdout <log>` brings a log file to `docker logs`.",
    ),
    of(
        File,
        "mkdir",
        "coreutils",
        "Makes directories; `-p` also the ones above. `WORKDIR` and `COPY` make theirs by themselves. For another owner: `install -d -o 10001 <dir>`.",
    ),
    of(File, "touch", "coreutils", "Makes an empty file or renews its time, which changes the layer with every build."),
    of(File, "cat", "coreutils", "Writes files out. To write one, `COPY <<END <file>` needs no step and no quoting."),
    of(
        File,
        "echo",
        "coreutils",
        "Writes its arguments. What it does with `-e` and backslashes differs from shell to shell; `printf` is the same everywhere, and `COPY <<END` writes whole files.",
    ),
    of(File, "printf", "coreutils", "Writes formatted text, the same in every shell: `printf '%s\\n' \"$value\"`."),
    of(
        File,
        "sed",
        "sed",
        "Edits text. A pattern that no longer fits changes nothing and fails nothing: check the result, or copy the finished file in.",
    ),
    of(File, "awk", "mawk", "Works on columns of text; Debian has mawk, Alpine BusyBox's, neither GNU's."),
    of(
        File,
        "grep",
        "grep",
        "Searches text and fails when it finds nothing, which ends the step. BusyBox's knows no `-P`.",
    ),
    of(
        File,
        "find",
        "findutils",
        "Searches files. `-delete` and `-exec … +` save a pipe; in the same step as what made the files, or they still ship.",
    ),
    of(
        File,
        "xargs",
        "findutils",
        "Runs a command on what it reads; `-r` does nothing for nothing, `-0` survives odd names. It hides a failure on its left unless `pipefail` is set.",
    ),
    of(File, "sort", "coreutils", "Sorts lines. Set `LC_ALL=C` where the order must not depend on the image."),
    of(
        File,
        "head",
        "coreutils",
        "Shows the first lines, then stops reading: with `pipefail` the command before it may fail for that.",
    ),
    of(
        File,
        "tail",
        "coreutils",
        "Shows the last lines. `tail -f` as the container's program keeps it running, whatever happens to the real one.",
    ),
    of(
        File,
        "tee",
        "coreutils",
        "Writes to a file and to its output. It hides a failure on its left unless `pipefail` is set.",
    ),
    of(
        File,
        "install",
        "coreutils",
        "Copies and sets owner and mode in one: `install -d -m 0755 -o 10001 /data` makes a directory without a second layer for `chown`.",
    ),
    of(File, "env", "coreutils", "Runs a command with other variables, or lists them all: secrets too, into the log."),
    of(
        File,
        "date",
        "coreutils",
        "Shows the time, which makes every build different. Pass `SOURCE_DATE_EPOCH` where the result must be reproducible.",
    ),
    of(
        File,
        "sleep",
        "coreutils",
        "Waits. In a build it covers up for a service that has no place there; as the container's program it does nothing.",
    ),
    of(File, "basename", "coreutils", "Takes the last part of a path; `${path##*/}` does it without a process."),
    of(File, "dirname", "coreutils", "Takes a path without its last part; `${path%/*}` does it without a process."),
    of(File, "realpath", "coreutils", "Resolves a path with all its links."),
    of(File, "readlink", "coreutils", "Shows where a link points; `-f` resolves the whole path."),
    of(File, "which", "debianutils", "Finds a program. `command -v` is built in and the same everywhere."),
    of(
        File,
        "timeout",
        "coreutils",
        "Ends a command after a time. Good around a start test in a build, and in health checks.",
    ),
    of(
        File,
        "nproc",
        "coreutils",
        "Counts the processors for `make -j\"$(nproc)\"`; a builder with little memory may need fewer.",
    ),
    of(
        File,
        "uname",
        "coreutils",
        "Names the system. Under emulation `uname -m` names the emulated machine; `TARGETARCH` says what is being built for.",
    ),
    of(File, "id", "coreutils", "Shows the user; good for a check after `USER`."),
    of(File, "stat", "coreutils", "Shows owner, mode and times of a file."),
    of(File, "df", "coreutils", "Shows free space: that of the builder, not of the image."),
    of(
        File,
        "du",
        "coreutils",
        "Measures directories. The size of a layer also counts what later layers hide; `docker history` shows it.",
    ),
    of(File, "wc", "coreutils", "Counts lines and bytes."),
    of(File, "cut", "coreutils", "Takes columns of text."),
    of(File, "tr", "coreutils", "Replaces characters."),
    of(File, "diff", "diffutils", "Compares files and fails when they differ, which ends the step."),
    of(
        File,
        "patch",
        "patch",
        "Changes sources by a patch file. It fails when a part no longer fits; add `-p1` and let it.",
    ),
];
