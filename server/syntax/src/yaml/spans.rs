//! The tree of spans: every byte once.

use text_size::{TextRange, TextSize};

use super::{Kind, Yaml};
use crate::tree::{Span, Tree};

/// What a stretch of YAML is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxKind {
    /// A document with its comments and directives.
    Document,
    /// `---` or `...`
    Marker,
    /// `%YAML 1.2`
    Directive,
    /// `# text`
    Comment,
    /// `&name`
    Anchor,
    /// `!tag`
    Tag,
    /// A key of a mapping, whatever node it is.
    Key,
    /// A node that is no key.
    Node(Kind),
}

impl Yaml {
    /// The spans of everything recognised, nested; its leaves cover the text.
    #[must_use]
    pub fn tree(&self) -> Tree<SyntaxKind> {
        let mut spans = Vec::with_capacity(self.nodes.len() + self.comments.len() + 8);
        let mut add = |kind: SyntaxKind, range: TextRange| spans.push(Span { kind, range });
        for document in self.documents() {
            add(SyntaxKind::Document, document.range());
            for marker in [document.start_marker(), document.end_marker()].into_iter().flatten() {
                add(SyntaxKind::Marker, marker);
            }
        }
        self.directives.iter().for_each(|range| add(SyntaxKind::Directive, *range));
        self.comments.iter().for_each(|range| add(SyntaxKind::Comment, *range));
        for properties in &self.properties {
            properties.anchor.iter().for_each(|range| add(SyntaxKind::Anchor, *range));
            properties.tag.iter().for_each(|range| add(SyntaxKind::Tag, *range));
        }
        for node in self.nodes().filter(|node| !node.range().is_empty()) {
            let key = node.role() == super::Role::Key;
            add(if key { SyntaxKind::Key } else { SyntaxKind::Node(node.kind()) }, node.range());
        }
        Tree::new(TextSize::of(&*self.text), spans)
    }
}
