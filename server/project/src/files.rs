//! Files: the disk, a folder in memory, and open buffers above either.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use thiserror::Error;

/// The largest file that is read, in bytes. Nobody writes longer ones by hand; a data dump with a Dockerfile's name
/// must not cost the editor its memory.
pub const SIZE_LIMIT: u64 = 10 * 1024 * 1024;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file, or a link to one.
    File,
    /// A folder, or a link to one.
    Folder,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    /// Nothing is there.
    #[error("there is no such file")]
    Missing,
    /// A folder is there.
    #[error("it is a folder")]
    Folder,
    /// It is longer than [`SIZE_LIMIT`].
    #[error("it has {} MB; files above {} MB are not read", .0 / 1_000_000, SIZE_LIMIT / 1_000_000)]
    TooLarge(u64),
    /// A byte is no UTF-8.
    #[error("it is not UTF-8 text: the first wrong byte is in line {line}, byte {column}")]
    NotUtf8 {
        /// The line, counted from 1.
        line: usize,
        /// The byte within the line, counted from 1.
        column: usize,
    },
    /// It holds a NUL byte in its beginning.
    #[error("it is a binary file")]
    Binary,
    /// What the operating system says.
    #[error("{0}")]
    System(String),
}

/// A place that files are read from. What it answers may change between calls; a [`crate::Snapshot`] does not mind.
pub trait FileSource: Debug + Send + Sync {
    /// The text of a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, path: &Path) -> Result<Arc<str>, FileError>;

    /// What stands at `path`; `None` where nothing does, or nothing that can be looked at.
    fn kind(&self, path: &Path) -> Option<EntryKind>;

    /// What is in a folder, by name; empty where there is none. Names that are no UTF-8 are left out.
    fn list(&self, path: &Path) -> Vec<Entry>;
}

/// The file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl FileSource for Disk {
    fn read(&self, path: &Path) -> Result<Arc<str>, FileError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => FileError::Missing,
            _ => FileError::System(reason(&error)),
        };
        let metadata = fs::metadata(path).map_err(failed)?;
        if metadata.is_dir() {
            return Err(FileError::Folder);
        }
        if metadata.len() > SIZE_LIMIT {
            return Err(FileError::TooLarge(metadata.len()));
        }
        if !metadata.is_file() {
            // A pipe or a device could keep the reader waiting for ever.
            return Err(FileError::System("it is no regular file".to_owned()));
        }
        text_of(fs::read(path).map_err(failed)?)
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        let metadata = fs::metadata(path).ok()?;
        Some(if metadata.is_dir() { EntryKind::Folder } else { EntryKind::File })
    }

    fn list(&self, path: &Path) -> Vec<Entry> {
        let Ok(folder) = fs::read_dir(path) else { return Vec::new() };
        let mut entries: Vec<Entry> = folder
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let is_folder = match entry.file_type().ok()? {
                    kind if kind.is_symlink() => fs::metadata(entry.path()).is_ok_and(|target| target.is_dir()),
                    kind => kind.is_dir(),
                };
                Some(Entry { name, kind: if is_folder { EntryKind::Folder } else { EntryKind::File } })
            })
            .collect();
        entries.sort();
        entries
    }
}

/// The text of `bytes`, as it would be read from a file.
///
/// # Errors
/// When it is no text: binary, or not UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<Arc<str>, FileError> {
    const LOOK: usize = 8192;
    let binary = bytes[..bytes.len().min(LOOK)].contains(&0);
    match String::from_utf8(bytes) {
        Ok(text) if !binary => Ok(Arc::from(text)),
        Ok(_) => Err(FileError::Binary),
        Err(_) if binary => Err(FileError::Binary),
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            let column = good.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
            Err(FileError::NotUtf8 { line, column })
        }
    }
}

/// The system's words for what went wrong, without its error number: the end of a sentence.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A path without `.` and `..`, as it is written: links are not looked at.
#[must_use]
pub fn normal(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    plain
}

/// Files that exist in memory only.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Arc<str>>,
}

impl Memory {
    /// The given files; their folders exist because of them.
    pub fn new(files: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path, Arc::from(text))).collect() }
    }

    fn below<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = &'a Path> {
        let paths = self.files.range(folder.to_owned()..).map(|(path, _)| path.as_path());
        paths.take_while(move |path| path.starts_with(folder)).filter(move |path| *path != folder)
    }
}

