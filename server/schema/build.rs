//! Packs the facts into the bytes that the look-up reads: five files, deflated, a fifth of a megabyte together.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/kubernetes/kinds.rs"]
mod kinds;
#[path = "src/kubernetes/layout.rs"]
#[allow(dead_code, unreachable_pub)]
mod layout;
#[path = "src/kubernetes/pack.rs"]
mod pack;
#[path = "src/kubernetes/text/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod text;

use text::Block;

/// Tables that are kept as text; their first column, or first two, are what they are asked by.
const TABLES: [&str; 4] = ["defaults", "immutable", "declared", "wellknown"];

fn main() {
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("facts");
    for input in ["facts", "build.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    for input in ["kinds.rs", "layout.rs", "pack.rs", "text"] {
        println!("cargo::rerun-if-changed=src/kubernetes/{input}");
    }
    let core = blocks(&facts.join("core"));
    let custom = blocks(&facts.join("crds"));
    let formats = blocks(&facts.join("formats"));
    let (custom_bytes, roots) = pack::pack(&custom);
    let (mut core_bytes, _) = pack::pack(&core);
    let text = |name: &str| read(&facts.join("core").join(name));
    kinds::append(
        &mut core_bytes,
        &kinds::Sources {
            kinds: &text("kinds.tsv"),
            resources: &text("resources.tsv"),
            custom: &custom,
            roots: &roots,
        },
    );
    let minors = text("minors.tsv");
    let minors: Vec<&str> = minors.lines().skip(1).filter_map(|line| line.split(['.', '\t']).nth(1)).collect();
    println!("cargo::rustc-env=OLDEST_MINOR={}", minors[0]);
    println!("cargo::rustc-env=NEWEST_MINOR={}", minors[minors.len() - 1]);
    save("core", &core_bytes);
    save("custom", &custom_bytes);
    save("formats", &pack::pack(&formats).0);
    let tables: Vec<String> = TABLES.iter().map(|name| read(&facts.join(format!("tables/{name}.tsv")))).collect();
    save("tables", tables.join("\x0c").as_bytes());
}

/// The blocks of every file of a folder, in the order of the files.
fn blocks(folder: &Path) -> Vec<Block> {
    let mut paths: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(error) => panic!("{}: {error}", folder.display()),
    };
    paths.retain(|path| path.extension().is_some_and(|it| it == "facts"));
    paths.sort();
    let mut blocks = Vec::new();
    for path in paths {
        match text::read(&read(&path)) {
            Ok(file) => blocks.extend(file.blocks),
            Err(mistake) => panic!("{}: {mistake}", path.display()),
        }
    }
    blocks
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes the deflated bytes, behind their length before deflating, for `include_bytes!`.
fn save(name: &str, bytes: &[u8]) {
    let level = if env::var("PROFILE").is_ok_and(|it| it == "release") { 10 } else { 6 };
    let mut deflated = u32::try_from(bytes.len()).expect("facts fit into four bytes").to_le_bytes().to_vec();
    deflated.extend(miniz_oxide::deflate::compress_to_vec(bytes, level));
    let place = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join(format!("{name}.packed"));
    fs::write(&place, deflated).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
}
