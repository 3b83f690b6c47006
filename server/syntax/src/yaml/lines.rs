//! The lines of a text as the parser walks them: where each begins, how far it is indented, and what it is by itself.

/// What a line is, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Anything that is none of the following.
    Content,
    /// Spaces and tabs only, or nothing.
    Blank,
    /// A comment only.
    Comment,
    /// `---` at the first column, with blanks or nothing behind.
    DocumentStart,
    /// `...` at the first column, with blanks or nothing behind.
    DocumentEnd,
}

/// A line without its line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Its first byte, behind a byte order mark.
    pub(super) start: u32,
    /// Behind its last byte.
    pub(super) end: u32,
    /// The first byte that is no blank; the end of a blank line.
    pub(super) content: u32,
    /// The column of the content in bytes, with a tab counted as two: what the layout is read from.
    pub(super) column: u32,
    /// How many spaces it begins with: what YAML itself counts as indentation.
    pub(super) spaces: u32,
    /// What it is.
    pub(super) kind: LineKind,
}

impl Line {
    /// Whether a tab stands before the content.
    pub(super) fn tabbed(&self) -> bool {
        self.start + self.spaces < self.content
    }

    /// Whether nothing but what may separate tokens stands on it.
    pub(super) fn empty(&self) -> bool {
        matches!(self.kind, LineKind::Blank | LineKind::Comment)
    }

    /// Whether it starts or ends a document.
    pub(super) fn marker(&self) -> bool {
        matches!(self.kind, LineKind::DocumentStart | LineKind::DocumentEnd)
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

pub(super) fn is_break(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// Splits a text into lines. `\n`, `\r\n` and a lone `\r` end one, as YAML has it; what follows the last line end is a
/// line only when it is not empty.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines: Vec<Line> = Vec::with_capacity(bytes.len() / 24 + 1);
    let mut at = 0;
    while at < bytes.len() {
        let mark_allowed = lines.last().is_none_or(|line| line.kind == LineKind::DocumentEnd);
        let start = if mark_allowed && text[at..].starts_with('\u{feff}') { at + '\u{feff}'.len_utf8() } else { at };
        let end = bytes[start..].iter().position(|byte| is_break(*byte)).map_or(bytes.len(), |found| start + found);
        lines.push(line(bytes, start, end));
        at = if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
    }
    lines
}

fn line(bytes: &[u8], start: usize, end: usize) -> Line {
    let text = &bytes[start..end];
    let spaces = text.iter().position(|byte| *byte != b' ').unwrap_or(text.len());
    let (mut content, mut column) = (spaces, spaces);
    while content < text.len() && is_blank(text[content]) {
        column += if text[content] == b'\t' { 2 } else { 1 };
        content += 1;
    }
    let marked = |mark: &[u8]| text.starts_with(mark) && text.get(3).is_none_or(|byte| is_blank(*byte));
    let kind = match text.get(content) {
        None => LineKind::Blank,
        Some(b'#') => LineKind::Comment,
        Some(b'-') if marked(b"---") => LineKind::DocumentStart,
        Some(b'.') if marked(b"...") => LineKind::DocumentEnd,
        Some(_) => LineKind::Content,
    };
    Line {
        start: offset(start),
        end: offset(end),
        content: offset(start + content),
        column: offset(column),
        spaces: offset(spaces),
        kind,
    }
}

/// An offset as it is stored. Texts of four gigabytes are not read ([`super::parse`] cuts them off).
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_ends_a_line() {
        let text = "\u{feff}a:\r\n \t# c\r  b\n\n---\n--- x\n...\n\u{feff}---x\n\u{feff}c";
        let seen: Vec<(&str, u32, u32, LineKind)> = lines(text)
            .iter()
            .map(|it| (&text[it.start as usize..it.end as usize], it.column, it.spaces, it.kind))
            .collect();
        assert_eq!(
            seen,
            [
                ("a:", 0, 0, LineKind::Content),
                (" \t# c", 3, 1, LineKind::Comment),
                ("  b", 2, 2, LineKind::Content),
                ("", 0, 0, LineKind::Blank),
                ("---", 0, 0, LineKind::DocumentStart),
                ("--- x", 0, 0, LineKind::DocumentStart),
                ("...", 0, 0, LineKind::DocumentEnd),
                ("---x", 0, 0, LineKind::Content),
                ("\u{feff}c", 0, 0, LineKind::Content),
            ]
        );
    }
}
