//! What the index is asked by.

use std::path::Path;

use crate::digest::digest;

/// What objects and files are found by. Only digests of keys are kept; what is found is held against the question again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key<'k> {
    /// Objects of that kind and name.
    Named { kind: &'k str, name: &'k str },
    /// Objects of that kind.
    Kind(&'k str),
    /// Objects of that kind whose manifest states that namespace; empty for those that state none.
    KindIn { kind: &'k str, namespace: &'k str },
    /// Objects of that kind in files of that folder.
    KindAt { kind: &'k str, folder: &'k Path },
    /// Any objects whose manifest states that namespace.
    In(&'k str),
    /// Objects of that kind with that label.
    Label { kind: &'k str, key: &'k str, value: &'k str },
    /// Custom resources with that label of their own.
    CustomLabel { key: &'k str, value: &'k str },
    /// Custom resources of that name whose operator makes Pods and Services for them.
    Operated(&'k str),
    /// Objects with Pods.
    Pods,
    /// Objects with Pods whose manifest states that namespace; empty for those that state none.
    PodsIn(&'k str),
    /// Objects with Pods in files of that folder.
    PodsAt(&'k Path),
    /// Objects whose Pods have that label.
    PodLabel { key: &'k str, value: &'k str },
    /// The same, of those whose manifest states that namespace; empty for those that state none.
    PodLabelIn { namespace: &'k str, key: &'k str, value: &'k str },
    /// Objects whose selector asks for that label.
    Selects { key: &'k str, value: &'k str },
    /// Objects with a selector that asks for no label by value.
    SelectsOpenly,
    /// The same, of those whose manifest states that namespace; empty for those that state none, `*` for selectors that
    /// look elsewhere.
    SelectsOpenlyIn(&'k str),
    /// Objects that refer to that one.
    Refers { kind: &'k str, name: &'k str },
    /// Objects that make that one.
    Makes { kind: &'k str, name: &'k str },
    /// Objects that make others of that kind whose names begin so.
    MakesLike { kind: &'k str, stem: &'k str },
    /// Objects that stand for others which nobody sees: releases of charts.
    Releases,
    /// Those that put them into that namespace; empty for those that say none.
    ReleasesIn(&'k str),
    /// Files that take in that file or folder.
    Includes(&'k Path),
    /// Files that patch with that file.
    Patches(&'k Path),
    /// Kustomizations that put that before every name.
    Prefix(&'k str),
    /// Kustomizations that put that behind every name.
    Suffix(&'k str),
    /// Objects that answer for that host.
    Host(&'k str),
    /// Objects whose containers run that image, without tag and digest.
    Image(&'k str),
    /// The kustomization of that folder.
    Kustomization(&'k Path),
    /// Whether files are still being read that may hold anything.
    Unread,
}

impl Key<'_> {
    pub(super) fn digest(&self) -> u64 {
        digest(self)
    }
}
