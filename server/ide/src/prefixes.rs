//! Every feature at every step of a file being typed: nothing panics, and what is proposed can be taken.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::files::Disk;
use project::{Snapshot, World};
use syntax::{TextRange, TextSize, apply};

use crate::check::{size, sound};
use crate::{
    actions, completion, definition, folding, format, hover, inlay, links, references, rename, selection, signature,
    symbols, tokens,
};

/// The files of a folder of the fixtures whose names begin with `Dockerfile`, with their texts.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the fixtures") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if name.starts_with("Dockerfile")
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no fixtures in {folder}");
    found
}

fn world(path: &Path) -> World {
    let mut world = World::new(Arc::new(Disk));
    world.set_roots(vec![path.parent().unwrap_or(path).to_owned()]);
    world
}

/// Everything that is asked about a file as a whole.
fn whole(snapshot: &Snapshot, path: &Path, text: &str) {
    let range = TextRange::up_to(TextSize::of(text));
    let outline = symbols::document(snapshot, path);
    assert!(outline.iter().all(|symbol| range.contains_range(symbol.range) && !symbol.name.is_empty()));
    assert!(folding::folds(snapshot, path).iter().all(|fold| range.contains_range(fold.range)));
    let colours = tokens::tokens(snapshot, path, None);
    assert!(colours.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()), "tokens overlap");
    assert!(links::links(snapshot, path).iter().all(|link| range.contains_range(link.range)));
    assert!(inlay::hints(snapshot, path, range).iter().all(|hint| range.contains_inclusive(hint.offset)));
    for action in actions::actions(snapshot, path, range, None) {
        assert!(action.change.edits.iter().all(|(_, edits)| apply(text, edits).is_some()), "{}", action.title);
    }
    let formatted = format::document(snapshot, path, format::Options::default());
    assert!(apply(text, &formatted).is_some());
}

/// Everything that is asked about a place.
fn place(snapshot: &Snapshot, path: &Path, text: &str, offset: TextSize) {
    sound(text, offset, &completion::completions(snapshot, path, offset));
    if let Some(found) = hover::hover(snapshot, path, offset) {
        assert!(found.range.contains_inclusive(offset) && found.markdown.starts_with("**"));
    }
    for target in definition::definition(snapshot, path, offset) {
        assert!(target.range.contains_range(target.focus));
    }
    let all = references::references(snapshot, path, offset, true);
    assert!(all.iter().all(|place| usize::from(place.range.end()) <= text.len()));
    if let Some((range, _)) = rename::prepare(snapshot, path, offset) {
        assert!(range.contains_inclusive(offset));
        let _ = rename::rename(snapshot, path, offset, "other");
    }
    let help = signature::help(snapshot, path, offset);
    assert!(help.is_none_or(|help| help.active < help.signatures.len()));
    let indented = format::on_type(snapshot, path, offset, format::Options::default());
    assert!(apply(text, &indented).is_some());
    for ranges in selection::ranges(snapshot, path, &[offset]) {
        assert!(ranges.windows(2).all(|pair| pair[1].contains_range(pair[0]) && pair[0] != pair[1]));
    }
}

/// The offsets of a text, ends of characters only, from `from` on.
fn offsets(text: &str, from: usize) -> impl Iterator<Item = usize> {
    (from..=text.len()).filter(|offset| text.is_char_boundary(*offset))
}

#[test]
fn every_place_of_every_fixture() {
    for (path, text) in files("images").into_iter().chain(files("broken")) {
        let mut world = world(&path);
        world.open(&path, Arc::from(text.as_str()), 0, None);
        let snapshot = world.snapshot();
        whole(&snapshot, &path, &text);
        for offset in offsets(&text, 0) {
            place(&snapshot, &path, &text, size(offset));
        }
    }
}

#[test]
fn every_key_of_every_fixture() {
    for (path, text) in files("images").into_iter().chain(files("broken")) {
        let mut world = world(&path);
        for end in offsets(&text, 0) {
            let typed = &text[..end];
            world.open(&path, Arc::from(typed), 0, None);
            let snapshot = world.snapshot();
            place(&snapshot, &path, typed, size(end));
            // Once a line is full the places in it are asked about, too.
            if typed.ends_with('\n') || end == text.len() {
                whole(&snapshot, &path, typed);
                let line = typed[..end.saturating_sub(1)].rfind('\n').map_or(0, |newline| newline + 1);
                for offset in offsets(typed, line) {
                    place(&snapshot, &path, typed, size(offset));
                }
            }
        }
    }
}

#[test]
fn every_place_at_every_key_of_half_files() {
    for (path, text) in files("broken") {
        let mut world = world(&path);
        for end in offsets(&text, 0) {
            let typed = &text[..end];
            world.open(&path, Arc::from(typed), 0, None);
            let snapshot = world.snapshot();
            whole(&snapshot, &path, typed);
            let line = typed.rfind('\n').map_or(0, |newline| newline + 1);
            for offset in offsets(typed, line) {
                place(&snapshot, &path, typed, size(offset));
            }
        }
    }
}
