//! Links: COPY sources that exist, and URLs.

use std::path::{Path, PathBuf};

use project::docker::Model;
use project::files::EntryKind;
use project::{Content, Snapshot, context};
use syntax::dockerfile::Word;
use syntax::{TextRange, TextSize};

use crate::cursor;
use crate::types::{Link, LinkTarget};

/// Everything in the file that leads somewhere.
#[must_use]
pub fn links(snapshot: &Snapshot, path: &Path) -> Vec<Link> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    let mut found = urls(&document.text);
    if let Content::Dockerfile(model) = &document.content {
        let folder = snapshot.build_context(path, model);
        for (index, instruction) in model.syntax.instructions.iter().enumerate() {
            for (word, text) in context::context_sources(model, index, instruction.trigger()) {
                if folder.entry(&text) == Some(EntryKind::File)
                    && let Some(file) = folder.path(&text)
                {
                    found.push(Link { range: word.range, target: LinkTarget::File(file), tooltip: None });
                }
            }
        }
    }
    found.sort_by_key(|link| (link.range.start(), link.range.end()));
    // A URL inside a longer link, or two links on one text, would confuse the editor.
    found.dedup_by(|next, first| first.range.intersect(next.range).is_some_and(|both| !both.is_empty()));
    found
}

/// The file of the build context that a COPY or ADD source names.
pub(crate) fn source_file(
    snapshot: &Snapshot,
    path: &Path,
    model: &Model,
    index: Option<usize>,
    word: &Word,
) -> Option<PathBuf> {
    let index = index?;
    let instruction = model.syntax.instructions.get(index)?.trigger();
    let (_, text) = context::context_sources(model, index, instruction)
        .into_iter()
        .find(|(source, _)| source.range == word.range)?;
    let folder = snapshot.build_context(path, model);
    (folder.entry(&text) == Some(EntryKind::File)).then(|| folder.path(&text)).flatten()
}

fn urls(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(colon) = text[at..].find("://").map(|offset| at + offset) {
        at = colon + 3;
        let Some(scheme) = ["https", "http"].into_iter().find(|scheme| text[..colon].ends_with(scheme)) else {
            continue;
        };
        let start = colon - scheme.len();
        if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let stop = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '"' | '\'' | '`' | '<' | '>' | '|' | ';' | '\\' | ')' | '{' | '}')
        };
        let end = text[at..].find(stop).map_or(text.len(), |offset| at + offset);
        let url = text[start..end].trim_end_matches(['.', ',', ':', '!', '?']);
        // With a variable in it, or nothing behind the slashes, it leads nowhere.
        if url.len() <= scheme.len() + 3 || url.contains('$') {
            continue;
        }
        let range = TextRange::at(size(start), TextSize::of(url));
        found.push(Link { range, target: LinkTarget::Url(url.to_owned()), tooltip: None });
        at = end;
    }
    found
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}
