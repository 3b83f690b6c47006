use super::{Form, Instruction, Parameter};

pub(super) const LABEL: Instruction = Instruction {
    keyword: "LABEL",
    summary: "adds metadata to the image",
    documentation: "Key and value pairs that registries, scanners and people read from the image; the running program does not see \
        them. The usual keys are `org.opencontainers.image.source`, `.revision`, `.version`, `.licenses`, `.title` and \
        `.description`. Labels of the base image are inherited, so set your own or its values stand for yours. What changes with \
        every commit is better passed by the caller (`--label`, CI metadata), where it spoils no cache.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "LABEL <key>=<value> …",
        parameters: &[Parameter {
            label: "<key>=<value>",
            documentation: "A key in reverse-domain form and its value; quote a value with blanks in double quotes.",
        }],
    }],
};
