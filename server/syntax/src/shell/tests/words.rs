//! Words: quotes, expansions, substitutions.

use expect_test::expect;

use super::*;

#[test]
fn quotes() {
    check(
        r#"a"b $c"'d $e'\ f "g\"h\$i\j\\" '' "" \' \" $"k" $'l\'m\n\x41\101\u00e9\q'"#,
        &expect![[r#"‹a"b $c"'d $e' f› ‹"g"h$i\j\"› ‹''› ‹""› ‹'› ‹"› ‹"k"› ‹$'l\'m\nAAé\\q'›"#]],
    );
}

#[test]
fn variables() {
    check(
        r#"$a ${b} $1 $10 ${10} $? $$ $! $# $@ "$*" $- $ $% "$" a$b.c ${d}e"#,
        &expect![[
            r#"‹$a› ‹${b}› ‹$1› ‹$10› ‹${10}› ‹$?› ‹$$› ‹$!› ‹$#› ‹$@› ‹"$*"› ‹$-› ‹$› ‹$%› ‹"$"› ‹a$b.c› ‹${d}e›"#
        ]],
    );
    check(
        r#"${a:-b c} ${a-"d e"} ${a:=f} ${a:+$g} ${a:?h} ${#a} ${!a} ${#} ${#@} ${a:1:2} ${a: -1}"#,
        &expect![[
            r#"‹${a:-b c}› ‹${a-"d e"}› ‹${a:=f}› ‹${a:+$g}› ‹${a:?h}› ‹${a#}› ‹${a!}› ‹${#}› ‹${@#}› ‹${a:1:2}› ‹${a: -1}›"#
        ]],
    );
    check(
        r#"${a#*/} ${a##*/} ${a%.*} ${a%%\}} ${a/b/c} ${a//\/} ${a^^} ${a,} ${a[0]} ${a[@]} ${#a[@]} ${a@Q}"#,
        &expect![
            "‹${a#*/}› ‹${a##*/}› ‹${a%.*}› ‹${a%%}}› ‹${a/b/c}› ‹${a///}› ‹${a^^}› ‹${a,}› ‹${a[0]}› ‹${a[@]}› ‹${a[@]}› ‹${a@Q}›"
        ],
    );
    check(
        r#"${a:-'}'} "${a:-'}"'}' "${a%'}'}" "${a:-"b"}" ${a:-${b:-$(c)}} ${a//$'\n'/ }"#,
        &expect![[r#"‹${a:-'}'}› ‹"${a:-'}"'}'› ‹"${a%'}'}"› ‹"${a:-"b"}"› ‹${a:-${b:-$ [‹c›]}}› ‹${a//$'\n'/ }›"#]],
    );
}

#[test]
fn substitutions() {
    check(
        r#"$(a "$(b)") `c \`d\`` "e `f "g"`" <(h) >(i) $((1 + (2 * $j))) $(( $(k) )) $( (l) )"#,
        &expect![[
            r#"‹$ [‹a› ‹"$ [‹b›]"›]› ‹$ [‹c› ‹$ [‹d›]›]› ‹"e $ [‹f› ‹"g"›]"› ‹< [‹h›]› ‹< [‹i›]› ‹$((1 + (2 * $j)))› ‹$(( $ [‹k›] ))› ‹$ [subshell [‹l›]]›"#
        ]],
    );
    check(
        "$(a # b )\n) $(<c) $(d;) \"$(e \")\")\"",
        &expect![[r#"‹$ [‹a› ⏎]› ‹$ [<‹c›]› ‹$ [‹d› ;]› ‹"$ [‹e› ‹")"›]"›"#]],
    );
}

#[test]
fn globs_tildes_and_braces() {
    check(
        "*.txt [a-z]? ~/x ~root a~ a=~/b {c,d}.e \\* '*' @(a|b*)c !(d e) +([0-9]) ?($f)",
        &expect![
            "‹*.txt› ‹[a-z]?› ‹~/x› ‹~root› ‹a~› ‹a=~/b› ‹{c,d}.e› ‹*› ‹'*'› ‹@(a|b*)c› ‹!(d e)› ‹+([0-9])› ‹?($f)›"
        ],
    );
}

#[test]
fn continuations_join_words_and_lines() {
    check("apt-get in\\\nstall \\\n  a \\\r\n b\\\n c", &expect!["‹apt-get› ‹install› ‹a› ‹b› ‹c›"]);
}

#[test]
fn a_word_ends_before_the_continuation_behind_it() {
    let source = "a\\\n b\"c\\\n\" \\\n";
    let script = parse(source, TextSize::new(0));
    let words: Vec<_> = script.simple_commands().flat_map(|it| &it.words).map(|word| &source[word.range]).collect();
    assert_eq!(words, ["a", "b\"c\\\n\""]);
}

#[test]
fn words_say_their_value_when_they_have_one() {
    let script = parse(r#"a\ b"c"'d'$'e' ~/[f]* "$g" h${i:-j$k} $(l)"#, TextSize::new(0));
    let words: Vec<_> = script.statements[0].pipeline.commands[0].simple_words().collect();
    let said: Vec<_> = words.iter().map(|word| (word.literal(), word.display(), word.variables().len())).collect();
    let expected = [
        (Some("a bcde"), "a bcde", 0),
        (Some("~/[f]*"), "~/[f]*", 0),
        (None, "$g", 1),
        (None, "h${i}", 2),
        (None, "$(…)", 0),
    ];
    assert_eq!(said, expected.map(|(literal, display, count)| (literal.map(str::to_owned), display.to_owned(), count)));
}

impl Command {
    fn simple_words(&self) -> impl Iterator<Item = &Word> {
        let simple = if let CommandKind::Simple(simple) = &self.kind { Some(simple) } else { None };
        simple.into_iter().flat_map(|simple| &simple.words)
    }
}
