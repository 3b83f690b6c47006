//! What the reader makes of scripts, whole and broken.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use text_size::TextRange;

/// A compact picture: brackets for constructs, `|` for pipes, words separated by blanks.
fn dump(source: &str) -> String {
    let script = parse(source, TextSize::new(0));
    let mut out = String::new();
    list(&script, &mut out);
    for error in &script.errors {
        let _ = write!(out, "\nerror: {} at {:?}", error.message, &source[error.range]);
    }
    out
}

fn list(script: &Script, out: &mut String) {
    for (index, statement) in script.statements.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        pipeline(&statement.pipeline, out);
        if let Some(separator) = &statement.separator {
            out.push_str(match separator.kind {
                SeparatorKind::And => " &&",
                SeparatorKind::Or => " ||",
                SeparatorKind::Semicolon => " ;",
                SeparatorKind::Newline => " ⏎",
                SeparatorKind::Background => " &",
            });
        }
    }
}

fn pipeline(pipeline: &Pipeline, out: &mut String) {
    out.push_str(if pipeline.negated { "!" } else { "" });
    for (index, command) in pipeline.commands.iter().enumerate() {
        out.push_str(if index > 0 { " | " } else { "" });
        match &command.kind {
            CommandKind::Simple(simple) => {
                let assignments = simple.assignments.iter().map(|assignment| {
                    format!(
                        "{}={}",
                        assignment.name.text,
                        assignment.value.as_ref().map(Word::display).unwrap_or_default()
                    )
                });
                let words = simple.words.iter().map(|word| format!("‹{}›", word.display()));
                let redirections = simple.redirections.iter().map(redirection);
                out.push_str(&assignments.chain(words).chain(redirections).collect::<Vec<_>>().join(" "));
            }
            CommandKind::Group(body) => block("group", [body], out),
            CommandKind::Subshell(body) => block("subshell", [body], out),
            CommandKind::If { branches, otherwise } => {
                block("if", branches.iter().flat_map(|branch| [&branch.condition, &branch.body]).chain(otherwise), out);
            }
            CommandKind::Loop { kind, condition, body } => block(&format!("{kind:?}"), [condition, body], out),
            CommandKind::For { variable, words, body } => {
                let words: Vec<String> = words.iter().map(Word::display).collect();
                let name = variable.as_ref().map_or("", |name| &name.text);
                block(&format!("for {name} in {}", words.join(" ")), [body], out);
            }
            CommandKind::Case { subject, arms } => {
                let _ = write!(out, "case {}", subject.as_ref().map(Word::display).unwrap_or_default());
                for arm in arms {
                    let patterns: Vec<String> = arm.patterns.iter().map(Word::display).collect();
                    block(&format!(" {}", patterns.join("|")), [&arm.body], out);
                }
            }
            CommandKind::Function { name, body } => {
                let _ = write!(out, "function {} ", name.text);
                pipeline_of(body, out);
            }
            CommandKind::Test { words } => {
                let words: Vec<String> = words.iter().map(Word::display).collect();
                let _ = write!(out, "test {}", words.join(" "));
            }
            CommandKind::Arithmetic(_) => out.push_str("arithmetic"),
        }
        for it in &command.redirections {
            let _ = write!(out, " {}", redirection(it));
        }
    }
}

fn pipeline_of(command: &Command, out: &mut String) {
    let single =
        Pipeline { range: TextRange::default(), negated: false, commands: vec![command.clone()], pipes: Vec::new() };
    pipeline(&single, out);
}

fn block<'a>(name: &str, scripts: impl IntoIterator<Item = &'a Script>, out: &mut String) {
    out.push_str(name);
    for script in scripts {
        out.push_str(" [");
        list(script, out);
        out.push(']');
    }
}

fn redirection(it: &Redirection) -> String {
    let target = it.target.as_ref().map(Word::display).unwrap_or_default();
    format!("{:?}({target})", it.kind)
}

#[track_caller]
fn check(source: &str, expected: &Expect) {
    expected.assert_eq(&dump(source));
}

#[test]
fn lists_and_pipelines() {
    check("a && b || c; d & e\n! f | g |& h", &expect![]);
}

