//! What the client has said so far. Messages change it at once and in order; nothing here takes time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use project::{DocumentKind, graph, kind};
use serde_json::Value;
use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, FileChangeType, FileEvent, TextDocumentItem, Uri, WorkspaceFolder,
};

use super::changes::{Changes, Walk};
use super::convert::Encoding;
use super::document::OpenDocument;
use super::draft::{Change, Draft, Drafts, Learnt, Reread, Sources, Text};
use super::uris::{self, Placed};
use crate::data_folder;

/// How long after the last key in a settings file the files that are not open wait to be judged under it: there may be
/// thousands, and half a word means nothing.
const REVIEW_PAUSE: Duration = Duration::from_millis(300);

/// A workspace folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folder {
    /// As the client spells it.
    pub(super) uri: Uri,
    /// Where it is.
    pub(super) path: PathBuf,
}

impl Folder {
    /// A folder with a place on disk; `None` for any other.
    pub(super) fn new(uri: Uri) -> Option<Self> {
        uris::file_path(&uri).map(|path| Self { uri, path })
    }
}

/// What the client has said so far.
#[derive(Debug)]
pub(super) struct State {
    revision: u64,
    drafts: Drafts,
    documents: HashMap<PathBuf, OpenDocument>,
    uris: Arc<HashMap<PathBuf, Uri>>,
    folders: Vec<Folder>,
    editor: Arc<[(Option<PathBuf>, Value)]>,
    introduced: Value,
    found: Arc<[PathBuf]>,
    /// The revision of the last change to settings or folders: whatever was judged before is out of date.
    settings_changed_at: u64,
    /// The revision of the last change that an answer about files may hang on.
    places_changed_at: u64,
    /// Until when lists are held back, so that none is sent under settings that are about to come.
    hold: Option<Instant>,
    /// When all files are to be judged anew.
    review: Option<Instant>,
    /// Whether the workspace was walked at least once, and its manifests were read.
    pub(super) is_scanned: bool,
    /// Whether the folders changed since the manifests in them were read.
    pub(super) is_unread: bool,
    /// What the scanner should do.
    pub(super) walk: Walk,
    /// What the worker should look at.
    pub(super) changes: Changes,
}

impl Default for State {
    fn default() -> Self {
        Self {
            revision: 0,
            drafts: Drafts::new(Arc::new(Placed), data_folder::schemas().into_iter().collect()),
            documents: HashMap::new(),
            uris: Arc::default(),
            folders: Vec::new(),
            editor: Arc::new([]),
            introduced: Value::Null,
            found: Arc::new([]),
            settings_changed_at: 0,
            places_changed_at: 0,
            hold: None,
            review: None,
            is_scanned: false,
            is_unread: false,
            walk: Walk::default(),
            changes: Changes::default(),
        }
    }
}

impl State {
    /// The state as it is now.
    pub(super) fn draft(&mut self) -> Arc<Draft> {
        let Self { drafts, documents, editor, found, folders, .. } = self;
        drafts.draft(self.revision, &self.uris, || {
            let mut by_folder: BTreeMap<&Path, &PathBuf> = BTreeMap::new();
            for path in documents.keys().filter(|path| path.is_absolute()) {
                by_folder.extend(path.parent().map(|folder| (folder, path)));
            }
            Sources {
                editor: Arc::clone(editor),
                found: Arc::clone(found),
                roots: folders.iter().map(|folder| folder.path.clone()).collect(),
                documents: by_folder.into_values().cloned().collect(),
            }
        })
    }

    /// Begins a change; its number.
    fn change(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    /// The editor opened a document.
    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let revision = self.change();
        let path = uris::path(&item.uri);
        let document = OpenDocument::new(item, revision);
        Arc::make_mut(&mut self.uris).insert(path.clone(), document.uri.clone());
        self.drafts.reread(revision, Reread::Files);
        self.note_text(&path, &document, true);
        self.documents.insert(path.clone(), document);
        self.place(path.clone());
        self.changes.edited.insert(path);
        self.changes.hurry();
    }

    /// The editor changed a document. One that is not open is left alone.
    pub(super) fn edit(&mut self, params: DidChangeTextDocumentParams, encoding: Encoding) {
        let path = uris::path(&params.text_document.uri);
        if !self.documents.contains_key(&path) {
            tracing::warn!(uri = params.text_document.uri.as_str(), "a document that is not open was changed");
            return;
        }
        let revision = self.change();
        let Some(document) = self.documents.get_mut(&path) else { return };
        document.apply(params.content_changes, encoding);
        document.version = params.text_document.version;
        document.changed_at = revision;
        let document = document.clone();
        self.note_text(&path, &document, false);
        self.changes.texts.insert(path.clone());
        self.changes.edited.insert(path);
        self.changes.key();
    }

