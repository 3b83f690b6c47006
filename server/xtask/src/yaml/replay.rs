//! Manifests typed character by character: is what their authors typed next proposed, and how far up?
//!
//! At every key and at every value that the schema names, the file is cut behind what would be typed by then; what the
//! authors wrote below is not there yet. A file comes from one folder of the corpus at a time, so that styles differ.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use ide::CompletionItem;
use project::World;
use project::files::Memory;
use project::kubernetes::{Manifest, Place, place};
use schema::kubernetes::{Catalog, Version};
use syntax::TextSize;
use syntax::yaml::{self, Kind, Node, Role, ScalarStyle};

use super::breaks::Dice;
use super::corpus;

/// Longer files are left out: a file is read anew at every step.
const LONGEST: usize = 40_000;

/// How far down an editor shows a list at once.
const SHOWN: usize = 10;

#[derive(Default)]
struct Tally {
    hits: usize,
    all: usize,
}

impl Tally {
    fn count(&mut self, hit: bool) -> bool {
        self.hits += usize::from(hit);
        self.all += 1;
        hit
    }

    fn share(&self) -> f64 {
        self.hits as f64 * 100.0 / self.all.max(1) as f64
    }
}

/// What is counted.
#[derive(Default)]
struct Score {
    parents: Tally,
    empty: Tally,
    keys: Tally,
    values: Tally,
    chosen: Tally,
    misses: BTreeMap<String, usize>,
}

/// Types files of `folder` and prints how often the proposals were right.
pub(crate) fn run(folder: &Path, options: &[&str]) -> Result<()> {
    let (mut files, mut seed) = (30, 1);
    for pair in options.chunks(2) {
        match pair {
            ["--files", number] => files = number.parse().context("`--files` takes a number")?,
            ["--seed", number] => seed = number.parse().context("`--seed` takes a number")?,
            _ => bail!("usage: cargo xtask yaml replay FOLDER [--files N] [--seed N]"),
        }
    }
    let mut score = Score::default();
    for (path, text) in chosen(folder, files, seed)? {
        type_out(&path, &text, &mut score);
    }
    for (miss, count) in &score.misses {
        println!("{count:4} {miss}");
    }
    let line = |name: &str, tally: &Tally| println!("{name:<52} {:6.2} % of {}", tally.share(), tally.all);
    line("keys: the right parent's are proposed", &score.parents);
    line("keys: no letter typed, the author's among the first ten", &score.empty);
    line("keys: two letters typed, the author's among the first ten", &score.keys);
    line("values that the schema names: proposed", &score.values);
    line("values: two letters typed, among the first ten", &score.chosen);
    Ok(())
}

/// Files by the lot, spread over the folders and over the kinds in them.
fn chosen(folder: &Path, count: usize, seed: u64) -> Result<Vec<(PathBuf, String)>> {
    let mut paths = Vec::new();
    corpus::collect(folder, &mut paths)?;
    paths.sort();
    let mut dice = Dice::new(seed);
    for place in (1..paths.len()).rev() {
        paths.swap(place, dice.roll(place + 1));
    }
    let catalog = Catalog::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if text.len() > LONGEST || text.contains("{{") || found.len() == count {
            continue;
        }
        let tree = yaml::parse(text.as_str());
        let manifest = Manifest::new(&tree, &catalog, Version::newest());
        let kind = manifest.objects.first().and_then(|object| object.kind).map(|kind| kind.name().to_owned());
        let Some(kind) = kind.filter(|_| tree.errors().is_empty()) else { continue };
        let times = seen.entry(kind).or_default();
        *times += 1;
        if *times <= 1 + count / 20 {
            found.push((path, text));
        }
    }
    Ok(found)
}

fn type_out(path: &Path, text: &str, score: &mut Score) {
    let tree = yaml::parse(text);
    let catalog = Catalog::default();
    let version = Version::newest();
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    for node in tree.nodes() {
        match node.role() {
            Role::Key => key(text, node, &catalog, version, &name, score),
            Role::Value | Role::Item => value(text, node, &catalog, version, &name, score),
            Role::Root => {}
        }
    }
}

/// The proposals behind the first bytes of a text.
fn proposals(text: &str, end: usize) -> Vec<CompletionItem> {
    let path = PathBuf::from("/w/a.yaml");
    let text = &text[..end];
    let mut world = World::new(Arc::new(Memory::new([(path.clone(), text.to_owned())])));
    world.set_roots(vec![PathBuf::from("/w")]);
    let offset = TextSize::of(text);
    ide::completion::completions(&world.snapshot(), &path, offset)
}

/// Those that an editor still shows when `typed` stands there: the ones that begin with it first.
fn shown<'i>(items: &'i [CompletionItem], typed: &str) -> Vec<&'i str> {
    let fits = |item: &&CompletionItem| item.label.to_lowercase().starts_with(&typed.to_lowercase());
    items.iter().filter(fits).map(|item| item.label.as_str()).collect()
}

