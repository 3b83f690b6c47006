//! Whole blocks: files, stages, steps, where they fit.

use std::path::Path;

use project::Snapshot;
use project::docker::{Base, Model};
use schema::dockerfile::{Ecosystem, Snippet, SnippetScope};
use syntax::TextRange;
use syntax::dockerfile::{Dockerfile, Keyword};

use super::typing::Typing;
use super::{images, projects};
use crate::documentation::Topic;
use crate::types::{CompletionItem, CompletionKind};

/// Groups: what fits the project, files, stages, steps.
const FITS: u8 = 1;
const FILE: u8 = 3;
const STAGE: u8 = 4;
const STEP: u8 = 5;

/// Blocks for an empty line: in an empty file whole files, else stages and, in a stage, steps.
pub(super) fn at_line_start(
    snapshot: &Snapshot,
    path: &Path,
    model: &Model,
    file: &Dockerfile,
    range: TextRange,
) -> Vec<CompletionItem> {
    // The line must be empty but for the word: a block does not go before what stands there.
    let behind = &model.text[usize::from(range.end())..];
    if !(behind.is_empty() || behind.starts_with(['\n', '\r'])) || model.syntax.escape != '\\' {
        return Vec::new();
    }
    let has = |file: &Dockerfile| {
        file.instructions.iter().any(|it| it.keyword != Keyword::Unknown && it.range.start() != range.start())
    };
    let is_empty = !has(&model.syntax);
    let stage = file.instructions.iter().rposition(|it| it.keyword == Keyword::From && it.range.end() < range.start());
    let projects = if is_empty { ecosystems(snapshot, path, model) } else { Vec::new() };
    let system = stage.and_then(|index| model.stage_of(index)).and_then(|stage| package_manager(model, stage));
    let mut items = Vec::new();
    for snippet in schema::dockerfile::snippets() {
        let group = match snippet.scope {
            SnippetScope::File if is_empty && projects.iter().any(|it| it.snippet == snippet.label) => FITS,
            SnippetScope::File if is_empty => FILE,
            SnippetScope::TopLevel if stage.is_some() => STAGE,
            SnippetScope::Stage if stage.is_some() && suits(snippet.label, system) => STEP,
            SnippetScope::File | SnippetScope::TopLevel | SnippetScope::Stage | SnippetScope::Run => continue,
        };
        items.push(item(snippet, range, body(snippet, model)).group(group));
    }
    items
}

/// Flags of RUN as blocks.
pub(super) fn mounts(typing: &mut Typing<'_>, range: TextRange, group: u8) {
    for snippet in schema::dockerfile::snippets().iter().filter(|it| it.scope == SnippetScope::Run) {
        if snippet.body.starts_with("--mount=") {
            let body = format!("{} ", snippet.body);
            let item = item(snippet, range, body).group(group).filter(snippet.body.to_owned());
            typing.add(item);
        }
    }
}

/// The heredoc for RUN.
pub(super) fn scripts(typing: &mut Typing<'_>, range: TextRange, group: u8) {
    for snippet in schema::dockerfile::snippets().iter().filter(|it| it.scope == SnippetScope::Run) {
        if snippet.body.starts_with("<<") {
            let item = item(snippet, range, snippet.body.to_owned()).group(group);
            typing.add(item);
        }
    }
}

fn item(snippet: &Snippet, range: TextRange, body: String) -> CompletionItem {
    CompletionItem::new(snippet.label, CompletionKind::Snippet, range)
        .detail(snippet.detail)
        .snippet(body)
        .about(Topic::Snippet, snippet.label)
}

/// The text of a snippet; the `# syntax` line only where there is none.
fn body(snippet: &Snippet, model: &Model) -> String {
    let has_syntax = model.syntax.directive("syntax").is_some();
    // A directive counts only in the first lines.
    let first = model.text.trim_start_matches('\u{feff}');
    let too_late = first.starts_with('#') || first.starts_with('\n');
    if snippet.scope == SnippetScope::File
        && (has_syntax || too_late)
        && let Some((line, rest)) = snippet.body.split_once('\n')
        && line.starts_with("# syntax")
    {
        return rest.trim_start_matches('\n').to_owned();
    }
    snippet.body.to_owned()
}

/// Whether a step fits a base image with this package manager; one that says nothing about it fits all.
fn suits(label: &str, system: Option<&str>) -> bool {
    let Some(system) = system else { return true };
    match label {
        "user-debian" => system != "apk",
        "apt" | "apt-clean" => system == "apt",
        "user-alpine" | "apk" | "apk-virtual" | "pipefail-alpine" | "healthcheck-wget" => system == "apk",
        "dnf" => matches!(system, "dnf" | "microdnf" | "yum"),
        "pipefail" => system != "apk",
        _ => true,
    }
}

/// The package manager of the image a stage is built on, as far as it is known.
pub(super) fn package_manager(model: &Model, stage: usize) -> Option<&'static str> {
    let bottom = model.lineage(stage).last()?;
    match &bottom.base {
        Base::Image(image) => images::variant(image)?.package_manager.known(),
        Base::Scratch | Base::Stage(_) | Base::Unknown => None,
    }
}

/// What kinds of project lie in the build context, the most specific first.
pub(super) fn ecosystems(snapshot: &Snapshot, path: &Path, model: &Model) -> Vec<&'static Ecosystem> {
    let folder = snapshot.build_context(path, model);
    let names: Vec<String> = folder.entries("").into_iter().map(|entry| entry.name).collect();
    projects::kinds(&names)
}