    fn note_text(&mut self, path: &Path, document: &OpenDocument, is_new: bool) {
        if kind::by_path(path) == DocumentKind::Settings {
            self.settings_changed(Reread::Everything);
            self.review = Some(Instant::now() + REVIEW_PAUSE);
        }
        let text = Text {
            path: path.to_owned(),
            text: document.text.clone(),
            version: document.version,
            language: is_new.then(|| document.language.clone()),
        };
        self.drafts.push(self.revision, Change::Text(text));
    }

    /// The editor closed a document: what is on disk counts again.
    pub(super) fn close(&mut self, uri: &Uri) {
        let path = uris::path(uri);
        if self.documents.remove(&path).is_none() {
            return;
        }
        let revision = self.change();
        self.drafts.push(revision, Change::Close(path.clone()));
        Arc::make_mut(&mut self.uris).remove(&path);
        if kind::by_path(&path) == DocumentKind::Settings {
            self.settings_changed(Reread::Everything);
        }
        self.walk_for(&path);
        self.read_manifest(&path);
        self.place(path.clone());
        self.changes.edited.remove(&path);
        self.changes.changed.insert(path);
        self.changes.hurry();
    }

    fn place(&mut self, path: PathBuf) {
        self.places_changed_at = self.revision;
        self.changes.places.insert(path);
    }

    fn settings_changed(&mut self, reread: Reread) {
        self.drafts.reread(self.revision, reread);
        self.settings_changed_at = self.revision;
        self.review = Some(Instant::now());
        self.changes.settings = true;
        self.changes.refresh = true;
    }

    /// The client introduces itself with its folders and with what it says of settings; nothing was judged before.
    pub(super) fn begin(&mut self, folders: Vec<Folder>, settings: Value) {
        self.set_folders(folders);
        if !settings.is_null() {
            self.set_editor(vec![(None, settings.clone())]);
        }
        self.introduced = settings;
        self.drafts.reread(self.revision, Reread::Everything);
        self.review = None;
        self.changes = Changes::default();
    }

    /// Replaces the workspace folders.
    fn set_folders(&mut self, folders: Vec<Folder>) {
        let revision = self.change();
        let roots = folders.iter().map(|folder| folder.path.clone()).collect();
        self.drafts.push(revision, Change::Roots(roots));
        self.folders = folders;
        // Until the manifests in there were read nothing counts as missing.
        self.is_unread = true;
        self.drafts.push(revision, Change::Unread(true));
        self.walk = Walk { is_wanted: true, is_shown: true, ..Walk::default() };
        self.settings_changed(Reread::Files);
        self.changes.hurry();
    }

    /// Folders came and went.
    pub(super) fn change_folders(&mut self, added: Vec<WorkspaceFolder>, removed: &[WorkspaceFolder]) {
        let gone: Vec<PathBuf> = removed.iter().filter_map(|folder| uris::file_path(&folder.uri)).collect();
        let mut folders: Vec<Folder> =
            self.folders.iter().filter(|folder| !gone.contains(&folder.path)).cloned().collect();
        for folder in added.into_iter().filter_map(|folder| Folder::new(folder.uri)) {
            if !folders.iter().any(|other| other.path == folder.path) {
                folders.push(folder);
            }
        }
        self.set_folders(folders);
    }

    /// The workspace folders.
    pub(super) fn folders(&self) -> &[Folder] {
        &self.folders
    }

    /// What the editor says of settings, for a folder each.
    pub(super) fn set_editor(&mut self, editor: Vec<(Option<PathBuf>, Value)>) {
        if *self.editor == *editor {
            return;
        }
        self.change();
        self.editor = editor.into();
        self.settings_changed(Reread::Everything);
        self.changes.hurry();
    }

    /// What the editor said of settings when it introduced itself; `Null` when it said nothing.
    pub(super) fn introduced(&self) -> &Value {
        &self.introduced
    }

    /// The workspace was walked: `found` are the files in `roots`, sorted.
    pub(super) fn set_found(&mut self, roots: &[PathBuf], found: Vec<PathBuf>) {
        if !self.folders.iter().map(|folder| &folder.path).eq(roots) {
            // The folders changed meanwhile; the next walk is on its way.
            return;
        }
        // A client that asked before the first walk is still waiting for it.
        let is_first = !self.is_scanned;
        if *self.found == *found {
            return;
        }
        let revision = self.change();
        let old: BTreeSet<&PathBuf> = self.found.iter().collect();
        let new: BTreeSet<&PathBuf> = found.iter().collect();
        self.changes.backlog.extend(old.symmetric_difference(&new).map(|path| (*path).clone()));
        self.changes.refresh |= !is_first;
        self.found = found.into();
        self.drafts.reread(revision, Reread::Files);
        self.changes.hurry();
    }

    /// Takes down what was read of manifests on disk.
    pub(super) fn learn(&mut self, learnt: Vec<Learnt>) {
        let revision = self.change();
        self.drafts.push(revision, Change::Manifests(learnt.into()));
        self.changes.hurry();
    }

