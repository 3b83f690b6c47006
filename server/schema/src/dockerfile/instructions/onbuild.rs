use super::{Form, Instruction, Parameter};

pub(super) const ONBUILD: Instruction = Instruction {
    keyword: "ONBUILD",
    summary: "stores an instruction for images built on this one",
    documentation: "The instruction is not executed here but in every build that names this image in `FROM`, right after that \
        line. Grandchildren do not inherit it. Whoever uses the image does not see it in their file, so keep it to internal \
        base images with a tag that says so (`-onbuild`). `ONBUILD`, `FROM` and `MAINTAINER` cannot be stored.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "ONBUILD <INSTRUCTION> <arguments>",
        parameters: &[
            Parameter {
                label: "<INSTRUCTION>",
                documentation: "Any instruction except `ONBUILD`, `FROM` and `MAINTAINER`.",
            },
            Parameter { label: "<arguments>", documentation: "What that instruction takes." },
        ],
    }],
};
