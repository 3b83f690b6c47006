//! What the reader makes of the forms a Dockerfile can take.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::shell;

/// A compact picture of a file: an instruction a line, its parts behind it.
fn dump(text: &str) -> String {
    let file = parse(text);
    let mut out = String::new();
    for directive in &file.directives {
        let _ = writeln!(out, "directive {}={}", directive.name.text, directive.value.text);
    }
    for comment in &file.comments {
        let place = if comment.inside_instruction { " (inside)" } else { "" };
        let _ = writeln!(out, "comment{}{place}", comment.text);
    }
    for instruction in &file.instructions {
        let _ = writeln!(out, "{}", line(instruction, text));
    }
    for error in &file.errors {
        let _ = writeln!(out, "error {:?} at {:?}", error.kind, &text[error.range]);
    }
    out
}

fn line(instruction: &Instruction, text: &str) -> String {
    let mut out = format!("{:?}", instruction.keyword);
    for flag in &instruction.flags {
        let _ = write!(out, " --{}", flag.name.text);
        if flag.options.is_empty() {
            if let Some(value) = &flag.value {
                let _ = write!(out, "={}", value.unquoted());
            }
        }
        for option in &flag.options {
            let value = option.value.as_ref().map_or_else(|| "yes".to_owned(), Word::unquoted);
            let _ = write!(out, " [{}: {value}]", option.key.text);
        }
    }
    let words = |words: &[Word]| words.iter().map(|word| format!(" <{}>", word.unquoted())).collect::<String>();
    let command = |command: &Command| match &command.form {
        Form::Exec(items) => format!(" exec {:?}", items.iter().map(|item| item.value.as_str()).collect::<Vec<_>>()),
        Form::Shell(script) => format!(" shell {:?}", &text[script.range]),
        Form::Foreign => " foreign".to_owned(),
        Form::Empty => " empty".to_owned(),
    };
    let rest = match &instruction.body {
        Body::From(from) => {
            let image = from.image.as_ref().map(|image| format!(" {}", image.unquoted())).unwrap_or_default();
            let name = from.name.as_ref().map(|name| format!(" as {}", name.text)).unwrap_or_default();
            format!("{image}{name}{}", words(&from.extra))
        }
        Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => command(it),
        Body::Copy(it) | Body::Add(it) => {
            let json = if it.array.is_some() { " json" } else { "" };
            let destination =
                it.destination.as_ref().map(|word| format!(" -> <{}>", word.unquoted())).unwrap_or_default();
            format!("{json}{}{destination}", words(&it.sources))
        }
        Body::Env(it) | Body::Label(it) | Body::Arg(it) => {
            let legacy = if it.legacy { " legacy" } else { "" };
            let pairs = it.pairs.iter().map(|pair| match &pair.value {
                Some(value) => format!(" {}=<{}>", pair.key.unquoted(), value.unquoted()),
                None => format!(" {}", pair.key.unquoted()),
            });
            format!("{legacy}{}", pairs.collect::<String>())
        }
        Body::Expose(it) | Body::Unknown(it) => words(it),
        Body::Volume(it) => words(&it.paths),
        Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) | Body::Maintainer(it) => {
            it.as_ref().map(|word| format!(" <{}>", word.unquoted())).unwrap_or_default()
        }
        Body::Healthcheck(it) => {
            let kind = it.kind.as_ref().map(|kind| format!(" {}", kind.text)).unwrap_or_default();
            format!("{kind}{}", it.command.as_ref().map(command).unwrap_or_default())
        }
        Body::Onbuild(it) => it.as_ref().map(|inner| format!(" > {}", line(inner, text))).unwrap_or_default(),
    };
    out.push_str(&rest);
    for heredoc in &instruction.heredocs {
        let script = if heredoc.script.is_some() { " script" } else { "" };
        let _ = write!(out, " heredoc {}{script} {:?}", heredoc.name.text, &text[heredoc.body]);
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&dump(text));
}

