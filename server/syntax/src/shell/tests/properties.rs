//! What must hold of any text.

use proptest::prelude::*;
use text_size::TextRange;

use super::*;
use crate::invariants;

fn shell_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b ",
        " ",
        "\n",
        "\\\n",
        "\\\r\n",
        "\r\n",
        ";",
        "&&",
        "||",
        "|",
        "&",
        "(",
        ")",
        "{ ",
        "}",
        "if ",
        "then ",
        "else ",
        "fi",
        "for x in ",
        "do ",
        "done",
        "while ",
        "case ",
        "in ",
        "esac",
        ";;",
        "\"",
        "'",
        "`",
        "$",
        "$(",
        "${",
        "}",
        "$((",
        "((",
        "))",
        "<<E",
        "E\n",
        "<<-'E'",
        ">",
        "2>&1",
        "<(",
        "#",
        "*",
        "~",
        "[[ ",
        "]]",
        "=",
        "x=",
        "x=(",
        "x[",
        "]",
        "é",
        "\\",
        ":-",
        "!",
        "function ",
        "f()",
        "@(",
        "$'",
        "declare ",
        "time ",
    ]);
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_range_is_text(source in shell_text()) {
        prop_assert_eq!(invariants::shell(&source), None);
    }

    #[test]
    fn any_characters_are_read(source in "\\PC*") {
        prop_assert_eq!(invariants::shell(&source), None);
    }

    #[test]
    fn a_base_only_moves_the_ranges(source in shell_text()) {
        let here = parse(&source, TextSize::new(0));
        let there = parse(&source, TextSize::new(1000));
        let ranges = |script: &Script, base: u32| -> Vec<TextRange> {
            script.simple_commands().map(|command| command.range - TextSize::new(base)).collect()
        };
        prop_assert_eq!(ranges(&here, 0), ranges(&there, 1000));
    }
}