    /// All manifests of the workspace were read, unless the folders changed meanwhile.
    pub(super) fn set_read(&mut self) {
        if self.is_unread && !self.walk.is_shown {
            self.is_unread = false;
            self.is_scanned = true;
            let revision = self.change();
            self.drafts.push(revision, Change::Unread(false));
            self.changes.hurry();
        }
    }

    /// What of the graph changed since this was last called, as far as it was worked out, and up to which revision.
    pub(super) fn take_graph_changes(&mut self) -> (graph::Changes, u64) {
        self.drafts.take_graph_changes()
    }

    /// Whether what was asked of the graph at `revision` is answered likewise now, as far as that was worked out.
    pub(super) fn graph_holds(&mut self, inquired: &[graph::Asked], revision: u64) -> bool {
        inquired.is_empty() || self.drafts.graph_holds(inquired, revision)
    }

    /// Every file that was found in the workspace, sorted.
    pub(super) fn found(&self) -> &Arc<[PathBuf]> {
        &self.found
    }

    /// Files on disk came, changed or went.
    pub(super) fn disk_changed(&mut self, events: &[FileEvent]) {
        let revision = self.change();
        let mut wanted = Vec::new();
        for event in events {
            let Some(path) = uris::file_path(&event.uri) else { continue };
            let came_or_went = event.typ != FileChangeType::CHANGED;
            let is_open = self.documents.contains_key(&path);
            let is_wanted = project::discover::is_wanted(&path);
            self.walk.is_wanted |= path.file_name().is_some_and(|name| name == ".gitignore" || name == ".ignore")
                || came_or_went && (is_wanted || self.is_above_found(&path));
            if event.typ == FileChangeType::CREATED && !is_wanted {
                self.walk.if_folder.push(path.clone());
            }
            if is_wanted && !is_open {
                if kind::by_path(&path) == DocumentKind::Settings {
                    self.settings_changed(Reread::Everything);
                }
                self.changes.changed.insert(path.clone());
            }
            if is_wanted {
                wanted.push(path.clone());
                self.read_manifest(&path);
            }
            self.places_changed_at = self.revision;
            let paths = if came_or_went { &mut self.changes.places } else { &mut self.changes.texts };
            paths.insert(path);
        }
        self.drafts.push(revision, Change::Disk(wanted));
        self.changes.hurry();
    }

    /// Whether a file that was found lies below `path`.
    fn is_above_found(&self, path: &Path) -> bool {
        let next = self.found.partition_point(|found| found.as_path() < path);
        self.found.get(next).is_some_and(|found| found.starts_with(path))
    }

    /// A document was saved. Whether or not the client tells of files: open documents may find others than before.
    pub(super) fn save(&mut self, uri: &Uri) {
        self.changes.unsure.extend(self.documents.keys().cloned());
        self.changes.hurry();
        let path = uris::path(uri);
        self.walk_for(&path);
        self.read_manifest(&path);
    }

    /// Asks for a manifest to be read anew: what the graph has of it may be older than the disk.
    fn read_manifest(&mut self, path: &Path) {
        if kind::may_be_manifest(path) {
            self.walk.manifests.insert(path.to_owned());
        }
    }

    /// Asks for a walk when a file of the workspace is not known yet.
    fn walk_for(&mut self, path: &Path) {
        let is_inside = self.folders.iter().any(|folder| path.starts_with(&folder.path));
        let is_wanted = project::discover::is_wanted(path);
        self.walk.is_wanted |=
            is_inside && is_wanted && self.found.binary_search_by(|found| found.as_path().cmp(path)).is_err();
    }

    /// The open document at `path`.
    pub(super) fn document(&self, path: &Path) -> Option<&OpenDocument> {
        self.documents.get(path)
    }

    /// The paths of all open documents.
    pub(super) fn open_documents(&self) -> impl Iterator<Item = &PathBuf> {
        self.documents.keys()
    }

    /// Whether what was worked out for the file at `path` from the state at `revision` still counts. `was_open` says
    /// whether it was open then.
    pub(super) fn is_current(&self, path: &Path, revision: u64, was_open: bool) -> bool {
        self.settings_changed_at <= revision
            && match self.documents.get(path) {
                Some(document) => document.changed_at <= revision,
                None => !was_open,
            }
    }

    /// Whether files came or went since `revision`.
    pub(super) fn places_changed_since(&self, revision: u64) -> bool {
        self.places_changed_at > revision
    }

    /// Whether it is time to judge all files anew; asked once.
    pub(super) fn take_review(&mut self) -> bool {
        self.review.take_if(|due| *due <= Instant::now()).is_some()
    }

    /// Holds lists back for a moment.
    pub(super) fn hold(&mut self, moment: Duration) {
        self.hold = Some(Instant::now() + moment);
    }

    /// Ends the hold.
    pub(super) fn release(&mut self) {
        self.hold = None;
    }

    /// When the worker should look; `None` when there is nothing to look at.
    pub(super) fn due(&self) -> Option<Instant> {
        let due = self.changes.due().into_iter().chain(self.review).min()?;
        Some(self.hold.map_or(due, |hold| due.max(hold)))
    }
}
