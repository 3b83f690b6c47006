//! What must hold of the tree of any text: for tests, fuzz targets, and runs over real files. Nothing else needs it.

use std::ops::Range;

use super::{Document, Yaml};

/// What is wrong with a tree; `None` when all is well.
#[must_use]
pub fn broken(yaml: &Yaml) -> Option<String> {
    let text: &str = yaml.text();
    leaves(yaml, text).or_else(|| nodes(yaml)).or_else(|| documents(yaml, text)).or_else(|| beside(yaml, text))
}

/// The leaves of the tree are the text.
fn leaves(yaml: &Yaml, text: &str) -> Option<String> {
    let tree = yaml.tree();
    let leaves = tree.leaves();
    let pieces: Option<String> = leaves.iter().map(|leaf| text.get(Range::<usize>::from(leaf.range))).collect();
    (pieces.as_deref() != Some(text)).then(|| format!("the leaves are not the text {text:?}"))
}

/// Nodes stand in the order of the text, each in its parent; keys have values.
fn nodes(yaml: &Yaml) -> Option<String> {
    let mut before = 0;
    for node in yaml.nodes() {
        let start = u32::from(node.range().start());
        if start < before {
            return Some(format!("{node:?} stands before its predecessor"));
        }
        before = start;
        if let Some(parent) = node.parent() {
            let child = parent.data().after > node.id && parent.id < node.id;
            if !child || !parent.range().contains_range(node.range()) {
                return Some(format!("{node:?} is not in {parent:?}"));
            }
        }
        if node.is_mapping() && node.children().count() % 2 != 0 {
            return Some(format!("a key of {node:?} has no value"));
        }
        let _ = (node.text(), node.anchor(), node.tag_name());
    }
    None
}

/// Documents touch and cover the text, unless there is none.
fn documents(yaml: &Yaml, text: &str) -> Option<String> {
    let ranges: Vec<Range<usize>> = yaml.documents().map(Document::range).map(Into::into).collect();
    let (first, last) = (ranges.first()?, ranges.last()?);
    let touch = ranges.windows(2).all(|pair| pair[0].end == pair[1].start);
    (!touch || first.start != 0 || last.end != text.len()).then(|| format!("documents at {ranges:?}"))
}

/// Comments follow each other, and errors are at text.
fn beside(yaml: &Yaml, text: &str) -> Option<String> {
    let overlap = yaml.comments().windows(2).find(|pair| pair[0].end() > pair[1].start());
    let nowhere = yaml.errors().iter().find(|error| text.get(Range::<usize>::from(error.range)).is_none());
    overlap.map(|pair| format!("comments {pair:?}")).or_else(|| nowhere.map(|error| format!("{error:?} is no text")))
}
