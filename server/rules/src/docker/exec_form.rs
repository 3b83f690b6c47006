//! CMD and ENTRYPOINT in shell form.

use project::docker::{At, Model};
use syntax::dockerfile::{Body, Command, Form, Instruction};
use syntax::shell::{CommandKind, Script, SimpleCommand, Word, WordPart, WordPartKind};

use super::base_image::{self, Family};
use super::layer::{self, InForce};
use super::shell_call;
use crate::grain::Dockerfile;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags CMD and ENTRYPOINT in shell form, unless the command begins with `exec`, the stage chooses its shell with SHELL, or
    /// `/bin/sh` is known to be bash (Red Hat and its kin), which replaces itself by a single command.
    ///
    /// ## Why is this bad?
    /// `CMD server` starts `/bin/sh -c server`: process 1 is the shell, the server its child. `docker stop` and the kubelet
    /// send SIGTERM to process 1, the shell does not pass it on, and after 10 seconds (30 in Kubernetes) everything is killed,
    /// open requests included. `ENTRYPOINT server` also ignores CMD and every argument of `docker run`.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM node:24-slim
    /// CMD node server.js
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM node:24-slim
    /// CMD ["node", "server.js"]
    /// ```
    /// Where a variable has to be expanded, keep the shell and let it hand over: `CMD exec java $JAVA_OPTS -jar app.jar`.
    ///
    /// ## When to ignore it
    /// For a container that runs a short command and ends.
    "docker/exec-form" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["hadolint/DL3025", "buildkit/JSONArgsRecommended", "semgrep/prefer-json-notation", "kics/not_using_json_in_cmd_and_entrypoint_arguments"],
        check: Check::Dockerfile(check),
    }
}

fn check(file: &Dockerfile<'_>, report: &mut Report<'_>) {
    let shells = InForce::of(file.model, |instruction| matches!(instruction.body, Body::Shell(_)));
    for section in layer::sections(file.model) {
        let instructions: Vec<At<'_>> = section.instructions().collect();
        // Of several only the last counts; another rule says so.
        let last = |wanted: fn(&Instruction) -> bool| instructions.iter().rfind(|at| wanted(at.instruction));
        let cmd = last(|instruction| matches!(instruction.body, Body::Cmd(_)));
        let entrypoint = last(|instruction| matches!(instruction.body, Body::Entrypoint(_)));
        for at in entrypoint.into_iter().chain(cmd).filter(|at| shells.at(at.index).is_none()) {
            // The other of the two is started together with this one.
            let other = if matches!(at.instruction.body, Body::Entrypoint(_)) {
                cmd.is_some()
            } else {
                entrypoint.is_some() || !section.stage.is_some_and(|stage| has_no_entrypoint(file.model, stage))
            };
            check_command(at, other, report);
        }
    }
}

/// Whether nothing but CMD is started: no ENTRYPOINT in the file, and none in the image as far as it is known.
fn has_no_entrypoint(model: &Model, stage: usize) -> bool {
    let by_image = || base_image::variant(model, stage).is_some_and(|variant| variant.entrypoint.is_none());
    model.launch(stage).entrypoint.is_none() && (base_image::is_scratch(model, stage) || by_image())
}

/// Whether `/bin/sh` is known to be bash, which replaces itself by a single command.
fn sh_is_bash(at: &At<'_>) -> bool {
    at.stage().is_some_and(|stage| base_image::family(at.model, stage.index) == Some(Family::Bash))
}

fn check_command(at: &At<'_>, other: bool, report: &mut Report<'_>) {
    let Some(command) = at.instruction.command() else { return };
    let Form::Shell(script) = &command.form else { return };
    // An array that is no JSON is another rule's.
    if at.text(command.range).starts_with('[') {
        return;
    }
    let last = script.statements.last().and_then(|statement| statement.pipeline.commands.last());
    let last = last.and_then(shell_call::simple);
    if last.and_then(SimpleCommand::name).as_deref() == Some("exec") {
        return;
    }
    if sh_is_bash(at)
        && matches!(script.statements.as_slice(), [only] if layer::is_simple(only) && only.pipeline.pipes.is_empty())
    {
        return;
    }
    let keyword = at.instruction.keyword_name.text.to_ascii_uppercase();
    let found = report.at(
        &at.instruction.keyword_name,
        format!("`{keyword}` in shell form: process 1 is `/bin/sh`, which passes no signals on: use a JSON array"),
    );
    if let Some(array) = array(at, command, script) {
        let title = "Use a JSON array";
        let fix = if other { Fix::suggested(title) } else { Fix::safe(title) };
        found.fix(fix.replace(command, array));
    } else if let Some(first) = hand_over(script, last) {
        found.fix(Fix::suggested("Hand over with `exec`").insert_before(first, "exec "));
    }
}

/// Commands of the shell itself, which no array can start.
const BUILTINS: [&str; 13] =
    ["cd", "exit", ".", "source", "set", "export", "unset", "ulimit", "umask", "eval", "trap", "wait", ":"];

