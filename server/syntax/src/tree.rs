//! A flat, lossless tree: spans in pre-order, leaves that tile the text.
//!
//! Readers hand over what they recognised as typed parts with ranges; this is the same knowledge as one tree of
//! spans, for what needs "all that encloses this offset" or "every byte once": selection ranges, semantic tokens,
//! round-trip tests.

use text_size::{TextRange, TextSize};

/// A recognised stretch of text with what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span<K> {
    /// What stands there.
    pub kind: K,
    /// Where it stands.
    pub range: TextRange,
}

/// A span in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeNode<K> {
    /// What stands there.
    pub kind: K,
    /// Where it stands.
    pub range: TextRange,
    /// How many spans enclose it.
    pub depth: u32,
}

/// A piece of text no span divides further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf<K> {
    /// The innermost span around it; `None` between all spans.
    pub kind: Option<K>,
    /// Where it stands; leaves touch and cover the whole text.
    pub range: TextRange,
}

/// Spans nested in each other, in pre-order, over `text_length` bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree<K> {
    nodes: Vec<TreeNode<K>>,
    /// Of each node the index of the one it lies in; its own where it lies in none.
    parents: Vec<usize>,
    text_length: TextSize,
}

impl<K: Copy> Tree<K> {
    /// Nests `spans` (any order; of two equal ranges the one given first is the outer). A span that crosses the edge
    /// of another is cut to the outer one, so the result is a tree whatever was given.
    #[must_use]
    pub fn new(text_length: TextSize, mut spans: Vec<Span<K>>) -> Self {
        spans.sort_by(|a, b| a.range.start().cmp(&b.range.start()).then(b.range.end().cmp(&a.range.end())));
        let mut open: Vec<(TextSize, usize)> = Vec::new();
        let mut nodes = Vec::with_capacity(spans.len());
        let mut parents = Vec::with_capacity(spans.len());
        for (index, Span { kind, range }) in spans.into_iter().enumerate() {
            let left = |end: TextSize| end <= range.start() && !(range.is_empty() && end == range.start());
            while open.last().is_some_and(|(end, _)| left(*end)) {
                open.pop();
            }
            let end = range.end().min(open.last().map_or(text_length, |(end, _)| *end));
            let range = TextRange::new(range.start().min(end), end);
            nodes.push(TreeNode { kind, range, depth: u32::try_from(open.len()).unwrap_or(u32::MAX) });
            parents.push(open.last().map_or(index, |(_, parent)| *parent));
            open.push((end, index));
        }
        Self { nodes, parents, text_length }
    }

    /// All spans, outer before inner, in the order of the text.
    #[must_use]
    pub fn nodes(&self) -> &[TreeNode<K>] {
        &self.nodes
    }

    /// The spans around `offset` (an end touches it too), outermost first; empty between the spans.
    #[must_use]
    pub fn around(&self, offset: TextSize) -> Vec<TreeNode<K>> {
        // What starts before the offset and reaches it encloses the last node that starts before it.
        let start = self.nodes.partition_point(|node| node.range.start() < offset);
        let mut around = Vec::new();
        let mut next = start.checked_sub(1);
        while let Some(index) = next {
            around.extend(Some(self.nodes[index]).filter(|node| node.range.end() >= offset));
            next = Some(self.parents[index]).filter(|parent| *parent != index);
        }
        around.reverse();
        around.extend(self.nodes[start..].iter().take_while(|node| node.range.start() == offset));
        around
    }

    /// The text in pieces, each with its innermost span. Their ranges touch: joined they are the text.
    #[must_use]
    pub fn leaves(&self) -> Vec<Leaf<K>> {
        let mut leaves = Vec::with_capacity(self.nodes.len() * 2 + 1);
        let mut open: Vec<TreeNode<K>> = Vec::new();
        let mut at = TextSize::new(0);
        let mut push = |kind: Option<K>, from: TextSize, to: TextSize| {
            if from < to {
                leaves.push(Leaf { kind, range: TextRange::new(from, to) });
            }
        };
        for node in &self.nodes {
            while let Some(top) = open.last().filter(|top| top.range.end() <= node.range.start()).copied() {
                push(Some(top.kind), at, top.range.end());
                at = at.max(top.range.end());
                open.pop();
            }
            push(open.last().map(|top| top.kind), at, node.range.start());
            at = at.max(node.range.start());
            open.push(*node);
        }
        while let Some(top) = open.pop() {
            push(Some(top.kind), at, top.range.end());
            at = at.max(top.range.end());
        }
        push(None, at, self.text_length);
        leaves
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(kind: char, start: u32, end: u32) -> Span<char> {
        Span { kind, range: TextRange::new(start.into(), end.into()) }
    }

    #[test]
    fn leaves_tile_the_text() {
        let tree = Tree::new(
            12.into(),
            vec![span('a', 1, 9), span('b', 2, 4), span('c', 4, 6), span('d', 5, 6), span('e', 10, 11)],
        );
        let seen: Vec<(Option<char>, u32, u32)> =
            tree.leaves().iter().map(|leaf| (leaf.kind, leaf.range.start().into(), leaf.range.end().into())).collect();
        assert_eq!(
            seen,
            [
                (None, 0, 1),
                (Some('a'), 1, 2),
                (Some('b'), 2, 4),
                (Some('c'), 4, 5),
                (Some('d'), 5, 6),
                (Some('a'), 6, 9),
                (None, 9, 10),
                (Some('e'), 10, 11),
                (None, 11, 12)
            ]
        );
    }

    #[test]
    fn a_span_over_the_edge_is_cut() {
        let tree = Tree::new(10.into(), vec![span('a', 0, 5), span('b', 3, 8)]);
        assert_eq!(tree.nodes()[1].range, TextRange::new(3.into(), 5.into()));
    }

    #[test]
    fn around_goes_from_the_outside_in() {
        let tree = Tree::new(10.into(), vec![span('c', 3, 4), span('a', 0, 9), span('b', 2, 6)]);
        let kinds = |offset: u32| tree.around(offset.into()).iter().map(|node| node.kind).collect::<String>();
        assert_eq!([0, 2, 3, 4, 5, 7, 9, 10].map(kinds), ["a", "ab", "abc", "abc", "ab", "a", "a", ""]);
    }
}
