//! The colours of YAML.

use std::fmt::Write;

use expect_test::{Expect, expect};

use crate::check::Case;
use crate::tokens::tokens;

/// Each token on a line, declarations marked.
#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    let case = Case::new(fixture);
    let path = case.path();
    let mut out = String::new();
    let mut end = syntax::TextSize::new(0);
    for token in tokens(&case.snapshot, &path, None) {
        assert!(
            end <= token.range.start() && !token.range.is_empty(),
            "{token:?} overlaps the one before, or is empty"
        );
        end = token.range.end();
        let declares = if token.is_declaration { " declares" } else { "" };
        let _ = writeln!(out, "{:?} {:?}{declares}", token.kind, &case.text(&path)[token.range]);
    }
    expected.assert_eq(&out);
}

#[test]
fn keys_and_values_by_what_they_mean() {
    check(
        "#- a.yaml\n%YAML 1.2\n--- # first\na: text\n'b': \"quoted\"\nc: [1, 0x1F, 1.5, true, yes, null, ~, v1.2, '1']\nd: !!str 1\ne: &anchor {f: on}\n*anchor : *anchor\n<<: *anchor\ng: |-  # header\n  echo hello\nh:\ni: two\n  lines\n...\n",
        &expect![[r##"
            Macro "%YAML 1.2"
            Operator "---"
            Comment "# first"
            Property "a"
            String "text"
            Property "'b'"
            String "\"quoted\""
            Property "c"
            Number "1"
            Number "0x1F"
            Number "1.5"
            Keyword "true"
            Keyword "yes"
            Keyword "null"
            Keyword "~"
            String "v1.2"
            String "'1'"
            Property "d"
            Type "!!str"
            String "1"
            Property "e"
            Variable "&anchor" declares
            Property "f"
            Keyword "on"
            Variable "*anchor"
            Variable "*anchor"
            Operator "<<"
            Variable "*anchor"
            Property "g"
            Operator "|-"
            Comment "# header"
            Property "h"
            Property "i"
            String "two\n  lines"
            Operator "..."
        "##]],
    );
    check(
        "#- a.json\n{\"a\": [1, true, null, \"x\", yes]}\n",
        &expect![[r#"
        Property "\"a\""
        Number "1"
        Keyword "true"
        Keyword "null"
        String "\"x\""
        String "yes"
    "#]],
    );
    check("#- a.yaml\n", &expect![]);
}

#[test]
fn broken_lines_keep_their_colours() {
    check(
        "#- a.yaml\na: [1,\nb: \"x\n!t &\n- c\n? \n",
        &expect![[r#"
        Property "a"
        Number "1"
        Property "b"
        String "\"x"
        Property "!t &"
        String "c"
    "#]],
    );
}
