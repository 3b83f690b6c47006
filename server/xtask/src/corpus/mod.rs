//! Runs over folders of real files: what must hold of every file, whatever is in it.

mod bodies;
mod dockerfiles;
mod manifests;
#[cfg(feature = "second-opinion")]
mod opinion;
mod random;
mod shell;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Runs `kind` over the files below `folder`; says whether everything held.
///
/// # Errors
/// An unknown kind, a folder that cannot be read.
pub(crate) fn run(kind: &str, folder: &Path) -> Result<bool> {
    let files = files(folder)?;
    match kind {
        "dockerfiles" => Ok(dockerfiles::run(&files)),
        "manifests" => Ok(manifests::run(&files)),
        "shell" => shell::run(&files),
        other => bail!("unknown corpus `{other}`: `dockerfiles`, `manifests` or `shell`"),
    }
}

/// A file of the corpus.
pub(crate) struct File {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What it holds; bytes that are no UTF-8 are replaced.
    pub(crate) text: String,
}

/// Every file below `folder`, by path, whatever its name.
fn files(folder: &Path) -> Result<Vec<File>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                found.push(File { path, text: String::from_utf8_lossy(&bytes).into_owned() });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Counts how often a property was tried, and tells of each time it did not hold.
pub(crate) struct Tally {
    name: &'static str,
    tried: usize,
    violations: usize,
}

impl Tally {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, tried: 0, violations: 0 }
    }

    /// Counts one trial; `violation` says what is wrong, if anything is.
    pub(crate) fn note(&mut self, file: &File, violation: Option<String>) {
        self.tried += 1;
        if let Some(violation) = violation {
            self.violations += 1;
            println!("{}: {}: {violation}", file.path.display(), self.name);
        }
    }

    /// The line at the end.
    pub(crate) fn summary(&self) {
        println!("{:<40} {:>8} tried, {:>4} violated", self.name, self.tried, self.violations);
    }

    pub(crate) fn held(&self) -> bool {
        self.violations == 0
    }
}
