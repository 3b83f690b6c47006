//! Lines of a text: byte offset to line and column and back.

use text_size::{TextRange, TextSize};

/// A place in lines: both counts start at zero, the column counts UTF-8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Zero-based line.
    pub line: u32,
    /// Bytes from the start of the line.
    pub column: u32,
}

/// Where each line starts. A line ends behind `\n`; `\r\n` is one line end, a lone `\r` is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<TextSize>,
    length: TextSize,
}

impl LineIndex {
    /// Reads the lines of `text`, in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![TextSize::new(0)];
        starts.extend(text.bytes().zip(1u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| TextSize::new(next)));
        Self { starts, length: TextSize::of(text) }
    }

    /// How many lines there are; a text that ends in a line end has an empty last line.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// Line and column of `offset`; an offset behind the end counts as the end.
    #[must_use]
    pub fn line_column(&self, offset: TextSize) -> LineColumn {
        let offset = offset.min(self.length);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        LineColumn { line: u32::try_from(line).unwrap_or(u32::MAX), column: (offset - self.starts[line]).into() }
    }

    /// The line that holds `offset`, counted from zero.
    #[must_use]
    pub fn line(&self, offset: TextSize) -> u32 {
        self.line_column(offset).line
    }

    /// The range of a line with its line end, `None` behind the last one.
    #[must_use]
    pub fn range(&self, line: u32) -> Option<TextRange> {
        let line = line as usize;
        let start = *self.starts.get(line)?;
        Some(TextRange::new(start, self.starts.get(line + 1).copied().unwrap_or(self.length)))
    }

    /// The offset of a place; `None` where the line does not exist. A column behind the line's end is cut to it.
    #[must_use]
    pub fn offset(&self, at: LineColumn) -> Option<TextSize> {
        let range = self.range(at.line)?;
        Some((range.start() + TextSize::new(at.column)).min(range.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_offsets_are_inverse() {
        let text = "FROM a\r\n\né x\nlast";
        let index = LineIndex::new(text);
        assert_eq!(index.count(), 4);
        for (offset, _) in text.char_indices() {
            let offset = TextSize::try_from(offset).unwrap();
            assert_eq!(index.offset(index.line_column(offset)), Some(offset));
        }
        assert_eq!(index.line_column(TextSize::new(99)), LineColumn { line: 3, column: 4 });
        assert_eq!(index.range(4), None);
        assert_eq!(&text[index.range(2).unwrap()], "é x\n");
    }
}
