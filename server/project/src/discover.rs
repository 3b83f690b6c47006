//! Finding the files of a workspace on disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::files;
use crate::kind::{self, DocumentKind};

/// What is in the folders that were walked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Dockerfiles, ignore files, settings, YAML and JSON, sorted, each once.
    pub files: Vec<PathBuf>,
    /// What could not be read, with the reason; sorted, each once.
    pub problems: Vec<(PathBuf, String)>,
}

/// Folders that version control keeps for itself.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Walks `roots`. What `.gitignore` and its kin leave out is left out, and so is what `excluded` says of files and folders;
/// what a person keeps in a global ignore file does not count, for the answer would be another one on each machine.
///
/// Links to folders are not followed, so none leads round in a circle; links to files are files. A root counts whatever
/// its name is and whatever leaves it out, a link to a folder included.
#[must_use]
pub fn walk(roots: &[PathBuf], excluded: &(dyn Fn(&Path) -> bool + Sync)) -> Found {
    let mut found = Found::default();
    for root in roots {
        match fs::metadata(root) {
            Ok(metadata) if metadata.is_dir() => walk_folder(root, excluded, &mut found),
            Ok(metadata) if metadata.is_file() => found.files.push(root.clone()),
            Ok(_) => found.problems.push((root.clone(), "it is no regular file".to_owned())),
            Err(error) => found.problems.push((root.clone(), files::reason(&error))),
        }
    }
    found.files.sort_unstable();
    found.files.dedup();
    found.problems.sort_unstable();
    found.problems.dedup();
    found
}

fn walk_folder(root: &Path, excluded: &(dyn Fn(&Path) -> bool + Sync), found: &mut Found) {
    // With a slash at its end, a link to a folder is that folder.
    let mut builder = WalkBuilder::new(root.join(""));
    builder.hidden(false).require_git(false).git_global(false).follow_links(false);
    let total = Mutex::new(found);
    builder.build_parallel().run(|| {
        let mut own = Batch { found: Found::default(), total: &total };
        Box::new(move |entry| match entry {
            Ok(entry) => own.take(entry, excluded),
            Err(error) => {
                own.found.problems.extend(problem(root, &error));
                WalkState::Continue
            }
        })
    });
}

/// What one thread has found; it goes to the others' when the thread is done.
struct Batch<'a, 'f> {
    found: Found,
    total: &'a Mutex<&'f mut Found>,
}

impl Batch<'_, '_> {
    fn take(&mut self, entry: DirEntry, excluded: &(dyn Fn(&Path) -> bool + Sync)) -> WalkState {
        let path = entry.path();
        if entry.depth() == 0 {
            return WalkState::Continue;
        }
        let Some(kind) = entry.file_type() else { return WalkState::Continue };
        if kind.is_dir() {
            let is_skipped = VERSION_CONTROL.iter().any(|name| entry.file_name() == *name) || excluded(path);
            return if is_skipped { WalkState::Skip } else { WalkState::Continue };
        }
        let is_file = || kind.is_file() || (kind.is_symlink() && path.is_file());
        if is_wanted(path) && is_file() && !excluded(path) {
            self.found.files.push(entry.into_path());
        }
        WalkState::Continue
    }
}

impl Drop for Batch<'_, '_> {
    fn drop(&mut self) {
        let mut total = self.total.lock().unwrap_or_else(PoisonError::into_inner);
        total.files.append(&mut self.found.files);
        total.problems.append(&mut self.found.problems);
    }
}

/// Whether some rule or feature may want the file at `path`.
#[must_use]
pub fn is_wanted(path: &Path) -> bool {
    match kind::by_path(path) {
        DocumentKind::Dockerfile
        | DocumentKind::Dockerignore
        | DocumentKind::Settings
        | DocumentKind::Yaml
        | DocumentKind::Json => true,
        DocumentKind::Template | DocumentKind::Other => false,
    }
}

