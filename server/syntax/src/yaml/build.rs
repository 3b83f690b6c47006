//! Putting the tree together: nodes are added in the order of the text.

use text_size::TextRange;

use super::lines::offset;
use super::node::{CLOSED, EXPLICIT, FLOW, ITEM, KEY, NodeData, PROPERTIES, Properties, ROLE, ROOT, Shape, VALUE};

/// A collection that is still growing.
#[derive(Debug, Clone, Copy)]
struct Open {
    node: u32,
    /// How many children it has; keys and values count each.
    children: u32,
    last_key: u32,
}

/// A state of the tree to go back to, while the same collection is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    nodes: usize,
    properties: usize,
    open: Option<Open>,
    end: u32,
    roots: u32,
    pending: (Option<TextRange>, Option<TextRange>),
}

/// A growing tree.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub(super) nodes: Vec<NodeData>,
    pub(super) properties: Vec<Properties>,
    open: Vec<Open>,
    /// Anchor and tag of the node that comes next.
    pub(super) anchor: Option<TextRange>,
    pub(super) tag: Option<TextRange>,
    roots: u32,
    /// Where what was added or closed last ends.
    end: u32,
}

impl Builder {
    pub(super) fn with_capacity(nodes: usize) -> Self {
        Self { nodes: Vec::with_capacity(nodes), ..Self::default() }
    }

    /// Adds a node without children.
    pub(super) fn leaf(&mut self, shape: Shape, start: usize, end: usize) -> usize {
        self.push(shape, start, end, 0)
    }

    /// Adds a collection; what is added from here to [`Builder::close`] is in it.
    pub(super) fn open(&mut self, shape: Shape, start: usize, flow: bool) {
        let node = self.push(shape, start, start, if flow { FLOW } else { 0 });
        self.open.push(Open { node: offset(node), children: 0, last_key: 0 });
    }

    /// Ends the innermost collection, at `end` or behind its last child.
    pub(super) fn close(&mut self, end: Option<usize>) {
        let Some(open) = self.open.pop() else { return };
        let node = open.node as usize;
        self.end = end.map_or(self.end, offset).max(self.nodes[node].start);
        self.nodes[node].end = self.end;
        self.nodes[node].after = offset(self.nodes.len());
    }

    /// Where the node that was completed last ends.
    pub(super) fn last_end(&self) -> usize {
        self.end as usize
    }

    /// How many nodes there are: the index of the next one.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            nodes: self.nodes.len(),
            properties: self.properties.len(),
            open: self.open.last().copied(),
            end: self.end,
            roots: self.roots,
            pending: (self.anchor, self.tag),
        }
    }

    /// Drops every node added since `mark`.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.nodes.truncate(mark.nodes);
        self.properties.truncate(mark.properties);
        if let (Some(now), Some(then)) = (self.open.last_mut(), mark.open) {
            *now = then;
        }
        self.end = mark.end;
        self.roots = mark.roots;
        (self.anchor, self.tag) = mark.pending;
    }

    /// Makes the node `key` and all behind it the key of a new mapping without braces, which stays open.
    pub(super) fn wrap(&mut self, key: usize) {
        let first = self.nodes[key];
        for node in &mut self.nodes[key..] {
            node.after += 1;
            if node.parent >= offset(key) {
                node.parent += 1;
            }
            if node.flags & ROLE == VALUE {
                node.place += 1;
            }
        }
        for properties in self.properties.iter_mut().rev().take_while(|it| it.node as usize >= key) {
            properties.node += 1;
        }
        let mapping = NodeData {
            shape: Shape::Mapping,
            flags: first.flags & ROLE | FLOW,
            end: first.start,
            indent: 0,
            after: offset(self.nodes.len() + 1),
            ..first
        };
        // The key of the pair was a child of the collection around it until now.
        self.nodes.insert(key, mapping);
        let moved = &mut self.nodes[key + 1];
        moved.flags = moved.flags & !ROLE | KEY;
        moved.parent = offset(key);
        moved.place = 0;
        self.open.push(Open { node: offset(key), children: 1, last_key: offset(key + 1) });
    }

    /// Says of the innermost open collection that its closing bracket is there.
    pub(super) fn closed(&mut self) {
        if let Some(open) = self.open.last() {
            self.nodes[open.node as usize].flags |= CLOSED;
        }
    }

    /// Says of a node that it stands behind a `?`.
    pub(super) fn explicit(&mut self, node: usize) {
        self.nodes[node].flags |= EXPLICIT;
    }

    fn push(&mut self, shape: Shape, start: usize, end: usize, flags: u8) -> usize {
        let id = offset(self.nodes.len());
        let (parent, role, place) = match self.open.last_mut() {
            None => {
                self.roots += 1;
                (id, ROOT, self.roots - 1)
            }
            Some(open) => {
                let children = open.children;
                open.children += 1;
                if self.nodes[open.node as usize].shape == Shape::Sequence {
                    (open.node, ITEM, children)
                } else if children % 2 == 0 {
                    open.last_key = id;
                    (open.node, KEY, children / 2)
                } else {
                    (open.node, VALUE, open.last_key)
                }
            }
        };
        let mut flags = flags | role;
        if self.anchor.is_some() || self.tag.is_some() {
            self.properties.push(Properties { node: id, anchor: self.anchor.take(), tag: self.tag.take() });
            flags |= PROPERTIES;
        }
        let (start, end) = (offset(start), offset(end));
        self.end = end;
        self.nodes.push(NodeData { start, end, parent, after: id + 1, place, indent: 0, shape, flags });
        self.nodes.len() - 1
    }
}
