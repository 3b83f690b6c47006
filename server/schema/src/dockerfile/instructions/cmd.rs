use super::{Form, Instruction, Parameter};

pub(super) const CMD: Instruction = Instruction {
    keyword: "CMD",
    summary: "sets what the container runs by default",
    documentation: "With an `ENTRYPOINT` in exec form it gives the default arguments, without one the whole command; what stands \
        behind the image in `docker run`, or `args` in Kubernetes, takes its place. Nothing runs during the build. Write it in exec \
        form: in shell form a shell is process 1 and swallows the stop signal. Only the last one of a stage counts.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[
        Form {
            label: "CMD [\"<program>\", \"<argument>\", …]",
            parameters: &[
                Parameter {
                    label: "\"<program>\"",
                    documentation: "The program, or the first argument for `ENTRYPOINT`; `$variables` are not replaced.",
                },
                Parameter { label: "\"<argument>\"", documentation: "Arguments, each a string in double quotes." },
            ],
        },
        Form {
            label: "CMD <command>",
            parameters: &[Parameter {
                label: "<command>",
                documentation: "A command line for the shell. Begin it with `exec`, or signals do not reach the program.",
            }],
        },
    ],
};
