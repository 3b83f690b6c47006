//! `--since`: what the user's own git says has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// The files of the working copies around `folders` that differ from `revision` or are new to git, with links resolved.
pub(super) fn changed_since<'f>(
    revision: &str,
    folders: impl IntoIterator<Item = &'f PathBuf>,
) -> anyhow::Result<BTreeSet<PathBuf>> {
    if revision.is_empty() || revision.starts_with('-') {
        bail!("`{revision}` is no git revision");
    }
    let mut tops: BTreeSet<PathBuf> = BTreeSet::new();
    let mut changed = BTreeSet::new();
    for folder in folders {
        if tops.iter().any(|top| folder.starts_with(top)) {
            continue;
        }
        let top = git(folder, &["rev-parse", "--show-toplevel"])?;
        let top = PathBuf::from(top.trim_end_matches(['\n', '\r']));
        if tops.insert(top.clone()) {
            let diff = git(&top, &["diff", "--name-only", "-z", "--no-ext-diff", "--diff-filter=d", revision, "--"])?;
            let new = git(&top, &["ls-files", "-z", "--others", "--exclude-standard"])?;
            let names = diff.split('\0').chain(new.split('\0')).filter(|name| !name.is_empty());
            changed.extend(names.filter_map(|name| top.join(name).canonicalize().ok()));
        }
    }
    Ok(changed)
}

/// What git writes when it is run in `folder`.
fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    // A repository's own settings may name a program to ask about changed files; looking is no reason to run it.
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.fsmonitor=false"])
        .args(arguments)
        .output()
        .context("`--since` needs git, which cannot be run")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim();
        bail!("`git {}` failed: {}", arguments[0], said.lines().next().unwrap_or("it does not say why"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
