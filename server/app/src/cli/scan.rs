//! A scan: which files the arguments come to, under which settings, and judging them all.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use project::files::{Disk, FileError, FileSource, text_of};
use project::settings::SettingsTree;
use project::{DocumentKind, World, discover, kind};
use rayon::prelude::*;
use rules::judge;

use super::arguments::Selection;
use super::place;
use crate::report::{Checked, Problem};

/// What the threads that analyse may use; the recursion limits of the parsers are far below it.
const STACK_SIZE: usize = 8 * 1024 * 1024;

/// The name of a text that came from a pipe without one.
const UNNAMED: &str = "stdin";

/// The folders that version control keeps beside a working copy.
const REPOSITORY: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Files to look at, with everything that is needed to judge them.
pub(super) struct Scan {
    /// What is known about the workspace; buffers in it are standard input and files whose name says nothing.
    pub(super) world: World,
    /// By path, each once.
    pub(super) files: Vec<Target>,
    /// What could not be read so far.
    pub(super) problems: Vec<Problem>,
    /// What is worth saying besides, one sentence each.
    pub(super) notes: Vec<String>,
}

/// A file to look at.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Where it is, absolute.
    pub(super) path: PathBuf,
    /// What it is called in output.
    pub(super) shown: String,
}

impl Scan {
    /// Finds what `selection` names.
    pub(super) fn new(selection: &Selection) -> Self {
        let disk = Arc::new(Disk);
        let mut found = Found { working_directory: place::working_directory(), ..Found::default() };
        let here = [PathBuf::from(".")];
        let paths = if selection.paths.is_empty() { &here[..] } else { &selection.paths };
        for path in paths {
            if path.as_os_str() == "-" {
                found.standard_input(selection.stdin_path.as_deref());
            } else {
                found.path(path);
            }
        }
        let mut settings_files: Vec<PathBuf> = Vec::new();
        for root in &found.folders {
            settings_files.extend(SettingsTree::files_above(disk.as_ref(), root));
        }
        settings_files.extend(found.settings.iter().cloned());
        settings_files.sort();
        settings_files.dedup();
        let settings = SettingsTree::read(disk.as_ref(), &settings_files, &[], &selection.flags());
        found.files.retain(|path, _| found.named.contains(path) || !settings.excludes(path));

        let mut world = World::new(disk);
        world.set_roots(found.roots);
        world.set_known(found.files.keys().cloned().collect());
        world.set_settings(settings);
        for (path, text) in found.buffers {
            world.open(&path, text, 0, Some("dockerfile"));
        }
        let files = found.files.into_iter().map(|(path, shown)| Target { path, shown }).collect();
        Self { world, files, problems: found.problems, notes: found.notes }
    }

    /// Judges every file, on all cores. What cannot be read becomes a problem, the rest is judged all the same.
    pub(super) fn judge(&mut self) -> Vec<Checked> {
        let snapshot = self.world.snapshot();
        let judge_one = |target: &Target| match snapshot.document(&target.path) {
            Ok(document) => {
                let findings = judge::findings(&snapshot, &document);
                Ok(Checked { file: target.shown.clone(), document, findings })
            }
            Err(error) => Err(Problem { file: target.shown.clone(), reason: error.to_string() }),
        };
        let judge_all = || self.files.par_iter().map(judge_one).collect::<Vec<_>>();
        let results = match rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE).build() {
            Ok(pool) => pool.install(judge_all),
            // No thread can be had: the global pool is asked, which then works on this one.
            Err(_) => judge_all(),
        };
        let mut checked = Vec::with_capacity(results.len());
        for result in results {
            match result {
                Ok(file) => checked.push(file),
                Err(problem) => self.problems.push(problem),
            }
        }
        self.problems.sort();
        checked
    }
}

