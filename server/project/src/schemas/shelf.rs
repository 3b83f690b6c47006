//! Folders of schemas: which file is which kind's, and what the rest says.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use schema::kubernetes::{Definitions, Layer, Library, Volume, read};

use super::value;
use crate::files::{Entry, EntryKind, FileSource};

/// How deep a folder of schemas is looked through.
const DEEPEST: usize = 8;

/// How many files of a folder are looked at. The largest public collection has 4,300.
const MOST_FILES: usize = 50_000;

/// How many files are read as a whole because their names do not say whose they are.
const MOST_WHOLE: usize = 1_000;

/// The folder for kinds of the group without a name.
pub(super) const CORE: &str = "core";

/// The ending of files in our own text form.
pub(super) const FACTS: &str = "facts";

/// Each library is another one: what was read from one is not what the next would read.
static LIBRARIES: AtomicU64 = AtomicU64::new(1);

/// The layers that a folder gives, or a single file: what is read as a whole first, then what is read when it is asked for. Empty:
/// there is nothing to read.
pub(super) fn layers(files: &Arc<dyn FileSource>, folder: &Path) -> Vec<Layer> {
    let mut volumes = Vec::new();
    let mut paths = Vec::new();
    let mut layers = Vec::new();
    for path in files_below(files.as_ref(), folder) {
        match volume(&path, paths.len()) {
            Some(volume) => {
                volumes.push(volume);
                paths.push(path);
            }
            None if layers.len() < MOST_WHOLE => {
                let whole = files.read(&path).ok().and_then(|text| definitions(&text));
                layers.extend(whole.map(Layer::Definitions));
            }
            None => {}
        }
    }
    if !volumes.is_empty() {
        let mut hasher = DefaultHasher::new();
        LIBRARIES.fetch_add(1, Ordering::Relaxed).hash(&mut hasher);
        let files = Arc::clone(files);
        let read = move |volume: &Volume, name: &str| {
            let text = files.read(paths.get(volume.number)?).ok()?;
            of_kind(&text, &volume.api_version, name)
        };
        layers.push(Layer::Library(Arc::new(Library::new(volumes, hasher.finish(), read))));
    }
    layers
}

/// What a file that may be anything defines; `None`: nothing.
pub(super) fn definitions(text: &str) -> Option<Arc<Definitions>> {
    if let Some(definitions) = facts(text) {
        return Some(definitions);
    }
    defined(&value::values(text))
}

/// What the kinds in these documents are; `None`: there are none.
pub(super) fn defined(documents: &[Option<serde_json::Value>]) -> Option<Arc<Definitions>> {
    let mut reading = read::Reading::default();
    documents.iter().flatten().for_each(|document| reading.extend(read::read(document)));
    let has_kinds = reading.kinds().next().is_some();
    has_kinds.then(|| Arc::new(Definitions::new(&reading.blocks)))
}

/// What a file that is about one kind defines; `None`: it cannot be read.
pub(super) fn of_kind(text: &str, api_version: &str, kind: &str) -> Option<Arc<Definitions>> {
    if let Some(definitions) = facts(text) {
        return Some(definitions);
    }
    let mut reading = read::Reading::default();
    for document in value::values(text).iter().flatten() {
        reading.extend(read::read_as(document, api_version, kind));
    }
    let has_kinds = reading.kinds().next().is_some();
    has_kinds.then(|| Arc::new(Definitions::new(&reading.blocks)))
}

/// The text form; `None`: it is none.
fn facts(text: &str) -> Option<Arc<Definitions>> {
    let is_it = text.starts_with("kind ") || text.starts_with("type ");
    is_it.then(|| Definitions::read(text).ok()).flatten().map(Arc::new)
}

/// Whose the file at `path` is by its place: `cert-manager.io/certificate_v1.json`, and with capitals in our own form. `None`: the
/// place does not say.
pub(super) fn volume(path: &Path, number: usize) -> Option<Volume> {
    let group = path.parent()?.file_name()?.to_str()?;
    let (stem, ending) = path.file_name()?.to_str()?.rsplit_once('.')?;
    let (kind, version) = stem.rsplit_once('_')?;
    let is_exact = ending == FACTS;
    let is_version = version.starts_with('v') && version[1..].starts_with(|it: char| it.is_ascii_digit());
    let is_kind = !kind.is_empty() && kind.bytes().all(|it| it.is_ascii_alphanumeric());
    let is_group = group == CORE || group.contains('.') || is_exact;
    if !is_version || !is_kind || !is_group || !(is_exact || matches!(ending, "json" | "yaml" | "yml")) {
        return None;
    }
    let api_version = if group == CORE { version.to_owned() } else { format!("{group}/{version}") };
    Some(Volume { api_version, kind: kind.to_owned(), is_exact, number })
}

/// The files below a folder that schemas may be in, by name; the path itself where it is a file.
pub(super) fn files_below(files: &dyn FileSource, folder: &Path) -> Vec<PathBuf> {
    if files.kind(folder) == Some(EntryKind::File) {
        return vec![folder.to_owned()];
    }
    let mut found = Vec::new();
    let mut looked_at = 0;
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for Entry { name, kind } in files.list(&folder) {
            looked_at += 1;
            if looked_at > MOST_FILES {
                return found;
            }
            let path = folder.join(&name);
            let is_wanted =
                || path.extension().is_some_and(|it| it == FACTS || it == "json" || it == "yaml" || it == "yml");
            match kind {
                EntryKind::Folder if depth < DEEPEST && !name.starts_with('.') => folders.push((path, depth + 1)),
                EntryKind::File if is_wanted() => found.push(path),
                EntryKind::Folder | EntryKind::File => {}
            }
        }
    }
    found.sort();
    found
}
