//! Formatting any Dockerfile: it says what it said before, and a second time changes nothing.

#![no_main]

use std::path::Path;
use std::sync::Arc;

use ide::format;
use libfuzzer_sys::fuzz_target;
use project::World;
use project::files::Memory;
use syntax::{apply, dockerfile};

const PLACE: &str = "/Dockerfile";

fn formatted(text: &str, options: format::Options) -> String {
    let mut world = World::new(Arc::new(Memory::new([])));
    world.open(Path::new(PLACE), Arc::from(text), 1, Some("dockerfile"));
    let edits = format::document(&world.snapshot(), Path::new(PLACE), options);
    apply(text, &edits).expect("disjoint edits")
}

fuzz_target!(|input: (u8, bool, &str)| {
    let (tab_size, insert_spaces, text) = input;
    let options = format::Options { tab_size: u32::from(tab_size), insert_spaces };
    let once = formatted(text, options);
    assert_eq!(dockerfile::parse(text).meaning(text), dockerfile::parse(&once).meaning(&once));
    assert_eq!(formatted(&once, options), once);
});
