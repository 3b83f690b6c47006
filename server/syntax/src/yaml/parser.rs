//! The parser: where it stands, and the stream of documents.
//!
//! It walks lines and asks columns. Whatever the text, each step moves forward, and what does not fit is noted and put
//! where its column says it was meant: a broken line costs that line. Blocks are in [`super::block`], brackets in
//! [`super::flow`], scalars in [`super::scalar`].

use text_size::TextRange;

use super::block::Around;
use super::build::Builder;
use super::directive::Directives;
use super::error::{SyntaxError, SyntaxErrorKind};
use super::lines::{Line, LineKind, is_blank, lines, offset};
use super::node::Shape;

/// Levels of nesting that are read. Recursion goes no deeper, so that a debug build needs no more than a thread's usual
/// stack.
pub(super) const DEPTH_LIMIT: u32 = 200;

/// A document as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DocumentData {
    /// From its first directive or comment to the start of the next document.
    pub(super) range: TextRange,
    pub(super) root: u32,
    /// `---`
    pub(super) start: Option<TextRange>,
    /// `...`
    pub(super) end: Option<TextRange>,
    /// `%TAG` handles with what they stand for.
    pub(super) handles: Vec<(TextRange, TextRange)>,
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) lines: Vec<Line>,
    /// The line the cursor is in.
    pub(super) line: usize,
    /// The cursor, on that line.
    pub(super) at: usize,
    /// The document has no more lines.
    pub(super) done: bool,
    pub(super) tree: Builder,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) comments: Vec<TextRange>,
    pub(super) directives: Vec<TextRange>,
    pub(super) documents: Vec<DocumentData>,
    pub(super) depth: u32,
    /// The brackets that are open, innermost last.
    pub(super) brackets: Vec<u8>,
    /// The columns of the block sequences that are open, innermost last.
    pub(super) lists: Vec<i32>,
    /// The columns of the block mappings that are open, innermost last.
    pub(super) mappings: Vec<i32>,
    /// How many more lines may be read twice in search of a closing quote. Without a limit a file of opening quotes
    /// would cost its square.
    pub(super) patience: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let lines = lines(text);
        let count = lines.len();
        Self {
            text,
            bytes: text.as_bytes(),
            lines,
            line: 0,
            at: 0,
            done: false,
            tree: Builder::with_capacity(count * 5 / 2 + 4),
            errors: Vec::new(),
            comments: Vec::new(),
            directives: Vec::new(),
            documents: Vec::new(),
            depth: 0,
            brackets: Vec::new(),
            lists: Vec::new(),
            mappings: Vec::new(),
            patience: count * 4 + 1_000,
        }
    }

    /// Reads every document.
    pub(super) fn stream(&mut self) {
        let mut start = 0;
        loop {
            let directives = self.prefix();
            if self.line >= self.lines.len() {
                break;
            }
            let first = self.documents.is_empty();
            let at = self.document(if first { 0 } else { start }, directives);
            start = at;
        }
        let end = offset(self.text.len());
        if let Some(last) = self.documents.last_mut() {
            last.range = TextRange::new(last.range.start(), end.into());
        }
    }

    /// What may stand before a document: empty lines, comments, directives, and the ends of documents that never began.
    fn prefix(&mut self) -> Directives {
        let mut directives = Directives::default();
        while let Some(line) = self.lines.get(self.line).copied() {
            match line.kind {
                LineKind::Blank => {}
                LineKind::Comment => self.comment(line.content as usize, line.end as usize),
                LineKind::DocumentEnd => {
                    directives.unused(&mut self.errors);
                    self.document_end(line);
                }
                LineKind::Content if self.bytes[line.start as usize] == b'%' => {
                    let range = TextRange::new(line.start.into(), line.end.into());
                    let range = directives.read(self.text, range, &mut self.errors);
                    self.directives.push(range);
                    if usize::from(range.end()) < line.end as usize {
                        self.comment_in(usize::from(range.end()), line.end as usize);
                    }
                }
                LineKind::Content => {
                    directives.unused(&mut self.errors);
                    return directives;
                }
                LineKind::DocumentStart => return directives,
            }
            self.line += 1;
        }
        directives.unused(&mut self.errors);
        directives
    }

    /// Reads the document whose first line is the cursor's; gives the offset behind it.
    fn document(&mut self, from: usize, directives: Directives) -> usize {
        let line = self.lines[self.line];
        self.done = false;
        let root = self.tree.len();
        let mut marker = None;
        if line.kind == LineKind::DocumentStart {
            let start = line.start as usize;
            marker = Some(TextRange::new(line.start.into(), offset(start + 3).into()));
            self.at = start + 3;
            self.skip_blanks();
            if self.at_end() {
                self.below(Around::DOCUMENT, start + 3);
            } else {
                self.behind_marker();
            }
        } else {
            self.at = line.content as usize;
            self.block(Around::DOCUMENT);
        }
        self.leftovers();
        let mut end = None;
        if let Some(line) = self.lines.get(self.line).copied().filter(|line| line.kind == LineKind::DocumentEnd) {
            end = Some(TextRange::new(line.start.into(), (line.start + 3).into()));
            self.document_end(line);
            self.line += 1;
        }
        let behind = self.lines.get(self.line).map_or(self.text.len(), |line| line.start as usize);
        let range = TextRange::new(offset(from).into(), offset(behind).into());
        let handles = directives.handles;
        self.check_handles(root, &handles);
        self.documents.push(DocumentData { range, root: offset(root), start: marker, end, handles });
        behind
    }

    /// What follows a document's only node is dropped.
    fn leftovers(&mut self) {
        let mut reported = false;
        while !self.done {
            if !reported {
                self.error_here(SyntaxErrorKind::TextBehindDocument);
                reported = true;
            }
            self.drop_node();
        }
    }

    /// `...` and what stands behind it.
    fn document_end(&mut self, line: Line) {
        let (behind, end) = (line.start as usize + 3, line.end as usize);
        self.comment_in(behind, end);
        let text = &self.bytes[behind..end];
        if let Some(found) = text.iter().position(|byte| !is_blank(*byte))
            && text[found] != b'#'
        {
            self.error(behind + found, end, SyntaxErrorKind::TextBehindDocumentEnd);
        }
    }

    /// Notes the comment that `start..end` begins with, behind blanks.
    fn comment_in(&mut self, start: usize, end: usize) {
        let blanks = self.bytes[start..end].iter().take_while(|byte| is_blank(**byte)).count();
        if blanks > 0 && self.bytes.get(start + blanks) == Some(&b'#') {
            self.comment(start + blanks, end);
        }
    }

    pub(super) fn error(&mut self, start: usize, end: usize, kind: SyntaxErrorKind) {
        self.errors.push(SyntaxError { range: TextRange::new(offset(start).into(), offset(end).into()), kind });
    }

    /// An error at the word the cursor is on.
    pub(super) fn error_here(&mut self, kind: SyntaxErrorKind) {
        let end = self.word_end(self.at);
        self.error(self.at, end, kind);
    }

    /// The end of the word at `start`: the next blank, or the line's end.
    pub(super) fn word_end(&self, start: usize) -> usize {
        let end = self.line_end();
        self.bytes[start..end.max(start)].iter().position(|byte| is_blank(*byte)).map_or(end, |found| start + found)
    }

    pub(super) fn comment(&mut self, start: usize, end: usize) {
        let start = offset(start);
        // A comment is come across more than once when the cursor looks at its line again.
        if self.comments.last().is_none_or(|last| u32::from(last.start()) < start) {
            self.comments.push(TextRange::new(start.into(), offset(end).into()));
        }
    }

    pub(super) fn here(&self) -> Line {
        self.lines[self.line]
    }

    pub(super) fn line_end(&self) -> usize {
        self.lines[self.line].end as usize
    }

    /// The byte at the cursor; a line end where the line has no more.
    pub(super) fn byte(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(b'\n')
    }

    /// The column of the cursor, in the terms of [`Line::column`].
    pub(super) fn column(&self) -> i32 {
        let line = self.here();
        signed(line.column) + signed(offset(self.at)) - signed(line.content)
    }

    /// Whether the cursor is on the first byte of its line's content.
    pub(super) fn at_line_start(&self) -> bool {
        self.at == self.here().content as usize
    }

    pub(super) fn skip_blanks(&mut self) {
        let end = self.line_end();
        while self.at < end && is_blank(self.bytes[self.at]) {
            self.at += 1;
        }
    }

    /// Whether nothing but a comment, which is noted, is left of the line.
    pub(super) fn at_end(&mut self) -> bool {
        let end = self.line_end();
        if self.at >= end {
            return true;
        }
        let comment = self.bytes[self.at] == b'#' && (self.at == 0 || self.bytes[self.at - 1] <= b' ');
        if comment {
            self.comment(self.at, end);
        }
        comment
    }

    /// Goes to the next line of content. Markers end the document.
    pub(super) fn advance(&mut self) {
        loop {
            self.line += 1;
            let Some(line) = self.lines.get(self.line).copied() else {
                self.done = true;
                self.at = self.text.len();
                return;
            };
            match line.kind {
                LineKind::Blank => {}
                LineKind::Comment => self.comment(line.content as usize, line.end as usize),
                LineKind::Content => {
                    self.at = line.content as usize;
                    if self.byte() == b'%' && line.column == 0 && self.directive_block() {
                        self.error_here(SyntaxErrorKind::DirectiveInDocument);
                        self.done = true;
                    }
                    return;
                }
                LineKind::DocumentStart | LineKind::DocumentEnd => {
                    self.done = true;
                    self.at = line.start as usize;
                    return;
                }
            }
        }
    }

    /// Whether the lines from here on are directives with a `---` behind.
    fn directive_block(&self) -> bool {
        // There are only two directives; nobody declares more than a few handles.
        const MOST: usize = 16;
        self.lines[self.line..]
            .iter()
            .take(MOST)
            .find(|line| !line.empty() && self.bytes.get(line.start as usize) != Some(&b'%'))
            .is_some_and(|line| line.kind == LineKind::DocumentStart)
    }

    /// The next line of content behind `line`, over empty lines and comments, within the document.
    pub(super) fn content_behind(&self, line: usize) -> Option<usize> {
        let next = line + 1 + self.lines.get(line + 1..)?.iter().position(|line| !line.empty())?;
        (self.lines[next].kind == LineKind::Content).then_some(next)
    }

    /// The line has to be at its end; goes to the next.
    pub(super) fn finish_line(&mut self) {
        if self.done {
            return;
        }
        self.skip_blanks();
        if !self.at_end() {
            let kind = match self.byte() {
                b'#' => SyntaxErrorKind::MissingSpaceBeforeComment,
                close @ (b']' | b'}') => SyntaxErrorKind::StrayBracket(close.into()),
                b':' if self.bytes.get(self.at + 1).is_none_or(|byte| *byte <= b' ') => SyntaxErrorKind::MultilineKey,
                _ => SyntaxErrorKind::TextBehindValue,
            };
            let end = if matches!(kind, SyntaxErrorKind::TextBehindValue) {
                let text = &self.bytes[self.at..self.line_end()];
                self.at + text.iter().rposition(|byte| !is_blank(*byte)).map_or(0, |last| last + 1)
            } else {
                self.at + 1
            };
            self.error(self.at, end, kind);
        }
        self.advance();
    }

    /// Adds an empty node behind what ends at `at`.
    pub(super) fn null(&mut self, at: usize) {
        self.tree.leaf(Shape::Null, at, at);
    }

    /// Enters a level; `false` when there are too many.
    pub(super) fn enter(&mut self) -> bool {
        self.depth += 1;
        if self.depth <= DEPTH_LIMIT {
            return true;
        }
        self.depth -= 1;
        if !self.errors.iter().rev().take(8).any(|error| error.kind == SyntaxErrorKind::TooDeep) {
            self.error_here(SyntaxErrorKind::TooDeep);
        }
        false
    }

    /// Notes a tab among the blanks before the cursor, where a collection starts that is laid out by its column.
    pub(super) fn forbid_tab(&mut self) {
        let start = self.here().start as usize;
        let blanks = self.bytes[start..self.at].iter().rev().take_while(|byte| is_blank(**byte)).count();
        if let Some(tab) = self.bytes[self.at - blanks..self.at].iter().position(|byte| *byte == b'\t') {
            let tab = self.at - blanks + tab;
            self.tab_error(tab);
        }
    }

    /// Notes a tab in the indentation of `line` when fewer than `needed` spaces stand before it.
    pub(super) fn forbid_tab_indentation(&mut self, line: Line, needed: i32) {
        if line.tabbed() && signed(line.spaces) < needed {
            self.tab_error((line.start + line.spaces) as usize);
        }
    }

    fn tab_error(&mut self, tab: usize) {
        let known = |error: &SyntaxError| usize::from(error.range.start()) == tab;
        if !self.errors.last().is_some_and(known) {
            self.error(tab, tab + 1, SyntaxErrorKind::TabIndentation);
        }
    }
}

/// A column as a number that -1, the column of a document, fits beside.
pub(super) fn signed(column: u32) -> i32 {
    i32::try_from(column).unwrap_or(i32::MAX)
}
