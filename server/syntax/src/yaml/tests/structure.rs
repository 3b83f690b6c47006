//! Forms that are right.

use expect_test::expect;

use super::check;

#[test]
fn blocks() {
    check(
        "a: 1\nb:\n  c: x y\n  d:\n  - e\n  -\n    f: g\n  - - h\n    - i\n  - j: k\n    l:\nm:\n- n\n",
        &expect![[r#"
            document 0
              mapping
                a: Plain "1"
                b: mapping
                  c: Plain "x y"
                  d: sequence
                    - Plain "e"
                    - mapping
                      f: Plain "g"
                    - sequence
                      - Plain "h"
                      - Plain "i"
                    - mapping
                      j: Plain "k"
                      l: nothing
                m: sequence
                  - Plain "n"
        "#]],
    );
}

#[test]
fn brackets() {
    check(
        "{a: [1, {b: c}, d: e], \"f\":g, h, ? i : j, : k, l: }\n",
        &expect![[r#"
        document 0
          flow mapping
            a: flow sequence
              - Plain "1"
              - flow mapping
                b: Plain "c"
              - flow mapping
                d: Plain "e"
            "f": Plain "g"
            h: nothing
            i: Plain "j"
            : Plain "k"
            l: nothing
    "#]],
    );
    check(
        "a: [\n  b, # c\n  d\n]\ne: {\n}\n",
        &expect![[r#"
        document 0
          mapping
            a: flow sequence
              - Plain "b"
              - Plain "d"
            e: flow mapping
    "#]],
    );
}

#[test]
fn scalars_over_lines() {
    check(
        "a: one\n  two\n\n  three\nb: 'it''s\n  so'\nc: \"x\\\n  \\ y\\u00e9\\uD834\\uDD1E\n\n  z\"\n",
        &expect![[r#"
        document 0
          mapping
            a: Plain "one two\nthree"
            b: SingleQuoted "it's so"
            c: DoubleQuoted "x yé𝄞\nz"
    "#]],
    );
    check(
        "a: |\n  one\n   two\n\nb: >-\n  one\n  two\n\n  three\n    four\nc: |+\n  x\n\nd: |2\n   y\ne: >\n\nf: |\n",
        &expect![[r#"
        document 0
          mapping
            a: Literal "one\n two\n"
            b: Folded "one two\nthree\n  four"
            c: Literal "x\n\n"
            d: Literal " y\n"
            e: Folded ""
            f: Literal ""
    "#]],
    );
}

#[test]
fn anchors_tags_and_aliases() {
    check(
        "%TAG !e! tag:example.org,2000:\n---\n- &a !!str x\n- !e!y%41 &b\n  c: *a\n- !local\n- !<verbatim> z\n- &c\n- *c : v\n",
        &expect![[r#"
            document 0
              sequence
                - &a <tag:yaml.org,2002:str> Plain "x"
                - &b <tag:example.org,2000:yA> mapping
                  c: *a
                - <!local> nothing
                - <verbatim> Plain "z"
                - &c nothing
                - mapping
                  *c: Plain "v"
        "#]],
    );
}

#[test]
fn documents() {
    check("# only\n", &expect![]);
    check(
        "a\n---\n---\nb: c\n...\n# between\n%YAML 1.2\n--- |\n  d\n--- # e\n",
        &expect![[r#"
        document 0
          Plain "a"
        document 1
          nothing
        document 2
          mapping
            b: Plain "c"
        document 3
          Literal "d\n"
        document 4
          nothing
    "#]],
    );
}

#[test]
fn explicit_keys() {
    check(
        "? a\n: b\n? - c\n  - d\n:\n- e\n? f\n? |\n  g\n: h: i\n",
        &expect![[r#"
        document 0
          mapping
            a: Plain "b"
            ? sequence
              - Plain "c"
              - Plain "d"
            : sequence
              - Plain "e"
            f: nothing
            |
          g: mapping
              h: Plain "i"
    "#]],
    );
}

#[test]
fn every_line_end_is_one() {
    check(
        "a: |\r\n  x\r\n  y\r\nb: \"p\r\n  q\"\r\nc:\r\n- d\r- e\n",
        &expect![[r#"
        document 0
          mapping
            a: Literal "x\ny\n"
            b: DoubleQuoted "p q"
            c: sequence
              - Plain "d"
              - Plain "e"
    "#]],
    );
    check(
        "\u{feff}a: b\n",
        &expect![[r#"
        document 0
          mapping
            a: Plain "b"
    "#]],
    );
}
