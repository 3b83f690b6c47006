//! When nobody can say that something is missing.

use std::path::Path;

use super::builtin;
use super::inquiry::Inquiry;
use super::key::Key;
use super::lookup;
use super::object::{NAME_LABEL, Name, Object, Reference};
use super::place::{Definition, Namespaces};
use super::selector::{Selected, Selector, Within};

/// Why nobody can say whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unknown {
    /// The name is filled in later: `${NAME}`.
    Template,
    /// The workspace has no object of that kind: they live elsewhere.
    Kind,
    /// It has some, and none is near: in the namespace, the folder or the one above, in the kustomizations that take in the
    /// file. What is referred to may live where nobody looks.
    Far,
    /// The workspace has nothing in that namespace.
    Namespace,
    /// Only patches of it are there; what they change lies elsewhere.
    Patched,
    /// What takes in the file takes in what nobody sees here as well: a URL, a chart.
    Unseen,
    /// A controller or an operator gives Pods these labels.
    Controller,
    /// A chart is released into the namespace; what is in it nobody sees here.
    Release,
    /// Files of the workspace are still being read.
    Unread,
}

/// Folders, the file's own and above, whose objects are near.
const NEAR_FOLDERS: usize = 2;

/// Files and folders named by kustomizations that are looked at for what is near.
const LISTED_LIMIT: usize = 512;

/// Whether a name is filled in before it is one.
pub(super) fn is_template(name: &str) -> bool {
    name.contains(['$', '{', '<', '%', ' '])
}

impl<'g> Inquiry<'g> {
    /// Why nobody can say that what a reference means is missing, though it was not found.
    pub(super) fn why_unknown(&self, reference: &Reference, own: &Namespaces, is_patched: bool) -> Option<Unknown> {
        if is_patched {
            return Some(Unknown::Patched);
        }
        if !self.is_complete() {
            return Some(Unknown::Unread);
        }
        if !self.is_any(Key::Kind(&reference.kind)) {
            return Some(Unknown::Kind);
        }
        if let (Some(stated), Namespaces::These(names)) = (&reference.namespace, own)
            && names.iter().all(|name| !self.is_any(Key::In(name)))
            && !is_template(stated)
        {
            return Some(Unknown::Namespace);
        }
        if own_names(own).any(is_template) {
            return Some(Unknown::Template);
        }
        if let Some(why) = self.unseen(own) {
            return Some(why);
        }
        let kind = reference.kind.as_ref();
        let is_near = self.is_any_near(own, |near| match near {
            Near::Namespace(namespace) => Key::KindIn { kind, namespace },
            Near::Folder(folder) => Key::KindAt { kind, folder },
        });
        (!is_near).then_some(Unknown::Far)
    }

    /// What may bring things into these namespaces, or near this file, that nobody sees here.
    fn unseen(&self, own: &Namespaces) -> Option<Unknown> {
        let chain = self.chain(&self.path);
        let unseen = |file: u32| self.kustomization(file).is_some_and(|it| it.has_unseen);
        if chain.links.iter().any(|link| unseen(link.file)) {
            return Some(Unknown::Unseen);
        }
        let lands_here = |it: &Definition<'g>| {
            let near = self.nearness(&self.path, it.path, true);
            matches!(own, Namespaces::These(_)) || near.is_one_build() || near.up == 0
        };
        self.releases(own).iter().any(lands_here).then_some(Unknown::Release)
    }

    /// Whether anything is found where things are that this file has to do with: in the namespaces, in the folder and the
    /// one above, in the folders that the same kustomizations take in.
    fn is_any_near<'k>(&'k self, own: &'k Namespaces, key: impl Fn(Near<'k>) -> Key<'k>) -> bool {
        let is_there = |near: Near<'k>| self.is_any(key(near));
        if own_names(own).any(|namespace| is_there(Near::Namespace(namespace))) {
            return true;
        }
        if self.path.ancestors().skip(1).take(NEAR_FOLDERS).any(|folder| is_there(Near::Folder(folder))) {
            return true;
        }
        let chain = self.chain(&self.path);
        let kustomizations = chain.links.iter().filter_map(|link| self.kustomization(link.file));
        let listed = kustomizations.flat_map(|it| &it.paths).take(LISTED_LIMIT);
        let mut folders: Vec<&Path> =
            listed.flat_map(|it| [Some(it.path.as_ref()), it.path.parent()]).flatten().collect();
        folders.sort_unstable();
        folders.dedup();
        folders.into_iter().any(|folder| is_there(Near::Folder(folder)))
    }

    /// Why nobody can say that a selector of `object`, an object of this file, selects nothing, though nothing was found;
    /// `None` where one can.
    #[must_use]
    pub fn doubt(&self, object: &Object, selector: &Selector) -> Option<Unknown> {
        let mut pairs = selector.labels.iter();
        if pairs.any(|(key, value)| is_template(key) || is_template(value)) {
            return Some(Unknown::Template);
        }
        if !self.is_complete() {
            return Some(Unknown::Unread);
        }
        let own = self.looked_into(&self.path, object, selector);
        let all = match selector.selects {
            Selected::Pods => Key::Pods,
            Selected::Kind(kind) => Key::Kind(kind),
        };
        if !self.is_any(all) {
            return Some(Unknown::Kind);
        }
        let is_operated = |name: &str| self.is_any(Key::Operated(name));
        let by_controller = |(key, value): &(Name, Name)| {
            builtin::is_label_of_controller(key)
                || key.as_ref() == NAME_LABEL && builtin::is_there("Namespace", None, value)
                || self.is_any(Key::CustomLabel { key, value })
                || is_operated(value)
                || lookup::boundaries(value).any(|(before, _)| is_operated(before.trim_end_matches('-')))
        };
        let listed = selector.expressions.iter().map(|it| &it.key);
        if selector.labels.iter().any(by_controller)
            || listed.into_iter().any(|key| builtin::is_label_of_controller(key))
            || own.one() == Some("kube-system")
        {
            return Some(Unknown::Controller);
        }
        if let Within::These(names) = &selector.within
            && names.iter().all(|name| !self.is_any(Key::In(name)))
        {
            return Some(Unknown::Namespace);
        }
        if let Some(why) = self.unseen(&own) {
            return Some(why);
        }
        let is_near = self.is_any_near(&own, |near| match (selector.selects, near) {
            (Selected::Pods, Near::Namespace(namespace)) => Key::PodsIn(namespace),
            (Selected::Pods, Near::Folder(folder)) => Key::PodsAt(folder),
            (Selected::Kind(kind), Near::Namespace(namespace)) => Key::KindIn { kind, namespace },
            (Selected::Kind(kind), Near::Folder(folder)) => Key::KindAt { kind, folder },
        });
        (!is_near).then_some(Unknown::Far)
    }
}

/// Where something may be near.
enum Near<'k> {
    Namespace(&'k str),
    Folder(&'k Path),
}

fn own_names(own: &Namespaces) -> impl Iterator<Item = &str> {
    let names = match own {
        Namespaces::Any => &[][..],
        Namespaces::These(names) => names,
    };
    names.iter().map(AsRef::as_ref)
}
