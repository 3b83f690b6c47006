//! Scripts that are still being typed, or never will be right.

use expect_test::expect;

use super::*;

#[test]
fn quotes_and_expansions_left_open() {
    check(
        "a && b \"c",
        &expect![[r#"
        ‹a› && ‹b› ‹"c"›
        error: `"` is never closed at "\"""#]],
    );
    check(
        "a && b 'c $(d)",
        &expect![[r#"
        ‹a› && ‹b› ‹'c $(d)'›
        error: `'` is never closed at "'""#]],
    );
    check(
        "a $'b",
        &expect![[r#"
        ‹a› ‹$'b'›
        error: `$'` is never closed at "$'""#]],
    );
    check(
        "a $(b; c",
        &expect![[r#"
        ‹a› ‹$ [‹b› ; ‹c›]›
        error: `(` is never closed at "$(""#]],
    );
    check(
        "a `b; c",
        &expect![[r#"
        ‹a› ‹$ [‹b› ; ‹c›]›
        error: a backquote is never closed at "`""#]],
    );
    check(
        "a $((1 + ; b",
        &expect![[r#"
        ‹a› ‹$((1 + ))› ; ‹b›
        error: `$((` is never closed at "$((""#]],
    );
    check(
        "a \"$((1 + \" b",
        &expect![[r#"
        ‹a› ‹"$((1 + ))"› ‹b›
        error: `$((` is never closed at "$((""#]],
    );
    check(
        "a \"${b\" && c",
        &expect![[r#"
        ‹a› ‹"${b}"› && ‹c›
        error: `${` is never closed at "${b""#]],
    );
    check(
        "a ${b && c",
        &expect![[r#"
        ‹a› ‹${b}› && ‹c›
        error: `${` is never closed at "${b""#]],
    );
    check(
        "a ${b:-c && d",
        &expect![[r#"
        ‹a› ‹${b:-c && d}›
        error: `${` is never closed at "${""#]],
    );
    check("a ${} ${b.c} ${-} ${:x}", &expect!["‹a› ‹${}› ‹${b.c}› ‹${-}› ‹${:x}›"]);
    check(
        "a <(b",
        &expect![[r#"
        ‹a› ‹< [‹b›]›
        error: `(` is never closed at "<(""#]],
    );
}

#[test]
fn constructs_left_open() {
    check(
        "a; if b; then c",
        &expect![[r#"
        ‹a› ; if [‹b› ;] [‹c›]
        error: `if` without `fi` at "if""#]],
    );
    check(
        "a; if b; c; fi; d",
        &expect![[r#"
        ‹a› ; if [‹b› ; ‹c› ;] [] ; ‹d›
        error: `if` without `then` at "if""#]],
    );
    check(
        "a; if b",
        &expect![[r#"
        ‹a› ; if [‹b›] []
        error: `if` without `then` at "if""#]],
    );
    check(
        "a; for x in 1 2",
        &expect![[r#"
        ‹a› ; for x in ‹1› ‹2› []
        error: `for` without `do` at "for""#]],
    );
    check(
        "a; for x in 1 2; b; done; c",
        &expect![[r#"
        ‹a› ; for x in ‹1› ‹2› [‹b› ;] ; ‹c›
        error: `for` without `do` at "for""#]],
    );
    check(
        "a; while b",
        &expect![[r#"
        ‹a› ; while [‹b›] []
        error: a loop without `do` at "while""#]],
    );
    check(
        "a; while b; done; c",
        &expect![[r#"
        ‹a› ; while [‹b› ;] [] ; ‹c›
        error: a loop without `do` at "while""#]],
    );
    check(
        "a; case x in y) b",
        &expect![[r#"
        ‹a› ; case ‹x› ‹y›: [‹b›]
        error: `case` without `esac` at "case""#]],
    );
    check(
        "a; case x in y",
        &expect![[r#"
        ‹a› ; case ‹x› ‹y›: []
        error: `case` without `esac` at "case""#]],
    );
    check(
        "a; case x",
        &expect![[r#"
        ‹a› ; case ‹x›
        error: `case` without `in` at "case""#]],
    );
    check(
        "a; case x in y b ;; esac; c",
        &expect![[r#"
        ‹a› ; case ‹x› ‹y›: [‹b›] ; ‹c›
        error: a `case` arm without `)` at "y""#]],
    );
    check(
        "a; { b; c",
        &expect![[r#"
        ‹a› ; group [‹b› ; ‹c›]
        error: `{` is never closed at "{""#]],
    );
    check(
        "a; (b; c",
        &expect![[r#"
        ‹a› ; subshell [‹b› ; ‹c›]
        error: `(` is never closed at "(""#]],
    );
    check(
        "a; [[ -f b; c",
        &expect![[r#"
        ‹a› ; test ‹-f› ‹b› ; ‹c›
        error: `[[` is never closed at "[[""#]],
    );
    check(
        "a; f()",
        &expect![[r#"
        ‹a› ; function f group []
        error: a function without a body at """#]],
    );
    check(
        "a; x=(b",
        &expect![[r#"
        ‹a› ; x=‹b›
        error: `(` is never closed at "(""#]],
    );
}

#[test]
fn an_inner_construct_left_open_does_not_take_the_outer_one_along() {
    check(
        "if a; then (b; fi; c",
        &expect![[r#"
        if [‹a› ;] [subshell [‹b› ;]] ; ‹c›
        error: `(` is never closed at "(""#]],
    );
    check(
        "for x in 1; do if a; then b; done; c",
        &expect![[r#"
        for x in ‹1› [if [‹a› ;] [‹b› ;]] ; ‹c›
        error: `if` without `fi` at "if""#]],
    );
    check(
        "{ while a; do b; }; c",
        &expect![[r#"
        group [while [‹a› ;] [‹b› ;]] ; ‹c›
        error: a loop without `done` at "while""#]],
    );
    check(
        "case x in a) if b; then c ;; d) e ;; esac; f",
        &expect![[r#"
        case ‹x› ‹a›: [if [‹b› ;] [‹c›]] ‹d›: [‹e›] ; ‹f›
        error: `if` without `fi` at "if""#]],
    );
    check(
        "x=$(if a; then b) && c",
        &expect![[r#"
        x=‹$ [if [‹a› ;] [‹b›]]› && ‹c›
        error: `if` without `fi` at "if""#]],
    );
}

#[test]
fn what_stands_where_nothing_can() {
    check(
        "a |",
        &expect![[r#"
        ‹a›
        error: nothing behind the pipe at "|""#]],
    );
    check(
        "a ) b ;; c } fi",
        &expect![[r#"
        ‹a› ‹b› ‹c› ‹}› ‹fi›
        error: unexpected here at ")"
        error: unexpected here at ";;""#]],
    );
    check(
        "fi; a; done && b",
        &expect![[r#"
        ‹a› ; ‹b›
        error: this closes nothing at "fi"
        error: this closes nothing at "done""#]],
    );
    check(
        "&& a; ; b || || c",
        &expect![[r#"
        ‹a› ; ‹b› || ‹c›
        error: unexpected here at "&&"
        error: unexpected here at ";"
        error: unexpected here at "||""#]],
    );
    check(
        "a > ; b <",
        &expect![[r#"
        ‹a› > ; ‹b› <
        error: a redirection to nowhere at ">"
        error: a redirection to nowhere at "<""#]],
    );
    check(
        "then a\nb",
        &expect![[r#"
        ‹a› ⏎ ‹b›
        error: this closes nothing at "then""#]],
    );
}

#[test]
fn heredocs_that_never_end() {
    check("cat <<EOF\nx", &expect![[r#"‹cat› <<‹EOF› "x"x ⏎"#]]);
    check("cat <<EOF", &expect!["‹cat› <<‹EOF›"]);
    check(
        "cat << ; a\nb",
        &expect![[r#"
        ‹cat› << ; ‹a› ⏎ ‹b›
        error: a redirection to nowhere at "<<""#]],
    );
    check(
        "cat <<A <<B\nx\nA",
        &expect![[r#"
        ‹cat› <<‹A› "x\n"x
         <<‹B› "" ⏎"#]],
    );
}

#[test]
fn a_script_cut_anywhere_keeps_the_commands_before_the_cut() {
    for sample in SAMPLES.iter().map(|sample| sample.trim_end()) {
        let whole = parse(sample, TextSize::new(0));
        assert_eq!(whole.errors, [], "{sample}");
        for (cut, _) in sample.char_indices() {
            let part = parse(&sample[..cut], TextSize::new(0));
            assert_eq!(usize::from(part.range.end()), cut);
            // A top-level statement is finished once its separator and the heredocs of its line are there.
            for statement in &whole.statements {
                let Some(separator) = statement.separator else { continue };
                if usize::from(separator.range.end()) < cut && !sample.contains("<<") {
                    assert!(part.statements.contains(statement), "{sample:?} cut at {cut}");
                }
            }
        }
    }
}

#[test]
fn nesting_without_end_neither_overflows_nor_takes_long() {
    for piece in [
        "$(",
        "(",
        "{ ",
        "`",
        "${a:-",
        "if ",
        "while ",
        "case x in y) ",
        "f() ",
        "\"$(",
        "((",
        "[[ ",
        "<(",
        "x=(",
        "x[",
        "for a in b; do ",
        "<<A ",
        "<<A\n",
        "<(<<A",
        "$(<<A\n",
        "$(<<A \"\n",
        "`<<A '\n",
        "'",
        "\"",
        "$((",
        "((a) ",
        "$((a) ",
        "@(",
        "a | ",
        "! ",
        "\\\n",
        "a\\\n",
        "a \\\n",
        ") ",
        "fi; ",
        "$'",
        "1",
        "#",
    ] {
        let source = piece.repeat(50_000);
        let script = parse(&source, TextSize::new(0));
        assert_eq!(usize::from(script.range.end()), source.len(), "{piece}");
        assert!(script.places().all(|place| place.depth <= 2 * cursor::DEPTH_LIMIT), "{piece}");
    }
}
