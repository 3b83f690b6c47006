//! A pipe that ends well although its left side failed.

use std::collections::HashMap;

use project::docker::At;
use syntax::dockerfile::{ArrayItem, Body, Command, Element, Form};
use syntax::shell::{Script, Word};

use super::base_image::{self, Family};
use super::layer::{self, InForce};
use super::pipe;
use super::shell_call::{ShellCall, base_name};
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a pipe in RUN whose left side can fail, when the shell has no `pipefail`. Reported once a RUN.
    ///
    /// Silent are pipes whose left side does not fail or only reads what is in the image (`echo`, `cat`, `find`, `sed`), whose
    /// right side notices that nothing or only half came in (`tar x`, `gpg`, `gunzip`, `grep`) or reads only the beginning
    /// (`head`), and those whose status is asked about or ignored on purpose (`if … | …`, `|| true`).
    ///
    /// ## Why is this bad?
    /// The status of a pipe is the status of its last command. In `curl … | sh` a server that does not answer gives `sh`
    /// an empty program, which it runs with success: the step is green, cached, and the tool is not there. The failure shows
    /// up hours later in another place.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl -fsSL https://example.org/list | sort > /etc/list
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM debian:13-slim
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// RUN curl -fsSL https://example.org/list | sort > /etc/list
    /// ```
    /// On Alpine the shell is `/bin/ash`, and `set -o pipefail &&` in the RUN works too. The `sh` of Debian and Ubuntu does
    /// not know the option.
    ///
    /// ## When to ignore it
    /// When the right side may stop before the left one is done (`sed q`, `awk '… exit'`): the left side is then killed, which
    /// `pipefail` takes for a failure.
    "docker/pipefail" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL4006", "semgrep/set-pipefail", "kics/shell_running_a_pipe_without_pipefail_flag"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let model = file.model;
    let shells = InForce::of(model, |instruction| !shell_items(&instruction.body).is_empty());
    let mut families: HashMap<usize, Option<Family>> = HashMap::new();
    for at in layer::sections(model).flat_map(|section| section.instructions()) {
        let shell = shells.at(at.index).map(|index| shell_items(&model.syntax.instructions[index].body));
        let shell = shell.unwrap_or_default();
        if shell.iter().any(|item| item.value.contains("pipefail")) || command_sets_it(&at) {
            continue;
        }
        for script in layer::scripts_of(at) {
            let set = set_at(script, at);
            let mut pipes =
                pipe::deaf(script).into_iter().filter(|pipe| set.is_none_or(|set| pipe.left.range().start() < set));
            let Some(first) = pipes.next() else { continue };
            let who =
                if first.name.is_empty() { "what is left of the pipe".to_owned() } else { format!("`{}`", first.name) };
            let last = if first.last.is_empty() { "its last command".to_owned() } else { format!("`{}`", first.last) };
            let message =
                format!("a failure of {who} goes unseen, the pipe ends with the status of {last}: set `pipefail`");
            let found = report.at(&first.left, message);
            for other in pipes {
                found.label(&other.left, "and here");
            }
            let stage = model.stage_of(at.index);
            let family =
                stage.and_then(|stage| *families.entry(stage).or_insert_with(|| base_image::family(model, stage)));
            for fix in fixes(&at, script, shell, family) {
                found.fix(fix);
            }
        }
    }
}

/// The array of a SHELL; empty for anything else.
fn shell_items(body: &Body) -> &[ArrayItem] {
    match body {
        Body::Shell(Command { form: Form::Exec(items), .. }) => items,
        _ => &[],
    }
}

/// Whether the option is given to the program that runs a heredoc: `RUN bash -eo pipefail <<EOF`, or in its first line.
fn command_sets_it(at: &At<'_>) -> bool {
    let command = at.instruction.command().filter(|_| !at.instruction.heredocs.is_empty());
    let first_line = |range| at.text(range).lines().next().unwrap_or_default();
    command.is_some_and(|command| at.text(command.range).contains("pipefail"))
        || at.instruction.heredocs.iter().any(|heredoc| {
            let line = first_line(heredoc.body);
            line.starts_with("#!") && line.contains("pipefail")
        })
}

/// Where a script sets the option itself (or clears it, on purpose): from there on it holds.
fn set_at(script: &Script, at: At<'_>) -> Option<syntax::TextSize> {
    let mentions = at.text(script.range).contains("pipefail");
    let mut commands = script.simple_commands().filter(|_| mentions);
    let set = commands.find(|simple| {
        simple.name().is_some_and(|name| name == "set" || name == "shopt")
            && simple.arguments().iter().filter_map(Word::literal).any(|text| text == "pipefail")
    });
    set.map(|simple| simple.range.start())
}

fn fixes(at: &At<'_>, script: &Script, shell: &[ArrayItem], family: Option<Family>) -> Vec<Fix> {
    let program = shell.first().map(|item| base_name(&item.value).to_owned());
    let heredoc = !at.instruction.heredocs.is_empty();
    let mut fixes = Vec::new();
    // A heredoc under a name or a shebang of its own does not run under SHELL.
    let own_program = heredoc
        && (script.simple_commands().next().is_none()
            || at.instruction.heredocs.iter().any(|it| at.text(it.body).starts_with("#!")))
        || called_shell(at).is_some();
    if !own_program {
        fixes.extend(shell_fix(at, shell, program.as_deref(), family));
    }
    let knows_option = match (called_shell(at).as_deref(), program.as_deref()) {
        (Some(called), _) => matches!(called, "bash" | "ash" | "zsh"),
        (None, Some(program)) => matches!(program, "bash" | "ash" | "zsh" | "ksh"),
        (None, None) => family == Some(Family::Alpine) && !own_program,
    };
    if let Some(first) = script.statements.first().filter(|_| knows_option) {
        let text = if heredoc { "set -o pipefail\n" } else { "set -o pipefail && " };
        fixes.push(Fix::suggested("Set `pipefail` in this RUN").insert_before(first, text));
    }
    fixes
}

