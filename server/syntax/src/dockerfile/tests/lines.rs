//! Directives, comments, and how lines become instructions.

use expect_test::expect;

use super::*;

#[test]
fn directives_stand_at_the_top_only() {
    check(
        "# syntax = docker/dockerfile:1\n#Escape=`\n\t# check=skip=all; error = true \nFROM a `\n AS b\n",
        &expect![[r#"
            directive syntax=docker/dockerfile:1
            directive Escape=`
            directive check=skip=all; error = true
            From a as b
        "#]],
    );
    check(
        "FROM a\n# syntax=x\n",
        &expect![[r#"
        comment: syntax=x
        From a
    "#]],
    );
}

#[test]
fn a_directive_nobody_knows_ends_them() {
    check(
        "# syntax=a\n# unknown=x\n# escape=`\nFROM a\n",
        &expect![[r#"
        directive syntax=a
        comment: unknown=x
        comment: escape=`
        From a
    "#]],
    );
    check(
        "# syntax=a\n# a comment\n# escape=`\nFROM a\n",
        &expect![[r#"
        directive syntax=a
        comment: a comment
        comment: escape=`
        From a
    "#]],
    );
    check(
        "# syntax=a\n#\n# check=skip=all\nFROM a\n",
        &expect![[r#"
        directive syntax=a
        comment:
        comment: check=skip=all
        From a
    "#]],
    );
    check(
        "# syntax=a\n# check=\n# escape=`\nFROM a\n",
        &expect![[r#"
        directive syntax=a
        comment: check=
        comment: escape=`
        From a
    "#]],
    );
}

#[test]
fn an_empty_line_ends_the_directives() {
    check(
        "\n# syntax=a\nFROM a\n",
        &expect![[r#"
        comment: syntax=a
        From a
    "#]],
    );
    check(
        "# syntax=a\n \n# escape=`\nFROM a\n",
        &expect![[r#"
        directive syntax=a
        comment: escape=`
        From a
    "#]],
    );
}

#[test]
fn a_directive_twice_or_a_wrong_escape_is_an_error() {
    check(
        "# escape=x\n# Escape=`\nFROM a\n",
        &expect![[r#"
        directive escape=x
        directive Escape=`
        From a
        error EscapeValue at "x"
        error DuplicateDirective("escape") at "Escape"
    "#]],
    );
    check(
        "# syntax=a\n# syntax=b\n# escape=\\\nFROM a\n",
        &expect![[r#"
        directive syntax=a
        directive syntax=b
        directive escape=\
        From a
        error DuplicateDirective("syntax") at "syntax"
    "#]],
    );
}

#[test]
fn behind_a_shebang_directives_are_still_looked_up() {
    check(
        "#!/usr/bin/env -S docker build -f\n# syntax=a\n# escape=`\nFROM a \\\n AS b\n",
        &expect![[r#"
        directive syntax=a
        comment:!/usr/bin/env -S docker build -f
        comment: escape=`
        From a as b
    "#]],
    );
}

#[test]
fn a_byte_order_mark_is_no_text() {
    check(
        "\u{feff}# syntax=a\nFROM a\n",
        &expect![[r#"
        directive syntax=a
        From a
    "#]],
    );
    check(
        "\u{feff}FROM a\n\u{feff}USER b\n",
        &expect![[r#"
        From a
        Unknown <b>
        error UnknownInstruction at "\u{feff}USER"
    "#]],
    );
}

#[test]
fn comments_and_empty_lines_inside_a_continuation_vanish() {
    check(
        "FROM a\nRUN one \\\n  # why\n\n  && two \\  \n\t\n  && three\n# out\n",
        &expect![[r#"
        comment: why (inside)
        comment: out
        From a
        Run shell "one \\\n  # why\n\n  && two \\  \n\t\n  && three"
    "#]],
    );
    check(
        "ENV a=1 \\\n# why\n  b=2 # no comment\n",
        &expect![[r##"
        comment: why (inside)
        Env a=<1> b=<2> # no comment
        error MissingEquals at "#"
        error MissingEquals at "no"
        error MissingEquals at "comment"
    "##]],
    );
}

#[test]
fn comments_in_scripts_take_the_joined_lines_along() {
    let text = "RUN a \\\n # gone \\\n && b # here \\\n && c\nRUN d\n";
    let file = parse(text);
    let names: Vec<_> =
        file.instructions.iter().flat_map(Instruction::simple_commands).map(SimpleCommand::name).collect();
    assert_eq!(names, ["a", "b", "d"].map(|name| Some(name.to_owned())));
}

#[test]
fn what_continues_a_line() {
    check(
        "RUN a \\ \t\n b\n",
        &expect![[r#"
        Run shell "a \\ \t\n b"
    "#]],
    );
    check(
        "RUN a \\\\\nUSER b\n",
        &expect![[r#"
        Run shell "a \\\\"
        User <b>
    "#]],
    );
    check(
        "RUN a\\\nb\\\n\\\nc\n",
        &expect![[r#"
        Run shell "a\\\nb\\\n\\\nc"
    "#]],
    );
    check(
        "\\\nRUN a\n",
        &expect![[r#"
        Run shell "a"
    "#]],
    );
    check(
        "RUN a \\ # b\nUSER c\n",
        &expect![[r#"
        Run shell "a \\ # b"
        User <c>
    "#]],
    );
    check(
        "RUN a \\",
        &expect![[r#"
        Run shell "a"
    "#]],
    );
    check(
        "RUN a \\\n\n\n",
        &expect![[r#"
        Run shell "a"
    "#]],
    );
    check(
        "ENV a=b\\\nc d\\\n =e\n",
        &expect![[r#"
        Env a=<bc> d =<e>
        error MissingEquals at "d"
        error MissingKey at "=e"
    "#]],
    );
    check(
        "RU\\\nN a\n",
        &expect![[r#"
        Run shell "a"
    "#]],
    );
}

#[test]
fn windows_files() {
    check(
        "\u{feff}# escape=`\r\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\r\nWORKDIR C:\\app\\bin\r\nENV a=C:\\x` y b=`\"\r\nCOPY a\\ C:\\b\\\r\nRUN dir `\r\n  C:\\\r\nSHELL [\"bash\", \"-c\"]\r\nRUN ls\r",
        &expect![[r#"
            directive escape=`
            From mcr.microsoft.com/windows/nanoserver:ltsc2022
            Workdir <C:\app\bin>
            Env a=<C:\x y> b=<">
            Copy <a\> -> <C:\b\>
            Run foreign
            Shell exec ["bash", "-c"]
            Run shell "ls"
        "#]],
    );
}

#[test]
fn white_space_of_any_kind_stands_around_lines() {
    check(
        "\u{a0}\u{2003}FROM a\u{b}AS\u{c}b\u{a0}\n\u{3000}# c\nENV a=1\u{a0}b=2\nRUN a\u{a0}b\n",
        &expect![[r#"
        comment: c
        From a as b
        Env a=<1> b=<2>
        Run shell "a\u{a0}b"
    "#]],
    );
}

#[test]
fn an_unknown_keyword_keeps_its_line() {
    check(
        "foo bar \"baz\n--x\nRun a\n",
        &expect![[r#"
        Unknown <bar> <baz>
        Unknown
        Run shell "a"
        error UnknownInstruction at "foo"
        error UnknownInstruction at "--x"
    "#]],
    );
}

#[test]
fn a_stage_inherits_the_shell_of_the_stage_it_is_built_on() {
    check(
        "FROM a AS base\nSHELL [\"pwsh\", \"-Command\"]\nFROM base\nRUN x\nFROM a\nRUN x\nSHELL [\"/usr/bin/env\", \"bash\", \"-c\"]\nRUN y\n",
        &expect![[r#"
            From a as base
            Shell exec ["pwsh", "-Command"]
            From base
            Run foreign
            From a
            Run shell "x"
            Shell exec ["/usr/bin/env", "bash", "-c"]
            Run shell "y"
        "#]],
    );
}
