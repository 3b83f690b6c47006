//! What handlers, worker and scanner share.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use project::graph::{self, Asked};
use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::ls_types::TraceValue;

use super::answers::tokens::Sent;
use super::judgements::Judgements;
use super::session::Session;
use super::state::State;

/// What the client shows of a document that hangs on other files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shown {
    /// Inlay hints.
    Hints,
    /// Lenses.
    Lenses,
}

/// The server. Of the two locks the state's is taken first; neither is held over an `.await`.
#[derive(Debug)]
pub(super) struct Shared {
    /// The editor.
    pub(super) client: Client,
    session: OnceLock<Session>,
    state: Mutex<State>,
    judgements: Mutex<Judgements>,
    /// The semantic tokens the client has.
    tokens: Mutex<HashMap<PathBuf, Sent>>,
    /// What was asked of the graph for what the client shows.
    shown: Mutex<HashMap<(PathBuf, Shown), Vec<Asked>>>,
    /// Something changed that the worker should look at.
    pub(super) wake: Notify,
    /// The workspace should be walked.
    pub(super) scan: Notify,
    /// The workspace was walked, and its manifests were read.
    pub(super) scanned: Notify,
    orphaned: Notify,
    trace: AtomicU8,
}

impl Shared {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            session: OnceLock::new(),
            state: Mutex::default(),
            judgements: Mutex::default(),
            tokens: Mutex::default(),
            shown: Mutex::default(),
            wake: Notify::new(),
            scan: Notify::new(),
            scanned: Notify::new(),
            orphaned: Notify::new(),
            trace: AtomicU8::new(0),
        }
    }

    /// What the client can do; a client that can do nothing before it has said so.
    pub(super) fn session(&self) -> Session {
        self.session.get().cloned().unwrap_or_default()
    }

    /// Called once, when the client has introduced itself.
    pub(super) fn introduce(&self, session: Session) {
        drop(self.session.set(session));
    }

    /// Whether the client has introduced itself.
    pub(super) fn is_initialized(&self) -> bool {
        self.session.get().is_some()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // Each change leaves a state that makes sense, so one that panicked half-way spoils no other.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn judgements(&self) -> MutexGuard<'_, Judgements> {
        self.judgements.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the tokens a client is sent of a document; those it was sent before.
    pub(super) fn sent_tokens(&self, path: PathBuf, sent: Sent) -> Option<Sent> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(path, sent)
    }

    /// Forgets the tokens of a document that was closed.
    pub(super) fn forget_tokens(&self, path: &Path) {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }

    /// Notes what was asked of the graph for what the client shows of a document from now on.
    pub(super) fn show(&self, path: &Path, what: Shown, asked: Vec<Asked>) {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).insert((path.to_owned(), what), asked);
    }

    /// Forgets what the client showed of a document that was closed.
    pub(super) fn forget_shown(&self, path: &Path) {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).retain(|(shown, _), _| shown != path);
    }

    /// Whether the client shows anything of that kind that may be otherwise since the graph changed. Of the documents in
    /// `edited` it asks by itself.
    pub(super) fn is_stale(&self, what: Shown, changes: &graph::Changes, edited: &BTreeSet<PathBuf>) -> bool {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.iter().any(|((path, of), asked)| *of == what && !edited.contains(path) && changes.touch(asked))
    }

    /// Waits until the workspace was walked and read once.
    pub(super) async fn is_scanned(&self) {
        loop {
            let scanned = self.scanned.notified();
            if self.state().is_scanned {
                return;
            }
            scanned.await;
        }
    }

    /// Ends the server: nobody is left to serve.
    pub(super) fn orphan(&self) {
        self.orphaned.notify_one();
    }

    /// Waits for [`Shared::orphan`].
    pub(super) async fn orphaned(&self) {
        self.orphaned.notified().await;
    }

    pub(super) fn set_trace(&self, value: TraceValue) {
        let level = match value {
            TraceValue::Off => 0,
            TraceValue::Messages => 1,
            TraceValue::Verbose => 2,
        };
        self.trace.store(level, Ordering::Relaxed);
    }

    /// Whether the client wants to be told of answers, and if so, of what is in them too.
    pub(super) fn trace(&self) -> Option<bool> {
        match self.trace.load(Ordering::Relaxed) {
            0 => None,
            level => Some(level > 1),
        }
    }
}
