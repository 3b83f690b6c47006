//! What must hold of every text that is formatted: the same data for two readers, the same comments in the same places,
//! and nothing edited but white space.

use std::fmt::Write;

use granit_parser::Parser;
use syntax::yaml::{Yaml, parse};
use syntax::{TextEdit, TextRange, TextSize, apply};

use super::format::{formatted, selected};
use crate::format::Options;

/// Holds the formatted text against the text.
#[track_caller]
pub(super) fn holds(before: &str, after: &str, edits: &[TextEdit]) {
    let blank = |text: &str| text.trim_matches([' ', '\t', '\r', '\n']).is_empty();
    let stranger = edits.iter().find(|edit| !blank(&before[edit.range()]) || !blank(&edit.insert));
    assert_eq!(stranger, None, "something else than white space is edited in {before:?}");
    let (old, new) = (parse(before), parse(after));
    assert_eq!(data(&old), data(&new), "{before:?} became {after:?}");
    assert_eq!(read_by_another(before), read_by_another(after), "{before:?} became {after:?}");
    assert_eq!(comments(&old), comments(&new), "{before:?} became {after:?}");
    for (old, new) in old.nodes().zip(new.nodes()) {
        let ([old_above, old_behind], [new_above, new_behind]) = (owned(old), owned(new));
        assert_eq!(old_behind, new_behind, "{before:?} became {after:?}");
        assert!(new_above.ends_with(&old_above), "{old_above:?} of {old:?} is lost:\n{before}became\n{after}");
    }
}

/// The comments above and behind what a node is, as text.
fn owned(node: syntax::yaml::Node<'_>) -> [Vec<String>; 2] {
    let comments = node.comments();
    let text = |range: &syntax::TextRange| node.tree().text()[*range].trim_end().to_owned();
    [comments.above.iter().map(text).collect(), comments.behind.iter().map(text).collect()]
}

fn comments(yaml: &Yaml) -> Vec<&str> {
    yaml.comments().iter().map(|range| yaml.text()[*range].trim_end()).collect()
}

fn data(yaml: &Yaml) -> String {
    let mut out = String::new();
    for node in yaml.nodes() {
        let _ = writeln!(out, "{:?} {:?} {:?} {:?}", node.kind(), node.role(), node.text(), node.anchor());
        let _ = writeln!(out, "{:?} {}", node.tag(), node.children().count());
    }
    out
}

/// The events of a conforming parser, without places; `None` where it refuses the text.
fn read_by_another(text: &str) -> Option<Vec<String>> {
    let options = granit_parser::options! { emit_comments: false };
    let mut events = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, _) = next.ok()?;
        events.push(format!("{event:?}"));
    }
    Some(events)
}

const MANIFEST: &str = "\
# licence

apiVersion: v1 # first
kind: ConfigMap
metadata:
  name: &name settings
  labels: {app: *name, tier: [a,
    b]}
# keys
data:
  script: |
    #!/bin/sh
      echo

    done
  folded: >+
    one

    two

  quoted: \"a
    b\"
items:
- a: 1
  # of b
  b:
    - x
    # - y
- !tag
  c: plain
    text
---
- - 1
  - 2
-
  d:
...
";

/// Every way to indent each line of a manifest by one column more or less: what is still valid keeps its meaning, what
/// is not stays as it is.
#[test]
fn lines_that_slipped_lose_nothing() {
    let lines: Vec<&str> = MANIFEST.split_inclusive('\n').collect();
    for index in 0..lines.len() {
        for change in [" ", "   ", "\t", "-"] {
            let line = match change {
                "-" => lines[index].strip_prefix(' ').unwrap_or(lines[index]).to_owned(),
                blanks => format!("{blanks}{}", lines[index]),
            };
            let text = lines[..index].concat() + &line + &lines[index + 1..].concat();
            formatted("/a.yaml", &text, Options::default());
        }
        let cut = lines[..index].concat() + lines[index].trim_end();
        formatted("/a.yaml", &cut, Options::default());
        let without = lines[..index].concat() + &lines[index + 1..].concat();
        formatted("/a.yaml", &without, Options::default());
    }
}

/// Whatever lines are selected in a file that is laid out badly, they lose nothing.
#[test]
fn selected_lines_lose_nothing() {
    let text =
        MANIFEST.replace("\n    ", "\n       ").replace("- a: 1\n  # of b\n  b:", "-   a: 1\n    # of b\n    b:");
    let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    assert_eq!(parse(text.as_str()).errors(), []);
    for (index, from) in starts.iter().enumerate() {
        for to in starts.iter().skip(index + 1).take(4) {
            let size = |at: usize| TextSize::try_from(at).expect("a short text");
            let only = TextRange::new(size(*from), size(*to));
            let edits = selected("/a.yaml", &text, only);
            holds(&text, &apply(&text, &edits).expect("disjoint edits"), &edits);
        }
    }
}

/// Deep nesting needs no more stack than a thread has.
#[test]
fn depth_is_bounded() {
    let deep = (0..400).map(|level| format!("{}a:\n", "  ".repeat(level))).collect::<String>();
    formatted("/a.yaml", &deep, Options::default());
    let brackets = "[\n".repeat(400) + &"]\n".repeat(400);
    formatted("/a.json", &brackets, Options::default());
    let dashes = "- ".repeat(400) + "a\n";
    formatted("/a.yaml", &dashes, Options::default());
}
