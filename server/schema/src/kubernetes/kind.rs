use std::fmt;
use std::sync::LazyLock;

use super::layout::marks;
use super::store::{Bundle, Cursor, Source, Strings};
use super::version::Range;
use super::{Schema, Version};

static KINDS: LazyLock<KindTable> = LazyLock::new(|| KindTable::load(&Bundle::Core.store().0.rest));

/// Replacements of replacements are followed this far; the longest chain has three.
const LONGEST_CHAIN: usize = 8;

/// A kind in one version of its API, `apps/v1 Deployment`: one that exists, or one that did.
#[derive(Debug, Clone, Copy)]
pub struct Kind<'s> {
    table: &'s KindTable,
    row: &'s Row,
    /// Where its schema lies; `None`: in the bundles.
    store: Option<Source<'s>>,
}

/// Where the objects of a kind live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In a namespace.
    Namespaced,
    /// Beside the namespaces.
    Cluster,
    /// In another object that they are posted to, so that no manifest holds one: `Eviction`, `Scale`.
    Subresource,
}

/// The project that a former kind belongs to, and the releases of that project that count for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Component<'s> {
    /// `cert-manager`.
    pub name: &'s str,
    /// The release that deprecated the kind; empty: unknown.
    pub deprecated: &'s str,
    /// The release that removed it; empty: unknown.
    pub removed: &'s str,
}

/// A table of kinds.
pub(super) struct KindTable {
    strings: Strings,
    /// Sorted by kind, the best version of each first.
    rows: Vec<Row>,
}

/// A row of the table; numbers of strings, 0 is none.
#[derive(Debug)]
struct Row {
    kind: u32,
    api_version: u32,
    plural: u32,
    short_names: u32,
    definition: u32,
    introduced: u32,
    deprecated: u32,
    removed: u32,
    replacement: u32,
    component: u32,
    range: Range,
    marks: u16,
    /// The schema in the store of custom resources, plus one.
    root: u32,
}

impl KindTable {
    pub(super) fn load(bytes: &[u8]) -> KindTable {
        let mut cursor = Cursor { bytes, at: 0 };
        let strings = Strings::read(&mut cursor);
        let count = cursor.number();
        let rows = (0..count)
            .map(|_| Row {
                kind: cursor.number(),
                api_version: cursor.number(),
                plural: cursor.number(),
                short_names: cursor.number(),
                definition: cursor.number(),
                introduced: cursor.number(),
                deprecated: cursor.number(),
                removed: cursor.number(),
                replacement: cursor.number(),
                component: cursor.number(),
                range: cursor.range(),
                marks: cursor.number() as u16,
                root: cursor.number(),
            })
            .collect();
        KindTable { strings, rows }
    }

    fn named(&self, name: &str) -> &[Row] {
        let start = self.rows.partition_point(|row| self.strings.get(row.kind) < name);
        let length = self.rows[start..].iter().take_while(|row| self.strings.get(row.kind) == name).count();
        &self.rows[start..start + length]
    }

    /// Its kinds; their schemas lie in `store`, or in the bundles.
    pub(super) fn kinds<'s>(&'s self, store: Option<Source<'s>>) -> impl Iterator<Item = Kind<'s>> {
        self.rows.iter().map(move |row| Kind { table: self, row, store })
    }

    /// All versions of a kind.
    pub(super) fn versions_of<'s>(
        &'s self,
        name: &str,
        store: Option<Source<'s>>,
    ) -> impl Iterator<Item = Kind<'s>> + use<'s> {
        self.named(name).iter().map(move |row| Kind { table: self, row, store })
    }
}

impl fmt::Debug for KindTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KindTable({} kinds)", self.rows.len())
    }
}

/// The kinds of Kubernetes itself that a version serves, sorted by name, lists (`PodList`) included.
pub fn kinds(version: Version) -> impl Iterator<Item = Kind<'static>> {
    KINDS.kinds(None).filter(move |kind| !kind.is_custom() && kind.is_served_in(version))
}

