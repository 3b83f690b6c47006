//! YAML: a reader that takes any text, the tree it gives, and edits on it.
//!
//! The tree holds all of YAML 1.2: block and flow collections, every scalar style, anchors, aliases, tags, directives,
//! comments and any number of documents; JSON is read as the YAML it is. Reading goes by indentation, as people do, so
//! that a line which is still being typed costs that line: its siblings, its parents and all later documents stay found.
//! What a conforming parser refuses is in [`Yaml::errors`], in words.
//!
//! ```
//! let yaml = syntax::yaml::parse("kind: Pod\nspec:\n  hostN\n  containers:\n  - name: web\n");
//! let root = yaml.documents().next().unwrap().root();
//! let name = root.get("spec").and_then(|it| it.get("containers")?.item(0)?.get("name")?.text());
//! assert_eq!(name.as_deref(), Some("web"));
//! assert_eq!(yaml.errors()[0].to_string(), "`hostN` has no colon behind it: a key is written `hostN:`");
//! ```

mod alias;
mod block;
mod build;
mod comment;
mod cursor;
mod data;
mod decode;
mod directive;
mod document;
mod edit;
mod error;
mod flow;
pub mod invariants;
mod key;
mod lines;
mod mapping;
mod node;
mod parser;
mod property;
mod resolve;
mod route;
mod scalar;
mod sequence;
mod spans;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use text_size::{TextRange, TextSize};

pub use comment::Comments;
pub use cursor::{Cursor, Position};
pub use data::Data;
pub use document::Document;
pub use edit::{Address, Operation, Style};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use node::{Entry, Kind, Node, NodeId, Role, ScalarStyle};
pub use resolve::{Flavour, Resolved};
pub use route::{Route, Step};
pub use spans::SyntaxKind;

use node::{NodeData, Properties, Shape};
use parser::{DocumentData, Parser};

/// A YAML text, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yaml {
    text: Arc<str>,
    nodes: Vec<NodeData>,
    properties: Vec<Properties>,
    /// Aliases with the nodes they stand for, by alias.
    aliases: Vec<(u32, u32)>,
    documents: Vec<DocumentData>,
    directives: Vec<TextRange>,
    comments: Vec<TextRange>,
    errors: Vec<SyntaxError>,
}

/// Reads `text`. Total: any text gives a tree, mistakes are in [`Yaml::errors`]. Linear in the text.
#[must_use]
pub fn parse(text: impl Into<Arc<str>>) -> Yaml {
    let text: Arc<str> = text.into();
    let mut parser = Parser::new(&text);
    parser.stream();
    parser.control_characters();
    let (mut errors, roots) = (parser.errors, parser.documents.iter().map(|document| document.root as usize));
    let aliases = aliases(&text, &parser.tree.nodes, &parser.tree.properties, roots, &mut errors);
    errors.sort_by_key(|error| error.range.start());
    // Of two errors at one place the first is the cause.
    errors.dedup_by_key(|error| error.range.start());
    Yaml {
        nodes: parser.tree.nodes,
        properties: parser.tree.properties,
        aliases,
        documents: parser.documents,
        directives: parser.directives,
        comments: parser.comments,
        errors,
        text,
    }
}

/// The aliases that stand for a node before them in their document; the others are errors.
fn aliases(
    text: &str,
    nodes: &[NodeData],
    properties: &[Properties],
    roots: impl Iterator<Item = usize>,
    errors: &mut Vec<SyntaxError>,
) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    if !nodes.iter().any(|node| node.shape == Shape::Alias) {
        return found;
    }
    let mut properties = properties.iter().peekable();
    for root in roots {
        let mut anchors: HashMap<&str, u32> = HashMap::new();
        for id in root..nodes[root].after as usize {
            let node = &nodes[id];
            let id = lines::offset(id);
            while let Some(own) = properties.next_if(|it| it.node <= id) {
                if let Some(anchor) = own.anchor.filter(|_| own.node == id) {
                    anchors.insert(&text[anchor][1..], id);
                }
            }
            if node.shape != Shape::Alias {
                continue;
            }
            let range = TextRange::new(node.start.into(), node.end.into());
            let name = &text[range][1..];
            let kind = match anchors.get(name) {
                _ if name.is_empty() => continue,
                None => SyntaxErrorKind::UnknownAlias(name.to_owned()),
                Some(target) if id < nodes[*target as usize].after => {
                    SyntaxErrorKind::AliasInsideItself(name.to_owned())
                }
                Some(target) => {
                    found.push((id, *target));
                    continue;
                }
            };
            errors.push(SyntaxError { range, kind });
        }
    }
    found
}

impl Yaml {
    /// The text, as it was given.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The documents, in order; none in a text of comments and empty lines.
    pub fn documents(&self) -> impl DoubleEndedIterator<Item = Document<'_>> + ExactSizeIterator {
        (0..self.documents.len()).map(|index| Document { yaml: self, index })
    }

    /// A document, counted from zero.
    #[must_use]
    pub fn document(&self, index: usize) -> Option<Document<'_>> {
        (index < self.documents.len()).then_some(Document { yaml: self, index })
    }

    /// The document whose lines hold `offset`: from the comments and directives before its `---` to the next document.
    /// `None` when there is no document at all.
    #[must_use]
    pub fn document_at(&self, offset: TextSize) -> Option<Document<'_>> {
        let index = self.documents.partition_point(|document| document.range.start() <= offset).saturating_sub(1);
        self.document(index)
    }

    /// Every comment, from its `#` to the end of its line.
    #[must_use]
    pub fn comments(&self) -> &[TextRange] {
        &self.comments
    }

    /// Every directive (`%YAML`, `%TAG`).
    #[must_use]
    pub fn directives(&self) -> &[TextRange] {
        &self.directives
    }

    /// What a conforming parser would refuse, by place.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// A node of this tree that was kept; a node of another tree gives any node or `None`.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        ((id.0 as usize) < self.nodes.len()).then_some(Node { yaml: self, id: id.0 })
    }

    /// Every node of every document, in the order of the text.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..lines::offset(self.nodes.len())).map(|id| Node { yaml: self, id })
    }

    /// The innermost node that `offset` is in or at the end of; of two that touch there the one that begins. `None`
    /// between nodes.
    #[must_use]
    pub fn node_at(&self, offset: TextSize) -> Option<Node<'_>> {
        let offset = u32::from(offset);
        let end = self.nodes.partition_point(|node| node.start <= offset);
        let last = lines::offset(end.checked_sub(1)?);
        // What begins last before the offset, or one of what is around it, holds it.
        let found = Node { yaml: self, id: last }.ancestors().find(|node| node.data().end >= offset)?;
        // A key that has no colon yet touches the nothing that is its value.
        let key = found.key().filter(|key| found.is_null() && key.data().end == offset);
        Some(key.unwrap_or(found))
    }

    /// What an alias stands for.
    fn target(&self, alias: u32) -> Option<Node<'_>> {
        let index = self.aliases.binary_search_by_key(&alias, |(alias, _)| *alias).ok()?;
        Some(Node { yaml: self, id: self.aliases[index].1 })
    }
}
