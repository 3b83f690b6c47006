//! Nodes: what a tree is made of, and how one finds its way about it.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

use super::{Document, Yaml, decode};

/// A node as a value that can be kept: an index into the tree it came from, and meaningless in any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// `text`
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|` and lines below
    Literal,
    /// `>` and lines below
    Folded,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Keys with values.
    Mapping,
    /// Items.
    Sequence,
    /// A text.
    Scalar(ScalarStyle),
    /// `*name`, in place of the node that has the anchor `&name`.
    Alias,
    /// Nothing, where a node may stand; its range is empty.
    Null,
}

/// What a node is to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The root of a document.
    Root,
    /// A key of a mapping.
    Key,
    /// A value of a mapping.
    Value,
    /// An item of a sequence.
    Item,
}

/// A node as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeData {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The collection around it; for a root the root itself.
    pub(super) parent: u32,
    /// The node behind it and all that is in it.
    pub(super) after: u32,
    /// By role: a root's document, a key's place among the keys, a value's key, an item's place.
    pub(super) place: u32,
    /// Of a block scalar how many columns its lines are indented.
    pub(super) indent: u16,
    pub(super) shape: Shape,
    pub(super) flags: u8,
}

/// [`Kind`] in one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Mapping,
    Sequence,
    Plain,
    Single,
    Double,
    Literal,
    Folded,
    Alias,
    Null,
}

pub(super) const ROLE: u8 = 0b0011;
pub(super) const ROOT: u8 = 0;
pub(super) const KEY: u8 = 1;
pub(super) const VALUE: u8 = 2;
pub(super) const ITEM: u8 = 3;
/// A collection in brackets.
pub(super) const FLOW: u8 = 0b0100;
/// There is an entry for it among the properties.
pub(super) const PROPERTIES: u8 = 0b1000;
/// A collection in brackets whose closing bracket is there.
pub(super) const CLOSED: u8 = 0b10_0000;
/// A key behind `?`.
pub(super) const EXPLICIT: u8 = 0b1_0000;

/// The anchor and the tag of a node, as they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Properties {
    pub(super) node: u32,
    /// `&name`, with the ampersand.
    pub(super) anchor: Option<TextRange>,
    /// `!tag`, with the exclamation mark.
    pub(super) tag: Option<TextRange>,
}

/// A node of a tree: cheap to copy, good as long as the tree is.
#[derive(Clone, Copy)]
pub struct Node<'y> {
    pub(super) yaml: &'y Yaml,
    pub(super) id: u32,
}

/// A key with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'y> {
    /// The key.
    pub key: Node<'y>,
    /// The value; a [`Kind::Null`] where none is written.
    pub value: Node<'y>,
}

impl<'y> Entry<'y> {
    /// The key as text: what a scalar says, of any other key what stands there.
    #[must_use]
    pub fn name(&self) -> Cow<'y, str> {
        let key = self.key.effective();
        key.text().unwrap_or_else(|| key.source().into())
    }

    /// Whether the key is that one; as [`Entry::name`] has it, and quicker.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        self.key.data().shape == Shape::Plain && self.key.source() == key || self.name() == key
    }

    /// From the key's anchor or tag, where it has one, to the end of the value.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.key.extent().cover(self.value.extent())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.yaml, other.yaml) && self.id == other.id
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.kind(), self.source())
    }
}

impl<'y> Node<'y> {
    pub(super) fn data(self) -> &'y NodeData {
        &self.yaml.nodes[self.id as usize]
    }

    fn with(self, id: u32) -> Self {
        Self { yaml: self.yaml, id }
    }

    /// The node as a value to keep.
    #[must_use]
    pub fn id(self) -> NodeId {
        NodeId(self.id)
    }

    /// The tree it is in.
    #[must_use]
    pub fn tree(self) -> &'y Yaml {
        self.yaml
    }

    /// What it is. An alias is an alias: see [`Node::effective`].
    #[must_use]
    pub fn kind(self) -> Kind {
        match self.data().shape {
            Shape::Mapping => Kind::Mapping,
            Shape::Sequence => Kind::Sequence,
            Shape::Plain => Kind::Scalar(ScalarStyle::Plain),
            Shape::Single => Kind::Scalar(ScalarStyle::SingleQuoted),
            Shape::Double => Kind::Scalar(ScalarStyle::DoubleQuoted),
            Shape::Literal => Kind::Scalar(ScalarStyle::Literal),
            Shape::Folded => Kind::Scalar(ScalarStyle::Folded),
            Shape::Alias => Kind::Alias,
            Shape::Null => Kind::Null,
        }
    }

    /// Whether it is a mapping.
    #[must_use]
    pub fn is_mapping(self) -> bool {
        self.data().shape == Shape::Mapping
    }

    /// Whether it is a sequence.
    #[must_use]
    pub fn is_sequence(self) -> bool {
        self.data().shape == Shape::Sequence
    }

    /// Whether nothing is written where it stands. The word `null` is a scalar.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.data().shape == Shape::Null
    }

    /// Whether it is a collection in brackets. Pairs without braces inside a sequence in brackets (`[a: b]`) count too.
    #[must_use]
    pub fn is_flow(self) -> bool {
        self.data().flags & FLOW != 0
    }

    /// Whether it is a collection in brackets whose closing bracket is there.
    pub(super) fn is_closed(self) -> bool {
        self.data().flags & CLOSED != 0
    }

    /// Where it stands, without anchor and tag. A block collection reaches from its first key or `-` to the end of its
    /// last entry.
    #[must_use]
    pub fn range(self) -> TextRange {
        let data = self.data();
        TextRange::new(data.start.into(), data.end.into())
    }

    /// The text between the quotes of a scalar, where they hold no escape or line end, so that each byte of it says itself; else
    /// [`Node::range`].
    #[must_use]
    pub fn inner_range(self) -> TextRange {
        let range = self.range();
        let quoted = matches!(self.data().shape, Shape::Single | Shape::Double);
        let one = TextSize::new(1);
        if quoted && self.text().is_some_and(|text| text.len() + 2 == self.source().len()) {
            return TextRange::new(range.start() + one, range.end() - one);
        }
        range
    }

    /// Where it stands, anchor and tag included.
    #[must_use]
    pub fn extent(self) -> TextRange {
        [self.anchor_range(), self.tag_range()].into_iter().flatten().fold(self.range(), |all, range| {
            if range.start() < all.start() { TextRange::new(range.start(), all.end()) } else { all }
        })
    }

    /// The text it was read from.
    #[must_use]
    pub fn source(self) -> &'y str {
        &self.yaml.text[self.range()]
    }

    /// What it is to its parent.
    #[must_use]
    pub fn role(self) -> Role {
        match self.data().flags & ROLE {
            KEY => Role::Key,
            VALUE => Role::Value,
            ITEM => Role::Item,
            _ => Role::Root,
        }
    }

    /// The collection it is in; `None` for a root.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        (self.role() != Role::Root).then(|| self.with(self.data().parent))
    }

    /// The node and all around it, from the inside out.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |node| node.parent())
    }

    /// The document it is in.
    #[must_use]
    pub fn document(self) -> Document<'y> {
        let root = self.ancestors().last().unwrap_or(self);
        Document { yaml: self.yaml, index: root.data().place as usize }
    }

    /// The nodes directly in it, keys and values by turns; empty for anything but a collection.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let end = self.data().after;
        let mut next = self.id + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then(|| self.with(next))?;
            next = child.data().after;
            Some(child)
        })
    }

    /// It and every node in it, in the order of the text.
    pub fn descendants(self) -> impl Iterator<Item = Self> {
        (self.id..self.data().after).map(move |id| self.with(id))
    }

    /// The entries of a mapping as they are written, doubles and merge keys included; empty for anything else.
    pub fn entries(self) -> impl Iterator<Item = Entry<'y>> {
        let mut children = self.children();
        let mapping = self.is_mapping();
        std::iter::from_fn(move || {
            let key = children.next().filter(|_| mapping)?;
            Some(Entry { key, value: children.next()? })
        })
    }

    /// The items of a sequence; empty for anything else.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let sequence = self.is_sequence();
        self.children().filter(move |_| sequence)
    }

    /// The value of a key of this mapping (of two equal keys the last one, which wins).
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        self.entry(key).map(|entry| entry.value)
    }

    /// The entry of a key of this mapping (of two equal keys the last one, which wins).
    #[must_use]
    pub fn entry(self, key: &str) -> Option<Entry<'y>> {
        self.entries().filter(|entry| entry.is(key)).last()
    }

    /// An item of this sequence, counted from zero.
    #[must_use]
    pub fn item(self, index: usize) -> Option<Self> {
        self.items().nth(index)
    }

    /// The key of this value, or the value of this key, with the other; `None` for an item and a root.
    #[must_use]
    pub fn as_entry(self) -> Option<Entry<'y>> {
        match self.role() {
            Role::Key => Some(Entry { key: self, value: self.with(self.data().after) }),
            Role::Value => Some(Entry { key: self.with(self.data().place), value: self }),
            Role::Root | Role::Item => None,
        }
    }

    /// The key this is the value of.
    #[must_use]
    pub fn key(self) -> Option<Self> {
        (self.role() == Role::Value).then(|| self.with(self.data().place))
    }

    /// Its place among the items of its sequence, or among the entries of its mapping; zero for a root.
    #[must_use]
    pub fn index(self) -> usize {
        match self.role() {
            Role::Root => 0,
            Role::Key | Role::Item => self.data().place as usize,
            Role::Value => self.with(self.data().place).data().place as usize,
        }
    }

    /// Whether this is a scalar of that text, in whatever style.
    #[must_use]
    pub fn is(self, text: &str) -> bool {
        match self.data().shape {
            // The quick way for what nearly every key is.
            Shape::Plain if self.source() == text => true,
            _ => self.text().is_some_and(|own| own == text),
        }
    }

    /// The text of a scalar, unescaped and unfolded; `None` for anything else, nothing written included.
    #[must_use]
    pub fn text(self) -> Option<Cow<'y, str>> {
        decode::scalar(&self.yaml.text, self.data())
    }

    fn properties(self) -> Option<&'y Properties> {
        if self.data().flags & PROPERTIES == 0 {
            return None;
        }
        let index = self.yaml.properties.binary_search_by_key(&self.id, |it| it.node).ok()?;
        Some(&self.yaml.properties[index])
    }

    /// Where `&name` stands.
    #[must_use]
    pub fn anchor_range(self) -> Option<TextRange> {
        self.properties()?.anchor
    }

    /// The name of its anchor, or of an alias the name it refers to.
    #[must_use]
    pub fn anchor(self) -> Option<&'y str> {
        let range = if self.kind() == Kind::Alias { self.range() } else { self.anchor_range()? };
        Some(&self.yaml.text[TextRange::new(range.start() + TextSize::new(1), range.end())])
    }

    /// Where its tag stands.
    #[must_use]
    pub fn tag_range(self) -> Option<TextRange> {
        self.properties()?.tag
    }

    /// Its tag as it is written: `!!str`, `!Ref`, `!<tag:example.org,2000:x>`.
    #[must_use]
    pub fn tag(self) -> Option<&'y str> {
        self.tag_range().map(|range| &self.yaml.text[range])
    }

    /// Its tag with the handle replaced by what the document's directives say: `tag:yaml.org,2002:str` for `!!str`.
    #[must_use]
    pub fn tag_name(self) -> Option<Cow<'y, str>> {
        self.tag().map(|tag| self.document().tag_name(tag))
    }
}
