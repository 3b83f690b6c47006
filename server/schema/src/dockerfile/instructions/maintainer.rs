use super::{Form, Instruction, Parameter};

pub(super) const MAINTAINER: Instruction = Instruction {
    keyword: "MAINTAINER",
    summary: "names the author of the image",
    documentation: "Fills the image's author field. A label says the same, can be read with the other labels, and is inherited \
        visibly.",
    since: None,
    deprecated: Some("write `LABEL org.opencontainers.image.authors=\"…\"`."),
    flags: &[],
    syntax: &[Form {
        label: "MAINTAINER <name>",
        parameters: &[Parameter { label: "<name>", documentation: "The rest of the line is the name." }],
    }],
};
