//! One instruction's lines joined as the builder joins them, with the way back to the document.

use text_size::{TextRange, TextSize};

/// Text of several document pieces in a row.
#[derive(Debug, Default)]
pub(super) struct Logical {
    pub(super) text: String,
    /// (start in `text`, start in the document), ascending in both.
    pieces: Vec<(usize, usize)>,
}

impl Logical {
    /// Appends the document's piece that starts at `start`.
    pub(super) fn push(&mut self, start: usize, piece: &str) {
        self.pieces.push((self.text.len(), start));
        self.text.push_str(piece);
    }

    fn document(&self, offset: usize) -> usize {
        let index = self.pieces.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.pieces.get(index).map_or(0, |(start, document)| document + (offset - start))
    }

    /// The document range of `from..to`; it ends behind its last character, never behind a continuation.
    pub(super) fn range(&self, from: usize, to: usize) -> TextRange {
        let start = self.document(from);
        let end = if to > from { self.document(to - 1) + 1 } else { start };
        TextRange::new(size(start), size(end.max(start)))
    }
}

/// A document offset; texts beyond 4 GiB are refused long before they come here.
pub(super) fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// A physical line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Without the line end: `\n`, and every `\r` before it or before the end of the text.
    pub(super) end: usize,
    /// Where the next line starts.
    pub(super) next: usize,
}

/// Goes through the physical lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next line starts.
    pub(super) fn offset(&self) -> usize {
        self.at
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let rest = &self.text[start..];
        let (length, next) = rest.find('\n').map_or((rest.len(), rest.len()), |newline| (newline, newline + 1));
        let end = start + rest[..length].trim_end_matches('\r').len();
        self.at = start + next;
        Some(Line { start, end, next: self.at })
    }
}

/// What the builder splits keywords, paths, ports and images at. Around them, and between pairs, any white space of
/// Unicode counts, as [`char::is_whitespace`] has it.
pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{b}' | '\u{c}' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back_over_the_joint() {
        let document = "RUN a \\\n  bc";
        let mut logical = Logical::default();
        logical.push(0, &document[..6]);
        logical.push(8, &document[8..]);
        assert_eq!(logical.text, "RUN a   bc");
        let range = logical.range(4, 10);
        assert_eq!(&document[range], "a \\\n  bc");
        let range = logical.range(4, 6);
        assert_eq!(&document[range], "a ");
    }

    #[test]
    fn carriage_return_belongs_to_the_line_end() {
        let lines: Vec<(usize, usize, usize)> =
            Lines::new("a\r\n\nb\r").map(|line| (line.start, line.end, line.next)).collect();
        assert_eq!(lines, [(0, 1, 3), (3, 3, 4), (4, 5, 6)]);
    }
}
