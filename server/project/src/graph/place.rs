//! Places: which kustomizations a file is part of, in which namespaces its objects end up, and what is near it.

use std::collections::VecDeque;
use std::path::{Component, Path};
use std::rc::Rc;
use std::sync::Arc;

use super::attribute::Attribute;
use super::index::FILE;
use super::inquiry::Inquiry;
use super::key::Key;
use super::kustomize::{Kustomization, is_kustomization_file};
use super::object::{Name, Object};
use super::read::File;

/// Kustomizations above a file that are looked at.
const LINK_LIMIT: usize = 128;

/// Folders above a file that are looked at.
const CLIMB_LIMIT: usize = 16;

/// An object, with the file it is in.
#[derive(Debug, Clone, Copy)]
pub struct Definition<'g> {
    /// Where the file lies.
    pub path: &'g Arc<Path>,
    /// The file.
    pub file: &'g Arc<File>,
    /// The object.
    pub object: &'g Object,
    /// Its place among the file's objects.
    pub index: usize,
    pub(super) id: u32,
}

impl PartialEq for Definition<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.index == other.index
    }
}

impl Eq for Definition<'_> {}

/// How near a file is to another one: less is nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nearness {
    /// Steps up to the first kustomization that takes in both; `u32::MAX` where none does.
    pub build: u32,
    /// Folders up to the first that holds both.
    pub up: u32,
    /// Whether it lies further down from there than in the folder itself.
    pub is_below: bool,
}

impl Nearness {
    /// Whether one kustomization takes in both.
    #[must_use]
    pub fn is_one_build(self) -> bool {
        self.build != u32::MAX
    }
}

/// The namespace that things are put into, and whether those that state one are put there too; `None` where nobody says.
type Way = Option<(Name, bool)>;

/// A kustomization, or an object that brings a folder into the cluster, above a file.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) file: u32,
    pub(super) object: u32,
    depth: u32,
    /// What takes it in in turn, by place among the links.
    above: Vec<usize>,
    /// The namespace it puts things into, and whether it does so with what states one.
    namespace: Way,
}

/// All that takes a file in, the nearest first.
#[derive(Debug, Default)]
pub(super) struct Chain {
    pub(super) links: Vec<Link>,
    /// Whether there is more than was looked at.
    pub(super) is_cut: bool,
    /// What the outermost kustomizations make of the namespace, once for each way up.
    namespaces: Vec<Way>,
}

/// The namespaces an object may end up in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Namespaces {
    /// It belongs to the whole cluster, or nobody says.
    Any,
    /// Those, by overlay.
    These(Vec<Name>),
}

impl Namespaces {
    pub(super) fn meet(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::These(own), Self::These(others)) => own.iter().any(|name| others.contains(name)),
            (Self::Any, _) | (_, Self::Any) => true,
        }
    }

    /// The only one.
    pub(super) fn one(&self) -> Option<&str> {
        match self {
            Self::These(names) if names.len() == 1 => names.first().map(AsRef::as_ref),
            Self::These(_) | Self::Any => None,
        }
    }
}

impl Chain {
    /// Steps up to the first link that is in both.
    fn meets(&self, other: &Self) -> u32 {
        let mut common = self
            .links
            .iter()
            .filter(|own| other.links.iter().any(|link| (link.file, link.object) == (own.file, own.object)));
        common.next().map_or(u32::MAX, |link| link.depth)
    }

    /// Where an object that states `written` ends up.
    pub(super) fn namespaces(&self, written: Option<&Name>) -> Namespaces {
        if self.is_cut {
            return Namespaces::Any;
        }
        let mut names = Vec::new();
        let none = [None];
        let ways = if self.namespaces.is_empty() { &none[..] } else { &self.namespaces };
        for way in ways {
            let name = match (way, written) {
                (Some((name, true)), _) | (Some((name, false)), None) => name,
                (_, Some(written)) => written,
                (None, None) => return Namespaces::Any,
            };
            if !names.contains(name) {
                names.push(Arc::clone(name));
            }
        }
        Namespaces::These(names)
    }

    /// Whether an overlay may put things elsewhere than they say.
    pub(super) fn moves(&self) -> bool {
        self.is_cut || self.namespaces.iter().any(Option::is_some)
    }

    fn settle(&mut self, starts: &[usize]) {
        let mut known: Vec<Option<Vec<Way>>> = vec![None; self.links.len()];
        let mut namespaces = Vec::new();
        for start in starts {
            for way in self.ways(*start, &mut known) {
                if !namespaces.contains(&way) {
                    namespaces.push(way);
                }
            }
        }
        self.namespaces = namespaces;
    }

    /// What the ways up from a link make of the namespace. The depth is at most the number of links.
    fn ways(&self, at: usize, known: &mut Vec<Option<Vec<Way>>>) -> Vec<Way> {
        if let Some(ways) = &known[at] {
            return ways.clone();
        }
        let own = &self.links[at];
        // What takes itself in by a detour adds nothing.
        known[at] = Some(Vec::new());
        let mut ways: Vec<Way> = Vec::new();
        for above in &own.above {
            for way in self.ways(*above, known) {
                let way = match way {
                    Some((name, true)) => Some((name, true)),
                    weak => own.namespace.clone().or(weak),
                };
                if !ways.contains(&way) {
                    ways.push(way);
                }
            }
        }
        if ways.is_empty() {
            ways.push(own.namespace.clone());
        }
        known[at] = Some(ways.clone());
        ways
    }
}

