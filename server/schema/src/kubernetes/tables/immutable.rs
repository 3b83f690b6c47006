use std::sync::LazyLock;

use super::super::Kind;
use super::{Table, rows};

static IMMUTABLE: LazyLock<Vec<Immutable>> = LazyLock::new(|| {
    let read = |[kind, path, condition, effect, source]: [&'static str; 5]| Immutable {
        kind,
        path,
        condition,
        effect,
        source,
    };
    rows(Table::Immutable).map(read).collect()
});

/// A field that cannot be changed once the object exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Immutable {
    /// `apps/v1 Deployment`, or `*` for every kind.
    pub kind: &'static str,
    /// The field, lists as `[]`; everything below it is meant too: `spec.selector`.
    pub path: &'static str,
    /// When, and with which exceptions: `always`, `once set`.
    pub condition: &'static str,
    /// What becomes of a change: `rejected; delete and recreate`.
    pub effect: &'static str,
    /// Where it is written; `unconfirmed` in front: not checked against code.
    pub source: &'static str,
}

/// The fields of a kind that cannot be changed, those of every kind included, sorted by path.
pub fn immutable(kind: Kind) -> impl Iterator<Item = &'static Immutable> {
    let name = [kind.api_version(), kind.name()].join(" ");
    IMMUTABLE.iter().filter(move |row| row.kind == "*" || row.kind == name)
}
