//! The index: files, and by which keys they are found.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::inquiry::{Asked, Inquiry};
use super::key::Key;
use super::object::Object;
use super::place::Definition;
use super::read::File;
use super::selector::Within;
use super::tree::Tree;
use crate::digest::digest;

/// Something that is found by a key: the file, and the object's place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    key: u64,
    file: u32,
    object: u32,
}

/// In place of an object: the file itself, as a kustomization.
pub(super) const FILE: u32 = u32::MAX;

/// How many things a key finds, and a digest of what they say that does not depend on their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    pub(super) count: u32,
    pub(super) digest: u64,
}

/// The question whether a key finds anything, as a key of its own; of that one the key again.
pub(super) fn presence(key: u64) -> u64 {
    key ^ 0x9e37_79b9_7f4a_7c15
}

/// A file of the index.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: Arc<Path>,
    pub(super) file: Arc<File>,
}

/// All objects of a workspace: immutable for whoever holds one, a few counters to clone.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    by_path: Tree<Arc<Path>, u32>,
    files: Tree<u32, Arc<Entry>>,
    postings: Tree<Posting, ()>,
    sums: Tree<u64, Sum>,
    next: u32,
}

/// What changes of files changed: the keys whose answers are others now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    keys: FxHashSet<u64>,
}

impl Changes {
    /// Whether nothing that can be asked has another answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys, in no order: for who keeps a list of whom to ask again by [`Asked::key`].
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.keys.iter().copied()
    }

    /// Whether any of these questions may have another answer.
    #[must_use]
    pub fn touch(&self, asked: &[Asked]) -> bool {
        asked.iter().any(|asked| self.keys.contains(&asked.key()))
    }

    /// Adds what other changes changed.
    pub fn add(&mut self, other: Self) {
        if self.keys.is_empty() {
            *self = other;
        } else {
            self.keys.extend(other.keys);
        }
    }
}

impl Graph {
    /// Puts the facts of a file in the place of those from before; `None` when there is no such file any more. What it
    /// costs depends on the two files alone, and on the logarithm of how many there are.
    pub fn set(&mut self, path: &Path, file: Option<Arc<File>>) -> Changes {
        let file = file.filter(|file| !file.is_empty());
        let known = self.by_path.get(path).copied();
        let old = known.and_then(|id| self.files.get(&id)).cloned();
        if known.is_none() && file.is_none() {
            return Changes::default();
        }
        let id = known.unwrap_or_else(|| {
            let id = self.next;
            // More files than that have no place in memory.
            self.next = self.next.wrapping_add(1);
            id
        });
        let before = old.as_ref().map(|entry| found_by(path, &entry.file)).unwrap_or_default();
        let after = file.as_ref().map(|file| found_by(path, file)).unwrap_or_default();
        match file {
            Some(file) => {
                let path: Arc<Path> = old.map_or_else(|| path.into(), |entry| Arc::clone(&entry.path));
                self.by_path.insert(Arc::clone(&path), id);
                self.files.insert(id, Arc::new(Entry { path, file }));
            }
            None => {
                self.by_path.remove(path);
                self.files.remove(&id);
            }
        }
        self.replace(id, &before, &after)
    }

    /// Takes out what stood there before and is not in the other list, and puts in what is new. Both sorted.
    fn replace(&mut self, file: u32, before: &[(u64, u32, u64)], after: &[(u64, u32, u64)]) -> Changes {
        let mut keys = FxHashSet::default();
        let both = before.iter().chain(after).map(|(key, ..)| *key);
        let counts: FxHashMap<u64, u32> = both.map(|key| (key, self.sum(key).count)).collect();
        for (key, object, content) in before.iter().filter(|it| after.binary_search(it).is_err()) {
            keys.insert(*key);
            let is_gone = after.binary_search_by(|other| (other.0, other.1).cmp(&(*key, *object))).is_err();
            if is_gone {
                self.postings.remove(&Posting { key: *key, file, object: *object });
            }
            self.count(*key, |sum| Sum { count: sum.count - 1, digest: sum.digest.wrapping_sub(*content) });
        }
        for (key, object, content) in after.iter().filter(|it| before.binary_search(it).is_err()) {
            keys.insert(*key);
            self.postings.insert(Posting { key: *key, file, object: *object }, ());
            self.count(*key, |sum| Sum { count: sum.count + 1, digest: sum.digest.wrapping_add(*content) });
        }
        let came_or_went = |key: &u64| (counts.get(key) == Some(&0)) != (self.sum(*key).count == 0);
        let present: Vec<u64> = keys.iter().filter(|key| came_or_went(key)).map(|key| presence(*key)).collect();
        keys.extend(present);
        Changes { keys }
    }

    /// Says whether there are files that were not read yet. While there are, nothing is missing for sure:
    /// [`Unknown::Unread`](super::Unknown::Unread).
    pub fn set_unread(&mut self, is_unread: bool) -> Changes {
        let key = Key::Unread.digest();
        if (self.sum(key).count > 0) == is_unread {
            return Changes::default();
        }
        self.count(key, |_| Sum { count: u32::from(is_unread), digest: 0 });
        Changes { keys: FxHashSet::from_iter([key, presence(key)]) }
    }

