//! Every place that names a thing of the graph, across files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::graph::{Completeness, Definition, Lookup, Made, Maker, Part};
use project::{Document, Snapshot};
use rustc_hash::FxHashMap;
use syntax::TextRange;

use super::entity::{At, Entity, part_name};
use super::{kustomized, label, pod_name};

/// Objects that one name is followed through.
const OBJECT_LIMIT: usize = 256;

/// Places that are listed.
const PLACE_LIMIT: usize = 10_000;

/// A place that names a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) path: PathBuf,
    pub(super) range: TextRange,
    /// Whether it declares the thing.
    pub(super) is_write: bool,
}

/// Places as they are gathered, each once.
#[derive(Debug)]
pub(super) struct Places<'s> {
    snapshot: &'s Snapshot,
    documents: FxHashMap<PathBuf, Option<Arc<Document>>>,
    found: BTreeMap<(PathBuf, u32, u32), bool>,
    /// Whether there are more than were looked at.
    pub(super) is_cut: bool,
    /// Where the thing is named in a way that no edit reaches: a sentence.
    pub(super) unreachable: Option<String>,
}

impl<'s> Places<'s> {
    /// Every place that names `entity`.
    pub(super) fn of(at: &At<'s>, entity: &Entity<'s>) -> Self {
        let mut places = Self {
            snapshot: at.snapshot,
            documents: FxHashMap::default(),
            found: BTreeMap::new(),
            is_cut: false,
            unreachable: None,
        };
        match entity {
            Entity::Objects(definitions) => places.of_objects(at, definitions),
            Entity::Part(definition, range) => places.of_part(at, *definition, *range),
            Entity::Made(maker, made) => places.of_made(at, *maker, made),
            Entity::PodName(name) => pod_name::occurrences(at, name, &mut places),
            Entity::Label(label) => label::occurrences(at, label, &mut places),
        }
        places
    }

    /// The places, file by file in the order of paths.
    pub(super) fn into_list(self) -> Vec<Occurrence> {
        let place = |((path, start, end), is_write): ((PathBuf, u32, u32), bool)| Occurrence {
            path,
            range: TextRange::new(start.into(), end.into()),
            is_write,
        };
        self.found.into_iter().map(place).collect()
    }

    pub(super) fn extend(&mut self, places: impl IntoIterator<Item = Occurrence>) {
        for Occurrence { path, range, is_write } in places {
            if self.found.len() == PLACE_LIMIT {
                self.is_cut = true;
                return;
            }
            *self.found.entry((path, range.start().into(), range.end().into())).or_default() |= is_write;
        }
    }

    fn put(&mut self, path: &Path, range: TextRange, is_write: bool) {
        self.extend([Occurrence { path: path.to_owned(), range, is_write }]);
    }

    /// A file with its tree, read once.
    pub(super) fn document(&mut self, path: &Path) -> Option<Arc<Document>> {
        let snapshot = self.snapshot;
        self.documents.entry(path.to_owned()).or_insert_with(|| snapshot.document(path).ok()).clone()
    }

    /// Whether an object only changes another one.
    pub(super) fn is_patch(&self, definition: &Definition<'_>) -> bool {
        let inquiry = self.snapshot.graph().inquire(definition.path);
        inquiry.completeness(definition.object) == Completeness::Patch
    }

    fn of_objects(&mut self, at: &At<'s>, start: &[Definition<'s>]) {
        let mut waiting = start.to_vec();
        let mut seen: Vec<Definition<'_>> = Vec::new();
        while let Some(own) = waiting.pop() {
            if seen.contains(&own) {
                continue;
            }
            if seen.len() == OBJECT_LIMIT {
                self.is_cut = true;
                return;
            }
            seen.push(own);
            let inquiry = at.graph().inquire(own.path);
            let is_patch = inquiry.completeness(own.object) == Completeness::Patch;
            self.put(own.path, own.object.site.name, !is_patch);
            waiting.extend(inquiry.counterparts(own.object));
            kustomized::occurrences(&inquiry, own.object, self);
            for (by, reference) in inquiry.referrers(own.object) {
                self.put(by.path, reference.range, false);
                // What is meant by one name may be one thing in one overlay and another one in another.
                if let Lookup::Ambiguous(all) = at.graph().inquire(by.path).lookup(by.object, reference) {
                    waiting.extend(all);
                }
            }
        }
    }

    fn of_part(&mut self, at: &At<'s>, own: Definition<'s>, range: TextRange) {
        let Some((_, name)) = part_name(self.snapshot, &own, range) else { return };
        self.put(own.path, name, true);
        for (by, reference) in at.graph().inquire(own.path).referrers(own.object) {
            let Some((_, place)) = &reference.part else { continue };
            let inquiry = at.graph().inquire(by.path);
            let lookup = inquiry.lookup(by.object, reference);
            if inquiry.part(reference, &lookup) == Part::Found(own, range) {
                self.put(by.path, *place, false);
            }
        }
    }

    fn of_made(&mut self, at: &At<'s>, maker: Definition<'s>, made: &'s Made) {
        self.put(maker.path, made.range, true);
        if made.is_stem {
            return;
        }
        for (by, reference) in at.graph().inquire(maker.path).referring(&made.kind, &made.name) {
            if is_made_by(at, by, reference, &maker) {
                self.put(by.path, reference.range, false);
            }
        }
    }
}

/// Whether a reference leads to something that `maker` makes.
pub(super) fn is_made_by(
    at: &At<'_>,
    by: Definition<'_>,
    reference: &project::graph::Reference,
    maker: &Definition<'_>,
) -> bool {
    let inquiry = at.graph().inquire(by.path);
    let Lookup::Produced(makers) = inquiry.lookup(by.object, reference) else { return false };
    makers.iter().any(|it| matches!(it, Maker::Object(definition, _) if definition == maker))
}
