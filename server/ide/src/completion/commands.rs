//! What a container starts, and how its health is asked: CMD, ENTRYPOINT, HEALTHCHECK.

use project::docker::Base;
use syntax::TextRange;
use syntax::dockerfile::{Body, Form, Healthcheck, Keyword};

use super::item::{escaped, size};
use super::typing::Typing;
use super::{array, flags, images, paths, shell};
use crate::types::{CompletionItem, CompletionKind};

/// How images of a language start a program, as arrays to fill in.
const STARTS: [(&[&str], &str); 6] = [
    (&["node", "gcr.io/distroless/nodejs"], "[\"node\", \"${1:server.js}\"]"),
    (&["python"], "[\"python\", \"-m\", \"${1:app}\"]"),
    (&["ruby"], "[\"bundle\", \"exec\", \"${1:puma}\"]"),
    (
        &["eclipse-temurin", "amazoncorretto", "openjdk", "ibm-semeru-runtimes"],
        "[\"java\", \"-jar\", \"${1:app.jar}\"]",
    ),
    (&["mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime"], "[\"dotnet\", \"${1:app}.dll\"]"),
    (&["php"], "[\"php\", \"${1:index.php}\"]"),
];

/// The arguments of CMD and ENTRYPOINT.
pub(super) fn start(typing: &mut Typing<'_>) {
    let (Body::Cmd(command) | Body::Entrypoint(command)) = &typing.typed.body else { return };
    if typing.arguments().starts_with('[') {
        return items(typing);
    }
    if let Form::Shell(script) = &command.form
        && !typing.arguments().is_empty()
    {
        return shell::script(typing, script);
    }
    let range = typing.word();
    arrays(typing, range, "");
}

/// The strings of an array: programs of this file.
fn items(typing: &mut Typing<'_>) {
    let start = typing.arguments_start();
    let Some(read) = array::read(typing.arguments()) else { return };
    let (Some(open), 0) = (read.open, read.items.len()) else { return };
    let behind = &typing.text()[usize::from(typing.offset)..];
    let rest = behind.find(|c: char| c == '"' || c == ']' || c.is_whitespace()).unwrap_or(behind.len());
    let range = TextRange::new(start + size(open), typing.offset + size(rest));
    if range.start() > typing.offset {
        return;
    }
    for (path, detail) in programs(typing) {
        typing.add(CompletionItem::new(path, CompletionKind::File, range).detail(detail));
    }
}

/// Arrays to start with: programs that the stage has copied in, then what the base image is made for.
fn arrays(typing: &mut Typing<'_>, range: TextRange, before: &str) {
    for (path, detail) in programs(typing) {
        let label = format!("{before}[\"{path}\"]");
        typing.add(CompletionItem::new(label, CompletionKind::Snippet, range).detail(detail));
    }
    let has_entrypoint = typing.keyword() == Keyword::Cmd
        && typing.stage().is_some_and(|stage| typing.model.launch(stage.index).entrypoint.is_some());
    let body = if has_entrypoint { None } else { usual_start(typing) };
    if let Some(body) = body {
        let body = format!("{}{body}", escaped(before));
        let item = CompletionItem::new("", CompletionKind::Snippet, range).snippet(body).group(1);
        let label = item.plain.clone();
        typing.add(CompletionItem { label, ..item });
    }
    let (text, detail) = if has_entrypoint {
        ("[\"${1:--flag}\"]", "default arguments of the ENTRYPOINT")
    } else {
        ("[\"${1:program}\", \"${2:argument}\"]", "without a shell: the program gets the stop signal")
    };
    let item = CompletionItem::new("", CompletionKind::Snippet, range)
        .snippet(format!("{}{text}", escaped(before)))
        .detail(detail)
        .group(2);
    let label = item.plain.clone();
    typing.add(CompletionItem { label, ..item });
}

