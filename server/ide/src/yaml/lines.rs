//! The lines of a YAML text with what is to become of each.

use syntax::{TextEdit, TextRange, TextSize};

use super::style::Style;

/// What a line is to the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing but blanks.
    Blank,
    /// A comment alone.
    Comment,
    /// It begins with a key, a dash, a value, a marker or a directive.
    Text,
    /// It continues a text or brackets from the line before: its blanks may mean something.
    Inside,
    /// Of a document that is left as it is.
    Frozen,
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Its first byte, behind a byte order mark.
    pub(super) start: usize,
    /// Behind the blanks that its indentation is made of.
    pub(super) content: usize,
    /// Behind its last byte that is no line end.
    pub(super) end: usize,
    /// Where the next line starts.
    pub(super) next: usize,
    /// What it is.
    pub(super) part: Part,
    /// The columns it is to be indented; `None`: as it is.
    pub(super) indent: Option<usize>,
    /// Blanks at its end are text.
    pub(super) keeps_tail: bool,
    /// The text of a block ends with it: how far right the comment below may stand and be no part of that text.
    pub(super) ends_block: Option<BlockEnd>,
}

/// The end of a block scalar.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockEnd {
    /// The column of its key or dash before, and after.
    pub(super) parent: (usize, usize),
    /// The column of its text after.
    pub(super) body: usize,
}

impl Line {
    /// The column its content begins in, in bytes.
    pub(super) fn column(&self) -> usize {
        self.content - self.start
    }
}

/// Every line of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    list: Vec<Line>,
}

impl<'t> Lines<'t> {
    /// Splits `text`. `\n` and `\r\n` end a line; what follows the last one is a line only when it is not empty.
    pub(super) fn new(text: &'t str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 24 + 1);
        let mut start = 0;
        for piece in text.split_inclusive('\n') {
            let next = start + piece.len();
            let mark = if piece.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let line = piece[mark..].trim_end_matches('\n');
            let line = line.strip_suffix('\r').unwrap_or(line);
            start += mark;
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            let part = match line.as_bytes().get(blanks) {
                None => Part::Blank,
                Some(b'#') => Part::Comment,
                Some(_) => Part::Text,
            };
            list.push(Line {
                start,
                content: start + blanks,
                end: start + line.len(),
                next,
                part,
                indent: None,
                keeps_tail: false,
                ends_block: None,
            });
            start = next;
        }
        Self { text, list }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The line that holds `offset`; the last one for an offset behind the end.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.list.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// The column of `offset`, in bytes.
    pub(super) fn column(&self, offset: usize) -> usize {
        self.list.get(self.at(offset)).map_or(0, |line| offset.saturating_sub(line.start))
    }

    /// Whether nothing but blanks stands before `offset` on its line.
    pub(super) fn begins(&self, offset: usize) -> bool {
        self.list.get(self.at(offset)).is_some_and(|line| line.content == offset)
    }

    pub(super) fn get(&self, index: usize) -> Option<&Line> {
        self.list.get(index)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Line> {
        self.list.iter()
    }

    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut Line> {
        self.list.get_mut(index)
    }

    /// The lines from one to another, both included.
    pub(super) fn between(&mut self, first: usize, last: usize) -> &mut [Line] {
        self.list.get_mut(first..=last).unwrap_or_default()
    }

    /// The edits that bring every line where it is to be, in order.
    ///
    /// Of several empty lines in a row one stays: it keeps groups and comments apart, and a second one tells a reader
    /// nothing more. None stays at the beginning and at the end of the file. With `keeps_empty` all stay but those at
    /// the end.
    pub(super) fn edits(&self, style: Style, keeps_empty: bool) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        // In the beginning and behind an empty line no other is wanted.
        let mut is_full = !keeps_empty;
        let content = self.list.iter().rposition(|line| line.part != Part::Blank).map_or(0, |last| last + 1);
        for (index, line) in self.list.iter().enumerate() {
            match line.part {
                Part::Blank if is_full && !keeps_empty || index >= content => {
                    edits.push(edit(line.start, line.next, String::new()));
                    continue;
                }
                Part::Blank | Part::Comment | Part::Text | Part::Inside => {
                    let indent = line.indent.filter(|_| line.content < line.end || line.part == Part::Inside);
                    if let Some(columns) = indent {
                        edits.push(edit(line.start, line.content, style.blanks(columns)));
                    }
                    let from = if line.part == Part::Blank { line.start } else { line.content };
                    let kept = self.text[from..line.end].trim_end_matches([' ', '\t']);
                    if !line.keeps_tail {
                        edits.push(edit(from + kept.len(), line.end, String::new()));
                    }
                }
                Part::Frozen => {}
            }
            is_full = line.part == Part::Blank;
        }
        edits.extend(self.last_line_end());
        edits
    }

    /// The line end that is missing at the end of the file; `None` where a block's text ends there, of which it would
    /// become a part.
    fn last_line_end(&self) -> Option<TextEdit> {
        let last = self.list.iter().rfind(|line| line.part != Part::Blank)?;
        if last.end < last.next || last.ends_block.is_some() || last.part == Part::Frozen {
            return None;
        }
        let pairs = self.text.find('\n').is_some_and(|at| self.text[..at].ends_with('\r'));
        Some(edit(last.end, last.end, if pairs { "\r\n" } else { "\n" }.to_owned()))
    }
}

fn edit(start: usize, end: usize, insert: String) -> TextEdit {
    TextEdit::replace(TextRange::new(size(start), size(end)), insert)
}

/// An offset as edits have it. Files of four gigabytes are not read.
pub(super) fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}
