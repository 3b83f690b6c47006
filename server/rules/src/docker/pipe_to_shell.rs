//! A script from the network that is run unseen.

use syntax::shell::{Command, CommandKind, Pipeline, Script, SimpleCommand, Word, WordPart, WordPartKind};

use super::shell_call::{self, ShellCall};
use crate::grain::ShellCommand;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a download that is handed to a shell or an interpreter without being looked at: `curl … | sh`,
    /// `sh -c "$(curl …)"`, `bash <(wget -O- …)`.
    ///
    /// ## Why is this bad?
    /// The image gets whatever the server sends at the time of the build, as root. Two builds of the same commit run
    /// different programs, and nobody can say afterwards which; a server that is taken over for an hour is in every image
    /// that was built in that hour. If the connection breaks in the middle, the shell runs the half that it got.
    ///
    /// Fetch the script as a file with a digest that stands in the Dockerfile, and run that:
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl -fsSL https://example.org/install.sh | sh
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// # syntax=docker/dockerfile:1
    /// FROM debian:13-slim
    /// ADD --checksum=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 https://example.org/install.sh /tmp/
    /// RUN sh /tmp/install.sh && rm /tmp/install.sh
    /// ```
    ///
    /// ## When to ignore it
    /// When the server is your own and what it sends is versioned.
    "docker/pipe-to-shell" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::ShellCommand(check),
    }
}

fn check(command: &ShellCommand<'_>, report: &mut Report<'_>) {
    let Some(call) = ShellCall::of(command.command()).filter(|call| runs_code(&call.name)) else { return };
    let Some(download) = piped(command).or_else(|| substituted(&call)) else { return };
    let Some(fetch) = ShellCall::of(download) else { return };
    let from = host(download).map_or_else(|| "the network".to_owned(), |host| format!("`{host}`"));
    let runner = &call.name;
    report
        .at(
            fetch.word,
            format!("`{runner}` runs what {from} sends on the day of the build, unseen: fetch it with a checksum, then run it"),
        )
        .label(call.word, "runs it");
}

/// Shells, and interpreters that read a program from standard input.
fn runs_code(name: &str) -> bool {
    let unversioned = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    let interpreter = matches!(unversioned, "python" | "perl" | "ruby" | "node" | "php");
    interpreter || is_shell(unversioned) || matches!(name, "eval" | "source" | ".")
}

fn is_shell(name: &str) -> bool {
    matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh")
}

fn is_download(command: &SimpleCommand) -> bool {
    ShellCall::of(command)
        .is_some_and(|call| matches!(call.name.as_str(), "curl" | "wget" | "fetch" | "aria2c" | "http"))
}

/// The download on the left of the pipe, when this command reads its program from there.
fn piped<'a>(command: &ShellCommand<'a>) -> Option<&'a SimpleCommand> {
    let place = &command.place;
    let call = ShellCall::of(place.command)?;
    // A program given by `-c`, `-m`, `-e` or as a file reads the pipe as data. `sh -s -- argument` and `python -` read it.
    let reads_program = call.arguments.iter().all(|word| {
        let text = word.display();
        text.starts_with('-') && !matches!(text.as_str(), "-c" | "-m" | "-e" | "-ne" | "-pe" | "-n" | "-r")
    }) || (is_shell(&call.name) && call.has("-s"))
        || call.arguments.first().is_some_and(|word| matches!(word.display().as_str(), "-" | "/dev/stdin"));
    let takes_program = reads_program && !matches!(call.name.as_str(), "eval" | "source" | ".");
    let left = place.pipeline.commands.iter().take(place.position_in_pipeline);
    left.filter(|_| takes_program).find_map(writer).filter(|first| is_download(first))
}

/// The command that writes into the pipe, in a group too.
fn writer(command: &Command) -> Option<&SimpleCommand> {
    if let CommandKind::Group(script) | CommandKind::Subshell(script) = &command.kind {
        return script.simple_commands().next();
    }
    shell_call::simple(command)
}

/// The download in `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash <(curl …)`.
fn substituted<'a>(call: &ShellCall<'a>) -> Option<&'a SimpleCommand> {
    let program: &Word = match call.name.as_str() {
        "eval" | "source" | "." => call.arguments.first()?,
        _ => {
            let after_c = call.arguments.iter().position(|word| {
                word.literal()
                    .is_some_and(|text| text.starts_with('-') && !text.starts_with("--") && text.ends_with('c'))
            });
            match after_c {
                Some(place) => call.arguments.get(place + 1)?,
                None => call.arguments.iter().find(|word| !word.display().starts_with('-'))?,
            }
        }
    };
    let process = |part: &WordPart| matches!(part.kind, WordPartKind::Process(_));
    let needs_process = !matches!(call.name.as_str(), "eval")
        && !call
            .arguments
            .iter()
            .any(|word| word.literal().is_some_and(|text| text.starts_with('-') && text.ends_with('c')));
    if needs_process && !program.parts.iter().any(process) {
        return None;
    }
    shell_call::substitutions(program).into_iter().find_map(last_of).filter(|found| is_download(found))
}

/// The command whose output a script of one pipeline is.
fn last_of(script: &Script) -> Option<&SimpleCommand> {
    let [statement] = script.statements.as_slice() else { return None };
    let pipeline: &Pipeline = &statement.pipeline;
    writer(pipeline.commands.first()?)
}

/// The host of the first URL among the words.
fn host(command: &SimpleCommand) -> Option<String> {
    command.words.iter().find_map(|word| {
        let text = word.display();
        let (_, rest) = text.split_once("://")?;
        let host = rest.split(['/', '?', ':']).next()?;
        let host = host.rsplit('@').next()?;
        (!host.is_empty() && !host.contains('$')).then(|| host.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn programs_from_the_network() {
        check(
            &RULE,
            r#"
FROM debian:13-slim
RUN curl -fsSL https://sh.rustup.rs | sh -s -- -y
    ^^^^ `sh` runs what `sh.rustup.rs` sends on the day of the build, unseen: fetch it with a checksum, then run it
RUN set -e; \
    # the poet
    wget -qO- https://example.org:8443/x | sudo -E bash - && true
    ^^^^ `bash` runs what `example.org` sends…
RUN curl $URL | tr a b | POETRY_HOME=/opt python3 -
    ^^^^ `python3` runs what the network sends…
RUN if true; then sh -c "$(curl -fsSL https://example.org/x)"; fi
                           ^^^^
RUN bash <(curl -fsSL https://example.org/x) --flag
           ^^^^
ONBUILD RUN eval "$(wget -O- https://example.org/x)"
                    ^^^^
RUN . <(curl https://example.org/x)
        ^^^^
"#,
        );
    }

    #[test]
    fn data_and_files() {
        check(
            &RULE,
            r#"
FROM debian:13-slim
RUN curl -fsSL https://example.org/x.tgz | tar xz
RUN curl -fsSL https://example.org/x | python3 -c 'import sys; print(sys.stdin.read())'
RUN curl -fsSL https://example.org/x | python3 -m json.tool && curl https://example.org/x | node parse.js
RUN curl -o x https://example.org/x && echo "abc  x" | sha256sum -c && sh x
RUN echo "echo a" | sh
RUN bash "$(curl https://example.org/name)"
RUN ["sh", "-c", "curl https://example.org/x | sh"]
"#,
        );
    }
}
