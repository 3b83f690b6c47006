//! The value of a scalar: line folding, escapes and chomping undone.

use std::borrow::Cow;

use super::lines::{is_blank, is_break};
use super::node::{NodeData, Shape};

/// The value of the scalar `node` of `text`; `None` when it is none.
pub(super) fn scalar<'t>(text: &'t str, node: &NodeData) -> Option<Cow<'t, str>> {
    let source = &text[node.start as usize..node.end as usize];
    match node.shape {
        Shape::Plain => Some(plain(source)),
        Shape::Single => Some(single(inner(source, '\''))),
        Shape::Double => Some(double(inner(source, '"'))),
        Shape::Literal | Shape::Folded => {
            Some(block(&text[node.start as usize..], source.len(), node.indent.into()).into())
        }
        Shape::Mapping | Shape::Sequence | Shape::Alias | Shape::Null => None,
    }
}

/// A quoted scalar without its quotes, of which the second may be missing.
fn inner(source: &str, quote: char) -> &str {
    let rest = source.strip_prefix(quote).unwrap_or(source);
    rest.strip_suffix(quote).unwrap_or(rest)
}

fn plain(source: &str) -> Cow<'_, str> {
    if !source.bytes().any(is_break) {
        return source.into();
    }
    let mut folded = Folded::new(source, false);
    let mut out = String::with_capacity(source.len());
    while let Some(piece) = folded.next(&mut out, false) {
        out.push_str(piece);
    }
    out.into()
}

fn single(source: &str) -> Cow<'_, str> {
    if !source.bytes().any(|byte| is_break(byte) || byte == b'\'') {
        return source.into();
    }
    let mut folded = Folded::new(source, false);
    let mut out = String::with_capacity(source.len());
    while let Some(piece) = folded.next(&mut out, false) {
        out.push_str(&piece.replace("''", "'"));
    }
    out.into()
}

fn double(source: &str) -> Cow<'_, str> {
    if !source.bytes().any(|byte| is_break(byte) || byte == b'\\') {
        return source.into();
    }
    let mut folded = Folded::new(source, true);
    let mut out = String::with_capacity(source.len());
    let mut joined = false;
    while let Some(piece) = folded.next(&mut out, joined) {
        joined = unescape(piece, &mut out);
    }
    out.into()
}

/// The lines of a flow scalar, one after the other, without the blanks at their ends.
struct Folded<'t> {
    rest: Option<&'t str>,
    first: bool,
    /// A backslash keeps the blank behind it.
    escapes: bool,
}

impl<'t> Folded<'t> {
    fn new(source: &'t str, escapes: bool) -> Self {
        Self { rest: Some(source), first: true, escapes }
    }

    /// The next line, after what stands for the line end before it was added to `out`: a space for one, line feeds for the
    /// empty lines of several. `joined` when a backslash took the line end away.
    fn next(&mut self, out: &mut String, joined: bool) -> Option<&'t str> {
        let mut rest = self.rest?;
        let mut breaks = 0;
        loop {
            let end = rest.find(['\n', '\r']);
            let line = &rest[..end.unwrap_or(rest.len())];
            let blanks = |c| c == ' ' || c == '\t';
            let trimmed = if self.first { line } else { line.trim_start_matches(blanks) };
            let last = end.is_none();
            let behind = end.map(|end| &rest[end + if rest[end..].starts_with("\r\n") { 2 } else { 1 }..]);
            if !self.first && trimmed.is_empty() && !last {
                breaks += 1;
                rest = behind?;
                continue;
            }
            if !self.first {
                match breaks {
                    0 if joined => {}
                    0 => out.push(' '),
                    many => out.extend(std::iter::repeat_n('\n', many)),
                }
            }
            self.first = false;
            self.rest = behind;
            return Some(if last { trimmed } else { trim_line_end(trimmed, self.escapes) });
        }
    }
}

/// A line without its trailing blanks; one that a backslash escapes stays.
fn trim_line_end(line: &str, escapes: bool) -> &str {
    let trimmed = line.trim_end_matches([' ', '\t']);
    let backslashes = trimmed.len() - trimmed.trim_end_matches('\\').len();
    if escapes && backslashes % 2 == 1 && trimmed.len() < line.len() { &line[..trimmed.len() + 1] } else { trimmed }
}

