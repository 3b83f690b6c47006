//! The build context: the folder whose files COPY and ADD see, and what `.dockerignore` leaves of it.
//!
//! A Dockerfile does not say where it is built; the command line does. The folder is worked out from the sources that
//! COPY and ADD name: the nearest folder, from the Dockerfile's own upwards, in which most of them exist.
//! Everything asked here is recorded with its answer, so that a cached result can be checked instead of made anew.

use std::cell::RefCell;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use syntax::dockerfile::{Body, Instruction, Transfer, Word};

use crate::digest::digest;
use crate::docker::Model;
use crate::dockerignore::{Dockerignore, Verdict};
use crate::files::{Entry, EntryKind, FileSource};
use crate::world::Snapshot;

/// How many folders above the Dockerfile are considered.
const CLIMB_LIMIT: usize = 8;

/// How many entries one source pattern may be held against.
const GLOB_LIMIT: usize = 20_000;

/// Something asked about a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// Is there anything, and what?
    Kind(PathBuf),
    /// What is in the folder?
    List(PathBuf),
    /// What does the file say?
    Text(PathBuf),
    /// What is known of these kinds (API version and name) where the file lies, from schemas read at run time?
    Kinds(PathBuf, Vec<(String, String)>),
}

/// A question with a digest of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// A digest of what came back.
    pub digest: u64,
}

impl Question {
    /// A digest of the answer.
    fn digest(&self, snapshot: &Snapshot) -> u64 {
        let files = snapshot.files();
        match self {
            Question::Kind(path) => digest(&files.kind(path)),
            Question::List(path) => digest(&files.list(path)),
            Question::Text(path) => digest(&files.read(path).ok()),
            Question::Kinds(path, kinds) => {
                let catalog = snapshot.catalog(path);
                let of_kind = |(api_version, name): &(String, String)| match catalog.kind(api_version, name) {
                    Some(_) => catalog.digest_of(api_version, name),
                    // What else there is decides what was meant.
                    None => catalog.digest(),
                };
                digest(&kinds.iter().map(of_kind).collect::<Vec<_>>())
            }
        }
    }
}

impl Answer {
    /// The answer that `snapshot` gives.
    #[must_use]
    pub fn new(question: Question, snapshot: &Snapshot) -> Self {
        let digest = question.digest(snapshot);
        Self { question, digest }
    }

    /// Whether asking again gives the same answer.
    #[must_use]
    pub fn holds(&self, snapshot: &Snapshot) -> bool {
        self.question.digest(snapshot) == self.digest
    }

    /// Asks for the text of a file; `None`: it cannot be read.
    #[must_use]
    pub fn of_text(files: &dyn FileSource, path: &Path) -> (Option<Arc<str>>, Self) {
        let text = files.read(path).ok();
        let digest = digest(&text);
        (text, Self { question: Question::Text(path.to_owned()), digest })
    }
}

/// Whether a COPY or ADD source is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// At least one file or folder matches.
    Present,
    /// Nothing matches.
    Missing,
    /// It leaves the context, holds a variable, or the folder is too large to tell.
    Unknown,
}

/// The folder a Dockerfile is built in.
#[derive(Debug)]
pub struct BuildContext<'a> {
    files: &'a dyn FileSource,
    root: Option<PathBuf>,
    confirmed: bool,
    ignore: Option<(PathBuf, Arc<Dockerignore>)>,
    asked: RefCell<Vec<Answer>>,
}

impl<'a> BuildContext<'a> {
    /// No folder at all: for text from a pipe, or a buffer that was never saved.
    #[must_use]
    pub fn nowhere(files: &'a dyn FileSource) -> Self {
        Self { files, root: None, confirmed: false, ignore: None, asked: RefCell::default() }
    }

    /// Works out the context of the Dockerfile at `path`; folders above `top` are not considered.
    #[must_use]
    pub fn of(files: &'a dyn FileSource, path: &Path, top: Option<&Path>, model: &Model) -> Self {
        let mut context = Self::nowhere(files);
        let Some(home) = path.parent() else { return context };
        let sources = checkable_sources(model);
        let folders: Vec<&Path> = home
            .ancestors()
            .take_while(|folder| top.is_none_or(|top| folder.starts_with(top)))
            .take(if top.is_some() { CLIMB_LIMIT } else { 1 })
            .collect();
        let mut best: (usize, &Path) = (0, home);
        for folder in folders {
            context.root = Some(folder.to_owned());
            let found = sources.iter().filter(|source| context.presence(source) == Presence::Present).count();
            if found > best.0 {
                best = (found, folder);
            }
            if best.0 == sources.len() {
                break;
            }
        }
        context.root = Some(best.1.to_owned());
        context.confirmed = best.0 > 0;
        context.ignore = context.find_ignore(best.1, path);
        context
    }

    fn find_ignore(&self, root: &Path, dockerfile: &Path) -> Option<(PathBuf, Arc<Dockerignore>)> {
        let mut own = dockerfile.file_name()?.to_owned();
        own.push(".dockerignore");
        [dockerfile.with_file_name(own), root.join(".dockerignore")].into_iter().find_map(|path| {
            let text = self.text(&path)?;
            Some((path, Arc::new(Dockerignore::parse(&text))))
        })
    }

    /// The folder; `None` for text without a place.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Whether at least one COPY or ADD source was found in the folder, so that a missing one means something.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    /// The ignore file in force, with its path.
    #[must_use]
    pub fn ignore_file(&self) -> Option<(&Path, &Dockerignore)> {
        self.ignore.as_ref().map(|(path, ignore)| (path.as_path(), ignore.as_ref()))
    }

