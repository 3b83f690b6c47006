//! Edits: changes said in routes, resolved to the fewest bytes that do them, in the style of what is around.
//!
//! Whatever an operation does not name stays byte for byte: comments, quotes, the order of keys, line ends, a missing last
//! line end. Where it cannot be done without touching what it must not touch, there is no edit: no fix is better than a
//! broken file. It must not change what an alias repeats, take a comment along, or leave an error that was not there.

mod block;
mod flow;
mod pieces;
mod render;
mod style;

#[cfg(test)]
mod tests;

use text_size::TextRange;

use super::{Data, Document, Flavour, Kind, Node, Resolved, Role, Route, ScalarStyle, Step, Yaml, parse};
use crate::edit::TextEdit;
use pieces::Pieces;
use render::Renderer;
pub use style::Style;

/// Nodes a value may have to be moved or compared.
const UNFOLD_LIMIT: usize = 100_000;

/// A node of a text by its document and route: what stays true of it when other places change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The document, counted from zero.
    pub document: usize,
    /// The way from its root.
    pub route: Route,
}

impl Address {
    /// The node of document `document` that `route` leads to.
    #[must_use]
    pub fn new(document: usize, route: Route) -> Self {
        Self { document, route }
    }
}

impl Node<'_> {
    /// Where this node is.
    #[must_use]
    pub fn address(self) -> Address {
        Address { document: self.document().index(), route: self.route() }
    }

    /// Where the value at `route` below it (`spec.replicas`, read as [`Route::parse`] does) stands or would stand.
    #[must_use]
    pub fn address_of(self, route: &str) -> Address {
        let Address { document, route: own } = self.address();
        Address { document, route: Route::parse(route).steps().iter().fold(own, |own, step| own.then(step.clone())) }
    }
}

/// A change. Indentation, list style, quotes, brackets and line ends are those of the neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Makes the value at `at` that one, in place of what is there or as a new entry; mappings on the way that are
    /// not there are made.
    Set {
        /// The value.
        at: Address,
        /// What it shall be.
        value: Data,
    },
    /// Puts an entry or item where none is; not done where one is.
    Add {
        /// The new value.
        at: Address,
        /// What it shall be.
        value: Data,
    },
    /// Puts another value in the place of one; not done where none is.
    Replace {
        /// The value.
        at: Address,
        /// What it shall be.
        value: Data,
    },
    /// Sets each entry of `value` in the mapping at `at`, mappings in mappings entry by entry; others stay.
    Merge {
        /// The mapping; made when it is not there.
        at: Address,
        /// A [`Data::Map`].
        value: Data,
    },
    /// Puts an item behind the last one of the sequence at `at`.
    Append {
        /// The sequence; made when it is not there.
        at: Address,
        /// The item.
        value: Data,
    },
    /// Puts an entry or item directly before one that is there.
    Insert {
        /// The entry or item that follows.
        before: Address,
        /// The new key; `None` for an item.
        key: Option<String>,
        /// The new value.
        value: Data,
    },
    /// Takes an entry or item out with the comments that belong to it. The last one leaves `{}` or `[]`.
    Remove {
        /// The value.
        at: Address,
    },
    /// Gives an entry another key, in its place; not done where the mapping has that key.
    Rename {
        /// The value.
        at: Address,
        /// The new key.
        key: String,
    },
    /// Takes a value out and puts it where none is, in the same document.
    Move {
        /// The value.
        from: Address,
        /// Where it goes.
        to: Route,
    },
}

impl Operation {
    fn document(&self) -> usize {
        match self {
            Self::Set { at, .. }
            | Self::Add { at, .. }
            | Self::Replace { at, .. }
            | Self::Merge { at, .. }
            | Self::Append { at, .. }
            | Self::Insert { before: at, .. }
            | Self::Remove { at }
            | Self::Rename { at, .. }
            | Self::Move { from: at, .. } => at.document,
        }
    }

    /// The same in another document.
    fn in_document(mut self, document: usize) -> Self {
        match &mut self {
            Self::Set { at, .. }
            | Self::Add { at, .. }
            | Self::Replace { at, .. }
            | Self::Merge { at, .. }
            | Self::Append { at, .. }
            | Self::Insert { before: at, .. }
            | Self::Remove { at }
            | Self::Rename { at, .. }
            | Self::Move { from: at, .. } => at.document = document,
        }
        self
    }
}

