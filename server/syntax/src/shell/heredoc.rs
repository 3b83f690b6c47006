//! Heredocs: the lines behind the line that opens them.

use super::ast::*;
use super::cursor::{DEPTH_LIMIT, Parser};
use super::word::Context;

/// An end word longer than this is none: nobody writes one, and it may hold whole scripts.
const END_WORD_LIMIT: usize = 256;

/// How many levels of the depth limit a heredoc's body takes: each is read beside the text it stands in, so that few
/// within each other cost much.
const DEPTH: usize = 8;

/// What the heredocs of the line being read have taken so far.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// The newline behind which the bodies start, and where the last of them ends.
    bodies: Option<(usize, usize)>,
    /// From an offset on, the line end that was found for it; `None` when there is none.
    line_end: Option<(usize, Option<usize>)>,
}

impl Pending {
    /// Where the bodies behind the newline at `newline` end, when there are any.
    pub(super) fn take_behind(&mut self, newline: usize) -> Option<usize> {
        let (_, end) = self.bodies.filter(|(before, _)| *before <= newline)?;
        self.bodies = None;
        Some(end)
    }
}

impl Parser<'_> {
    /// Finds the body of the heredoc whose end word was just read from `word_start`; `None` when no line follows.
    pub(super) fn heredoc(&mut self, word_start: usize, strip_tabs: bool) -> Option<HeredocBody> {
        let raw = &self.source[word_start..self.at];
        if raw.len() > END_WORD_LIMIT {
            return None;
        }
        let quoted = raw.contains(['\'', '"', '\\']);
        let delimiter: String = raw.chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect();
        let (newline, body_start) = match self.pending.bodies {
            Some(bodies) => bodies,
            None => {
                let newline = self.line_end()?;
                (newline, newline + 1)
            }
        };
        let mut at = body_start;
        let mut body_end = at;
        while at < self.end {
            let line_end = self.source[at..self.end].find('\n').map_or(self.end, |offset| at + offset);
            let line = self.source[at..line_end].trim_end_matches('\r');
            let line = if strip_tabs { line.trim_start_matches('\t') } else { line };
            at = (line_end + 1).min(self.end);
            if line == delimiter {
                break;
            }
            body_end = at;
        }
        self.pending.bodies = Some((newline, at));
        // Quotes that go over the line's end make text of what was read as a body already: once is enough.
        let passed = newline < word_start;
        let parts = if quoted || passed || self.depth + DEPTH >= DEPTH_LIMIT {
            Vec::new()
        } else {
            let mut inner = self.inner(body_start, body_end, false);
            inner.depth += DEPTH;
            let parts = inner.parts(Context::Heredoc);
            self.errors.append(&mut inner.errors);
            parts
        };
        Some(HeredocBody { range: self.range(body_start, body_end), quoted, parts })
    }

    /// The line end of the line at the cursor, continuations passed over.
    fn line_end(&mut self) -> Option<usize> {
        if let Some((_, found)) = self
            .pending
            .line_end
            .filter(|(from, found)| *from <= self.at && found.is_none_or(|newline| self.at <= newline))
        {
            return found;
        }
        let mut at = self.at;
        let found = loop {
            let Some(newline) = self.source[at..self.end].find('\n').map(|offset| at + offset) else { break None };
            let line = self.source[self.at..newline].trim_end_matches('\r');
            let escapes = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
            if escapes % 2 == 0 {
                break Some(newline);
            }
            at = newline + 1;
        };
        self.pending.line_end = Some((self.at, found));
        found
    }
}
