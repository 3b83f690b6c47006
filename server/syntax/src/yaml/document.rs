//! Documents: what `---` separates.

use std::borrow::Cow;

use text_size::TextRange;

use super::parser::DocumentData;
use super::{Node, Yaml};

/// A document of a text.
#[derive(Clone, Copy)]
pub struct Document<'y> {
    pub(super) yaml: &'y Yaml,
    pub(super) index: usize,
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "document {} {:?}", self.index, self.root())
    }
}

impl PartialEq for Document<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.yaml, other.yaml) && self.index == other.index
    }
}

impl Eq for Document<'_> {}

impl<'y> Document<'y> {
    fn data(self) -> &'y DocumentData {
        &self.yaml.documents[self.index]
    }

    /// Its place among the documents of the text, counted from zero.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }

    /// Its only node; a [`super::Kind::Null`] when nothing is written.
    #[must_use]
    pub fn root(self) -> Node<'y> {
        Node { yaml: self.yaml, id: self.data().root }
    }

    /// Its lines, with comments and directives before it, up to the next document. The ranges of all documents touch and
    /// cover the text.
    #[must_use]
    pub fn range(self) -> TextRange {
        self.data().range
    }

    /// Its `---`; `None` where it begins without one.
    #[must_use]
    pub fn start_marker(self) -> Option<TextRange> {
        self.data().start
    }

    /// Its `...`; `None` where it ends without one.
    #[must_use]
    pub fn end_marker(self) -> Option<TextRange> {
        self.data().end
    }

    /// The whole name of a tag that is written `tag`: what its handle stands for, and the rest with `%` escapes undone.
    pub(super) fn tag_name(self, tag: &'y str) -> Cow<'y, str> {
        if let Some(uri) = tag.strip_prefix("!<") {
            return uri.strip_suffix('>').unwrap_or(uri).into();
        }
        let text = &self.yaml.text;
        let declared = |handle: &str| {
            let (_, prefix) = self.data().handles.iter().find(|(known, _)| &text[*known] == handle)?;
            Some(&text[*prefix])
        };
        let (handle, suffix) = tag.split_at(tag.rfind('!').map_or(0, |last| last + 1));
        if tag == "!" {
            return tag.into();
        }
        let prefix = match (declared(handle), handle) {
            (Some(prefix), _) => prefix,
            (None, "!!") => "tag:yaml.org,2002:",
            (None, _) => handle,
        };
        format!("{prefix}{}", percent_decoded(suffix)).into()
    }
}

/// A text with each `%41` replaced by the byte it stands for; as it is when that gives no text.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match code {
            Some(code) if *first == b'%' => {
                bytes.push(code);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).map_or_else(|_| text.into(), Cow::Owned)
}
