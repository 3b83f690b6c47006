//! Language runtimes, tools for containers, and odds and ends.

use super::CommandClass::{ContainerTool, Tool};
use super::{Command, of};

const OUTSIDE: &str = "Works on containers from outside. In a build there is no daemon and no cluster to talk to; a mounted socket would \
    hand over the host.";

pub(super) const COMMANDS: &[Command] = &[
    of(
        Tool,
        "jq",
        "jq",
        "Reads JSON. Take it as a single binary into a build stage rather than into the image that ships.",
    ),
    of(
        Tool,
        "yq",
        "",
        "Reads YAML. Two programs have this name: a Go binary, and a Python wrapper around jq in Debian's package.",
    ),
    of(
        Tool,
        "python",
        "python-is-python3",
        "Runs Python. Debian calls it `python3`; the official images have both. Set `PYTHONUNBUFFERED=1` so that logs appear at once.",
    ),
    of(
        Tool,
        "python3",
        "python3",
        "Runs Python. `python3 -m venv /venv` makes an environment that can be copied to the same path of another stage.",
    ),
    of(Tool, "perl", "perl", "Runs Perl; Debian and Ubuntu have a small one in every image."),
    of(
        Tool,
        "node",
        "nodejs",
        "Runs Node. As process 1 it does not react to SIGTERM unless the program handles it; start it directly, not through `npm start`.",
    ),
    of(Tool, "ruby", "ruby", "Runs Ruby; through `bundle exec` it uses the gems of the lock file."),
    of(
        Tool,
        "java",
        "default-jre-headless",
        "Runs Java. It sizes its heap by the container's memory: `-XX:MaxRAMPercentage=75` uses more than the default quarter.",
    ),
    of(
        Tool,
        "php",
        "php-cli",
        "Runs PHP. Copy `php.ini-production` over `php.ini` in the official images: none is active by default.",
    ),
    of(
        Tool,
        "locale-gen",
        "locales",
        "Generates locales. `C.UTF-8` is in every current image without it and serves most programs.",
    ),
    of(Tool, "locale", "libc-bin", "Shows the locale settings."),
    of(
        Tool,
        "envsubst",
        "gettext-base",
        "Replaces variables in a template when the container starts. Name the variables, or every `$` in the file is replaced.",
    ),
    of(
        Tool,
        "ldconfig",
        "libc-bin",
        "Tells the dynamic linker about new libraries; needed after `make install` into `/usr/local/lib`.",
    ),
    of(
        Tool,
        "ldd",
        "libc-bin",
        "Lists the libraries a binary needs: what to copy, or why it does not start on another base. It may run the binary.",
    ),
    of(Tool, "command", "", "Runs a program and no alias; `command -v` finds one, in every shell."),
    of(
        ContainerTool,
        "nvidia-smi",
        "",
        "Asks the GPU, which is not there while the image is built. Ask when the container starts.",
    ),
    of(ContainerTool, "docker", "", OUTSIDE),
    of(ContainerTool, "dockerd", "", OUTSIDE),
    of(ContainerTool, "podman", "podman", OUTSIDE),
    of(ContainerTool, "buildah", "buildah", OUTSIDE),
    of(
        ContainerTool,
        "kubectl",
        "",
        "Talks to a cluster, which a build must not depend on. Installed in an image, pin it to the cluster's minor version and check the digest.",
    ),
    of(
        ContainerTool,
        "helm",
        "",
        "Installs charts. In a build only `dependency build`, `template` and `package` make sense: they need no cluster.",
    ),
    of(
        ContainerTool,
        "terraform",
        "",
        "Changes infrastructure, which is no work for a build. `init` with the lock file can fill a provider cache.",
    ),
];
