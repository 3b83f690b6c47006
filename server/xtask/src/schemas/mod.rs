//! `cargo xtask schemas build FOLDER`: the facts about Kubernetes, made anew from a folder of data.

mod core;
mod difference;
mod likeness;
mod share;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use schema::kubernetes::read::{self as json, Dialect};
use schema::kubernetes::text::{Block, CustomKind, File, Head, Span, Types, read, write as text_of};
use serde_json::Value as Json;

use likeness::Originals;

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/facts");

/// Files of the folder that are kept by hand.
const BY_HAND: [&str; 3] = ["README.md", "core/list.facts", "core/resources.tsv"];

/// Every file that is made, by its path in the folder of facts.
type Files = BTreeMap<String, String>;

/// Makes the facts anew from `data`, writes them and prints what changed.
pub(super) fn write(data: &str) -> Result<()> {
    let new = make(Path::new(data))?;
    let old = present()?;
    difference::print(&old, &new)?;
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        fs::remove_file(Path::new(FACTS).join(path))?;
    }
    for (path, text) in &new {
        let place = Path::new(FACTS).join(path);
        fs::create_dir_all(place.parent().unwrap_or(Path::new(FACTS)))?;
        fs::write(&place, text).with_context(|| format!("cannot write {}", place.display()))?;
    }
    Ok(())
}

/// Says what `write` would change; fails if that is anything.
pub(super) fn check(data: &str) -> Result<()> {
    let new = make(Path::new(data))?;
    let old = present()?;
    difference::print(&old, &new)?;
    if old != new {
        bail!("the facts are stale; run `cargo xtask schemas build {data}`");
    }
    Ok(())
}

