//! Shell forms: the document's own bytes, masked so that every range of the shell reader is a document range.

use text_size::TextRange;

use super::ast::{Command, Form, Heredoc};
use super::instruction::{Context, ShellKind};
use super::logical::Logical;
use super::words::Words;
use crate::shell::{self, Script};

/// Reads the shell form that starts at `range`; heredoc bodies behind it are part of what the shell sees.
pub(super) fn read(context: &Context<'_>, range: TextRange) -> Script {
    let start = usize::from(range.start());
    let end = context.script_end.unwrap_or(usize::from(range.end()).min(context.command_end));
    shell::parse(&masked(context, start, end), range.start())
}

/// The bytes `start..end`, with what the builder drops (continuations, comment and empty lines among the lines of the
/// instruction) replaced by as many bytes that the shell drops: blanks and `\`+newline.
fn masked(context: &Context<'_>, start: usize, end: usize) -> String {
    let mut source = String::with_capacity(end - start);
    let mut at = start;
    for mask in context.masks.iter().filter(|mask| mask.end > start && mask.start < end) {
        let (from, to) = (mask.start.max(start), mask.end.min(end));
        source.push_str(&context.document[at..from]);
        let length = to - from;
        source.push_str(if length % 2 == 1 { " " } else { "" });
        source.push_str(&"\\\n".repeat(length / 2));
        at = to;
    }
    source.push_str(&context.document[at..end]);
    source
}

/// Reads the bodies of RUN heredocs that a POSIX shell executes: those that are the whole command, and those handed to a shell.
pub(super) fn heredoc_scripts(context: &Context<'_>, command: &Command, heredocs: &mut [Heredoc]) {
    let Form::Shell(script) = &command.form else { return };
    let alone = script.statements.len() == 1 && script.statements[0].pipeline.commands.len() == 1;
    let Some(simple) = script.simple_commands().next() else { return };
    let name = simple.name();
    let shell = match name.as_deref() {
        None => alone,
        Some("sh" | "bash" | "ash" | "dash" | "/bin/sh" | "/bin/bash") => {
            alone && simple.arguments().iter().all(|word| word.literal().is_some_and(|text| text.starts_with('-')))
        }
        Some(_) => false,
    };
    if !shell || context.shell == ShellKind::Foreign {
        return;
    }
    for heredoc in heredocs {
        let body = &context.document[heredoc.body];
        let foreign =
            body.strip_prefix("#!").is_some_and(|line| !names_posix_shell(line.lines().next().unwrap_or_default()));
        if !foreign {
            heredoc.script = Some(shell::parse(body, heredoc.body.start()));
        }
    }
}

fn names_posix_shell(interpreter: &str) -> bool {
    interpreter
        .split_whitespace()
        .filter_map(|word| word.rsplit('/').next())
        .any(|name| matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh"))
}

/// Notes the builder's variables in the body of a COPY or ADD heredoc.
pub(super) fn heredoc_variables(context: &Context<'_>, heredoc: &mut Heredoc) {
    let body = &context.document[heredoc.body];
    if !body.contains('$') {
        return;
    }
    let mut logical = Logical::default();
    logical.push(heredoc.body.start().into(), body);
    let mut words = Words::new(&logical, '\\');
    let mut at = 0;
    while let Some(dollar) = logical.text[at..].find('$').map(|offset| at + offset) {
        let escaped = logical.text[..dollar].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        let line_end = logical.text[dollar..].find('\n').map_or(logical.text.len(), |offset| dollar + offset);
        match words.variable_at(dollar, line_end) {
            Some((variable, end)) if !escaped => {
                at = end;
                heredoc.variables.push(variable);
            }
            _ => at = dollar + 1,
        }
    }
}
