//! Questions to the graph from the place of one file, written down with digests of their answers.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::index::{FILE, Graph, Sum, presence, repository};
use super::key::Key;
use super::object::{Identity, Name, Object, is_cluster_wide};
use super::place::{Chain, Definition, Namespaces, Nearness};

/// Definitions whose kustomizations are compared; of more only their folders are.
const BUILD_LIMIT: usize = 128;

/// Objects by twins that are compared with each other.
const ENVIRONMENT_LIMIT: usize = 20_000;

/// Objects of one kind that are all looked at for those that an overlay moves.
const WHOLE_LIMIT: u32 = 256;

/// Something that was asked, with a digest of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asked {
    key: u64,
    answer: Digest,
}

/// The answer to a question, as far as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Digest {
    /// What was found.
    Sum(u32, u64),
    /// Whether anything was.
    Any(bool),
}

impl Asked {
    /// What was asked; the same number for the same question in every graph.
    #[must_use]
    pub fn key(&self) -> u64 {
        self.key
    }

    /// Whether `graph` still gives the same answer. Only what the found objects say counts, not where they stand: who shows
    /// places asks again.
    #[must_use]
    pub fn holds(&self, graph: &Graph) -> bool {
        match self.answer {
            Digest::Sum(count, digest) => graph.sum(self.key) == Sum { count, digest },
            Digest::Any(is_any) => (graph.sum(presence(self.key)).count > 0) == is_any,
        }
    }
}

/// Whether an object can be judged as what will be in the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Completeness {
    /// It is a whole object.
    Whole,
    /// It changes another one: a kustomization names its file as a patch, or it says so itself.
    Patch,
    /// It tells kustomize what to do and never reaches the cluster.
    Configuration,
}

/// Questions from the place of one file.
///
/// Answers are in order: the nearest first, then by path and place. They hold for the graph it was made from.
#[derive(Debug)]
pub struct Inquiry<'g> {
    pub(super) graph: &'g Graph,
    pub(super) path: PathBuf,
    pub(super) chains: RefCell<FxHashMap<Arc<Path>, Rc<Chain>>>,
    asked: RefCell<FxHashMap<u64, Sum>>,
    /// Of what only this was asked: whether there is any.
    any: RefCell<FxHashMap<u64, bool>>,
}

impl<'g> Inquiry<'g> {
    pub(super) fn new(graph: &'g Graph, path: &Path) -> Self {
        Self {
            graph,
            path: path.to_owned(),
            chains: RefCell::default(),
            asked: RefCell::default(),
            any: RefCell::default(),
        }
    }

    /// Everything asked so far, with digests of the answers, in no order.
    #[must_use]
    pub fn into_asked(self) -> Vec<Asked> {
        let asked = self.asked.into_inner().into_iter();
        let any = self.any.into_inner().into_iter();
        let asked = asked.map(|(key, Sum { count, digest })| Asked { key, answer: Digest::Sum(count, digest) });
        asked.chain(any.map(|(key, is_any)| Asked { key, answer: Digest::Any(is_any) })).collect()
    }

    /// What a key finds, written down.
    pub(super) fn read(&self, key: Key<'_>) -> Vec<(u32, u32)> {
        if self.count(key) == 0 {
            return Vec::new();
        }
        self.graph.found(key.digest()).collect()
    }

    /// How many things a key finds, written down.
    pub(super) fn count(&self, key: Key<'_>) -> u32 {
        let key = key.digest();
        let sum = self.graph.sum(key);
        self.asked.borrow_mut().insert(key, sum);
        sum.count
    }

    /// Whether a key finds anything, written down: what it finds may change without changing the answer.
    pub(super) fn is_any(&self, key: Key<'_>) -> bool {
        let key = key.digest();
        let is_any = self.graph.sum(key).count > 0;
        self.any.borrow_mut().insert(presence(key), is_any);
        is_any
    }

