//! What an answer is worked out from.

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

    /// A range of a file, for the client; `None` when the file has no name or cannot be read.
    pub(super) fn location(&self, path: &Path, range: syntax::TextRange) -> Option<Location> {
        let range = self.places(path)?.range(range);
        Some(Location::new(self.draft.uri(path)?, range))
    }

    /// The version of a document; `None` when it is not open.
    pub(super) fn version(&self, path: &Path) -> Option<i32> {
        let snapshot = self.snapshot();
        if snapshot.is_open(path) { snapshot.document(path).ok()?.version } else { None }
    }
}
