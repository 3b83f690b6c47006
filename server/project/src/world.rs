//! The world: what the editor or the command line has said about files, and snapshots of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

use dashmap::DashMap;
use schema::kubernetes::{Catalog, Version};
use syntax::{LineIndex, yaml};

use crate::context::{Answer, BuildContext, Question};
use crate::digest::digest;
use crate::docker::Model;
use crate::dockerignore::Dockerignore;
use crate::document::{Content, Document};
use crate::facts::Facts;
use crate::files::{FileError, FileSource, Overlay};
use crate::graph::{self, Changes, Graph};
use crate::kind::{self, DocumentKind};
use crate::kubernetes::Manifest;
use crate::schemas::{self, Schemas};
use crate::settings::{Settings, SettingsTree};

/// How many models are listed before those that nobody uses any more are struck off.
const MODEL_LIMIT: usize = 256;

/// Models by the digest of their text, shared by all snapshots and all threads. A model lives as long as somebody uses it: an
/// open document, or whoever looks at a file on disk. It takes some thirty times its text.
#[derive(Debug, Default)]
struct Models {
    by_digest: DashMap<u64, Weak<Model>>,
}

impl Models {
    fn get(&self, text: &Arc<str>) -> Arc<Model> {
        let digest = digest(text);
        let known = self.by_digest.get(&digest).and_then(|model| model.upgrade());
        if let Some(model) = known.filter(|model| model.text == *text) {
            return model;
        }
        let model = Arc::new(Model::new(Arc::clone(text)));
        if self.by_digest.len() >= MODEL_LIMIT {
            self.by_digest.retain(|_, model| model.strong_count() > 0);
        }
        self.by_digest.insert(digest, Arc::downgrade(&model));
        model
    }
}

/// The mutable state behind the snapshots; a clone costs a few counters and goes its own way.
#[derive(Debug, Clone)]
pub struct World {
    disk: Arc<dyn FileSource>,
    roots: Arc<[PathBuf]>,
    open: Arc<HashMap<Arc<Path>, Arc<Document>>>,
    /// The texts of `open`: kept beside it, so that a snapshot need not gather them.
    buffers: Arc<HashMap<Arc<Path>, Arc<str>>>,
    known: Arc<[PathBuf]>,
    /// Of files that are not open, as they are on disk.
    facts: Arc<DashMap<PathBuf, Arc<Facts>>>,
    /// Of all files that were learnt of, open ones as they are in the editor.
    graph: Graph,
    /// What the graph had of open files as they are on disk.
    below: Arc<HashMap<Arc<Path>, Option<Arc<graph::File>>>>,
    /// What of the graph changed since somebody last asked.
    changes: Changes,
    settings: Arc<SettingsTree>,
    models: Arc<Models>,
    schemas: Schemas,
    revision: u64,
}

impl World {
    /// A world over `disk` with nothing open.
    #[must_use]
    pub fn new(disk: Arc<dyn FileSource>) -> Self {
        Self {
            disk,
            roots: Arc::new([]),
            open: Arc::default(),
            buffers: Arc::default(),
            known: Arc::new([]),
            facts: Arc::default(),
            graph: Graph::default(),
            below: Arc::default(),
            changes: Changes::default(),
            settings: Arc::default(),
            models: Arc::default(),
            schemas: Schemas::default(),
            revision: 0,
        }
    }

    /// Replaces the workspace folders.
    pub fn set_roots(&mut self, roots: Vec<PathBuf>) {
        self.roots = roots.into();
        self.revision += 1;
    }

    /// Replaces the list of the workspace's files (sorted).
    pub fn set_known(&mut self, known: Vec<PathBuf>) {
        // What is not there any more is in no graph either.
        for path in self.known.iter().filter(|path| known.binary_search(path).is_err()).cloned().collect::<Vec<_>>() {
            self.learn(&path, None);
        }
        if *self.known != *known {
            self.known = known.into();
            self.schemas.forget_workspace();
        }
        self.revision += 1;
    }

