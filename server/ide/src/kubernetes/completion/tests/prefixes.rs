//! Manifests at every step of being typed: nothing panics, and what is proposed can be put there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::World;
use project::files::Memory;

use crate::check::{size, sound};

/// The texts of the manifests of a folder of the fixtures.
fn texts(folder: &str) -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(folder)];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the fixtures") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found.iter().map(|path| std::fs::read_to_string(path).expect("a text")).collect()
}

/// Asks at the end of `text` as it stands.
fn ask(text: &str) {
    let path = PathBuf::from("/w/a.yaml");
    let mut world = World::new(Arc::new(Memory::new([(path.clone(), text.to_owned())])));
    world.set_roots(vec![PathBuf::from("/w")]);
    let offset = size(text.len());
    sound(text, offset, &crate::completion::completions(&world.snapshot(), &path, offset));
}

/// Asks at `offset` in the whole of `text`.
fn ask_inside(text: &str, step: usize) {
    let path = PathBuf::from("/w/a.yaml");
    let mut world = World::new(Arc::new(Memory::new([(path.clone(), text.to_owned())])));
    world.set_roots(vec![PathBuf::from("/w")]);
    let snapshot = world.snapshot();
    for at in (0..=text.len()).step_by(step).filter(|at| text.is_char_boundary(*at)) {
        sound(text, size(at), &crate::completion::completions(&snapshot, &path, size(at)));
    }
}

#[test]
fn every_prefix_of_a_manifest() {
    for text in texts("cluster").iter().filter(|text| text.len() < 1_500).take(6) {
        for (at, _) in text.char_indices() {
            ask(&text[..at]);
        }
    }
}

#[test]
fn every_place_in_a_manifest() {
    for text in texts("cluster").iter().filter(|text| text.len() < 3_000) {
        ask_inside(text, 3);
    }
    let json = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"containers\": [{\"name\": \"a\"}], \"hostNetwork\": true}}";
    ask_inside(json, 1);
    for (at, _) in json.char_indices() {
        ask(&json[..at]);
    }
}
