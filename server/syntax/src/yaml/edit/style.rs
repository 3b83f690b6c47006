//! How a document is written: what new lines in it should look like.

use std::collections::HashMap;

use crate::yaml::comment::line_start;
use crate::yaml::{Document, Kind, Node, Role, ScalarStyle};

/// The style of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// `\n` or `\r\n`.
    pub newline: &'static str,
    /// Columns from a mapping to one in it.
    pub indent: usize,
    /// Columns from a key to the `-` of its list.
    pub list: usize,
    /// The quote for texts that need one.
    pub quote: char,
    /// The document is JSON: one value in brackets, keys in double quotes.
    pub json: bool,
}

impl Style {
    /// The style of `document`, by what it does most; of a short one by its neighbours' too. Linear in the document.
    #[must_use]
    pub fn of(document: Document<'_>) -> Self {
        let text = &document.root().tree().text;
        let newline = text.find('\n').map_or("\n", |at| if text[..at].ends_with('\r') { "\r\n" } else { "\n" });
        let mut style = Self { newline, indent: 2, list: 2, quote: '"', json: false };
        let mut counts = Counts::default();
        counts.read(document);
        if counts.lists.is_empty() || counts.indents.is_empty() {
            // A short document looks like its neighbours.
            for other in document.root().tree().documents().filter(|other| *other != document).take(16) {
                counts.read(other);
            }
        }
        if let Some(indent) = most(&counts.indents) {
            style.indent = indent;
        }
        style.list = most(&counts.lists).unwrap_or(style.indent);
        if counts.single > counts.double {
            style.quote = '\'';
        }
        let root = document.root();
        style.json = root.is_flow()
            && root.descendants().all(|node| match node.role() {
                Role::Key => node.kind() == Kind::Scalar(ScalarStyle::DoubleQuoted),
                Role::Root | Role::Value | Role::Item => true,
            });
        style
    }
}

#[derive(Default)]
struct Counts {
    indents: HashMap<usize, usize>,
    lists: HashMap<usize, usize>,
    single: usize,
    double: usize,
}

impl Counts {
    fn read(&mut self, document: Document<'_>) {
        for node in document.root().descendants() {
            match node.kind() {
                Kind::Scalar(ScalarStyle::SingleQuoted) => self.single += 1,
                Kind::Scalar(ScalarStyle::DoubleQuoted) => self.double += 1,
                Kind::Mapping | Kind::Sequence if !node.is_flow() => self.block(node),
                Kind::Mapping | Kind::Sequence | Kind::Scalar(_) | Kind::Alias | Kind::Null => {}
            }
        }
    }

    fn block(&mut self, node: Node<'_>) {
        let Some(key) = node.key() else { return };
        let (own, outer) = (column(node), column(key));
        if own < outer || own > outer + 8 {
            return;
        }
        let counts = if node.is_sequence() { &mut self.lists } else { &mut self.indents };
        *counts.entry(own - outer).or_default() += 1;
    }
}

/// What was counted most; of two as often the smaller.
fn most(counts: &HashMap<usize, usize>) -> Option<usize> {
    counts.iter().max_by_key(|(width, count)| (**count, std::cmp::Reverse(**width))).map(|(width, _)| *width)
}

/// The column a node begins in, with its anchor and tag: bytes before it on its line.
pub(super) fn column(node: Node<'_>) -> usize {
    let start = usize::from(node.extent().start());
    start - line_start(&node.tree().text, start)
}