#[test]
fn words_and_quotes() {
    check(r#"echo a"b $c"'d $e'\ f ${g:-"h i"} $'x\ny' $(date +%s) `id -u` $((1+2)) *.txt ~/x "$@""#, &expect![]);
}

#[test]
fn continuations_join_words_and_lines() {
    check("apt-get in\\\nstall \\\n  a \\\r\n b", &expect![]);
}

#[test]
fn assignments_and_redirections() {
    check("A=1 B+=\"x y\" C= cmd D=2 2>&1 >/dev/null <in >>out &>all <<<here 3<&0; E=(1 2 3); F=$(x)", &expect![]);
}

#[test]
fn compound_commands() {
    check(
        "if a; then b; elif c; then d; else e; fi && for f in 1 2; do g; done; while h; do i; done | j; { k; l; } >m; (n; o)",
        &expect![],
    );
}

#[test]
fn case_with_all_kinds_of_arms() {
    check("case \"$(uname -m)\" in x86_64|amd64) a ;; (arm*) b; c ;; *) echo no; exit 1 ;; esac; d", &expect![]);
}

#[test]
fn functions_tests_and_arithmetic() {
    check(
        "f() { a; }; function g { b; }\n[[ -f x && $y == z* ]] && (( i++ )); for ((i=0;i<3;i++)); do c; done",
        &expect![],
    );
}

#[test]
fn reserved_words_only_where_a_command_starts() {
    check("echo if then fi done; x=if; { echo }; }", &expect![]);
}

#[test]
fn case_inside_a_substitution() {
    check("x=$(case a in a) echo 1 ;; esac) y", &expect![]);
}

#[test]
fn heredocs() {
    check("cat <<A >x && y <<-'B'\n$a $(b)\nA\n\tc $d\n\tB\nz", &expect![]);
    let script = parse("cat <<A\n$a $(b c)\nA\nd", TextSize::new(0));
    let names: Vec<_> = script.simple_commands().filter_map(SimpleCommand::name).collect();
    assert_eq!(names, ["cat", "b", "d"]);
}

#[test]
fn comments() {
    check("# one\na # two\nb#no '#no' # three", &expect![]);
}

#[test]
fn what_is_left_open_is_said_and_the_rest_kept() {
    check("a && b \"c", &expect![]);
    check("a; if b; then c", &expect![]);
    check("a $(b; c", &expect![]);
    check("a; for x in 1 2", &expect![]);
    check("a; case x in y) b", &expect![]);
    check("a |", &expect![]);
    check("a ) b ;; c } fi", &expect![]);
    check("cat <<EOF\nx", &expect![]);
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

const SAMPLES: [&str; 12] = [
    "set -eux; apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*",
    "if [ \"$TARGETARCH\" = amd64 ]; then url=x; elif [ -z \"$y\" ]; then url=z; else exit 1; fi; curl -fsSL \"$url\" | tar xz -C /opt",
    "for key in 0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D; do gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys \"$key\" || true; done",
    "cat <<EOF > /etc/x\nname=$NAME\n$(date)\nEOF\nchmod +x /etc/x",
    "arch=\"$(dpkg --print-architecture)\"; case \"${arch##*-}\" in amd64) a ;; arm64) b ;; *) echo >&2 \"no\"; exit 1 ;; esac",
    "useradd -r -u 10001 app \\\n && mkdir -p /srv \\\n && chown -R app:app /srv",
    "( cd /tmp && make -j\"$(nproc)\" ) > /dev/null 2>&1",
    "while read -r line; do echo \"$line\"; done < <(grep -v '^#' list.txt)",
    "f() { local a=\"$1\"; shift; \"$a\" \"$@\"; }; f echo hi",
    "[ -n \"${X:-}\" ] && echo ${X%%/*} ${#X} ${X//a/b} ${arr[0]} $? $$ $1",
    "echo $((2 * (3 + 4))) $( (a) ) `b \\`c\\``",
    "python3 - <<'PY'\nprint('$x')\nPY",
];

#[test]
fn a_script_cut_anywhere_keeps_the_commands_before_the_cut() {
    for sample in SAMPLES {
        let whole = parse(sample, TextSize::new(0));
        for (cut, _) in sample.char_indices() {
            let part = parse(&sample[..cut], TextSize::new(0));
            assert!(usize::from(part.range.end()) == cut);
            // A top-level statement is finished once its separator is there.
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
        "for a in b; do ",
        "<<A ",
        "<<A\n",
        "'",
        "\"",
        "$((",
        "a | ",
        "! ",
    ] {
        let source = piece.repeat(50_000);
        let script = parse(&source, TextSize::new(0));
        assert_eq!(usize::from(script.range.end()), source.len(), "{piece}");
    }
}

fn shell_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b ",
        " ",
        "\n",
        "\\\n",
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
        "é",
        "\\",
        ":-",
        "!",
        "function ",
    ]);
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_range_is_text(source in shell_text()) {
        let script = parse(&source, TextSize::new(0));
        prop_assert_eq!(usize::from(script.range.end()), source.len());
        for command in script.simple_commands() {
            let mut end = command.range.start();
            for word in &command.words {
                prop_assert!(source.get(std::ops::Range::<usize>::from(word.range)).is_some());
                prop_assert!(word.range.start() >= end);
                end = word.range.end();
            }
        }
        for error in &script.errors {
            prop_assert!(source.get(std::ops::Range::<usize>::from(error.range)).is_some());
        }
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
