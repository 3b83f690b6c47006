//! What formatting makes of YAML and JSON.

use std::path::Path;
use std::sync::Arc;

use project::files::Memory;
use project::{Snapshot, World};
use syntax::{TextRange, apply};
use testing::Fixture;

use super::properties::holds;
use crate::format::{Options, document, range};

const WISH: Options = Options { tab_size: 2, insert_spaces: true };

fn open(path: &str, text: &str) -> Snapshot {
    let mut world = World::new(Arc::new(Memory::default()));
    world.open(Path::new(path), Arc::from(text), 1, None);
    world.snapshot()
}

/// The text formatted; what must hold of every text is looked at as well.
#[track_caller]
pub(super) fn formatted(path: &str, text: &str, options: Options) -> String {
    let edits = document(&open(path, text), Path::new(path), options);
    let once = apply(text, &edits).expect("disjoint edits");
    holds(text, &once, &edits);
    assert_eq!(document(&open(path, &once), Path::new(path), options), [], "formatting {once:?} again");
    once
}

#[track_caller]
fn check(before: &str, after: &str) {
    assert_eq!(formatted("/a.yaml", before, WISH), after);
    let pairs = |text: &str| text.replace('\n', "\r\n");
    // Without any line end nothing tells which one is missing.
    if before.contains('\n') {
        assert_eq!(formatted("/a.yaml", &pairs(before), WISH), pairs(after), "with CRLF");
    }
}

#[track_caller]
fn check_json(before: &str, after: &str) {
    assert_eq!(formatted("/a.json", before, WISH), after);
}

#[test]
fn blocks_take_the_width_that_most_have() {
    check("a:\n  b:\n    c: 1\n  d:\n      e: 2\n", "a:\n  b:\n    c: 1\n  d:\n    e: 2\n");
    check("a:\n    b:\n        c: 1\n    d:\n      e: 2\n", "a:\n    b:\n        c: 1\n    d:\n        e: 2\n");
    check("a:\n   b: 1\n", "a:\n   b: 1\n");
    check("a:\n    b: 1\nc:\n  d: 1\n", "a:\n  b: 1\nc:\n  d: 1\n");
    check("  a:\n    b: 1\n", "a:\n  b: 1\n");
    check("a:\n  b:\n     - c:\n          d: 1\n       e: 2\n", "a:\n  b:\n     - c:\n         d: 1\n       e: 2\n");
}

#[test]
fn without_any_width_the_editors_wish_counts() {
    let four = Options { tab_size: 4, insert_spaces: false };
    assert_eq!(formatted("/a.yaml", "- a: |2\n    b\n- c:\n  - d\n", four), "- a: |2\n    b\n- c:\n  - d\n");
    assert_eq!(formatted("/a.json", "{\n\"a\": [\n1\n]\n}\n", four), "{\n\t\"a\": [\n\t\t1\n\t]\n}\n");
    let spaces = Options { tab_size: 4, insert_spaces: true };
    assert_eq!(formatted("/a.json", "{\n\"a\": [\n1\n]\n}", spaces), "{\n    \"a\": [\n        1\n    ]\n}\n");
}

#[test]
fn lists_stand_where_most_stand() {
    check("a:\n- 1\nb:\n- 2\nc:\n  - 3\n", "a:\n- 1\nb:\n- 2\nc:\n- 3\n");
    check("a:\n  - 1\nb:\n  - 2\nc:\n- 3\n", "a:\n  - 1\nb:\n  - 2\nc:\n  - 3\n");
    check(
        "- a:\n  - b: 1\n    c: 2\n  d:\n    - - e\n      - f\n    -\n      g: h\n  i:\n  - j\n",
        "- a:\n  - b: 1\n    c: 2\n  d:\n  - - e\n    - f\n  -\n    g: h\n  i:\n  - j\n",
    );
}

#[test]
fn one_blank_stands_behind_an_indicator() {
    check("a:   1\nb:\t2\n-x: 3\n", "a: 1\nb: 2\n-x: 3\n");
    check("-   a:  1\n    b:   [ 1,2 ]\n-  - c\n   -   d\n", "- a: 1\n  b: [ 1,2 ]\n- - c\n  - d\n");
    check("a:  &x   !!map\n  b: 1\nc:   *x\n*x :   d\n", "a: &x   !!map\n  b: 1\nc: *x\n*x : d\n");
    check(
        "a:    # why\n  b: 1   # aligned\n  cc: 1  # aligned\n",
        "a:    # why\n  b: 1   # aligned\n  cc: 1  # aligned\n",
    );
}

