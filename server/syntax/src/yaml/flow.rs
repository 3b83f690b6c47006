//! Flow collections: `[…]` and `{…}`, which is all of JSON.

use super::block::shortened;
use super::error::SyntaxErrorKind;
use super::lines::{Line, LineKind};
use super::node::Shape;
use super::parser::{Parser, signed};
use super::property::is_flow_sign;

/// The bracket that closes one.
fn closing(open: u8) -> u8 {
    if open == b'[' { b']' } else { b'}' }
}

impl Parser<'_> {
    /// Passes blanks, comments and line ends in brackets. `false` when the brackets end here although nothing closes
    /// them: at a line that is not indented deeper than `parent`, unless it begins with what closes, and at the end of the document.
    fn flow_gap(&mut self, parent: i32) -> bool {
        loop {
            self.skip_blanks();
            if !self.at_end() {
                return true;
            }
            let mut next = self.line + 1;
            while let Some(line) = self.lines.get(next).copied().filter(Line::empty) {
                if line.kind == LineKind::Comment {
                    self.comment(line.content as usize, line.end as usize);
                }
                next += 1;
            }
            let Some(line) = self.lines.get(next).copied().filter(|line| line.kind == LineKind::Content) else {
                return false;
            };
            let first = self.bytes[line.content as usize];
            let closes = matches!(first, b']' | b'}');
            if signed(line.column) <= parent && !closes {
                return false;
            }
            (self.line, self.at) = (next, line.content as usize);
            if !closes {
                self.forbid_tab_indentation(line, parent + 1);
            }
        }
    }

    /// Reads the collection whose bracket is at the cursor; `false` when it is never closed.
    pub(super) fn flow(&mut self, parent: i32) -> bool {
        if !self.enter() {
            let at = self.at;
            self.null(at);
            self.at = self.line_end();
            return false;
        }
        let start = self.at;
        let open = self.bytes[start];
        self.tree.open(if open == b'{' { Shape::Mapping } else { Shape::Sequence }, start, true);
        self.brackets.push(open);
        self.at += 1;
        let errors = self.errors.len();
        let (ended, closed) = self.flow_entries(parent, open);
        // One is told of what is open, and it is the innermost.
        let told = self.errors[errors..]
            .iter()
            .any(|error| matches!(error.kind, SyntaxErrorKind::UnclosedBracket(_) | SyntaxErrorKind::UnclosedQuote(_)));
        if !closed && (ended || !told) {
            self.error(start, start + 1, SyntaxErrorKind::UnclosedBracket(open.into()));
        }
        if closed {
            self.tree.closed();
        }
        let end = closed.then_some(self.at);
        self.tree.close(end.or(Some(self.tree.last_end().max(start + 1))));
        self.brackets.pop();
        self.depth -= 1;
        closed || ended
    }

    /// Reads what is in the brackets. Whether the text around goes on behind them, and whether they are closed.
    fn flow_entries(&mut self, parent: i32, open: u8) -> (bool, bool) {
        let close = closing(open);
        // A comma with an entry before it is no news.
        let mut separated = true;
        let mut any = false;
        loop {
            if !self.flow_gap(parent) {
                return (false, false);
            }
            let byte = self.byte();
            match byte {
                b',' => {
                    if separated {
                        self.error(self.at, self.at + 1, SyntaxErrorKind::MissingItem);
                    }
                    separated = true;
                    self.at += 1;
                    self.comment_directly_behind();
                    continue;
                }
                b']' | b'}' if byte == close => {
                    self.at += 1;
                    self.comment_directly_behind();
                    return (true, true);
                }
                b']' | b'}' => {
                    if self.brackets.iter().rev().skip(1).any(|outer| closing(*outer) == byte) {
                        return (true, false);
                    }
                    self.error(self.at, self.at + 1, SyntaxErrorKind::StrayBracket(byte.into()));
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            if !separated && any {
                self.missing_comma();
                if self.at >= self.line_end() {
                    continue;
                }
            }
            any = true;
            separated = false;
            let before = (self.line, self.at);
            let goes_on = if open == b'{' { self.flow_pair(parent) } else { self.flow_item(parent) };
            if !goes_on {
                return (false, false);
            }
            if before == (self.line, self.at) {
                // Nothing was read of a sign that means nothing here.
                self.error(self.at, self.at + 1, SyntaxErrorKind::ReservedCharacter(self.byte().into()));
                self.at += 1;
            }
        }
    }

    fn missing_comma(&mut self) {
        let end = self.bytes[self.at..self.line_end()].iter().position(|byte| *byte <= b' ' || is_flow_sign(*byte));
        let end = end.map_or(self.line_end(), |end| self.at + end);
        let kind = if self.byte() == b'#' {
            SyntaxErrorKind::MissingSpaceBeforeComment
        } else {
            SyntaxErrorKind::MissingComma
        };
        self.error(self.at, end.max(self.at + 1), kind);
        if self.byte() == b'#' {
            self.at = self.line_end();
        }
    }

    /// `,#` and `]#` start no comment, though they look like it; the rest of the line is passed as one.
    fn comment_directly_behind(&mut self) {
        if self.at < self.line_end() && self.byte() == b'#' && !self.brackets.is_empty() {
            let end = self.line_end();
            self.error(self.at, self.at + 1, SyntaxErrorKind::MissingSpaceBeforeComment);
            self.at = end;
        }
    }

    /// Whether the colon of a pair is at the cursor. Behind a quote or bracket it needs no blank after it.
    fn flow_colon(&self, key: usize) -> bool {
        self.byte() == b':' && {
            let next = self.bytes.get(self.at + 1).copied().unwrap_or(b'\n');
            let json = self.tree.nodes.get(key).is_some_and(|key| match key.shape {
                Shape::Single | Shape::Double | Shape::Mapping | Shape::Sequence => true,
                Shape::Plain | Shape::Literal | Shape::Folded | Shape::Alias | Shape::Null => false,
            });
            json || next <= b' ' || is_flow_sign(next)
        }
    }

    /// Whether a `?` of its own is at the cursor.
    fn flow_question(&self) -> bool {
        self.byte() == b'?' && self.bytes.get(self.at + 1).is_none_or(|next| *next <= b' ')
    }

    /// Reads a key and its value in braces; `false` when the braces end here.
    fn flow_pair(&mut self, parent: i32) -> bool {
        let start = self.at;
        let question = self.flow_question();
        if question {
            self.at += 1;
            if !self.flow_gap(parent) {
                self.null(start + 1);
                self.null(start + 1);
                return false;
            }
        }
        let key = self.tree.len();
        let goes_on = self.flow_node(parent, false);
        if question {
            self.tree.explicit(key);
        }
        if !goes_on || !self.flow_gap(parent) || !self.flow_colon(key) {
            let end = self.tree.last_end();
            self.null(end);
            return goes_on;
        }
        self.flow_value(parent, key)
    }

    /// Reads the value behind the colon at the cursor.
    fn flow_value(&mut self, parent: i32, key: usize) -> bool {
        let plain = self.tree.nodes.get(key).is_some_and(|key| key.shape == Shape::Plain);
        if plain && matches!(self.bytes.get(self.at + 1), Some(b'[' | b'{')) {
            let key = &self.text[self.tree.nodes[key].start as usize..self.at];
            let kind = SyntaxErrorKind::MissingSpaceAfterColon(shortened(key.trim_ascii_end()));
            self.error(self.at, self.at + 1, kind);
        }
        self.at += 1;
        let colon = self.at;
        let goes_on = self.flow_gap(parent);
        if !goes_on || matches!(self.byte(), b',' | b']' | b'}') {
            self.null(colon);
            return goes_on;
        }
        self.flow_node(parent, true)
    }

    /// Reads an item in brackets, which may be a pair without braces; `false` when the brackets end here.
    fn flow_item(&mut self, parent: i32) -> bool {
        let (start, line) = (self.at, self.line);
        let question = self.flow_question();
        if question {
            self.at += 1;
            if !self.flow_gap(parent) {
                self.tree.open(Shape::Mapping, start, true);
                self.null(start + 1);
                self.null(start + 1);
                self.tree.close(None);
                return false;
            }
        }
        let key = self.tree.len();
        let mut goes_on = self.flow_node(parent, false);
        let pair = goes_on && {
            // Inside brackets the key of a pair and its colon share a line.
            goes_on = self.flow_gap(parent);
            goes_on && self.flow_colon(key)
        };
        if !pair && !question {
            return goes_on;
        }
        self.tree.wrap(key);
        if question {
            self.tree.explicit(key + 1);
        } else if self.line != line {
            self.error(self.at, self.at + 1, SyntaxErrorKind::MultilineKey);
        }
        if pair {
            goes_on = self.flow_value(parent, key + 1);
        } else {
            let end = self.tree.last_end();
            self.null(end);
        }
        self.tree.close(None);
        goes_on
    }

    /// Reads a node in brackets, with `value` the value of a pair in braces; `false` when the brackets end here.
    fn flow_node(&mut self, parent: i32, value: bool) -> bool {
        let start = self.at;
        while self.properties(true) {
            if self.at_end() && !self.flow_gap(parent) {
                self.null(start);
                return false;
            }
        }
        match self.byte() {
            b'[' | b'{' => return self.flow(parent),
            quote @ (b'"' | b'\'') => {
                if !self.try_quoted(parent) {
                    self.unclosed_quote(quote, true);
                }
            }
            b',' | b']' | b'}' => self.null(self.at),
            b'*' => self.alias(),
            b':' if self.flow_colon(usize::MAX) => self.null(self.at),
            _ => self.flow_plain(parent, value),
        }
        true
    }
}