impl Yaml {
    /// The text edits that carry out `operations`, one after the other: each sees what those before it did. Sorted and disjoint,
    /// in offsets of this text; empty when all is as it shall be. `None` when one of them cannot be done.
    #[must_use]
    pub fn resolve(&self, operations: &[Operation]) -> Option<Vec<TextEdit>> {
        let simple = simple(self, operations)?;
        let Some(index) = simple.first().map(Operation::document) else { return Some(Vec::new()) };
        let document = self.document(index)?;
        let style = Style::of(document);
        // Each step reads the text anew: what costs as much as the document must not cost as much as the file.
        if self.documents.len() > 1 && simple.iter().all(|operation| operation.document() == index) {
            let range = document.range();
            let alone = parse(&self.text[range]);
            if alone.documents.len() == 1 && alone.errors.len() <= self.errors.len() {
                let operations: Vec<Operation> =
                    simple.iter().map(|operation| operation.clone().in_document(0)).collect();
                let edits = alone.carry_out(&operations, style)?;
                return Some(edits.into_iter().map(|edit| edit.moved_by(range.start())).collect());
            }
        }
        self.carry_out(&simple, style)
    }

    /// Carries out operations that do not consist of others.
    fn carry_out(&self, operations: &[Operation], style: Style) -> Option<Vec<TextEdit>> {
        let mut pieces = Pieces::new(self.text.len());
        let mut current: Option<Yaml> = None;
        for operation in operations {
            let yaml = current.as_ref().unwrap_or(self);
            let edits = Editor::new(yaml, operation.document(), style)?.resolve(operation)?;
            if edits.is_empty() {
                continue;
            }
            let next = parse(crate::edit::apply(&yaml.text, &edits)?);
            if next.errors.len() > yaml.errors.len() || !done(&next, operation) {
                return None;
            }
            pieces.apply(&edits);
            current = Some(next);
        }
        Some(pieces.edits())
    }
}

/// The operations with those that consist of others replaced by them.
fn simple(yaml: &Yaml, operations: &[Operation]) -> Option<Vec<Operation>> {
    let mut out = Vec::new();
    for operation in operations {
        match operation {
            Operation::Merge { at, value } => merge(at, value, &mut out)?,
            Operation::Move { from, to } => {
                let value = moved(yaml, from, to)?;
                let target = Address::new(from.document, to.clone());
                out.push(Operation::Remove { at: from.clone() });
                out.push(Operation::Add { at: target, value });
            }
            other => out.push(other.clone()),
        }
    }
    Some(out)
}

fn merge(at: &Address, value: &Data, out: &mut Vec<Operation>) -> Option<()> {
    let Data::Map(entries) = value else { return None };
    for (key, value) in entries {
        let at = Address::new(at.document, at.route.then(key.as_str()));
        match value {
            Data::Map(inner) if !inner.is_empty() => merge(&at, value, out)?,
            Data::Null | Data::Plain(_) | Data::Text(_) | Data::Map(_) | Data::Seq(_) | Data::Block(_) => {
                out.push(Operation::Set { at, value: value.clone() });
            }
        }
    }
    Some(())
}

/// The value at `from` as it is to stand at `to`.
fn moved(yaml: &Yaml, from: &Address, to: &Route) -> Option<Data> {
    let node = yaml.document(from.document)?.find(&from.route)?;
    // An anchor must stay before its aliases.
    let tied = |node: Node<'_>| node.kind() == Kind::Alias || node.anchor_range().is_some() || node.is_merge_key();
    if to.starts_with(&from.route) || node.descendants().any(tied) {
        return None;
    }
    let block = matches!(node.kind(), Kind::Mapping | Kind::Sequence) && !node.is_flow();
    if block { Some(Data::Block(block::dedented(node))) } else { node.unfold(UNFOLD_LIMIT) }
}

/// Whether the tree shows what the operation was to do.
fn done(yaml: &Yaml, operation: &Operation) -> bool {
    let find = |at: &Address| yaml.document(at.document).and_then(|document| document.find(&at.route));
    match operation {
        Operation::Set { at, value } | Operation::Add { at, value } | Operation::Replace { at, value } => {
            find(at).is_some_and(|node| same(node, value))
        }
        Operation::Append { at, value } => {
            find(at).and_then(|node| node.items().last()).is_some_and(|node| same(node, value))
        }
        Operation::Insert { before, key, value } => {
            let at = match key {
                Some(key) => before.route.parent().map(|route| route.then(key.as_str())),
                None => Some(before.route.clone()),
            };
            at.and_then(|route| find(&Address::new(before.document, route))).is_some_and(|node| same(node, value))
        }
        Operation::Rename { at, key } => {
            let renamed = at.route.parent().map(|route| Address::new(at.document, route.then(key.as_str())));
            renamed.is_some_and(|at| find(&at).is_some())
        }
        Operation::Remove { .. } | Operation::Merge { .. } | Operation::Move { .. } => true,
    }
}