/// What the paths come to.
#[derive(Debug, Default)]
struct Found {
    working_directory: PathBuf,
    files: BTreeMap<PathBuf, String>,
    /// Files that were named themselves: `exclude` does not count for them.
    named: std::collections::BTreeSet<PathBuf>,
    /// Where to look for settings above.
    folders: std::collections::BTreeSet<PathBuf>,
    /// Settings files in and below the folders.
    settings: Vec<PathBuf>,
    /// How far up a build context may reach.
    roots: Vec<PathBuf>,
    buffers: Vec<(PathBuf, Arc<str>)>,
    problems: Vec<Problem>,
    notes: Vec<String>,
}

impl Found {
    fn path(&mut self, typed: &Path) {
        let path = place::absolute(typed);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => self.folder(&path),
            Ok(_) => self.file(&path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.problem(&path, "there is no such file or folder");
            }
            Err(error) => self.problem(&path, &said(&error)),
        }
    }

    fn folder(&mut self, folder: &Path) {
        self.root(folder, folder);
        let walked = discover::walk(&[folder.to_owned()], &|_| false);
        for path in walked.files {
            if kind::by_path(&path) == DocumentKind::Settings {
                self.settings.push(path.clone());
            }
            let shown = self.shown(&path);
            self.files.insert(path, shown);
        }
        for (path, reason) in walked.problems {
            self.problem(&path, &reason);
        }
    }

    fn file(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(path).to_owned();
        self.root(path, &folder);
        for name in kind::SETTINGS_FILES {
            let settings = folder.join(name);
            if Disk.kind(&settings).is_some() {
                self.settings.push(settings);
            }
        }
        if kind::by_path(path) == DocumentKind::Other {
            match Disk.read(path) {
                Ok(text) if is_dockerfile(&text) => self.buffers.push((path.to_owned(), text)),
                Ok(_) => {
                    let note = format!("{}: neither its name nor its text says what it is", self.shown(path));
                    self.notes.push(note);
                    return;
                }
                Err(_) => {}
            }
        }
        self.named.insert(path.to_owned());
        let shown = self.shown(path);
        self.files.insert(path.to_owned(), shown);
    }

    fn standard_input(&mut self, name: Option<&Path>) {
        let path = place::absolute(name.unwrap_or(Path::new(UNNAMED)));
        let mut bytes = Vec::new();
        let limit = project::files::SIZE_LIMIT;
        let text = match io::stdin().lock().take(limit + 1).read_to_end(&mut bytes) {
            Ok(length) if length as u64 > limit => Err(FileError::TooLarge(length as u64)),
            Ok(_) => text_of(bytes),
            Err(error) => Err(FileError::System(said(&error))),
        };
        match text {
            Ok(text) => {
                self.file_from(&path, text);
            }
            Err(error) => self.problem(&path, &error.to_string()),
        }
    }

    fn file_from(&mut self, path: &Path, text: Arc<str>) {
        let folder = path.parent().unwrap_or(path).to_owned();
        self.root(path, &folder);
        self.named.insert(path.to_owned());
        let shown = self.shown(path);
        self.files.insert(path.to_owned(), shown);
        self.buffers.push((path.to_owned(), text));
    }

    /// The root of a path: the working copy it lies in, else the working directory if it lies below, else the folder itself.
    fn root(&mut self, path: &Path, folder: &Path) {
        let copy = folder.ancestors().find(|folder| REPOSITORY.iter().any(|name| folder.join(name).exists()));
        let below = path.starts_with(&self.working_directory);
        let root = copy.unwrap_or(if below { &self.working_directory } else { folder }).to_owned();
        if !self.roots.contains(&root) {
            self.roots.push(root);
        }
        self.folders.insert(folder.to_owned());
    }

    fn shown(&self, path: &Path) -> String {
        place::shown(path, &self.working_directory)
    }

    fn problem(&mut self, path: &Path, reason: &str) {
        self.problems.push(Problem { file: self.shown(path), reason: reason.to_owned() });
    }
}

/// Whether a text without a telling name is a Dockerfile.
fn is_dockerfile(text: &str) -> bool {
    kind::by_content(Path::new(UNNAMED), text, None) == DocumentKind::Dockerfile
}

/// The system's words without its error number.
fn said(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}