    /// Replaces the folders that the user imports schemas into, the most important first.
    pub fn set_imports(&mut self, folders: Vec<PathBuf>) {
        self.schemas.set_imports(folders);
        self.revision += 1;
    }

    /// Replaces the settings.
    pub fn set_settings(&mut self, settings: SettingsTree) {
        self.settings = Arc::new(settings);
        self.revision += 1;
    }

    /// The editor opened or changed a document. `language` is what the editor calls it; content and path decide.
    pub fn open(&mut self, path: &Path, text: Arc<str>, version: i32, language: Option<&str>) {
        let kind = match self.open.get(path) {
            Some(document) if language.is_none() => document.kind,
            _ => kind::by_content(path, &text, language),
        };
        let document = Document {
            path: path.to_owned(),
            kind,
            content: read(kind, &text, &self.models),
            text,
            version: Some(version),
        };
        self.schemas.opened(path, document.yaml().map(Arc::as_ref), !self.open.contains_key(path));
        let key: Arc<Path> = path.into();
        if !self.open.contains_key(path) {
            let known = self.graph.file(path).cloned();
            Arc::make_mut(&mut self.below).insert(Arc::clone(&key), known);
        }
        self.put(path, manifests(&document));
        Arc::make_mut(&mut self.buffers).insert(Arc::clone(&key), Arc::clone(&document.text));
        Arc::make_mut(&mut self.open).insert(key, Arc::new(document));
        self.revision += 1;
    }

    /// The editor closed a document: the file on disk counts again.
    pub fn close(&mut self, path: &Path) {
        Arc::make_mut(&mut self.open).remove(path);
        Arc::make_mut(&mut self.buffers).remove(path);
        if let Some(below) = Arc::make_mut(&mut self.below).remove(path) {
            self.put(path, below);
        }
        self.schemas.closed(path);
        self.revision += 1;
    }

    /// What [`Snapshot::manifests`] read of a file on disk, for the graph; `None` when it is gone or holds no manifest. Of a
    /// file that is open the buffer goes on to count until it is closed.
    pub fn learn(&mut self, path: &Path, manifests: Option<Arc<graph::File>>) {
        if let Some(below) = Arc::make_mut(&mut self.below).get_mut(path) {
            *below = manifests;
            return;
        }
        self.put(path, manifests);
        self.revision += 1;
    }

    /// Says whether files of the workspace were not learnt of yet: until they are, the graph calls nothing missing.
    pub fn set_unread(&mut self, is_unread: bool) {
        let changes = self.graph.set_unread(is_unread);
        self.changes.add(changes);
        self.revision += 1;
    }

    fn put(&mut self, path: &Path, manifests: Option<Arc<graph::File>>) {
        let changes = self.graph.set(path, manifests);
        self.changes.add(changes);
    }

    /// What of the graph changed since this was last called.
    #[must_use]
    pub fn take_changes(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }

    /// Files on disk were made, changed or deleted.
    ///
    /// The facts go into a new map: a snapshot from before may still be filling the old one with what it reads.
    pub fn disk_changed(&mut self, paths: &[PathBuf]) {
        let kept = DashMap::with_capacity(self.facts.len());
        for entry in self.facts.iter().filter(|entry| !paths.contains(entry.key())) {
            kept.insert(entry.key().clone(), Arc::clone(entry.value()));
        }
        self.facts = Arc::new(kept);
        self.schemas.disk_changed(paths);
        self.revision += 1;
    }

    /// Counts every change.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The world as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            files: Arc::new(Overlay::new(Arc::clone(&self.disk), Arc::clone(&self.buffers))),
            disk: Arc::clone(&self.disk),
            roots: Arc::clone(&self.roots),
            open: Arc::clone(&self.open),
            known: Arc::clone(&self.known),
            facts: Arc::clone(&self.facts),
            graph: self.graph.clone(),
            settings: Arc::clone(&self.settings),
            models: Arc::clone(&self.models),
            schemas: self.schemas.clone(),
            revision: self.revision,
        }
    }
}

