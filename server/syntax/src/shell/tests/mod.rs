//! What the reader makes of scripts, whole and broken.

mod broken;
mod commands;
mod properties;
mod words;

use std::fmt::Write as _;

use expect_test::Expect;

use super::*;

/// Scripts as Dockerfiles have them.
const SAMPLES: [&str; 16] = [
    include_str!("../samples/architecture.sh"),
    include_str!("../samples/arrays.sh"),
    include_str!("../samples/branches.sh"),
    include_str!("../samples/build.sh"),
    include_str!("../samples/config.sh"),
    include_str!("../samples/expansions.sh"),
    include_str!("../samples/function.sh"),
    include_str!("../samples/install.sh"),
    include_str!("../samples/keys.sh"),
    include_str!("../samples/loop.sh"),
    include_str!("../samples/nested.sh"),
    include_str!("../samples/patterns.sh"),
    include_str!("../samples/python.sh"),
    include_str!("../samples/release.sh"),
    include_str!("../samples/subshell.sh"),
    include_str!("../samples/user.sh"),
];

/// A compact picture: brackets for constructs, `|` for pipes, words between angles, then comments and mistakes.
fn dump(source: &str) -> String {
    picture(&parse(source, TextSize::new(0)), source)
}

fn picture(script: &Script, source: &str) -> String {
    let mut out = String::new();
    list(script, source, &mut out);
    for range in &script.comments {
        let _ = write!(out, "\ncomment: {}", &source[*range]);
    }
    for error in &script.errors {
        let _ = write!(out, "\nerror: {} at {:?}", error.message, &source[error.range]);
    }
    out
}

fn list(script: &Script, source: &str, out: &mut String) {
    for (index, statement) in script.statements.iter().enumerate() {
        out.push_str(if index > 0 { " " } else { "" });
        out.push_str(if statement.pipeline.negated { "! " } else { "" });
        for (index, it) in statement.pipeline.commands.iter().enumerate() {
            out.push_str(if index > 0 { " | " } else { "" });
            command(it, source, out);
        }
        let separator = statement.separator.map(|separator| match separator.kind {
            SeparatorKind::And => " &&",
            SeparatorKind::Or => " ||",
            SeparatorKind::Semicolon => " ;",
            SeparatorKind::Newline => " ⏎",
            SeparatorKind::Background => " &",
        });
        out.push_str(separator.unwrap_or_default());
    }
}

fn command(command: &Command, source: &str, out: &mut String) {
    let all = |words: &[Word]| words.iter().map(|it| word(it, source)).collect::<Vec<_>>().join(" ");
    match &command.kind {
        CommandKind::Simple(simple) => {
            let assignments = simple.assignments.iter().map(|assignment| {
                let operator = if assignment.append { "+=" } else { "=" };
                let value = assignment.value.as_ref().map(|it| word(it, source)).unwrap_or_default();
                format!("{}{operator}{value}", assignment.name.text)
            });
            let words = simple.words.iter().map(|it| word(it, source));
            let redirections = simple.redirections.iter().map(|it| redirection(it, source));
            out.push_str(&assignments.chain(words).chain(redirections).collect::<Vec<_>>().join(" "));
        }
        CommandKind::Group(body) => block("group", [body], source, out),
        CommandKind::Subshell(body) => block("subshell", [body], source, out),
        CommandKind::If { branches, otherwise } => {
            let scripts = branches.iter().flat_map(|branch| [&branch.condition, &branch.body]);
            block("if", scripts.chain(otherwise), source, out);
        }
        CommandKind::Loop { kind: LoopKind::While, condition, body } => block("while", [condition, body], source, out),
        CommandKind::Loop { kind: LoopKind::Until, condition, body } => block("until", [condition, body], source, out),
        CommandKind::For { variable, words, body } => {
            let name = variable.as_ref().map_or("((…))", |name| &name.text);
            block(&format!("for {name} in {}", all(words)), [body], source, out);
        }
        CommandKind::Case { subject, arms } => {
            let _ = write!(out, "case {}", subject.as_ref().map(|it| word(it, source)).unwrap_or_default());
            for arm in arms {
                block(&format!(" {}:", all(&arm.patterns)), [&arm.body], source, out);
            }
        }
        CommandKind::Function { name, body } => {
            let _ = write!(out, "function {} ", name.text);
            self::command(body, source, out);
        }
        CommandKind::Test { words } => {
            let _ = write!(out, "test {}", all(words));
        }
        CommandKind::Arithmetic(range) => out.push_str(&source[*range]),
    }
    for it in &command.redirections {
        let _ = write!(out, " {}", redirection(it, source));
    }
}

fn block<'a>(name: &str, scripts: impl IntoIterator<Item = &'a Script>, source: &str, out: &mut String) {
    out.push_str(name);
    for script in scripts {
        out.push_str(" [");
        list(script, source, out);
        out.push(']');
    }
}

fn redirection(it: &Redirection, source: &str) -> String {
    let symbol = match it.kind {
        RedirectionKind::Read => "<",
        RedirectionKind::Write => ">",
        RedirectionKind::Append => ">>",
        RedirectionKind::ReadWrite => "<>",
        RedirectionKind::Clobber => ">|",
        RedirectionKind::DuplicateIn => "<&",
        RedirectionKind::DuplicateOut => ">&",
        RedirectionKind::WriteBoth => "&>",
        RedirectionKind::Heredoc { strip_tabs: false } => "<<",
        RedirectionKind::Heredoc { strip_tabs: true } => "<<-",
        RedirectionKind::HereString => "<<<",
    };
    let descriptor = it.descriptor.map(|range| &source[range]).unwrap_or_default();
    let body = it.body.as_ref().map(|body| format!(" {:?}{}", &source[body.range], parts(&body.parts, source)));
    let target = it.target.as_ref().map(|it| word(it, source)).unwrap_or_default();
    format!("{descriptor}{symbol}{target}{}", body.unwrap_or_default())
}

fn word(word: &Word, source: &str) -> String {
    format!("‹{}›", parts(&word.parts, source))
}

/// The parts of a word: text as it is, what is quoted or expanded in its marks.
fn parts(parts: &[WordPart], source: &str) -> String {
    let mut out = String::new();
    for part in parts {
        match &part.kind {
            WordPartKind::Literal(text) => out.push_str(text),
            WordPartKind::SingleQuoted(text) => out.push_str(&format!("'{text}'")),
            WordPartKind::AnsiC(text) => out.push_str(&format!("$'{}'", text.escape_debug())),
            WordPartKind::DoubleQuoted(inner) => out.push_str(&format!("\"{}\"", self::parts(inner, source))),
            WordPartKind::Variable(variable) => {
                let operator = variable.operator.as_ref().map_or("", |(operator, _)| operator);
                let argument = self::parts(&variable.argument, source);
                let (open, close) = if variable.braced { ("${", "}") } else { ("$", "") };
                out.push_str(&[open, &variable.name.text, operator, &argument, close].concat());
            }
            WordPartKind::Command(script) => block("$", [&**script], source, &mut out),
            WordPartKind::Process(script) => block("<", [&**script], source, &mut out),
            WordPartKind::Arithmetic(inner) => out.push_str(&format!("$(({}))", self::parts(inner, source))),
            WordPartKind::Glob(character) => out.push(*character),
            WordPartKind::Tilde => out.push('~'),
        }
    }
    out
}

#[track_caller]
fn check(source: &str, expected: &Expect) {
    expected.assert_eq(&dump(source));
}
