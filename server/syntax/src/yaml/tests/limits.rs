//! Depth, size and bytes.

use proptest::prelude::*;

use super::super::{SyntaxErrorKind, parse};
use super::{assert_tree, dump};

#[test]
fn depth_is_bounded_on_a_small_stack() {
    const DEEP: usize = 5_000;
    let nested = |line: &dyn Fn(usize) -> String| (0..DEEP).map(line).collect::<String>();
    let texts = [
        nested(&|level| format!("{}a:\n", " ".repeat(level))),
        nested(&|level| format!("{}-\n", " ".repeat(level))),
        "- ".repeat(DEEP),
        "? ".repeat(DEEP),
        "[".repeat(DEEP),
        "{a: ".repeat(DEEP),
        "[a: ".repeat(DEEP),
        nested(&|level| format!("{}- a:\n", "  ".repeat(level))),
    ];
    // What a thread has by default.
    let worker = std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(move || {
        for text in texts {
            let yaml = parse(text.as_str());
            assert!(yaml.errors().iter().any(|error| error.kind == SyntaxErrorKind::TooDeep));
            assert!(yaml.nodes().all(|node| node.ancestors().count() <= 402));
            assert_tree(&yaml);
            let root = yaml.documents().next().unwrap().root();
            let _ = (root.unfold(1_000_000), yaml.cursor(u32::try_from(text.len()).unwrap().into()));
        }
    });
    worker.unwrap().join().unwrap();
}

#[test]
fn two_hundred_levels_are_read() {
    let text: String = (0..199).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(parse(text).errors(), []);
}

#[test]
fn odd_bytes_are_text() {
    for text in [
        "\0",
        "\t",
        "\r",
        "\r\r\n\r",
        "\u{feff}",
        "\u{feff}\u{feff}a",
        "a:\u{a0}b",
        "\u{2028}",
        "é: ü\n- ß",
        "a: \u{1f600}\n\u{1f600}: b",
    ] {
        assert_tree(&parse(text));
        dump(text);
    }
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "key",
        "é",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "?",
        "\n",
        "\n",
        "\n  ",
        "\n    ",
        "\n ",
        " ",
        "  ",
        "\t",
        "\r\n",
        "\r",
        "#",
        " # c",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "|",
        ">",
        "|+\n",
        ">-\n",
        "&x ",
        "*x",
        "!t ",
        "!!str ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\\",
        "\0",
        "1",
        "<<: ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_tree(text in soup()) {
        assert_tree(&parse(text.as_str()));
    }

    #[test]
    fn every_place_has_an_answer(text in soup()) {
        let yaml = parse(text.as_str());
        for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let offset = u32::try_from(offset).unwrap().into();
            let _ = (yaml.cursor(offset), yaml.node_at(offset), yaml.comment_at(offset));
        }
        for node in yaml.nodes() {
            let _ = (node.comments(), node.route(), node.merged_entries());
        }
    }
}
