use super::{Form, Instruction, Parameter};

pub(super) const SHELL: Instruction = Instruction {
    keyword: "SHELL",
    summary: "sets the shell for the shell form",
    documentation: "`RUN`, `CMD` and `ENTRYPOINT` in shell form go through this from here to the end of the stage; the default is \
        `[\"/bin/sh\", \"-c\"]`. The usual reason is `pipefail`, so that a failed download on the left of a pipe fails the step: \
        `[\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` on Debian and Ubuntu, `/bin/ash` on Alpine, which has no Bash. Images \
        built on this one inherit it.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "SHELL [\"<program>\", \"<argument>\", …]",
        parameters: &[
            Parameter { label: "\"<program>\"", documentation: "The shell, with its path." },
            Parameter {
                label: "\"<argument>\"",
                documentation: "Its options; the last one takes the command (`-c`, on Windows `/C` or `-Command`).",
            },
        ],
    }],
};
