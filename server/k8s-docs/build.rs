//! Packs the prose of the API reference into the bytes that the look-up unpacks; without feature `bundled`, none.

#[path = "build/pack.rs"]
#[allow(dead_code)]
mod pack;
#[path = "build/prose.rs"]
#[allow(dead_code)]
mod prose;
#[cfg(feature = "bundled")]
#[path = "build/reference.rs"]
mod reference;

use std::path::PathBuf;
use std::{env, fs};

/// The most that the packed bytes may come to.
const MOST_BYTES: usize = 200 * 1024;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=build.rs");
    let (minor, packed) = bundle();
    println!("cargo::rustc-env=REFERENCE_MINOR={minor}");
    let level = if env::var("PROFILE").is_ok_and(|it| it == "release") { 10 } else { 6 };
    let mut deflated = u32::try_from(packed.len()).expect("prose fits into four bytes").to_le_bytes().to_vec();
    deflated.extend(miniz_oxide::deflate::compress_to_vec(packed.as_bytes(), level));
    assert!(deflated.len() < MOST_BYTES, "{} bytes are more than the program should carry", deflated.len());
    let place = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("prose.packed");
    fs::write(&place, deflated).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
}

/// The minor version of the reference, and its prose.
#[cfg(feature = "bundled")]
fn bundle() -> (&'static str, String) {
    let mut prose = reference::read();
    for text in prose.values_mut().flat_map(|fields| fields.values_mut()) {
        *text = prose::clean(text);
    }
    (reference::MINOR, pack::pack(&prose))
}

#[cfg(not(feature = "bundled"))]
fn bundle() -> (&'static str, String) {
    ("", pack::pack(&pack::Prose::new()))
}
