use super::{Form, Instruction, Parameter};

pub(super) const USER: Instruction = Instruction {
    keyword: "USER",
    summary: "sets the user that everything runs as",
    documentation: "From here on `RUN`, `CMD` and `ENTRYPOINT`, and with them the container, run as this user. An image that never \
        says it runs as root: a hole in the program is then root in the container. Write a number (`USER 10001:10001`): it needs \
        no entry in `/etc/passwd`, and Kubernetes can check `runAsNonRoot` only for numbers. Put it after the last step that \
        installs, and leave the program's files to root so that the process cannot change itself.",
    since: None,
    deprecated: None,
    flags: &[],
    syntax: &[Form {
        label: "USER <user>[:<group>]",
        parameters: &[Parameter {
            label: "<user>[:<group>]",
            documentation: "Names or numbers. Without a group it is the user's own; a number without an entry gets group 0, root.",
        }],
    }],
};