    fn count(&mut self, key: u64, change: impl Fn(Sum) -> Sum) {
        let sum = change(self.sum(key));
        if sum.count == 0 {
            self.sums.remove(&key);
        } else {
            self.sums.insert(key, sum);
        }
    }

    /// How much a key finds.
    pub(super) fn sum(&self, key: u64) -> Sum {
        self.sums.get(&key).copied().unwrap_or_default()
    }

    /// What a key finds: file and object, in the order in which the files came.
    pub(super) fn found(&self, key: u64) -> impl Iterator<Item = (u32, u32)> {
        let from = Posting { key, file: 0, object: 0 };
        let found = self.postings.range(move |posting| *posting < from);
        found.map(|(posting, ())| *posting).take_while(move |posting| posting.key == key).map(|it| (it.file, it.object))
    }

    pub(super) fn entry(&self, file: u32) -> Option<&Arc<Entry>> {
        self.files.get(&file)
    }

    pub(super) fn id(&self, path: &Path) -> Option<u32> {
        self.by_path.get(path).copied()
    }

    /// How many files have anything in them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file has anything in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The facts of a file; `None` for one without any.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<&Arc<File>> {
        self.id(path).and_then(|id| self.files.get(&id)).map(|entry| &entry.file)
    }

    /// The object of the file at `path` that stands at that place among its objects; `None` where there is none.
    #[must_use]
    pub fn definition(&self, path: &Path, index: usize) -> Option<Definition<'_>> {
        let id = self.id(path)?;
        let entry = self.files.get(&id)?;
        let object = entry.file.objects.get(index)?;
        Some(Definition { path: &entry.path, file: &entry.file, object, index, id })
    }

    /// The files with anything in them, by path.
    pub fn files(&self) -> impl Iterator<Item = (&Arc<Path>, &Arc<File>)> {
        self.by_path.iter().filter_map(|(path, id)| Some((path, &self.files.get(id)?.file)))
    }

    /// Questions from the place of the file at `path`, which need not be in the graph.
    #[must_use]
    pub fn inquire(&self, path: &Path) -> Inquiry<'_> {
        Inquiry::new(self, path)
    }
}

/// Kinds that are selected by their own labels.
const LABELLED: [&str; 4] = ["Service", "Namespace", "PersistentVolume", "ClusterRole"];

