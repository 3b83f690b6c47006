//! An object under conversion: what stands in the file, with entries renamed, moved, taken out and put in.
//!
//! Conversions are written on drafts as the API server's are written on structs. [`super::operations`] works out afterwards
//! which operations on the file lead there; what no conversion touched stays as it is.

use std::collections::HashSet;

use syntax::yaml::{Data, Flavour, Kind, Node, Resolved, Route};

use super::lines::has_comments;
use super::reason::{Problem, Reason};

/// A value of a draft.
#[derive(Debug, Clone)]
pub(super) enum Value<'y> {
    /// As it stands in the file.
    Kept(Node<'y>),
    /// A mapping that was opened for changes, or a new one.
    Map(Map<'y>),
    /// A sequence that was opened for changes, or a new one.
    List(List<'y>),
    /// Something new.
    New(Data),
}

/// A mapping of a draft.
#[derive(Debug, Clone)]
pub(super) struct Map<'y> {
    /// The mapping it was in the file; `None` for a new one.
    pub(super) origin: Option<Node<'y>>,
    /// The way from the document's root to where it was opened.
    at: Route,
    pub(super) entries: Vec<Entry<'y>>,
}

/// An entry of a mapping.
#[derive(Debug, Clone)]
pub(super) struct Entry<'y> {
    pub(super) key: String,
    pub(super) value: Value<'y>,
    /// The entry it was in the file, whose comments it has; `None` for a new one.
    pub(super) from: Option<syntax::yaml::Entry<'y>>,
    /// It was put in.
    is_put: bool,
    /// It was taken out; its place is kept, so that what comes instead can stand there.
    pub(super) is_gone: bool,
}

/// A sequence of a draft. Items of one that stands in the file are changed in their places only.
#[derive(Debug, Clone)]
pub(super) struct List<'y> {
    /// The sequence it was in the file; `None` for a new one.
    pub(super) origin: Option<Node<'y>>,
    pub(super) items: Vec<Value<'y>>,
}

/// An entry that was taken out, to be put in elsewhere with its comments.
#[derive(Debug, Clone)]
pub(super) struct Piece<'y> {
    value: Value<'y>,
    from: Option<syntax::yaml::Entry<'y>>,
}

impl From<&str> for Piece<'_> {
    fn from(text: &str) -> Self {
        Data::text(text).into()
    }
}

impl From<bool> for Piece<'_> {
    fn from(value: bool) -> Self {
        Data::from(value).into()
    }
}

impl From<Data> for Piece<'_> {
    fn from(data: Data) -> Self {
        Piece { value: Value::New(data), from: None }
    }
}

impl<'y> From<Map<'y>> for Piece<'y> {
    fn from(map: Map<'y>) -> Self {
        Piece { value: Value::Map(map), from: None }
    }
}

impl<'y> From<List<'y>> for Piece<'y> {
    fn from(list: List<'y>) -> Self {
        Piece { value: Value::List(list), from: None }
    }
}

impl<'y> Piece<'y> {
    /// The value as it stands in the file; `None` when it was opened or is new.
    pub(super) fn node(&self) -> Option<Node<'y>> {
        self.value.node()
    }

    /// The same value without what stands around it in the file: to be put in a second time.
    pub(super) fn copy(&self) -> Piece<'y> {
        Piece { value: self.value.clone(), from: None }
    }

    /// The piece with the comments of what it was in and outlives, where it has none of its own.
    pub(super) fn instead_of(self, other: Option<Piece<'y>>) -> Piece<'y> {
        let from = if has_comments(self.from) { self.from } else { other.and_then(|other| other.from).or(self.from) };
        Piece { value: self.value, from }
    }

    /// The piece with another value, in its place and with its comments.
    pub(super) fn with(self, data: Data) -> Piece<'y> {
        Piece { value: Value::New(data), from: self.from }
    }
}

