//! What is known about files' diagnostics: the latest of each file, who asked about what, and what was pushed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::{Answer, Question, graph};
use tower_lsp::ls_types::Uri;

use super::diagnostics::{Judged, List};
use super::inquirers::Inquirers;

/// How the client learns of files that were never opened, when it asks for those that are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Unopened {
    /// Not known yet: it announces that it asks for files, which does not say that it asks for the workspace.
    #[default]
    Undecided,
    /// It asks.
    Pull,
    /// It does not, or always has everything pushed.
    Push,
}

/// A list the client was sent without asking.
#[derive(Debug, Clone)]
struct Pushed {
    /// The name it was sent under.
    uri: Uri,
    digest: u64,
}

/// A list to send.
#[derive(Debug)]
pub(super) struct Publication {
    pub(super) uri: Uri,
    pub(super) list: Arc<List>,
    pub(super) version: Option<i32>,
}

/// What is known about files' diagnostics. Files on disk keep their diagnostics and what they asked, no text.
#[derive(Debug, Default)]
pub(super) struct Judgements {
    latest: HashMap<PathBuf, Judged>,
    /// By path that was asked about: the files that asked.
    askers: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// Who asked what of the graph.
    inquirers: Inquirers,
    pushed: HashMap<PathBuf, Pushed>,
    pub(super) unopened: Unopened,
}

impl Judgements {
    /// The latest of a file; `None` when it was never judged.
    pub(super) fn latest(&self, path: &Path) -> Option<&Judged> {
        self.latest.get(path)
    }

    /// Every file that was judged.
    pub(super) fn judged(&self) -> impl Iterator<Item = &PathBuf> {
        self.latest.keys()
    }

    /// Takes a judgement down. Whether its list is another than the one before.
    pub(super) fn store(&mut self, judged: &Judged) -> bool {
        let old = self.latest.get(&judged.path);
        let before = old.map(|old| Arc::clone(&old.inquired));
        let changed = old.is_none_or(|old| old.list.digest != judged.list.digest);
        let same_questions = old.is_some_and(|old| {
            let questions = old.asked.iter().map(|answer| &answer.question);
            questions.eq(judged.asked.iter().map(|answer| &answer.question))
        });
        if !same_questions {
            self.forget_questions(&judged.path);
            for answer in judged.asked.iter() {
                self.askers.entry(place(answer).to_owned()).or_default().insert(judged.path.clone());
            }
        }
        self.inquirers.replace(&judged.path, before.as_deref().unwrap_or_default(), &judged.inquired);
        self.latest.insert(judged.path.clone(), judged.clone());
        changed
    }

    /// Forgets a file that is neither open nor in the workspace.
    pub(super) fn forget(&mut self, path: &Path) {
        self.forget_questions(path);
        if let Some(old) = self.latest.remove(path) {
            self.inquirers.replace(path, &old.inquired, &[]);
        }
    }

    fn forget_questions(&mut self, path: &Path) {
        let Some(old) = self.latest.get(path) else { return };
        for answer in old.asked.iter() {
            let place = place(answer);
            if let Some(askers) = self.askers.get_mut(place) {
                askers.remove(path);
                if askers.is_empty() {
                    self.askers.remove(place);
                }
            }
        }
    }

    /// The files that asked about what `path` says.
    pub(super) fn asked_text(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        self.askers.get(path).into_iter().flatten()
    }

    /// The files that asked about schemas of kinds, with what they asked.
    pub(super) fn asked_kinds(&self) -> impl Iterator<Item = (&PathBuf, &Arc<[Answer]>)> {
        let asks = |judged: &Judged| judged.asked.iter().any(|answer| matches!(answer.question, Question::Kinds(..)));
        self.latest.iter().filter(move |(_, judged)| asks(judged)).map(|(path, judged)| (path, &judged.asked))
    }

    /// The files whose questions to the graph may be answered otherwise since it changed, each with the revision that it was
    /// judged at.
    pub(super) fn inquired(&self, changes: &graph::Changes) -> Vec<(PathBuf, u64)> {
        let files = self.inquirers.touched(changes).into_iter();
        files.filter_map(|path| Some((path.to_owned(), self.latest.get(path)?.revision))).collect()
    }

    /// The files whose answers may be others when something came or went at `path`: those that asked about it, about what
    /// is in its folder, or about anything below it.
    pub(super) fn asked_place(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        let folder = path.parent().and_then(|folder| self.askers.get(folder)).into_iter().flatten();
        let below = self.askers.range(path.to_owned()..).take_while({
            let path = path.to_owned();
            move |(asked, _)| asked.starts_with(&path)
        });
        folder.chain(below.flat_map(|(_, askers)| askers))
    }

    /// What to send for a file whose list is pushed: always for a document that was just edited, else when the list is
    /// another than the one sent before. `uri` is its name now.
    pub(super) fn push(&mut self, judged: &Judged, uri: Option<Uri>, always: bool) -> Vec<Publication> {
        let old = self.pushed.get(&judged.path);
        let mut publications = Vec::new();
        // A closed file keeps the name it had: the client may spell it in its own way.
        let named = if judged.version.is_some() { uri } else { old.map(|old| old.uri.clone()).or(uri) };
        let Some(uri) = named else { return self.withdraw(&judged.path) };
        if let Some(old) = old.filter(|old| old.uri != uri && old.digest != 0) {
            publications.push(Publication { uri: old.uri.clone(), list: Arc::default(), version: None });
        }
        let sent = old.filter(|old| old.uri == uri).map_or(0, |old| old.digest);
        if always || sent != judged.list.digest {
            publications.push(Publication {
                uri: uri.clone(),
                list: Arc::clone(&judged.list),
                version: judged.version,
            });
        }
        if judged.list.digest == 0 && judged.version.is_none() {
            self.pushed.remove(&judged.path);
        } else {
            self.pushed.insert(judged.path.clone(), Pushed { uri, digest: judged.list.digest });
        }
        publications
    }

    /// Takes back what was pushed for a file.
    pub(super) fn withdraw(&mut self, path: &Path) -> Vec<Publication> {
        let pushed = self.pushed.remove(path).filter(|pushed| pushed.digest != 0);
        pushed.map(|pushed| Publication { uri: pushed.uri, list: Arc::default(), version: None }).into_iter().collect()
    }

    /// Takes back everything that was pushed.
    pub(super) fn withdraw_all(&mut self) -> Vec<Publication> {
        let mut paths: Vec<PathBuf> = self.pushed.keys().cloned().collect();
        paths.sort();
        paths.iter().flat_map(|path| self.withdraw(path)).collect()
    }

    /// Files for which something was pushed.
    pub(super) fn pushed(&self) -> impl Iterator<Item = &PathBuf> {
        self.pushed.keys()
    }
}

fn place(answer: &Answer) -> &Path {
    match &answer.question {
        Question::Kind(path) | Question::List(path) | Question::Text(path) | Question::Kinds(path, _) => path,
    }
}
