//! Block mappings: keys in a column, each with its value beside or below.

use super::block::{Around, Owner, shortened, shown};
use super::error::SyntaxErrorKind;
use super::key::KeyAhead;
use super::lines::is_blank;
use super::node::Shape;
use super::parser::{Parser, signed};

impl Parser<'_> {
    /// Reads a mapping whose first key, unless it has no colon yet, is `key`; the cursor is there.
    pub(super) fn mapping(&mut self, around: Around, mut key: Option<KeyAhead>) {
        let mut column = self.column();
        let first = (self.at, key.map_or_else(|| self.word_end(self.at), |key| key.end));
        self.tree.open(Shape::Mapping, self.at, false);
        self.mappings.push(column);
        let mut own = column;
        let mut entries = 0;
        loop {
            self.forbid_tab();
            self.entry(around, column, own, key);
            entries += 1;
            if !self.next_key(around, column) {
                break;
            }
            own = self.column();
            key = self.key_ahead(self.at, self.line_end());
            let question = self.indicator(b'?', self.at, self.line_end());
            let key_end = if question { Some(self.at + 1) } else { key.map(|key| key.end) };
            if let Some(end) = key_end.filter(|_| own != column) {
                if entries == 1 && self.settles_in(own, column) {
                    self.key_column(first, column, own);
                    column = own;
                    if let Some(open) = self.mappings.last_mut() {
                        *open = own;
                    }
                } else {
                    self.key_column((self.at, end), own, column);
                }
            }
        }
        self.mappings.pop();
        self.tree.close(None);
    }

    /// Goes to the next key of the mapping in `column`, or to what may become one; `false` when there is none.
    fn next_key(&mut self, around: Around, column: i32) -> bool {
        loop {
            if self.done {
                return false;
            }
            let own = self.column();
            let dash = self.dash(self.at, self.line_end());
            if own <= around.parent || dash && (own < column || around.owner == Owner::Item) {
                return false;
            }
            if dash {
                self.error(self.at, self.at + 1, SyntaxErrorKind::ItemAmongKeys);
                self.drop_node();
                continue;
            }
            if own == column {
                return true;
            }
            if self.key_of_outer(around, own, column) {
                return false;
            }
            if own < column || self.key_ahead(self.at, self.line_end()).is_some() {
                return true;
            }
            self.error_here(SyntaxErrorKind::StrayText);
            self.advance();
        }
    }

    /// Whether the key at the cursor, in the column `own`, is rather one of a mapping around than of the one in `column`.
    fn key_of_outer(&self, around: Around, own: i32, column: i32) -> bool {
        if self.in_outer_mapping(own) {
            return true;
        }
        if own > column || around.owner != Owner::Key {
            return false;
        }
        let (to_outer, to_inner) = (own - around.parent, column - own);
        if to_outer != to_inner {
            return to_outer < to_inner;
        }
        // As far from both: what the key has below it shows how far it was meant to be indented.
        let (Some(key), Some(next)) = (self.key_ahead(self.at, self.line_end()), self.content_behind(self.line)) else {
            return false;
        };
        let below = signed(self.lines[next].column);
        let open = self.bytes[key.colon + 1..self.line_end()].trim_ascii().is_empty();
        open && if self.dash_in_line(next) { below == around.parent } else { below == column }
    }

    /// Whether a mapping around the innermost one has its keys in that column.
    fn in_outer_mapping(&self, column: i32) -> bool {
        self.mappings.iter().rev().skip(1).any(|open| *open == column)
    }

    /// Notes that a key stands beside its siblings.
    fn key_column(&mut self, key: (usize, usize), found: i32, expected: i32) {
        if self.here().tabbed() {
            return self.forbid_tab();
        }
        self.error(key.0, key.1, SyntaxErrorKind::KeyColumn { found: shown(found), expected: shown(expected) });
    }

    /// Reads the key at the cursor, which stands in the column `own` of a mapping in `column`, and its value.
    fn entry(&mut self, around: Around, column: i32, own: i32, key: Option<KeyAhead>) {
        let end = self.line_end();
        if self.indicator(b'?', self.at, end) {
            return self.explicit_entry(column);
        }
        // Below a key too far left, what stands in its siblings' column is no value of it.
        let value = Around { owner: Owner::Key, parent: own.max(column), bound: around.parent, siblings: column };
        if let Some(key) = key {
            self.properties(false);
            self.key(key.end);
            self.at = key.colon + 1;
            return self.value(value, own);
        }
        // A key that is being typed. What stands deeper below is its value.
        let start = self.at;
        self.missing_colon();
        let text = &self.bytes[start..end];
        let comment = (1..text.len()).find(|at| text[*at] == b'#' && is_blank(text[*at - 1])).unwrap_or(text.len());
        let end = start + text[..comment].trim_ascii_end().len();
        self.tree.leaf(Shape::Plain, start, end);
        self.at = start + comment;
        self.at_end();
        self.below_key(value, own, end);
    }

    pub(super) fn missing_colon(&mut self) {
        let text = self.text[self.at..self.line_end()].trim_ascii_end();
        let comment = text.find(" #").unwrap_or(text.len());
        let word = text[..comment].trim_ascii_end();
        let first = word.bytes().next();
        let kind = match (first, word.split_once(':')) {
            (Some(quote @ (b'"' | b'\'')), _) => SyntaxErrorKind::UnclosedQuote(quote.into()),
            (Some(close @ (b']' | b'}')), _) => SyntaxErrorKind::StrayBracket(close.into()),
            (Some(b'-'), _) if word.bytes().all(|byte| byte == b'-') => SyntaxErrorKind::Dashes,
            (_, Some((key, value))) if !key.is_empty() && !value.is_empty() && !value.starts_with([' ', '/']) => {
                SyntaxErrorKind::MissingSpaceAfterColon(shortened(key))
            }
            _ => SyntaxErrorKind::MissingColon(shortened(word)),
        };
        self.error(self.at, self.at + word.len(), kind);
    }

    /// Reads `? key` and `: value`.
    fn explicit_entry(&mut self, column: i32) {
        let around = Around { owner: Owner::Explicit, parent: column, bound: column - 1, siblings: column };
        let key = self.tree.len();
        self.behind_indicator(around);
        self.tree.explicit(key);
        if !self.done && self.column() == column && self.indicator(b':', self.at, self.line_end()) {
            self.forbid_tab();
            self.behind_indicator(around);
        } else {
            let end = self.tree.last_end();
            self.null(end);
        }
    }

    /// Adds the key at the cursor, which ends at `end`.
    fn key(&mut self, end: usize) {
        /// Characters a key may have, by the standard.
        const LONGEST: usize = 1_024;
        let start = self.at;
        if end > start + LONGEST && self.text[start..end].chars().count() > LONGEST {
            self.error(start, end, SyntaxErrorKind::LongKey);
        }
        match self.byte() {
            b'"' => {
                self.escapes(start + 1, end - 1);
                self.tree.leaf(Shape::Double, start, end);
            }
            b'\'' => {
                self.tree.leaf(Shape::Single, start, end);
            }
            b'*' => self.alias(),
            b'[' | b'{' => {
                let (mark, line, known) = (self.tree.mark(), self.line, self.errors.len());
                self.flow(-1);
                if (self.line, self.at) != (line, end) {
                    // What looked like a whole key is none.
                    self.tree.back_to(mark);
                    self.line = line;
                    if self.errors.len() == known {
                        self.error(start, end, SyntaxErrorKind::TextBehindValue);
                    }
                    self.tree.leaf(Shape::Plain, start, end);
                }
            }
            _ if end <= start => self.null(start),
            _ => {
                self.plain_start(start, false);
                self.tree.leaf(Shape::Plain, start, end);
            }
        }
    }

    /// Reads the value behind the colon of a key in the column `own`.
    fn value(&mut self, around: Around, own: i32) {
        let colon = self.at;
        self.skip_blanks();
        self.properties(false);
        if self.at_end() {
            self.words_before_block(own);
            return self.below_key(around, own, colon);
        }
        let end = self.line_end();
        if matches!(self.byte(), b'|' | b'>') {
            return self.block_scalar(around.parent);
        }
        if self.dash(self.at, end) {
            self.error(self.at, self.at + 1, SyntaxErrorKind::ListBehindKey);
            return self.sequence(around);
        }
        if self.indicator(b'?', self.at, end) {
            self.error(self.at, self.at + 1, SyntaxErrorKind::ExplicitKeyBehindKey);
        }
        self.inline(around.parent);
        self.finish_line();
    }

    /// Reads the value below the line of a key in the column `own`; if there is none, nothing stands at `at`.
    fn below_key(&mut self, around: Around, own: i32, at: usize) {
        self.advance();
        if self.done {
            return self.null(at);
        }
        let found = self.column();
        if found > around.parent {
            return self.block(around);
        }
        if self.dash(self.at, self.line_end()) {
            if found == around.siblings || found == own {
                return self.sequence(around);
            }
            if found > around.bound && self.nearest_list(own, found) {
                self.item_column(self.at, found, own);
                // When it has only slipped, the others will stand below the key.
                return self.sequence_in(around, if found + 1 == own { own } else { found });
            }
        }
        self.null(at);
    }

    /// Passes over words that were typed between a key in `column`, at the end of whose line the cursor is, and the block
    /// below it.
    fn words_before_block(&mut self, column: i32) {
        let Some(word) = self.content_behind(self.line) else { return };
        if signed(self.lines[word].column) != column || !self.lone_word(word) {
            return;
        }
        let Some(next) = self.content_behind(word) else { return };
        let own = signed(self.lines[next].column);
        if own == column && self.dash_in_line(next) || own > column && !self.lone_word(next) {
            while self.line < word {
                self.advance();
            }
            self.missing_colon();
            self.at = self.line_end();
        }
    }
}
