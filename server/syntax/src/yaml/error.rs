//! Syntax errors: what is wrong, and what to do about it.

use std::fmt;

use text_size::TextRange;

/// Something in a text that a YAML parser refuses, or must guess at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where: the word or sign to look at, never a line end.
    pub range: TextRange,
    /// What is wrong.
    pub kind: SyntaxErrorKind,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

/// What is wrong. Columns count from 1, as editors show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// A tab where only spaces indent.
    TabIndentation,
    /// A key that stands beside its siblings' column.
    KeyColumn {
        /// The column it stands in.
        found: u32,
        /// The column of its siblings.
        expected: u32,
    },
    /// A `-` that stands beside its list's column.
    ItemColumn {
        /// The column it stands in.
        found: u32,
        /// The column of its list.
        expected: u32,
    },
    /// Text that is indented like a value of something that has one already, or has none.
    StrayText,
    /// A word where a key is expected.
    MissingColon(String),
    /// `key:value`
    MissingSpaceAfterColon(String),
    /// `-item`
    MissingSpaceAfterDash,
    /// `--` or `----` on a line.
    Dashes,
    /// `#` directly behind something.
    MissingSpaceBeforeComment,
    /// A second key on the line of a key.
    SecondColon,
    /// A key that goes over more than one line.
    MultilineKey,
    /// A key of more than 1,024 characters.
    LongKey,
    /// `key: - item`
    ListBehindKey,
    /// `? key` behind something on its line.
    ExplicitKeyBehindKey,
    /// A `-` among the keys of a mapping.
    ItemAmongKeys,
    /// A key among the items of a list.
    KeyAmongItems,
    /// Text among the items of a list.
    TextAmongItems,
    /// Text behind a value that is complete.
    TextBehindValue,
    /// A mapping or list on the line of its anchor or tag, or on the line of `---`.
    CollectionOnMarkerLine,
    /// A list on the line of its anchor or tag.
    CollectionBehindProperties,
    /// More text behind a document's only value.
    TextBehindDocument,
    /// Text behind `...`.
    TextBehindDocumentEnd,
    /// A quote without its second half.
    UnclosedQuote(char),
    /// A bracket without its second half.
    UnclosedBracket(char),
    /// A second half of a bracket that nothing opens.
    StrayBracket(char),
    /// Two values in brackets without a comma between.
    MissingComma,
    /// A comma with nothing before it.
    MissingItem,
    /// `-` in brackets.
    DashInBrackets,
    /// A value that begins with a sign that means something else, or is reserved.
    ReservedCharacter(char),
    /// A character that no YAML text may hold.
    ControlCharacter(char),
    /// A backslash with something behind that is no escape.
    Escape(String),
    /// `&` without a name.
    AnchorWithoutName,
    /// `*` without a name.
    AliasWithoutName,
    /// An alias of an anchor that no node before it has.
    UnknownAlias(String),
    /// An alias inside the node it stands for.
    AliasInsideItself(String),
    /// An alias with an anchor or a tag of its own.
    AliasWithProperties,
    /// A second anchor on one node.
    SecondAnchor,
    /// A second tag on one node.
    SecondTag,
    /// A tag with characters no tag has.
    Tag,
    /// A tag whose `!handle!` no directive declares.
    UnknownTagHandle(String),
    /// Something behind `|` or `>` that does not belong there.
    BlockHeader(char),
    /// Empty lines before a block's text that are indented deeper than the text.
    BlockIndentation,
    /// `%YAML` or `%TAG` with the wrong words behind.
    Directive(&'static str),
    /// A second `%YAML`, or a second `%TAG` of one handle.
    SecondDirective,
    /// A directive with no `---` behind.
    DirectiveWithoutDocument,
    /// A directive inside a document.
    DirectiveInDocument,
    /// More levels than are read.
    TooDeep,
}

