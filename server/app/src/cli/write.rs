//! Writing files so that nobody ever sees half of one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Puts `text` where `before` stands at `path`, in one step: a new file beside it takes its name. A link stays a link, its
/// target is written; permissions stay.
///
/// # Errors
/// One sentence. Nothing has changed then.
pub(super) fn change(path: &Path, before: &str, text: &str) -> Result<(), String> {
    let target = fs::canonicalize(path).map_err(|error| project::files::reason(&error))?;
    let metadata = fs::metadata(&target).map_err(|error| project::files::reason(&error))?;
    if metadata.permissions().readonly() {
        return Err("it is read-only".to_owned());
    }
    let mut file = beside(&target)?;
    take_over_owner(file.as_file(), &metadata);
    let written = file
        .as_file()
        .set_permissions(metadata.permissions())
        .and_then(|()| file.write_all(text.as_bytes()))
        .and_then(|()| file.as_file().sync_all());
    written.map_err(|error| project::files::reason(&error))?;
    // As late as can be: an editor may have saved the file since it was read.
    let now = fs::read(&target).map_err(|error| project::files::reason(&error))?;
    if now != before.as_bytes() {
        return Err("it was changed meanwhile; run again".to_owned());
    }
    file.persist(&target).map(drop).map_err(|error| project::files::reason(&error.error))
}

/// Makes a file that must not be there yet.
///
/// # Errors
/// One sentence. Nothing has changed then.
pub(super) fn create(path: &Path, text: &str) -> Result<(), String> {
    let mut file = beside(path)?;
    file.write_all(text.as_bytes()).map_err(|error| project::files::reason(&error))?;
    file.persist_noclobber(path).map(drop).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
        _ => project::files::reason(&error.error),
    })
}

/// Writes a file of ours, whether it is there or not.
///
/// # Errors
/// One sentence. Nothing has changed then.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), String> {
    match fs::read_to_string(path) {
        Ok(before) => change(path, &before, text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(path, text),
        Err(error) => Err(project::files::reason(&error)),
    }
}

/// A new file in the folder of `target`, with the permissions that any new file gets; it vanishes unless it is given a name.
fn beside(target: &Path) -> Result<NamedTempFile, String> {
    let folder = target.parent().ok_or_else(|| "it has no folder".to_owned())?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".plimsoll-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
        .tempfile_in(folder)
        .map_err(|error| format!("its folder cannot be written: {}", project::files::reason(&error)))
}

/// Keeps the owner where we may: root must not take a user's file away.
#[cfg(unix)]
fn take_over_owner(file: &File, metadata: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn take_over_owner(_file: &File, _metadata: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with one file in it.
    fn folder_with(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("Dockerfile");
        fs::write(&path, text).expect("a file");
        (folder, path)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_is_not_overwritten() {
        let (folder, path) = folder_with("saved by an editor");
        assert_eq!(change(&path, "what was read", "fixed"), Err("it was changed meanwhile; run again".to_owned()));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some("saved by an editor"));
        assert_eq!(change(&path, "saved by an editor", "fixed"), Ok(()));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some("fixed"));
        assert_eq!(names(folder.path()), ["Dockerfile"]);
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let (folder, path) = folder_with("here first");
        assert_eq!(create(&path, "new"), Err("it exists already".to_owned()));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some("here first"));
        assert_eq!(names(folder.path()), ["Dockerfile"]);
        assert!(create(&folder.path().join("missing/file"), "new").is_err());
        assert_eq!(create(&folder.path().join(".dockerignore"), "new"), Ok(()));
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_permissions_of_any_other() {
        use std::os::unix::fs::PermissionsExt;

        let (folder, path) = folder_with("");
        let other = folder.path().join("other");
        create(&other, "").expect("a new file");
        let mode = |path: &Path| fs::metadata(path).map(|file| file.permissions().mode()).ok();
        assert_eq!(mode(&other), mode(&path));
    }
}