    pub(super) fn definition(&self, (file, object): (u32, u32)) -> Option<Definition<'g>> {
        let entry = self.graph.entry(file)?;
        let index = object as usize;
        Some(Definition {
            path: &entry.path,
            file: &entry.file,
            object: entry.file.objects.get(index).filter(|_| object != FILE)?,
            index,
            id: file,
        })
    }

    pub(super) fn definitions(&self, key: Key<'_>) -> impl Iterator<Item = Definition<'g>> {
        self.read(key).into_iter().filter_map(|found| self.definition(found))
    }

    /// In order, each with its nearness.
    pub(super) fn in_order(&self, from: &Path, found: Vec<Definition<'g>>) -> Vec<(Nearness, Definition<'g>)> {
        let by_build = found.len() <= BUILD_LIMIT;
        let near = |it: Definition<'g>| (self.nearness(from, it.path, by_build), it);
        let mut found: Vec<_> = found.into_iter().map(near).collect();
        found.sort_by(|(near, one), (other_near, other)| {
            (near, one.path, one.index).cmp(&(other_near, other.path, other.index))
        });
        found.dedup_by(|(_, one), (_, other)| one == other);
        found
    }

    fn sorted(&self, found: Vec<Definition<'g>>) -> Vec<Definition<'g>> {
        self.in_order(&self.path, found).into_iter().map(|(_, it)| it).collect()
    }

    /// Where an object of the file at `path` ends up.
    pub(super) fn namespaces_of(&self, path: &Path, identity: &Identity) -> Namespaces {
        if identity.is_cluster_wide() {
            return Namespaces::Any;
        }
        self.chain(path).namespaces(identity.namespace.as_ref())
    }

    /// Whether that has most likely to do with `object`, an object of this file: it is in the same file, in the same folder,
    /// taken in by the same kustomization, or both state one namespace. What two objects do to each other is worth saying
    /// only then.
    #[must_use]
    pub fn is_near(&self, object: &Object, other: &Definition<'g>) -> bool {
        let near = self.nearness(&self.path, other.path, true);
        if near.is_one_build() || near.up == 0 && !near.is_below {
            return true;
        }
        let own = self.namespaces_of(&self.path, &object.identity);
        own.one().is_some() && own.one() == self.namespaces_of(other.path, &other.object.identity).one()
    }

    /// The namespaces that an object of this file ends up in, one for each overlay; empty where nobody says, and for what
    /// belongs to the whole cluster.
    #[must_use]
    pub fn namespaces(&self, object: &Object) -> Vec<Name> {
        match self.namespaces_of(&self.path, &object.identity) {
            Namespaces::Any => Vec::new(),
            Namespaces::These(names) => names,
        }
    }

    /// Whether an object of this file is a whole one.
    #[must_use]
    pub fn completeness(&self, object: &Object) -> Completeness {
        self.completeness_in(&self.path, object)
    }

    pub(super) fn completeness_in(&self, path: &Path, object: &Object) -> Completeness {
        if object.is_marked_patch {
            return Completeness::Patch;
        }
        let is_resource = || self.read(Key::Includes(path)).iter().any(|(_, object)| *object == FILE);
        let listed = self.read(Key::Patches(path));
        if listed.is_empty() || is_resource() {
            return Completeness::Whole;
        }
        let is_patch = listed.iter().filter_map(|(file, _)| self.kustomization(*file)).any(|it| {
            let mut own = it.paths.iter().filter(|listed| listed.path.as_ref() == path);
            own.any(|listed| listed.listed == super::Listed::Patch)
        });
        if is_patch { Completeness::Patch } else { Completeness::Configuration }
    }

    /// The kustomizations that this file is part of: the nearest first.
    #[must_use]
    pub fn kustomizations(&self) -> Vec<(&'g Arc<Path>, &'g super::Kustomization)> {
        let chain = self.chain(&self.path);
        let links = chain.links.iter().filter(|link| link.object == FILE);
        links.filter_map(|link| Some((&self.graph.entry(link.file)?.path, self.kustomization(link.file)?))).collect()
    }

    /// All objects of that kind: for lists of names, and to know whether there is any.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Vec<Definition<'g>> {
        self.sorted(self.definitions(Key::Kind(kind)).collect())
    }

    /// Whether every file of the workspace was read: only then does it say anything that something is not there. Written
    /// down as a question.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.is_any(Key::Unread)
    }

    /// How many objects of that kind there are.
    #[must_use]
    pub fn count_of_kind(&self, kind: &str) -> usize {
        self.count(Key::Kind(kind)) as usize
    }

    /// The objects of that kind that may be in the namespace of `object`, an object of this file: quotas and limits of a
    /// Pod, the Services a reference may mean. Far twins of near ones are left out: see [`Inquiry::selected`].
    #[must_use]
    pub fn beside(&self, object: &Object, kind: &str) -> Vec<Definition<'g>> {
        let own = self.namespaces_of(&self.path, &object.identity);
        let found = self.of_kind_in(kind, &own);
        self.of_own_environment(object, found)
    }

    /// In order, without what is most likely another environment's: what has a nearer twin among them, and what is nearer to
    /// a twin of `object` (an object of this file) than to itself.
    pub(super) fn of_own_environment(&self, object: &Object, mut found: Vec<Definition<'g>>) -> Vec<Definition<'g>> {
        let twins: Vec<_> = self.twins(object).into_iter().map(|(_, twin)| twin).collect();
        if found.len().saturating_mul(twins.len()) <= ENVIRONMENT_LIMIT {
            found.retain(|it| {
                let own = self.nearness(it.path, &self.path, true);
                !twins.iter().any(|twin| self.nearness(it.path, twin.path, true) < own)
            });
        }
        self.without_twins(&self.path, found).into_iter().map(|(_, it)| it).collect()
    }

    pub(super) fn of_kind_in(&self, kind: &str, own: &Namespaces) -> Vec<Definition<'g>> {
        let own_place = self.chain(&self.path);
        let one = own.one().filter(|_| !own_place.moves() && !is_cluster_wide(kind));
        let mut found = Vec::new();
        match one {
            Some(namespace) => {
                found.extend(self.definitions(Key::KindIn { kind, namespace }));
                found.extend(self.definitions(Key::KindIn { kind, namespace: "" }));
            }
            None => found.extend(self.definitions(Key::Kind(kind))),
        }
        found.retain(|it| own.meet(&self.namespaces_of(it.path, &it.object.identity)));
        found
    }

    /// In order, without those that have a nearer twin of the same kind and name, and without those of other builds where
    /// there are any of the own: the same things again, for another environment.
    pub(super) fn without_twins(&self, from: &Path, found: Vec<Definition<'g>>) -> Vec<(Nearness, Definition<'g>)> {
        let mut found = self.in_order(from, found);
        let mut first: FxHashMap<(&str, &str), Nearness> = FxHashMap::default();
        found.retain(|(near, it)| {
            let name = (it.object.identity.kind.as_ref(), it.object.identity.name.as_ref());
            it.object.identity.name.is_empty() || *first.entry(name).or_insert(*near) == *near
        });
        if found.first().is_some_and(|(near, _)| near.is_one_build()) {
            found.retain(|(near, it)| near.is_one_build() || self.chain(it.path).links.is_empty());
        }
        found
    }

    /// Whether that is the object itself, in whatever copy of the file's facts.
    pub(super) fn is_same(&self, it: &Definition<'g>, object: &Object) -> bool {
        it.path.as_ref() == self.path.as_path() && it.object.site == object.site
    }

    /// The objects of that kind in that namespace: what a Namespace holds.
    #[must_use]
    pub fn within(&self, namespace: &str, kind: &str) -> Vec<Definition<'g>> {
        let own = Namespaces::These(vec![namespace.into()]);
        // An overlay may put there what states another one, or none; where there are many, those that state another one are
        // not looked for.
        let keys = match self.count(Key::Kind(kind)) {
            0..=WHOLE_LIMIT => vec![Key::Kind(kind)],
            _ => vec![Key::KindIn { kind, namespace }, Key::KindIn { kind, namespace: "" }],
        };
        let mut found: Vec<_> = keys.into_iter().flat_map(|key| self.definitions(key).collect::<Vec<_>>()).collect();
        found.retain(|it| match self.namespaces_of(it.path, &it.object.identity) {
            Namespaces::Any => false,
            these @ Namespaces::These(_) => these.meet(&own),
        });
        self.sorted(found)
    }

    /// The Namespaces that `object`, an object of this file, ends up in, as far as they have a manifest.
    #[must_use]
    pub fn own_namespaces(&self, object: &Object) -> Vec<Definition<'g>> {
        let names = self.namespaces(object);
        let keys = names.iter().map(|name| Key::Named { kind: "Namespace", name });
        let found: Vec<_> = keys.flat_map(|key| self.definitions(key).collect::<Vec<_>>()).collect();
        self.without_twins(&self.path, found).into_iter().map(|(_, it)| it).collect()
    }

    /// The objects that answer for that host: Ingresses, routes, Gateways.
    #[must_use]
    pub fn answering(&self, host: &str) -> Vec<Definition<'g>> {
        self.sorted(self.definitions(Key::Host(host)).collect())
    }

    /// The objects whose containers run that image; tag and digest are not looked at.
    #[must_use]
    pub fn running(&self, image: &str) -> Vec<Definition<'g>> {
        self.sorted(self.definitions(Key::Image(repository(image))).collect())
    }

    /// Other objects that end up with the same kind, namespace and name as `object`, an object of this file, each with its
    /// nearness: in one file, in one build, or in one folder they get in each other's way. Patches are left out.
    #[must_use]
    pub fn twins(&self, object: &Object) -> Vec<(Nearness, Definition<'g>)> {
        let identity = &object.identity;
        if identity.name.is_empty() || object.is_name_generated {
            return Vec::new();
        }
        let own = self.namespaces_of(&self.path, identity);
        let found = self.definitions(Key::Named { kind: &identity.kind, name: &identity.name });
        let found = found.filter(|it| {
            it.object.identity.group == identity.group
                && !self.is_same(it, object)
                && self.namespaces_of(it.path, &it.object.identity).meet(&own)
                && self.completeness_in(it.path, it.object) == Completeness::Whole
        });
        self.in_order(&self.path, found.collect())
    }
}
