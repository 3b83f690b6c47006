//! Completion: what can stand at the cursor, the most needed first.
//!
//! The file is read a second time as if it ended at the cursor, so that half a line is understood as far as it goes; what
//! stands behind the cursor is asked of the file's own model. Lists are short, texts come only when an item is looked at.

mod arguments;
mod array;
mod commands;
mod comments;
mod flags;
mod ignore_file;
mod images;
mod instructions;
pub(crate) mod item;
mod mounts;
mod pairs;
mod paths;
mod projects;
mod shell;
mod snippets;
mod stages;
mod typing;
mod users;
mod variables;

#[cfg(test)]
mod tests;

use std::path::Path;

use project::docker::Model;
use project::{Content, DocumentKind, Snapshot};
use rustc_hash::FxHashSet;
use syntax::TextSize;
use syntax::dockerfile::{self, Body, Heredoc, Instruction, Keyword};

use crate::types::{CompletionItem, DocumentationKey};
use crate::{cursor, documentation, kubernetes, settings};
use typing::Typing;

/// What can stand at `offset`, in the order in which it should be shown; empty where nothing is to be proposed.
#[must_use]
pub fn completions(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Vec<CompletionItem> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    if !document.text.is_char_boundary(usize::from(offset)) {
        return Vec::new();
    }
    let mut items = match &document.content {
        Content::Dockerfile(model) => dockerfile(snapshot, path, model, offset),
        Content::Dockerignore(ignore) => ignore_file::patterns(snapshot, &document, ignore, offset),
        Content::Yaml(yaml) => kubernetes::completions(snapshot, path, yaml, offset),
        Content::Text(_) => match document.kind {
            DocumentKind::Settings => settings::completions(snapshot, &document, offset),
            DocumentKind::Dockerfile
            | DocumentKind::Dockerignore
            | DocumentKind::Yaml
            | DocumentKind::Json
            | DocumentKind::Template
            | DocumentKind::Other => Vec::new(),
        },
    };
    items.sort_by(|a, b| (a.group, &a.label).cmp(&(b.group, &b.label)));
    let mut seen = FxHashSet::default();
    items.retain(|item| seen.insert((item.label.clone(), item.insert.clone())));
    items
}

/// The text that belongs to an item, Markdown; `None` for a key that no item has.
#[must_use]
pub fn resolve(key: &DocumentationKey) -> Option<String> {
    documentation::of(key).or_else(|| settings::documentation(key))
}

fn dockerfile(snapshot: &Snapshot, path: &Path, model: &Model, offset: TextSize) -> Vec<CompletionItem> {
    let before = &model.text[..usize::from(offset)];
    let file = dockerfile::parse(before);
    if let Some(items) = comments::completions(model, &file, offset) {
        return items;
    }
    let Some(last) = file.instructions.last().filter(|last| is_in(last, before)) else {
        return instructions::at_line_start(snapshot, path, model, &file, offset);
    };
    let index = file.instructions.len() - 1;
    let typed = innermost(last, offset);
    let whole = model.syntax.instructions.get(index).map_or(typed, |whole| innermost(whole, typed.range.start()));
    let mut typing = Typing { snapshot, path, model, file: &file, offset, index, typed, whole, items: Vec::new() };
    in_instruction(&mut typing);
    typing.items
}

/// Whether the end of the text still belongs to the instruction.
fn is_in(instruction: &Instruction, text: &str) -> bool {
    let behind = &text[usize::from(instruction.extent().end()).min(text.len())..];
    !behind.contains('\n')
}

/// The instruction behind ONBUILD that holds `offset`.
fn innermost(instruction: &Instruction, offset: TextSize) -> &Instruction {
    match &instruction.body {
        Body::Onbuild(Some(inner)) if inner.range.start() <= offset => innermost(inner, offset),
        _ => instruction,
    }
}

fn in_instruction(typing: &mut Typing<'_>) {
    let typed = typing.typed;
    if typing.touches(typed.keyword_name.range) {
        return instructions::keyword(typing);
    }
    if let Some(heredoc) = open_heredoc(typing) {
        return in_heredoc(typing, heredoc);
    }
    // What cannot be read with certainty, such as the end word of a heredoc, is left alone.
    if typed.heredocs.iter().any(|heredoc| heredoc.end.is_some()) {
        return;
    }
    if flags::completions(typing) {
        return;
    }
    match &typed.body {
        Body::From(from) => images::from(typing, from),
        Body::Run(_) => shell::run(typing),
        Body::Cmd(_) | Body::Entrypoint(_) => commands::start(typing),
        Body::Shell(_) => arguments::shell(typing),
        Body::Healthcheck(check) => commands::healthcheck(typing, check),
        Body::Copy(transfer) | Body::Add(transfer) => paths::transfer(typing, transfer),
        Body::Env(pairs) => pairs::env(typing, pairs),
        Body::Label(pairs) => pairs::label(typing, pairs),
        Body::Arg(pairs) => pairs::arg(typing, pairs),
        Body::Expose(_) => arguments::expose(typing),
        Body::Volume(_) => paths::volume(typing),
        Body::User(_) => users::user(typing),
        Body::Workdir(_) => paths::workdir(typing),
        Body::Stopsignal(_) => arguments::stopsignal(typing),
        Body::Onbuild(_) => instructions::deferred(typing),
        Body::Maintainer(_) | Body::Unknown(_) => {}
    }
}

/// The heredoc whose lines are being typed: the first one that has no end yet, once its first line has begun.
fn open_heredoc<'a>(typing: &Typing<'a>) -> Option<&'a Heredoc> {
    let heredoc = typing.typed.heredocs.iter().find(|heredoc| heredoc.end.is_none())?;
    let begun = typing.before()[usize::from(heredoc.start.end())..].contains('\n');
    begun.then_some(heredoc)
}

fn in_heredoc(typing: &mut Typing<'_>, heredoc: &Heredoc) {
    match (&heredoc.script, typing.keyword()) {
        (Some(script), _) => shell::script(typing, script),
        (None, Keyword::Copy | Keyword::Add) if !heredoc.quoted => {
            variables::completions(typing);
        }
        (None, _) => {}
    }
}
