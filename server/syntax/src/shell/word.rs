//! Words: quotes, and what stands between them.

use super::ast::*;
use super::cursor::{DEPTH_LIMIT, Parser, ends_word};
use super::list::Closer;

/// What surrounds a part, and so decides which characters are more than text, and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Nothing; ends where the word does.
    Bare,
    /// `"…"`
    Quoted,
    /// A heredoc's body; ends with the text.
    Heredoc,
    /// `$((…))`; the text ends with it.
    Arithmetic,
    /// `${…}`
    Braced {
        /// Whether quote characters in it are text, as within `"…"`.
        quoted: bool,
    },
}

impl Context {
    /// Whether `byte` ends the stretch.
    fn ends(self, byte: u8) -> bool {
        match self {
            Self::Bare => ends_word(byte),
            Self::Quoted => byte == b'"',
            Self::Heredoc | Self::Arithmetic => false,
            Self::Braced { quoted: _ } => byte == b'}',
        }
    }

    /// The bit of [`SPECIAL`] that marks bytes which may be more than text here.
    fn mask(self) -> u8 {
        match self {
            Self::Bare => BARE,
            Self::Quoted => QUOTED,
            Self::Heredoc | Self::Arithmetic => EXPANDED,
            Self::Braced { quoted: _ } => BRACED,
        }
    }

    /// How many bytes `text` starts with that are never more than text here.
    fn text_length(self, text: &[u8]) -> usize {
        let mask = self.mask();
        text.iter().position(|byte| SPECIAL[usize::from(*byte)] & mask != 0).unwrap_or(text.len())
    }

    /// Whether `'` and `$'` quote here.
    fn quotes(self) -> bool {
        match self {
            Self::Bare | Self::Braced { quoted: false } => true,
            Self::Quoted | Self::Heredoc | Self::Arithmetic | Self::Braced { quoted: true } => false,
        }
    }

    /// Whether a backslash before `byte` stands for itself.
    fn keeps_backslash(self, byte: u8) -> bool {
        match self {
            Self::Bare | Self::Braced { quoted: false } => false,
            Self::Quoted | Self::Arithmetic => !matches!(byte, b'$' | b'`' | b'"' | b'\\'),
            Self::Heredoc => !matches!(byte, b'$' | b'`' | b'\\'),
            Self::Braced { quoted: true } => !matches!(byte, b'$' | b'`' | b'"' | b'\\' | b'}'),
        }
    }
}

const BARE: u8 = 1;
const QUOTED: u8 = 2;
const EXPANDED: u8 = 4;
const BRACED: u8 = 8;

