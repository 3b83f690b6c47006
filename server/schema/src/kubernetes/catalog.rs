//! The layers that schemas read at run time make with the bundled ones.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Definitions, Kind, Library, Version, kind};

/// What is known of kinds: layers read at run time, the highest first, over the bundled ones. A kind (its API version and its
/// name) is taken whole from the highest layer that has it. A clone costs a counter.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// `None`: nothing was read at run time.
    read: Option<Arc<Layers>>,
}

/// Schemas read at run time.
#[derive(Debug, Clone)]
pub enum Layer {
    /// Read as a whole.
    Definitions(Arc<Definitions>),
    /// Read one by one.
    Library(Arc<Library>),
}

#[derive(Debug)]
struct Layers {
    layers: Vec<Layer>,
    /// The places of the definitions that have a kind, by its name.
    by_name: FxHashMap<String, Vec<usize>>,
    /// The places of the libraries.
    libraries: Vec<usize>,
    groups: FxHashSet<String>,
    digest: u64,
}

impl Layer {
    fn digest(&self) -> u64 {
        match self {
            Layer::Definitions(definitions) => definitions.digest(),
            Layer::Library(library) => library.digest(),
        }
    }
}

impl Layers {
    /// The layers that may have a kind, the highest first.
    fn with(&self, name: &str) -> impl Iterator<Item = &Layer> {
        let own = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let mut places: Vec<usize> = own.iter().chain(&self.libraries).copied().collect();
        places.sort_unstable();
        places.into_iter().map(|at| &self.layers[at])
    }
}

impl Catalog {
    /// These layers, the highest first, over the bundled kinds.
    #[must_use]
    pub fn new(layers: Vec<Layer>) -> Self {
        if layers.is_empty() {
            return Self::default();
        }
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut libraries = Vec::new();
        let mut groups = FxHashSet::default();
        let mut hasher = DefaultHasher::new();
        for (at, layer) in layers.iter().enumerate() {
            layer.digest().hash(&mut hasher);
            match layer {
                Layer::Definitions(definitions) => {
                    for kind in definitions.kinds() {
                        let places = by_name.entry(kind.name().to_owned()).or_default();
                        if places.last() != Some(&at) {
                            places.push(at);
                        }
                        groups.insert(kind.group().to_owned());
                    }
                }
                Layer::Library(_) => libraries.push(at),
            }
        }
        Self { read: Some(Arc::new(Layers { layers, by_name, libraries, groups, digest: hasher.finish() })) }
    }

    /// The same with another layer on top.
    #[must_use]
    pub fn below(&self, top: Layer) -> Self {
        Self::new(std::iter::once(top).chain(self.layers().iter().cloned()).collect())
    }

    /// The layers that were read at run time, the highest first.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        self.read.as_ref().map_or(&[], |read| &read.layers)
    }

    /// A digest of all that was read at run time; 0: nothing was.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.read.as_ref().map_or(0, |read| read.digest)
    }

    /// The kind of an object; `None`: unknown. One that was removed is found as well, see [`Kind::removed`].
    #[must_use]
    pub fn kind(&self, api_version: &str, name: &str) -> Option<Kind<'_>> {
        self.read_kind(api_version, name).map(|(kind, _)| kind).or_else(|| kind::kind(api_version, name))
    }

    /// A digest of what is known of a kind from schemas that were read at run time; 0: none of them has it.
    #[must_use]
    pub fn digest_of(&self, api_version: &str, name: &str) -> u64 {
        self.read_kind(api_version, name).map_or(0, |(_, digest)| digest)
    }

    /// The kind, as a layer that was read at run time has it, and the digest of that layer.
    fn read_kind(&self, api_version: &str, name: &str) -> Option<(Kind<'_>, u64)> {
        self.read.as_ref()?.with(name).find_map(|layer| match layer {
            Layer::Definitions(definitions) => {
                let kind = definitions.api_versions_of(name).find(|kind| kind.api_version() == api_version)?;
                Some((kind, definitions.digest()))
            }
            Layer::Library(library) => library.find(api_version, name),
        })
    }

    /// All versions of a kind, those of the highest layer first, each once. Kinds of several groups may share a name.
    pub fn api_versions_of<'s>(&'s self, name: &str) -> Vec<Kind<'s>> {
        let mut all: Vec<Kind<'s>> = Vec::new();
        let mut add = |kind: Kind<'s>| {
            if !all.iter().any(|it| it.api_version() == kind.api_version()) {
                all.push(kind);
            }
        };
        for layer in self.read.iter().flat_map(|read| read.with(name)) {
            match layer {
                Layer::Definitions(definitions) => definitions.api_versions_of(name).for_each(&mut add),
                Layer::Library(library) => library.api_versions_of(name).into_iter().for_each(&mut add),
            }
        }
        for kind in kind::api_versions_of(name) {
            add(kind);
        }
        all
    }

    /// Every kind that a version serves, custom ones too; of several layers the highest one's. Sorted by layer, then by name.
    pub fn kinds(&self, version: Version) -> Vec<Kind<'_>> {
        let mut seen = FxHashSet::default();
        let mut all: Vec<Kind<'_>> = Vec::new();
        let mut add = |kind| {
            if Kind::is_served_in(kind, version) && seen.insert((kind.api_version(), kind.name())) {
                all.push(kind);
            }
        };
        for layer in self.layers() {
            match layer {
                Layer::Definitions(definitions) => definitions.kinds().for_each(&mut add),
                Layer::Library(library) => library.kinds().for_each(&mut add),
            }
        }
        for kind in kind::kinds(version).chain(kind::custom_kinds()) {
            add(kind);
        }
        all
    }

    /// Whether a kind of this API group is known; the group of `v1` is empty.
    #[must_use]
    pub fn is_known_group(&self, group: &str) -> bool {
        let is_read = |read: &Arc<Layers>| {
            let libraries = read.layers.iter().any(|layer| match layer {
                Layer::Definitions(_) => false,
                Layer::Library(library) => library.has_group(group),
            });
            libraries || read.groups.contains(group)
        };
        self.read.as_ref().is_some_and(is_read) || kind::is_known_group(group)
    }
}