/// By which keys the objects of a file are found, with a digest of what is found: sorted, each once.
fn found_by(path: &Path, file: &File) -> Vec<(u64, u32, u64)> {
    let mut found = Vec::new();
    let place = digest(path);
    for (index, object) in file.objects.iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(FILE);
        let content = digest(&(place, object.digest));
        keys_of(path, object, &mut |key| found.push((key.digest(), index, content)));
    }
    if let Some(own) = &file.kustomization {
        let content = digest(&(place, own.digest));
        let mut put = |key: Key<'_>| found.push((key.digest(), FILE, content));
        for listed in &own.paths {
            match listed.listed {
                super::Listed::Resource | super::Listed::Component => put(Key::Includes(&listed.path)),
                super::Listed::Patch | super::Listed::Configuration => put(Key::Patches(&listed.path)),
            }
        }
        if !own.prefix.is_empty() {
            put(Key::Prefix(&own.prefix));
        }
        if !own.suffix.is_empty() {
            put(Key::Suffix(&own.suffix));
        }
        put(Key::Kustomization(path.parent().unwrap_or_else(|| Path::new(""))));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn keys_of(path: &Path, object: &Object, put: &mut dyn FnMut(Key<'_>)) {
    let identity = &object.identity;
    let (kind, name) = (identity.kind.as_ref(), identity.name.as_ref());
    let namespace = identity.namespace.as_deref().unwrap_or_default();
    put(Key::Kind(kind));
    put(Key::KindIn { kind, namespace });
    put(Key::KindAt { kind, folder: path.parent().unwrap_or_else(|| Path::new("")) });
    if !name.is_empty() && !object.is_name_generated {
        put(Key::Named { kind, name });
    }
    if !namespace.is_empty() {
        put(Key::In(namespace));
    }
    if kind == "Namespace" {
        put(Key::In(name));
    }
    if LABELLED.contains(&kind) {
        for (key, value) in &object.labels {
            put(Key::Label { kind, key, value });
        }
    }
    if is_custom(&identity.group) {
        for (key, value) in &object.labels {
            put(Key::CustomLabel { key, value });
        }
        if object.pod.is_none()
            && object.makes.iter().any(|made| matches!(made.kind.as_ref(), "Service" | "StatefulSet"))
        {
            put(Key::Operated(name));
        }
    }
    if let Some(pod) = &object.pod {
        put(Key::Pods);
        put(Key::PodsAt(path.parent().unwrap_or_else(|| Path::new(""))));
        put(Key::PodsIn(namespace));
        for (key, value) in &pod.labels {
            put(Key::PodLabel { key, value });
            put(Key::PodLabelIn { namespace, key, value });
        }
        for container in pod.containers.iter().filter(|container| !container.image.is_empty()) {
            put(Key::Image(repository(&container.image)));
        }
    }
    for selector in &object.selectors {
        match selector.rarest() {
            Some((key, value)) => put(Key::Selects { key, value }),
            None => {
                put(Key::SelectsOpenly);
                put(Key::SelectsOpenlyIn(if selector.within == Within::Own { namespace } else { "*" }));
            }
        }
    }
    for noted in object.all_noted(super::Attribute::Host) {
        put(Key::Host(&noted.text));
    }
    for reference in &object.references {
        put(Key::Refers { kind: &reference.kind, name: &reference.name });
    }
    for made in &object.makes {
        if made.is_stem {
            put(Key::MakesLike { kind: &made.kind, stem: &made.name });
        } else {
            put(Key::Makes { kind: &made.kind, name: &made.name });
        }
    }
    if object.is_release() {
        put(Key::Releases);
        put(Key::ReleasesIn(object.noted(super::Attribute::TargetNamespace).unwrap_or(namespace)));
    }
    for noted in object.all_noted(super::Attribute::SourcePath) {
        let folder = noted.text.trim_start_matches(['.', '/']);
        if folder.is_empty() {
            continue;
        }
        // The path is meant from the repository's root, which is one of the folders above.
        for above in path.ancestors().skip(1) {
            put(Key::Includes(&super::kustomize::normalized(&above.join(folder))));
        }
    }
}

/// Whether a group is none of Kubernetes' own.
fn is_custom(group: &str) -> bool {
    group.contains('.') && !group.ends_with(".k8s.io")
}

/// An image without tag and digest.
pub(super) fn repository(image: &str) -> &str {
    let image = image.split_once('@').map_or(image, |(before, _)| before);
    let name = image.rfind('/').map_or(0, |slash| slash + 1);
    image[name..].find(':').map_or(image, |colon| &image[..name + colon])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What every key finds, by path instead of by number.
    fn all(graph: &Graph) -> Vec<(u64, &Path, u32)> {
        let path = |file: &u32| graph.files.get(file).expect("only files that are there are found").path.as_ref();
        let mut all: Vec<_> = graph.postings.iter().map(|(it, ())| (it.key, path(&it.file), it.object)).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn changes_come_to_what_building_anew_does() {
        let texts: Vec<String> = (0..12)
            .map(|index| {
                let name = index % 4;
                format!(
                    "apiVersion: v1\nkind: Service\nmetadata: {{name: s{name}, namespace: n{}}}\nspec: {{selector: {{app: \
                     a{name}}}, ports: [{{port: {index}}}]}}\n---\nkind: Pod\napiVersion: v1\nmetadata: {{name: p{index}, \
                     labels: {{app: a{name}}}}}\nspec: {{serviceAccountName: a, imagePullSecrets: [{{name: p}}]}}\n",
                    index % 3
                )
            })
            .chain(["resources: [a.yaml, ../b]\nnamePrefix: x-\n".to_owned(), "- none\n".to_owned()])
            .collect();
        let paths = ["a.yaml", "b/c.yaml", "kustomization.yaml", "b/kustomization.yaml", "d/e/f.yaml"].map(Path::new);
        let mut graph = Graph::default();
        let mut now: Vec<Option<&str>> = vec![None; paths.len()];
        for round in 0..400usize {
            let chance = round.wrapping_mul(2_654_435_761) >> 7;
            let which = chance % paths.len();
            now[which] = texts.get(chance / 7 % (texts.len() + 3)).map(String::as_str);
            let read = |path: &Path, text: &str| Arc::new(File::read(path, &syntax::yaml::parse(text)));
            let before = graph.clone();
            let changes = graph.set(paths[which], now[which].map(|text| read(paths[which], text)));
            for (key, sum) in before.sums.iter().chain(graph.sums.iter()) {
                let is_same = before.sum(*key) == *sum && graph.sum(*key) == *sum;
                assert_eq!(!is_same, changes.keys.contains(key));
            }
            let mut anew = Graph::default();
            for (path, text) in paths.iter().zip(&now) {
                anew.set(path, text.map(|text| read(path, text)));
            }
            assert_eq!(all(&graph), all(&anew));
            assert!(graph.sums.iter().eq(anew.sums.iter()));
            assert_eq!(graph.len(), anew.len());
        }
    }

    #[test]
    fn images_without_tag_and_digest() {
        let table = [("a", "a"), ("a:1", "a"), ("r:5000/a", "r:5000/a"), ("r:5000/a:1@sha256:0", "r:5000/a"), ("", "")];
        for (image, expected) in table {
            assert_eq!(repository(image), expected);
        }
    }
}
