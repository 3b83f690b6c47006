//! Dockerfiles: a reader that takes any text, and what it recognised.
//!
//! The reading follows the builder's own: directives, then instructions of one or more physical lines joined at the
//! escape character, comment and empty lines between them dropped, heredoc bodies behind them. Shell forms are read by
//! [`crate::shell`] in place, so every range, however deep, is a range of the document.

mod array;
mod ast;
mod expansion;
mod heredoc;
mod instruction;
mod kind;
mod logical;
mod meaning;
mod operation;
mod parse;
mod script;
mod spans;
mod words;

#[cfg(test)]
mod tests;

pub use ast::*;
pub use kind::{Keyword, SyntaxKind};
pub use operation::Operation;
pub use parse::parse;

use crate::shell::{Script, SimpleCommand};
use crate::tree::Tree;
use text_size::{TextRange, TextSize};

/// A Dockerfile, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dockerfile {
    /// The escape character in force: a backslash, or a backquote by directive.
    pub escape: char,
    /// `# syntax=`, `# escape=`, `# check=` at the top; a second one of a name is here too, and an error.
    pub directives: Vec<Directive>,
    /// Every comment line that is no directive, in order.
    pub comments: Vec<Comment>,
    /// Every instruction, in order.
    pub instructions: Vec<Instruction>,
    /// What the builder would refuse, by place.
    pub errors: Vec<SyntaxError>,
    length: TextSize,
}

impl Dockerfile {
    /// The spans of everything recognised, nested; its leaves cover the text.
    #[must_use]
    pub fn tree(&self) -> Tree<SyntaxKind> {
        Tree::new(self.length, spans::of(self))
    }

    /// The text's length in bytes.
    #[must_use]
    pub fn length(&self) -> TextSize {
        self.length
    }

    /// The value of a directive, the first of that name.
    #[must_use]
    pub fn directive(&self, name: &str) -> Option<&Directive> {
        self.directives.iter().find(|directive| directive.name.text.eq_ignore_ascii_case(name))
    }

    /// The index of the instruction whose lines hold `offset`: from its keyword to the end of its last line's text.
    #[must_use]
    pub fn instruction_at(&self, offset: TextSize) -> Option<usize> {
        let index =
            self.instructions.partition_point(|instruction| instruction.range.start() <= offset).checked_sub(1)?;
        self.instructions[index].range.contains_inclusive(offset).then_some(index)
    }
}

impl Instruction {
    /// The first flag of that name (given without dashes).
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Flag> {
        self.flags.iter().find(|flag| flag.name.text.eq_ignore_ascii_case(name))
    }

    /// Every flag of that name.
    pub fn flags<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Flag> {
        self.flags.iter().filter(move |flag| flag.name.text.eq_ignore_ascii_case(name))
    }

    /// The instruction itself, or the one ONBUILD defers.
    #[must_use]
    pub fn trigger(&self) -> &Instruction {
        match &self.body {
            Body::Onbuild(Some(inner)) => inner.trigger(),
            _ => self,
        }
    }

    /// The command of RUN, CMD, ENTRYPOINT, SHELL or HEALTHCHECK.
    #[must_use]
    pub fn command(&self) -> Option<&Command> {
        match &self.body {
            Body::Run(command) | Body::Cmd(command) | Body::Entrypoint(command) | Body::Shell(command) => Some(command),
            Body::Healthcheck(check) => check.command.as_ref(),
            Body::From(_)
            | Body::Copy(_)
            | Body::Add(_)
            | Body::Env(_)
            | Body::Label(_)
            | Body::Arg(_)
            | Body::Expose(_)
            | Body::Volume(_)
            | Body::User(_)
            | Body::Workdir(_)
            | Body::Stopsignal(_)
            | Body::Maintainer(_)
            | Body::Onbuild(_)
            | Body::Unknown(_) => None,
        }
    }

    /// Every script a POSIX shell runs for this instruction: the shell form, and heredoc bodies that are scripts.
    pub fn scripts(&self) -> impl Iterator<Item = &Script> {
        let form = self.command().and_then(|command| match &command.form {
            Form::Shell(script) => Some(script),
            Form::Exec(_) | Form::Foreign | Form::Empty => None,
        });
        form.into_iter().chain(self.heredocs.iter().filter_map(|heredoc| heredoc.script.as_ref()))
    }

    /// Every simple command of every script, in the order of the text.
    pub fn simple_commands(&self) -> impl Iterator<Item = &SimpleCommand> {
        self.scripts().flat_map(Script::simple_commands)
    }

    /// The words in which the builder expands variables, flags included, arguments of ONBUILD's instruction not.
    #[must_use]
    pub fn words(&self) -> Vec<&Word> {
        let mut words: Vec<&Word> = Vec::new();
        for flag in &self.flags {
            words.extend(&flag.value);
        }
        match &self.body {
            Body::From(from) => words.extend(&from.image),
            Body::Copy(transfer) | Body::Add(transfer) => {
                words.extend(&transfer.sources);
                words.extend(&transfer.destination);
            }
            Body::Env(pairs) | Body::Label(pairs) | Body::Arg(pairs) => {
                for pair in &pairs.pairs {
                    words.push(&pair.key);
                    words.extend(&pair.value);
                }
            }
            Body::Expose(ports) => words.extend(ports),
            Body::Volume(paths) => words.extend(&paths.paths),
            Body::User(word) | Body::Workdir(word) | Body::Stopsignal(word) => words.extend(word),
            Body::Run(_)
            | Body::Cmd(_)
            | Body::Entrypoint(_)
            | Body::Shell(_)
            | Body::Maintainer(_)
            | Body::Healthcheck(_)
            | Body::Onbuild(_)
            | Body::Unknown(_) => {}
        }
        words
    }

    /// The variables the builder itself expands: in words and in heredoc bodies of COPY and ADD.
    #[must_use]
    pub fn variables(&self) -> Vec<&Variable> {
        let mut found: Vec<&Variable> = self.words().into_iter().flat_map(Word::variables).collect();
        found.extend(self.heredocs.iter().flat_map(|heredoc| &heredoc.variables));
        found
    }

    /// The whole range in lines: the range itself, and continuations with nothing before or behind them.
    #[must_use]
    pub fn extent(&self) -> TextRange {
        let start = self.continuations.first().map_or(self.range.start(), |range| range.start());
        let tail = self.continuations.last().into_iter().chain(self.empty_lines.last()).map(|range| range.end()).max();
        TextRange::new(start.min(self.range.start()), tail.unwrap_or_default().max(self.range.end()))
    }
}