/// The shell that the command line names for its heredoc: `RUN bash <<EOF`.
fn called_shell(at: &At<'_>) -> Option<String> {
    let Form::Shell(line) = &at.instruction.command()?.form else { return None };
    let simple = line.simple_commands().next().filter(|_| !at.instruction.heredocs.is_empty())?;
    ShellCall::of(simple).map(|call| call.name)
}

/// Gives SHELL the option, or puts a SHELL before this instruction.
fn shell_fix(at: &At<'_>, shell: &[ArrayItem], program: Option<&str>, family: Option<Family>) -> Option<Fix> {
    let fix = Fix::suggested("Set `pipefail` with `SHELL`");
    if let Some(program) = program {
        let knows_option =
            matches!(program, "bash" | "ash" | "zsh" | "ksh") || program == "sh" && family == Some(Family::Alpine);
        let last = shell.last().filter(|item| knows_option && shell.len() > 1 && item.value.ends_with('c'))?;
        return Some(fix.insert_before(last, "\"-o\", \"pipefail\", "));
    }
    let path = match family? {
        Family::Alpine => "/bin/ash",
        Family::Debian | Family::Bash => "/bin/bash",
    };
    let line = format!("SHELL [\"{path}\", \"-o\", \"pipefail\", \"-c\"]");
    (!at.deferred).then(|| fix.insert_lines_before(&at.instruction.node(), line))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn the_left_side_fails_unseen() {
        check(
            &RULE,
            r#"
FROM debian:13-slim AS base
RUN curl -fsSL https://example.org/x | sh
    ^^^^ a failure of `curl` goes unseen, the pipe ends with the status of `sh`: set `pipefail`
RUN set -e; \
    # the version
    VERSION="$(curl -fsSL https://example.org/x | jq -r .tag)"; \
               ^^^^ a failure of `curl` goes unseen, the pipe ends with the status of `jq`: set `pipefail`
    make | tee log
RUN if a; then echo b | c | d; fi
                        ^
RUN { a; b; } | tee c
    ^^^^^^^^^ a failure of what is left of the pipe goes unseen, the pipe ends with the status of `tee`: set `pipefail`
RUN a | b || exit 1
    ^
RUN a | b && set -o pipefail && c | d
    ^
ONBUILD RUN a | b
            ^
RUN <<EOF
a | b
^
EOF
SHELL ["/bin/bash", "-c"]
RUN a | b
    ^
FROM base
RUN a | b
    ^
"#,
        );
    }

    #[test]
    fn seen_or_meant() {
        check(
            &RULE,
            r#"
FROM debian:13-slim
RUN echo a | b; printf c | sed d | e; yes | f; cat a | xargs b | c; find a -exec ldd '{}' ';' | sort | b; (echo a; cat b) | c; a | head -1
RUN curl https://example.org/x | tar xz && curl https://example.org/x | tar -C / -xJ && curl x | gunzip > y && curl x | gpg --dearmor -o y
RUN if a | grep -q b; then c; fi; while a | b; do c; done; ! a | b
RUN a | b || true
RUN a | grep b
RUN c "$(a | b)" && export D=$(a | b)
RUN set -euo pipefail && a | b
RUN set -o pipefail; { a | b; }
RUN bash -eo pipefail <<EOF
a | b
EOF
RUN <<EOF
#!/usr/bin/env -S bash -o pipefail
a | b
EOF
RUN <<EOF
set -eu -o pipefail
a | b
EOF
RUN a || b
SHELL ["/bin/sh", "-o", "pipefail", "-c"]
RUN a | b
SHELL ["/bin/bash", "-euxo", "pipefail", "-c"]
RUN a | b
SHELL ["pwsh", "-Command"]
RUN a | b
FROM mcr.microsoft.com/windows/servercore:ltsc2022
RUN a | b
"#,
        );
    }

    #[test]
    fn the_shell_is_told() {
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN a\nENV B=c\n# part\n\n# why\n# how\nRUN a | \\\n  b\n",
            "FROM debian:13-slim\nRUN a\nENV B=c\n# part\n\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n# why\n# how\nRUN a | \\\n  b\n",
        );
        check_fix(
            &RULE,
            "FROM alpine:3.24\nRUN a | b\n",
            "FROM alpine:3.24\nSHELL [\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b\n",
        );
        check_fix(
            &RULE,
            "FROM example.org/a:1\nSHELL [\"/bin/bash\", \"-c\"]\nRUN a | b\n",
            "FROM example.org/a:1\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b\n",
        );
        check_fix_titled(
            &RULE,
            Some("Set `pipefail` in this RUN"),
            "FROM alpine:3.24\nRUN c && a | b\n",
            "FROM alpine:3.24\nRUN set -o pipefail && c && a | b\n",
        );
        check_fix(
            &RULE,
            "FROM debian:13-slim\nRUN bash <<EOF\na | b\nEOF\n",
            "FROM debian:13-slim\nRUN bash <<EOF\nset -o pipefail\na | b\nEOF\n",
        );
    }
}