impl FileSource for Memory {
    fn read(&self, path: &Path) -> Result<Arc<str>, FileError> {
        match self.files.get(path) {
            Some(text) => Ok(Arc::clone(text)),
            None if self.kind(path).is_some() => Err(FileError::Folder),
            None => Err(FileError::Missing),
        }
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        if self.files.contains_key(path) {
            return Some(EntryKind::File);
        }
        self.below(path).next().map(|_| EntryKind::Folder)
    }

    fn list(&self, path: &Path) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .below(path)
            .filter_map(|file| {
                let mut rest = file.strip_prefix(path).ok()?.components();
                let name = rest.next()?.as_os_str().to_str()?.to_owned();
                Some(Entry { name, kind: if rest.next().is_some() { EntryKind::Folder } else { EntryKind::File } })
            })
            .collect();
        entries.sort();
        entries.dedup();
        entries
    }
}

/// Open buffers above another source: what the editor shows counts, saved or not.
#[derive(Debug, Clone)]
pub struct Overlay {
    below: Arc<dyn FileSource>,
    buffers: Arc<HashMap<Arc<Path>, Arc<str>>>,
}

impl Overlay {
    /// `buffers` above `below`.
    #[must_use]
    pub fn new(below: Arc<dyn FileSource>, buffers: Arc<HashMap<Arc<Path>, Arc<str>>>) -> Self {
        Self { below, buffers }
    }

    /// The files without the buffers.
    #[must_use]
    pub fn below(&self) -> &dyn FileSource {
        self.below.as_ref()
    }
}

impl FileSource for Overlay {
    fn read(&self, path: &Path) -> Result<Arc<str>, FileError> {
        self.buffers.get(path).map_or_else(|| self.below.read(path), |text| Ok(Arc::clone(text)))
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        if self.buffers.contains_key(path) { Some(EntryKind::File) } else { self.below.kind(path) }
    }

    fn list(&self, path: &Path) -> Vec<Entry> {
        let mut entries = self.below.list(path);
        let unsaved = self.buffers.keys().filter(|buffer| buffer.parent() == Some(path));
        let unsaved = unsaved.filter_map(|buffer| buffer.file_name()?.to_str().map(str::to_owned));
        entries.extend(unsaved.map(|name| Entry { name, kind: EntryKind::File }));
        entries.sort();
        entries.dedup_by(|next, first| next.name == first.name);
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Memory {
        let files = ["/w/a/x", "/w/a/y/z", "/w/ab", "/w/b"];
        Memory::new(files.map(|path| (PathBuf::from(path), path.to_owned())))
    }

    fn names(source: &dyn FileSource, folder: &str) -> Vec<String> {
        source.list(Path::new(folder)).into_iter().map(|entry| format!("{} {:?}", entry.name, entry.kind)).collect()
    }

    #[test]
    fn folders_exist_because_of_their_files() {
        let memory = memory();
        assert_eq!(names(&memory, "/w"), ["a Folder", "ab File", "b File"]);
        assert_eq!(names(&memory, "/w/a"), ["x File", "y Folder"]);
        assert_eq!(memory.kind(Path::new("/w/a")), Some(EntryKind::Folder));
        assert_eq!(memory.kind(Path::new("/w/c")), None);
        assert_eq!(memory.read(Path::new("/w/a")), Err(FileError::Folder));
    }

    #[test]
    fn buffers_stand_above_files() {
        let buffers = HashMap::from(
            [("/w/b", "new"), ("/w/c", "only")].map(|(path, text)| (Path::new(path).into(), Arc::from(text))),
        );
        let overlay = Overlay::new(Arc::new(memory()), Arc::new(buffers));
        assert_eq!(overlay.read(Path::new("/w/b")).as_deref(), Ok("new"));
        assert_eq!(names(&overlay, "/w"), ["a Folder", "ab File", "b File", "c File"]);
    }

    #[test]
    fn what_is_no_text_says_where() {
        assert_eq!(text_of(b"a\nb\xe9".to_vec()), Err(FileError::NotUtf8 { line: 2, column: 2 }));
        assert_eq!(text_of(b"a\0b".to_vec()), Err(FileError::Binary));
        assert_eq!(text_of(b"a\0\xff".to_vec()), Err(FileError::Binary));
    }
}