#[test]
fn texts_stay_what_they_are() {
    check(
        "a:\n    run: |\n          echo  \n\n            more\n       \n    fold: >-\n      x\n\n\n      y\nb:\n  c: 1\n",
        "a:\n  run: |\n    echo  \n\n      more\n\n  fold: >-\n    x\n\n\n    y\nb:\n  c: 1\n",
    );
    // Empty lines at its end belong to the text.
    check("a: |+\n  x\n\n\nb: 1\nc: |+\n  y\n\n\n", "a: |+\n  x\n\n\nb: 1\nc: |+\n  y\n\n\n");
    // The last line end would.
    check("a:\n - |\n  x", "a:\n - |\n   x");
    // A column that is written stays written.
    check("a:\n    b: |2\n        x\n      y\nc:\n  d: 1\n", "a:\n  b: |2\n      x\n    y\nc:\n  d: 1\n");
    check(
        "a:\n    b: \"x  \n      y\n\n\n      z\\\n      w\"\n    c: x \n     y\nd:\n  e: 1\n",
        "a:\n  b: \"x  \n    y\n\n\n    z\\\n    w\"\n  c: x\n   y\nd:\n  e: 1\n",
    );
    check("a:   'x\n      y'\nb:   long\n  text\n", "a: 'x\n    y'\nb: long\n  text\n");
}

#[test]
fn comments_stay_where_they_belong() {
    check(
        "# top\na:\n    # of b\n    b: 1 # behind\n    # at the end\n# of c\nc:\n  d: 1\n  # last\n#out\n",
        "# top\na:\n  # of b\n  b: 1 # behind\n  # at the end\n# of c\nc:\n  d: 1\n  # last\n#out\n",
    );
    // What is commented out below an empty value keeps its step.
    check(
        "a: {}\n  # b: 1\n  #   c: 2\nd:\n  - 1\n  # - 2\ne:\n- 3\nf:\n- 4\n# - 5\n",
        "a: {}\n  # b: 1\n  #   c: 2\nd:\n- 1\n# - 2\ne:\n- 3\nf:\n- 4\n# - 5\n",
    );
    // Below a text a comment must not become a part of it.
    check(
        "a:\n    b:\n        c: |\n            x\n       # no text\n    d:\n      e: 1\n    f:\n      g: 1\nh:\n  i:\n    j: 1\n",
        "a:\n  b:\n    c: |\n      x\n    # no text\n  d:\n    e: 1\n  f:\n    g: 1\nh:\n  i:\n    j: 1\n",
    );
    check("a:  [ # one\n      1, # two\n      # three\n    ]\n", "a: [ # one\n     1, # two\n     # three\n   ]\n");
}

#[test]
fn brackets_in_blocks_move_as_they_are() {
    check(
        "a:\n    b: [1,\n        2]\n    c: {\n      d: 1\n    }\n    e: 1\nf:\n  g: 1\n",
        "a:\n  b: [1,\n      2]\n  c: {\n    d: 1\n  }\n  e: 1\nf:\n  g: 1\n",
    );
    check("args:   [\"sh\",\n         \"-c\"]\n", "args: [\"sh\",\n       \"-c\"]\n");
}

#[test]
fn one_empty_line_is_enough() {
    check("\n\n# a\n\n\n\na: 1\n  \nb: 2\n\n\n", "# a\n\na: 1\n\nb: 2\n");
    check("a: 1  \n\n\n---\n\n\nb: 2\n...  \n", "a: 1\n\n---\n\nb: 2\n...\n");
    check("a: 1\n---  # x \n", "a: 1\n---  # x\n");
    check("a: 1", "a: 1\n");
    check("a: 1\n  ", "a: 1\n");
    check("", "");
    check("\n \n", "");
    check("# only", "# only\n");
}

