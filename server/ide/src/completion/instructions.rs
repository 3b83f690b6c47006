//! Keywords of instructions: at the start of a line, and behind ONBUILD.

use std::path::Path;

use project::Snapshot;
use project::docker::Model;
use syntax::TextRange;
use syntax::TextSize;
use syntax::dockerfile::{Dockerfile, Keyword};

use super::item::around;
use super::snippets;
use super::typing::Typing;
use crate::documentation::Topic;
use crate::types::{CompletionItem, CompletionKind};

/// What can begin on an empty line.
pub(super) fn at_line_start(
    snapshot: &Snapshot,
    path: &Path,
    model: &Model,
    file: &Dockerfile,
    offset: TextSize,
) -> Vec<CompletionItem> {
    let range = around(&model.text, offset, |c| !c.is_whitespace());
    let line = &model.text[..usize::from(range.start())];
    let indented = line.rsplit('\n').next().is_some_and(|start| !start.trim().is_empty());
    if indented {
        return Vec::new();
    }
    let mut items = keywords(model, file, range, None);
    items.extend(snippets::at_line_start(snapshot, path, model, file, range));
    items
}

/// The keyword of the instruction is being typed.
pub(super) fn keyword(typing: &mut Typing<'_>) {
    let range = around(typing.text(), typing.offset, |c| !c.is_whitespace());
    if std::ptr::eq(typing.typed, &typing.file.instructions[typing.index]) {
        // The line counts as empty: what is typed so far says nothing about the file.
        let items = keywords(typing.model, typing.file, range, Some(typing.index));
        typing.items.extend(items);
        typing.items.extend(snippets::at_line_start(typing.snapshot, typing.path, typing.model, typing.file, range));
    } else {
        deferred_keywords(typing, range);
    }
}

/// Behind ONBUILD nothing is typed yet.
pub(super) fn deferred(typing: &mut Typing<'_>) {
    let range = TextRange::empty(typing.offset);
    if typing.typed.keyword == Keyword::Onbuild {
        deferred_keywords(typing, range);
    }
}

fn deferred_keywords(typing: &mut Typing<'_>, range: TextRange) {
    let lower = is_lower(typing.model, Some(typing.index));
    let forbidden = ["ONBUILD", "FROM", "MAINTAINER"];
    let known = schema::dockerfile::instructions().iter().filter(|it| !forbidden.contains(&it.keyword));
    let items: Vec<_> = known.map(|it| item(typing.model, it, range, lower, group(it.keyword))).collect();
    typing.items.extend(items);
}

fn keywords(model: &Model, file: &Dockerfile, range: TextRange, typed: Option<usize>) -> Vec<CompletionItem> {
    let lower = is_lower(model, typed);
    let in_stage = file.instructions.iter().any(|it| it.keyword == Keyword::From && it.range.end() < range.start());
    schema::dockerfile::instructions()
        .iter()
        // Before the first FROM the builder takes ARG only.
        .filter(|it| in_stage || matches!(it.keyword, "FROM" | "ARG"))
        .map(|it| item(model, it, range, lower, group(it.keyword)))
        .collect()
}

fn item(
    model: &Model,
    known: &schema::dockerfile::Instruction,
    range: TextRange,
    lower: bool,
    group: u8,
) -> CompletionItem {
    let keyword = if lower { known.keyword.to_ascii_lowercase() } else { known.keyword.to_owned() };
    let behind = &model.text[usize::from(range.end())..];
    let alone = behind.is_empty() || behind.starts_with(['\n', '\r']);
    let item = CompletionItem::new(keyword.clone(), CompletionKind::Keyword, range)
        .detail(known.summary)
        .group(group)
        .about(Topic::Instruction, known.keyword);
    let item = if alone { item.insert(format!("{keyword} ")).retrigger() } else { item };
    if known.deprecated.is_some() { item.deprecated() } else { item }
}

/// What a stage mostly consists of comes first.
fn group(keyword: &str) -> u8 {
    match keyword {
        "RUN" | "COPY" | "ENV" | "WORKDIR" | "ARG" | "FROM" => 0,
        "USER" | "EXPOSE" | "ENTRYPOINT" | "CMD" | "LABEL" | "HEALTHCHECK" | "ADD" | "VOLUME" => 1,
        "MAINTAINER" => 9,
        _ => 2,
    }
}

/// Whether the file writes its keywords in small letters; the one being typed does not count.
fn is_lower(model: &Model, typed: Option<usize>) -> bool {
    let (mut lower, mut upper) = (0usize, 0usize);
    for (index, instruction) in model.syntax.instructions.iter().enumerate() {
        if Some(index) == typed || instruction.keyword == Keyword::Unknown {
            continue;
        }
        let name = &instruction.keyword_name.text;
        lower += usize::from(name.bytes().all(|byte| byte.is_ascii_lowercase()));
        upper += usize::from(name.bytes().all(|byte| byte.is_ascii_uppercase()));
    }
    lower > upper
}
