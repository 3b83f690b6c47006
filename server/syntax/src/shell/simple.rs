//! Simple commands: assignments, words, redirections.

use text_size::TextRange;

use super::ast::*;
use super::cursor::{DEPTH_LIMIT, Parser, is_name};

/// Operators of redirections, the longer first.
const OPERATORS: [(&str, RedirectionKind); 12] = [
    ("&>>", RedirectionKind::WriteBoth),
    ("&>", RedirectionKind::WriteBoth),
    ("<<<", RedirectionKind::HereString),
    ("<<-", RedirectionKind::Heredoc { strip_tabs: true }),
    ("<<", RedirectionKind::Heredoc { strip_tabs: false }),
    ("<>", RedirectionKind::ReadWrite),
    ("<&", RedirectionKind::DuplicateIn),
    (">>", RedirectionKind::Append),
    (">&", RedirectionKind::DuplicateOut),
    (">|", RedirectionKind::Clobber),
    ("<", RedirectionKind::Read),
    (">", RedirectionKind::Write),
];

/// Commands whose arguments may be arrays.
const DECLARATIONS: [&str; 5] = ["declare", "export", "local", "readonly", "typeset"];

impl Parser<'_> {
    /// The simple command at the cursor; `None`, with nothing read, where none starts.
    pub(super) fn simple(&mut self) -> Option<SimpleCommand> {
        let start = self.at;
        let mut simple = SimpleCommand {
            range: TextRange::default(),
            assignments: Vec::new(),
            words: Vec::new(),
            redirections: Vec::new(),
        };
        let mut end = self.at;
        loop {
            self.blanks();
            if let Some(redirection) = self.redirection() {
                simple.redirections.push(redirection);
            } else if let Some(assignment) = simple.words.is_empty().then(|| self.assignment()).flatten() {
                simple.assignments.push(assignment);
            } else if self.peek() == Some(b'#') {
                break;
            } else if let Some(mut word) = self.word() {
                self.declared_array(&simple, &mut word);
                simple.words.push(word);
            } else {
                break;
            }
            end = self.at;
        }
        self.at = end;
        simple.range = self.range(start, end);
        (end > start).then_some(simple)
    }

    /// `name=value`; `None`, with nothing read, where something else stands.
    fn assignment(&mut self) -> Option<Assignment> {
        let start = self.at;
        let bytes = &self.source.as_bytes()[start..self.end];
        let length = bytes.iter().position(|byte| !is_name(*byte))?;
        if length == 0 || bytes[0].is_ascii_digit() {
            return None;
        }
        let mut after = length;
        if bytes[after] == b'[' {
            // An index that holds brackets itself is not followed: each `[` is looked behind once.
            let inside = bytes[after + 1..]
                .iter()
                .position(|byte| matches!(byte, b'[' | b']') || byte.is_ascii_whitespace())
                .filter(|inside| bytes[after + 1 + inside] == b']')?;
            after += inside + 2;
        }
        let append = bytes[after..].starts_with(b"+=");
        if !append && bytes.get(after) != Some(&b'=') {
            return None;
        }
        let name =
            Name { text: self.source[start..start + length].to_owned(), range: self.range(start, start + length) };
        self.at = start + after + if append { 2 } else { 1 };
        let value = self.array().or_else(|| self.word());
        Some(Assignment { range: self.range(start, self.at), name, append, value })
    }

    /// `(word…)` as a value: all words in a row.
    fn array(&mut self) -> Option<Word> {
        let start = self.at;
        if self.depth >= DEPTH_LIMIT || !self.eat("(") {
            return None;
        }
        let mut parts = Vec::new();
        loop {
            self.trivia();
            match self.word() {
                Some(word) => parts.extend(word.parts),
                None => break,
            }
        }
        self.expect(")", (start, start + 1), "`(` is never closed");
        Some(Word { range: self.range(start, self.at), parts })
    }

    /// `declare name=(word…)`: the array belongs to the word before it.
    fn declared_array(&mut self, simple: &SimpleCommand, word: &mut Word) {
        if self.peek() != Some(b'(') || !self.source[..self.at].ends_with('=') {
            return;
        }
        let declares = simple.name().is_some_and(|name| DECLARATIONS.contains(&name.as_str()));
        if let Some(array) = declares.then(|| self.array()).flatten() {
            word.range = word.range.cover(array.range);
            word.parts.extend(array.parts);
        }
    }

    /// The redirection at the cursor; `None`, with nothing read, where none stands.
    pub(super) fn redirection(&mut self) -> Option<Redirection> {
        let start = self.at;
        if !matches!(self.peek(), Some(b'<' | b'>' | b'&' | b'0'..=b'9')) {
            return None;
        }
        let bytes = &self.source.as_bytes()[start..self.end];
        let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let after = &bytes[digits..];
        let (operator, kind) = OPERATORS.into_iter().find(|(operator, _)| after.starts_with(operator.as_bytes()))?;
        let both = kind == RedirectionKind::WriteBoth;
        // `<(` and `>(` are words, and so is the number in `2&>`.
        if operator.len() == 1 && after.get(1) == Some(&b'(') || both && digits > 0 {
            return None;
        }
        let descriptor = (digits > 0).then(|| self.range(start, start + digits));
        self.at += digits + operator.len();
        let operator_end = self.at;
        self.blanks();
        let target_start = self.at;
        let target = self.word();
        if target.is_none() {
            self.at = operator_end;
            self.error(start, operator_end, "a redirection to nowhere");
        }
        let body = match kind {
            RedirectionKind::Heredoc { strip_tabs } if target.is_some() => self.heredoc(target_start, strip_tabs),
            RedirectionKind::Heredoc { strip_tabs: _ }
            | RedirectionKind::Read
            | RedirectionKind::Write
            | RedirectionKind::Append
            | RedirectionKind::ReadWrite
            | RedirectionKind::Clobber
            | RedirectionKind::DuplicateIn
            | RedirectionKind::DuplicateOut
            | RedirectionKind::WriteBoth
            | RedirectionKind::HereString => None,
        };
        Some(Redirection { range: self.range(start, self.at), descriptor, kind, target, body })
    }
}
