//! Block nodes: what is laid out by columns. Mappings are in [`super::mapping`], sequences in [`super::sequence`].
//!
//! Every function here begins with the cursor on content and ends with it on the next line's, or with the document done.
//! A line in no collection's column joins the innermost one it can be meant for, and is an error.

use super::error::SyntaxErrorKind;
use super::lines::offset;
use super::parser::Parser;

/// What a block node stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Document,
    /// A key; the node is its value.
    Key,
    /// A `-`.
    Item,
    /// A `?`, or the `:` that goes with it.
    Explicit,
}

/// What a block node stands in, and the columns that bound it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) owner: Owner,
    /// The node's lines are indented deeper than this.
    pub(super) parent: i32,
    /// A `-` that is further right than this may be an item of the node, if that is a sequence.
    pub(super) bound: i32,
    /// The column of the mapping that the node is a value of, which its own key may miss.
    pub(super) siblings: i32,
}

impl Around {
    /// Around a document's root.
    pub(super) const DOCUMENT: Self = Self { owner: Owner::Document, parent: -1, bound: -1, siblings: -1 };

    pub(super) fn item(column: i32) -> Self {
        Self { owner: Owner::Item, parent: column, bound: column, siblings: column }
    }

    /// Whether a sequence may stand in the column of what it is the value of.
    fn sequence_at_parent(self) -> bool {
        matches!(self.owner, Owner::Key | Owner::Explicit)
    }
}

impl Parser<'_> {
    /// Reads the node at the cursor, which is deeper than what is around.
    pub(super) fn block(&mut self, around: Around) {
        if self.enter() {
            self.block_node(around);
            self.depth -= 1;
        } else {
            let at = self.at;
            self.null(at);
            self.at = self.line_end();
            self.advance();
        }
    }

    fn block_node(&mut self, around: Around) {
        if self.stray_before_block(around.parent) {
            self.missing_colon();
            self.advance();
        }
        if self.at_line_start() {
            self.forbid_tab_indentation(self.here(), around.parent + 1);
        }
        let end = self.line_end();
        if self.dash(self.at, end) {
            return self.sequence(around);
        }
        if self.indicator(b'?', self.at, end) {
            return self.mapping(around, None);
        }
        if let Some(key) = self.key_ahead(self.at, end) {
            return self.mapping(around, Some(key));
        }
        let start = self.at;
        if self.properties(false) {
            if self.at_end() {
                return self.below(around, start);
            }
            if self.dash(self.at, end) {
                self.error(self.at, self.at + 1, SyntaxErrorKind::CollectionBehindProperties);
                return self.sequence(around);
            }
        }
        let parent = around.parent;
        let alone = self.at == start;
        match self.byte() {
            b'|' | b'>' => return self.block_scalar(parent),
            quote @ (b'"' | b'\'') => {
                if !self.try_quoted(parent) {
                    if alone && self.half_typed_key(parent, true) {
                        return self.mapping(around, None);
                    }
                    self.unclosed_quote(quote, false);
                }
                return self.finish_line();
            }
            b'[' | b'{' | b'*' => {}
            _ if alone && self.half_typed_key(parent, false) => return self.mapping(around, None),
            _ => {}
        }
        self.inline(parent);
        self.finish_line();
    }

    /// Reads the node below an indicator that ends its line: a deeper block, or nothing, which then stands at `at`.
    pub(super) fn below(&mut self, around: Around, at: usize) {
        self.advance();
        if self.done {
            return self.null(at);
        }
        let column = self.column();
        if column > around.parent {
            self.block(around);
        } else if around.sequence_at_parent() && column == around.parent && self.dash(self.at, self.line_end()) {
            self.sequence(around);
        } else {
            self.null(at);
        }
    }

    /// What stands on the line of `---`: a scalar, brackets, or the anchor and tag of what is below.
    pub(super) fn behind_marker(&mut self) {
        let start = self.at;
        self.properties(false);
        if self.at_end() {
            return self.below(Around::DOCUMENT, start);
        }
        let end = self.line_end();
        if self.dash(self.at, end) || self.indicator(b'?', self.at, end) || self.key_ahead(self.at, end).is_some() {
            self.error_here(SyntaxErrorKind::CollectionOnMarkerLine);
            return self.block(Around::DOCUMENT);
        }
        if matches!(self.byte(), b'|' | b'>') {
            return self.block_scalar(-1);
        }
        self.inline(-1);
        self.finish_line();
    }

    /// Reads a node that cannot stand here, in the cursor's column or deeper, and drops it; of a sequence one item.
    pub(super) fn drop_node(&mut self) {
        let (mark, errors, line) = (self.tree.mark(), self.errors.len(), self.line);
        let column = self.column();
        if self.dash(self.at, self.line_end()) {
            self.behind_indicator(Around::item(column));
        } else {
            self.block(Around::item(column - 1));
        }
        self.tree.back_to(mark);
        // What is wrong inside follows from its being here.
        self.errors.truncate(errors);
        if self.line == line && !self.done {
            self.advance();
        }
    }

    /// Reads the node behind the `-`, `?` or `:` at the cursor, on the same line or below.
    pub(super) fn behind_indicator(&mut self, around: Around) {
        self.at += 1;
        let behind = self.at;
        self.skip_blanks();
        if self.at_end() {
            return self.below(around, behind);
        }
        let end = self.line_end();
        if self.dash(self.at, end) || self.indicator(b'?', self.at, end) || self.key_ahead(self.at, end).is_some() {
            self.forbid_tab();
        }
        self.block(around);
    }
}

/// A column as editors count.
pub(super) fn shown(column: i32) -> u32 {
    offset(usize::try_from(column).unwrap_or(0)) + 1
}

/// A text that fits into a message.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
