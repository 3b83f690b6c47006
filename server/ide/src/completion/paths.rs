//! Paths: sources in the build context or in a stage, destinations, directories of the image.

use project::context::is_remote;
use project::docker::{Model, Target};
use project::files::EntryKind;
use syntax::TextRange;
use syntax::dockerfile::{Body, Transfer, Word};

use super::item::{around, escaped, size};
use super::typing::Typing;
use super::{array, flags, projects, variables};
use crate::types::{CompletionItem, CompletionKind};

/// How many entries of a folder are listed.
const ENTRY_LIMIT: usize = 500;

/// How a path is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As a word: no blanks in it.
    Word,
    /// As a word that may be made an array.
    First,
    /// In a string of an array.
    Item,
    /// As a mount's option: no blanks and no commas.
    Option,
}

/// The arguments of COPY and ADD.
pub(super) fn transfer(typing: &mut Typing<'_>, transfer: &Transfer) {
    if variables::completions(typing) {
        return;
    }
    let arguments = typing.arguments();
    let (style, done) = match array::read(arguments) {
        Some(read) if read.open.is_some() => (Style::Item, read.items.len()),
        // Between the strings a quote has to come first.
        Some(_) => return,
        None => {
            let words = transfer.sources.iter().chain(&transfer.destination);
            let done = words.filter(|word| !typing.touches(word.range)).count();
            (if done == 0 { Style::First } else { Style::Word }, done)
        }
    };
    let from = typing.typed.flag("from").or_else(|| typing.whole.flag("from"));
    let range = word_range(typing, style);
    if done > 0 && !has_destination_behind(typing) {
        destinations(typing, transfer, range);
    }
    match from {
        Some(_) => of_stage(typing, range, if done > 0 { 3 } else { 1 }),
        None => {
            if matches!(typing.typed.body, Body::Add(_)) && done == 0 && typing.prefix().is_empty() {
                typing.add(
                    CompletionItem::new("https://", CompletionKind::Value, range).detail("downloads a file").group(3),
                );
            }
            entries(typing, style);
        }
    }
    if done == 0 && style == Style::First && arguments.is_empty() {
        flags::names(typing, TextRange::empty(typing.offset), 8);
    }
}

/// Whether words stand behind the cursor: then the one here is a source.
fn has_destination_behind(typing: &Typing<'_>) -> bool {
    let (Body::Copy(transfer) | Body::Add(transfer)) = &typing.whole.body else { return false };
    transfer.destination.as_ref().is_some_and(|word| word.range.start() > typing.offset)
}

/// The path around the cursor.
fn word_range(typing: &Typing<'_>, style: Style) -> TextRange {
    match style {
        Style::Word | Style::First => typing.word(),
        Style::Item => around(typing.text(), typing.offset, |c| c != '"'),
        Style::Option => around(typing.text(), typing.offset, |c| !c.is_whitespace() && !matches!(c, ',' | '=')),
    }
}

/// The entries of the folder of the build context that is being typed, ignored ones left out.
pub(super) fn entries(typing: &mut Typing<'_>, style: Style) {
    let whole = word_range(typing, style);
    let typed = &typing.text()[TextRange::new(whole.start(), typing.offset)];
    if typed.contains(['*', '?', '[', '$']) || is_remote(typed) || typed.starts_with("<<") {
        return;
    }
    let cut = typed.rfind('/').map_or(0, |slash| slash + 1);
    let behind = &typing.text()[TextRange::new(typing.offset, whole.end())];
    let rest = behind.find('/').unwrap_or(behind.len());
    let range = TextRange::new(whole.start() + size(cut), typing.offset + size(rest));
    let folder = typed[..cut].trim_start_matches("./").trim_matches('/');
    let context = typing.snapshot.build_context(typing.path, typing.model);
    let dockerfile = typing.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut items = Vec::new();
    for entry in context.entries(folder).into_iter().take(ENTRY_LIMIT) {
        let path = if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
        let is_folder = entry.kind == EntryKind::Folder;
        let ignored = context.verdict(&path).is_some_and(|verdict| verdict.ignored);
        let inside = is_folder && context.ignore_file().is_some_and(|(_, ignore)| ignore.could_reinclude_below(&path));
        if ignored && !inside || entry.name == ".git" || entry.name.ends_with(".dockerignore") {
            continue;
        }
        let name = if is_folder { format!("{}/", entry.name) } else { entry.name.clone() };
        let kind = if is_folder { CompletionKind::Folder } else { CompletionKind::File };
        let blanks = name.contains(char::is_whitespace);
        let item = CompletionItem::new(name.clone(), kind, range).group(group(&entry.name, is_folder, dockerfile));
        // Folders go on; a name with blanks needs an array, which is possible in the first place only.
        items.push(match (style, blanks) {
            (Style::Word | Style::Option, true) => continue,
            (Style::First, true) if cut == 0 && !is_folder => {
                item.snippet(format!("[\"{}\", \"${{1:./}}\"]", escaped(&name))).filter(name)
            }
            (Style::First, true) => continue,
            (Style::Word | Style::First | Style::Item | Style::Option, _) if is_folder => item.retrigger(),
            (Style::Word | Style::First | Style::Item | Style::Option, _) => item,
        });
    }
    typing.items.extend(items);
    if typed.is_empty() && style != Style::Option {
        typing.add(CompletionItem::new(".", CompletionKind::Folder, range).detail("the whole build context").group(7));
    }
}

