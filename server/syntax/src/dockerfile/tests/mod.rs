//! What the reader makes of the forms a Dockerfile can take.

mod commands;
mod heredocs;
mod lines;
mod operations;
mod properties;
mod words;

use std::fmt::Write as _;

use expect_test::Expect;

use super::*;

/// A compact picture of a file: an instruction a line, its parts behind it.
fn dump(text: &str) -> String {
    let file = parse(text);
    let mut out = String::new();
    for directive in &file.directives {
        let _ = writeln!(out, "directive {}={}", directive.name.text, directive.value.text);
    }
    for comment in &file.comments {
        let place = if comment.inside_instruction { " (inside)" } else { "" };
        let _ = writeln!(out, "comment:{}{place}", comment.text);
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
        if let Some(value) = flag.value.as_ref().filter(|_| flag.options.is_empty()) {
            let _ = write!(out, "={}", value.unquoted());
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