/// The namespace that what takes files in puts their objects into, and whether it does so with what states one.
fn put_into(file: &File, object: u32) -> Way {
    if object == FILE {
        return file.kustomization.as_ref()?.namespace.clone().map(|name| (name, true));
    }
    let object = file.objects.get(object as usize)?;
    let name = object.all_noted(Attribute::TargetNamespace).next()?;
    Some((Arc::clone(&name.text), object.identity.kind.as_ref() == "Kustomization"))
}

impl<'g> Inquiry<'g> {
    /// All that takes in the file at `path`.
    pub(super) fn chain(&self, path: &Path) -> Rc<Chain> {
        if let Some(known) = self.chains.borrow().get(path) {
            return Rc::clone(known);
        }
        let mut chain = Chain::default();
        let mut starts = Vec::new();
        // Of each place to climb from: the path, and the link that it is.
        let mut waiting: VecDeque<(Arc<Path>, Option<usize>)> = VecDeque::new();
        let own = self.graph.id(path).filter(|_| is_kustomization_file(path));
        if let Some(id) = own.filter(|id| self.kustomization(*id).is_some()) {
            // What it says counts for what it makes.
            self.count(Key::Kustomization(path.parent().unwrap_or_else(|| Path::new(""))));
            starts.push(0);
            chain.links.push(self.link(id, FILE, 0));
            waiting.push_back((path.into(), Some(0)));
        } else {
            waiting.push_back((path.into(), None));
        }
        while let Some((path, from)) = waiting.pop_front() {
            let depth = from.map_or(0, |from| chain.links[from].depth + 1);
            for (file, object) in self.taken_in_by(&path, from.is_none()) {
                let known = chain.links.iter().position(|link| (link.file, link.object) == (file, object));
                let at = known.unwrap_or(chain.links.len());
                match from {
                    Some(from) => chain.links[from].above.push(at),
                    None => starts.push(at),
                }
                if known.is_some() {
                    continue;
                }
                if at == LINK_LIMIT {
                    chain.is_cut = true;
                    waiting.clear();
                    match from {
                        Some(from) => chain.links[from].above.pop(),
                        None => starts.pop(),
                    };
                    break;
                }
                chain.links.push(self.link(file, object, depth));
                if let Some(entry) = self.graph.entry(file) {
                    waiting.push_back((Arc::clone(&entry.path), Some(at)));
                }
            }
        }
        chain.settle(&starts);
        let chain = Rc::new(chain);
        self.chains.borrow_mut().insert(path.into(), Rc::clone(&chain));
        chain
    }

    fn link(&self, file: u32, object: u32, depth: u32) -> Link {
        let namespace = self.graph.entry(file).and_then(|entry| put_into(&entry.file, object));
        Link { file, object, depth, above: Vec::new(), namespace }
    }

    /// What takes in the file at `path`: kustomizations that name it or its folder, and what brings a folder above it into
    /// the cluster. `is_plain` for a file that is not itself a kustomization on the way.
    fn taken_in_by(&self, path: &Path, is_plain: bool) -> Vec<(u32, u32)> {
        let mut found: Vec<(u32, u32)> = self.read(Key::Includes(path));
        if is_plain {
            found.extend(self.read(Key::Patches(path)));
        }
        let stands_for_folder = is_kustomization_file(path);
        for (level, folder) in path.ancestors().skip(1).take(CLIMB_LIMIT).enumerate() {
            let takers = self.read(Key::Includes(folder));
            let whole = stands_for_folder && level == 0;
            // Kustomize takes in a folder by its kustomization alone; the others take in what lies below.
            found.extend(takers.into_iter().filter(|(_, object)| whole || *object != FILE));
        }
        let own = self.graph.id(path);
        found.retain(|(file, object)| *object != FILE || Some(*file) != own);
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(super) fn kustomization(&self, file: u32) -> Option<&'g Kustomization> {
        self.graph.entry(file)?.file.kustomization.as_deref()
    }

    /// How near the file at `to` is to the one at `from`. `by_build` is false where there are so many that only folders are
    /// looked at.
    pub(super) fn nearness(&self, from: &Path, to: &Path, by_build: bool) -> Nearness {
        if from == to {
            return Nearness { build: 0, up: 0, is_below: false };
        }
        let build = if by_build { self.chain(from).meets(&self.chain(to)) } else { u32::MAX };
        let (from, to) = (parts(from), parts(to));
        let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
        let up = u32::try_from(from.len() - common).unwrap_or(u32::MAX);
        Nearness { build, up, is_below: to.len() > common }
    }
}

/// The folders of a file.
fn parts(path: &Path) -> Vec<Component<'_>> {
    path.parent().map(|folder| folder.components().collect()).unwrap_or_default()
}