/// What a dependency step needs comes first, hidden files and the Dockerfile last.
fn group(name: &str, is_folder: bool, dockerfile: &str) -> u8 {
    if name == dockerfile {
        6
    } else if !is_folder && projects::is_manifest(name) {
        1
    } else if name.starts_with('.') {
        5
    } else {
        2
    }
}

/// Paths that the stage named by `--from` is known to have.
pub(super) fn of_stage(typing: &mut Typing<'_>, range: TextRange, group: u8) {
    let model = typing.model;
    let Some(current) = typing.stage() else { return };
    let target = current.dependencies.iter().find_map(|dependency| match dependency.target {
        Target::Stage(stage) if dependency.instruction == typing.index => Some(stage),
        _ => None,
    });
    let Some(stage) = target else { return };
    let mut found: Vec<(String, String)> = Vec::new();
    for index in model.stages[stage].instructions.clone() {
        let line = model.lines.line(model.syntax.instructions[index].range.start()) + 1;
        for path in outputs(model, index) {
            found.push((path, format!("written in line {line}")));
        }
    }
    if let Some(path) = model.workdir(stage, usize::MAX) {
        found.push((format!("{}/", path.value.trim_end_matches('/')), "working directory there".to_owned()));
    }
    for (path, detail) in found {
        if !typing.items.iter().any(|item| item.label == path) {
            let kind = if path.ends_with('/') { CompletionKind::Folder } else { CompletionKind::File };
            typing.add(CompletionItem::new(path, kind, range).detail(detail).group(group));
        }
    }
}

/// Absolute paths that an instruction writes: behind `-o` and its kin, and the destination of COPY.
fn outputs(model: &Model, index: usize) -> Vec<String> {
    const OUTPUTS: [&str; 8] =
        ["-o", "--output", "--prefix", "--root", "--installroot", "--target", "--out-dir", "--outdir"];
    let instruction = model.syntax.instructions[index].trigger();
    let mut found = Vec::new();
    if let Body::Copy(transfer) | Body::Add(transfer) = &instruction.body {
        found.extend(transfer.destination.as_ref().and_then(|word| absolute(model, index, word)));
    }
    for command in instruction.simple_commands() {
        let makes_folders = command.name().as_deref() == Some("mkdir");
        let mut behind_option = false;
        for word in command.arguments() {
            let Some(text) = word.literal() else {
                behind_option = false;
                continue;
            };
            let value = text.split_once('=').filter(|(option, _)| OUTPUTS.contains(option)).map(|(_, value)| value);
            if let Some(path) = value.or((behind_option || makes_folders).then_some(text.as_str())) {
                found.extend(path.starts_with('/').then(|| path.to_owned()));
            }
            behind_option = OUTPUTS.contains(&text.as_str());
        }
    }
    found.retain(|path| path.len() > 1);
    found
}

/// The absolute path that a word of the instruction means; `None` where the working directory is not known.
pub(super) fn absolute(model: &Model, index: usize, word: &Word) -> Option<String> {
    let text = model.scope(index).expand(word)?;
    if text.starts_with('/') {
        return Some(text);
    }
    let base = model.workdir(model.stage_of(index)?, index)?.value;
    let rest = text.trim_start_matches("./");
    Some(format!("{}/{}", base.trim_end_matches('/'), if rest == "." { "" } else { rest }))
}

