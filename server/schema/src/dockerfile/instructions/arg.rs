use super::{Form, Instruction, Parameter};

pub(super) const ARG: Instruction = Instruction {
    keyword: "ARG",
    summary: "declares a variable for the build",
    documentation: "The caller may set it with `--build-arg`; otherwise the default counts. Declared before the first `FROM` it is \
        known to `FROM` lines only, and a stage that wants it says `ARG NAME` again. It is gone in the running container, where \
        `ENV` would stay, but it can be read in the image's history: a secret belongs into `RUN --mount=type=secret`. A changed \
        value repeats every `RUN` after the declaration, so declare it as late as possible.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "ARG <name>[=<default>] …",
        parameters: &[Parameter {
            label: "<name>[=<default>]",
            documentation: "A variable, and its value when the caller gives none. Without a default it is empty then.",
        }],
    }],
};