/// For each byte the contexts in which it may be more than text.
static SPECIAL: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0u8;
    loop {
        table[byte as usize] = match byte {
            b'$' | b'`' | b'\\' => BARE | QUOTED | EXPANDED | BRACED,
            b'"' => BARE | QUOTED | BRACED,
            b'\'' => BARE | BRACED,
            b'}' => BRACED,
            b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => BARE,
            b'*' | b'?' | b'[' | b'~' | b'@' | b'+' | b'!' => BARE,
            _ => 0,
        };
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

/// Parts being gathered, and the text that is not yet one.
struct Parts {
    done: Vec<WordPart>,
    text: String,
    text_start: usize,
}

impl Parts {
    fn push(&mut self, part: WordPart) {
        if self.done.capacity() == 0 {
            // Most words are a single part.
            self.done.reserve_exact(1);
        }
        self.done.push(part);
    }
}

impl Parser<'_> {
    /// The word at the cursor; `None` where none starts.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let parts = self.parts(Context::Bare);
        (self.at > start).then(|| Word { range: self.range(start, self.at), parts })
    }

    /// Parts up to what ends `context`, which stays unread, or the end.
    pub(super) fn parts(&mut self, context: Context) -> Vec<WordPart> {
        let start = self.at;
        let mut parts = Parts { done: Vec::new(), text: String::new(), text_start: start };
        // Behind the last byte that is no continuation.
        let mut solid = start;
        // Where the pattern lists the cursor is in are closed.
        let mut lists: Vec<usize> = Vec::new();
        while let Some(byte) = self.peek() {
            let here = self.at;
            let length = context.text_length(&self.source.as_bytes()[here..self.end]);
            if length > 0 {
                parts.text.push_str(&self.source[here..here + length]);
                self.at += length;
            } else if byte == b'\\' && self.continuation_at(here) > 0 {
                self.at += self.continuation_at(here);
                continue;
            } else if let Some(close) = self.pattern_list(byte, context) {
                self.flush(&mut parts, here);
                self.at += 2;
                let kind = WordPartKind::Glob(char::from(byte));
                parts.push(WordPart { range: self.range(here, here + 1), kind });
                parts.text_start = here + 1;
                parts.text.push('(');
                lists.push(close);
            } else if lists.last() == Some(&here) {
                lists.pop();
                self.at += 1;
                parts.text.push(')');
            } else if let Some(kind) = self.special(byte, context, here == start) {
                self.flush(&mut parts, here);
                parts.push(WordPart { range: self.range(here, self.at), kind });
                parts.text_start = self.at;
            } else if context.ends(byte) && lists.is_empty() {
                break;
            } else if byte == b'\\' {
                self.at += 1;
                match self.peek() {
                    Some(next) if !context.keeps_backslash(next) => parts.text.extend(self.bump()),
                    Some(_) | None => parts.text.push('\\'),
                }
            } else {
                parts.text.extend(self.bump());
            }
            solid = self.at;
        }
        // A continuation behind a word does not belong to it.
        if context == Context::Bare {
            self.at = solid;
        }
        self.flush(&mut parts, self.at);
        parts.done
    }

    fn flush(&self, parts: &mut Parts, to: usize) {
        if !parts.text.is_empty() {
            let text = std::mem::take(&mut parts.text);
            parts.push(WordPart { range: self.range(parts.text_start, to), kind: WordPartKind::Literal(text) });
        }
    }

    /// Where the list of patterns that starts at the cursor is closed: `@(a|b)` and its kin, which bash reads when told
    /// to and no other shell has a meaning for.
    fn pattern_list(&mut self, byte: u8, context: Context) -> Option<usize> {
        let list = context == Context::Bare
            && matches!(byte, b'*' | b'?' | b'@' | b'+' | b'!')
            && self.peek_at(1) == Some(b'(');
        if list { self.closing(self.at + 1) } else { None }
    }

    /// A part that is more than text, read whole; `None`, with nothing read, where `byte` is text or an end.
    fn special(&mut self, byte: u8, context: Context, first: bool) -> Option<WordPartKind> {
        let start = self.at;
        let bare = context == Context::Bare;
        let next = self.peek_at(1);
        match byte {
            b'\'' if context.quotes() => Some(self.single_quoted()),
            b'"' if bare || matches!(context, Context::Braced { quoted: _ }) => Some(self.double_quoted()),
            b'$' if context.quotes() && next == Some(b'\'') => Some(self.ansi_quoted()),
            b'$' if context.quotes() && next == Some(b'"') => {
                self.at += 1;
                Some(self.double_quoted())
            }
            b'$' => self.expansion(!context.quotes()),
            b'`' if self.depth < DEPTH_LIMIT => Some(self.backquoted()),
            b'\\' if self.in_backquotes && next == Some(b'`') && self.depth < DEPTH_LIMIT => {
                Some(self.nested_backquoted())
            }
            b'<' | b'>' if bare && next == Some(b'(') && self.depth < DEPTH_LIMIT => {
                self.at += 2;
                Some(WordPartKind::Process(Box::new(self.enclosed(start))))
            }
            b'*' | b'?' | b'[' if bare => {
                self.at += 1;
                Some(WordPartKind::Glob(char::from(byte)))
            }
            b'~' if bare && first => {
                self.at += 1;
                Some(WordPartKind::Tilde)
            }
            _ => None,
        }
    }

    /// A script up to the parenthesis that closes what `start` opens.
    pub(super) fn enclosed(&mut self, start: usize) -> Script {
        let open = (start, self.at);
        self.depth += 1;
        let script = self.script(&[Closer::Parenthesis]);
        self.depth -= 1;
        self.expect(")", open, "`(` is never closed");
        script
    }

    fn double_quoted(&mut self) -> WordPartKind {
        let start = self.at;
        self.at += 1;
        let inner = self.parts(Context::Quoted);
        self.expect("\"", (start, start + 1), "`\"` is never closed");
        WordPartKind::DoubleQuoted(inner)
    }

    fn single_quoted(&mut self) -> WordPartKind {
        let start = self.at;
        self.at += 1;
        let rest = self.rest();
        let length = rest.find('\'');
        let raw = &rest[..length.unwrap_or(rest.len())];
        self.at += raw.len() + usize::from(length.is_some());
        if length.is_none() {
            self.error(start, start + 1, "`'` is never closed");
        }
        WordPartKind::SingleQuoted(if self.joined { without_continuations(raw) } else { raw.to_owned() })
    }

    fn backquoted(&mut self) -> WordPartKind {
        let from = self.at + 1;
        let mut bytes = self.source.as_bytes()[from..self.end].iter().enumerate();
        let mut closed = None;
        while let Some((offset, byte)) = bytes.next() {
            match byte {
                b'\\' => {
                    bytes.next();
                }
                b'`' => {
                    closed = Some(from + offset);
                    break;
                }
                _ => {}
            }
        }
        self.substituted(from, closed, "`", true)
    }

    /// Backquotes within backquotes, each behind a backslash. A third level is not followed.
    fn nested_backquoted(&mut self) -> WordPartKind {
        let from = self.at + 2;
        let closed = self.source[from..self.end].find("\\`").map(|offset| from + offset);
        self.substituted(from, closed, "\\`", false)
    }

    /// The script between backquotes, and the `mark` behind it.
    fn substituted(&mut self, from: usize, closed: Option<usize>, mark: &str, in_backquotes: bool) -> WordPartKind {
        let start = self.at;
        let to = closed.unwrap_or(self.end);
        let mut inner = self.inner(from, to, self.joined);
        inner.in_backquotes = in_backquotes;
        let script = inner.script(&[]);
        self.errors.append(&mut inner.errors);
        self.at = to;
        self.expect(mark, (start, from), "a backquote is never closed");
        WordPartKind::Command(Box::new(script))
    }

    /// `$'…'`
    fn ansi_quoted(&mut self) -> WordPartKind {
        let start = self.at;
        self.at += 2;
        let mut text = String::new();
        loop {
            match self.bump() {
                None => {
                    self.error(start, start + 2, "`$'` is never closed");
                    break;
                }
                Some('\'') => break,
                Some('\\') if self.joined && self.continuation_at(self.at - 1) > 0 => {
                    self.at += self.continuation_at(self.at - 1) - 1;
                }
                Some('\\') => self.ansi_escape(&mut text),
                Some(other) => text.push(other),
            }
        }
        WordPartKind::AnsiC(text)
    }

    /// What stands behind a backslash in `$'…'`.
    fn ansi_escape(&mut self, text: &mut String) {
        match self.bump() {
            Some('a') => text.push('\u{7}'),
            Some('b') => text.push('\u{8}'),
            Some('e' | 'E') => text.push('\u{1b}'),
            Some('f') => text.push('\u{c}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('v') => text.push('\u{b}'),
            Some(digit @ '0'..='7') => {
                self.at -= digit.len_utf8();
                self.ansi_number(8, 3, text);
            }
            Some('x') => self.ansi_number(16, 2, text),
            Some('u') => self.ansi_number(16, 4, text),
            Some('U') => self.ansi_number(16, 8, text),
            Some(itself @ ('\\' | '\'' | '"' | '?')) => text.push(itself),
            Some(other) => {
                text.push('\\');
                text.push(other);
            }
            None => {}
        }
    }

    fn ansi_number(&mut self, radix: u32, most: usize, text: &mut String) {
        let bytes = &self.source.as_bytes()[self.at..self.end];
        let length = bytes.iter().take(most).take_while(|byte| char::from(**byte).is_digit(radix)).count();
        let number = u32::from_str_radix(&self.source[self.at..self.at + length], radix).unwrap_or(0);
        self.at += length;
        text.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

/// `text` as it is once its lines are joined.
fn without_continuations(text: &str) -> String {
    if text.contains("\\\r\n") { text.replace("\\\r\n", "").replace("\\\n", "") } else { text.replace("\\\n", "") }
}
