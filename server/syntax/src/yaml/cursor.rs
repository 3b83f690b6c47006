//! What would be typed here: the question completion asks.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

use super::comment::line_start;
use super::lines::{is_blank, is_break};
use super::{Document, Kind, Node, Role, Route, ScalarStyle, Yaml};

/// What a text typed at a cursor would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// A key of the mapping at the route, or of one that begins here.
    Key,
    /// The value at the route.
    Value,
    /// An item of the sequence at the route.
    Item {
        /// Its place among the items.
        index: usize,
        /// A `-` has to be typed before it.
        needs_dash: bool,
    },
}

/// Where a cursor is: what a text typed there would be, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor<'y> {
    /// The document; `None` in a text without any, where the first key would begin one.
    pub document: Option<Document<'y>>,
    /// To the mapping a key is typed into, the value that is typed, or the sequence an item is typed into. It may lead to
    /// what is not there yet.
    pub route: Route,
    /// What is typed.
    pub position: Position,
    /// A mapping or a sequence may begin here, so that a key fits as well as a scalar: behind a `-`, or on a line of its own.
    pub opens: bool,
    /// Inside brackets.
    pub flow: bool,
    /// The mapping or sequence at the route, for a value what is there now; `None` where nothing is.
    pub node: Option<Node<'y>>,
    /// What is there already of the word or scalar that is typed: what a completion replaces. Empty at the cursor where
    /// nothing is.
    pub word: TextRange,
    /// The keys that the mapping has, without the one at the cursor.
    pub keys: Vec<Cow<'y, str>>,
}

impl Yaml {
    /// What would be typed at `offset`. By what is written on its line; on an empty line, and in front of text, by the
    /// column, as the next key would be read. `None` inside comments, block scalars and directives, and on `---`.
    #[must_use]
    pub fn cursor(&self, offset: TextSize) -> Option<Cursor<'_>> {
        let at = usize::from(offset).min(self.text.len());
        if !self.text.is_char_boundary(at) {
            return None;
        }
        let offset = TextSize::new(super::lines::offset(at));
        let on_directive = |range: &TextRange| range.contains_inclusive(offset);
        if self.comment_at(offset).is_some_and(|comment| comment.start() < offset)
            || self.directives.iter().any(on_directive)
        {
            return None;
        }
        let seeker = Seeker { yaml: self, text: &self.text, at, offset, line: line_start(&self.text, at) };
        let Some(document) = self.document_at(offset) else {
            return Some(seeker.cursor(None, Route::new(), Position::Value, true));
        };
        let on_marker = |range: TextRange| (range.start()..range.end()).contains(&offset) || range.end() == offset;
        if document.start_marker().is_some_and(on_marker) || document.end_marker().is_some_and(on_marker) {
            return None;
        }
        seeker.seek(document)
    }
}

struct Seeker<'y> {
    yaml: &'y Yaml,
    text: &'y str,
    at: usize,
    offset: TextSize,
    /// Where the cursor's line begins.
    line: usize,
}

impl<'y> Seeker<'y> {
    fn cursor(&self, document: Option<Document<'y>>, route: Route, position: Position, opens: bool) -> Cursor<'y> {
        let word = TextRange::empty(self.offset);
        Cursor { document, route, position, opens, flow: false, node: None, word, keys: Vec::new() }
    }

    fn seek(&self, document: Document<'y>) -> Option<Cursor<'y>> {
        let here = self.yaml.node_at(self.offset);
        if let Some(node) = here.filter(|node| matches!(node.kind(), Kind::Scalar(_) | Kind::Alias)) {
            let block = matches!(node.kind(), Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded));
            if block && self.line > usize::from(node.range().start()) {
                return None;
            }
            return Some(self.on_node(node));
        }
        if let Some(flow) = self.open_flow() {
            return Some(self.in_flow(flow));
        }
        let before = &self.text[self.line..self.at];
        let word = before.trim_start_matches([' ', '\t']);
        if word.is_empty() {
            return Some(self.by_column(document, self.column(self.at), TextRange::empty(self.offset)));
        }
        if let Some(node) = self.before_on_line() {
            return Some(self.behind_node(node));
        }
        // Text the parser could not place: by its column, behind a `-` that nothing takes.
        let start = self.at - word.len();
        let end = self.text[start..].find([' ', '\t', '\n', '\r']).map_or(self.text.len(), |end| start + end);
        let range = TextRange::new(size(start), size(end.max(self.at)));
        Some(self.by_column(document, self.column(start), range))
    }

    /// The cursor touches a scalar or alias.
    fn on_node(&self, node: Node<'y>) -> Cursor<'y> {
        let own_line = self.text[line_start(self.text, node.range().start().into())..usize::from(node.range().start())]
            .bytes()
            .all(is_blank);
        // A key may have quotes too.
        let word = !matches!(node.kind(), Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded) | Kind::Alias);
        let mut cursor = match node.role() {
            Role::Key => self.key_of(node.parent().unwrap_or(node), Some(node)),
            Role::Value => self.value_at(node, word && own_line),
            Role::Item => self.item_at(node, word),
            Role::Root => self.value_at(node, word),
        };
        cursor.word = node.range();
        cursor.flow = node.parent().is_some_and(Node::is_flow);
        cursor.opens &= !cursor.flow;
        cursor
    }

    fn key_of(&self, mapping: Node<'y>, own: Option<Node<'y>>) -> Cursor<'y> {
        let mut cursor = self.cursor(Some(mapping.document()), mapping.route(), Position::Key, false);
        cursor.node = Some(mapping);
        cursor.keys = mapping.entries().filter(|entry| Some(entry.key) != own).map(|entry| entry.name()).collect();
        cursor
    }

