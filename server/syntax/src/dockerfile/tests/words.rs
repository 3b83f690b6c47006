//! Pairs, quotes, variables.

use expect_test::expect;

use super::*;

#[test]
fn pairs_old_and_new() {
    check(
        "ENV a=1 b=\"x y\" c='$z' d=e\\ f\nENV old value  with blanks\nENV old \"a b\" c\nLABEL k= l=\"\" \"m n\"='o p'\nENV x\nENV a=1 b\nENV =1\nARG v w=1 x=\"y z\"\nARG =1\n",
        &expect![[r#"
            Env a=<1> b=<x y> c=<$z> d=<e f>
            Env legacy old=<value  with blanks>
            Env legacy old=<a b c>
            Label k=<> l=<> m n=<o p>
            Env legacy x
            Env a=<1> b
            Env =<1>
            Arg v w=<1> x=<y z>
            Arg =<1>
            error MissingValue at "x"
            error MissingEquals at "b"
            error MissingKey at "=1"
            error MissingKey at "=1"
        "#]],
    );
    check(
        "ENV a=b=c d\\=e=f\nENV a\\ b c\nENV \"a b\" c=d\nENV a 'b=c'\nLABEL a.b=c d\n",
        &expect![[r#"
            Env a=<b=c> d=<e=f>
            Env legacy a=<b c>
            Env legacy a=<b c=d>
            Env legacy a=<b=c>
            Label a.b=<c> d
            error UnterminatedQuote('"') at "\"a"
            error UnterminatedQuote('"') at "\" c=d"
            error MissingEquals at "d"
        "#]],
    );
}

#[test]
fn escapes() {
    check(
        "ENV a=\\\"b\\\" c=\"d\\\"e\\f\\$g\\\\\" h='i\\' j=\\k l=m\\",
        &expect![[r#"
        Env a=<"b"> c=<d"e\f$g\> h=<i\> j=<k> l=<m>
    "#]],
    );
}

#[test]
fn quotes_that_never_close_are_errors_where_they_open() {
    check(
        "LABEL a=\"b c\nUSER x\nENV a=it's b=c\nWORKDIR \"/a\nCOPY it's /b\nCOPY [\"it's\", \"/b\"]\nMAINTAINER it's\nRUN it's\n",
        &expect![[r#"
            Label a=<b c>
            User <x>
            Env a=<its b=c>
            Workdir </a>
            Copy <its> -> </b>
            Copy json <its> -> </b>
            Maintainer <it's>
            Run shell "it's"
            error UnterminatedQuote('"') at "\"b c"
            error UnterminatedQuote('\'') at "'s b=c"
            error UnterminatedQuote('"') at "\"/a"
            error UnterminatedQuote('\'') at "'s"
            error UnterminatedQuote('\'') at "'s"
        "#]],
    );
}

#[test]
fn variables_in_all_their_forms() {
    let file = parse("FROM a\nENV x=$a\"${b:-${c}}\"'$d'\\$e${f%%/*}$1 y=${g+\"h}\"} z=${i/j/k}$l-\"${m:?n $o}\"\n");
    let names: Vec<String> = file.instructions[1]
        .variables()
        .iter()
        .map(|variable| {
            let modifier = variable.modifier.as_ref().map(|modifier| modifier.operator.clone()).unwrap_or_default();
            format!("{}{modifier}", variable.name.text)
        })
        .collect();
    assert_eq!(names, ["a", "b:-", "c", "f%%", "g+", "i/", "l", "m:?", "o"]);
    assert_eq!(file.errors, []);
}

#[test]
fn variables_that_are_none_of_the_builders() {
    check(
        "ENV a=${b} c=${} d=${{e} f=${:g} h=${i:0:1} j=${k^^} l=${#m} n=${o:} p=${q/r} s=${t[0]} u=${ v}\n",
        &expect![[r#"
            Env a=<${b}> c=<${}> d=<${}> f=<${}> h=<${i}> j=<${k}> l=<${#}> n=<${o}> p=<${q}> s=<${t}> u=<${}> v}
            error BadSubstitution at "${"
            error BadSubstitution at "${"
            error BadSubstitution at "${"
            error UnsupportedModifier(":0") at ":0"
            error UnsupportedModifier("^") at "^"
            error UnsupportedModifier("m") at "m"
            error UnsupportedModifier(":") at ":"
            error UnsupportedModifier("/") at "/"
            error UnsupportedModifier("[") at "["
            error UnterminatedVariable at "${"
            error MissingEquals at "v}"
        "#]],
    );
    check(
        "WORKDIR ${a\nWORKDIR \"${b:-c\nWORKDIR ${\n",
        &expect![[r#"
        Workdir <${a}>
        Workdir <${b}>
        Workdir <${}>
        error UnterminatedVariable at "${a"
        error UnterminatedQuote('"') at "\"${b:-c"
        error UnterminatedVariable at "${b:-c"
        error UnterminatedVariable at "${"
    "#]],
    );
    check(
        "WORKDIR $/$1/$?/$$/${1}/${?}\n",
        &expect![[r#"
        Workdir <$/$1/$?/$$/${1}/${?}>
    "#]],
    );
}