impl fmt::Display for SyntaxErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TabIndentation => f.write_str("A tab indents this line, and YAML takes only spaces there: use spaces"),
            Self::KeyColumn { found, expected } => {
                let (distance, side, back) = distance(*found, *expected);
                write!(f, "This key is {distance} {side} of its siblings: move it {back}, to column {expected}")
            }
            Self::ItemColumn { found, expected } => {
                let (distance, side, back) = distance(*found, *expected);
                write!(f, "This `-` is {distance} {side} of its list: move it {back}, to column {expected}")
            }
            Self::StrayText => f.write_str(
                "This line belongs to nothing: indent it to the text above that it goes on with, or make it a comment",
            ),
            Self::MissingColon(word) => write!(f, "`{word}` has no colon behind it: a key is written `{word}:`"),
            Self::MissingSpaceAfterColon(key) => {
                write!(f, "The colon behind `{key}` needs a space after it: without one this is no key")
            }
            Self::MissingSpaceAfterDash => f.write_str("This `-` needs a space behind it: without one this is no list item"),
            Self::Dashes => f.write_str("Three dashes at the first column start a document: write `---`"),
            Self::MissingSpaceBeforeComment => {
                f.write_str("This `#` needs a space before it: without one it starts no comment")
            }
            Self::SecondColon => f.write_str(
                "A second `: ` on this line: quote the value, or put the inner key on a line of its own, indented deeper",
            ),
            Self::MultilineKey => f.write_str("A key must end on the line it begins on: put it on one line"),
            Self::LongKey => f.write_str("This key is longer than 1,024 characters: write `? ` before it, or shorten it"),
            Self::ListBehindKey => {
                f.write_str("A list cannot start on the line of its key: put the `-` on a line of its own, indented deeper")
            }
            Self::ExplicitKeyBehindKey => {
                f.write_str("A `? ` key cannot stand behind a key: put it on a line of its own, indented deeper")
            }
            Self::ItemAmongKeys => {
                f.write_str("A list item among keys: indent it below the key it belongs to, or remove the `-`")
            }
            Self::KeyAmongItems => {
                f.write_str("A key among list items: indent it to the keys of the item above, or write `- ` before it")
            }
            Self::TextAmongItems => f.write_str("This line is no list item: write `- ` before it"),
            Self::TextBehindValue => f.write_str("The value ends before this text: quote the whole value, or remove the rest"),
            Self::CollectionOnMarkerLine => {
                f.write_str("A mapping or a list cannot start on the line of `---`: put it on the next line")
            }
            Self::CollectionBehindProperties => {
                f.write_str("A list cannot start on the line of its anchor or tag: put the `-` on the next line")
            }
            Self::TextBehindDocument => {
                f.write_str("The document is complete before this line: start another with `---`, or indent this line")
            }
            Self::TextBehindDocumentEnd => f.write_str("Only a comment may stand behind `...`: move this to the next line"),
            Self::UnclosedQuote(quote) => write!(f, "This `{quote}` is never closed: end the text with another `{quote}`"),
            Self::UnclosedBracket(open) => {
                write!(f, "This `{open}` is never closed: add `{}`", if *open == '[' { ']' } else { '}' })
            }
            Self::StrayBracket(close) => write!(f, "No bracket before this `{close}` is open: remove it"),
            Self::MissingComma => f.write_str("A comma is missing before this: inside brackets entries are separated by `,`"),
            Self::MissingItem => f.write_str("Nothing stands before this comma: remove it, or add the missing entry"),
            Self::DashInBrackets => {
                f.write_str("A `-` is no list item inside brackets: separate the items by commas, or quote the `-`")
            }
            Self::ReservedCharacter(character) => write!(f, "A value cannot begin with `{character}`: quote it"),
            Self::ControlCharacter(character) => write!(
                f,
                "The character U+{:04X} cannot stand in YAML: write it as an escape in double quotes, or remove it",
                u32::from(*character)
            ),
            Self::Escape(escape) => {
                write!(f, "`{escape}` is no escape: write `\\\\` for a backslash, or use single quotes")
            }
            Self::AnchorWithoutName => f.write_str("This anchor has no name: write one behind the `&`, or quote the value"),
            Self::AliasWithoutName => f.write_str("This alias has no name: write an anchor's behind the `*`, or quote the value"),
            Self::UnknownAlias(name) => {
                write!(f, "No anchor `&{name}` stands before this alias in its document: define it first, or quote the value")
            }
            Self::AliasInsideItself(name) => {
                write!(f, "This alias stands inside `&{name}`, the node it repeats: name another anchor")
            }
            Self::AliasWithProperties => {
                f.write_str("An alias takes over the anchor and tag of what it repeats: remove those before it")
            }
            Self::SecondAnchor => f.write_str("This node has an anchor already: keep one of the two"),
            Self::SecondTag => f.write_str("This node has a tag already: keep one of the two"),
            Self::Tag => f.write_str("This is no tag: write `!name`, `!!name` or `!<uri>`, or quote the value"),
            Self::UnknownTagHandle(handle) => {
                write!(f, "No `%TAG {handle}` declares the handle of this tag in its document: declare it before `---`")
            }
            Self::BlockHeader(indicator) => write!(
                f,
                "Only `+` or `-`, a digit and a comment may stand behind `{indicator}`: start the text on the next line"
            ),
            Self::BlockIndentation => f.write_str(
                "This empty line is indented deeper than the text below it: remove its spaces, or write the indentation behind the `|` or `>`",
            ),
            Self::Directive(form) => write!(f, "This directive is not complete or not correct: write `{form}`"),
            Self::SecondDirective => f.write_str("This directive stands here already: keep one of the two"),
            Self::DirectiveWithoutDocument => f.write_str("No document follows this directive: write `---` behind it"),
            Self::DirectiveInDocument => f.write_str("A directive cannot stand inside a document: end the document with `...` first"),
            Self::TooDeep => f.write_str("More than 200 levels: what is deeper is not read"),
        }
    }
}

/// "one column", "left", "one column right"
fn distance(found: u32, expected: u32) -> (String, &'static str, String) {
    let columns = match found.abs_diff(expected) {
        1 => "one column".to_owned(),
        2 => "two columns".to_owned(),
        many => format!("{many} columns"),
    };
    let (side, back) = if found < expected { ("left", "right") } else { ("right", "left") };
    let way = format!("{columns} {back}");
    (columns, side, way)
}
