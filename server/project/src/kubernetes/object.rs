//! Objects: the mappings of a file that the API server would take one by one.

use std::borrow::Cow;

use schema::kubernetes::{Catalog, Kind, Version};
use syntax::yaml::{Address, Document, Node, Role, Route, Yaml};

/// Kinds that are refused without a selector.
const SELECTING: [&str; 4] = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

/// A YAML or JSON file as the API server sees it, at one version of Kubernetes.
#[derive(Debug)]
pub struct Manifest<'a> {
    /// The file.
    pub yaml: &'a Yaml,
    /// The kinds that are known where the file lies.
    pub catalog: &'a Catalog,
    /// The version of Kubernetes that counts there.
    pub version: Version,
    /// Its objects, in the order of the text.
    pub objects: Vec<Object<'a>>,
    /// Whether a kustomization gives selectors and Pods labels (`commonLabels`, `labels` with `includeSelectors`): a workload without a
    /// selector has one before the API server sees it.
    pub gains_selectors: bool,
}

/// An object of a manifest: a document, or an item of a list of objects.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// The mapping with `apiVersion` and `kind`, or with one of them.
    pub node: Node<'a>,
    /// Its kind; `None` where it is unknown, or not written.
    pub kind: Option<Kind<'a>>,
    /// Whether it is a part of an object that is whole elsewhere, such as a patch: nothing is missing from it.
    pub is_partial: bool,
}

impl<'a> Manifest<'a> {
    /// The objects of `yaml`, their kinds looked up in `catalog`.
    #[must_use]
    pub fn new(yaml: &'a Yaml, catalog: &'a Catalog, version: Version) -> Self {
        let objects = objects(yaml).map(|node| Object::new(node, catalog)).collect();
        Self { yaml, catalog, version, objects, gains_selectors: false }
    }
}

/// The mappings of `yaml` that are objects, in the order of the text: those with `apiVersion` and `kind`, or with one of them and
/// `metadata`. Of a `kind: List`, and of a list of one kind (`PodList`), the items as well, behind the list itself.
pub fn objects(yaml: &Yaml) -> impl Iterator<Item = Node<'_>> {
    yaml.documents().map(Document::root).flat_map(|root| {
        let items = root.get("items").filter(|_| is_list(root)).into_iter().flat_map(Node::items);
        std::iter::once(root).chain(items).filter(|node| is_object(*node))
    })
}

fn is_object(node: Node<'_>) -> bool {
    let has = |key| node.entry(key).is_some();
    let (api_version, kind) = (has("apiVersion"), has("kind"));
    api_version && kind || (api_version || kind) && has("metadata")
}

/// Whether something in a mapping is a directive of a strategic merge patch: `$patch`, `$retainKeys`, `$setElementOrder/ports`,
/// `$deleteFromPrimitiveList/finalizers`.
fn has_directive(object: Node<'_>) -> bool {
    const DIRECTIVES: [&str; 4] = ["$patch", "$retainKeys", "$setElementOrder", "$deleteFromPrimitiveList"];
    let is_directive = |key: &str| DIRECTIVES.contains(&key.split_once('/').map_or(key, |(word, _)| word));
    let mut keys = object.descendants().filter(|node| node.role() == Role::Key);
    keys.any(|key| {
        key.source().trim_start_matches(['"', '\'']).starts_with('$')
            && key.text().is_some_and(|key| is_directive(&key))
    })
}

/// Whether a mapping is a list of objects.
fn is_list(node: Node<'_>) -> bool {
    node.get("apiVersion").is_some() && node.get("kind").and_then(Node::text).is_some_and(|kind| kind.ends_with("List"))
}

/// Whether `node` is one of the objects of a list.
pub(super) fn is_listed(node: Node<'_>) -> bool {
    let Some(items) = node.parent().filter(|_| node.role() == Role::Item) else { return false };
    items.key().is_some_and(|key| key.is("items")) && items.parent().is_some_and(is_list)
}

impl<'a> Object<'a> {
    /// The object that `node` is, known or not.
    #[must_use]
    pub fn new(node: Node<'a>, catalog: &'a Catalog) -> Self {
        let text = |key| node.get(key).and_then(Node::text);
        let kind = || catalog.kind(text("apiVersion")?.trim(), text("kind")?.trim());
        Self { node, kind: kind(), is_partial: has_directive(node) }
    }

    /// What stands behind `apiVersion`; `None` where nothing does.
    #[must_use]
    pub fn api_version(self) -> Option<Cow<'a, str>> {
        self.text("apiVersion")
    }

    /// What stands behind `kind`; `None` where nothing does.
    #[must_use]
    pub fn kind_name(self) -> Option<Cow<'a, str>> {
        self.text("kind")
    }

    /// `metadata.name`.
    #[must_use]
    pub fn name(self) -> Option<Cow<'a, str>> {
        self.find("metadata.name").and_then(Node::text).filter(|text| !text.is_empty())
    }

    /// `metadata.namespace`.
    #[must_use]
    pub fn namespace(self) -> Option<Cow<'a, str>> {
        self.find("metadata.namespace").and_then(Node::text).filter(|text| !text.is_empty())
    }

    /// `shop/api`, `api`; `None` without a name.
    #[must_use]
    pub fn title(self) -> Option<String> {
        let name = self.name()?;
        Some(self.namespace().map_or_else(|| name.clone().into_owned(), |namespace| format!("{namespace}/{name}")))
    }

    /// The value at `route` (`spec.template.spec`), read as [`Route::parse`] does.
    #[must_use]
    pub fn find(self, route: &str) -> Option<Node<'a>> {
        self.node.find(&Route::parse(route))
    }

    /// Whether it is one of `names`, of any group.
    #[must_use]
    pub fn is_one_of(self, names: &[&str]) -> bool {
        self.node.get("kind").is_some_and(|kind| names.iter().any(|name| kind.is(name)))
    }

    /// Whether it is a workload without the selector that it would be refused without.
    #[must_use]
    pub fn lacks_selector(self) -> bool {
        self.is_one_of(&SELECTING) && self.find("spec.selector").is_none()
    }

    /// Where the value at `route` stands or would stand, for edits.
    #[must_use]
    pub fn address(self, route: &str) -> Address {
        self.node.address_of(route)
    }

    /// What to point at when the object as a whole is meant: its kind, else its first line.
    #[must_use]
    pub fn head(self) -> Node<'a> {
        let entry = self.node.entry("kind").or_else(|| self.node.entry("apiVersion"));
        entry.map_or(self.node, |entry| if entry.value.is_null() { entry.key } else { entry.value })
    }

    fn text(self, key: &str) -> Option<Cow<'a, str>> {
        self.node.get(key).and_then(Node::text).filter(|text| !text.trim().is_empty())
    }
}
