//! What a reference leads to.

use std::path::Path;

use super::attribute::Attribute;
use super::builtin;
use super::doubt::{Unknown, is_template};
use super::edge::Edge;
use super::index::FILE;
use super::inquiry::{Completeness, Inquiry};
use super::key::Key;
use super::object::{DataKey, Made, Object, Reference, is_cluster_wide};
use super::place::{Definition, Namespaces};

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<'g> {
    /// To that object.
    Found(Definition<'g>),
    /// To one of these, all equally near: overlays that each make their own, most often.
    Ambiguous(Vec<Definition<'g>>),
    /// To something without a manifest, made by one of these.
    Produced(Vec<Maker<'g>>),
    /// To nothing in the workspace, and it says that this may be.
    Optional,
    /// To nothing, where something ought to be.
    Missing,
    /// To nothing in the workspace, which says nothing.
    Unknown(Unknown),
}

/// Who makes what has no manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker<'g> {
    /// An object, and which of the things that it makes this is.
    Object(Definition<'g>, &'g Made),
    /// A release of a chart, whose name what is made begins with.
    Release(Definition<'g>),
    /// Every cluster has it.
    Cluster,
}

/// What the key, port or section of a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'g> {
    /// The reference names none.
    Whole,
    /// To what stands there: an object, and the range in its file.
    Found(Definition<'g>, syntax::TextRange),
    /// To one that is made, or that cannot be seen.
    Unknown,
    /// To none: the object is there and has no such key or port.
    Missing(Definition<'g>),
}

impl<'g> Lookup<'g> {
    /// The objects it may mean; empty unless one is found.
    #[must_use]
    pub fn definitions(&self) -> &[Definition<'g>] {
        match self {
            Self::Found(definition) => std::slice::from_ref(definition),
            Self::Ambiguous(definitions) => definitions,
            Self::Produced(_) | Self::Optional | Self::Missing | Self::Unknown(_) => &[],
        }
    }
}

/// Referrers by objects of one name that are compared with each other.
const RIVAL_LIMIT: usize = 20_000;

/// Longest names whose beginnings are looked up one by one.
const STEM_LIMIT: usize = 253;

impl<'g> Inquiry<'g> {
    /// What a reference of `object`, an object of this file, leads to.
    #[must_use]
    pub fn lookup(&self, object: &Object, reference: &Reference) -> Lookup<'g> {
        if is_template(&reference.name) {
            return Lookup::Unknown(Unknown::Template);
        }
        let own = self.meant(&self.path, object, reference);
        let mut found = self.candidates(reference, &own);
        found.retain(|it| !(it.path.as_ref() == self.path.as_path() && it.object.site == object.site));
        let all = found.len();
        found.retain(|it| self.completeness_in(it.path, it.object) == Completeness::Whole);
        let is_patched = found.len() < all;
        let found = self.in_order(&self.path, found);
        if let Some((nearest, _)) = found.first() {
            let near: Vec<_> = found.iter().take_while(|(near, _)| near == nearest).map(|(_, it)| *it).collect();
            return match near.as_slice() {
                [one] => Lookup::Found(*one),
                _ => Lookup::Ambiguous(near),
            };
        }
        let makers = self.makers(reference, &own);
        if !makers.is_empty() {
            return Lookup::Produced(makers);
        }
        if reference.is_optional {
            return Lookup::Optional;
        }
        match self.why_unknown(reference, &own, is_patched) {
            Some(why) => Lookup::Unknown(why),
            None => Lookup::Missing,
        }
    }

    /// The namespaces a reference of an object of the file at `path` looks into.
    fn meant(&self, path: &Path, object: &Object, reference: &Reference) -> Namespaces {
        if is_cluster_wide(&reference.kind) {
            return Namespaces::Any;
        }
        let own = self.namespaces_of(path, &object.identity);
        match &reference.namespace {
            None => own,
            // What a kustomization moves it moves in references, too.
            Some(stated) => match self.chain(path).namespaces(Some(stated)) {
                Namespaces::These(mut names) => {
                    names.push(stated.clone());
                    Namespaces::These(names)
                }
                Namespaces::Any => Namespaces::Any,
            },
        }
    }

    /// The objects of the name that is meant, and those that a kustomization gives it; patches too.
    fn candidates(&self, reference: &Reference, own: &Namespaces) -> Vec<Definition<'g>> {
        let (kind, name) = (reference.kind.as_ref(), reference.name.as_ref());
        let mut found: Vec<_> = self.definitions(Key::Named { kind, name }).collect();
        self.renamed(kind, name, &mut found);
        found.retain(|it| {
            let identity = &it.object.identity;
            reference.group.as_ref().is_none_or(|group| *group == identity.group)
                && own.meet(&self.namespaces_of(it.path, identity))
        });
        found
    }

    /// Adds the objects that are called so only once a kustomization has put something before or behind their names.
    fn renamed(&self, kind: &str, name: &str, found: &mut Vec<Definition<'g>>) {
        let mut kustomizations: Vec<u32> = Vec::new();
        for (before, behind) in boundaries(name) {
            kustomizations.extend(self.read(Key::Prefix(before)).into_iter().map(|(file, _)| file));
            kustomizations.extend(self.read(Key::Suffix(behind)).into_iter().map(|(file, _)| file));
        }
        kustomizations.sort_unstable();
        kustomizations.dedup();
        for file in kustomizations {
            let Some(own) = self.kustomization(file) else { continue };
            let inner = name.strip_prefix(own.prefix.as_ref()).and_then(|rest| rest.strip_suffix(own.suffix.as_ref()));
            let Some(inner) = inner.filter(|inner| !inner.is_empty()) else { continue };
            let takes = |it: &Definition<'g>| {
                let chain = self.chain(it.path);
                chain.is_cut || chain.links.iter().any(|link| (link.file, link.object) == (file, FILE))
            };
            found.extend(self.definitions(Key::Named { kind, name: inner }).filter(takes));
        }
    }

    /// Who makes what is meant.
    fn makers(&self, reference: &Reference, own: &Namespaces) -> Vec<Maker<'g>> {
        let (kind, name) = (reference.kind.as_ref(), reference.name.as_ref());
        if !matches!(reference.group.as_deref(), None | Some("" | "apps")) {
            let is_there = reference.group.as_deref().is_some_and(is_builtin_group);
            return if is_there && builtin::is_there(kind, own.one(), name) {
                vec![Maker::Cluster]
            } else {
                Vec::new()
            };
        }
        let mut by: Vec<_> = self.definitions(Key::Makes { kind, name }).collect();
        for (stem, _) in boundaries(name) {
            by.extend(self.definitions(Key::MakesLike { kind, stem }));
        }
        by.retain(|it| match it.object.noted(Attribute::EveryNamespace) {
            Some(_) => true,
            None => own.meet(&self.namespaces_of(it.path, &it.object.identity)),
        });
        let mut makers = Vec::new();
        for (_, it) in self.without_twins(&self.path, by) {
            let is_it = |made: &&Made| {
                let fits = if made.is_stem { name.starts_with(made.name.as_ref()) } else { made.name.as_ref() == name };
                made.kind.as_ref() == kind && fits
            };
            if let Some(made) = it.object.makes.iter().find(is_it) {
                makers.push(Maker::Object(it, made));
            }
        }
        if makers.is_empty() && builtin::is_there(kind, own.one(), name) {
            makers.push(Maker::Cluster);
        }
        if makers.is_empty() {
            let of_release = |it: &Definition<'g>| {
                let release = it.object.noted(Attribute::ReleaseName).unwrap_or(&it.object.identity.name);
                name.strip_prefix(release).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            };
            let releases = self.releases(own).into_iter().filter(of_release).collect();
            let releases = self.without_twins(&self.path, releases).into_iter();
            makers.extend(releases.map(|(_, it)| Maker::Release(it)));
        }
        makers
    }

    /// The releases whose charts land in one of these namespaces.
    pub(super) fn releases(&self, own: &Namespaces) -> Vec<Definition<'g>> {
        let mut found = Vec::new();
        match own {
            Namespaces::Any => found.extend(self.definitions(Key::Releases)),
            Namespaces::These(names) => {
                for name in names {
                    found.extend(self.definitions(Key::ReleasesIn(name)));
                }
                // Those that say none land where their own file does.
                found.extend(self.definitions(Key::ReleasesIn("")));
                found.retain(|it| {
                    it.object.noted(Attribute::TargetNamespace).is_some()
                        || own.meet(&self.namespaces_of(it.path, &it.object.identity))
                });
            }
        }
        found
    }

    /// What the key, port or section that a reference names leads to, once the reference itself was looked up.
    #[must_use]
    pub fn part(&self, reference: &Reference, lookup: &Lookup<'g>) -> Part<'g> {
        let Some((part, _)) = &reference.part else { return Part::Whole };
        if let Lookup::Produced(makers) = lookup {
            return self.made_part(part, makers);
        }
        let mut missing = None;
        for definition in lookup.definitions() {
            match part_of(definition.object, reference.edge, part) {
                Known::At(range) => return Part::Found(*definition, range),
                Known::Nowhere => missing = missing.or(Some(*definition)),
                Known::Nothing => return Part::Unknown,
            }
        }
        let Some(definition) = missing else { return Part::Unknown };
        // Generators that merge, and patches, add keys and ports of their own.
        let named = Key::Named { kind: &definition.object.identity.kind, name: &definition.object.identity.name };
        for other in self.definitions(named).filter(|other| *other != definition) {
            if self.completeness_in(other.path, other.object) != Completeness::Whole {
                match part_of(other.object, reference.edge, part) {
                    Known::At(range) => return Part::Found(other, range),
                    Known::Nowhere => {}
                    Known::Nothing => return Part::Unknown,
                }
            }
        }
        if self.is_patched_within(&definition) { Part::Unknown } else { Part::Missing(definition) }
    }

    fn made_part(&self, part: &str, makers: &[Maker<'g>]) -> Part<'g> {
        for maker in makers {
            let Maker::Object(definition, made) = maker else { return Part::Unknown };
            match &made.keys {
                Some(keys) if keys.iter().any(|key| key.as_ref() == part) => {
                    return Part::Found(*definition, made.range);
                }
                Some(_) => {}
                None => return Part::Unknown,
            }
        }
        match makers.first() {
            Some(Maker::Object(definition, _)) => Part::Missing(*definition),
            Some(Maker::Release(_) | Maker::Cluster) | None => Part::Unknown,
        }
    }

    /// Whether a kustomization above changes that object by a patch of its own.
    fn is_patched_within(&self, definition: &Definition<'g>) -> bool {
        let identity = &definition.object.identity;
        let fits = |pattern: Option<&str>, text: &str| {
            pattern.is_none_or(|pattern| pattern == text || pattern.contains(['.', '*', '[', '(', '|']))
        };
        self.chain(definition.path).links.iter().filter_map(|link| self.kustomization(link.file)).any(|it| {
            let mut patched = it.patched.iter();
            patched.any(|it| fits(it.kind.as_deref(), &identity.kind) && fits(it.name.as_deref(), &identity.name))
        })
    }

    /// Who refers to `object`, an object of this file: each with the reference. Only who would find this one, and not a
    /// nearer one of the same name.
    #[must_use]
    pub fn referrers(&self, object: &Object) -> Vec<(Definition<'g>, &'g Reference)> {
        let identity = &object.identity;
        let mut names = vec![identity.name.to_string()];
        for link in &self.chain(&self.path).links {
            if let Some(own) = self.kustomization(link.file) {
                names.push(format!("{}{}{}", own.prefix, identity.name, own.suffix));
            }
        }
        names.sort_unstable();
        names.dedup();
        let mut found = Vec::new();
        for name in names.iter().filter(|name| !name.is_empty()) {
            found.extend(self.definitions(Key::Refers { kind: &identity.kind, name }));
        }
        let rivals =
            names.iter().map(|name| self.count(Key::Named { kind: &identity.kind, name }) as usize).sum::<usize>();
        // Where a name is that common, only namespaces tell whom a reference means.
        let by_nearness = found.len().saturating_mul(rivals) <= RIVAL_LIMIT;
        let found = self.in_order(&self.path, found).into_iter();
        let each = found.flat_map(|(_, it)| it.object.references.iter().map(move |reference| (it, reference)));
        each.filter(|(it, reference)| {
            reference.kind == identity.kind
                && reference.group.as_ref().is_none_or(|group| *group == identity.group)
                && names.iter().any(|name| name.as_str() == reference.name.as_ref())
                && self.leads_here(it, reference, object, by_nearness)
        })
        .collect()
    }

    /// Every reference to something of that kind and name, whichever of several it means.
    #[must_use]
    pub fn referring(&self, kind: &str, name: &str) -> Vec<(Definition<'g>, &'g Reference)> {
        let found = self.definitions(Key::Refers { kind, name }).collect();
        let found = self.in_order(&self.path, found).into_iter();
        let each = found.flat_map(|(_, it)| it.object.references.iter().map(move |reference| (it, reference)));
        each.filter(|(_, reference)| reference.kind.as_ref() == kind && reference.name.as_ref() == name).collect()
    }

    /// Of an object of this file the patches that change it, of a patch the objects that it changes: those of its kind and
    /// name in the same build.
    #[must_use]
    pub fn counterparts(&self, object: &Object) -> Vec<Definition<'g>> {
        let identity = &object.identity;
        if identity.name.is_empty() {
            return Vec::new();
        }
        let is_patch = self.completeness(object) == Completeness::Patch;
        let own = self.namespaces_of(&self.path, identity);
        let mut found: Vec<_> = self.definitions(Key::Named { kind: &identity.kind, name: &identity.name }).collect();
        found.retain(|it| {
            it.object.identity.group == identity.group
                && !self.is_same(it, object)
                && (self.completeness_in(it.path, it.object) == Completeness::Patch) != is_patch
                && own.meet(&self.namespaces_of(it.path, &it.object.identity))
                && self.nearness(&self.path, it.path, true).is_one_build()
        });
        self.in_order(&self.path, found).into_iter().map(|(_, it)| it).collect()
    }

    /// Whether a reference from elsewhere means `object` rather than another one of its name.
    fn leads_here(&self, by: &Definition<'g>, reference: &Reference, object: &Object, by_nearness: bool) -> bool {
        let meant = self.meant(by.path, by.object, reference);
        if !meant.meet(&self.namespaces_of(&self.path, &object.identity)) {
            return false;
        }
        if !by_nearness {
            return true;
        }
        let rivals = self.candidates(reference, &meant);
        let own = self.nearness(by.path, &self.path, true);
        let is_patch = |rival: &Definition<'g>| self.completeness_in(rival.path, rival.object) != Completeness::Whole;
        rivals.iter().all(|rival| self.nearness(by.path, rival.path, true) >= own || is_patch(rival))
    }
}

/// Groups whose objects a cluster may have from its beginning.
fn is_builtin_group(group: &str) -> bool {
    matches!(group, "rbac.authorization.k8s.io" | "scheduling.k8s.io")
}

/// The places in a name where one part of it ends: what stands before, with the sign, and what stands behind with it.
pub(super) fn boundaries(name: &str) -> impl Iterator<Item = (&str, &str)> {
    let signs = name.char_indices().take(STEM_LIMIT).filter(|(_, sign)| matches!(sign, '-' | '.' | '_' | ':'));
    signs.map(|(at, _)| (&name[..=at], &name[at..]))
}

/// What is known of a part of an object.
enum Known {
    At(syntax::TextRange),
    Nowhere,
    Nothing,
}

fn part_of(object: &Object, edge: Edge, part: &str) -> Known {
    if is_template(part) {
        return Known::Nothing;
    }
    let key = |key: Option<&DataKey>| key.map(|key| key.range);
    let noted = |attribute| object.all_noted(attribute).find(|noted| noted.text.as_ref() == part).map(|it| it.range);
    let (found, is_open) = match object.identity.kind.as_ref() {
        "ConfigMap" | "Secret" => (key(object.key(part)), object.has_open_keys),
        "Service" if edge == Edge::Subset => (None, true),
        "Service" => (object.ports.iter().find(|port| port.is(part)).map(|port| port.range), object.ports.is_empty()),
        "Gateway" => (noted(Attribute::Listener), false),
        _ => (None, true),
    };
    match found {
        Some(range) => Known::At(range),
        None if is_open => Known::Nothing,
        None => Known::Nowhere,
    }
}
