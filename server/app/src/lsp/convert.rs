//! Positions: the protocol counts lines and characters of some width, everything inside counts bytes. Only this file
//! knows of both.

use std::cell::Cell;
use std::sync::Arc;

use project::Document;
use ropey::Rope;
use syntax::{LineColumn, LineIndex, TextRange, TextSize};
use tower_lsp::ls_types::{Position, PositionEncodingKind, Range, TextEdit};

/// What the protocol counts as one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    /// A byte.
    Utf8,
    /// A unit of UTF-16: what every client understands.
    #[default]
    Utf16,
    /// A Unicode scalar value.
    Utf32,
}

impl Encoding {
    /// The best of those a client offers: bytes where it can, since nothing has to be counted then.
    pub(super) fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
        if offers(PositionEncodingKind::UTF8) {
            Encoding::Utf8
        } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
            Encoding::Utf32
        } else {
            Encoding::Utf16
        }
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, character: char) -> u32 {
        let width = match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        };
        u32::try_from(width).unwrap_or(1)
    }

    /// How many characters of the protocol `text` has.
    pub(super) fn length(self, text: &str) -> u32 {
        match self {
            Encoding::Utf8 => u32::try_from(text.len()).unwrap_or(u32::MAX),
            Encoding::Utf16 | Encoding::Utf32 => text.chars().map(|character| self.width(character)).sum(),
        }
    }
}

/// The places of one text.
#[derive(Debug)]
pub(super) struct Places {
    text: Arc<str>,
    lines: Arc<LineIndex>,
    encoding: Encoding,
    /// The place converted last: line, byte and character within it. Places mostly come in order, and on a line of a
    /// megabyte counting from its start each time would be quadratic.
    last: Cell<(u32, u32, u32)>,
}

impl Places {
    pub(super) fn of(document: &Document, encoding: Encoding) -> Self {
        Self::new(Arc::clone(&document.text), document.lines(), encoding)
    }

    pub(super) fn new(text: Arc<str>, lines: Arc<LineIndex>, encoding: Encoding) -> Self {
        Self { text, lines, encoding, last: Cell::default() }
    }

    /// Where `offset` is.
    pub(super) fn position(&self, offset: TextSize) -> Position {
        let LineColumn { line, column } = self.lines.line_column(offset);
        if self.encoding == Encoding::Utf8 {
            return Position::new(line, column);
        }
        let (last_line, last_column, last_character) = self.last.get();
        let (from, counted) =
            if last_line == line && last_column <= column { (last_column, last_character) } else { (0, 0) };
        let start = self.lines.range(line).map_or(0, |range| usize::from(range.start()));
        let between = self.text.get(start + from as usize..start + column as usize).unwrap_or_default();
        let character = counted + self.encoding.length(between);
        self.last.set((line, column, character));
        Position::new(line, character)
    }

    /// Where `range` is.
    pub(super) fn range(&self, range: TextRange) -> Range {
        Range::new(self.position(range.start()), self.position(range.end()))
    }

    /// The byte of a place; one outside the text counts as the nearest inside, one inside a character as its start.
    pub(super) fn offset(&self, at: Position) -> TextSize {
        let Some(range) = self.lines.range(at.line) else { return TextSize::of(&*self.text) };
        let text = self.text[range].trim_end_matches('\n');
        let text = text.strip_suffix('\r').unwrap_or(text);
        let mut left = at.character;
        let mut end = text.len();
        for (index, character) in text.char_indices() {
            let width = self.encoding.width(character);
            if left < width {
                end = index;
                break;
            }
            left -= width;
        }
        range.start() + TextSize::of(&text[..end])
    }

    /// The bytes of a range, its ends in order.
    pub(super) fn text_range(&self, range: Range) -> TextRange {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        TextRange::new(start.min(end), start.max(end))
    }

    /// An edit, for the client.
    pub(super) fn edit(&self, edit: &syntax::TextEdit) -> TextEdit {
        TextEdit::new(self.range(edit.range()), edit.insert.clone())
    }

    /// The text of a range.
    pub(super) fn text(&self, range: TextRange) -> &str {
        self.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
    }

    /// The lines themselves.
    pub(super) fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// What is counted as one character.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }
}

