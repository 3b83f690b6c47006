//! The parser directives: `# name=value` on the first lines of a file.

use super::Value;

/// A parser directive. Source: Dockerfile reference, parser directives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directive {
    /// In lower case, without `#` and `=`: `syntax`.
    pub name: &'static str,
    /// What it does; Markdown, whole sentences.
    pub documentation: &'static str,
    /// The first version of the Dockerfile syntax that reads it (`1.8`); `None`: it always was there.
    pub since: Option<&'static str>,
    /// Values worth offering. They are all there are for `escape`, usual ones for `syntax`; those of `check` end in `=`
    /// where more has to follow.
    pub values: &'static [Value],
}

const DIRECTIVES: &[Directive] = &[
    Directive {
        name: "syntax",
        documentation: "Names the image that reads this file: the Dockerfile frontend. With `docker/dockerfile:1` every \
            builder, old or new, fetches the latest stable syntax of version 1, so that the file means the same everywhere \
            and fixes arrive without an upgrade of Docker. Without the line the frontend built into the builder is used, \
            which may be years old; builders without network need it bundled or mirrored. It must stand before every \
            instruction and comment.",
        since: None,
        values: &[
            Value {
                name: "docker/dockerfile:1",
                documentation: "The latest stable version 1. The usual choice: features and fixes arrive by themselves, and \
                    nothing in version 1 breaks.",
            },
            Value {
                name: "docker/dockerfile:1-labs",
                documentation: "Version 1 with the experiments switched on, such as `RUN --device`. They may still change.",
            },
            Value {
                name: "docker/dockerfile:1.20",
                documentation: "One minor version with its bug fixes. For builds that must not change by themselves, above \
                    all together with `# check=error=true`.",
            },
            Value {
                name: "docker/dockerfile-upstream:master",
                documentation: "The development version of the frontend. For trying things out, not for a build that matters.",
            },
        ],
    },
    Directive {
        name: "escape",
        documentation: "Sets the character that continues a line and escapes the next character. The default is the \
            backslash; the backtick makes Windows paths such as `C:\\app\\` readable. It must stand before every instruction \
            and comment, and only once.",
        since: None,
        values: &[
            Value { name: "\\", documentation: "The backslash: the default, right for Linux images." },
            Value {
                name: "`",
                documentation: "The backtick: for Windows images, where the backslash separates paths.",
            },
        ],
    },
    Directive {
        name: "check",
        documentation: "Configures BuildKit's own build checks: `skip=` names checks to leave out (comma between them, \
            `all` for every one), `error=true` makes the build fail on what is left, `experimental=` switches checks on that \
            are not part of the default. Join them with a semicolon: `# check=skip=JSONArgsRecommended;error=true`. Pin \
            `# syntax=` to a minor version when you set `error=true`, or a new check can break an old build.",
        since: Some("1.8"),
        values: &[
            Value { name: "skip=", documentation: "Leaves out the named checks; the names are case-sensitive." },
            Value { name: "skip=all", documentation: "Leaves out every check." },
            Value { name: "error=true", documentation: "A finding fails the build instead of being a warning." },
            Value { name: "experimental=", documentation: "Switches on the named experimental checks." },
            Value { name: "experimental=all", documentation: "Switches on every experimental check." },
        ],
    },
];

/// All directives that the builder reads.
#[must_use]
pub fn directives() -> &'static [Directive] {
    DIRECTIVES
}
