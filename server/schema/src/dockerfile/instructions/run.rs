use super::{Flag, FlagValue, Form, Instruction, Parameter};
use crate::dockerfile::Value;

const FLAGS: Parameter =
    Parameter { label: "[--mount=<mount> …]", documentation: "`--mount`, `--network`, `--security`, `--device`." };

pub(super) const RUN: Instruction = Instruction {
    keyword: "RUN",
    summary: "runs a command and keeps what it changes",
    documentation: "Executes the command in a container of the stage so far and stores every changed file as a new layer. What a \
        later `RUN` deletes still ships in the earlier layer, so make and clean up in the same one, or keep caches out with \
        `--mount=type=cache`. The step is repeated only when its text, an `ARG` or `ENV` it can see, or something before it \
        changes; the network is never asked. In shell form it runs through `/bin/sh -c`, which does not notice a failure on the \
        left of a pipe unless `pipefail` is set.",
    since: None,
    deprecated: None,
    flags: &[
        Flag {
            name: "--mount",
            summary: "files, caches, secrets for this step only",
            documentation: "Makes something visible to this one step without putting it into the image: a `cache` that outlives \
                the build, a `bind` of files from the context or a stage, a `secret`, the caller's `ssh` agent, or a `tmpfs`. May be \
                given several times; without `type=` it is a `bind`.",
            since: Some("1.2"),
            values: &[],
            takes_value: FlagValue::Required,
            repeatable: true,
        },
        Flag {
            name: "--network",
            summary: "the network of this step",
            documentation: "Chooses the network of this step. `none` proves that a step works with what was fetched before, and \
                keeps a compromised dependency from calling home; `host` needs a permission of the builder.",
            since: Some("1.3"),
            values: &[
                Value { name: "default", documentation: "The builder's usual network; what holds without the flag." },
                Value { name: "none", documentation: "No network at all, only a loopback of its own." },
                Value {
                    name: "host",
                    documentation: "The builder's own network. The builder must allow it (`--allow network.host`), and the step \
                        can reach every service of that machine.",
                },
            ],
            takes_value: FlagValue::Required,
            repeatable: false,
        },
        Flag {
            name: "--security",
            summary: "the sandbox of this step",
            documentation: "Chooses whether this step runs in the usual sandbox. `insecure` is `docker run --privileged` for one \
                step and needs a permission of the builder (`--allow security.insecure`): whoever can change the step owns the \
                build machine.",
            since: Some("1.20"),
            values: &[
                Value { name: "sandbox", documentation: "The usual restrictions; what holds without the flag." },
                Value { name: "insecure", documentation: "All capabilities and devices, no sandbox." },
            ],
            takes_value: FlagValue::Required,
            repeatable: false,
        },
        Flag {
            name: "--device",
            summary: "a device for this step",
            documentation: "Gives this step a device of the builder, by its CDI name (`nvidia.com/gpu=all`); `,required` fails the \
                build where there is none. It is still an experiment: the file needs `# syntax=docker/dockerfile:1-labs`, the \
                builder a CDI specification and the permission.",
            since: Some("1.14-labs"),
            values: &[],
            takes_value: FlagValue::Required,
            repeatable: true,
        },
    ],
    syntax: &[
        Form {
            label: "RUN [--mount=<mount> …] <command>",
            parameters: &[
                FLAGS,
                Parameter {
                    label: "<command>",
                    documentation: "A command line for the shell of the stage; `&&` stops at the first failure.",
                },
            ],
        },
        Form {
            label: "RUN [--mount=<mount> …] [\"<program>\", \"<argument>\", …]",
            parameters: &[
                FLAGS,
                Parameter {
                    label: "\"<program>\"",
                    documentation: "A program, started without a shell: no variables, no `&&`, no wildcards. For images without \
                        a shell.",
                },
                Parameter { label: "\"<argument>\"", documentation: "Its arguments, each a string in double quotes." },
            ],
        },
        Form {
            label: "RUN [--mount=<mount> …] <<END",
            parameters: &[
                FLAGS,
                Parameter {
                    label: "<<END",
                    documentation: "A heredoc: the lines up to `END` alone on a line are one script. Begin it with `set -e`, or it \
                        goes on after a failure. Since Dockerfile 1.4.",
                },
            ],
        },
    ],
};