impl<'y> Value<'y> {
    /// The node that it is in the file, aliases followed; `None` when it was opened or is new.
    pub(super) fn node(&self) -> Option<Node<'y>> {
        match self {
            Value::Kept(node) => Some(node.effective()),
            Value::Map(_) | Value::List(_) | Value::New(_) => None,
        }
    }

    /// The node that it was in the file, opened or not; `None` when it is new.
    pub(super) fn origin(&self) -> Option<Node<'y>> {
        match self {
            Value::Kept(node) => Some(*node),
            Value::Map(map) => map.origin,
            Value::List(list) => list.origin,
            Value::New(_) => None,
        }
    }

    /// The mapping; `None` for nothing. An error where it is no mapping of its own.
    pub(super) fn map(&mut self) -> Result<Option<&mut Map<'y>>, Reason> {
        if let Value::Kept(node) = self {
            match open(*node, Kind::Mapping)? {
                Some(node) => *self = Value::Map(Map::open(node)?),
                None => return Ok(None),
            }
        }
        match self {
            Value::Map(map) => Ok(Some(map)),
            Value::Kept(_) | Value::List(_) | Value::New(_) => Ok(None),
        }
    }

    /// The sequence; `None` for nothing. An error where it is no sequence of its own.
    pub(super) fn list(&mut self) -> Result<Option<&mut List<'y>>, Reason> {
        if let Value::Kept(node) = self {
            match open(*node, Kind::Sequence)? {
                Some(node) => {
                    let items = node.items().map(Value::Kept).collect();
                    *self = Value::List(List { origin: Some(node), items });
                }
                None => return Ok(None),
            }
        }
        match self {
            Value::List(list) => Ok(Some(list)),
            Value::Kept(_) | Value::Map(_) | Value::New(_) => Ok(None),
        }
    }
}

/// The node, when it can be changed on the inside; `None` for nothing.
fn open(node: Node<'_>, wanted: Kind) -> Result<Option<Node<'_>>, Reason> {
    if node.kind() == Kind::Alias || node.anchor_range().is_some() || node.tag_range().is_some() {
        return Err(Reason::at(node, Problem::Repeated));
    }
    if node.kind() == wanted && !is_template(node) {
        return Ok(Some(node));
    }
    if node.resolved(Flavour::Kubernetes) == Some(Resolved::Null) {
        return Ok(None);
    }
    Err(Reason::at(node, if is_template(node) { Problem::Template } else { Problem::Shape }))
}

/// Whether a template action stands in place of a value, or in it.
pub(super) fn is_template(node: Node<'_>) -> bool {
    match node.kind() {
        // `{{ … }}` without quotes is read as a mapping in a mapping.
        Kind::Mapping => node.is_flow() && node.source().starts_with("{{"),
        Kind::Scalar(_) => node.source().contains("{{"),
        Kind::Sequence | Kind::Alias | Kind::Null => false,
    }
}

impl<'y> Entry<'y> {
    /// The entry of the file that it is, in its place; `None` when it was put in.
    pub(super) fn own(&self) -> Option<syntax::yaml::Entry<'y>> {
        self.from.filter(|_| !self.is_put)
    }
}

impl<'y> Map<'y> {
    /// A new, empty mapping.
    pub(super) fn new() -> Self {
        Map::new_at(Route::new())
    }

    /// A new, empty mapping, with the way to where it will be.
    pub(super) fn new_at(at: Route) -> Self {
        Map { origin: None, at, entries: Vec::new() }
    }

    /// A mapping of the file. An error when it has a key twice or merges others in: nobody sees what is in it then.
    pub(super) fn open(node: Node<'y>) -> Result<Self, Reason> {
        let mut names = HashSet::new();
        let mut entries = Vec::new();
        for entry in node.entries() {
            let name = entry.name();
            if entry.key.is_merge_key() || entry.key.kind() == Kind::Alias {
                return Err(Reason::at(node, Problem::Repeated));
            }
            if entry.key.source().contains("{{") {
                return Err(Reason::at(node, Problem::TemplateLines));
            }
            if !names.insert(name.clone()) {
                return Err(Reason::at(entry.value, Problem::Duplicate));
            }
            let value = Value::Kept(entry.value);
            entries.push(Entry { key: name.into_owned(), value, from: Some(entry), is_put: false, is_gone: false });
        }
        Ok(Map { origin: Some(node), at: node.route(), entries })
    }

    /// The way from the document's root to the value of a key of it.
    pub(super) fn route(&self, key: &str) -> Route {
        self.at.then(key)
    }

