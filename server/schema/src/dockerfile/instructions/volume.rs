use super::{Form, Instruction, Parameter};

pub(super) const VOLUME: Instruction = Instruction {
    keyword: "VOLUME",
    summary: "marks directories whose data outlives the container",
    documentation: "Each container gets a volume for the directory, filled with what the image has there; without a name from the \
        caller it is an anonymous one that piles up on the host. Nobody can take it back: images built on this one inherit it. \
        Kubernetes ignores it. Mostly it is better to leave it out, document the path, and let whoever runs the image mount \
        something there; older builders also drop what later steps write below it.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[
        Form {
            label: "VOLUME <path> …",
            parameters: &[Parameter { label: "<path>", documentation: "A directory of the container." }],
        },
        Form {
            label: "VOLUME [\"<path>\", …]",
            parameters: &[Parameter {
                label: "\"<path>\"",
                documentation: "A directory of the container, as a JSON string.",
            }],
        },
    ],
};
