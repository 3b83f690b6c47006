//! Finding the files of a workspace on disk.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::kind::{self, DocumentKind};

/// What is in the folders that were walked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Dockerfiles, ignore files and settings, sorted, each once.
    pub files: Vec<PathBuf>,
    /// Folders that could not be read, with the reason.
    pub problems: Vec<(PathBuf, String)>,
}

/// Folders that version control keeps for itself.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Walks `roots`. What `.gitignore` and its kin leave out is left out, and so is what `excluded` says; symbolic links are
/// not followed, so no link leads out of a root or round in a circle. A root that is a file is taken whatever its name.
#[must_use]
pub fn walk(roots: &[PathBuf], excluded: &(dyn Fn(&Path) -> bool + Sync)) -> Found {
    let mut found = Found::default();
    for root in roots {
        let mut builder = WalkBuilder::new(root);
        builder.hidden(false).require_git(false).follow_links(false);
        builder.filter_entry(|entry| !VERSION_CONTROL.iter().any(|name| entry.file_name() == *name));
        for entry in builder.build() {
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    let is_file =
                        entry.file_type().is_some_and(|kind| kind.is_file() || (kind.is_symlink() && path.is_file()));
                    if is_file && (entry.depth() == 0 || (is_wanted(path) && !excluded(path))) {
                        found.files.push(entry.into_path());
                    }
                }
                Err(error) => found.problems.push(problem(root, &error)),
            }
        }
    }
    found.files.sort();
    found.files.dedup();
    found
}

/// Whether some rule or feature may want the file at `path`.
#[must_use]
pub fn is_wanted(path: &Path) -> bool {
    match kind::by_path(path) {
        DocumentKind::Dockerfile | DocumentKind::Dockerignore | DocumentKind::Settings => true,
        DocumentKind::Yaml | DocumentKind::Json | DocumentKind::Template | DocumentKind::Other => false,
    }
}

fn problem(root: &Path, error: &ignore::Error) -> (PathBuf, String) {
    let mut path = None;
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = Some(at.clone());
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    let reason = inner.to_string();
    let reason = reason.split(" (os error").next().unwrap_or_default().to_lowercase();
    (path.unwrap_or_else(|| root.to_owned()), reason)
}
