//! Values of the `SHELL` instruction worth offering.

/// One way to write `SHELL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShellForm {
    /// The JSON array behind the keyword.
    pub array: &'static str,
    /// What it brings and where the shell exists; Markdown, whole sentences.
    pub documentation: &'static str,
    /// Whether a failure on the left of a pipe fails the step.
    pub pipefail: bool,
}

const SHELLS: &[ShellForm] = &[
    ShellForm {
        array: "[\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]",
        documentation: "Bash that fails when any command of a pipe fails. Debian, Ubuntu, Fedora and Red Hat images have \
            it; Alpine does not.",
        pipefail: true,
    },
    ShellForm {
        array: "[\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\"]",
        documentation: "Bash that stops at the first failure and at the first variable that is not set. Strict, and right \
            for long steps.",
        pipefail: true,
    },
    ShellForm {
        array: "[\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]",
        documentation: "The shell of Alpine and BusyBox, failing when any command of a pipe fails. Nothing to install.",
        pipefail: true,
    },
    ShellForm {
        array: "[\"/bin/ash\", \"-euo\", \"pipefail\", \"-c\"]",
        documentation: "The shell of Alpine and BusyBox, stopping at the first failure and the first variable that is not set.",
        pipefail: true,
    },
    ShellForm {
        array: "[\"/bin/bash\", \"-c\"]",
        documentation: "Bash as it is, for `[[ ]]`, arrays and `source`. A failure on the left of a pipe goes unseen.",
        pipefail: false,
    },
    ShellForm {
        array: "[\"/bin/sh\", \"-c\"]",
        documentation: "The default on Linux: dash on Debian and Ubuntu, BusyBox on Alpine, Bash on Red Hat. A failure on \
            the left of a pipe goes unseen.",
        pipefail: false,
    },
    ShellForm {
        array: "[\"/bin/sh\", \"-e\", \"-c\"]",
        documentation: "The default shell, stopping at the first failure. A failure on the left of a pipe still goes unseen.",
        pipefail: false,
    },
    ShellForm { array: "[\"cmd\", \"/S\", \"/C\"]", documentation: "The default on Windows.", pipefail: false },
    ShellForm {
        array: "[\"powershell\", \"-Command\", \"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';\"]",
        documentation: "Windows PowerShell of Server Core images. Without the two settings it goes on after an error, and \
            the progress bar makes downloads crawl.",
        pipefail: false,
    },
    ShellForm {
        array: "[\"pwsh\", \"-Command\", \"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';\"]",
        documentation: "PowerShell 7, on Windows and Linux images that carry it.",
        pipefail: false,
    },
];

/// Shells for completion, the ones with `pipefail` first.
#[must_use]
pub fn shells() -> &'static [ShellForm] {
    SHELLS
}
