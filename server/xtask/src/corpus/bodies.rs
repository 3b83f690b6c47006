//! The scripts in Dockerfiles, as the shell gets to see them.

use syntax::dockerfile::{self, Dockerfile, Form, Instruction};
use syntax::shell::Script;

/// A script of a Dockerfile.
pub(crate) struct Body<'a> {
    /// The instruction's first line, from 1.
    pub(crate) line: u32,
    /// What the shell gets: lines joined, comment and empty lines among them gone.
    pub(crate) text: String,
    /// What was read in place.
    pub(crate) script: &'a Script,
}

/// Every script a POSIX shell runs for `file`.
pub(crate) fn of<'a>(file: &'a Dockerfile, text: &str) -> Vec<Body<'a>> {
    let lines = syntax::LineIndex::new(text);
    let mut bodies = Vec::new();
    for instruction in &file.instructions {
        let line = lines.line(instruction.range.start()) + 1;
        let inner = instruction.trigger();
        if let Some(dockerfile::Command { range, form: Form::Shell(script) }) = inner.command() {
            let mut joined = joined(file, instruction, text, *range);
            let bodies_end = script.range.end();
            if bodies_end > range.end() {
                let rest = &text[usize::from(range.end())..usize::from(bodies_end)];
                joined.push_str(rest);
            }
            bodies.push(Body { line, text: joined, script });
        }
        for script in inner.heredocs.iter().filter_map(|heredoc| heredoc.script.as_ref()) {
            bodies.push(Body { line, text: text[script.range].to_owned(), script });
        }
    }
    bodies
}

/// The text of `range` without continuations, comment lines and empty lines.
fn joined(file: &Dockerfile, instruction: &Instruction, text: &str, range: syntax::TextRange) -> String {
    let comments = file.comments.iter().filter(|comment| comment.inside_instruction).map(|comment| comment.range);
    let mut dropped: Vec<(usize, usize)> = instruction
        .continuations
        .iter()
        .chain(&instruction.empty_lines)
        .map(|range| (usize::from(range.start()), usize::from(range.end())))
        .chain(comments.map(|range| {
            // The whole line.
            let start = text[..usize::from(range.start())].rfind('\n').map_or(0, |at| at + 1);
            let end = usize::from(range.end());
            (start, text[end..].find('\n').map_or(text.len(), |at| end + at + 1))
        }))
        .filter(|(start, end)| *end > usize::from(range.start()) && *start < usize::from(range.end()))
        .collect();
    dropped.sort_unstable();
    let mut joined = String::new();
    let mut at = usize::from(range.start());
    for (start, end) in dropped {
        joined.push_str(&text[at..start.max(at)]);
        at = at.max(end);
    }
    joined.push_str(text.get(at..usize::from(range.end())).unwrap_or_default());
    joined
}
