//! A document as the editor shows it.

use ropey::Rope;
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::convert::{self, Encoding};

/// A document as the editor shows it.
#[derive(Debug, Clone)]
pub(super) struct OpenDocument {
    /// As the client spells it.
    pub(super) uri: Uri,
    /// The client's language for it.
    pub(super) language: String,
    /// The client's version.
    pub(super) version: i32,
    /// A clone costs a counter.
    pub(super) text: Rope,
    /// The revision of the state that changed it last.
    pub(super) changed_at: u64,
}

impl OpenDocument {
    pub(super) fn new(item: TextDocumentItem, revision: u64) -> Self {
        Self {
            uri: item.uri,
            language: item.language_id,
            version: item.version,
            text: Rope::from_str(&item.text),
            changed_at: revision,
        }
    }

    /// Applies changes one after the other; each counts in the text the one before has left. A change without a range
    /// replaces everything.
    pub(super) fn apply(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = Rope::from_str(&change.text);
                continue;
            };
            let start = convert::rope_index(&self.text, range.start, encoding);
            let end = convert::rope_index(&self.text, range.end, encoding);
            self.text.remove(start.min(end)..start.max(end));
            self.text.insert(start.min(end), &change.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use testing::Fixture;
    use tower_lsp::ls_types::{Position, Range};

    use super::*;

    fn document(text: &str) -> OpenDocument {
        let uri = Uri::from_str("file:///Dockerfile").unwrap();
        OpenDocument::new(TextDocumentItem::new(uri, "dockerfile".to_owned(), 1, text.to_owned()), 0)
    }

    /// Replaces what stands between the two cursors of `text` by `insert`, in every encoding.
    #[track_caller]
    fn check(text: &str, insert: &str, expected: &str) {
        let fixture = Fixture::parse(text);
        let text = &fixture.files[0].text;
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let position = |index: usize| {
                let before = &text[..fixture.cursors[index].offset];
                let line = before.rfind('\n').map_or(0, |newline| newline + 1);
                let count = before.matches('\n').count();
                Position::new(u32::try_from(count).unwrap(), encoding.length(&before[line..]))
            };
            let mut document = document(text);
            let range = Some(Range::new(position(0), position(1)));
            let change = TextDocumentContentChangeEvent { range, range_length: None, text: insert.to_owned() };
            document.apply(vec![change], encoding);
            assert_eq!(document.text.to_string(), expected, "{encoding:?}");
        }
    }

    #[test]
    fn a_change_replaces_its_range() {
        check("FROM <|>a<|>\n", "b", "FROM b\n");
        check("# é𝄞 <|>x<|>𝄞\r\nFROM a\r\n", "é", "# é𝄞 é𝄞\r\nFROM a\r\n");
        check("FROM a<|>\r\n<|>RUN b\r\n", "", "FROM aRUN b\r\n");
        check("FROM a\n<|><|>", "RUN b\n", "FROM a\nRUN b\n");
        // A line only ends where the protocol and the readers agree that it does.
        check("# \u{2028}\u{c}<|>x<|>\n", "y", "# \u{2028}\u{c}y\n");
    }

    #[test]
    fn changes_count_in_the_text_before_them() {
        let mut document = document("FROM a\n");
        let change =
            |range, text: &str| TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() };
        let end = Position::new(u32::MAX, u32::MAX);
        document.apply(
            vec![
                change(Some(Range::new(Position::default(), Position::default())), "# x\n"),
                change(Some(Range::new(end, Position::new(1, 5))), "b"),
                change(Some(Range::new(end, end)), "\n"),
            ],
            Encoding::Utf16,
        );
        assert_eq!(document.text.to_string(), "# x\nFROM b\n");
        document.apply(vec![change(None, "FROM c")], Encoding::Utf16);
        assert_eq!(document.text.to_string(), "FROM c");
    }
}
