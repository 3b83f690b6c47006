//! What is left to do about what the client has said: for the worker and for the scanner.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long after the last key the worker waits for the next one.
const PAUSE: Duration = Duration::from_millis(20);

/// How long keys may keep the worker waiting.
const LONGEST_PAUSE: Duration = Duration::from_millis(150);

/// What the scanner should do.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Walk the workspace.
    pub(super) is_wanted: bool,
    /// Walk it if one of these is a folder: its files are not told of one by one.
    pub(super) if_folder: Vec<PathBuf>,
    /// Manifests to be read anew.
    pub(super) manifests: BTreeSet<PathBuf>,
    /// Show the client that it happens.
    pub(super) is_shown: bool,
}

/// What changed since the worker looked last.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Open documents with a new text: they get their list, whatever is in it.
    pub(super) edited: BTreeSet<PathBuf>,
    /// Other files that may have a new text.
    pub(super) changed: BTreeSet<PathBuf>,
    /// Paths with a new text, for those who asked for it.
    pub(super) texts: BTreeSet<PathBuf>,
    /// Paths at which something appeared or went, for those who asked for it.
    pub(super) places: BTreeSet<PathBuf>,
    /// Files whose answers may have changed while they were being judged.
    pub(super) unsure: BTreeSet<PathBuf>,
    /// Whether settings or folders changed: open documents are to be judged anew.
    pub(super) settings: bool,
    /// Whether a client that asks has to ask again for everything.
    pub(super) refresh: bool,
    /// Files to be judged when nothing else waits.
    pub(super) backlog: BTreeSet<PathBuf>,
    /// When the first and the last key of those not looked at was typed.
    keys: Option<(Instant, Instant)>,
    /// Something other than a key.
    is_urgent: bool,
}

impl Changes {
    /// When the worker should look; `None` when there is nothing to look at.
    pub(super) fn due(&self) -> Option<Instant> {
        match self.keys {
            _ if self.is_urgent => Some(Instant::now()),
            Some((first, last)) => Some((last + PAUSE).min(first + LONGEST_PAUSE)),
            None => None,
        }
    }

    /// Takes everything but the backlog.
    pub(super) fn take(&mut self) -> Self {
        let backlog = std::mem::take(&mut self.backlog);
        let taken = std::mem::take(self);
        self.backlog = backlog;
        taken
    }

    /// Lets the worker look at once.
    pub(super) fn hurry(&mut self) {
        self.is_urgent = true;
    }

    /// Lets the worker look once nobody types.
    pub(super) fn key(&mut self) {
        let now = Instant::now();
        self.keys = Some((self.keys.map_or(now, |(first, _)| first), now));
    }
}
