//! Kinds and schemas that are read at run time.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};

use super::kind::KindTable;
use super::store::{Source, Store};
use super::text::{self, Block, Head, Mistake, Node};
use super::{Kind, Schema, Version, kinds, pack};

/// Kinds and schemas that were read at run time: from the custom resource definitions of a workspace, from what a user
/// imported, from a schema that a file names.
#[derive(Debug)]
pub struct Definitions {
    kinds: KindTable,
    store: Store,
    digest: u64,
}

impl Definitions {
    /// Packs blocks as the build script packs the bundled ones. References to definitions that no block has are looked for in
    /// those of Kubernetes.
    #[must_use]
    pub fn new(blocks: &[Block]) -> Self {
        let (mut bytes, roots) = pack::pack(blocks);
        kinds::append(&mut bytes, &kinds::Sources { kinds: "", resources: "", custom: blocks, roots: &roots });
        let mut hasher = DefaultHasher::new();
        hasher.write(&bytes);
        let store = Store::read(&bytes);
        Self { kinds: KindTable::load(&store.rest), store, digest: hasher.finish() }
    }

    /// Packs blocks that lie in the text form.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn read(text: &str) -> Result<Self, Mistake> {
        let blocks = text::read(text)?.blocks;
        let shared: HashSet<&str> = blocks.iter().filter_map(shared).collect();
        match blocks.iter().find_map(|block| missing(&block.node, &shared)) {
            Some(name) => Err(Mistake { line: 1, what: format!("no shared block is called `{name}`") }),
            // A shared block within another would have to be followed; what is imported has none.
            None if !shared.is_empty() => Err(Mistake { line: 1, what: "a shared block has no place here".to_owned() }),
            None => Ok(Self::new(&blocks)),
        }
    }

    /// A digest of everything in it: two with the same one say the same.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
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

fn shared(block: &Block) -> Option<&str> {
    match &block.head {
        Head::Shared(name) => Some(name),
        Head::Type(..) | Head::Kind(_) | Head::Format(_) => None,
    }
}

/// A shared block that is used and not there.
fn missing<'n>(node: &'n Node, shared: &HashSet<&str>) -> Option<&'n str> {
    let own = node.shared.as_deref().filter(|name| !shared.contains(name));
    own.or_else(|| node.children.iter().find_map(|child| missing(&child.node, shared)))
}
