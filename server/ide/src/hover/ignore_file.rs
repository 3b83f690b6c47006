//! Hovers on patterns of an ignore file: what they match here.

use std::path::Path;

use project::dockerignore::Dockerignore;
use project::files::EntryKind;
use project::{Document, Snapshot};
use syntax::TextSize;

use crate::documentation;
use crate::types::Hover;

/// How many files are looked at, and how many are named.
const LOOK_LIMIT: usize = 5_000;
const NAME_LIMIT: usize = 8;

/// The pattern at `offset`, with what it decides in its folder.
pub(super) fn pattern(
    snapshot: &Snapshot,
    document: &Document,
    ignore: &Dockerignore,
    offset: TextSize,
) -> Option<Hover> {
    let (index, pattern) =
        ignore.patterns.iter().enumerate().find(|(_, pattern)| pattern.range.contains_inclusive(offset))?;
    let (mut names, mut count, mut looked) = (Vec::new(), 0usize, 0usize);
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in snapshot.files().list(&document.folder().join(&folder)) {
            looked += 1;
            let path = if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
            let verdict = ignore.verdict(&path);
            if verdict.by == Some(index) {
                count += 1;
                if names.len() < NAME_LIMIT {
                    names.push(format!("`{path}{}`", if entry.kind == EntryKind::Folder { "/" } else { "" }));
                }
            }
            let decided = verdict.ignored && !ignore.could_reinclude_below(&path);
            if entry.kind == EntryKind::Folder && !decided && !Path::new(&path).ends_with(".git") && looked < LOOK_LIMIT
            {
                folders.push(path);
            }
        }
        if looked >= LOOK_LIMIT {
            break;
        }
    }
    let does = if pattern.negated { "brings back" } else { "leaves out" };
    let more = if looked >= LOOK_LIMIT { " among the first 5,000 files" } else { "" };
    let body = match count {
        0 => format!("*Here:* it decides nothing{more}: no file matches, or a later pattern overrules it."),
        _ => {
            names.sort_unstable();
            let rest = count.saturating_sub(names.len());
            let others = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            format!("*Here:* it {does}{more}: {}{others}.", names.join(", "))
        }
    };
    // Whoever knows `.gitignore` expects otherwise.
    let at_root = if pattern.cleaned.contains('/') || pattern.cleaned.contains("**") || pattern.cleaned == "." {
        String::new()
    } else {
        format!("Matches at the root of the build context only; `**/{}` matches in every folder.\n\n", pattern.cleaned)
    };
    let text = &document.text[pattern.range];
    let markdown = documentation::card(text, &[&format!("{does} what matches")], &format!("{at_root}{body}"));
    Some(Hover { range: pattern.range, markdown })
}
