//! The mounts of `RUN --mount`.

use super::Value;

/// A type of mount. Source: Dockerfile reference, `RUN --mount`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MountType {
    /// As in `type=`: `cache`.
    pub name: &'static str,
    /// What it does; Markdown, whole sentences.
    pub documentation: &'static str,
    /// The keys it takes besides `type`, the important ones first.
    pub options: &'static [MountOption],
}

/// A key of a mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MountOption {
    /// The usual spelling: `target`.
    pub name: &'static str,
    /// Other spellings: `dst`, `destination`; often empty.
    pub aliases: &'static [&'static str],
    /// Whether the mount is an error without it.
    pub required: bool,
    /// What holds when it is left out; `None`: nothing, or something that depends on the build.
    pub default: Option<&'static str>,
    /// What it does; Markdown, whole sentences.
    pub documentation: &'static str,
    /// All words it accepts; empty: free text.
    pub values: &'static [Value],
    /// Whether it may stand without a value, which means `true`.
    pub is_flag: bool,
}

const TRUE: Value = Value { name: "true", documentation: "Switches it on; the same as the bare key." };
const FALSE: Value = Value { name: "false", documentation: "Switches it off." };
const BOOLEAN: &[Value] = &[TRUE, FALSE];

/// A key with free text and nothing special; the others are made from it.
const KEY: MountOption = MountOption {
    name: "",
    aliases: &[],
    required: false,
    default: None,
    documentation: "",
    values: &[],
    is_flag: false,
};

const TARGET: MountOption = MountOption {
    name: "target",
    aliases: &["dst", "destination"],
    required: true,
    documentation: "Where the mount appears in the build container. A relative path starts at the `WORKDIR` in force.",
    ..KEY
};

const READ_ONLY: MountOption = MountOption {
    name: "readonly",
    aliases: &["ro"],
    default: Some("false"),
    documentation: "The command may read, not write. For a cache that several builds only consume.",
    values: BOOLEAN,
    is_flag: true,
    ..KEY
};

const BIND: MountType = MountType {
    name: "bind",
    documentation: "Shows files of the build context, of a stage or of an image to this one `RUN`, without copying them \
        into a layer. The best way to give a manifest to an install step: nothing stays in the image, and the step is \
        repeated only when those files change. It is read-only unless you say `rw`, and what is written then is thrown \
        away after the step.",
    options: &[
        MountOption {
            documentation: "Where the files appear in the build container. A relative path starts at the `WORKDIR` in \
                force. A file can be mounted on a file, a directory on a directory.",
            ..TARGET
        },
        MountOption {
            name: "source",
            aliases: &["src"],
            default: Some("/"),
            documentation: "What to mount: a path below the root of the build context, or below the root of `from`. Left \
                out, it is the whole of it; name one file where one is enough, or every change of any file repeats the step.",
            ..KEY
        },
        MountOption {
            name: "from",
            documentation: "A stage, an image or a named context to take the files from; left out, it is the build \
                context. An image is pulled as it is for \
                `FROM`, so pin it the same way.",
            ..KEY
        },
        MountOption {
            name: "readwrite",
            aliases: &["rw"],
            default: Some("false"),
            documentation: "Lets the command write into the mount. The writes are thrown away when the step ends: they \
                reach neither the image nor the context.",
            values: BOOLEAN,
            is_flag: true,
            ..KEY
        },
        MountOption {
            name: "readonly",
            aliases: &["ro"],
            default: Some("true"),
            documentation: "The command may read, not write. It is what a bind mount does anyway.",
            values: BOOLEAN,
            is_flag: true,
            ..KEY
        },
    ],
};

const CACHE: MountType = MountType {
    name: "cache",
    documentation: "A directory that outlives the build: the next run of this step finds what the last one left there. \
        Made for the download and compile caches of package managers; nothing in it reaches the image, so there is nothing \
        to clean up. It lives on the builder and may be empty at any time, so a build must also work without it, and a \
        result that is needed later has to be copied out in the same `RUN`.",
    options: &[
        TARGET,
        MountOption {
            name: "id",
            documentation: "The name of the cache; left out, it is the target path. Steps and builds with the same id share it; give different ones to \
                what must not mix, for example with `$TARGETPLATFORM` in it for compiled files.",
            ..KEY
        },
        MountOption {
            name: "sharing",
            default: Some("shared"),
            documentation: "What happens when two steps want the same cache at once. `locked` for tools that lock or \
                corrupt their own directory (apt, dnf, Gradle, Maven); `shared` for those built for it (npm, pip, Go, Cargo).",
            values: &[
                Value { name: "shared", documentation: "All write at the same time; the tool has to cope with it." },
                Value {
                    name: "private",
                    documentation: "Each writer gets a cache of its own while the first is in use.",
                },
                Value { name: "locked", documentation: "The second waits until the first is done." },
            ],
            ..KEY
        },
        MountOption {
            name: "uid",
            default: Some("0"),
            documentation: "The owner of the directory when it is created. Set it when the step runs under another `USER`, \
                or that user cannot write; a cache that exists keeps its owner.",
            ..KEY
        },
        MountOption {
            name: "gid",
            default: Some("0"),
            documentation: "The group of the directory when it is created; goes with `uid`.",
            ..KEY
        },
        MountOption {
            name: "mode",
            default: Some("0755"),
            documentation: "The permissions of the directory when it is created, in octal.",
            ..KEY
        },
        READ_ONLY,
        MountOption {
            name: "from",
            documentation: "A stage, image or named context whose files fill the cache when it is created; left out, it \
                starts empty.",
            ..KEY
        },
        MountOption {
            name: "source",
            aliases: &["src"],
            default: Some("/"),
            documentation: "The directory below `from` that fills the cache when it is created.",
            ..KEY
        },
    ],
};

