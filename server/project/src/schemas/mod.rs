//! Schemas that are read at run time: where they lie, and which count for a file.
//!
//! Highest first: what a document itself names (`# yaml-language-server: $schema=…`), the folders of the settings, the custom
//! resource definitions of the workspace (open buffers as they are typed), what the user imported; below all of them the
//! bundled ones. Whatever is read is kept until its file changes, so that a key in one file never reads another.

pub mod import;
mod modeline;
mod shelf;
mod value;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use dashmap::{DashMap, DashSet};
use schema::kubernetes::text::{Block, CustomKind, Head};
use schema::kubernetes::{Catalog, Definitions, Layer, read};
use syntax::yaml::{Document, Node, Yaml};

use crate::digest::digest;
use crate::files::FileSource;
use crate::kind::{self, DocumentKind};
use crate::kubernetes;

pub use modeline::{Modeline, Target, modelines};
pub use value::value;

/// A text without this word defines no custom resource.
const DEFINITION: &str = "CustomResourceDefinition";

/// How many threads read the files of a workspace for the first time.
const THREADS: usize = 4;

/// How many schemas that documents name themselves are kept.
const MOST_NAMED: usize = 256;

/// At most this many kinds of a document are judged by the schema that it names.
const MOST_KINDS: usize = 64;

/// Counts the changes of all worlds: two that go separate ways must not meet again at one number.
static CHANGES: AtomicU64 = AtomicU64::new(1);

/// What a file on disk defines; `None`: nothing.
type Read = Option<Arc<Definitions>>;

/// A file that defines something, with what it defines.
type Found = (PathBuf, Arc<Definitions>);

/// What a catalogue is for: the folders of the settings, and a folder where it matters who asks.
type Reach = (Vec<PathBuf>, Option<PathBuf>);

/// Everything about schemas that a state of the world has; a clone costs a few counters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schemas {
    /// Of open documents that define custom resources.
    open: Arc<BTreeMap<Arc<Path>, Arc<Definitions>>>,
    /// Of files on disk, as far as they were read.
    on_disk: Arc<DashMap<PathBuf, Read>>,
    /// What the files of the workspace on disk come to.
    found: Arc<OnceLock<Vec<Found>>>,
    /// Folders of schemas that were looked through.
    folders: Arc<DashMap<PathBuf, Arc<[Layer]>>>,
    /// Folders that the user imports schemas into.
    imports: Arc<[PathBuf]>,
    /// Catalogues, as far as somebody asked.
    catalogs: Arc<DashMap<Reach, Catalog>>,
    /// Whether two files of the workspace define the same kind in different ways.
    contested: Arc<OnceLock<bool>>,
    /// Schemas that documents name themselves, by digests of the schema and of what it counts for.
    named: Arc<DashMap<u64, Read>>,
    /// Addresses of schemas that the log says are not fetched.
    told: Arc<DashSet<String>>,
    /// Another number after each change that may have changed a catalogue.
    revision: u64,
}

/// Where schemas that are read at run time come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A folder that the settings name.
    Settings,
    /// A file of the workspace.
    Workspace,
    /// What the user imported.
    Imported,
}

/// A place that schemas were found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Why it counts.
    pub origin: Origin,
    /// The folder or the file.
    pub path: PathBuf,
    /// API version and name of its kinds, in its order; none where nothing is there.
    pub kinds: Vec<(String, String)>,
}

/// What a document may be read for.
pub(crate) struct Source<'s> {
    pub(crate) disk: &'s Arc<dyn FileSource>,
    pub(crate) known: &'s Arc<[PathBuf]>,
    pub(crate) is_open: &'s (dyn Fn(&Path) -> bool + Sync),
    /// The folders of the settings that count for the file.
    pub(crate) folders: &'s [PathBuf],
}