/// The custom kinds that are bundled with a schema, sorted by name; of the experimental channel too.
pub fn custom_kinds() -> impl Iterator<Item = Kind<'static>> {
    KINDS.kinds(None).filter(|kind| kind.row.root != 0)
}

/// The kind of an object; `None`: unknown. One that was removed is found as well, see [`Kind::removed`].
pub fn kind(api_version: &str, name: &str) -> Option<Kind<'static>> {
    api_versions_of(name).find(|kind| kind.api_version() == api_version)
}

/// All versions of a kind, the one to write first: existing before former ones, Kubernetes before custom resources,
/// stable before beta. Kinds of several groups may share a name.
pub fn api_versions_of(name: &str) -> impl Iterator<Item = Kind<'static>> {
    KINDS.versions_of(name, None)
}

/// Whether a kind of this API group is known; the group of `v1` is empty.
pub fn is_known_group(group: &str) -> bool {
    KINDS.kinds(None).any(|kind| kind.group() == group)
}

/// The group in an `apiVersion`: `apps` of `apps/v1`, empty for `v1`.
#[must_use]
pub fn group_of(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or("", |(group, _)| group)
}

impl<'s> Kind<'s> {
    /// `Deployment`.
    pub fn name(self) -> &'s str {
        self.string(self.row.kind)
    }

    /// `apps/v1`.
    pub fn api_version(self) -> &'s str {
        self.string(self.row.api_version)
    }

    /// `apps`; empty for `v1`.
    pub fn group(self) -> &'s str {
        group_of(self.api_version())
    }

    /// `v1`, without the group.
    pub fn group_version(self) -> &'s str {
        self.api_version().rsplit_once('/').map_or(self.api_version(), |(_, version)| version)
    }

    /// The name in URLs and RBAC rules: `deployments`. `None`: unknown, or a list.
    pub fn plural(self) -> Option<&'s str> {
        self.text(self.row.plural)
    }

    /// What `kubectl` takes for it: `deploy`; often none.
    pub fn short_names(self) -> impl Iterator<Item = &'s str> {
        self.string(self.row.short_names).split(',').filter(|name| !name.is_empty())
    }

    /// Where its objects live; `None`: unknown, or nothing that is stored, such as a list.
    pub fn scope(self) -> Option<Scope> {
        [
            (marks::NAMESPACED, Scope::Namespaced),
            (marks::CLUSTER, Scope::Cluster),
            (marks::SUBRESOURCE, Scope::Subresource),
        ]
        .into_iter()
        .find(|(mark, _)| self.is(*mark))
        .map(|(_, scope)| scope)
    }

    /// Whether it comes from a CustomResourceDefinition.
    pub fn is_custom(self) -> bool {
        self.is(marks::CUSTOM)
    }

    /// Whether it is one of the bundled kinds, and not read at run time.
    pub fn is_bundled(self) -> bool {
        self.store.is_none()
    }

    /// Whether it is of the experimental channel of its project; [`kind`] finds the standard one where both exist.
    pub fn is_experimental(self) -> bool {
        self.is(marks::EXPERIMENTAL)
    }

    /// Whether a newer version of the same custom kind is bundled.
    pub fn is_superseded(self) -> bool {
        self.is(marks::SUPERSEDED)
    }

    /// The same custom kind as the experimental channel has it, with more fields.
    pub fn experimental(self) -> Option<Kind<'s>> {
        let is_other = |other: &Kind<'s>| other.is_experimental() && other.api_version() == self.api_version();
        if self.is_experimental() { None } else { self.siblings().find(is_other) }
    }

    /// The first minor seen to have it; `None`: as far back as the facts go, a custom or a former kind.
    pub fn since(self) -> Option<Version> {
        self.row.range.since()
    }

    /// The last minor seen to have it; `None`: the newest does, a custom or a former kind.
    pub fn until(self) -> Option<Version> {
        self.row.range.until()
    }

    /// The minor that introduced it, as the API declares, which may lie before the bundled ones.
    pub fn introduced(self) -> Option<Version> {
        self.release(self.row.introduced)
    }

    /// The minor that deprecated it; `None`: it is not deprecated, or is custom.
    pub fn deprecated(self) -> Option<Version> {
        self.release(self.row.deprecated)
    }

    /// The minor that no longer has it, seen or announced; `None`: none is known, or it is custom.
    pub fn removed(self) -> Option<Version> {
        let seen = self.until().map(|last| Version::new(last.minor() + 1));
        seen.or_else(|| self.release(self.row.removed))
    }

    /// Whether it is deprecated in a version; for a custom kind, by its definition.
    pub fn is_deprecated_in(self, version: Version) -> bool {
        self.is(marks::DEPRECATED) || self.deprecated().is_some_and(|it| it <= version)
    }

    /// Whether a version has it. A custom kind does not depend on the version, only on its definition.
    pub fn is_served_in(self, version: Version) -> bool {
        if self.is_custom() {
            return self.row.root != 0 && !self.is(marks::UNSERVED);
        }
        self.row.definition != 0 && self.row.range.contains(version)
    }

    /// The kind to write instead in a version that does not serve this one, or calls it deprecated: the one that the API
    /// names, or one that it names for that; else the best version of the same kind. `None`: there is none.
    pub fn replacement(self, version: Version) -> Option<Kind<'s>> {
        let mut named: Option<Kind<'s>> = self.named_replacement();
        for _ in 0..LONGEST_CHAIN {
            match named {
                Some(kind) if !kind.is_served_in(version) => named = kind.named_replacement(),
                Some(kind) => return Some(kind),
                None => break,
            }
        }
        let is_outdated = !self.is_served_in(version) || self.is_deprecated_in(version);
        let same = self.siblings().filter(|it| it.group() == self.group() && it.is_served_in(version));
        if is_outdated { same.take_while(|it| *it != self).next() } else { None }
    }

    /// The kinds of its name, from the same table.
    fn siblings(self) -> impl Iterator<Item = Kind<'s>> {
        self.table.versions_of(self.name(), self.store)
    }

    fn named_replacement(self) -> Option<Kind<'static>> {
        let (api_version, name) = self.text(self.row.replacement)?.split_once(' ')?;
        kind(api_version, name)
    }

    /// The project that a former custom kind belongs to.
    pub fn component(self) -> Option<Component<'s>> {
        let name = self.text(self.row.component)?;
        Some(Component { name, deprecated: self.string(self.row.deprecated), removed: self.string(self.row.removed) })
    }

    /// The whole name of its definition: `io.k8s.api.apps.v1.Deployment`. `None`: a custom or a former kind.
    pub fn definition(self) -> Option<&'s str> {
        self.text(self.row.definition)
    }

    /// What its objects hold. `None`: nothing is known but that it exists or existed. In a version that lacks it, it is
    /// as in the nearest one that has it.
    pub fn schema(self, version: Version) -> Option<Schema<'s>> {
        match self.row.root.checked_sub(1) {
            Some(root) => Some(Schema::new(self.store.unwrap_or_else(|| Bundle::Custom.store()), root, version)),
            None => Schema::of_definition(self.definition()?, version),
        }
    }

    /// The number of its schema among custom resources.
    #[cfg(test)]
    pub(super) fn root(self) -> Option<u32> {
        self.row.root.checked_sub(1)
    }

    fn is(self, mark: u16) -> bool {
        self.row.marks & mark != 0
    }

    fn string(self, number: u32) -> &'s str {
        self.table.strings.get(number)
    }

    fn text(self, number: u32) -> Option<&'s str> {
        (number != 0).then(|| self.string(number))
    }

    fn release(self, number: u32) -> Option<Version> {
        if self.row.component == 0 { Version::parse(self.string(number)) } else { None }
    }
}

impl PartialEq for Kind<'_> {
    fn eq(&self, other: &Kind<'_>) -> bool {
        std::ptr::eq(self.row, other.row)
    }
}

impl Eq for Kind<'_> {}
