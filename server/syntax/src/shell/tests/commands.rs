//! Lists, pipelines, compound and simple commands.

use expect_test::expect;

use super::*;

#[test]
fn lists_and_pipelines() {
    check("a && b || c; d & e\n! f | g |& h", &expect!["‹a› && ‹b› || ‹c› ; ‹d› & ‹e› ⏎ ! ‹f› | ‹g› | ‹h›"]);
    check(
        "a |\n\n b &&\n # why\n c ||\n d",
        &expect![[r#"
        ‹a› | ‹b› && ‹c› || ‹d›
        comment: # why"#]],
    );
    check("time -p make | tee log; time; ! ! a", &expect!["‹make› | ‹tee› ‹log› ; ‹time› ; ! ‹a›"]);
}

#[test]
fn assignments_and_redirections() {
    check(
        "A=1 B+=\"x y\" C= cmd D=2 2>&1 >/dev/null <in >>out &>all &>>more <<<here 3<&0 >&- >|force 4<>both",
        &expect![[
            r#"A=‹1› B+=‹"x y"› C= ‹cmd› ‹D=2› 2>&‹1› >‹/dev/null› <‹in› >>‹out› &>‹all› &>‹more› <<<‹here› 3<&‹0› >&‹-› >|‹force› 4<>‹both›"#
        ]],
    );
    check(
        "E=(1 \"2 3\" $x # why\n 4); F=$(x) G[0]=a H[$i]+=b I[ 0 ]=c; 1A=b",
        &expect![[r#"
        E=‹1"2 3"$x4› ; F=‹$ [‹x›]› G=‹a› H+=‹b› ‹I[› ‹0› ‹]=c› ; ‹1A=b›
        comment: # why"#]],
    );
    check(
        "declare -a list=(a b) && export A=1 B; echo c=(",
        &expect![[r#"
        ‹declare› ‹-a› ‹list=ab› && ‹export› ‹A=1› ‹B› ; ‹echo› ‹c=› subshell []
        error: `(` is never closed at "(""#]],
    );
    check("> only; 2>&1 echo 2&>x a2>y", &expect![">‹only› ; ‹echo› ‹2› ‹a2› 2>&‹1› &>‹x› >‹y›"]);
}

#[test]
fn groups_branches_and_loops() {
    check(
        "if a; then b; elif c; then d; else e; fi >x 2>&1 && { k; l; } >m; (n; o) | p",
        &expect![
            "if [‹a› ;] [‹b› ;] [‹c› ;] [‹d› ;] [‹e› ;] >‹x› 2>&‹1› && group [‹k› ; ‹l› ;] >‹m› ; subshell [‹n› ; ‹o›] | ‹p›"
        ],
    );
    check(
        "for f in 1 \"2 $x\" *; do g; done; while h; do i; done | j; until k\ndo l\ndone <m",
        &expect![[r#"for f in ‹1› ‹"2 $x"› ‹*› [‹g› ;] ; while [‹h› ;] [‹i› ;] | ‹j› ; until [‹k› ⏎] [‹l› ⏎] <‹m›"#]],
    );
    check(
        "for f; do a; done; for f\nin b\ndo c; done; for ((i=0; i<3; i++)); do d; done; select x in 1; { e; }",
        &expect!["for f in  [‹a› ;] ; for f in ‹b› [‹c› ;] ; for ((…)) in  [‹d› ;] ; for x in ‹1› [‹e› ;]"],
    );
}

#[test]
fn cases_with_all_kinds_of_arms() {
    check(
        "case \"$(uname -m)\" in x86_64|amd64) a ;; (arm*) b; c ;& (esac|'d e') ;;& *) echo no; exit 1 ;; esac; f",
        &expect![[
            r#"case ‹"$ [‹uname› ‹-m›]"› ‹x86_64› ‹amd64›: [‹a›] ‹arm*›: [‹b› ; ‹c›] ‹esac› ‹'d e'›: [] ‹*›: [‹echo› ‹no› ; ‹exit› ‹1›] ; ‹f›"#
        ]],
    );
    check(
        "case $x in\n # one\n a) # two\n b\n ;;\n [0-9]|?) c\nesac",
        &expect![[r#"
        case ‹$x› ‹a›: [‹b› ⏎] ‹[0-9]› ‹?›: [‹c› ⏎]
        comment: # one"#]],
    );
    check("x=$(case a in a) echo 1 ;; esac) y", &expect!["x=‹$ [case ‹a› ‹a›: [‹echo› ‹1›]]› ‹y›"]);
}

#[test]
fn functions_tests_and_arithmetic() {
    check(
        "f() { a; }; function g { b; } >c; function h() (d); i ()\nif e; then f; fi",
        &expect![
            "function f group [‹a› ;] ; function g group [‹b› ;] >‹c› ; function h subshell [‹d›] ; function i if [‹e› ;] [‹f› ;]"
        ],
    );
    check(
        "[[ -f x && $y == z* || ( ! $a =~ ^(b|c)$ ) ]] && (( i++ * (2 + 3) )) && ((a) || (b))",
        &expect![
            "test ‹-f› ‹x› ‹$y› ‹==› ‹z*› ‹!› ‹$a› ‹=~› ‹^› ‹b› ‹c› ‹$› && (( i++ * (2 + 3) )) && subshell [subshell [‹a›] || subshell [‹b›]]"
        ],
    );
    check(
        "((a; b) | c); ( (d) ); $((e; f)) $(( (1) + 2 ))",
        &expect!["subshell [subshell [‹a› ; ‹b›] | ‹c›] ; subshell [subshell [‹d›]] ; ‹$((e; f))› ‹$(( (1) + 2 ))›"],
    );
}

#[test]
fn reserved_words_only_where_a_command_starts() {
    check(
        "echo if then fi done; x=if; { echo }; }; A=1 if",
        &expect!["‹echo› ‹if› ‹then› ‹fi› ‹done› ; x=‹if› ; group [‹echo› ‹}› ;] ; A=‹1› ‹if›"],
    );
    check(
        "iffy; do-it; {a,b}; time_it; \\if; 'if'; if\\\n a; th\\\nen b; fi",
        &expect!["‹iffy› ; ‹do-it› ; ‹{a,b}› ; ‹time_it› ; ‹if› ; ‹'if'› ; if [‹a› ;] [‹b› ;]"],
    );
    check("if !(a); then(b)fi;{ c;};!d", &expect!["if [! subshell [‹a›] ;] [subshell [‹b›]] ; group [‹c› ;] ; ‹!d›"]);
}

#[test]
fn heredocs() {
    check(
        "cat <<A >x && y <<-'B'\n$a $(b)\nA\n\tc $d\n\tB\nz",
        &expect![[r#"
        ‹cat› <<‹A› "$a $(b)\n"$a $ [‹b›]
         >‹x› && ‹y› <<-‹'B'› "\tc $d\n" ⏎ ‹z›"#]],
    );
    check(
        "x=$(cat <<A\none\nA\n) && y",
        &expect![[r#"
        x=‹$ [‹cat› <<‹A› "one\n"one
         ⏎]› && ‹y›"#]],
    );
    check(
        "cat <<A | b \\\n c\n`d` \\$e \"f\nA\ng",
        &expect![[r#"
        ‹cat› <<‹A› "`d` \\$e \"f\n"$ [‹d›] $e "f
         | ‹b› ‹c› ⏎ ‹g›"#]],
    );
    check("cat <<\\A <<\"B C\"\n$a\nA\n$b\nB C\nd", &expect![[r#"‹cat› <<‹A› "$a\n" <<‹"B C"› "$b\n" ⏎ ‹d›"#]]);
    let script = parse("cat <<A\n$a $(b c)\nA\nd", TextSize::new(0));
    let names: Vec<_> = script.simple_commands().filter_map(SimpleCommand::name).collect();
    assert_eq!(names, ["cat", "b", "d"]);
}

#[test]
fn comments_stand_where_a_word_could_start() {
    check(
        "# one\na # two\nb#no '#no' # three",
        &expect![[r#"
        ‹a› ⏎ ‹b#no› ‹'#no'›
        comment: # one
        comment: # two
        comment: # three"#]],
    );
    check(
        "(# in\na)#out\n{ b; # c\n}",
        &expect![[r#"
        subshell [‹a›] ⏎ group [‹b› ;]
        comment: #out"#]],
    );
    check(
        "a # one \\\nb",
        &expect![[r#"
        ‹a› ⏎ ‹b›
        comment: # one \"#]],
    );
}

#[test]
fn joined_lines_take_comments_and_quotes_along() {
    let source = "a # one \\\nb 'c\\\nd' \\\r\n\n'e \\\n f' g\\\nh \"i\\\nj\" $'k\\\nl'";
    expect![[r#"
        ‹a› ⏎ ‹'e  f'› ‹gh› ‹"ij"› ‹$'kl'›
        comment: # one \
        b 'c\
        d' \"#]]
    .assert_eq(&picture(&parse_joined(source, TextSize::new(0)), source));
}

#[test]
fn places_say_what_runs_only_sometimes() {
    let script = parse("a; b || c; if d; then e | f; fi; for x in 1; do g $(h); done", TextSize::new(0));
    let seen: Vec<_> = script
        .places()
        .map(|place| {
            (place.command.name().unwrap_or_default(), place.position_in_pipeline, place.depth, place.conditional)
        })
        .collect();
    let expected = [
        ("a", 0, 0, false),
        ("b", 0, 0, false),
        ("c", 0, 0, true),
        ("d", 0, 1, true),
        ("e", 0, 1, true),
        ("f", 1, 1, true),
        ("g", 0, 1, false),
        ("h", 0, 2, false),
    ];
    assert_eq!(
        seen,
        expected.map(|(name, position, depth, conditional)| (name.to_owned(), position, depth, conditional))
    );
}

#[test]
fn chains_group_what_is_joined() {
    let script = parse("a && b || c; d\ne && f", TextSize::new(0));
    assert_eq!(script.chains().iter().map(|chain| chain.len()).collect::<Vec<_>>(), [3, 1, 2]);
}
