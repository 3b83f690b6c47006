//! `.dockerignore`: what lies in the folder, and what projects of its kind leave out.

use project::dockerignore::Dockerignore;
use project::files::EntryKind;
use project::{Document, Snapshot};
use schema::dockerfile::Ecosystem;
use syntax::{TextRange, TextSize};

use super::item::{around, size};
use super::projects;
use crate::types::{CompletionItem, CompletionKind};

/// How many entries of a folder are listed.
const ENTRY_LIMIT: usize = 500;

/// What the pattern at the cursor can be.
pub(super) fn patterns(
    snapshot: &Snapshot,
    document: &Document,
    ignore: &Dockerignore,
    offset: TextSize,
) -> Vec<CompletionItem> {
    let text = &document.text;
    let line = around(text, offset, |_| true);
    let typed = text[TextRange::new(line.start(), offset)].trim_start_matches('\u{feff}');
    if typed.starts_with('#') || typed.trim_start().contains(char::is_whitespace) {
        return Vec::new();
    }
    let body = typed.trim_start();
    let (negated, path) = body.strip_prefix('!').map_or((false, body), |rest| (true, rest));
    let start = offset - TextSize::of(path);
    let mut items = entries(snapshot, document, ignore, path, offset);
    if !path.contains('/') {
        let range = TextRange::new(start, around(text, offset, |c| !c.is_whitespace()).end());
        if !negated {
            items.extend(usual(snapshot, document, ignore, range));
        }
        if path.is_empty() && !negated {
            items.push(
                CompletionItem::new("!", CompletionKind::Value, range)
                    .detail("brings back what a pattern above leaves out")
                    .group(4)
                    .retrigger(),
            );
        }
    }
    items
}

/// The entries of the folder that is being typed.
fn entries(
    snapshot: &Snapshot,
    document: &Document,
    ignore: &Dockerignore,
    path: &str,
    offset: TextSize,
) -> Vec<CompletionItem> {
    if path.contains(['*', '?', '[', '\\']) {
        return Vec::new();
    }
    let cut = path.rfind('/').map_or(0, |slash| slash + 1);
    let folder = path[..cut].trim_matches('/');
    let start = offset - TextSize::of(path) + size(cut);
    let end = around(&document.text, offset, |c| !c.is_whitespace() && c != '/').end();
    let range = TextRange::new(start, end.max(offset));
    let present =
        |path: &str| ignore.patterns.iter().any(|it| it.cleaned == path && !it.range.contains_inclusive(offset));
    snapshot
        .files()
        .list(&document.folder().join(folder))
        .into_iter()
        .take(ENTRY_LIMIT)
        .filter(|entry| {
            !present(&if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) })
        })
        .map(|entry| match entry.kind {
            EntryKind::Folder => {
                CompletionItem::new(format!("{}/", entry.name), CompletionKind::Folder, range).group(1).retrigger()
            }
            EntryKind::File => CompletionItem::new(entry.name, CompletionKind::File, range).group(2),
        })
        .collect()
}

/// What every project leaves out, and those of this kind.
fn usual(snapshot: &Snapshot, document: &Document, ignore: &Dockerignore, range: TextRange) -> Vec<CompletionItem> {
    let names: Vec<String> = snapshot.files().list(document.folder()).into_iter().map(|entry| entry.name).collect();
    let mut found: Vec<(&str, String)> = Vec::new();
    for ecosystem in projects::kinds(&names) {
        found.extend(ecosystem.ignores.iter().map(|pattern| (*pattern, format!("usual for {}", ecosystem.name))));
    }
    found.extend(Ecosystem::COMMON_IGNORES.iter().map(|pattern| (*pattern, "usual everywhere".to_owned())));
    let mut items: Vec<CompletionItem> = Vec::new();
    for (pattern, detail) in found {
        let present =
            ignore.patterns.iter().any(|it| it.cleaned == pattern.trim_matches('/') && !it.range.contains_range(range));
        if !present && !items.iter().any(|item| item.label == pattern) {
            items.push(CompletionItem::new(pattern, CompletionKind::Value, range).detail(detail));
        }
    }
    items
}