/// Whether a node says what `data` says, in whatever style.
fn same(node: Node<'_>, data: &Data) -> bool {
    if node.tag_range().is_some() || node.kind() == Kind::Alias {
        return false;
    }
    let resolved = || node.resolved(Flavour::Kubernetes);
    match data {
        Data::Null => resolved() == Some(Resolved::Null),
        Data::Text(text) => matches!(resolved(), Some(Resolved::Str(own)) if own == *text),
        Data::Plain(text) if render::is_plain(text, false) => {
            node.kind() == Kind::Scalar(ScalarStyle::Plain) && node.is(text)
                || !Flavour::Kubernetes.misreads(text) && node.is(text)
        }
        Data::Plain(text) => node.is(text),
        Data::Map(entries) => {
            node.is_mapping()
                && node.entries().count() == entries.len()
                && node.entries().zip(entries).all(|(own, (key, value))| own.key.is(key) && same(own.value, value))
        }
        Data::Seq(items) => {
            node.is_sequence()
                && node.items().count() == items.len()
                && node.items().zip(items).all(|(own, item)| same(own, item))
        }
        Data::Block(text) => {
            // Lines are compared by what they say; what says too much is another thing.
            let said = |text: &str| parse(text).document(0).and_then(|it| it.root().unfold(UNFOLD_LIMIT));
            let wanted = said(text);
            wanted.is_some() && said(&block::dedented(node)) == wanted
        }
    }
}

/// Carries out one operation on one tree.
struct Editor<'y> {
    yaml: &'y Yaml,
    document: Document<'y>,
    text: &'y str,
    style: Style,
}

impl<'y> Editor<'y> {
    fn new(yaml: &'y Yaml, document: usize, style: Style) -> Option<Self> {
        Some(Self { yaml, document: yaml.document(document)?, text: &yaml.text, style })
    }