#[test]
fn directives_stand_at_the_top_only() {
    check(
        "# syntax = docker/dockerfile:1\n#unknown=x\n# Escape=`\n\n# check=skip=all\nFROM a `\n AS b\n",
        &expect![[r#"
            directive syntax=docker/dockerfile:1
            directive Escape=`
            commentunknown=x
            comment check=skip=all
            From a as b
        "#]],
    );
}

#[test]
fn a_directive_twice_or_a_wrong_escape_is_an_error() {
    check(
        "# escape=x\n# escape=`\nFROM a\n",
        &expect![[r#"
            directive escape=x
            directive escape=`
            From a
            error EscapeValue at "x"
            error DuplicateDirective("escape") at "escape"
        "#]],
    );
}

#[test]
fn comments_and_empty_lines_inside_a_continuation_vanish() {
    check(
        "FROM a\nRUN one \\\n  # why\n\n  && two \\  \n  && three\n",
        &expect![[r#"
            comment why (inside)
            From a
            Run shell "one \\\n  # why\n\n  && two \\  \n  && three"
        "#]],
    );
}

#[test]
fn a_doubled_escape_does_not_continue() {
    check(
        "RUN a \\\\\nUSER b\n",
        &expect![[r#"
            Run shell "a \\\\"
            User <b>
        "#]],
    );
}

#[test]
fn flags_and_mounts() {
    check(
        "RUN --mount=type=cache,target=/c,sharing=locked --mount=type=bind,readonly,source=\"a b\" --network=none x\nCOPY --link --chown=$u:1 --from=build a b/\n",
        &expect![[r#"
            Run --mount [type: cache] [target: /c] [sharing: locked] --mount [type: bind] [readonly: yes] [source: a b] --network=none shell "x"
            Copy --link --chown=${u}:1 --from=build <a> -> <b/>
        "#]],
    );
}

#[test]
fn exec_form_only_where_the_rest_is_an_array_of_strings() {
    check(
        "CMD [ \"a\\u00e9\", \"b\\\"c\" ] \nCMD ['a']\nCMD [ -f x ] && y\nCMD [\"a\", 1]\nENTRYPOINT []\nVOLUME [\"/a b\"]\nCOPY [\"a b\", \"c\", \"/d/\"]\n",
        &expect![[r#"
            Cmd exec ["aé", "b\"c"]
            Cmd shell "['a']"
            Cmd shell "[ -f x ] && y"
            Cmd foreign
            Entrypoint exec []
            Volume </a b>
            Copy json <a b> <c> -> </d/>
            error ArrayOfStrings at "[\"a\", 1]"
        "#]],
    );
}

#[test]
fn pairs_old_and_new() {
    check(
        "ENV a=1 b=\"x y\" c='$z' d=e\\ f\nENV old value  with blanks\nLABEL k=\nENV x\nENV a=1 b\nENV =1\nARG v w=1\n",
        &expect![[r#"
            Env a=<1> b=<x y> c=<$z> d=<e f>
            Env legacy old=<value  with blanks>
            Label k=<>
            Env legacy x
            Env a=<1> b
            Env =<1>
            Arg v w=<1>
            error MissingValue at "x"
            error MissingEquals at "b"
            error MissingKey at "=1"
        "#]],
    );
}

#[test]
fn heredocs() {
    check(
        "RUN <<EOF cat\necho a\nEOF\nRUN <<-\"X\"\n\techo b\n\tX\nCOPY <<a <<b /d/\n1\na\n$v 2\nb\nRUN python3 <<PY\nprint(1)\nPY\nRUN echo \"<<no\" $((1<<2))\nRUN <<EOF\n#!/usr/bin/env python3\nx\nEOF\nUSER x\n",
        &expect![[r##"
            Run shell "<<EOF cat\necho a\nEOF\n" heredoc EOF "echo a\n"
            Run shell "<<-\"X\"\n\techo b\n\tX\n" heredoc X script "\techo b\n"
            Copy <<<a> <<<b> -> </d/> heredoc a "1\n" heredoc b "$v 2\n"
            Run shell "python3 <<PY\nprint(1)\nPY\n" heredoc PY "print(1)\n"
            Run shell "echo \"<<no\" $((1<<2))"
            Run shell "<<EOF\n#!/usr/bin/env python3\nx\nEOF\n" heredoc EOF "#!/usr/bin/env python3\nx\n"
            User <x>
        "##]],
    );
}

#[test]
fn a_heredoc_that_never_ends_takes_the_rest() {
    check(
        "ONBUILD RUN <<EOF\necho\nUSER x",
        &expect![[r#"
            Onbuild > Run shell "<<EOF\necho\nUSER x" heredoc EOF script "echo\nUSER x"
            error UnterminatedHeredoc("EOF") at "<<EOF"
        "#]],
    );
}

#[test]
fn onbuild_and_healthcheck() {
    check(
        "ONBUILD ONBUILD RUN x\nONBUILD FROM a\nHEALTHCHECK --interval=5m CMD curl -f x || exit 1\nHEALTHCHECK none\nHEALTHCHECK CMD\nHEALTHCHECK curl\nONBUILD\n",
        &expect![[r#"
            Onbuild > Onbuild > Run shell "x"
            Onbuild > From a
            Healthcheck --interval=5m CMD shell "curl -f x || exit 1"
            Healthcheck none
            Healthcheck CMD empty
            Healthcheck curl
            Onbuild
            error OnbuildTrigger at "ONBUILD"
            error OnbuildTrigger at "FROM"
            error MissingArgument(Healthcheck) at "CMD"
            error HealthcheckType at "curl"
            error MissingArgument(Onbuild) at "ONBUILD"
        "#]],
    );
}

#[test]
fn from_in_all_its_forms() {
    check(
        "FROM --platform=$BUILDPLATFORM a:1 AS b\nFROM a b\nFROM a xx b\nFROM a as b c\nFROM\nfrom ${x:-a}\nfoo bar\n",
        &expect![[r#"
            From --platform=${BUILDPLATFORM} a:1 as b
            From a
            From a as b
            From a as b <c>
            From
            From ${x}
            Unknown <bar>
            error FromWords at "b"
            error FromWords at "xx b"
            error FromWords at "as b c"
            error MissingArgument(From) at "FROM"
            error UnknownInstruction at "foo"
        "#]],
    );
}

#[test]
fn variables_in_all_their_forms() {
    let file = parse("FROM a\nENV x=$a\"${b:-${c}}\"'$d'\\$e${f%%/*}$1 y=${g z=${h^^}\n");
    let names: Vec<String> = file.instructions[1]
        .variables()
        .iter()
        .map(|variable| {
            let modifier = variable.modifier.as_ref().map(|modifier| modifier.operator.clone()).unwrap_or_default();
            format!("{}{modifier}", variable.name.text)
        })
        .collect();
    assert_eq!(names, ["a", "b:-", "c", "f%%", "g", "h^"]);
    let kinds: Vec<_> = file.errors.iter().map(|error| error.kind.clone()).collect();
    assert_eq!(kinds, [SyntaxErrorKind::UnterminatedVariable, SyntaxErrorKind::UnsupportedModifier("^".to_owned())]);
}

#[test]
fn windows_and_bom_and_carriage_returns() {
    check(
        "\u{feff}# escape=`\r\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\r\nWORKDIR C:\\app\\bin\r\nRUN dir `\r\n  C:\\\r\nSHELL [\"bash\", \"-c\"]\r\nRUN ls\r\n",
        &expect![[r#"
            directive escape=`
            From mcr.microsoft.com/windows/nanoserver:ltsc2022
            Workdir <C:\app\bin>
            Run foreign
            Shell exec ["bash", "-c"]
            Run shell "ls"
        "#]],
    );
}

#[test]
fn a_stage_inherits_the_shell_of_the_stage_it_is_built_on() {
    check(
        "FROM a AS base\nSHELL [\"pwsh\", \"-Command\"]\nFROM base\nRUN x\nFROM a\nRUN x\n",
        &expect![[r#"
            From a as base
            Shell exec ["pwsh", "-Command"]
            From base
            Run foreign
            From a
            Run shell "x"
        "#]],
    );
}

#[test]
fn quotes_that_never_close_are_errors_where_they_open() {
    check(
        "LABEL a=\"b c\nUSER x\n",
        &expect![[r#"
            Label a=<b c>
            User <x>
            error UnterminatedQuote('"') at "\"b c"
        "#]],
    );
}

#[test]
fn nesting_without_end_neither_overflows_nor_takes_long() {
    for text in [
        "ONBUILD ".repeat(100_000),
        format!("ENV a={}", "${a:-".repeat(100_000)),
        format!("CMD {}", "[".repeat(100_000)),
        format!("RUN {}", "$(".repeat(100_000)),
        "FROM a\n".repeat(100_000),
        format!("RUN a{}", " \\\n a".repeat(100_000)),
    ] {
        let file = parse(&text);
        assert_eq!(file.length(), TextSize::of(text.as_str()));
    }
}

/// Text that looks like a Dockerfile more often than chance would.
fn dockerfile_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "FROM ",
        "RUN ",
        "COPY ",
        "ONBUILD ",
        "ENV ",
        "HEALTHCHECK ",
        "CMD ",
        "ARG ",
        "\n",
        "\r\n",
        "\\\n",
        "`\n",
        "# c\n",
        "\n\n",
        "<<EOF",
        "EOF",
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
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Everything that must hold of any text.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let file = parse(text);
    let tree = file.tree();
    let joined: String = tree.leaves().iter().map(|leaf| &text[leaf.range]).collect();
    prop_assert_eq!(joined, text);
    for node in tree.nodes() {
        prop_assert!(text.get(std::ops::Range::<usize>::from(node.range)).is_some(), "{:?} is no text", node);
    }
    for pair in file.instructions.windows(2) {
        prop_assert!(pair[0].range.end() <= pair[1].range.start());
    }
    for error in &file.errors {
        prop_assert!(text.get(std::ops::Range::<usize>::from(error.range)).is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_lossless_tree(text in dockerfile_text()) {
        holds(&text)?;
    }

    #[test]
    fn any_characters_give_a_lossless_tree(text in "\\PC*") {
        holds(&text)?;
    }

    /// Spans recognised inside each other stay inside each other.
    #[test]
    fn parts_lie_within_their_instruction(text in dockerfile_text()) {
        let file = parse(&text);
        for instruction in &file.instructions {
            for word in instruction.words() {
                prop_assert!(instruction.range.contains_range(word.range));
            }
            for script in instruction.scripts() {
                let lines = shell::parse(&text[script.range], script.range.start()).range;
                prop_assert_eq!(lines, script.range);
            }
        }
    }
}