/// An immutable view of the world; cloning it costs a few counters.
#[derive(Debug, Clone)]
pub struct Snapshot {
    files: Arc<Overlay>,
    disk: Arc<dyn FileSource>,
    roots: Arc<[PathBuf]>,
    open: Arc<HashMap<Arc<Path>, Arc<Document>>>,
    known: Arc<[PathBuf]>,
    facts: Arc<DashMap<PathBuf, Arc<Facts>>>,
    graph: Graph,
    settings: Arc<SettingsTree>,
    models: Arc<Models>,
    schemas: Schemas,
    revision: u64,
}

impl Snapshot {
    /// Which state of the world this is.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The files: open buffers above the disk.
    #[must_use]
    pub fn files(&self) -> &dyn FileSource {
        self.files.as_ref()
    }

    /// The workspace folders; empty when the editor opened a single file.
    #[must_use]
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// The innermost workspace folder that holds `path`.
    #[must_use]
    pub fn root_of(&self, path: &Path) -> Option<&Path> {
        self.roots
            .iter()
            .filter(|root| path.starts_with(root))
            .max_by_key(|root| root.as_os_str().len())
            .map(PathBuf::as_path)
    }

    /// The files of the workspace that some rule or feature may want, sorted.
    #[must_use]
    pub fn known(&self) -> &[PathBuf] {
        &self.known
    }

    /// The open documents, in no order.
    pub fn open(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.open.values()
    }

    /// Whether the editor has `path` open.
    #[must_use]
    pub fn is_open(&self, path: &Path) -> bool {
        self.open.contains_key(path)
    }

    /// The document at `path`: the open buffer, else read from disk.
    ///
    /// # Errors
    /// Why the file on disk cannot be read.
    pub fn document(&self, path: &Path) -> Result<Arc<Document>, FileError> {
        if let Some(document) = self.open.get(path) {
            return Ok(Arc::clone(document));
        }
        let text = self.files.read(path)?;
        Ok(Arc::new(self.document_from(path, text)))
    }

    /// The document that `path` with `text` would be.
    #[must_use]
    pub fn document_from(&self, path: &Path, text: Arc<str>) -> Document {
        let kind = kind::by_content(path, &text, None);
        Document { path: path.to_owned(), kind, content: read(kind, &text, &self.models), text, version: None }
    }

    /// The settings in force for `path`.
    #[must_use]
    pub fn settings(&self, path: &Path) -> Arc<Settings> {
        self.settings.settings_for(path)
    }

    /// All settings files and what is wrong with them.
    #[must_use]
    pub fn settings_tree(&self) -> &SettingsTree {
        &self.settings
    }

