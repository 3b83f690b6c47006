use super::{Form, Instruction, Parameter};

pub(super) const STOPSIGNAL: Instruction = Instruction {
    keyword: "STOPSIGNAL",
    summary: "sets the signal that asks the container to stop",
    documentation: "`docker stop` and Kubernetes send it to process 1, wait for the grace period (10 s and 30 s), then kill. \
        SIGTERM is the default and right for most programs; nginx, PHP-FPM, PostgreSQL and httpd stop gracefully on another \
        one, which their official images set. The signal reaches the program only when that is process 1: write `ENTRYPOINT` and \
        `CMD` in exec form.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "STOPSIGNAL <signal>",
        parameters: &[Parameter { label: "<signal>", documentation: "A name such as `SIGQUIT`, or a number." }],
    }],
};