const TMPFS: MountType = MountType {
    name: "tmpfs",
    documentation: "A directory in memory for this one `RUN`, gone afterwards. For scratch files that are large, secret or \
        many, and for hiding a directory of the image from a command. What it holds counts as memory of the builder.",
    options: &[
        TARGET,
        MountOption {
            name: "size",
            documentation: "The most it may hold, in bytes or with a unit: `64m`. Without it there is no limit, and a \
                runaway step can use up the builder's memory.",
            ..KEY
        },
    ],
};

const SECRET: MountType = MountType {
    name: "secret",
    documentation: "Hands a secret to this one `RUN` as a file or a variable; it never reaches a layer, the history or the \
        cache key. The value comes from the caller: `docker build --secret id=npmrc,src=$HOME/.npmrc`. Since its value is \
        not part of the cache key, a changed secret alone does not repeat the step.",
    options: &[
        MountOption {
            name: "id",
            documentation: "The name under which the caller passes the secret (`--secret id=…`). Left out, it is the last \
                part of `target`.",
            ..KEY
        },
        MountOption {
            name: "target",
            aliases: &["dst", "destination"],
            default: Some("/run/secrets/<id>"),
            documentation: "The file that holds the secret while the command runs. Point it at where the tool looks anyway \
                (`/root/.npmrc`, `/root/.netrc`), and nothing has to be copied. With `env` and no `target` there is no file.",
            ..KEY
        },
        MountOption {
            name: "env",
            documentation: "The variable that holds the secret while the command runs, instead of a file, or besides it \
                when `target` is given too. Since Dockerfile 1.10. A file is the safer choice where the tool can read \
                one: variables are inherited by every child process.",
            ..KEY
        },
        MountOption {
            name: "required",
            default: Some("false"),
            documentation: "Fails the build when the caller does not pass the secret. Without it the command runs with \
                the file missing.",
            values: BOOLEAN,
            is_flag: true,
            ..KEY
        },
        MountOption {
            name: "mode",
            default: Some("0400"),
            documentation: "The permissions of the file, in octal. The owner alone may read it by default.",
            ..KEY
        },
        MountOption {
            name: "uid",
            default: Some("0"),
            documentation: "The owner of the file. Set it to the uid of the `USER` in force, or a step that does not run as \
                root cannot read it.",
            ..KEY
        },
        MountOption {
            name: "gid",
            default: Some("0"),
            documentation: "The group of the file; goes with `uid`.",
            ..KEY
        },
    ],
};

const SSH: MountType = MountType {
    name: "ssh",
    documentation: "Lets this one `RUN` sign with the caller's SSH agent, for private Git repositories; the key itself never \
        enters the build. The caller passes it with `docker build --ssh default`. The host has to be known as well: put \
        its key into `known_hosts` rather than switching the check off.",
    options: &[
        MountOption {
            name: "id",
            default: Some("default"),
            documentation: "Which agent or key of the caller: `--ssh <id>=<path>`.",
            ..KEY
        },
        MountOption {
            name: "target",
            aliases: &["dst", "destination"],
            default: Some("/run/buildkit/ssh_agent.${N}"),
            documentation: "The path of the agent's socket; `SSH_AUTH_SOCK` points to it. There is rarely a reason to set it.",
            ..KEY
        },
        MountOption {
            name: "required",
            default: Some("false"),
            documentation: "Fails the build at once when the caller passes no agent, instead of a puzzling refusal from the \
                Git server later.",
            values: BOOLEAN,
            is_flag: true,
            ..KEY
        },
        MountOption {
            name: "mode",
            default: Some("0600"),
            documentation: "The permissions of the socket, in octal.",
            ..KEY
        },
        MountOption {
            name: "uid",
            default: Some("0"),
            documentation: "The owner of the socket. Set it to the uid of the `USER` in force when that is not root.",
            ..KEY
        },
        MountOption {
            name: "gid",
            default: Some("0"),
            documentation: "The group of the socket; goes with `uid`.",
            ..KEY
        },
    ],
};

const MOUNT_TYPES: &[MountType] = &[BIND, CACHE, SECRET, SSH, TMPFS];

/// The mount type `name`; `None`: there is no such type. BuildKit compares without regard to case.
#[must_use]
pub fn mount_type(name: &str) -> Option<&'static MountType> {
    MOUNT_TYPES.iter().find(|it| it.name.eq_ignore_ascii_case(name))
}

/// All mount types. A `--mount` without `type=` is a `bind`.
#[must_use]
pub fn mount_types() -> &'static [MountType] {
    MOUNT_TYPES
}
