//! Heredocs: `<<EOF` on an instruction's line, the lines behind it, the end line.

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
}

/// The heredocs that `from..to` of an instruction opens: words of the form `[digits]<<[-]name`.
pub(super) fn starts(words: &mut Words<'_>, logical: &Logical, from: usize, to: usize) -> Vec<Start> {
    let mut found = Vec::new();
    for (start, end) in words.split_quoted(from, to) {
        let word = &logical.text[start..end];
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Some(rest) = word[digits..].strip_prefix("<<") else { continue };
        let strip_tabs = rest.starts_with('-');
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        if rest.is_empty() || rest.contains('<') {
            continue;
        }
        let name_start = end - rest.len();
        let before = words.errors.len();
        let text = words.word(name_start, end, SyntaxKind::HeredocEnd).unquoted();
        words.errors.truncate(before);
        if text.is_empty() {
            continue;
        }
        found.push(Start {
            range: logical.range(start, end),
            quoted: text != rest,
            name: Name { text, range: logical.range(name_start, end), kind: SyntaxKind::HeredocEnd },
            strip_tabs,
        });
    }
    found
}

/// Takes the bodies of `starts` from the lines that follow.
pub(super) fn bodies(
    text: &str,
    lines: &mut Lines<'_>,
    starts: Vec<Start>,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Heredoc> {
    let mut heredocs = Vec::with_capacity(starts.len());
    for Start { range, name, strip_tabs, quoted } in starts {
        let body_start = lines.offset();
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
