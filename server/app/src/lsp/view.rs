//! What an answer is worked out from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use project::Snapshot;
use tower_lsp::ls_types::{Location, Uri};

use super::convert::Places;
use super::draft::Draft;
use super::session::Session;
use super::uris;

/// A flag that says that nobody waits any more.
#[derive(Debug, Clone, Default)]
pub(super) struct Cancel(Arc<AtomicBool>);

/// Raises the flag when it is dropped, as it is with the handler of a request that the client cancels.
#[derive(Debug)]
pub(super) struct CancelOnDrop(Cancel);

impl Cancel {
    /// A flag, and what raises it.
    pub(super) fn pair() -> (Self, CancelOnDrop) {
        let cancel = Self::default();
        (cancel.clone(), CancelOnDrop(cancel))
    }

    /// Whether to stop.
    pub(super) fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// What an answer is worked out from.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) session: Session,
    pub(super) draft: Arc<Draft>,
    pub(super) cancel: Cancel,
}

impl View {
    pub(super) fn snapshot(&self) -> &Snapshot {
        self.draft.snapshot()
    }

    /// The path of a document with its places; `None` when it is not open and cannot be read.
    pub(super) fn document(&self, uri: &Uri) -> Option<(PathBuf, Places)> {
        let path = uris::path(uri);
        let places = self.places(&path)?;
        Some((path, places))
    }

    /// The places of a file; `None` when it cannot be read.
    pub(super) fn places(&self, path: &Path) -> Option<Places> {
        let document = self.snapshot().document(path).ok()?;
        Some(Places::of(&document, self.session.encoding))
    }

    /// Ranges of files, for the client; without those of files that have no name or cannot be read. Each file is read once.
    pub(super) fn locations<'r>(&self, uses: impl IntoIterator<Item = &'r ide::Reference>) -> Vec<Location> {
        let mut files: HashMap<&Path, Option<(Uri, Places)>> = HashMap::new();
        let location = |used: &'r ide::Reference| {
            let path = used.path.as_path();
            let file = files.entry(path).or_insert_with(|| Some((self.draft.uri(path)?, self.places(path)?)));
            let (uri, places) = file.as_ref()?;
            Some(Location::new(uri.clone(), places.range(used.range)))
        };
        uses.into_iter().filter_map(location).collect()
    }

    /// The version of a document; `None` when it is not open.
    pub(super) fn version(&self, path: &Path) -> Option<i32> {
        let snapshot = self.snapshot();
        if snapshot.is_open(path) { snapshot.document(path).ok()?.version } else { None }
    }
}