impl Schemas {
    /// Another number after each change that may have changed a catalogue; no two states of any world share one.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    fn changed(&mut self) {
        self.catalogs = Arc::default();
        self.contested = Arc::default();
        self.revision = CHANGES.fetch_add(1, Ordering::Relaxed);
    }

    /// Other files make the workspace.
    pub(crate) fn forget_workspace(&mut self) {
        self.found = Arc::default();
        self.changed();
    }

    /// Where the user's imported schemas lie, the highest first.
    pub(crate) fn set_imports(&mut self, folders: Vec<PathBuf>) {
        self.imports = folders.into();
        self.changed();
    }

    /// Files on disk came, changed or went. What was read of others is kept in new maps: a snapshot from before may still be
    /// filling the old ones.
    pub(crate) fn disk_changed(&mut self, paths: &[PathBuf]) {
        if !paths.iter().any(|path| may_define(path)) {
            return;
        }
        let changed: HashSet<&PathBuf> = paths.iter().collect();
        let kept = DashMap::with_capacity(self.on_disk.len());
        for entry in self.on_disk.iter().filter(|entry| !changed.contains(entry.key())) {
            kept.insert(entry.key().clone(), entry.value().clone());
        }
        self.on_disk = Arc::new(kept);
        let kept = DashMap::new();
        for entry in self.folders.iter().filter(|entry| !paths.iter().any(|path| path.starts_with(entry.key()))) {
            kept.insert(entry.key().clone(), Arc::clone(entry.value()));
        }
        self.folders = Arc::new(kept);
        self.forget_workspace();
    }

    /// The editor opened or changed a document. `is_new`: it was not open before.
    pub(crate) fn opened(&mut self, path: &Path, yaml: Option<&Yaml>, is_new: bool) {
        let now =
            yaml.filter(|yaml| yaml.text().contains(DEFINITION)).and_then(|yaml| shelf::defined(&value::of_yaml(yaml)));
        let before = self.open.get(path);
        let is_same = before.map(|it| it.digest()) == now.as_ref().map(|it| it.digest());
        let hides = is_new && yaml.is_some();
        match now {
            Some(now) if !is_same => drop(Arc::make_mut(&mut self.open).insert(path.into(), now)),
            None if !is_same => drop(Arc::make_mut(&mut self.open).remove(path)),
            Some(_) | None => {}
        }
        if !is_same || hides {
            self.changed();
        }
    }

    /// The editor closed a document.
    pub(crate) fn closed(&mut self, path: &Path) {
        if self.open.contains_key(path) {
            Arc::make_mut(&mut self.open).remove(path);
        }
        if may_define(path) {
            self.changed();
        }
    }

    /// What is known of kinds for files at `path`.
    pub(crate) fn catalog(&self, path: &Path, source: &Source<'_>) -> Catalog {
        let found = self.found(source);
        let is_contested = *self.contested.get_or_init(|| self.is_contested(found, source));
        let folder = is_contested.then(|| path.parent().unwrap_or(Path::new("")).to_owned());
        let key = (source.folders.to_vec(), folder);
        if let Some(catalog) = self.catalogs.get(&key) {
            return catalog.clone();
        }
        let mut layers = self.of_folders(source.folders, source);
        let workspace = self.of_workspace(path, found, source).into_iter();
        layers.extend(workspace.map(|(_, definitions)| Layer::Definitions(Arc::clone(definitions))));
        layers.extend(self.of_folders(&self.imports, source));
        let catalog = Catalog::new(layers);
        self.catalogs.insert(key, catalog.clone());
        catalog
    }

    /// The places that count for files at `path`, the highest first.
    pub(crate) fn places(&self, path: &Path, source: &Source<'_>) -> Vec<Place> {
        let of_folder = |origin: Origin, folder: &PathBuf| {
            let kinds = self.of_folders(std::slice::from_ref(folder), source).iter().flat_map(kinds_of).collect();
            Place { origin, path: folder.clone(), kinds }
        };
        let mut places: Vec<Place> = source.folders.iter().map(|folder| of_folder(Origin::Settings, folder)).collect();
        let workspace =
            self.of_workspace(path, self.found(source), source).into_iter().map(|(path, definitions)| Place {
                origin: Origin::Workspace,
                path: path.to_owned(),
                kinds: kinds_of(&Layer::Definitions(Arc::clone(definitions))),
            });
        places.extend(workspace);
        places.extend(self.imports.iter().map(|folder| of_folder(Origin::Imported, folder)));
        places
    }

    fn of_folders(&self, folders: &[PathBuf], source: &Source<'_>) -> Vec<Layer> {
        let layers = folders.iter().flat_map(|folder| {
            let known = self.folders.get(folder).map(|layers| Arc::clone(&layers));
            let layers = known.unwrap_or_else(|| {
                let layers: Arc<[Layer]> = shelf::layers(source.disk, folder).into();
                self.folders.insert(folder.clone(), Arc::clone(&layers));
                layers
            });
            layers.to_vec()
        });
        layers.collect()
    }

    /// What the files of the workspace on disk define, by path.
    fn found(&self, source: &Source<'_>) -> &[Found] {
        self.found.get_or_init(|| {
            let wanted: Vec<&PathBuf> = source.known.iter().filter(|path| may_define(path)).collect();
            let read = |paths: &[&PathBuf]| -> Vec<Found> {
                paths.iter().filter_map(|path| Some(((*path).clone(), self.read(path, source)?))).collect()
            };
            let share = wanted.len().div_ceil(THREADS).max(32);
            if wanted.len() <= share {
                return read(&wanted);
            }
            thread::scope(|scope| {
                let parts: Vec<_> = wanted.chunks(share).map(|part| scope.spawn(|| read(part))).collect();
                // A file that cannot be read must not take the others along.
                parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
            })
        })
    }

    fn read(&self, path: &Path, source: &Source<'_>) -> Read {
        if let Some(known) = self.on_disk.get(path) {
            return known.clone();
        }
        let text = source.disk.read(path).ok().filter(|text| text.contains(DEFINITION));
        let text =
            text.filter(|text| matches!(kind::by_content(path, text, None), DocumentKind::Yaml | DocumentKind::Json));
        let read = text.and_then(|text| shelf::definitions(&text));
        self.on_disk.insert(path.to_owned(), read.clone());
        read
    }

    /// Whether two files of the workspace define the same kind in different ways, so that it matters who asks.
    fn is_contested(&self, found: &[Found], source: &Source<'_>) -> bool {
        let closed = found.iter().filter(|(path, _)| !(source.is_open)(path)).map(|(_, definitions)| definitions);
        let mut seen: HashMap<(&str, &str), u64> = HashMap::new();
        closed.chain(self.open.values()).any(|definitions| {
            definitions.kinds().any(|kind| {
                let digest = definitions.digest();
                *seen.entry((kind.api_version(), kind.name())).or_insert(digest) != digest
            })
        })
    }

    /// What the workspace defines, what lies next to `path` first.
    fn of_workspace<'a>(
        &'a self,
        path: &Path,
        found: &'a [Found],
        source: &Source<'_>,
    ) -> Vec<(&'a Path, &'a Arc<Definitions>)> {
        let closed = found.iter().filter(|(path, _)| !(source.is_open)(path)).map(|(path, it)| (path.as_path(), it));
        let open = self.open.iter().map(|(path, it)| (&**path, it));
        let shared = |other: &Path| path.components().zip(other.components()).take_while(|(a, b)| a == b).count();
        let mut all: Vec<(&Path, &Arc<Definitions>)> = closed.chain(open).collect();
        all.sort_by_cached_key(|(other, _)| (Reverse(shared(other)), *other));
        all
    }

    /// The layer of the schemas that a document names itself, with the files that were read for it; `None`: it names none that
    /// can be read.
    pub(crate) fn named_by(&self, yaml: &Yaml, path: &Path, files: &dyn FileSource) -> (Vec<PathBuf>, Vec<Layer>) {
        let (mut asked, mut layers) = (Vec::new(), Vec::new());
        for modeline in modelines(yaml, path) {
            let file = match modeline.target {
                Target::File(file) => file,
                Target::Remote(address) => {
                    self.tell_of(&address);
                    continue;
                }
            };
            let text = files.read(&file);
            asked.push(file);
            let Ok(text) = text else { continue };
            let Some(root) = yaml.document(modeline.document).map(Document::root) else { continue };
            let kinds = kinds_below(root, yaml, modeline.document);
            layers.extend(self.named(&text, &kinds).map(Layer::Definitions));
        }
        (asked, layers)
    }

    /// Says once that an address is not fetched.
    fn tell_of(&self, address: &str) {
        if self.told.len() < MOST_NAMED && self.told.insert(address.to_owned()) {
            tracing::info!(address, "a schema is not fetched; download it and run `plimsoll schemas import FILE`");
        }
    }

    /// The schema of a file as that of these kinds.
    fn named(&self, text: &Arc<str>, kinds: &[(String, String)]) -> Read {
        let digest = digest(&(text, kinds));
        if let Some(known) = self.named.get(&digest) {
            return known.clone();
        }
        let mut reading = read::Reading::default();
        for document in value::values(text).iter().flatten() {
            reading.extend(of_kinds(document, kinds));
        }
        let read = reading.kinds().next().is_some().then(|| Arc::new(Definitions::new(&reading.blocks)));
        if self.named.len() >= MOST_NAMED {
            self.named.clear();
        }
        self.named.insert(digest, read.clone());
        read
    }
}

