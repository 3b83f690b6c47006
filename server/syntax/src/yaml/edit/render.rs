//! Data as text: in lines, in brackets, and as scalars that are read back as what they are.

use super::style::Style;
use crate::yaml::{Data, Flavour, ScalarStyle};

pub(super) struct Renderer<'e> {
    pub(super) style: &'e Style,
}

impl Renderer<'_> {
    /// `key: value`, with lines below in `column`. `None` for what only fits into lines of its own kind.
    pub(super) fn entry(&self, key: &str, value: &Data, column: usize) -> Option<String> {
        let key = self.key(key, ScalarStyle::Plain, false);
        let below = self.below(value, column)?;
        Some(format!("{key}:{below}"))
    }

    /// `- value`, with lines below in `column`.
    pub(super) fn item(&self, value: &Data, column: usize) -> Option<String> {
        Some(format!("- {}", self.compact(value, column + 2)?))
    }

    /// What stands behind a `- ` whose content is in `column`.
    pub(super) fn compact(&self, value: &Data, column: usize) -> Option<String> {
        let break_ = self.line_break(column);
        match value {
            Data::Map(entries) if !entries.is_empty() => {
                let entries = entries.iter().map(|(key, value)| self.entry(key, value, column));
                Some(entries.collect::<Option<Vec<_>>>()?.join(&break_))
            }
            Data::Seq(items) if !items.is_empty() => {
                let items = items.iter().map(|item| self.item(item, column));
                Some(items.collect::<Option<Vec<_>>>()?.join(&break_))
            }
            Data::Block(text) => self.block(text, column),
            // Lines of a block are indented deeper than the `-`.
            Data::Null | Data::Plain(_) | Data::Text(_) | Data::Map(_) | Data::Seq(_) => {
                self.scalar(value, column.saturating_sub(2), None)
            }
        }
    }

    /// What stands behind the colon of a key in `column`: a blank and a scalar, or lines.
    pub(super) fn below(&self, value: &Data, column: usize) -> Option<String> {
        match value {
            Data::Map(entries) if !entries.is_empty() => {
                let inner = column + self.style.indent;
                Some(format!("{}{}", self.line_break(inner), self.compact(value, inner)?))
            }
            Data::Seq(items) if !items.is_empty() => {
                let inner = column + self.style.list;
                Some(format!("{}{}", self.line_break(inner), self.compact(value, inner)?))
            }
            Data::Block(text) => {
                let list = text.trim_start().starts_with("- ");
                let inner = column + if list { self.style.list } else { self.style.indent };
                Some(format!("{}{}", self.line_break(inner), self.block(text, inner)?))
            }
            Data::Null | Data::Plain(_) | Data::Text(_) | Data::Map(_) | Data::Seq(_) => {
                Some(format!(" {}", self.scalar(value, column, None)?))
            }
        }
    }

    fn line_break(&self, column: usize) -> String {
        format!("{}{}", self.style.newline, " ".repeat(column))
    }

    /// Lines, indented to `column`; the first has its indentation already.
    fn block(&self, text: &str, column: usize) -> Option<String> {
        let text = text.trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() {
            return None;
        }
        let mut out = String::new();
        for (index, line) in text.lines().enumerate() {
            if index > 0 {
                out.push_str(self.style.newline);
                if !line.is_empty() {
                    out.push_str(&" ".repeat(column));
                }
            }
            out.push_str(line);
        }
        Some(out)
    }

    /// A scalar or an empty collection, on one line unless it is a text of several lines, which are then below, indented
    /// from `column`. `old` is the style of what stood there.
    pub(super) fn scalar(&self, value: &Data, column: usize, old: Option<ScalarStyle>) -> Option<String> {
        match value {
            Data::Text(text) if is_literal(text) => Some(self.literal(text, column)),
            Data::Null | Data::Plain(_) | Data::Text(_) | Data::Map(_) | Data::Seq(_) | Data::Block(_) => {
                self.inline(value, false, old)
            }
        }
    }

    fn literal(&self, text: &str, column: usize) -> String {
        let inner = " ".repeat(column + self.style.indent);
        let (lines, sign) = match text.strip_suffix('\n') {
            Some(lines) => (lines, ""),
            None => (text, "-"),
        };
        // A text that begins with blanks needs to say where its lines begin.
        let digit = if text.starts_with(' ') { self.style.indent.to_string() } else { String::new() };
        let mut out = format!("|{digit}{sign}");
        for line in lines.split('\n') {
            out.push_str(self.style.newline);
            if !line.is_empty() {
                out.push_str(&inner);
                out.push_str(line);
            }
        }
        out
    }

    /// A value on one line, as it stands inside brackets when `flow`.
    pub(super) fn inline(&self, value: &Data, flow: bool, old: Option<ScalarStyle>) -> Option<String> {
        Some(match value {
            Data::Null => "null".to_owned(),
            Data::Plain(text) if self.style.json && flow => {
                let bare = Flavour::Json.misreads(text) && !text.is_empty();
                if bare { text.clone() } else { json_quoted(text) }
            }
            Data::Plain(text) if is_plain(text, flow) => text.clone(),
            Data::Text(text) if self.style.json && flow => json_quoted(text),
            Data::Plain(text) | Data::Text(text) => self.text(text, flow, old),
            Data::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let key = self.key(key, ScalarStyle::Plain, flow || self.style.json);
                    Some(format!("{key}: {}", self.inline(value, true, None)?))
                });
                format!("{{{}}}", entries.collect::<Option<Vec<_>>>()?.join(", "))
            }
            Data::Seq(items) => {
                let items = items.iter().map(|item| self.inline(item, true, None));
                format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(", "))
            }
            Data::Block(_) => return None,
        })
    }

    /// A text, quoted as what stood there was, or where it needs to be.
    fn text(&self, text: &str, flow: bool, old: Option<ScalarStyle>) -> String {
        let misread = Flavour::Kubernetes.misreads(text) || Flavour::Core.misreads(text);
        let bare = !misread && is_plain(text, flow);
        match old {
            Some(ScalarStyle::DoubleQuoted) => double_quoted(text),
            Some(ScalarStyle::SingleQuoted) if is_single(text) => single_quoted(text),
            _ if bare => text.to_owned(),
            _ if self.style.quote == '\'' && is_single(text) => single_quoted(text),
            _ => double_quoted(text),
        }
    }

    /// A key, quoted as `old` was, or where it needs to be.
    pub(super) fn key(&self, name: &str, old: ScalarStyle, flow: bool) -> String {
        if self.style.json && flow { json_quoted(name) } else { self.text(name, flow, Some(old)) }
    }
}