    /// The entries that are there.
    pub(super) fn live(&self) -> impl Iterator<Item = &Entry<'y>> {
        self.entries.iter().filter(|entry| !entry.is_gone)
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|entry| !entry.is_gone && entry.key == key)
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'y>> {
        self.position(key).map(|index| &self.entries[index].value)
    }

    /// Whether it has a key with something behind it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.node().is_none_or(|node| !is_nothing(node)))
    }

    /// The node behind a key, where it is as in the file.
    pub(super) fn node(&self, key: &str) -> Option<Node<'y>> {
        self.get(key).and_then(Value::node)
    }

    /// Whether the value of a key is that text.
    pub(super) fn is(&self, key: &str, text: &str) -> bool {
        self.node(key).is_some_and(|node| node.is(text))
    }

    /// The mapping behind a key; `None` where nothing is.
    pub(super) fn map(&mut self, key: &str) -> Result<Option<&mut Map<'y>>, Reason> {
        match self.position(key) {
            Some(index) => self.entries[index].value.map(),
            None => Ok(None),
        }
    }

    /// The mappings in the sequence behind a key; none where nothing is.
    pub(super) fn maps(&mut self, key: &str) -> Result<Vec<&mut Map<'y>>, Reason> {
        let Some(index) = self.position(key) else { return Ok(Vec::new()) };
        let Some(list) = self.entries[index].value.list()? else { return Ok(Vec::new()) };
        let mut maps = Vec::with_capacity(list.items.len());
        for item in &mut list.items {
            maps.extend(item.map()?);
        }
        Ok(maps)
    }

    /// Takes an entry out; `None` where none is.
    pub(super) fn take(&mut self, key: &str) -> Option<Piece<'y>> {
        let index = self.position(key)?;
        let entry = &mut self.entries[index];
        entry.is_gone = true;
        Some(Piece { value: entry.value.clone(), from: entry.from })
    }

    /// Takes an annotation of this object out, and `annotations` with the last one. `None` where it is not there, and where
    /// the metadata cannot be changed.
    pub(super) fn take_annotation(&mut self, key: &str) -> Option<Piece<'y>> {
        let metadata = self.map("metadata").ok()??;
        let annotations = metadata.map("annotations").ok()??;
        let piece = if annotations.has(key) { annotations.take(key) } else { None }?;
        if annotations.live().next().is_none() {
            metadata.take("annotations");
        }
        Some(piece)
    }

    /// Gives an entry another key; nothing where none is.
    pub(super) fn rename(&mut self, key: &str, new: &str) {
        if let Some(index) = self.position(key) {
            new.clone_into(&mut self.entries[index].key);
        }
    }

    /// Puts another value in the place of one, or in as the last entry.
    pub(super) fn set(&mut self, key: &str, data: Data) {
        match self.position(key) {
            Some(index) => self.entries[index].value = Value::New(data),
            None => self.put(key, data),
        }
    }

    /// Puts an entry in as the last one.
    pub(super) fn put(&mut self, key: &str, piece: impl Into<Piece<'y>>) {
        self.insert(self.entries.len(), key, piece.into());
    }

    /// Puts an entry in before the first of these that is there or was; as the last one where none is.
    pub(super) fn put_before(&mut self, others: &[&str], key: &str, piece: impl Into<Piece<'y>>) {
        let is_other = |entry: &Entry<'y>| others.contains(&entry.key.as_str());
        let index = self.entries.iter().position(is_other).unwrap_or(self.entries.len());
        self.insert(index, key, piece.into());
    }

    /// Puts an entry in as the first one.
    pub(super) fn put_first(&mut self, key: &str, piece: impl Into<Piece<'y>>) {
        self.insert(0, key, piece.into());
    }

    /// Puts an entry in behind another one; where that is not, as [`Map::put_before`] does.
    pub(super) fn put_behind(&mut self, other: &str, others: &[&str], key: &str, piece: impl Into<Piece<'y>>) {
        match self.position(other) {
            Some(index) => self.insert(index + 1, key, piece.into()),
            None => self.put_before(others, key, piece),
        }
    }

    fn insert(&mut self, index: usize, key: &str, piece: Piece<'y>) {
        let entry = Entry { key: key.to_owned(), value: piece.value, from: piece.from, is_put: true, is_gone: false };
        self.entries.insert(index, entry);
    }
}

impl<'y> List<'y> {
    /// A new sequence.
    pub(super) fn new(items: impl IntoIterator<Item = Map<'y>>) -> Self {
        List { origin: None, items: items.into_iter().map(Value::Map).collect() }
    }
}

/// Whether nothing is written, or `null`.
pub(super) fn is_nothing(node: Node<'_>) -> bool {
    node.resolved(Flavour::Kubernetes) == Some(Resolved::Null)
}

/// The way from an object to something in it.
pub(super) fn relative(route: &Route, object: &Route) -> Route {
    route.steps().iter().skip(object.steps().len()).cloned().collect()
}