/// The index in `text`, counted in Unicode scalar values, of a place; one outside counts as the nearest inside.
pub(super) fn rope_index(text: &Rope, at: Position, encoding: Encoding) -> usize {
    let line = at.line as usize;
    if line >= text.len_lines() {
        return text.len_chars();
    }
    let slice = text.line(line);
    let mut length = slice.len_chars();
    for end in ['\n', '\r'] {
        if length > 0 && slice.char(length - 1) == end {
            length -= 1;
        }
    }
    let character = at.character as usize;
    let index = match encoding {
        Encoding::Utf8 => slice.byte_to_char(character.min(slice.len_bytes())),
        Encoding::Utf16 => slice.utf16_cu_to_char(character.min(slice.len_utf16_cu())),
        Encoding::Utf32 => character,
    };
    text.line_to_char(line) + index.min(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
    const TEXT: &str = "FROM é\r\n# 𝄞 𝄞é\n\nlast";

    fn places(encoding: Encoding) -> Places {
        Places::new(Arc::from(TEXT), Arc::new(LineIndex::new(TEXT)), encoding)
    }

    #[test]
    fn positions_and_offsets_are_inverse() {
        for encoding in ALL {
            let places = places(encoding);
            let rope = Rope::from_str(TEXT);
            for (offset, _) in TEXT.char_indices().filter(|(offset, _)| !TEXT[*offset..].starts_with('\n')) {
                let offset = TextSize::try_from(offset).unwrap();
                let position = places.position(offset);
                assert_eq!(places.offset(position), offset, "{encoding:?} {position:?}");
                let index = rope_index(&rope, position, encoding);
                assert_eq!(rope.char_to_byte(index), usize::from(offset), "{encoding:?} {position:?}");
            }
        }
    }

    #[test]
    fn characters_are_counted_as_negotiated() {
        let at = TextSize::of("FROM é\r\n# 𝄞 ");
        let characters = ALL.map(|encoding| places(encoding).position(at).character);
        assert_eq!(characters, [7, 5, 4]);
        // Backwards too: nothing is kept that is no longer right.
        let places = places(Encoding::Utf16);
        let backwards: Vec<u32> =
            [at, TextSize::of("FROM é\r\n# "), at].map(|at| places.position(at).character).to_vec();
        assert_eq!(backwards, [5, 2, 5]);
    }

    #[test]
    fn what_lies_outside_counts_as_the_nearest_inside() {
        for encoding in ALL {
            let places = places(encoding);
            let rope = Rope::from_str(TEXT);
            let cases = [
                (Position::new(0, 99), "FROM é"),
                (Position::new(1, u32::MAX), "FROM é\r\n# 𝄞 𝄞é"),
                (Position::new(2, 7), "FROM é\r\n# 𝄞 𝄞é\n"),
                (Position::new(9, 0), TEXT),
            ];
            for (position, before) in cases {
                assert_eq!(places.offset(position), TextSize::of(before), "{encoding:?} {position:?}");
                assert_eq!(rope.char_to_byte(rope_index(&rope, position, encoding)), before.len(), "{encoding:?}");
            }
        }
    }

    #[test]
    fn what_lies_inside_a_character_counts_as_its_start() {
        for (encoding, character) in [(Encoding::Utf8, 4), (Encoding::Utf16, 3)] {
            let position = Position::new(1, character);
            assert_eq!(places(encoding).offset(position), TextSize::of("FROM é\r\n# "));
            let rope = Rope::from_str(TEXT);
            assert_eq!(rope.char_to_byte(rope_index(&rope, position, encoding)), "FROM é\r\n# ".len());
        }
    }

    #[test]
    fn bytes_are_preferred() {
        let offer = |kinds: &[PositionEncodingKind]| Encoding::negotiate(Some(kinds));
        assert_eq!(Encoding::negotiate(None), Encoding::Utf16);
        assert_eq!(offer(&[PositionEncodingKind::UTF16, PositionEncodingKind::UTF8]), Encoding::Utf8);
        assert_eq!(offer(&[PositionEncodingKind::UTF32]), Encoding::Utf32);
        assert_eq!(offer(&["utf-7".into()]), Encoding::Utf16);
    }
}