/// The end of the first letters of a word, with its opening quote.
fn typed(node: Node<'_>, letters: usize) -> Option<(usize, String)> {
    let source = node.source();
    let quote = usize::from(source.starts_with(['"', '\'']));
    let word: String = source[quote..].chars().take(letters).collect();
    let is_word = word.chars().count() == letters && word.chars().all(|it| it.is_alphanumeric() || it == '.');
    is_word.then(|| (usize::from(node.range().start()) + quote + word.len(), word))
}

fn key(text: &str, key: Node<'_>, catalog: &Catalog, version: Version, file: &str, score: &mut Score) {
    let Some(entry) = key.as_entry() else { return };
    let name = entry.name();
    let Some(expected) = expected(entry.value, catalog, version, &name) else { return };
    let start = usize::from(key.range().start());
    let quote = usize::from(key.source().starts_with(['"', '\'']));
    let items = proposals(text, start + quote);
    let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    // What stands before it in its mapping is not proposed again.
    let before = |field: &str| {
        key.parent()
            .into_iter()
            .flat_map(Node::entries)
            .any(|it| it.is(field) && it.key.range().start() < key.range().start())
    };
    let wanted: Vec<&String> = expected.iter().filter(|field| !before(field)).collect();
    let is_right = wanted.iter().all(|field| labels.contains(&field.as_str()));
    let route = entry.value.route();
    let shape = shape_of(&route.to_string());
    if !score.parents.count(is_right) {
        let missing = wanted.iter().find(|field| !labels.contains(&field.as_str())).map_or("", |it| it.as_str());
        let first = labels.iter().take(4).copied().collect::<Vec<_>>().join(" ");
        *score.misses.entry(format!("parent {shape} lacks {missing} ({file}); proposed {first}")).or_default() += 1;
    }
    score.empty.count(labels.iter().take(SHOWN).any(|label| *label == name));
    if let Some((end, word)) = typed(key, 2) {
        let items = proposals(text, end);
        let shown = shown(&items, &word);
        if !score.keys.count(shown.iter().take(SHOWN).any(|label| *label == name)) {
            let first = shown.iter().take(4).copied().collect::<Vec<_>>().join(" ");
            *score.misses.entry(format!("key    {shape} of {word:?} ({file}); proposed {first}")).or_default() += 1;
        }
    }
}

/// The fields that can stand where the key of `value` does; `None` where the schema does not know it.
fn expected(value: Node<'_>, catalog: &Catalog, version: Version, name: &str) -> Option<Vec<String>> {
    let place = place(value, catalog, version)?;
    let member = place.member.filter(|member| member.keys.is_empty())?;
    member.owner.field(name)?;
    if matches!(place.plain_path.as_str(), "apiVersion" | "kind" | "metadata" | "spec") {
        // Before the kind is known only these can be.
        return Some(vec![name.to_owned()]);
    }
    let fields = member.owner.fields().filter(|field| field.name != "status").map(|field| field.name.to_owned());
    Some(fields.collect())
}

fn value(text: &str, node: Node<'_>, catalog: &Catalog, version: Version, file: &str, score: &mut Score) {
    let is_inline =
        matches!(node.kind(), Kind::Scalar(ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
    let Some(own) = node.text().filter(|text| is_inline && !text.is_empty()) else { return };
    let Some(place) = place(node, catalog, version) else { return };
    if !is_named(&place, &own) {
        return;
    }
    let start = usize::from(node.range().start());
    let quote = usize::from(node.source().starts_with(['"', '\'']));
    let items = proposals(text, start + quote);
    let shape = shape_of(&node.route().to_string());
    if !score.values.count(items.iter().any(|item| item.label == own || item.is_partial)) {
        *score.misses.entry(format!("value  {shape} = {own} ({file})")).or_default() += 1;
    }
    if let Some((end, word)) = typed(node, 2) {
        let items = proposals(text, end);
        let shown = shown(&items, &word);
        if !score.chosen.count(shown.iter().take(SHOWN).any(|label| *label == own)) {
            *score.misses.entry(format!("value  {shape} = {own} of {word:?} ({file})")).or_default() += 1;
        }
    }
}

/// Whether the value is one of a list: of an enum, a boolean, a version or a kind.
fn is_named(place: &Place<'_>, own: &str) -> bool {
    let is_head = matches!(place.path.as_str(), "kind" | "apiVersion");
    let Some(schema) = place.schema else { return false };
    let is_boolean = matches!(own, "true" | "false") && schema.shape() == schema::kubernetes::Shape::Boolean;
    is_head || is_boolean || schema.choices().any(|choice| choice.value.as_str() == own)
}

/// A route without the numbers of its items.
fn shape_of(route: &str) -> String {
    let mut out = String::new();
    let mut is_number = false;
    for letter in route.chars() {
        match letter {
            '[' => {
                is_number = true;
                out.push(letter);
            }
            ']' => {
                is_number = false;
                out.push(letter);
            }
            _ if is_number && letter.is_ascii_digit() => {}
            other => out.push(other),
        }
    }
    out
}