/// API version and name of the kinds of a layer.
fn kinds_of(layer: &Layer) -> Vec<(String, String)> {
    match layer {
        Layer::Definitions(definitions) => {
            definitions.kinds().map(|kind| (kind.api_version().to_owned(), kind.name().to_owned())).collect()
        }
        Layer::Library(library) => {
            library.volumes().map(|volume| (volume.api_version.clone(), volume.kind.clone())).collect()
        }
    }
}

/// A schema as that of each of these kinds; a file that says whose its schemas are is believed.
fn of_kinds(document: &serde_json::Value, kinds: &[(String, String)]) -> read::Reading {
    let Some(((api_version, kind), others)) = kinds.split_first() else { return read::Reading::default() };
    let mut reading = read::read_as(document, api_version, kind);
    let own = reading.blocks.first().filter(|_| reading.kinds().eq([(api_version.as_str(), kind.as_str())])).cloned();
    for (api_version, kind) in own.iter().flat_map(|_| others) {
        let (api_version, kind) = (api_version.clone(), kind.clone());
        let head = Head::Kind(CustomKind { api_version, kind, ..CustomKind::default() });
        reading.blocks.extend(own.iter().map(|block| Block { head: head.clone(), node: block.node.clone() }));
    }
    reading
}

/// Whether a file at `path` may define custom resources.
fn may_define(path: &Path) -> bool {
    matches!(kind::by_path(path), DocumentKind::Yaml | DocumentKind::Json)
        || path.extension().is_some_and(|it| it == shelf::FACTS)
}

/// The kinds of the objects of a document, each once.
fn kinds_below(root: Node<'_>, yaml: &Yaml, document: usize) -> Vec<(String, String)> {
    let text = |node: Node<'_>, key: &str| Some(node.get(key)?.text()?.trim().to_owned()).filter(|it| !it.is_empty());
    let mut kinds: Vec<(String, String)> = Vec::new();
    let objects = kubernetes::objects(yaml).filter(|node| node.document().index() == document);
    for node in std::iter::once(root).chain(objects) {
        let Some(kind) = text(node, "apiVersion").zip(text(node, "kind")) else { continue };
        if !kinds.contains(&kind) && kinds.len() < MOST_KINDS {
            kinds.push(kind);
        }
    }
    kinds
}
