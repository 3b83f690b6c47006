//! Positions as reports count them: lines and columns from 1, ends exclusive.

use std::sync::Arc;

use project::Document;
use syntax::{LineIndex, TextRange, TextSize};

/// How many bytes lie between two remembered counts.
const STEP: usize = 1024;

/// The positions of one document.
#[derive(Debug)]
pub(super) struct Positions<'d> {
    text: &'d str,
    lines: Arc<LineIndex>,
    /// How many characters stand before each [`STEP`] bytes, so that a column in a long line costs little. Empty where
    /// every character is one byte.
    counts: Vec<usize>,
}

/// Where a range starts and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl<'d> Positions<'d> {
    /// Reads the lines of `document`, and counts its characters where that makes a difference.
    pub(super) fn new(document: &'d Document) -> Self {
        let text: &str = &document.text;
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                counts.push(sum);
                sum += characters(chunk);
            }
        }
        Self { text, lines: document.lines(), counts }
    }

    /// The lines.
    pub(super) fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The place of `range`, its columns in UTF-8 bytes.
    pub(super) fn bytes(&self, range: TextRange) -> Place {
        let (start, end) = (self.lines.line_column(range.start()), self.lines.line_column(range.end()));
        Place { line: start.line + 1, column: start.column + 1, end_line: end.line + 1, end_column: end.column + 1 }
    }

    /// The place of `range`, its columns in characters (Unicode code points).
    pub(super) fn characters(&self, range: TextRange) -> Place {
        let mut place = self.bytes(range);
        if !self.counts.is_empty() {
            place.column = self.column(range.start(), place.column);
            place.end_column = self.column(range.end(), place.end_column);
        }
        place
    }

    fn column(&self, offset: TextSize, byte_column: u32) -> u32 {
        let offset = usize::from(offset).min(self.text.len());
        let start = offset.saturating_sub(byte_column as usize - 1);
        u32::try_from(self.before(offset) - self.before(start) + 1).unwrap_or(u32::MAX)
    }

    /// How many characters begin before `offset`.
    fn before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        let counted = self.counts.get(step).copied().unwrap_or_default();
        counted + characters(&self.text.as_bytes()[(step * STEP).min(offset)..offset])
    }
}

/// How many characters begin in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    // The second and later bytes of a character begin with the bits 10.
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use project::World;
    use project::files::Memory;

    use super::*;

    /// Every position of a text with long lines is what counting from the line's start gives.
    #[test]
    fn columns_count_bytes_or_characters() {
        let text = format!("FROM a\r\n# {}x\nRUN y\nRUN 漢字\n", "é".repeat(STEP * 2));
        let world = World::new(Arc::new(Memory::default()));
        let document = world.snapshot().document_from(Path::new("/w/Dockerfile"), text.as_str().into());
        let positions = Positions::new(&document);
        let (mut line, mut line_start) = (1, 0);
        for (at, letter) in text.char_indices() {
            let range = TextRange::at(at.try_into().unwrap(), TextSize::of(letter));
            let before = &text[line_start..at];
            let place = positions.bytes(range);
            assert_eq!((place.line, place.column as usize), (line, before.len() + 1));
            let place = positions.characters(range);
            assert_eq!((place.line, place.column as usize), (line, before.chars().count() + 1));
            if letter == '\n' {
                (line, line_start) = (line + 1, at + 1);
            }
        }
    }
}
