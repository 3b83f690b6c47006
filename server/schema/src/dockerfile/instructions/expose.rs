use super::{Form, Instruction, Parameter};

pub(super) const EXPOSE: Instruction = Instruction {
    keyword: "EXPOSE",
    summary: "documents the ports the program listens on",
    documentation: "Opens nothing: it tells people and tools which ports the program uses. `docker run -P` publishes them, \
        `docker run -p` and Kubernetes do not need it. Choose a port from 1024 up, so that the program can listen without root. \
        TCP is meant unless you say `/udp`.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "EXPOSE <port>[/<protocol>] …",
        parameters: &[Parameter {
            label: "<port>[/<protocol>]",
            documentation: "A port or a range (`8000-8010`) of the container, with `tcp` or `udp` in lower case. No host port: \
                that is the caller's choice.",
        }],
    }],
};
