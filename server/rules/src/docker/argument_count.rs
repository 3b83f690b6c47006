//! Too few arguments.

use syntax::dockerfile::{Keyword, SyntaxErrorKind};

use crate::grain::Dockerfile;
use crate::{Check, Fixable, Group, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags an instruction with nothing behind it, and a `COPY` or an `ADD` with a single path.
    ///
    /// ## Why is this bad?
    /// The builder reads the whole file before it begins, and stops here: "COPY requires at least two arguments, but
    /// only one was provided. Destination could not be determined".
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY app
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY app /usr/local/bin/
    /// ```
    "docker/argument-count" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[
            "dockerfile-utils/ARGUMENT_MISSING",
            "dockerfile-utils/ARGUMENT_EXTRA",
            "dockerfile-utils/ARGUMENT_REQUIRES_ONE",
            "dockerfile-utils/ARGUMENT_REQUIRES_AT_LEAST_ONE",
            "dockerfile-utils/ARGUMENT_REQUIRES_TWO",
            "dockerfile-utils/ARGUMENT_REQUIRES_AT_LEAST_TWO",
            "dockerfile-utils/ARGUMENT_UNNECESSARY",
        ],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    for error in &file.model.syntax.errors {
        let written = &file.model.text[error.range];
        if let SyntaxErrorKind::MissingArgument(keyword) = error.kind {
            report.at(error, format!("`{written}` has nothing behind it; it needs {}", needs(keyword)));
        } else if let SyntaxErrorKind::MissingDestination(keyword) = error.kind {
            report.at(error, format!("`{written}` has a single path; it needs {}", needs(keyword)));
        } else if error.kind == SyntaxErrorKind::HealthcheckNone {
            report.at(error, format!("`NONE` takes nothing behind it; drop `{written}`"));
        }
    }
}

fn needs(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Add | Keyword::Copy => "at least one source and a destination",
        Keyword::Arg => "a name: `ARG VERSION=1.0`",
        Keyword::Cmd | Keyword::Entrypoint => "a command: `[\"program\", \"argument\"]`",
        Keyword::Env | Keyword::Label => "a pair: `KEY=value`",
        Keyword::Expose => "a port: `EXPOSE 8080`",
        Keyword::From => "an image: `FROM image:tag`",
        Keyword::Healthcheck => "`NONE`, or `CMD` and a command",
        Keyword::Maintainer => "a name",
        Keyword::Onbuild => "an instruction",
        Keyword::Run => "a command",
        Keyword::Shell => "a program with its flags: `SHELL [\"/bin/bash\", \"-c\"]`",
        Keyword::Stopsignal => "a signal: `STOPSIGNAL SIGTERM`",
        Keyword::User => "a name or a number: `USER 10001`",
        Keyword::Volume | Keyword::Workdir => "a path",
        Keyword::Unknown => "an argument",
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn instructions_without_what_they_need() {
        check(
            &RULE,
            "
FROM
^^^^ `FROM` has nothing behind it; it needs an image: `FROM image:tag`
COPY app
^^^^ `COPY` has a single path; it needs at least one source and a destination
add
^^^ `add` has nothing behind it; it needs at least one source and a destination
COPY --from=x
^^^^ `COPY` has nothing…
env
^^^ `env` has nothing behind it; it needs a pair: `KEY=value`
ONBUILD
^^^^^^^
ONBUILD WORKDIR
        ^^^^^^^
HEALTHCHECK NONE true
                 ^^^^ `NONE` takes nothing behind it; drop `true`
HEALTHCHECK CMD
            ^^^ `CMD` has nothing behind it; it needs `NONE`, or `CMD` and a command
",
        );
    }

    #[test]
    fn what_may_be_empty() {
        check(&RULE, "FROM a:1\nCMD\nENTRYPOINT\nCMD []\nCOPY a b\nHEALTHCHECK NONE\nUSER a b\n");
    }
}