/// Adds a line of a double-quoted scalar to `out`; whether its last backslash takes the line end away.
fn unescape(line: &str, out: &mut String) -> bool {
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(sign) = rest.chars().next() else { return true };
        rest = &rest[sign.len_utf8()..];
        let digits = match sign {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => {
                out.push(simple_escape(sign));
                continue;
            }
        };
        let (mut code, used) = hex(rest, digits);
        rest = &rest[used..];
        // JSON writes characters above U+FFFF as two escapes.
        if (0xd800..0xdc00).contains(&code)
            && let Some(low) = rest.strip_prefix("\\u")
        {
            let (second, used) = hex(low, 4);
            if (0xdc00..0xe000).contains(&second) {
                code = 0x1_0000 + ((code - 0xd800) << 10) + (second - 0xdc00);
                rest = &low[used..];
            }
        }
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    out.push_str(rest);
    false
}

/// The number that up to `digits` hexadecimal digits at the start of `text` say, and how many there are.
fn hex(text: &str, digits: usize) -> (u32, usize) {
    let used = text.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
    (u32::from_str_radix(&text[..used], 16).unwrap_or(u32::MAX), used)
}

fn simple_escape(sign: char) -> char {
    match sign {
        '0' => '\0',
        'a' => '\u{07}',
        'b' => '\u{08}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{0b}',
        'f' => '\u{0c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        // A quote, slash, blank or backslash stands for itself; what is no escape is an error already.
        other => other,
    }
}

/// How the line ends behind a block scalar's text are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    /// One stays.
    Clip,
    /// None stays.
    Strip,
    /// All stay.
    Keep,
}

/// The value of the block scalar that `text` begins with and that is `length` bytes long, its lines indented by `indent`.
fn block(text: &str, length: usize, indent: usize) -> String {
    let source = &text[..length];
    let header_end = source.find(['\n', '\r']).unwrap_or(length);
    let header = source[..header_end].split([' ', '\t', '#']).next().unwrap_or_default();
    let chomping = match (header.contains('-'), header.contains('+')) {
        (true, _) => Chomping::Strip,
        (_, true) => Chomping::Keep,
        _ => Chomping::Clip,
    };
    let mut out = String::with_capacity(length);
    if header_end == length {
        return out;
    }
    let body = &source[header_end + if source[header_end..].starts_with("\r\n") { 2 } else { 1 }..];
    let lines: Vec<&str> = split_lines(body)
        .map(|line| {
            let blanks = line.bytes().take(indent).take_while(|byte| *byte == b' ').count();
            if blanks < indent && line.bytes().all(is_blank) { "" } else { &line[blanks..] }
        })
        .collect();
    let content = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    if header.starts_with('>') {
        fold(&lines[..content], &mut out);
    } else {
        for line in &lines[..content] {
            out.push_str(line);
            out.push('\n');
        }
    }
    match chomping {
        Chomping::Clip => {}
        Chomping::Strip => {
            out.truncate(out.len() - usize::from(out.ends_with('\n')));
        }
        Chomping::Keep => out.extend(std::iter::repeat_n('\n', lines.len() - content)),
    }
    out
}

/// Joins the lines of a folded scalar: neighbours with a space, unless one of them is indented deeper.
fn fold(lines: &[&str], out: &mut String) {
    let mut empty = 0;
    let mut before: Option<bool> = None;
    for line in lines {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        let deeper = is_blank(line.as_bytes()[0]);
        let kept = before.is_some_and(|before| before || deeper);
        match before {
            Some(_) if empty == 0 && !kept => out.push(' '),
            Some(_) | None => out.extend(std::iter::repeat_n('\n', empty + usize::from(kept))),
        }
        out.push_str(line);
        empty = 0;
        before = Some(deeper);
    }
    if before.is_some() {
        out.push('\n');
    }
}

/// The lines of a text; a line end at its end begins no further one.
fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        rest = Some(&text[end + if text[end..].starts_with("\r\n") { 2 } else { 1 }..]);
        Some(&text[..end])
    })
}
