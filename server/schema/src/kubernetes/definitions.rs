//! Kinds and schemas that are read at run time, and the layers they make with the bundled ones.

use std::sync::Arc;

use super::kind::{self, KindTable};
use super::store::{Source, Store};
use super::text::Block;
use super::{Kind, Schema, Version, kinds, pack};

/// Kinds and schemas that were read at run time: from the custom resource definitions of a workspace, from what a user
/// imported, from a schema that a file names.
#[derive(Debug)]
pub struct Definitions {
    kinds: KindTable,
    store: Store,
}

impl Definitions {
    /// Packs blocks as the build script packs the bundled ones. References to definitions that no block has are looked for in
    /// those of Kubernetes.
    #[must_use]
    pub fn new(blocks: &[Block]) -> Self {
        let (mut bytes, roots) = pack::pack(blocks);
        kinds::append(&mut bytes, &kinds::Sources { kinds: "", resources: "", custom: blocks, roots: &roots });
        let store = Store::read(&bytes);
        Self { kinds: KindTable::load(&store.rest), store }
    }

    /// Its kinds, sorted by name, the version to write first.
    pub fn kinds(&self) -> impl Iterator<Item = Kind<'_>> {
        self.kinds.kinds(Some(Source(&self.store)))
    }

    /// All versions of a kind, the one to write first.
    pub fn api_versions_of<'s>(&'s self, name: &str) -> impl Iterator<Item = Kind<'s>> + use<'s> {
        self.kinds.versions_of(name, Some(Source(&self.store)))
    }

    /// The schema of a format, or of a file that is no Kubernetes object; `None`: no block is called so.
    #[must_use]
    pub fn format(&self, name: &str) -> Option<Schema<'_>> {
        let node = self.store.root(name)?;
        Some(Schema::new(Source(&self.store), node, Version::newest()))
    }
}

/// What is known of kinds: layers read at run time, the highest first, over the bundled ones. A kind (its API version and its
/// name) is taken whole from the highest layer that has it.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    layers: Vec<Arc<Definitions>>,
}

impl Catalog {
    /// These layers, the highest first, over the bundled kinds.
    #[must_use]
    pub fn new(layers: Vec<Arc<Definitions>>) -> Self {
        Self { layers }
    }

    /// The layers that were read at run time, the highest first.
    #[must_use]
    pub fn layers(&self) -> &[Arc<Definitions>] {
        &self.layers
    }

    /// The kind of an object; `None`: unknown. One that was removed is found as well, see [`Kind::removed`].
    #[must_use]
    pub fn kind(&self, api_version: &str, name: &str) -> Option<Kind<'_>> {
        let mut read = self.layers.iter().flat_map(|layer| layer.api_versions_of(name));
        read.find(|kind| kind.api_version() == api_version).or_else(|| kind::kind(api_version, name))
    }

    /// All versions of a kind, those of the highest layer first, each once. Kinds of several groups may share a name.
    pub fn api_versions_of<'s>(&'s self, name: &str) -> Vec<Kind<'s>> {
        let mut all: Vec<Kind<'s>> = Vec::new();
        let mut add = |kind: Kind<'s>| {
            if !all.iter().any(|it| it.api_version() == kind.api_version()) {
                all.push(kind);
            }
        };
        self.layers.iter().flat_map(|layer| layer.api_versions_of(name)).for_each(&mut add);
        for kind in kind::api_versions_of(name) {
            add(kind);
        }
        all
    }

    /// Every kind that a version serves, custom ones too; of several layers the highest one's. Sorted by layer, then by name.
    pub fn kinds(&self, version: Version) -> Vec<Kind<'_>> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut all: Vec<Kind<'_>> = Vec::new();
        let mut add = |kind| {
            if Kind::is_served_in(kind, version) && seen.insert((kind.api_version(), kind.name())) {
                all.push(kind);
            }
        };
        self.layers.iter().flat_map(|layer| layer.kinds()).for_each(&mut add);
        for kind in kind::kinds(version).chain(kind::custom_kinds()) {
            add(kind);
        }
        all
    }

    /// Whether a kind of this API group is known; the group of `v1` is empty.
    #[must_use]
    pub fn is_known_group(&self, group: &str) -> bool {
        let read = self.layers.iter().any(|layer| layer.kinds().any(|kind| kind.group() == group));
        read || kind::is_known_group(group)
    }
}
