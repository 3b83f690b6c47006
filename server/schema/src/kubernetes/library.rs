//! A folder with many schemas, of which only those are read that somebody asks for.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Definitions, Kind, kind};

/// In a library of more volumes nothing is read just to list what there is.
const MOST_LISTED: usize = 500;

/// Reads the schema of a volume, for the kind that is called so; `None`: it cannot be read.
type Reader = dyn Fn(&Volume, &str) -> Option<Arc<Definitions>> + Send + Sync;

/// A folder with a file for each version of a kind: read one by one, each once, when somebody asks.
pub struct Library {
    volumes: Vec<Shelved>,
    /// The places of the volumes of a kind, by its name in lower case.
    by_kind: FxHashMap<String, Vec<usize>>,
    groups: FxHashSet<String>,
    digest: u64,
    read: Box<Reader>,
}

/// A version of a kind in a library.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Volume {
    /// `cert-manager.io/v1`.
    pub api_version: String,
    /// `Certificate`; `certificate` where only the name of the file says it.
    pub kind: String,
    /// Whether `kind` is written as it is in manifests.
    pub is_exact: bool,
    /// Which one it is to whoever reads it.
    pub number: usize,
}

impl Volume {
    /// How its kind is written in manifests; `None`: neither the volume nor the bundled facts know.
    fn proper_name(&self) -> Option<String> {
        if self.is_exact { Some(self.kind.clone()) } else { self.bundled_name() }
    }

    /// How the bundled facts write its kind, whatever the case of its own letters; `None`: they do not know it.
    #[must_use]
    pub fn bundled_name(&self) -> Option<String> {
        let group = kind::group_of(&self.api_version);
        let mut bundled = kind::custom_kinds().filter(|kind| kind.group() == group);
        bundled.find(|kind| kind.name().eq_ignore_ascii_case(&self.kind)).map(|kind| kind.name().to_owned())
    }
}

struct Shelved {
    volume: Volume,
    read: OnceLock<Option<Arc<Definitions>>>,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({} volumes)", self.volumes.len())
    }
}

impl Library {
    /// The volumes in their order: of two with the same kind and version the first counts. `digest` stands for all that is in
    /// their files.
    #[must_use]
    pub fn new(
        volumes: Vec<Volume>,
        digest: u64,
        read: impl Fn(&Volume, &str) -> Option<Arc<Definitions>> + Send + Sync + 'static,
    ) -> Self {
        let mut by_kind: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut groups = FxHashSet::default();
        for (at, volume) in volumes.iter().enumerate() {
            by_kind.entry(volume.kind.to_ascii_lowercase()).or_default().push(at);
            groups.insert(kind::group_of(&volume.api_version).to_owned());
        }
        let volumes = volumes.into_iter().map(|volume| Shelved { volume, read: OnceLock::new() }).collect();
        Self { volumes, by_kind, groups, digest, read: Box::new(read) }
    }

    /// How many versions of kinds it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.volumes.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.volumes.is_empty()
    }

    /// Its volumes, in their order.
    pub fn volumes(&self) -> impl Iterator<Item = &Volume> {
        self.volumes.iter().map(|shelved| &shelved.volume)
    }

    /// A digest of everything in it.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    pub(super) fn has_group(&self, group: &str) -> bool {
        self.groups.contains(group)
    }

    /// All versions of a kind, in the order of the volumes.
    pub(super) fn api_versions_of(&self, name: &str) -> Vec<Kind<'_>> {
        let places = self.by_kind.get(&name.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| self.kind(&self.volumes[*at], name)).collect()
    }

    /// The kind of an object, with the digest of its schema.
    pub(super) fn find(&self, api_version: &str, name: &str) -> Option<(Kind<'_>, u64)> {
        let places = self.by_kind.get(&name.to_ascii_lowercase())?;
        let mut volumes = places.iter().map(|at| &self.volumes[*at]);
        let found = volumes.find(|it| it.volume.api_version == api_version)?;
        Some((self.kind(found, name)?, self.digest))
    }

    /// Its kinds as far as they can be listed; of a library with very many, those that were asked for before.
    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind<'_>> {
        let reads_all = self.volumes.len() <= MOST_LISTED;
        self.volumes.iter().filter_map(move |shelved| {
            let name = shelved.volume.proper_name()?;
            let is_wanted = reads_all || shelved.read.get().is_some();
            if is_wanted { self.kind(shelved, &name) } else { None }
        })
    }

    /// What a volume says of the kind called `name`.
    fn kind<'l>(&'l self, shelved: &'l Shelved, name: &str) -> Option<Kind<'l>> {
        let volume = &shelved.volume;
        let proper = volume.proper_name();
        // What is half typed must not settle how a kind is written.
        let is_it =
            proper.as_deref().map_or_else(|| name.starts_with(|it: char| it.is_ascii_uppercase()), |it| it == name);
        if !is_it {
            return None;
        }
        let definitions = shelved.read.get_or_init(|| (self.read)(volume, name)).as_ref()?;
        definitions.api_versions_of(name).find(|kind| kind.api_version() == volume.api_version)
    }
}
