//! Shells and what is built into them; process 1 of a container.

use super::CommandClass::{Builtin, Init, Shell};
use super::{Command, of};

const BASH_ONLY: &str =
    "Bash knows it, `/bin/sh` of Debian and Alpine does not. Set `SHELL [\"/bin/bash\", \"-c\"]` or write it for sh.";
const FOR_THIS_STEP: &str = "It lasts for this `RUN` only: the next one starts a new shell.";

pub(super) const COMMANDS: &[Command] = &[
    of(
        Shell,
        "sh",
        "",
        "The shell of `RUN`: dash on Debian and Ubuntu, BusyBox on Alpine, Bash on Red Hat. `sh -c` inside a `RUN` in shell form is \
         one shell too many.",
    ),
    of(
        Shell,
        "bash",
        "bash",
        "Debian, Ubuntu and Red Hat images have it, Alpine does not. To use it for every step write `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` once.",
    ),
    of(
        Shell,
        "dash",
        "dash",
        "The small, fast `/bin/sh` of Debian and Ubuntu. It has no arrays, no `[[ ]]`, and `pipefail` only from 0.5.13 on.",
    ),
    of(Shell, "ash", "busybox", "BusyBox's shell, `/bin/sh` on Alpine. It knows `set -o pipefail`."),
    of(Shell, "zsh", "zsh", "A shell for people. Nothing in an image needs it."),
    of(Shell, "ksh", "ksh", "The Korn shell; scripts that need it are rare. Bash runs most of them."),
    of(Shell, "fish", "fish", "A shell for people. Nothing in an image needs it."),
    of(Shell, "csh", "csh", "The C shell, for people with old habits. Use sh for scripts."),
    of(Shell, "pwsh", "", "PowerShell 7. Begin with `$ErrorActionPreference = 'Stop'`, or it goes on after an error."),
    of(
        Shell,
        "powershell",
        "",
        "Windows PowerShell of Server Core images. Begin with `$ErrorActionPreference = 'Stop'`, or it goes on after an error.",
    ),
    of(Shell, "cmd", "", "The default shell of Windows images. `&&` stops at the first failure, `&` does not."),
    of(
        Builtin,
        "source",
        "",
        "Reads a script into this shell. It is Bash's word; sh says `.`. What it sets is gone in the next `RUN`.",
    ),
    of(Builtin, ".", "", "Reads a script into this shell. What it sets is gone in the next `RUN`."),
    of(Builtin, "[[", "", BASH_ONLY),
    of(Builtin, "[", "", "Tests a condition; the same as `test`. It needs a blank on both sides of every part."),
    of(Builtin, "test", "", "Tests a condition; the same as `[`."),
    of(Builtin, "pushd", "", BASH_ONLY),
    of(Builtin, "popd", "", BASH_ONLY),
    of(Builtin, "function", "", BASH_ONLY),
    of(Builtin, "local", "", "Makes a variable local to a function. It is not in POSIX, but dash and BusyBox have it."),
    of(Builtin, "declare", "", BASH_ONLY),
    of(Builtin, "mapfile", "", BASH_ONLY),
    of(Builtin, "shopt", "", BASH_ONLY),
    of(
        Builtin,
        "set",
        "",
        "Switches options of this shell. `set -e` stops at the first failure, which a heredoc needs; `set -u` at a variable that is \
         not set; `set -o pipefail` notices a failure on the left of a pipe; `set -x` writes every command, secrets included, to the log.",
    ),
    of(
        Builtin,
        "eval",
        "",
        "Runs text as a command. What is in the text is run too, so nothing from outside belongs in it.",
    ),
    of(
        Builtin,
        "exec",
        "",
        "Replaces the shell by the program, so that it becomes process 1 and gets the stop signal. The last line of a start script: `exec \"$@\"`.",
    ),
    of(
        Builtin,
        "trap",
        "",
        "Runs something when a signal arrives or the shell ends; useful to clean up in a long step.",
    ),
    of(
        Builtin,
        "cd",
        "",
        "Changes the directory for this `RUN` only; the next step starts in `WORKDIR` again. Where the whole step works elsewhere, a \
         `WORKDIR` before it says so and is created.",
    ),
    of(
        Builtin,
        "export",
        "",
        "Sets a variable for the rest of this `RUN` only. `ENV` keeps it for later steps and the container.",
    ),
    of(
        Builtin,
        "unset",
        "",
        "Removes a variable for the rest of this `RUN` only; what `ENV` set is back in the next one and in the container.",
    ),
    of(Builtin, "alias", "", FOR_THIS_STEP),
    of(
        Builtin,
        "ulimit",
        "",
        "Sets a limit for this `RUN` only. The container's limits come from `docker run --ulimit` or the node.",
    ),
    of(Builtin, "exit", "", "Ends the step: with 0 it counts as done, whatever failed before."),
    of(
        Builtin,
        "true",
        "",
        "Does nothing, successfully. Behind `||` it hides every failure of the step; name the one you expect instead.",
    ),
    of(Builtin, ":", "", "Does nothing, successfully. Behind `||` it hides every failure of the step."),
    of(Builtin, "false", "", "Does nothing, and fails."),
    of(
        Builtin,
        "wait",
        "",
        "Waits for background jobs. Without it they are killed at the end of the step, and their failures go unseen.",
    ),
    of(
        Init,
        "tini",
        "tini",
        "A tiny process 1 that passes signals on and collects orphaned processes: `ENTRYPOINT [\"tini\", \"--\", …]`. Needed only when the program starts children; `docker run --init` brings one too.",
    ),
    of(
        Init,
        "dumb-init",
        "dumb-init",
        "A small process 1 that passes signals on to the whole group. Needed only when the program starts children or ignores signals as process 1.",
    ),
    of(
        Init,
        "s6-svscan",
        "s6",
        "Supervises several programs in one container. One program per container is easier to watch and to scale.",
    ),
    of(Init, "catatonit", "catatonit", "A tiny process 1, the one that Podman uses."),
    of(
        Init,
        "supervisord",
        "supervisor",
        "Runs several programs in one container, which then look healthy while one of them is down. Split them into containers where you can; otherwise `nodaemon=true`.",
    ),
];