/// Where files usually go: the working directory, and where others went before.
fn destinations(typing: &mut Typing<'_>, transfer: &Transfer, range: TextRange) {
    let stage = typing.stage().map(|stage| stage.index);
    let here = stage.and_then(|stage| typing.model.workdir(stage, typing.index));
    let mut found: Vec<(String, String, u8)> = Vec::new();
    let detail = here.as_ref().map_or_else(|| "the working directory".to_owned(), |path| path.value.clone());
    if typing.prefix().is_empty() || "./".starts_with(typing.prefix()) {
        found.push(("./".to_owned(), detail, 0));
    }
    let source = transfer.sources.first().filter(|_| transfer.sources.len() <= 2).map(|word| word.raw.as_str());
    if let Some(name) =
        source.and_then(|path| path.strip_suffix('/')).filter(|name| !name.is_empty() && !name.starts_with('/'))
    {
        found.push((format!("./{name}/"), "the same folder in the working directory".to_owned(), 1));
    }
    if let Some(path) = here.filter(|path| path.value != "/") {
        found.push((format!("{}/", path.value), "the working directory".to_owned(), 1));
    }
    let stages = stage.map(|stage| typing.model.stages[stage].instructions.clone()).unwrap_or_default();
    for index in stages.filter(|index| *index < typing.index) {
        let instruction = typing.model.syntax.instructions[index].trigger();
        let (Body::Copy(earlier) | Body::Add(earlier)) = &instruction.body else { continue };
        let path = earlier.destination.as_ref().and_then(|word| absolute(typing.model, index, word));
        let folder = path.and_then(|path| path.rfind('/').map(|slash| path[..=slash].to_owned()));
        if let Some(folder) = folder.filter(|folder| folder != "/") {
            let line = typing.model.lines.line(instruction.range.start()) + 1;
            found.push((folder, format!("as in line {line}"), 1));
        }
    }
    if typing.whole.flag("from").is_some() {
        found.push(("/usr/local/bin/".to_owned(), "programs, found by name".to_owned(), 2));
    }
    for (path, detail, group) in found {
        if !typing.items.iter().any(|item| item.label == path) {
            let item = CompletionItem::new(path, CompletionKind::Folder, range).detail(detail).group(group);
            typing.add(item);
        }
    }
}

/// The argument of WORKDIR: directories that the file uses already, and the usual ones.
pub(super) fn workdir(typing: &mut Typing<'_>) {
    if variables::completions(typing) {
        return;
    }
    let range = typing.word();
    let mut found: Vec<(String, String, u8)> = Vec::new();
    for (index, instruction) in typing.model.syntax.instructions.iter().enumerate() {
        let Body::Workdir(Some(word)) = &instruction.trigger().body else { continue };
        if index != typing.index
            && let Some(path) = absolute(typing.model, index, word)
        {
            let line = typing.model.lines.line(instruction.range.start()) + 1;
            found.push((path, format!("as in line {line}"), 0));
        }
    }
    found.push(("/app".to_owned(), "usual for what runs".to_owned(), 1));
    found.push(("/src".to_owned(), "usual for what is compiled".to_owned(), 1));
    for (path, detail, group) in found {
        if !typing.items.iter().any(|item| item.label == path) {
            typing.add(CompletionItem::new(path, CompletionKind::Folder, range).detail(detail).group(group));
        }
    }
}

/// The argument of VOLUME: where the base image keeps its data, and the working directory.
pub(super) fn volume(typing: &mut Typing<'_>) {
    if variables::completions(typing) {
        return;
    }
    let in_array = array::read(typing.arguments());
    if in_array.as_ref().is_some_and(|read| read.open.is_none()) {
        return;
    }
    let range = word_range(typing, if in_array.is_some() { Style::Item } else { Style::Word });
    let Some(stage) = typing.stage() else { return };
    let mut found = Vec::new();
    if let Some(project::docker::Base::Image(image)) = typing.model.lineage(stage.index).last().map(|it| &it.base)
        && let Some(path) = super::images::variant(image).and_then(|variant| variant.data_path.known())
    {
        // Where it depends on the version the list says so behind each path.
        let paths = path.split(';').filter_map(|path| path.split_ascii_whitespace().next());
        found.extend(paths.map(|path| (path.to_owned(), format!("data of {}", image.familiar_name()))));
    }
    found.push(("/data".to_owned(), "usual for data".to_owned()));
    if let Some(path) = typing.model.workdir(stage.index, typing.index) {
        found.push((format!("{}/data", path.value.trim_end_matches('/')), "in the working directory".to_owned()));
    }
    for (path, detail) in found {
        typing.add(CompletionItem::new(path, CompletionKind::Folder, range).detail(detail));
    }
}
