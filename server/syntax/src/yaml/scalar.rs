//! Scalars: where each of the five styles ends.

use super::error::SyntaxErrorKind;
use super::key::skip;
use super::lines::{LineKind, is_blank};
use super::node::Shape;
use super::parser::{Parser, signed};
use super::property::is_flow_sign;

impl Parser<'_> {
    /// Reads a scalar, alias or bracketed collection at the cursor; lines of it are indented deeper than `parent`.
    pub(super) fn inline(&mut self, parent: i32) {
        match self.byte() {
            quote @ (b'"' | b'\'') => {
                if !self.try_quoted(parent) {
                    self.unclosed_quote(quote, false);
                }
            }
            b'[' | b'{' => {
                self.flow(parent);
            }
            b'*' => self.alias(),
            _ => self.plain(parent),
        }
    }

    /// Reads a plain scalar outside brackets.
    fn plain(&mut self, parent: i32) {
        let start = self.at;
        let mut end;
        let mut colon = None;
        loop {
            let line = self.here();
            let text = &self.bytes[..line.end as usize];
            let from = self.at;
            let mut at = from;
            let comment = loop {
                at = skip(text, at, |byte| byte != b':' && byte != b'#');
                match text.get(at) {
                    None => break false,
                    Some(b'#') if at > from && is_blank(text[at - 1]) => break true,
                    Some(b':') if colon.is_none() && at > start && self.indicator(b':', at, text.len()) => {
                        colon = Some(at);
                    }
                    Some(_) => {}
                }
                at += 1;
            };
            end = from + text[from..at].trim_ascii_end().len();
            self.at = at.max(end);
            if comment {
                break;
            }
            // A comment line ends the scalar; an empty one does not.
            let Some(next) = self.content_on(self.line) else { break };
            let line = self.lines[next];
            if signed(line.column) <= parent || self.key_in_line(next).is_some() {
                break;
            }
            self.line = next;
            self.at = line.content as usize;
            self.forbid_tab_indentation(line, parent + 1);
        }
        self.plain_start(start, false);
        if let Some(colon) = colon {
            self.error(colon, colon + 1, SyntaxErrorKind::SecondColon);
        }
        self.tree.leaf(Shape::Plain, start, end);
    }

    /// The next line of content behind `line`, over empty lines, within the document.
    pub(super) fn content_on(&self, line: usize) -> Option<usize> {
        let next = line + 1 + self.lines.get(line + 1..)?.iter().position(|line| line.kind != LineKind::Blank)?;
        (self.lines[next].kind == LineKind::Content).then_some(next)
    }

    /// Notes what the plain scalar at `start` cannot begin with.
    pub(super) fn plain_start(&mut self, start: usize, flow: bool) {
        let first = self.bytes[start];
        let alone = self.bytes.get(start + 1).is_none_or(|next| *next <= b' ' || flow && is_flow_sign(*next));
        let kind = match first {
            b']' | b'}' => SyntaxErrorKind::StrayBracket(first.into()),
            b'#' => SyntaxErrorKind::MissingSpaceBeforeComment,
            b'-' if alone && flow => SyntaxErrorKind::DashInBrackets,
            b'@' | b'`' | b'%' | b',' | b'|' | b'>' => SyntaxErrorKind::ReservedCharacter(first.into()),
            b'-' | b'?' | b':' if alone => SyntaxErrorKind::ReservedCharacter(first.into()),
            _ => return,
        };
        self.error(start, start + 1, kind);
    }

    /// Reads a quoted scalar; `false`, and nothing read, when its closing quote is missing: lines of it are indented deeper
    /// than `parent`, and behind a quote on a later line nothing but a comma, colon, bracket or comment may stand.
    pub(super) fn try_quoted(&mut self, parent: i32) -> bool {
        let start = self.at;
        let quote = self.bytes[start];
        let mut line = self.line;
        let mut at = start + 1;
        let mut tabbed = None;
        let mut looked_at = 0;
        let end = loop {
            let text = &self.bytes[..self.lines[line].end as usize];
            at = skip(text, at, |byte| byte != quote && byte != b'\\');
            match text.get(at) {
                Some(b'\\') => at += if quote == b'"' { 2 } else { 1 },
                Some(_) if quote == b'\'' && text.get(at + 1) == Some(&quote) => at += 2,
                Some(_) => {
                    let behind = skip(text, at + 1, is_blank);
                    let closes = line == self.line
                        || text.get(behind).is_none_or(|byte| matches!(byte, b'#' | b',' | b']' | b'}' | b':'));
                    if !closes {
                        return false;
                    }
                    break at + 1;
                }
                None => {
                    let Some(next) = self.lines[line + 1..].iter().position(|line| line.kind != LineKind::Blank) else {
                        return false;
                    };
                    line += 1 + next;
                    let here = self.lines[line];
                    if here.marker() || signed(here.column) <= parent || self.patience == 0 {
                        return false;
                    }
                    self.patience -= 1;
                    looked_at += 1;
                    if here.tabbed() && signed(here.spaces) <= parent {
                        tabbed = tabbed.or(Some(here));
                    }
                    at = here.content as usize;
                }
            }
        };
        // Lines that are part of a scalar are not read again.
        self.patience += looked_at;
        if quote == b'"' {
            self.escapes(start + 1, end - 1);
        }
        if let Some(here) = tabbed {
            self.forbid_tab_indentation(here, parent + 1);
        }
        self.tree.leaf(if quote == b'"' { Shape::Double } else { Shape::Single }, start, end);
        (self.line, self.at) = (line, end);
        true
    }

    /// Takes the rest of the line for a quoted scalar whose second quote is missing. In brackets it ends before those that
    /// close at the end of the line.
    pub(super) fn unclosed_quote(&mut self, quote: u8, flow: bool) {
        let start = self.at;
        let mut text = self.bytes[start..self.line_end()].trim_ascii_end();
        if flow {
            while let Some((b']' | b'}' | b',' | b' ' | b'\t', rest)) = text.split_last().filter(|_| text.len() > 1) {
                text = rest;
            }
        }
        let end = start + text.len();
        self.error(start, start + 1, SyntaxErrorKind::UnclosedQuote(quote.into()));
        self.tree.leaf(if quote == b'"' { Shape::Double } else { Shape::Single }, start, end);
        self.at = end;
    }

    /// Notes what is no escape in the double-quoted text `start..end`.
    pub(super) fn escapes(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            at = skip(&self.bytes[..end], at, |byte| byte != b'\\');
            if at >= end {
                break;
            }
            let rest = &self.text[at + 1..end];
            let digits = match rest.as_bytes().first() {
                Some(b'x') => 2,
                Some(b'u') => 4,
                Some(b'U') => 8,
                Some(
                    b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/' | b'\\'
                    | b'N' | b'_' | b'L' | b'P' | b'\n' | b'\r',
                ) => 0,
                Some(_) | None => {
                    let length = rest.chars().next().map_or(0, char::len_utf8);
                    let escape = self.text[at..at + 1 + length].to_owned();
                    self.error(at, at + 1 + length, SyntaxErrorKind::Escape(escape));
                    at += 1 + length;
                    continue;
                }
            };
            let hex = rest.bytes().skip(1).take(digits).take_while(u8::is_ascii_hexdigit).count();
            if hex < digits {
                let escape = self.text[at..at + 2 + hex].to_owned();
                self.error(at, at + 2 + hex, SyntaxErrorKind::Escape(escape));
            }
            at += 2 + hex;
        }
    }

    /// Reads a block scalar whose header is at the cursor, in a collection in the column `parent`.
    pub(super) fn block_scalar(&mut self, parent: i32) {
        let start = self.at;
        let shape = if self.byte() == b'|' { Shape::Literal } else { Shape::Folded };
        let (keep, digit) = self.block_header();
        let header_end = {
            let text = &self.bytes[start..self.line_end()];
            let words = skip(text, 1, |byte| !is_blank(byte));
            start + words
        };
        let mut indent = digit.map(|digit| parent.max(0) + digit);
        let mut deepest_blank: Option<(usize, i32)> = None;
        let mut end = header_end;
        let mut last = self.line;
        let mut tabs = false;
        let mut tab_line = None;
        let mut next = self.line + 1;
        while let Some(line) = self.lines.get(next).copied().filter(|line| !line.marker()) {
            let spaces = signed(line.spaces);
            let empty = line.kind == LineKind::Blank && !line.tabbed();
            if let Some(indent) = indent {
                let blank = line.kind == LineKind::Blank;
                let inside = match (blank, tabs) {
                    (true, _) => spaces > indent || spaces == indent && !empty,
                    (false, true) => signed(line.column) > parent,
                    (false, false) => spaces >= indent,
                };
                if inside {
                    last = next;
                    if let Some(tab) = tab_line.take() {
                        self.forbid_tab_indentation(tab, indent);
                    }
                } else if !blank {
                    break;
                } else if !empty {
                    // Text ends before a line like this; only when more of it comes is that a mistake.
                    tab_line = tab_line.or(Some(line));
                    if last == self.line {
                        self.forbid_tab_indentation(line, indent);
                    }
                }
            } else if empty {
                if deepest_blank.is_none_or(|(_, deepest)| spaces > deepest) {
                    deepest_blank = Some((next, spaces));
                }
            } else if spaces > parent {
                self.forbid_tab_indentation(line, 1);
                indent = Some(spaces);
                last = next;
                if let Some((blank, _)) = deepest_blank.filter(|(_, deepest)| *deepest > spaces) {
                    let blank = self.lines[blank];
                    self.error(blank.start as usize, blank.end as usize, SyntaxErrorKind::BlockIndentation);
                }
            } else if line.tabbed() && (line.kind == LineKind::Blank || signed(line.column) > parent) {
                self.forbid_tab_indentation(line, parent.max(0) + 1);
                if line.kind != LineKind::Blank {
                    indent = Some(spaces);
                    tabs = true;
                    last = next;
                }
            } else {
                break;
            }
            next += 1;
        }
        if last > self.line {
            end = self.lines[last].end as usize;
        }
        if keep && next > last + 1 {
            end = self.lines[next - 1].end as usize;
        }
        let node = self.tree.leaf(shape, start, end);
        let indent = indent.or(deepest_blank.map(|(_, spaces)| spaces)).unwrap_or(0);
        let indent = u16::try_from(indent).unwrap_or(u16::MAX);
        self.tree.nodes[node].indent = indent;
        self.line = next - 1;
        self.advance();
    }

    /// Reads the signs behind `|` or `>`: whether trailing empty lines are kept, and the indentation.
    fn block_header(&mut self) -> (bool, Option<i32>) {
        let indicator = self.byte();
        let (mut keep, mut digit, mut chomping) = (false, None, false);
        self.at += 1;
        loop {
            match self.byte() {
                sign @ (b'-' | b'+') if !chomping => (chomping, keep) = (true, sign == b'+'),
                number @ b'1'..=b'9' if digit.is_none() => digit = Some(i32::from(number - b'0')),
                _ => break,
            }
            self.at += 1;
        }
        self.skip_blanks();
        if !self.at_end() {
            let (kind, end) = match self.byte() {
                b'#' => (SyntaxErrorKind::MissingSpaceBeforeComment, self.at + 1),
                _ => (SyntaxErrorKind::BlockHeader(indicator.into()), self.word_end(self.at)),
            };
            self.error(self.at, end, kind);
        }
        (keep, digit)
    }

    /// Reads a plain scalar in brackets. With `value` it is one of a mapping: a line that looks like a key ends it.
    pub(super) fn flow_plain(&mut self, parent: i32, value: bool) {
        let start = self.at;
        let mut end = start;
        loop {
            let line = self.here();
            let text = &self.bytes[..line.end as usize];
            let mut at = self.at;
            let stop = loop {
                at = skip(text, at, |byte| !matches!(byte, b':' | b'#' | b',' | b'[' | b']' | b'{' | b'}'));
                match text.get(at) {
                    None => break false,
                    Some(b'#') if at == start || !is_blank(text[at - 1]) => {}
                    Some(b':') if !text.get(at + 1).is_none_or(|next| is_blank(*next) || is_flow_sign(*next)) => {}
                    Some(_) => break true,
                }
                at += 1;
            };
            // The line may begin with what ends the scalar.
            if at > self.at {
                end = self.at + text[self.at..at].trim_ascii_end().len();
            }
            self.at = at;
            if stop {
                break;
            }
            let Some(next) = self.content_on(self.line) else { break };
            let line = self.lines[next];
            let first = self.bytes[line.content as usize];
            if signed(line.column) <= parent || is_flow_sign(first) || value && self.flow_key_in_line(next) {
                break;
            }
            self.forbid_tab_indentation(line, parent + 1);
            self.line = next;
            self.at = line.content as usize;
        }
        self.plain_start(start, true);
        self.tree.leaf(Shape::Plain, start, end);
        self.at = self.at.max(end);
    }

    /// Whether that line begins with a key as one in brackets looks.
    fn flow_key_in_line(&self, line: usize) -> bool {
        let line = self.lines[line];
        let text = &self.bytes[..line.end as usize];
        let start = line.content as usize;
        match text[start] {
            b'"' | b'\'' => {
                super::key::quote_end(text, start).is_some_and(|end| text.get(skip(text, end, is_blank)) == Some(&b':'))
            }
            _ => {
                let end = skip(text, start, |byte| !is_blank(byte) && !is_flow_sign(byte) && byte != b':');
                let colon = skip(text, end, is_blank);
                text.get(colon) == Some(&b':') && text.get(colon + 1).is_none_or(|byte| is_blank(*byte))
            }
        }
    }

    /// Notes characters that no YAML may hold.
    pub(super) fn control_characters(&mut self) {
        /// A binary file has thousands; these tell.
        const MOST: usize = 20;
        let forbidden = |byte: u8| byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r';
        let mut found = 0;
        for (index, chunk) in self.bytes.chunks(256).enumerate() {
            // Without an early end the compiler makes a few instructions of this.
            if chunk.iter().fold(false, |any, byte| any | forbidden(*byte)) {
                for (place, byte) in chunk.iter().enumerate().filter(|(_, byte)| forbidden(**byte)) {
                    let place = index * 256 + place;
                    self.error(place, place + 1, SyntaxErrorKind::ControlCharacter(char::from(*byte)));
                    found += 1;
                    if found == MOST {
                        return;
                    }
                }
            }
        }
    }
}
