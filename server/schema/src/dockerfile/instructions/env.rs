use super::{Form, Instruction, Parameter};

pub(super) const ENV: Instruction = Instruction {
    keyword: "ENV",
    summary: "sets a variable for the build and the container",
    documentation: "From here on every instruction sees it, and so does every process of every container started from the image. \
        That makes it right for `PATH` and for settings of the program, and wrong for what only the build needs (`ARG`, or \
        `NAME=value command` in one `RUN`) and for secrets, which anybody can read from the image. A later `ENV`, `docker run \
        -e` or a Kubernetes manifest overrides it; `unset` in a `RUN` lasts for that `RUN` only.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[
        Form {
            label: "ENV <key>=<value> …",
            parameters: &[Parameter {
                label: "<key>=<value>",
                documentation: "A variable and its value. Quote a value with blanks; `$name` is replaced by its value before \
                    this line.",
            }],
        },
        Form {
            label: "ENV <key> <value>",
            parameters: &[
                Parameter {
                    label: "<key>",
                    documentation: "A variable. This old form is deprecated: write `key=value`.",
                },
                Parameter { label: "<value>", documentation: "The rest of the line is the value, blanks included." },
            ],
        },
    ],
};
