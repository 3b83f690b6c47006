//! What the paths of the command line come to.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io};

use project::files::{Disk, FileError, FileSource, SIZE_LIMIT, text_of};
use project::settings::{Flags, SettingsTree};
use project::{DocumentKind, discover, kind};

use super::arguments::Selection;
use super::place;
use crate::report::Problem;

/// The name of a text that came from a pipe without one.
const UNNAMED: &str = "stdin";

/// The folders that version control keeps beside a working copy.
const REPOSITORY: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// What was found under the paths.
#[derive(Debug, Default)]
pub(super) struct Selected {
    working_directory: PathBuf,
    /// Every file with what it is called in output.
    pub(super) files: BTreeMap<PathBuf, String>,
    /// Those of them that were named themselves: what settings exclude does not count for them.
    pub(super) named: BTreeSet<PathBuf>,
    /// The folders that were named, and those of named files.
    pub(super) folders: BTreeSet<PathBuf>,
    /// Settings files above, in and below them.
    pub(super) settings: BTreeSet<PathBuf>,
    /// Whether settings left something out.
    pub(super) excluded: bool,
    /// How far up a build context may reach.
    pub(super) roots: BTreeSet<PathBuf>,
    /// Texts that are Dockerfiles though no file's name says so.
    pub(super) buffers: Vec<(PathBuf, Arc<str>)>,
    /// The path of the text from standard input.
    pub(super) standard_input: Option<PathBuf>,
    /// What could not be read.
    pub(super) problems: Vec<(PathBuf, String)>,
    /// Named files that are nothing we know.
    pub(super) unknown: Vec<String>,
}

impl Selected {
    /// Looks at everything `selection` names.
    pub(super) fn new(selection: &Selection, flags: &Flags) -> Self {
        let mut selected = Self { working_directory: place::working_directory(), ..Self::default() };
        let here = [PathBuf::from(".")];
        let paths = if selection.paths.is_empty() { &here[..] } else { &selection.paths };
        for path in paths {
            if path.as_os_str() == "-" {
                selected.standard_input(selection.stdin_path.as_deref());
            } else {
                selected.path(path, flags);
            }
        }
        selected
    }

    /// What `path` is called in output.
    pub(super) fn shown(&self, path: &Path) -> String {
        place::shown(path, &self.working_directory)
    }

    /// The problems as they are reported.
    pub(super) fn reported(&self) -> Vec<Problem> {
        self.problems.iter().map(|(path, reason)| Problem { file: self.shown(path), reason: reason.clone() }).collect()
    }

    fn path(&mut self, typed: &Path, flags: &Flags) {
        let path = place::absolute(typed);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => self.folder(&path, flags),
            Ok(_) => self.file(&path),
            Err(error) => {
                let reason = match error.kind() {
                    io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
                    _ => project::files::reason(&error),
                };
                self.problems.push((path, reason));
            }
        }
    }

    fn folder(&mut self, folder: &Path, flags: &Flags) {
        self.root(folder, true);
        let outer = settings_around(folder);
        // What the outer settings exclude need not be walked; what inner ones exclude is seen once they are found.
        let settings = SettingsTree::read(&Disk, &outer, &[], flags);
        let excluded = AtomicBool::new(false);
        let walked = discover::walk(&[folder.to_owned()], &|path| {
            let is_out = settings.excludes(path);
            excluded.fetch_or(is_out, Ordering::Relaxed);
            is_out
        });
        self.excluded |= excluded.into_inner();
        self.settings.extend(outer);
        for path in walked.files {
            if kind::by_path(&path) == DocumentKind::Settings {
                self.settings.insert(path.clone());
            }
            self.add(path);
        }
        self.problems.extend(walked.problems);
    }

    fn file(&mut self, path: &Path) {
        self.folder_of(path);
        if kind::by_path(path) == DocumentKind::Other {
            match Disk.read(path) {
                Ok(text) if is_dockerfile(&text) => self.buffers.push((path.to_owned(), text)),
                Ok(_) => {
                    self.unknown.push(self.shown(path));
                    return;
                }
                // Judging says why.
                Err(_) => {}
            }
        }
        self.named.insert(path.to_owned());
        self.add(path.to_owned());
    }

    fn standard_input(&mut self, name: Option<&Path>) {
        if self.standard_input.is_some() {
            return;
        }
        let path = place::absolute(name.unwrap_or(Path::new(UNNAMED)));
        let mut bytes = Vec::new();
        let text = match io::stdin().lock().take(SIZE_LIMIT + 1).read_to_end(&mut bytes) {
            Ok(length) if length as u64 > SIZE_LIMIT => Err(FileError::TooLarge(length as u64)),
            Ok(_) => text_of(bytes),
            Err(error) => Err(FileError::System(project::files::reason(&error))),
        };
        self.standard_input = Some(path.clone());
        match text {
            Ok(text) => {
                self.folder_of(&path);
                if kind::by_path(&path) == DocumentKind::Settings {
                    self.settings.insert(path.clone());
                }
                self.named.insert(path.clone());
                self.add(path.clone());
                self.buffers.push((path, text));
            }
            Err(error) => self.problems.push((path, error.to_string())),
        }
    }

    fn add(&mut self, path: PathBuf) {
        let shown = self.shown(&path);
        self.files.insert(path, shown);
    }

    /// The folder of a named file counts for settings and build contexts.
    fn folder_of(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(path).to_owned();
        self.root(&folder, false);
        self.settings.extend(settings_around(&folder));
    }

    /// Notes how far up the build contexts in `folder` may reach: to the top of its working copy, else to the working
    /// directory, else to the folder itself where it was `named`. A file outside of all these reaches no further than its own.
    fn root(&mut self, folder: &Path, named: bool) {
        if !self.folders.insert(folder.to_owned()) && !named {
            return;
        }
        let copy = folder.ancestors().find(|folder| REPOSITORY.iter().any(|name| folder.join(name).exists()));
        let below = folder.starts_with(&self.working_directory).then_some(self.working_directory.as_path());
        if let Some(root) = copy.or(below).or(named.then_some(folder)) {
            self.roots.insert(root.to_owned());
        }
    }
}

/// The settings files above a folder and in it.
fn settings_around(folder: &Path) -> Vec<PathBuf> {
    let own = kind::SETTINGS_FILES.map(|name| folder.join(name)).into_iter().filter(|path| path.is_file());
    SettingsTree::files_above(&Disk, folder).into_iter().chain(own).collect()
}

/// Whether a text without a telling name is a Dockerfile.
fn is_dockerfile(text: &str) -> bool {
    kind::by_content(Path::new(UNNAMED), text, None) == DocumentKind::Dockerfile
}