#[test]
fn what_is_broken_is_left_alone() {
    check("a:   1\n---\nb:   [1\nc:\n     d: 1   \n---\ne:   2\n", "a: 1\n---\nb:   [1\nc:\n     d: 1   \n---\ne: 2\n");
    check("a:   1\n b:   2\n", "a:   1\n b:   2\n");
    check("a:\n\t- 1\nb:   2\n", "a:\n\t- 1\nb:   2\n");
    check("? a\n:   b\n", "? a\n:   b\n");
    check("--- \"a  \n  b\"\n", "--- \"a  \n  b\"\n");
    assert_eq!(formatted("/a.yaml", "a:   1\rb:   2\n", WISH), "a:   1\rb:   2\n");
    assert_eq!(formatted("/a.yaml", "\u{feff}  a:\n    b:   1\n", WISH), "\u{feff}a:\n  b: 1\n");
}

#[test]
fn json_is_indented_only() {
    check_json(
        "{\"a\":1,\n\"b\":  [\n1,2,\n{\n  \"c\": null}\n    ],  \n\n\n  \"d\": {}}",
        "{\"a\":1,\n  \"b\":  [\n    1,2,\n    {\n      \"c\": null}\n  ],\n\n\n  \"d\": {}}\n",
    );
    check_json("[{\n    \"a\": 1\n}, {\n\"b\": 2\n}]\n", "[{\n    \"a\": 1\n}, {\n    \"b\": 2\n}]\n");
    check_json("{\n\t\"a\": {\n\t\t\"b\": 1\n  }\n}\n", "{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n");
    check_json("{\n  \"a\":\n{\n\"b\": 1\n}\n}\n", "{\n  \"a\":\n    {\n      \"b\": 1\n    }\n}\n");
    // With comments, or half typed, it is somebody else's.
    check_json("{\n// x\n\"a\": 1\n}\n", "{\n// x\n\"a\": 1\n}\n");
    check_json("{\n    \"a\":\n  \"b\": 1\n", "{\n    \"a\":\n  \"b\": 1\n");
    check("{\n      \"a\": [\n 1\n ]\n}\n", "{\n      \"a\": [\n            1\n      ]\n}\n");
}

/// The edits that format some lines.
pub(super) fn selected(path: &str, text: &str, only: TextRange) -> Vec<syntax::TextEdit> {
    range(&open(path, text), Path::new(path), only, WISH)
}

/// Formats what is between two cursors.
#[track_caller]
fn check_range(before: &str, after: &str) {
    let fixture = Fixture::parse(&format!("#- a.yaml\n{before}"));
    let [from, to] = fixture.cursors.as_slice() else { panic!("two cursors are wanted") };
    let size = |offset: usize| syntax::TextSize::try_from(offset).expect("a short text");
    let text = &fixture.files[0].text;
    let only = TextRange::new(size(from.offset), size(to.offset));
    let edits = selected("/a.yaml", text, only);
    let formatted = apply(text, &edits).expect("disjoint edits");
    holds(text, &formatted, &edits);
    assert_eq!(formatted, after);
}

#[test]
fn a_range_takes_along_what_has_to_move_with_it() {
    check_range("a:   1\n<|>b:   2<|>\nc:   3\n", "a:   1\nb: 2\nc:   3\n");
    check_range("a:   1\n<|>b:   2\n<|>c:   3\n", "a:   1\nb: 2\nc:   3\n");
    check_range(
        "a:\n  b:   1\nc:\n      <|>d<|>: 1\n      e:  2\nf:\n  g:   1\n",
        "a:\n  b:   1\nc:\n  d: 1\n  e:  2\nf:\n  g:   1\n",
    );
    check_range(
        "- a:   1\n- b:\n       - <|>1\n       - <|>2\n  c:  3\n- d:\n  - e\n- f:\n  - g\n",
        "- a:   1\n- b:\n  - 1\n  - 2\n  c:  3\n- d:\n  - e\n- f:\n  - g\n",
    );
    // The comment above moves along, what is not selected keeps its gaps.
    check_range(
        "a:\n  b: 1\nc:\n    # of d\n    <|>d<|>: 1\n    e:   2\nf:\n  g: 1\n",
        "a:\n  b: 1\nc:\n  # of d\n  d: 1\n  e:   2\nf:\n  g: 1\n",
    );
    check_range("<|>a: 1<|>\n\n\nb: 2\n", "a: 1\n\n\nb: 2\n");
    check_range("a: 1  \n---\n<|>b:\n - x  \n<|>---\nc: 1  \n", "a: 1  \n---\nb:\n - x\n---\nc: 1  \n");
}