/// Whether a text can stand without quotes and is read back as it is.
pub(super) fn is_plain(text: &str, flow: bool) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let begins = match first {
        b'-' | b'?' | b':' => bytes.get(1).is_some_and(|next| !b" \t,[]{}".contains(next)),
        b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@'
        | b'`' => false,
        _ => true,
    };
    let sign = |pair: &[u8]| pair[0] == b':' && pair[1] == b' ' || pair[0] == b' ' && pair[1] == b'#';
    begins
        && !b" \t:".contains(last)
        && !first.is_ascii_whitespace()
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !text.chars().any(|c| c.is_control() || c == '\u{feff}' || c == '\u{2028}' || c == '\u{2029}')
        && !bytes.windows(2).any(sign)
        && !(flow && text.contains([',', '[', ']', '{', '}']))
        && !(flow && text.contains(':') && text.contains(['"', '\'']))
}

/// Whether a text is best written as lines below `|`.
fn is_literal(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with('\n')
        && !body.chars().any(|c| c.is_control() && c != '\n' || c == '\u{feff}')
        && body.split('\n').all(|line| !line.ends_with(' ') && (line.is_empty() || !line.trim().is_empty()))
}

/// Whether a text can stand between single quotes on one line.
fn is_single(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || c == '\u{feff}' || c == '\u{2028}' || c == '\u{2029}')
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn json_quoted(text: &str) -> String {
    double_quoted(text)
}
