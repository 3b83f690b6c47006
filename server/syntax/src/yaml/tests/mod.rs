//! What the reader makes of texts.

mod cursor;
mod limits;
mod messages;
mod oracle;
mod recovery;
mod structure;

use std::fmt::Write as _;

use expect_test::Expect;

use super::{Kind, Node, Yaml, invariants, parse};

/// A tree, a node a line: what it is, its anchor and tag, its value.
fn dump(text: &str) -> String {
    let yaml = parse(text);
    assert_tree(&yaml);
    let mut out = String::new();
    for document in yaml.documents() {
        let _ = writeln!(out, "document {}", document.index());
        line(document.root(), 1, "", &mut out);
    }
    for error in yaml.errors() {
        let line = text[..usize::from(error.range.start())].split('\n').count();
        let _ = writeln!(out, "line {line} {:?}: {error}", &text[error.range]);
    }
    out
}

fn line(node: Node<'_>, depth: usize, label: &str, out: &mut String) {
    let anchor = node.anchor_range().map(|range| format!("{} ", &node.tree().text()[range])).unwrap_or_default();
    let tag = node.tag_name().map(|tag| format!("<{tag}> ")).unwrap_or_default();
    let flow = if node.is_flow() { "flow " } else { "" };
    let what = match node.kind() {
        Kind::Mapping => format!("{flow}mapping"),
        Kind::Sequence => format!("{flow}sequence"),
        Kind::Scalar(style) => format!("{style:?} {:?}", node.text().unwrap_or_default()),
        Kind::Alias => node.source().to_owned(),
        Kind::Null => "nothing".to_owned(),
    };
    let _ = writeln!(out, "{}{label}{anchor}{tag}{what}", "  ".repeat(depth));
    for entry in node.entries() {
        let simple = entry.key.kind() != Kind::Mapping && entry.key.kind() != Kind::Sequence;
        if simple && entry.key.extent() == entry.key.range() {
            line(entry.value, depth + 1, &format!("{}: ", entry.key.source()), out);
        } else {
            line(entry.key, depth + 1, "? ", out);
            line(entry.value, depth + 1, ": ", out);
        }
    }
    node.items().for_each(|item| line(item, depth + 1, "- ", out));
}

#[track_caller]
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&dump(text));
}

#[track_caller]
fn assert_tree(yaml: &Yaml) {
    assert_eq!(invariants::broken(yaml), None);
}