/// What could not be read, and why; `None` for a line of an ignore file that is no pattern, as git has it.
fn problem(root: &Path, error: &ignore::Error) -> Option<(PathBuf, String)> {
    let mut path = root;
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = at;
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Io(error) => return Some((path.to_owned(), files::reason(error))),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder on disk with these files; a path that ends in a slash is an empty folder.
    fn disk(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            if path.to_string_lossy().ends_with('/') {
                fs::create_dir_all(&path).expect("a folder");
                continue;
            }
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    /// What is found, relative to `folder`.
    fn names(folder: &Path, found: &Found) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
        found.files.iter().map(name).collect()
    }

    fn all(folder: &Path) -> Vec<String> {
        let found = walk(&[folder.to_owned()], &|_| false);
        assert_eq!(found.problems, []);
        names(folder, &found)
    }

    #[test]
    fn what_is_wanted_is_found_hidden_or_not() {
        let folder = disk(&[
            ("Dockerfile", ""),
            (".dockerignore", ""),
            (".plimsoll.yaml", ""),
            ("README.md", ""),
            ("values.yaml", ""),
            (".devcontainer/Dockerfile", ""),
            ("a/b/api.Dockerfile", ""),
            ("a/plimsoll.yaml", ""),
            ("Dockerfile.d/", ""),
            (".git/Dockerfile", ""),
            ("a/.hg/Dockerfile", ""),
        ]);
        assert_eq!(
            all(folder.path()),
            [
                ".devcontainer/Dockerfile",
                ".dockerignore",
                ".plimsoll.yaml",
                "Dockerfile",
                "a/b/api.Dockerfile",
                "a/plimsoll.yaml",
                "values.yaml"
            ]
        );
    }

    #[test]
    fn ignore_files_are_respected_with_and_without_a_repository() {
        let folder = disk(&[
            (".gitignore", "build/\n*.dev\n!keep.dev\n[\n"),
            ("build/Dockerfile", ""),
            ("Dockerfile.dev", ""),
            ("a/.gitignore", "Dockerfile\n"),
            ("a/Dockerfile", ""),
            ("a/Containerfile", ""),
            ("b/Dockerfile", ""),
        ]);
        assert_eq!(all(folder.path()), ["a/Containerfile", "b/Dockerfile"]);
        fs::create_dir(folder.path().join(".git")).expect("a folder");
        assert_eq!(all(folder.path()), ["a/Containerfile", "b/Dockerfile"]);
        // Begun farther down, what stands above still counts.
        let found = walk(&[folder.path().join("a")], &|_| false);
        assert_eq!(names(folder.path(), &found), ["a/Containerfile"]);
    }

    #[test]
    fn what_is_excluded_is_not_even_entered() {
        let folder = disk(&[("Dockerfile", ""), ("vendor/a/b/Dockerfile", ""), ("c/Dockerfile", "")]);
        let asked = Mutex::new(Vec::new());
        let found = walk(&[folder.path().to_owned()], &|path| {
            let name = path.strip_prefix(folder.path()).expect("inside").to_string_lossy().into_owned();
            asked.lock().expect("no panic").push(name.clone());
            name == "vendor" || name == "c/Dockerfile"
        });
        assert_eq!(names(folder.path(), &found), ["Dockerfile"]);
        let mut asked = asked.into_inner().expect("no panic");
        asked.sort_unstable();
        assert_eq!(asked, ["Dockerfile", "c", "c/Dockerfile", "vendor"]);
    }

    #[test]
    fn a_root_counts_whatever_its_name() {
        let folder = disk(&[
            (".gitignore", "/*.txt\n/Docker*\n"),
            ("notes.txt", ""),
            ("Dockerfile", ""),
            (".git/hooks/Dockerfile", ""),
        ]);
        let root = |name: &str| folder.path().join(name);
        let roots = [root("notes.txt"), root("Dockerfile"), root("notes.txt"), root(".git")];
        let found = walk(&roots, &|path| path.ends_with("notes.txt"));
        assert_eq!(names(folder.path(), &found), [".git/hooks/Dockerfile", "Dockerfile", "notes.txt"]);
        assert_eq!(found.problems, []);
    }

    #[test]
    fn roots_within_each_other_give_each_file_once() {
        let folder = disk(&[("a/Dockerfile", ""), ("b/Dockerfile", "")]);
        let found = walk(&[folder.path().join("a"), folder.path().to_owned()], &|_| false);
        assert_eq!(names(folder.path(), &found), ["a/Dockerfile", "b/Dockerfile"]);
    }

    #[test]
    fn what_does_not_exist_is_a_problem() {
        let folder = disk(&[("Dockerfile", "")]);
        let missing = folder.path().join("gone");
        let found = walk(&[missing.clone(), folder.path().to_owned(), missing.clone()], &|_| false);
        assert_eq!(names(folder.path(), &found), ["Dockerfile"]);
        assert_eq!(found.problems, [(missing, "no such file or directory".to_owned())]);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere_but_to_files() {
        use std::os::unix::fs::symlink;
        let folder = disk(&[("real/Dockerfile", ""), ("real/deep/x", "")]);
        let at = |name: &str| folder.path().join(name);
        symlink("..", at("real/deep/circle")).expect("a link");
        symlink(at("real"), at("again")).expect("a link");
        symlink("real/Dockerfile", at("Dockerfile.link")).expect("a link");
        symlink("gone", at("Dockerfile.broken")).expect("a link");
        assert_eq!(all(folder.path()), ["Dockerfile.link", "real/Dockerfile"]);
        // As a root, a link is what it leads to.
        let found = walk(&[at("again"), at("Dockerfile.link"), at("Dockerfile.broken")], &|_| false);
        assert_eq!(names(folder.path(), &found), ["Dockerfile.link", "again/Dockerfile"]);
        assert_eq!(found.problems, [(at("Dockerfile.broken"), "no such file or directory".to_owned())]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_read_is_a_problem() {
        use std::os::unix::fs::PermissionsExt;
        let folder = disk(&[("closed/Dockerfile", ""), ("open/Dockerfile", "")]);
        let closed = folder.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("to close the folder");
        let found = walk(&[folder.path().to_owned()], &|_| false);
        // Who may read everything has no such problem.
        if fs::read_dir(&closed).is_err() {
            assert_eq!(names(folder.path(), &found), ["open/Dockerfile"]);
            assert_eq!(found.problems, [(closed.clone(), "permission denied".to_owned())]);
        }
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).expect("to open the folder");
    }
}