/// The command as a JSON array; `None` where the shell does anything for it but splitting words.
fn array(at: &At<'_>, command: &Command, script: &Script) -> Option<String> {
    let [statement] = script.statements.as_slice() else { return None };
    let [only] = statement.pipeline.commands.as_slice() else { return None };
    let CommandKind::Simple(simple) = &only.kind else { return None };
    let comments = at.text(command.range).lines().any(|line| line.trim_start().starts_with('#'));
    let plain = simple.assignments.is_empty()
        && simple.redirections.is_empty()
        && statement.separator.is_none()
        && !statement.pipeline.negated
        && script.comments.is_empty()
        && script.errors.is_empty()
        && statement.pipeline.range == simple.range;
    if !plain || comments || !at.instruction.heredocs.is_empty() {
        return None;
    }
    let words: Option<Vec<String>> = simple.words.iter().map(fixed).collect();
    let words = words.filter(|words| words.first().is_some_and(|first| !BUILTINS.contains(&first.as_str())))?;
    let items: Vec<String> = words.iter().map(|word| serde_json::Value::from(word.as_str()).to_string()).collect();
    Some(format!("[{}]", items.join(", ")))
}

/// The word's value when the shell expands nothing in it: no variable, no pattern, no tilde, no brace list.
fn fixed(word: &Word) -> Option<String> {
    let expands = |part: &WordPart| match &part.kind {
        WordPartKind::Glob(_) | WordPartKind::Tilde => true,
        WordPartKind::Literal(text) => text.contains('{') && text.contains('}'),
        WordPartKind::SingleQuoted(_)
        | WordPartKind::DoubleQuoted(_)
        | WordPartKind::AnsiC(_)
        | WordPartKind::Variable(_)
        | WordPartKind::Command(_)
        | WordPartKind::Arithmetic(_)
        | WordPartKind::Process(_) => false,
    };
    word.literal().filter(|_| !word.parts.iter().any(expands))
}

/// The word before which `exec` goes: the name of the last command, where nothing has to be done behind it.
fn hand_over<'a>(script: &'a Script, last: Option<&'a SimpleCommand>) -> Option<&'a Word> {
    let statement = script.statements.last()?;
    let name = last?.words.first()?;
    let alone = statement.pipeline.commands.len() == 1 && !statement.pipeline.negated && statement.separator.is_none();
    let chained = layer::is_and_chain(script) || script.stops_at_failure();
    let program = name.literal().is_none_or(|name| !BUILTINS.contains(&name.as_str()));
    (alone && chained && program).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn a_shell_stands_between() {
        check(
            &RULE,
            "
FROM debian:13-slim AS base
CMD ignored
CMD a b
^^^ `CMD` in shell form: process 1 is `/bin/sh`, which passes no signals on: use a JSON array
FROM base
entrypoint a $B && \\
^^^^^^^^^^ `ENTRYPOINT` in shell form: process 1…
  # then
  c | d
ONBUILD CMD e
        ^^^
",
        );
    }

    #[test]
    fn nothing_stands_between() {
        for file in [
            "FROM a\nCMD [\"b\"]\nENTRYPOINT [\"c\"]\n",
            "FROM a\nCMD exec b $C\n",
            "FROM a\nCMD ['b']\n",
            "FROM a\nCMD b && exec c\n",
            "FROM a\nSHELL [\"/bin/bash\", \"-c\"]\nCMD b\n",
            "FROM a\nHEALTHCHECK CMD b\nRUN c\n",
            "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD a\n",
            "FROM fedora:44\nCMD a $B\n",
        ] {
            check(&RULE, file);
        }
    }

    #[test]
    fn words_become_an_array() {
        let before = "FROM debian:13-slim\nCMD b --c=\"d e\" 'f\"g' \\\n  h\\ i\n";
        check_safety(&RULE, before, Safety::Safe);
        check_fix(&RULE, before, "FROM debian:13-slim\nCMD [\"b\", \"--c=d e\", \"f\\\"g\", \"h i\"]\n");
        check_safety(&RULE, "FROM a\nENTRYPOINT b\n", Safety::Safe);
        check_safety(&RULE, "FROM a\nENTRYPOINT b\nCMD [\"c\"]\n", Safety::Unsafe);
        check_safety(&RULE, "FROM node:24-slim\nCMD b\n", Safety::Unsafe);
        check_safety(&RULE, "FROM a\nENTRYPOINT [\"b\"]\nCMD c\n", Safety::Unsafe);
    }

    #[test]
    fn the_shell_hands_over() {
        check_fix(&RULE, "FROM a\nCMD b $C *.d\n", "FROM a\nCMD exec b $C *.d\n");
        check_fix(&RULE, "FROM a\nCMD B=c d && E=f g ~\n", "FROM a\nCMD B=c d && E=f exec g ~\n");
    }
}
