use super::{Form, Instruction, Parameter};

pub(super) const WORKDIR: Instruction = Instruction {
    keyword: "WORKDIR",
    summary: "sets the working directory",
    documentation: "Instructions that follow and the container start in this directory; it is created when it is missing, and \
        belongs to root even after `USER`. It holds to the end of the stage, where a `cd` lasts for one `RUN`. A relative path \
        starts at the previous `WORKDIR`, ultimately at the base image's, so an absolute one is the one to rely on.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "WORKDIR <path>",
        parameters: &[Parameter {
            label: "<path>",
            documentation: "An absolute path; variables of `ENV` and `ARG` are replaced.",
        }],
    }],
};
