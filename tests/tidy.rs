//! The repository itself: what stands at the top, how long files are, which crates may name which.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file, in lines before its tests.
const LINE_LIMIT: usize = 500;

/// What the product owner lets stand at the top level, besides dot folders and files.
const TOP: [&str; 10] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "editors",
    "fixtures",
    "grammars",
    "server",
    "tests",
];

/// Each crate with the crates to its right that it may name.
const ARROWS: [(&str, &[&str]); 9] = [
    ("", &["ide", "project", "rules", "schema", "syntax"]),
    ("server/ide", &["k8s-docs", "project", "rules", "schema", "syntax"]),
    ("server/rules", &["project", "schema", "syntax"]),
    ("server/project", &["schema", "syntax"]),
    ("server/schema", &[]),
    ("server/syntax", &[]),
    ("server/k8s-docs", &[]),
    ("server/testing", &[]),
    ("server/xtask", &["ide", "project", "rules", "schema", "syntax"]),
];

/// Module names that say nothing.
const EMPTY_NAMES: [&str; 6] = ["common", "helpers", "manager", "misc", "util", "utils"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with this ending; what builds leave behind is passed over.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository").flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir()
                && !["target", "node_modules", "dist", "corpus", "artifacts"].iter().any(|left| name == *left)
            {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<PathBuf> {
    [files(&root().join("server"), "rs"), files(&root().join("tests"), "rs")].concat()
}

#[test]
fn the_top_level_is_the_product_owners() {
    let strangers: Vec<String> = fs::read_dir(root())
        .expect("the repository")
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| {
            !name.starts_with('.') && name != "target" && name != "rustfmt.toml" && !TOP.contains(&name.as_str())
        })
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

#[test]
fn files_are_short_enough_to_read() {
    let is_test =
        |path: &PathBuf| path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests");
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|path| !is_test(path))
        .filter_map(|path| {
            let text = fs::read_to_string(&path).expect("a source file");
            let lines = text.find("\n#[cfg(test)]\nmod tests {").map_or(&*text, |tests| &text[..tests]).lines().count();
            (lines > LINE_LIMIT).then(|| format!("{}: {lines}", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn modules_are_named_after_things() {
    let vague: Vec<PathBuf> = sources()
        .into_iter()
        .filter(|path| {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
            EMPTY_NAMES.contains(&stem) || EMPTY_NAMES.contains(&folder)
        })
        .collect();
    assert!(vague.is_empty(), "{vague:#?}");
}

#[test]
fn arrows_between_crates_never_point_left() {
    let names: BTreeSet<&str> = ["helm", "ide", "k8s-docs", "project", "rules", "schema", "syntax"].into();
    for (folder, allowed) in ARROWS {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).expect("a manifest");
        let section = manifest.split("\n[").find(|section| section.starts_with("dependencies]")).unwrap_or_default();
        let named =
            section.lines().filter_map(|line| line.split(['.', ' ', '=']).next()).filter(|name| names.contains(name));
        for name in named {
            assert!(allowed.contains(&name), "`{folder}` names `{name}`, which stands to its left");
        }
    }
}

/// Its types take a minute to compile and would let prose and facts drift apart: it is asked once, while building.
#[test]
fn only_the_reference_names_the_api_types() {
    for manifest in files(root(), "toml").into_iter().filter(|path| path.ends_with("Cargo.toml")) {
        let text = fs::read_to_string(&manifest).expect("a manifest");
        for section in text.split("\n[").filter(|section| section.contains("k8s-openapi =")) {
            assert!(manifest.ends_with("server/k8s-docs/Cargo.toml"), "{} names k8s-openapi", manifest.display());
            assert!(section.starts_with("build-dependencies]"), "k8s-openapi is for the build script");
        }
    }
}

#[test]
fn protocol_types_stay_in_the_protocol() {
    let strangers: Vec<PathBuf> = files(&root().join("server"), "rs")
        .into_iter()
        .filter(|path| !path.starts_with(root().join("server/app/src/lsp")))
        .filter(|path| {
            let text = fs::read_to_string(path).expect("a source file");
            text.contains("ls_types") || text.contains("tower_lsp")
        })
        .collect();
    assert!(strangers.is_empty(), "{strangers:#?}");
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not find itself.
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("dbg", "!("),
        concat!("FIX", "ME"),
        concat!("#[", "ignore"),
    ];
    let found: Vec<String> = sources()
        .into_iter()
        .flat_map(|path| {
            let text = fs::read_to_string(&path).expect("a source file");
            marks
                .into_iter()
                .filter(|mark| text.contains(mark))
                .map(|mark| format!("{}: {mark}", path.display()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
