//! Importing: schemas of other tools and clusters, as the files of a folder of ours.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use schema::kubernetes::text::{Block, CustomKind, File, Head, Node, write};
use schema::kubernetes::{Volume, read};

use super::{shelf, value};
use crate::files::{EntryKind, FileSource};

/// What importing some files comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// The files to write, by their path in the folder of schemas, each with its text; one for each version of a kind.
    pub files: BTreeMap<PathBuf, String>,
    /// How many kinds were left out because they are Kubernetes' own, which are bundled for every version.
    pub bundled: usize,
    /// Which file could not be made sense of, where, and why; in the order of the files.
    pub mistakes: Vec<Mistake>,
}

/// What could not be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: PathBuf,
    /// Where in it, as a JSON pointer; empty for all of it.
    pub place: String,
    /// One sentence without its end.
    pub reason: String,
}

impl Import {
    /// Reads the files at `paths`, and those below where they are folders. In a folder, files that hold no schemas are passed over.
    #[must_use]
    pub fn read(disk: &dyn FileSource, paths: &[PathBuf]) -> Self {
        let mut import = Self::default();
        for path in paths {
            match disk.kind(path) {
                None => import.miss(path, "", "there is no such file"),
                Some(EntryKind::File) => import.file(disk, path, true),
                Some(EntryKind::Folder) => {
                    shelf::files_below(disk, path).iter().for_each(|file| import.file(disk, file, false));
                }
            }
        }
        import
    }

    /// How many API groups its files are of.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.files.keys().filter_map(|path| path.parent()).collect::<BTreeSet<_>>().len()
    }

    fn miss(&mut self, file: &Path, place: &str, reason: &str) {
        self.mistakes.push(Mistake { file: file.to_owned(), place: place.to_owned(), reason: reason.to_owned() });
    }

    fn file(&mut self, disk: &dyn FileSource, path: &Path, is_named: bool) {
        let text = match disk.read(path) {
            Ok(text) => text,
            Err(error) => return self.miss(path, "", &error.to_string()),
        };
        let volume = shelf::volume(path, 0);
        let name = volume.as_ref().and_then(Volume::bundled_name);
        let mut reading = read::Reading::default();
        let mut is_too_much = false;
        for document in value::values(&text) {
            let Some(document) = document else {
                is_too_much = true;
                continue;
            };
            reading.extend(match (&volume, &name) {
                (Some(volume), Some(name)) => read::read_as(&document, &volume.api_version, name),
                _ => read::read(&document),
            });
        }
        if is_too_much {
            self.miss(path, "", "it is too deep, or its aliases stand for too much");
        }
        for mistake in &reading.mistakes {
            self.miss(path, &mistake.place, &mistake.reason);
        }
        self.bundled += reading.bundled;
        let has_kinds = reading.kinds().next().is_some();
        self.split(&reading.blocks);
        if has_kinds {
            return;
        }
        let is_schema = reading.blocks.iter().any(|block| matches!(block.head, Head::Format(_)));
        match volume {
            // How the kind is written is nowhere said: it is kept as it is, and read as what it will be asked for.
            Some(volume) if is_schema => {
                let name = format!("{}_{}.json", volume.kind, version(&volume.api_version));
                let values = value::values(&text);
                let json = values.iter().flatten().next().map(ToString::to_string).unwrap_or_default();
                self.files.insert(folder(&volume.api_version).join(name), json);
            }
            // A chart has a schema for its values, too.
            _ if is_schema && is_named => {
                self.miss(
                    path,
                    "",
                    "it does not say which kind it is for: call it `GROUP/KIND_VERSION.json`, in lower case",
                );
            }
            _ if is_named && reading.mistakes.is_empty() && reading.bundled == 0 && !is_too_much => {
                self.miss(
                    path,
                    "",
                    "there is no schema in it: no CustomResourceDefinition, OpenAPI document or JSON Schema",
                );
            }
            _ => {}
        }
    }

    /// A file for each kind, with all definitions that it refers to.
    fn split(&mut self, blocks: &[Block]) {
        let mut types: HashMap<&str, &Block> = HashMap::new();
        for block in blocks {
            if let Head::Type(name, _) = &block.head {
                types.insert(name, block);
            }
        }
        for block in blocks {
            let Head::Kind(CustomKind { api_version, kind, .. }) = &block.head else { continue };
            let mut wanted: Vec<&Node> = vec![&block.node];
            let mut found: BTreeMap<&str, &Block> = BTreeMap::new();
            while let Some(node) = wanted.pop() {
                let definition = node.reference.as_deref().and_then(|name| types.get_key_value(name));
                if let Some((name, definition)) = definition
                    && found.insert(name, definition).is_none()
                {
                    wanted.push(&definition.node);
                }
                wanted.extend(node.children.iter().map(|child| &child.node));
            }
            let blocks = std::iter::once(block).chain(found.into_values()).cloned().collect();
            let name = format!("{kind}_{}.{}", version(api_version), shelf::FACTS);
            self.files.insert(folder(api_version).join(name), write(&File { blocks }));
        }
    }
}

fn folder(api_version: &str) -> PathBuf {
    PathBuf::from(api_version.rsplit_once('/').map_or(shelf::CORE, |(group, _)| group))
}

fn version(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or(api_version, |(_, version)| version)
}

/// The volumes of a folder that schemas were imported into, with their paths, by path.
#[must_use]
pub fn volumes(disk: &dyn FileSource, folder: &Path) -> Vec<(PathBuf, Volume)> {
    let files = shelf::files_below(disk, folder).into_iter();
    files.enumerate().filter_map(|(number, path)| shelf::volume(&path, number).map(|volume| (path, volume))).collect()
}
