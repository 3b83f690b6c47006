//! What the fields of objects mean to other objects, as data: a new kind is a row.
//!
//! A row says on which kinds it holds and which field it is about. Kinds are named `Kind` (of any group), `group/Kind`,
//! or `core/Kind`; [`POD`] stands for the `spec` of every Pod, in whatever object, and [`ANY`] for every object. Fields are
//! paths as of [`super::walk`].

mod custom;
mod makers;
mod notes;
mod references;
mod selectors;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::attribute::Attribute;
use super::edge::Edge;
use super::selector::{Purpose, Selected};
use super::walk::Trie;

/// The `spec` of every Pod.
pub(super) const POD: &str = "(pod)";
/// Every object.
pub(super) const ANY: &str = "(any)";

/// What is done at the end of a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    Refer(&'static Refer),
    Select(&'static Select),
    Note(Attribute),
    Make(&'static Make),
}

/// What a reference leads to.
#[derive(Debug, Clone, Copy)]
pub(super) enum To {
    /// That kind.
    Kind(&'static str),
    /// What `kind` beside the name says, and `apiVersion`, `apiGroup` or `group`; where nothing does, that kind.
    Stated(&'static str),
}

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Plain,
    /// With or without a namespace before it: `namespace/name`.
    Slashed,
    /// As a host: `name`, `name.namespace`, `name.namespace.svc.cluster.local`.
    Host,
}

/// A field that refers to another object: the name, or a mapping with `name` and perhaps `namespace` and `optional`.
#[derive(Debug)]
pub(super) struct Refer {
    on: &'static [&'static str],
    path: &'static str,
    pub(super) edge: Edge,
    pub(super) to: To,
    /// The name within the mapping; empty where the field may be the name itself.
    pub(super) name: &'static str,
    /// The key, port or section within the mapping; empty where there is none.
    pub(super) part: &'static str,
    /// Whether nothing is referred to without a part.
    pub(super) needs_part: bool,
    pub(super) form: Form,
}

const fn refer(on: &'static [&'static str], path: &'static str, edge: Edge, to: To) -> Refer {
    Refer { on, path, edge, to, name: "", part: "", needs_part: false, form: Form::Plain }
}

impl Refer {
    const fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    const fn part(mut self, part: &'static str) -> Self {
        self.part = part;
        if self.name.is_empty() {
            self.name = "name";
        }
        self
    }

    const fn needing_part(mut self) -> Self {
        self.needs_part = true;
        self
    }

    const fn slashed(mut self) -> Self {
        self.form = Form::Slashed;
        self
    }

    const fn host(mut self) -> Self {
        self.form = Form::Host;
        self
    }
}

/// A field that selects objects.
#[derive(Debug)]
pub(super) struct Select {
    on: &'static [&'static str],
    path: &'static str,
    pub(super) purpose: Purpose,
    pub(super) selects: Selected,
    /// Whether it is a plain map of labels, which selects nothing when it is empty.
    pub(super) is_map: bool,
}

/// A field, or with an empty path an object, that brings something along.
#[derive(Debug)]
pub(super) struct Make {
    on: &'static [&'static str],
    path: &'static str,
    pub(super) kind: &'static str,
    /// `{name}` for the object's name, `{value}` for what the field says, `{key}` for the key that the path's `{}` stands
    /// for, `*` at the end for more behind.
    pub(super) name: &'static str,
    /// Keys that are always there.
    pub(super) keys: &'static [&'static str],
    /// Where further keys stand, from the object's root: the scalars, or with `{}` at the end the keys of a mapping.
    pub(super) keys_at: &'static str,
    /// A field that makes the keys unknowable.
    pub(super) open: &'static str,
    /// What the field's text has to begin with; the rest is its value.
    pub(super) after: &'static str,
    /// A field without which nothing is made.
    pub(super) when: &'static str,
    /// A field with which nothing is made.
    pub(super) unless: &'static str,
}

const fn make(on: &'static [&'static str], path: &'static str, kind: &'static str, name: &'static str) -> Make {
    Make { on, path, kind, name, keys: &[], keys_at: "", open: "", after: "", when: "", unless: "" }
}

impl Make {
    /// Whether the whole object brings it along.
    pub(super) const fn path_is_root(&self) -> bool {
        self.path.is_empty()
    }

    const fn keys(mut self, keys: &'static [&'static str]) -> Self {
        self.keys = keys;
        self
    }

    const fn keys_at(mut self, path: &'static str) -> Self {
        self.keys_at = path;
        self
    }

    const fn open(mut self, path: &'static str) -> Self {
        self.open = path;
        self
    }

    const fn after(mut self, start: &'static str) -> Self {
        self.after = start;
        self
    }

    const fn when(mut self, path: &'static str) -> Self {
        self.when = path;
        self
    }

    const fn unless(mut self, path: &'static str) -> Self {
        self.unless = path;
        self
    }
}

/// A field whose value is noted.
pub(super) type Note = (&'static [&'static str], &'static str, Attribute);

/// A row's action, with the group it is only for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// `None` for any.
    pub(super) group: Option<&'static str>,
    pub(super) action: Action,
}

/// The rows, by the kinds they hold on.
#[derive(Debug, Default)]
pub(super) struct Table {
    by_kind: FxHashMap<&'static str, Trie<Rule>>,
}

impl Table {
    /// The rows for objects of that kind, of whatever group; also [`POD`] and [`ANY`].
    pub(super) fn of(&self, kind: &str) -> Option<&Trie<Rule>> {
        self.by_kind.get(kind)
    }

    fn add(&mut self, on: &[&'static str], path: &'static str, action: Action) {
        for kind in on {
            let (group, kind) = match kind.split_once('/') {
                Some(("core", kind)) => (Some(""), kind),
                Some((group, kind)) => (Some(group), kind),
                None => (None, *kind),
            };
            self.by_kind.entry(kind).or_default().add(path, Rule { group, action });
        }
    }
}

/// All rows.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for row in references::ROWS.iter().chain(custom::ROWS) {
        table.add(row.on, row.path, Action::Refer(row));
    }
    for row in selectors::ROWS {
        table.add(row.on, row.path, Action::Select(row));
    }
    for (on, path, attribute) in notes::ROWS {
        table.add(on, path, Action::Note(*attribute));
    }
    for row in makers::ROWS {
        table.add(row.on, row.path, Action::Make(row));
    }
    table
});