    /// The build context of the Dockerfile at `path`.
    #[must_use]
    pub fn build_context<'a>(&'a self, path: &Path, model: &Model) -> BuildContext<'a> {
        BuildContext::of(self.files(), path, self.root_of(path), model)
    }

    /// The kinds of objects that are known where `path` lies; of an open document also those whose schema it names itself.
    #[must_use]
    pub fn catalog(&self, path: &Path) -> Catalog {
        match self.open.get(path) {
            Some(document) => self.catalog_of(document),
            None => self.catalog_at(path),
        }
    }

    /// The kinds of objects that are known in `document`: those where it lies, and those whose schema it names itself.
    #[must_use]
    pub fn catalog_of(&self, document: &Document) -> Catalog {
        let catalog = self.catalog_at(&document.path);
        let Some(yaml) = document.yaml() else { return catalog };
        let (_, layers) = self.schemas.named_by(yaml, &document.path, self.files());
        layers.into_iter().rev().fold(catalog, |catalog, layer| catalog.below(layer))
    }

    fn catalog_at(&self, path: &Path) -> Catalog {
        self.with_schemas(path, |source| self.schemas.catalog(path, source))
    }

    /// Where the schemas that are read at run time and count for `path` come from, the highest first.
    #[must_use]
    pub fn schema_places(&self, path: &Path) -> Vec<schemas::Place> {
        self.with_schemas(path, |source| self.schemas.places(path, source))
    }

    fn with_schemas<T>(&self, path: &Path, ask: impl FnOnce(&schemas::Source<'_>) -> T) -> T {
        let settings = self.settings(path);
        ask(&schemas::Source {
            disk: &self.disk,
            known: &self.known,
            is_open: &|path| self.open.contains_key(path),
            folders: &settings.schema_folders,
        })
    }

    /// Another number after each change that may have changed the answers of [`Snapshot::catalog`].
    #[must_use]
    pub fn schemas_revision(&self) -> u64 {
        self.schemas.revision()
    }

    /// What the judgement of a manifest hangs on besides its text and its settings: the schemas of its kinds, with digests.
    #[must_use]
    pub fn asked_about_kinds(&self, document: &Document, manifest: &Manifest<'_>) -> Vec<Answer> {
        let mut kinds: Vec<(String, String)> = Vec::new();
        for object in &manifest.objects {
            let kind = (object.api_version(), object.kind_name());
            let kind = (kind.0.unwrap_or_default().trim().to_owned(), kind.1.unwrap_or_default().trim().to_owned());
            kinds.push(kind);
        }
        kinds.sort_unstable();
        kinds.dedup();
        let mut asked = Vec::new();
        if let Some(yaml) = document.yaml() {
            let (files, _) = self.schemas.named_by(yaml, &document.path, self.files());
            asked.extend(files.into_iter().map(|file| Answer::new(Question::Text(file), self)));
        }
        asked.push(Answer::new(Question::Kinds(document.path.clone(), kinds), self));
        asked
    }

    /// The version of Kubernetes that counts for `path`: what the settings say, else the newest one that is bundled.
    #[must_use]
    pub fn kubernetes_version(&self, path: &Path) -> Version {
        let minor = self.settings(path).kubernetes_version.minor;
        Version::new(u8::try_from(minor).unwrap_or(u8::MAX)).clamp()
    }

    /// The Kubernetes objects of the workspace, as far as they were learnt of.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What the graph is to keep of a file on disk, for [`World::learn`]: read anew, whether it is open or not. `None` when
    /// it cannot be read or holds no manifest.
    #[must_use]
    pub fn manifests(&self, path: &Path) -> Option<Arc<graph::File>> {
        let text = self.files.below().read(path).ok()?;
        manifests(&self.document_from(path, text))
    }

    /// The facts of a file of the workspace, open or not; `None` when it cannot be read.
    #[must_use]
    pub fn facts(&self, path: &Path) -> Option<Arc<Facts>> {
        if let Some(document) = self.open.get(path) {
            return Some(Arc::new(Facts::of(document)));
        }
        if let Some(facts) = self.facts.get(path) {
            return Some(Arc::clone(&facts));
        }
        let document = self.document(path).ok()?;
        let facts = Arc::new(Facts::of(&document));
        self.facts.insert(path.to_owned(), Arc::clone(&facts));
        Some(facts)
    }
}

/// What the graph keeps of a document; `None` for what is no YAML or JSON, or holds no manifest.
fn manifests(document: &Document) -> Option<Arc<graph::File>> {
    let manifests = graph::File::read(&document.path, document.yaml()?);
    (!manifests.is_empty()).then(|| Arc::new(manifests))
}

fn read(kind: DocumentKind, text: &Arc<str>, models: &Models) -> Content {
    match kind {
        DocumentKind::Dockerfile => Content::Dockerfile(models.get(text)),
        DocumentKind::Dockerignore => Content::Dockerignore(Arc::new(Dockerignore::parse(text))),
        DocumentKind::Yaml | DocumentKind::Json => Content::Yaml(Arc::new(yaml::parse(Arc::clone(text)))),
        DocumentKind::Settings | DocumentKind::Template | DocumentKind::Other => {
            Content::Text(Arc::new(LineIndex::new(text)))
        }
    }
}