    fn renderer(&self) -> Renderer<'_> {
        Renderer { style: &self.style }
    }

    fn resolve(&self, operation: &Operation) -> Option<Vec<TextEdit>> {
        match operation {
            Operation::Set { at, value } => self.set(&at.route, value, true),
            Operation::Add { at, value } => self.set(&at.route, value, false),
            Operation::Replace { at, value } => {
                let node = self.document.find(&at.route)?;
                if same(node, value) { Some(Vec::new()) } else { self.replace(node, value) }
            }
            Operation::Append { at, value } => self.append(&at.route, value),
            Operation::Insert { before, key, value } => self.insert(&before.route, key.as_deref(), value),
            Operation::Remove { at } => self.remove(&at.route),
            Operation::Rename { at, key } => self.rename(&at.route, key),
            // Both were taken apart before.
            Operation::Merge { .. } | Operation::Move { .. } => None,
        }
    }

    fn set(&self, route: &Route, value: &Data, replace: bool) -> Option<Vec<TextEdit>> {
        let mut node = self.document.root();
        let steps = route.steps();
        for (depth, step) in steps.iter().enumerate() {
            let next = match step {
                Step::Key(key) => node.get(key),
                Step::Index(index) => node.item(*index),
            };
            match next {
                Some(next) => node = next,
                None => return self.add(node, step, &wrapped(&steps[depth + 1..], value)?),
            }
        }
        if !replace {
            return None;
        }
        if same(node, value) { Some(Vec::new()) } else { self.replace(node, value) }
    }

    /// Puts an entry or item that is not there into `node`.
    fn add(&self, node: Node<'y>, step: &Step, value: &Data) -> Option<Vec<TextEdit>> {
        self.free(node)?;
        match (node.kind(), step) {
            (Kind::Mapping, Step::Key(key)) if node.is_flow() => self.add_flow(node, Some(key), value),
            (Kind::Mapping, Step::Key(key)) => self.add_entry(node, key, value),
            (Kind::Sequence, Step::Index(index)) if *index == node.items().count() => self.append_to(node, value),
            (Kind::Null | Kind::Scalar(ScalarStyle::Plain), _)
                if node.resolved(Flavour::Core) == Some(Resolved::Null) =>
            {
                self.replace(node, &wrapped(std::slice::from_ref(step), value)?)
            }
            (Kind::Mapping | Kind::Sequence | Kind::Scalar(_) | Kind::Alias | Kind::Null, _) => None,
        }
    }

    fn append(&self, route: &Route, value: &Data) -> Option<Vec<TextEdit>> {
        match self.document.find(route) {
            Some(node) if node.is_sequence() => self.append_to(node, value),
            Some(node) if node.resolved(Flavour::Core) == Some(Resolved::Null) => {
                self.free(node)?;
                self.replace(node, &Data::Seq(vec![value.clone()]))
            }
            Some(_) => None,
            None => self.set(route, &Data::Seq(vec![value.clone()]), false),
        }
    }

    fn append_to(&self, sequence: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        self.free(sequence)?;
        if sequence.is_flow() { self.add_flow(sequence, None, value) } else { self.append_block(sequence, value) }
    }

    fn insert(&self, before: &Route, key: Option<&str>, value: &Data) -> Option<Vec<TextEdit>> {
        let next = self.document.find(before)?;
        let parent = next.parent()?;
        self.free(parent)?;
        let fits = match next.role() {
            Role::Value => key.is_some_and(|key| parent.get(key).is_none()),
            Role::Item => key.is_none(),
            Role::Root | Role::Key => false,
        };
        if !fits {
            return None;
        }
        if parent.is_flow() { self.insert_flow(next, key, value) } else { self.insert_block(next, key, value) }
    }

    fn remove(&self, route: &Route) -> Option<Vec<TextEdit>> {
        let node = self.document.find(route)?;
        let parent = node.parent()?;
        self.free(parent)?;
        self.unrepeated(node)?;
        if parent.is_flow() { self.remove_flow(node) } else { self.remove_block(node) }
    }

    fn rename(&self, route: &Route, name: &str) -> Option<Vec<TextEdit>> {
        let entry = self.document.find(route)?.as_entry()?;
        let mapping = entry.key.parent()?;
        if entry.key.is(name) {
            return Some(Vec::new());
        }
        self.free(mapping)?;
        self.unrepeated(entry.key)?;
        let Kind::Scalar(style) = entry.key.kind() else { return None };
        if mapping.get(name).is_some() {
            return None;
        }
        let text = self.renderer().key(name, style, mapping.is_flow());
        Some(vec![TextEdit::replace(entry.key.range(), text)])
    }

    /// `None` when an alias repeats the node or something around it: a change here would be one there.
    fn free(&self, node: Node<'y>) -> Option<()> {
        let repeated = |id: u32| self.yaml.aliases.iter().any(|(_, target)| *target == id);
        (self.yaml.aliases.is_empty() || !node.ancestors().any(|node| repeated(node.id))).then_some(())
    }

    /// `None` when an alias outside the node repeats it or something in it.
    fn unrepeated(&self, node: Node<'y>) -> Option<()> {
        let inside = |id: u32| (node.id..node.data().after).contains(&id);
        (!self.yaml.aliases.iter().any(|(alias, target)| inside(*target) && !inside(*alias))).then_some(())
    }

    /// Puts another value in the place of one.
    fn replace(&self, node: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        if let Some(parent) = node.parent() {
            self.free(parent)?;
        }
        self.unrepeated(node)?;
        if node.kind() != Kind::Alias {
            self.free(node)?;
        }
        if node.parent().is_some_and(Node::is_flow) || node.is_flow() && node.children().next().is_some() {
            return self.replace_flow(node, value);
        }
        self.replace_block(node, value)
    }

    /// Whether a comment stands in `range`.
    fn comment_in(&self, range: TextRange) -> bool {
        let first = self.yaml.comments.partition_point(|comment| comment.start() < range.start());
        self.yaml.comments.get(first).is_some_and(|comment| comment.start() < range.end())
    }
}

/// The value with mappings and sequences around it for the steps to it. A sequence can only begin with its first item.
fn wrapped(steps: &[Step], value: &Data) -> Option<Data> {
    steps.iter().rev().try_fold(value.clone(), |data, step| match step {
        Step::Key(key) => Some(Data::Map(vec![(key.clone(), data)])),
        Step::Index(0) => Some(Data::Seq(vec![data])),
        Step::Index(_) => None,
    })
}
