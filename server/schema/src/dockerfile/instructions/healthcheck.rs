use super::{Flag, FlagValue, Form, Instruction, Parameter};

const fn duration(
    name: &'static str,
    summary: &'static str,
    documentation: &'static str,
    since: Option<&'static str>,
) -> Flag {
    Flag { name, summary, documentation, since, values: &[], takes_value: FlagValue::Required, repeatable: false }
}

const FLAGS: Parameter = Parameter {
    label: "[--interval=<time> …]",
    documentation: "`--interval`, `--timeout`, `--start-period`, `--start-interval`, `--retries`.",
};

pub(super) const HEALTHCHECK: Instruction = Instruction {
    keyword: "HEALTHCHECK",
    summary: "tells Docker how to see that the program works",
    documentation: "Docker runs the command inside the container: exit code 0 is healthy, 1 is not. Docker itself only shows the \
        state; Swarm replaces the container and Compose can wait for it (`condition: service_healthy`). Kubernetes ignores it and \
        has its own probes. The program it calls has to be in the image: a subcommand of your own binary costs less than \
        installing curl. Without options it runs every 30 s, waits at most 30 s, and gives up after 3 failures.",
    since: None,
    deprecated: None,
    flags: &[
        duration(
            "--interval",
            "time between two checks",
            "The time from the end of one check to the next; `30s` when left out. Shorter notices a failure sooner and costs a \
             process start each time.",
            None,
        ),
        duration(
            "--timeout",
            "how long a check may take",
            "A check that takes longer counts as failed, and its process is killed; `30s` when left out. Take a little more than \
             the slowest healthy answer.",
            None,
        ),
        duration(
            "--start-period",
            "grace time for the start",
            "Failures in this time after the start do not count, a success ends it; `0s` when left out. Give it the longest \
             honest start.",
            None,
        ),
        duration(
            "--start-interval",
            "time between checks while starting",
            "The time between two checks during the start period; `5s` when left out. Short, so that a container is known to be \
             ready soon. It needs Docker Engine 25.",
            None,
        ),
        duration(
            "--retries",
            "failures before it is unhealthy",
            "So many failures in a row make the container unhealthy; `3` when left out. With `--interval=10s` and 3 retries a hang \
             is seen after about half a minute.",
            None,
        ),
    ],
    syntax: &[
        Form {
            label: "HEALTHCHECK [--interval=<time> …] CMD <command>",
            parameters: &[
                FLAGS,
                Parameter { label: "CMD", documentation: "The check follows." },
                Parameter { label: "<command>", documentation: "A command line for the shell of the stage." },
            ],
        },
        Form {
            label: "HEALTHCHECK [--interval=<time> …] CMD [\"<program>\", \"<argument>\", …]",
            parameters: &[
                FLAGS,
                Parameter { label: "CMD", documentation: "The check follows." },
                Parameter {
                    label: "\"<program>\"",
                    documentation: "A program, started without a shell. The form for images that have none.",
                },
                Parameter { label: "\"<argument>\"", documentation: "Its arguments, each a string in double quotes." },
            ],
        },
        Form {
            label: "HEALTHCHECK NONE",
            parameters: &[Parameter {
                label: "NONE",
                documentation: "Switches off the check that the base image has.",
            }],
        },
    ],
};
