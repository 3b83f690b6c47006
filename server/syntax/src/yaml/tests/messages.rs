//! What is said about errors, and where.

use expect_test::expect;
use testing::{Fixture, annotate};

use super::super::parse;

/// Reads the fixture's text and finds the errors its carets show, and no others.
#[track_caller]
fn check(fixture: &str) {
    let fixture = fixture.strip_prefix('\n').unwrap_or(fixture);
    let file = Fixture::parse(fixture).files.remove(0);
    let marks = parse(file.text.as_str())
        .errors()
        .iter()
        .map(|error| (error.range.into(), error.to_string()))
        .collect::<Vec<_>>();
    assert_eq!(annotate(&file.text, marks).trim_end(), fixture.trim_end());
}

#[test]
fn columns() {
    check(
        "
metadata:
  name: web
   labels: {}
   ^^^^^^ This key is one column right of its siblings: move it one column left, to column 3
spec:
 replicas: 1
 ^^^^^^^^ This key is one column left of its siblings: move it one column right, to column 3
  paused: true
  selector: {}
list:
  - a
 - b
 ^ This `-` is one column left of its list: move it one column right, to column 3
    - c
",
    );
}

#[test]
fn keys() {
    check(
        "
kind: Pod
metadta
^^^^^^^ `metadta` has no colon behind it: a key is written `metadta:`
image:nginx
^^^^^^^^^^^ The colon behind `image` needs a space after it: without one this is no key
a: b: c
    ^ A second `: ` on this line: quote the value, or put the inner key on a line of its own, indented deeper
d: - e
   ^ A list cannot start on the line of its key: put the `-` on a line of its own, indented deeper
f: \"g\" h
       ^ The value ends before this text: quote the whole value, or remove the rest
i: j
- k
^ A list item among keys: indent it below the key it belongs to, or remove the `-`
",
    );
}

/// The errors of each text, with what they are at.
fn errors(texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts {
        for error in parse(*text).errors() {
            out.push_str(&format!("{:?} {error}\n", &text[error.range]));
        }
    }
    out
}

#[test]
fn each_error_in_words() {
    let texts = [
        "a: @b\n",
        "a: %b\n",
        "a: 'b\n",
        "a: [b\n",
        "a: [b}]\n",
        "a: {b: [c}\n",
        "a: [b]]\n",
        "a: [b, , c]\n",
        "a: [\"b\" c]\n",
        "a: [- b]\n",
        "a: [b]#c\n",
        "a: \"\\d\\x4\"\n",
        "a: &\n",
        "a: *\n",
        "a: *b\n",
        "a: &a [*a]\n",
        "a: &a b\nc: !x *a\n",
        "a: &x &y b\n",
        "a: !x !y b\n",
        "a: !!\n",
        "a: !e!b c\n",
        "a: |x\n  b\n",
        "a: |#x\n  b\n",
        "a: |\n     \n  b\n",
        "a: |\n    b\n  c\n",
        "%YAML 1.2 x\n---\n",
        "%TAG ! x\n%TAG ! y\n---\n",
        "%YAML 1.2\n",
        "a: b\n%YAML 1.2\n---\n",
        "--- a: b\n",
        "a\n... b\n",
        "'a'\nb\n",
        "a: &x - b\n",
        "a: ? b\n",
        "- a\nb: c\n",
        "- a\n-b\n",
        "x:\n- a\n  b: c\n",
        "'a\n  b': c\n",
        "a: 'b'\n  c\n",
        "\"a: b\nc: d\n",
        "a: 1\n--\nb: 2\n",
        "a: 1\n}\n",
        "a:\n\tb: c\n",
        "a: \u{1}\n",
        "- a\n  - b\n -c: d\n",
    ];
    expect![[r##"
        "@" A value cannot begin with `@`: quote it
        "%" A value cannot begin with `%`: quote it
        "'" This `'` is never closed: end the text with another `'`
        "[" This `[` is never closed: add `]`
        "}" No bracket before this `}` is open: remove it
        "[" This `[` is never closed: add `]`
        "]" No bracket before this `]` is open: remove it
        "," Nothing stands before this comma: remove it, or add the missing entry
        "c" A comma is missing before this: inside brackets entries are separated by `,`
        "-" A `-` is no list item inside brackets: separate the items by commas, or quote the `-`
        "#" This `#` needs a space before it: without one it starts no comment
        "\\d" `\d` is no escape: write `\\` for a backslash, or use single quotes
        "\\x4" `\x4` is no escape: write `\\` for a backslash, or use single quotes
        "&" This anchor has no name: write one behind the `&`, or quote the value
        "*" This alias has no name: write an anchor's behind the `*`, or quote the value
        "*b" No anchor `&b` stands before this alias in its document: define it first, or quote the value
        "*a" This alias stands inside `&a`, the node it repeats: name another anchor
        "*a" An alias takes over the anchor and tag of what it repeats: remove those before it
        "&y" This node has an anchor already: keep one of the two
        "!y" This node has a tag already: keep one of the two
        "!!" This is no tag: write `!name`, `!!name` or `!<uri>`, or quote the value
        "!e!b" No `%TAG !e!` declares the handle of this tag in its document: declare it before `---`
        "x" Only `+` or `-`, a digit and a comment may stand behind `|`: start the text on the next line
        "#" This `#` needs a space before it: without one it starts no comment
        "     " This empty line is indented deeper than the text below it: remove its spaces, or write the indentation behind the `|` or `>`
        "c" This line belongs to nothing: indent it to the text above that it goes on with, or make it a comment
        "%YAML 1.2 x" This directive is not complete or not correct: write `%YAML 1.2`
        "%TAG ! y" This directive stands here already: keep one of the two
        "%YAML 1.2" No document follows this directive: write `---` behind it
        "%YAML" A directive cannot stand inside a document: end the document with `...` first
        "a:" A mapping or a list cannot start on the line of `---`: put it on the next line
        "b" Only a comment may stand behind `...`: move this to the next line
        "b" The document is complete before this line: start another with `---`, or indent this line
        "-" A list cannot start on the line of its key: put the `-` on a line of its own, indented deeper
        "?" A `? ` key cannot stand behind a key: put it on a line of its own, indented deeper
        "b:" The document is complete before this line: start another with `---`, or indent this line
        "-" This `-` needs a space behind it: without one this is no list item
        "a" `a` has no colon behind it: a key is written `a:`
        ":" A key must end on the line it begins on: put it on one line
        "c" This line belongs to nothing: indent it to the text above that it goes on with, or make it a comment
        "\"a: b" This `"` is never closed: end the text with another `"`
        "--" Three dashes at the first column start a document: write `---`
        "}" No bracket before this `}` is open: remove it
        "\t" A tab indents this line, and YAML takes only spaces there: use spaces
        "\u{1}" The character U+0001 cannot stand in YAML: write it as an escape in double quotes, or remove it
        "-c:" A key among list items: indent it to the keys of the item above, or write `- ` before it
    "##]].assert_eq(&errors(&texts));
}
