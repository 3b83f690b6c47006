//! The place in the text, and the smallest things that can stand there.

use text_size::{TextRange, TextSize};

use super::ast::SyntaxError;
use super::heredoc::Pending;
use super::list::Closer;
use super::parentheses::Parentheses;

/// How deep constructs are followed; what is nested deeper is taken as plain text.
pub(super) const DEPTH_LIMIT: usize = 64;

/// Reads one source.
pub(super) struct Parser<'a> {
    pub(super) source: &'a str,
    pub(super) base: TextSize,
    pub(super) at: usize,
    /// Where the text to be read ends; within `$((…))` it is not the end of the source.
    pub(super) end: usize,
    pub(super) depth: usize,
    /// Whether the continuations in the text were dropped before the shell sees it: see [`super::parse_joined`].
    pub(super) joined: bool,
    /// Whether the text stood between backquotes, so that those in it are behind a backslash.
    pub(super) in_backquotes: bool,
    /// How many open constructs each closer would close.
    pub(super) open: [u32; Closer::COUNT],
    /// Comments not yet taken by the script they stand in.
    pub(super) comments: Vec<TextRange>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) pending: Pending,
    /// From an offset on, how far `$((` reaches that is never closed.
    pub(super) open_arithmetic: Option<(usize, usize)>,
    parentheses: Option<Parentheses>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(source: &'a str, base: TextSize, joined: bool) -> Self {
        Self {
            source,
            base,
            at: 0,
            end: source.len(),
            depth: 0,
            joined,
            in_backquotes: false,
            open: [0; Closer::COUNT],
            comments: Vec::new(),
            errors: Vec::new(),
            pending: Pending::default(),
            open_arithmetic: None,
            parentheses: None,
        }
    }

    /// A reader of `from..to` alone, one level deeper.
    pub(super) fn inner(&self, from: usize, to: usize, joined: bool) -> Parser<'a> {
        let mut inner = Parser::new(&self.source[from..to], self.base + size(from), joined);
        inner.depth = self.depth + 1;
        inner
    }

    pub(super) fn range(&self, from: usize, to: usize) -> TextRange {
        TextRange::new(self.base + size(from), self.base + size(to.max(from)))
    }

    pub(super) fn error(&mut self, from: usize, to: usize, message: &'static str) {
        let range = self.range(from, to);
        // What is out of place in a row is one mistake.
        match self.errors.last_mut() {
            Some(last) if last.message == message && last.range.end() == range.start() => {
                last.range = last.range.cover(range);
            }
            _ => self.errors.push(SyntaxError { range, message }),
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.at..self.end]
    }

    /// The byte `offset` behind the cursor.
    pub(super) fn peek_at(&self, offset: usize) -> Option<u8> {
        let at = self.at + offset;
        (at < self.end).then(|| self.source.as_bytes()[at])
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    /// Takes a whole character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.source.as_bytes()[self.at..self.end].starts_with(text.as_bytes())
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// Takes `text` or says that what `open` opens is not closed.
    pub(super) fn expect(&mut self, text: &str, open: (usize, usize), message: &'static str) {
        if !self.eat(text) {
            self.error(open.0, open.1, message);
        }
    }

    /// The length of a continuation (`\` and a line end) at `at`; 0 where there is none.
    pub(super) fn continuation_at(&self, at: usize) -> usize {
        let rest = &self.source.as_bytes()[at.min(self.end)..self.end];
        match rest {
            [b'\\', b'\n', ..] => 2,
            [b'\\', b'\r', b'\n', ..] => 3,
            _ => 0,
        }
    }

    /// Blanks and continuations.
    pub(super) fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\\') => match self.continuation_at(self.at) {
                    0 => break,
                    length => self.at += length,
                },
                _ => break,
            }
        }
    }

    /// Takes a line end and the heredoc bodies behind it.
    pub(super) fn newline(&mut self) -> bool {
        let here = self.at;
        if !self.eat("\n") {
            return false;
        }
        if let Some(end) = self.pending.take_behind(here) {
            self.at = end.clamp(self.at, self.end);
        }
        true
    }

    /// Blanks, line ends, comments; says where the first line end stood.
    pub(super) fn trivia(&mut self) -> Option<usize> {
        let mut first = None;
        loop {
            self.blanks();
            let here = self.at;
            if self.peek() == Some(b'#') {
                self.comment();
            } else if self.newline() {
                first = first.or(Some(here));
            } else {
                return first;
            }
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        loop {
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            // Where lines were joined before the shell sees them, a comment takes the joined lines along.
            let bytes = &self.source.as_bytes()[start..self.at];
            let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
            if !self.joined || self.at >= self.end || !bytes.ends_with(b"\\") {
                break;
            }
            self.at += 1;
        }
        let text = self.source[start..self.at].trim_end();
        self.comments.push(self.range(start, start + text.len()));
    }

    /// Where the parenthesis opened at `open` is closed.
    pub(super) fn closing(&mut self, open: usize) -> Option<usize> {
        let source = self.source;
        let parentheses = self.parentheses.get_or_insert_with(|| Parentheses::of(source));
        parentheses.closing(open).filter(|close| *close < self.end)
    }

    /// Of two parentheses opened in a row at `open`, the first of the two in a row that close them; `None` where they
    /// are not closed together, as in `$((a) b)`.
    pub(super) fn double_closing(&mut self, open: usize) -> Option<usize> {
        let inner = self.closing(open + 1)?;
        let outer = self.closing(open)?;
        (outer == inner + 1).then_some(inner)
    }

    /// Whether the inner of two parentheses opened in a row at `open` is never closed.
    pub(super) fn never_closed(&mut self, open: usize) -> bool {
        self.closing(open + 1).is_none()
    }
}

/// Bytes that end a bare word.
pub(super) fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')')
}

/// What a variable's name is made of, digits at the start aside.
pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}