/// The files that lie in the folder of facts now.
fn present() -> Result<Files> {
    let mut files = Files::new();
    for path in files_below(Path::new(FACTS))? {
        let name = path.strip_prefix(FACTS)?.to_string_lossy().replace('\\', "/");
        if !BY_HAND.contains(&name.as_str()) {
            files.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(files)
}

fn make(data: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut counts = Vec::new();
    let minors = minors(&data.join("schemas/core"))?;
    let sources: Vec<String> =
        minors.iter().map(|(minor, json)| format!("1.{minor}\t{}", string(&json["go_types"]))).collect();
    files.insert("core/minors.tsv".to_owned(), format!("minor\tapi\n{}\n", sources.join("\n")));
    for (minor, json) in &minors {
        counts.push(format!(
            "definitions 1.{minor}\t{}",
            json["definitions"].as_object().map_or(0, serde_json::Map::len)
        ));
        counts.push(format!("fields 1.{minor}\t{}", core::count_fields(&json["definitions"])));
    }
    let mut definitions = Vec::new();
    let core = core::merge(&minors);
    let mut groups = custom_kinds(&data.join("schemas/crds"), &Originals::new(core.values().flatten()))?;
    for (group, blocks) in core {
        definitions.extend(blocks.iter().filter_map(|block| match &block.head {
            Head::Type(name, _) => Some(name.clone()),
            Head::Shared(_) | Head::Kind(_) | Head::Format(_) => None,
        }));
        files.insert(format!("core/{group}.facts"), checked(&File { blocks })?);
    }
    let kinds = core::kinds(&json_of(&data.join("schemas/core/lifecycle.json"))?);
    files.insert("core/kinds.tsv".to_owned(), format!("{}\n{}\n", core::KINDS, kinds.join("\n")));
    let custom: usize = groups.values().map(|file| file.blocks.len()).sum();
    counts.push(format!("custom kinds\t{custom}"));
    counts.push(format!("custom groups\t{}", groups.len()));
    share::share(&mut groups)?;
    for (group, file) in &groups {
        files.insert(format!("crds/{group}.facts"), checked(file)?);
    }
    let formats = formats(&data.join("schemas/formats"))?;
    for (name, file) in &formats {
        files.insert(format!("formats/{name}.facts"), checked(file)?);
    }
    let given = json_of(&data.join("schemas/counts.json"))?;
    for (key, name) in [
        ("core kinds (all minors)", "core kinds"),
        ("core kinds (newest minor)", "core kinds newest"),
        ("core lifecycle rows", "core kinds and former ones"),
        ("catalogue kubernetes-wellknown", "well-known keys"),
        ("formats", "formats"),
    ] {
        counts.push(format!("{name}\t{}", given["counts"][key]));
    }
    counts.sort();
    files.insert("counts.tsv".to_owned(), format!("what\tcount\n{}\n", counts.join("\n")));
    files.extend(tables::tables(data, &definitions)?);
    Ok(files)
}

/// The text of a file, once it is sure that it reads back as it was.
fn checked(file: &File) -> Result<String> {
    let text = text_of(file);
    match read(&text) {
        Ok(again) if again == *file => Ok(text),
        Ok(again) => {
            let at = file.blocks.iter().zip(&again.blocks).position(|(one, other)| one != other);
            bail!("a block does not read back as written: {:?}", at.map(|at| &file.blocks[at].head))
        }
        Err(mistake) => bail!("the text cannot be read back: {mistake}"),
    }
}

/// The definitions of each minor, oldest first.
fn minors(folder: &Path) -> Result<Vec<(u8, Json)>> {
    let mut minors = Vec::new();
    for path in files_below(folder)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(minor) = name.strip_prefix("v1.") {
            minors.push((minor.parse()?, json_of(&path)?));
        }
    }
    minors.sort_by_key(|(minor, _)| *minor);
    ensure!(!minors.is_empty(), "no `v1.*.json` in {}", folder.display());
    Ok(minors)
}

/// The kinds of custom resources by API group.
fn custom_kinds(folder: &Path, originals: &Originals) -> Result<BTreeMap<String, File>> {
    let mut groups: BTreeMap<String, File> = BTreeMap::new();
    for path in files_below(folder)? {
        let json = json_of(&path)?;
        let is_experimental = path.parent().and_then(Path::file_name).is_some_and(|it| it == "experimental");
        let mut block = custom_kind(&json, is_experimental).with_context(|| format!("in {}", path.display()))?;
        originals.mark(&mut block.node);
        groups.entry(string(&json["group"])).or_default().blocks.push(block);
    }
    Ok(groups)
}

fn custom_kind(json: &Json, is_experimental: bool) -> Result<Block> {
    let is = |key: &str| json[key] == Json::Bool(true);
    let marks = [
        ("deprecated", is("deprecated")),
        ("experimental", is_experimental),
        ("storage", is("storage")),
        ("superseded", is("superseded")),
        ("unserved", json["served"] == Json::Bool(false)),
    ];
    let short_names = json["shortNames"].as_array().into_iter().flatten().map(string).collect();
    let kind = CustomKind {
        api_version: format!("{}/{}", string(&json["group"]), string(&json["version"])),
        kind: string(&json["kind"]),
        plural: string(&json["plural"]),
        scope: string(&json["scope"]),
        short_names,
        marks: marks.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word.to_owned()).collect(),
    };
    ensure!(!kind.kind.is_empty(), "the kind is missing");
    let mut node = json::node(&json["schema"], Dialect::Custom);
    node.types = Types::OBJECT;
    json::complete(&mut node, is("status"));
    Ok(Block { head: Head::Kind(kind), node })
}

/// The formats that are no Kubernetes objects, each with its definitions.
fn formats(folder: &Path) -> Result<BTreeMap<String, File>> {
    let mut formats = BTreeMap::new();
    for path in files_below(folder)? {
        let json = json_of(&path)?;
        let name = string(&json["format"]);
        let dialect = Dialect::Format(&name);
        let mut blocks: Vec<Block> = json["schema"]["definitions"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(definition, it)| Block {
                head: Head::Type(format!("{name}#{definition}"), Span::default()),
                node: json::node(it, dialect),
            })
            .collect();
        blocks.push(Block { head: Head::Format(name.clone()), node: json::node(&json["schema"], dialect) });
        formats.insert(name.clone(), File { blocks });
    }
    Ok(formats)
}

fn json_of(path: &Path) -> Result<Json> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("in {}", path.display()))
}

fn string(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

/// All files below a folder, in the order of their paths.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
