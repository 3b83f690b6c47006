//! What must hold of any text.

use proptest::prelude::*;

use super::*;
use crate::{invariants, shell};

/// Text that looks like a Dockerfile more often than chance would.
pub(super) fn dockerfile_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "FROM ",
        "FROM a AS b\n",
        "RUN ",
        "RUN a && b \\\n && c\n",
        "COPY ",
        "ONBUILD ",
        "ENV ",
        "HEALTHCHECK ",
        "CMD ",
        "ARG ",
        "LABEL a=b ",
        "SHELL [\"a\"]\n",
        "\n",
        "\r\n",
        "\\\n",
        "`\n",
        "# c\n",
        "\n\n",
        "<<EOF",
        "<< EOF ",
        "EOF\n",
        "<<-'X'",
        "\tX",
        "--from=",
        "--mount=type=cache,target=/x",
        "\"",
        "'",
        "$x",
        "${",
        "}",
        ":-",
        "[",
        "]",
        "\"a\"",
        ",",
        " ",
        "=",
        "é",
        "\u{feff}",
        "𝄞",
        "\u{a0}",
        "&&",
        "|",
        ";",
        "$(",
        ")",
        "if ",
        "then ",
        "fi",
        "\\",
        "`",
        "a",
        "# escape=`\n",
        "# syntax=x\n",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The script of an instruction reads the same as the text the builder hands to the shell.
fn reads_in_place(text: &str) -> Result<(), TestCaseError> {
    for instruction in &parse(text).instructions {
        let Some(Command { form: Form::Shell(script), .. }) = instruction.trigger().command() else { continue };
        if !instruction.trigger().heredocs.is_empty() {
            continue;
        }
        let mut dropped: Vec<TextRange> = instruction.continuations.clone();
        dropped.extend(&instruction.empty_lines);
        dropped.sort_by_key(|range| range.start());
        let mut joined = String::new();
        let mut at = script.range.start();
        let lines = text[script.range].contains('#');
        for range in dropped.iter().filter(|range| script.range.contains_range(**range)) {
            joined.push_str(&text[TextRange::new(at, range.start())]);
            at = range.end();
        }
        joined.push_str(&text[TextRange::new(at.min(script.range.end()), script.range.end())]);
        // Comment lines would have to go too.
        if lines {
            continue;
        }
        let fresh = shell::parse(&joined, TextSize::new(0));
        let words = |script: &Script| -> Vec<Vec<String>> {
            script.simple_commands().map(|it| it.words.iter().map(shell::Word::display).collect()).collect()
        };
        prop_assert_eq!(words(script), words(&fresh), "{}", joined);
    }
    Ok(())
}

#[test]
fn nesting_without_end_neither_overflows_nor_takes_long() {
    for text in [
        "ONBUILD ".repeat(20_000),
        format!("ENV a={}", "${a:-".repeat(20_000)),
        format!("CMD {}", "[".repeat(20_000)),
        format!("RUN {}", "$(".repeat(20_000)),
        format!("RUN a{}", " \\\n a".repeat(20_000)),
        format!("RUN a{}", " \\\n # c".repeat(20_000)),
        format!("RUN a \\\n{}", "\n".repeat(20_000)),
        format!("COPY <<E /\n{}\n", "$".repeat(20_000)),
        format!("COPY <<E /\n{}\n", "\\${a:-".repeat(20_000)),
        format!("RUN {}", "--mount=a,".repeat(20_000)),
        format!("RUN {}", "<<E ".repeat(20_000)),
        format!("LABEL {}", "a=b ".repeat(20_000)),
        "FROM a\n".repeat(20_000),
        "SHELL [\"a\"]\n".repeat(20_000),
        "# syntax=a\n".repeat(20_000),
        "RUN a << b\n".repeat(20_000),
        "RUN <<a\n".repeat(20_000),
    ] {
        let file = parse(&text);
        assert_eq!(file.length(), TextSize::of(text.as_str()));
        let tree = file.tree();
        assert_eq!(tree.leaves().iter().map(|leaf| leaf.range.len()).sum::<TextSize>(), file.length());
        // Asking about every line must not be quadratic either.
        let around: usize = (0..text.len()).step_by(8).map(|at| tree.around(TextSize::new(at as u32)).len()).sum();
        assert!(around > 0);
    }
}

#[test]
fn a_continuation_behind_an_opening_brace_is_read_over() {
    for text in ["CMD ${\\\nFROM FROM ", "RUN echo ${\\\nHOME}/x"] {
        reads_in_place(text).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_lossless_tree(text in dockerfile_text()) {
        prop_assert_eq!(invariants::dockerfile(&text), None);
    }

    #[test]
    fn any_characters_give_a_lossless_tree(text in "\\PC*") {
        prop_assert_eq!(invariants::dockerfile(&text), None);
    }

    #[test]
    fn scripts_are_read_in_place(text in dockerfile_text()) {
        reads_in_place(&text)?;
    }
}