    fn value_at(&self, value: Node<'y>, opens: bool) -> Cursor<'y> {
        let mut cursor = self.cursor(Some(value.document()), value.route(), Position::Value, opens);
        cursor.node = (!value.is_null()).then_some(value);
        cursor
    }

    fn item_at(&self, item: Node<'y>, opens: bool) -> Cursor<'y> {
        let sequence = item.parent().unwrap_or(item);
        self.item_of(sequence, item.index(), false, opens)
    }

    fn item_of(&self, sequence: Node<'y>, index: usize, needs_dash: bool, opens: bool) -> Cursor<'y> {
        let position = Position::Item { index, needs_dash };
        let mut cursor = self.cursor(Some(sequence.document()), sequence.route(), position, opens);
        cursor.node = Some(sequence);
        cursor
    }

    /// The innermost collection in brackets that the cursor is in: those that are never closed reach to the end of the line
    /// they end on.
    fn open_flow(&self) -> Option<Node<'y>> {
        let last = self.last_before(self.at)?;
        last.ancestors().find(|node| {
            let brackets = node.is_flow() && node.source().starts_with(['[', '{']);
            let end = usize::from(node.range().end());
            brackets && (self.at < end || !node.is_closed() && self.same_line(end))
        })
    }

    fn same_line(&self, earlier: usize) -> bool {
        earlier <= self.at && !self.text[earlier..self.at].bytes().any(is_break)
    }

    fn in_flow(&self, flow: Node<'y>) -> Cursor<'y> {
        let before = |node: &Node<'y>| usize::from(node.range().start()) < self.at;
        let last = flow.children().filter(before).last();
        let behind = |node: Node<'y>| &self.text[usize::from(node.range().end()).min(self.at)..self.at];
        let mut cursor = match last {
            _ if flow.is_mapping() => match last {
                Some(node) if !behind(node).contains(',') => {
                    let value = node.as_entry().map_or(node, |entry| entry.value);
                    let colon = node.role() == Role::Value || behind(node).contains(':');
                    if colon { self.value_at(value, false) } else { self.key_of(flow, Some(node)) }
                }
                Some(_) | None => self.key_of(flow, None),
            },
            Some(node) if !behind(node).contains(',') => {
                // A pair without braces: behind its colon is its value.
                let value = node.entries().last().map(|entry| entry.value).filter(|value| value.is_null());
                match value {
                    Some(value) => self.value_at(value, false),
                    None => self.item_at(node, false),
                }
            }
            Some(node) => self.item_of(flow, node.index() + 1, false, false),
            None => self.item_of(flow, 0, false, false),
        };
        cursor.flow = true;
        cursor
    }

    /// The last node that begins before `at`.
    fn last_before(&self, at: usize) -> Option<Node<'y>> {
        let at = super::lines::offset(at);
        let end = self.yaml.nodes.partition_point(|node| node.start < at);
        Some(Node { yaml: self.yaml, id: super::lines::offset(end.checked_sub(1)?) })
    }

    /// The last node before the cursor on its line, when something of it stands there.
    fn before_on_line(&self) -> Option<Node<'y>> {
        let mut last = self.last_before(self.at + 1)?;
        while let Some(outer) = last.parent().filter(|outer| outer.is_flow()) {
            last = outer;
        }
        let start = usize::from(last.range().start());
        (start >= self.line && usize::from(last.range().end()) <= self.at).then_some(last)
    }

    /// The cursor is behind a node on its line: behind the colon of a key, behind a `-`, or behind a value.
    fn behind_node(&self, node: Node<'y>) -> Cursor<'y> {
        match node.role() {
            Role::Key => {
                let value = node.as_entry().map_or(node, |entry| entry.value);
                let colon = self.text[usize::from(node.range().end())..self.at].contains(':');
                if colon { self.value_at(value, false) } else { self.key_of(node.parent().unwrap_or(node), Some(node)) }
            }
            Role::Value => self.value_at(node, false),
            Role::Item => self.item_at(node, node.is_null()),
            Role::Root => self.value_at(node, node.is_null()),
        }
    }

    /// What a text in that column would be, on a line of its own.
    fn by_column(&self, document: Document<'y>, column: usize, word: TextRange) -> Cursor<'y> {
        let mut cursor = self.find_by_column(document, column);
        cursor.word = word;
        cursor
    }

    fn find_by_column(&self, document: Document<'y>, column: usize) -> Cursor<'y> {
        let root = document.root();
        let last = self
            .last_before(self.line)
            .filter(|last| last.document() == document && *last != root || last.id > root.id);
        let Some(last) = last else { return self.into(root, column) };
        // Below a key or a `-` whose value comes later: in that value, when the column is deep enough.
        let next = Node { yaml: self.yaml, id: last.id + 1 };
        let pending = (last.id as usize + 1 < self.yaml.nodes.len()).then_some(next).filter(|next| {
            let behind_key = last.role() == Role::Key && next.role() == Role::Value;
            let behind_dash = next.role() == Role::Item && self.text[..self.line].trim_end().ends_with('-');
            (behind_key || behind_dash) && usize::from(next.range().start()) >= self.line
        });
        if let Some(value) = pending {
            let outer = value
                .key()
                .map_or_else(|| value.parent().map_or(0, |it| self.column_of(it)), |key| self.column_of(key));
            let zero_indented = value.is_sequence() && self.column_of(value) == outer;
            if column > outer && !zero_indented {
                return self.into(value, column);
            }
        }
        for node in last.ancestors() {
            let outer = match node.role() {
                Role::Value => node.key().map(|key| self.column_of(key)),
                Role::Item => node.parent().map(|sequence| self.column_of(sequence)),
                Role::Root | Role::Key => None,
            };
            let deeper = outer.is_none_or(|outer| column > outer);
            match node.kind() {
                Kind::Mapping if deeper && !node.is_flow() => return self.key_of(node, None),
                Kind::Sequence if deeper && !node.is_flow() => {
                    let index = node.items().take_while(|item| usize::from(item.range().start()) < self.line).count();
                    return self.item_of(node, index, true, true);
                }
                Kind::Null if deeper && node.role() == Role::Value => return self.value_at(node, true),
                Kind::Null if deeper && node.role() == Role::Item => return self.item_at(node, true),
                Kind::Mapping | Kind::Sequence | Kind::Scalar(_) | Kind::Alias | Kind::Null => {}
            }
        }
        self.into(root, column)
    }

    /// What a text in that column, before anything in `node`, would be of it.
    fn into(&self, node: Node<'y>, _column: usize) -> Cursor<'y> {
        match node.kind() {
            Kind::Mapping if !node.is_flow() => self.key_of(node, None),
            Kind::Sequence if !node.is_flow() => self.item_of(node, 0, true, true),
            Kind::Mapping | Kind::Sequence | Kind::Scalar(_) | Kind::Alias | Kind::Null => self.value_at(node, true),
        }
    }

    /// The column of a block node: of its first key, `-` or sign.
    fn column_of(&self, node: Node<'y>) -> usize {
        self.column(node.extent().start().into())
    }

    /// Columns before `at` on its line, with a tab counted as two, as the parser does.
    fn column(&self, at: usize) -> usize {
        let line = line_start(self.text, at);
        self.text[line..at].bytes().map(|byte| if byte == b'\t' { 2 } else { 1 }).sum()
    }
}

fn size(at: usize) -> TextSize {
    super::lines::offset(at).into()
}