    /// What the ignore file says of a path in the context; `None` without one.
    #[must_use]
    pub fn verdict(&self, path: &str) -> Option<Verdict> {
        self.ignore.as_ref().map(|(_, ignore)| ignore.verdict(path))
    }

    /// What is in a folder of the context, ignored entries too; empty where there is none.
    #[must_use]
    pub fn entries(&self, folder: &str) -> Vec<Entry> {
        self.resolve(folder).map_or_else(Vec::new, |path| self.list(&path))
    }

    /// The path in the file system of a path of the context; `None` outside of it.
    #[must_use]
    pub fn path(&self, path: &str) -> Option<PathBuf> {
        self.resolve(path)
    }

    /// What stands at a path of the context.
    #[must_use]
    pub fn entry(&self, path: &str) -> Option<EntryKind> {
        self.kind(&self.resolve(path)?)
    }

    /// Whether a COPY or ADD source (a path or a pattern, relative to the context) is there.
    #[must_use]
    pub fn presence(&self, source: &str) -> Presence {
        let Some(path) = self.resolve(source) else { return Presence::Unknown };
        if !source.contains(['*', '?', '[']) {
            return if self.kind(&path).is_some() { Presence::Present } else { Presence::Missing };
        }
        let mut budget = GLOB_LIMIT;
        let parts: Vec<&str> = source.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        match self.root.as_deref().and_then(|root| self.glob(root, &parts, &mut budget)) {
            Some(true) => Presence::Present,
            Some(false) => Presence::Missing,
            None => Presence::Unknown,
        }
    }

    /// Whether anything below `folder` matches; `None` when the budget is spent or the pattern is not of the simple kind.
    fn glob(&self, folder: &Path, parts: &[&str], budget: &mut usize) -> Option<bool> {
        let Some((first, rest)) = parts.split_first() else { return Some(true) };
        if *first == "**" {
            return None;
        }
        let matcher = globset::GlobBuilder::new(first).literal_separator(true).build().ok()?.compile_matcher();
        let mut known = true;
        for entry in self.list(folder) {
            *budget = budget.checked_sub(1)?;
            if !matcher.is_match(&entry.name) {
                continue;
            }
            match self.glob(&folder.join(&entry.name), rest, budget) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = false,
            }
        }
        known.then_some(false)
    }

    /// The path in the file system; `None` outside the context.
    fn resolve(&self, path: &str) -> Option<PathBuf> {
        let mut resolved = self.root.clone()?;
        let mut depth = 0usize;
        for component in Path::new(path).components() {
            match component {
                Component::Normal(name) => {
                    resolved.push(name);
                    depth += 1;
                }
                // The builder cuts `..` off at the context's root.
                Component::ParentDir if depth > 0 => {
                    resolved.pop();
                    depth -= 1;
                }
                Component::ParentDir => return None,
                Component::RootDir | Component::CurDir => {}
                Component::Prefix(_) => return None,
            }
        }
        Some(resolved)
    }

    fn record(&self, question: Question, digest: u64) {
        let mut asked = self.asked.borrow_mut();
        if !asked.iter().any(|answer| answer.question == question) {
            asked.push(Answer { question, digest });
        }
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        let kind = self.files.kind(path);
        self.record(Question::Kind(path.to_owned()), digest(&kind));
        kind
    }

    fn list(&self, path: &Path) -> Vec<Entry> {
        let entries = self.files.list(path);
        self.record(Question::List(path.to_owned()), digest(&entries));
        entries
    }

    fn text(&self, path: &Path) -> Option<Arc<str>> {
        let text = self.files.read(path).ok();
        self.record(Question::Text(path.to_owned()), digest(&text));
        text
    }

    /// Everything asked so far, with digests of the answers.
    #[must_use]
    pub fn into_asked(self) -> Vec<Answer> {
        self.asked.into_inner()
    }
}

/// The sources of an instruction that come from the build context: no `--from`, no URL, no heredoc, no variable of unknown value.
pub fn context_sources<'m>(model: &'m Model, index: usize, instruction: &'m Instruction) -> Vec<(&'m Word, String)> {
    let (Body::Copy(transfer) | Body::Add(transfer)) = &instruction.body else { return Vec::new() };
    if instruction.flag("from").is_some() || transfer.destination.is_none() {
        return Vec::new();
    }
    local_sources(model, index, transfer)
}

fn local_sources<'m>(model: &'m Model, index: usize, transfer: &'m Transfer) -> Vec<(&'m Word, String)> {
    let scope = model.scope(index);
    let sources = transfer.sources.iter().filter_map(|word| Some((word, scope.expand(word)?)));
    sources.filter(|(_, text)| !text.is_empty() && !text.starts_with("<<") && !is_remote(text)).collect()
}

/// Whether an ADD source is downloaded or cloned.
#[must_use]
pub fn is_remote(source: &str) -> bool {
    source.contains("://") || source.starts_with("git@")
}

/// The sources that say something about the folder: those of all instructions that are more than `.`.
fn checkable_sources(model: &Model) -> Vec<String> {
    let mut sources: Vec<String> = model
        .syntax
        .instructions
        .iter()
        .enumerate()
        .flat_map(|(index, instruction)| context_sources(model, index, instruction.trigger()))
        .map(|(_, text)| text)
        .filter(|text| !matches!(text.as_str(), "." | "./" | "/" | "*" | "./*"))
        .collect();
    sources.sort_unstable();
    sources.dedup();
    sources.truncate(64);
    sources
}