/// How images like the base of the stage start a program.
fn usual_start(typing: &Typing<'_>) -> Option<&'static str> {
    let bottom = typing.model.lineage(typing.stage()?.index).last()?;
    let Base::Image(image) = &bottom.base else { return None };
    let name = image.familiar_name();
    let fits =
        |names: &[&str]| names.iter().any(|known| name == *known || name.starts_with(known) && known.contains('/'));
    STARTS.iter().find(|(names, _)| fits(names)).map(|(_, body)| *body)
}

/// Files that the stage copies to a name of their own: most likely programs.
fn programs(typing: &Typing<'_>) -> Vec<(String, String)> {
    let Some(stage) = typing.stage() else { return Vec::new() };
    let mut found = Vec::new();
    for index in stage.instructions.clone().filter(|index| *index < typing.index) {
        let instruction = typing.model.syntax.instructions[index].trigger();
        let (Body::Copy(transfer) | Body::Add(transfer)) = &instruction.body else { continue };
        let path = transfer.destination.as_ref().and_then(|word| paths::absolute(typing.model, index, word));
        let Some(path) = path.filter(|path| !path.ends_with('/')) else { continue };
        let last = path.rsplit('/').next().unwrap_or_default();
        let script = last.ends_with(".sh");
        if transfer.sources.len() == 1 && (script || !last.contains('.')) && !last.is_empty() {
            let from_stage = instruction.flag("from").is_some();
            if from_stage || script || path.contains("/bin/") {
                let line = typing.model.lines.line(instruction.range.start()) + 1;
                found.push((path, format!("copied in line {line}")));
            }
        }
    }
    found
}

/// The arguments of HEALTHCHECK.
pub(super) fn healthcheck(typing: &mut Typing<'_>, check: &Healthcheck) {
    let Some(kind) = &check.kind else {
        kinds(typing, TextRange::empty(typing.offset), true);
        return;
    };
    if typing.touches(kind.range) {
        return kinds(typing, kind.range, false);
    }
    let Some(command) = &check.command else { return };
    match &command.form {
        Form::Shell(script) if !typing.before()[usize::from(command.range.start())..].starts_with('[') => {
            shell::script(typing, script);
        }
        Form::Empty => {
            let range = typing.word();
            arrays(typing, range, "");
        }
        Form::Shell(_) | Form::Exec(_) | Form::Foreign => {}
    }
}

fn kinds(typing: &mut Typing<'_>, range: TextRange, with_flags: bool) {
    let range = TextRange::new(range.start(), typing.word().end().max(range.end()));
    let programs = programs(typing);
    let program = programs.first().map_or("/app", |(path, _)| path.as_str());
    let body = format!("CMD [\"${{1:{}}}\", \"${{2:healthcheck}}\"]", escaped(program));
    let mut add = |label: &str, body: String, detail: &str, group: u8| {
        let item = CompletionItem::new(label, CompletionKind::Snippet, range).snippet(body).detail(detail).group(group);
        typing.items.push(item);
    };
    add("CMD […]", body, "asks the program itself, no shell needed", 0);
    let tools = typing_tools(typing.model, typing.stage().map(|stage| stage.index));
    let port = "${1:8080}";
    let path = "${2:healthz}";
    if tools.is_none_or(|tools| tools.contains("curl")) {
        let body = format!("CMD curl -fsS http://localhost:{port}/{path} || exit 1");
        typing.add(
            CompletionItem::new("CMD curl", CompletionKind::Snippet, range)
                .snippet(body)
                .detail("needs curl in the image")
                .group(2),
        );
    }
    if tools.is_none_or(|tools| tools.contains("wget") || tools.contains("busybox")) {
        let body = format!("CMD wget -qO /dev/null http://localhost:{port}/{path} || exit 1");
        typing.add(
            CompletionItem::new("CMD wget", CompletionKind::Snippet, range)
                .snippet(body)
                .detail("Alpine and BusyBox have it")
                .group(1),
        );
    }
    typing.add(
        CompletionItem::new("NONE", CompletionKind::Keyword, range).detail("switches off the image's check").group(3),
    );
    if with_flags {
        flags::names(typing, TextRange::empty(typing.offset), 4);
    }
}

/// The programs that the base image is known to have; `None` where nothing is known.
fn typing_tools(model: &project::docker::Model, stage: Option<usize>) -> Option<&'static str> {
    let bottom = model.lineage(stage?).last()?;
    let Base::Image(image) = &bottom.base else { return None };
    Some(images::variant(image)?.tools).filter(|tools| !tools.is_empty())
}
