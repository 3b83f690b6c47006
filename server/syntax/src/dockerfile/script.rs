//! Shell forms: the document's own bytes, masked so that every range of the shell reader is a document range.

use std::borrow::Cow;

use text_size::TextRange;

use super::ast::{Command, Form, Heredoc};
use super::instruction::Context;
use super::logical::Logical;
use super::words::Words;
use crate::shell::{self, CommandKind, Script};

/// Reads the shell form that starts at `range`; heredoc bodies behind it are part of what the shell sees.
pub(super) fn read(context: &Context<'_>, range: TextRange) -> Script {
    let start = usize::from(range.start());
    let end = context.script_end.unwrap_or(usize::from(range.end()).min(context.command_end));
    shell::parse_joined(&masked(context, start, end), range.start())
}

/// The bytes `start..end`, with what the builder drops (continuations, comment and empty lines among the lines of the
/// instruction) replaced by as many bytes that the shell's reader drops: continuations.
fn masked<'a>(context: &Context<'a>, start: usize, end: usize) -> Cow<'a, str> {
    let from = context.masks.partition_point(|mask| mask.end <= start);
    let to = context.masks.partition_point(|mask| mask.start < end);
    if from >= to {
        return Cow::Borrowed(&context.document[start..end]);
    }
    let mut source = String::with_capacity(end - start);
    let mut at = start;
    for mask in &context.masks[from..to] {
        let (from, to) = (mask.start.max(start), mask.end.min(end));
        source.push_str(&context.document[at..from]);
        let length = to - from;
        if length == 1 {
            // The escape character that ends the file.
            source.push(' ');
        } else {
            source.push_str(if length % 2 == 1 { "\\\r\n" } else { "" });
            source.extend(std::iter::repeat_n("\\\n", (length - length % 2 * 3) / 2));
        }
        at = to;
    }
    source.push_str(&context.document[at..end]);
    Cow::Owned(source)
}

/// Reads the body of a RUN heredoc that a POSIX shell executes: one that is the whole command line, and one handed to a
/// shell. Of several the builder makes no script.
pub(super) fn heredoc_scripts(context: &Context<'_>, command: &Command, heredocs: &mut [Heredoc]) {
    let (Form::Shell(script), [heredoc]) = (&command.form, heredocs) else { return };
    let [statement] = &script.statements[..] else { return };
    let [shell::Command { kind: CommandKind::Simple(simple), .. }] = &statement.pipeline.commands[..] else { return };
    let runs = match simple.name().as_deref() {
        None => command.range == heredoc.start,
        Some("sh" | "bash" | "ash" | "dash" | "/bin/sh" | "/bin/bash") => {
            simple.arguments().iter().all(|word| word.literal().is_some_and(|text| text.starts_with('-')))
        }
        Some(_) => false,
    };
    let body = &context.document[heredoc.body];
    let foreign =
        body.strip_prefix("#!").is_some_and(|line| !names_posix_shell(line.lines().next().unwrap_or_default()));
    if runs && !foreign {
        heredoc.script = Some(shell::parse(body, heredoc.body.start()));
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
    let (mut at, mut line_end) = (0, 0);
    while let Some(dollar) = logical.text[at..].find('$').map(|offset| at + offset) {
        at = dollar + 1;
        if logical.text[..dollar].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1 {
            continue;
        }
        if line_end <= dollar {
            line_end = logical.text[dollar..].find('\n').map_or(logical.text.len(), |offset| dollar + offset);
        }
        if let Some((variable, end)) = words.variable_at(dollar, line_end) {
            at = end;
            heredoc.variables.push(variable);
        }
    }
}
