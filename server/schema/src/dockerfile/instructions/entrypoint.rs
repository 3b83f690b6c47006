use super::{Form, Instruction, Parameter};

pub(super) const ENTRYPOINT: Instruction = Instruction {
    keyword: "ENTRYPOINT",
    summary: "sets the program that the container runs",
    documentation: "The program that every container of the image starts; `CMD`, or what stands behind the image in `docker run`, \
        are its arguments. In exec form the program is process 1 and gets the stop signal itself; in shell form a shell is, `CMD` \
        is ignored, and the container is killed after the grace period instead of stopping. A start script ends in `exec \"$@\"` \
        for the same reason. It drops the `CMD` of the base image. Only the last one counts.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[
        Form {
            label: "ENTRYPOINT [\"<program>\", \"<argument>\", …]",
            parameters: &[
                Parameter {
                    label: "\"<program>\"",
                    documentation: "The program, started without a shell; `$variables` are not replaced.",
                },
                Parameter {
                    label: "\"<argument>\"",
                    documentation: "Arguments that are always given, before those of `CMD`.",
                },
            ],
        },
        Form {
            label: "ENTRYPOINT <command>",
            parameters: &[Parameter {
                label: "<command>",
                documentation: "A command line for the shell. Begin it with `exec`, or signals do not reach the program.",
            }],
        },
    ],
};
