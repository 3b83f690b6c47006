//! Anchors, tags and aliases.

use text_size::TextRange;

use super::error::SyntaxErrorKind;
use super::key::skip;
use super::lines::{is_blank, offset};
use super::node::Shape;
use super::parser::Parser;

/// Signs that mean something inside brackets.
pub(super) fn is_flow_sign(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

impl Parser<'_> {
    /// Reads the anchors and tags at the cursor, on this line; they belong to the node that is added next. Whether there were any.
    pub(super) fn properties(&mut self, flow: bool) -> bool {
        let start = self.at;
        loop {
            let from = self.at;
            let range = match self.byte() {
                b'&' => self.anchor(),
                b'!' => self.tag(flow),
                _ => break,
            };
            let slot = if self.bytes[from] == b'&' { &mut self.tree.anchor } else { &mut self.tree.tag };
            let second = slot.is_some();
            *slot = Some(range);
            if second {
                let kind =
                    if self.bytes[from] == b'&' { SyntaxErrorKind::SecondAnchor } else { SyntaxErrorKind::SecondTag };
                self.error(from, self.at, kind);
            }
            self.skip_blanks();
        }
        self.at > start
    }

    fn anchor(&mut self) -> TextRange {
        let (start, end) = (self.at, self.name_end());
        self.at = end;
        if end == start + 1 {
            self.error(start, end, SyntaxErrorKind::AnchorWithoutName);
        }
        TextRange::new(offset(start).into(), offset(end).into())
    }

    /// The end of the name behind the `&` or `*` at the cursor.
    fn name_end(&self) -> usize {
        skip(&self.bytes[..self.line_end()], self.at + 1, |byte| !is_blank(byte) && !is_flow_sign(byte))
    }

    fn tag(&mut self, flow: bool) -> TextRange {
        let start = self.at;
        let line = &self.bytes[..self.line_end()];
        let end = if line.get(start + 1) == Some(&b'<') {
            let close = skip(line, start, |byte| !is_blank(byte) && byte != b'>');
            if line.get(close) == Some(&b'>') { close + 1 } else { close }
        } else {
            skip(line, start, |byte| !(is_blank(byte) || flow && is_flow_sign(byte)))
        };
        let text = &line[start..end];
        let valid = match text.strip_prefix(b"!<") {
            Some(uri) => uri.strip_suffix(b">").is_some_and(|uri| {
                !uri.is_empty()
                    && uri.iter().all(|byte| is_uri(*byte) || is_flow_sign(*byte) || *byte == b'!')
                    && escapes_complete(uri)
            }),
            None => {
                let name = text.iter().rposition(|byte| *byte == b'!').map_or(0, |last| last + 1);
                let handle = &text[..name];
                let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
                (handle == b"!" || handle.len() > 1 && handle[1..name - 1].iter().all(word))
                    && (name < text.len() || name == 1)
                    && text[name..].iter().all(|byte| is_uri(*byte))
                    && escapes_complete(&text[name..])
            }
        };
        let apart = end >= line.len() || is_blank(line[end]) || flow && matches!(line[end], b',' | b']' | b'}');
        self.at = end;
        if !valid || !apart {
            self.error(start, end, SyntaxErrorKind::Tag);
        }
        TextRange::new(offset(start).into(), offset(end).into())
    }

    /// Reads the alias at the cursor.
    pub(super) fn alias(&mut self) {
        let (start, end) = (self.at, self.name_end());
        if end == start + 1 {
            self.error(start, end, SyntaxErrorKind::AliasWithoutName);
        }
        if self.tree.anchor.is_some() || self.tree.tag.is_some() {
            self.error(start, end, SyntaxErrorKind::AliasWithProperties);
        }
        self.tree.leaf(Shape::Alias, start, end);
        self.at = end;
    }

    /// Notes tags of the nodes from `root` on whose handle no directive declares.
    pub(super) fn check_handles(&mut self, root: usize, handles: &[(TextRange, TextRange)]) {
        let text = self.text;
        let from = self.tree.properties.partition_point(|it| (it.node as usize) < root);
        for range in self.tree.properties[from..].iter().filter_map(|it| it.tag) {
            let tag = &text[range];
            let handle = tag[1..].split_once('!').map(|(name, _)| &tag[..name.len() + 2]);
            if let Some(handle) = handle.filter(|handle| *handle != "!!" && !tag.starts_with("!<"))
                && !handles.iter().any(|(known, _)| &text[*known] == handle)
            {
                let kind = SyntaxErrorKind::UnknownTagHandle(handle.to_owned());
                self.errors.push(super::SyntaxError { range, kind });
            }
        }
    }
}

/// Whether a byte may stand in a tag as it is; flow signs and `!` may not.
pub(super) fn is_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"%-#;/?:@&=+$_.~*'()".contains(&byte)
}

/// Whether every `%` has two hexadecimal digits behind.
fn escapes_complete(text: &[u8]) -> bool {
    let mut parts = text.split(|byte| *byte == b'%');
    parts.next();
    parts.all(|part| part.len() >= 2 && part[..2].iter().all(u8::is_ascii_hexdigit))
}
