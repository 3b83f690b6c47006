//! Heredocs: `<<EOF` on an instruction's line, the lines behind it, the end line.

use std::collections::HashMap;

use super::ast::{Heredoc, Name, SyntaxError, SyntaxErrorKind};
use super::kind::SyntaxKind;
use super::logical::{Lines, Logical, size};
use super::words::Words;
use text_size::TextRange;

/// `<<EOF` before its body is read.
pub(super) struct Start {
    range: TextRange,
    name: Name,
    strip_tabs: bool,
    quoted: bool,
    /// White space before the end word: older builders see no heredoc there, and in `$((1 << 2))` none is meant.
    spaced: bool,
}

/// Where lines stand last, by what they say.
#[derive(Debug, Default)]
pub(super) struct LastLines<'a> {
    starts: Option<HashMap<&'a str, usize>>,
}

impl<'a> LastLines<'a> {
    /// Whether a line that says `line` starts at `from` or behind it.
    fn has(&mut self, text: &'a str, line: &str, from: usize) -> bool {
        let starts = self
            .starts
            .get_or_insert_with(|| Lines::new(text).map(|line| (&text[line.start..line.end], line.start)).collect());
        starts.get(line).is_some_and(|start| *start >= from)
    }
}

/// The heredocs that a line opens: words of the form `[digits]<<[-]name`. None at all where a quote is not closed or a
/// variable is none of the builder's: it cannot split such a line into words.
///
/// The escape character of these words is the backslash, whatever the file's.
pub(super) fn starts(logical: &Logical) -> Vec<Start> {
    let mut words = Words::new(logical, '\\');
    let ranges = split(&words, logical);
    let mut found = Vec::new();
    for (start, end) in ranges {
        words.word(start, end, SyntaxKind::Word);
        if !words.errors.is_empty() {
            return Vec::new();
        }
        let word = &logical.text[start..end];
        let Some(rest) = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<") else { continue };
        let strip_tabs = rest.starts_with('-');
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let spaced = rest.starts_with(char::is_whitespace);
        let rest = rest.trim_start();
        let (text, quoted) = unquoted(rest);
        if text.is_empty() || rest.contains('<') {
            continue;
        }
        let name = Name { text, range: logical.range(end - rest.len(), end), kind: SyntaxKind::HeredocEnd };
        found.push(Start { range: logical.range(start, end), name, strip_tabs, quoted, spaced });
    }
    found
}

/// The words of a line; white space behind a `<<` that begins one belongs to it.
fn split(words: &Words<'_>, logical: &Logical) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (start, end) in words.split_quoted(0, logical.text.len()) {
        match ranges.last_mut().filter(|last| logical.text[last.0..last.1].ends_with("<<")) {
            Some(last) => last.1 = end,
            None => ranges.push((start, end)),
        }
    }
    ranges
}

/// An end word without its quotes and escapes, and whether it had quotes. Variables stand for themselves.
fn unquoted(raw: &str) -> (String, bool) {
    let mut text = String::with_capacity(raw.len());
    let mut quoted = false;
    let mut quote = None;
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\'' | '"', None) => (quote, quoted) = (Some(character), true),
            (close, Some(open)) if close == open => quote = None,
            ('\\', None) => text.extend(characters.next()),
            ('\\', Some('"')) if matches!(characters.peek(), Some('"' | '$' | '\\')) => text.extend(characters.next()),
            _ => text.push(character),
        }
    }
    (text, quoted)
}

/// Takes the bodies of `starts` from the lines that follow.
pub(super) fn bodies<'a>(
    text: &'a str,
    lines: &mut Lines<'a>,
    last_lines: &mut LastLines<'a>,
    starts: Vec<Start>,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Heredoc> {
    let mut heredocs = Vec::with_capacity(starts.len());
    for Start { range, name, strip_tabs, quoted, spaced } in starts {
        let body_start = lines.offset();
        if spaced && !last_lines.has(text, &name.text, body_start) {
            continue;
        }
        let mut body_end = body_start;
        let mut end = None;
        for line in lines.by_ref() {
            let content = &text[line.start..line.end];
            let candidate = if strip_tabs { content.trim_start_matches('\t') } else { content };
            if candidate == name.text {
                end = Some(TextRange::new(size(line.end - candidate.len()), size(line.end)));
                break;
            }
            body_end = line.next;
        }
        if end.is_none() {
            errors.push(SyntaxError { range, kind: SyntaxErrorKind::UnterminatedHeredoc(name.text.clone()) });
        }
        heredocs.push(Heredoc {
            start: range,
            name,
            strip_tabs,
            quoted,
            body: TextRange::new(size(body_start), size(body_end)),
            end,
            script: None,
            variables: Vec::new(),
        });
    }
    heredocs
}
