//! `kustomization.yaml`: which files it takes in, and what it makes of their objects.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use syntax::TextRange;
use syntax::yaml::Node;

use super::object::{DataKey, Identity, Labels, Name, Object, Origin, Site};
use super::read::{Names, at, items_at, text_at};
use super::selector;
use crate::digest::digest;

/// The names under which kustomize looks for its file in a folder, in its order.
pub const KUSTOMIZATION_FILES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// What a file or folder is to the kustomization that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Listed {
    /// `resources`, `bases`: its objects are taken in.
    Resource,
    /// `components`: it changes what is there, and brings its own.
    Component,
    /// `patches`, `patchesStrategicMerge`, `patchesJson6902`: it changes what is there.
    Patch,
    /// `transformers`, `generators`, `configurations`, `replacements` and the like: it tells kustomize what to do.
    Configuration,
}

/// A file or folder that a kustomization names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPath {
    /// What it is.
    pub listed: Listed,
    /// Where it lies, worked out from the kustomization's folder without looking at the disk.
    pub path: Arc<Path>,
    /// Where it is named.
    pub range: TextRange,
}

/// What `images` changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageChange {
    /// The image without tag and digest.
    pub name: Name,
    /// What it is called instead.
    pub new_name: Option<Name>,
    /// The tag it gets.
    pub new_tag: Option<Name>,
    /// The digest it gets.
    pub digest: Option<Name>,
    /// Where this stands.
    pub range: TextRange,
}

/// An object that a patch within the file names, or that `replicas` scales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patched {
    /// The kind; `None` for any.
    pub kind: Option<Name>,
    /// The name as it is written, which may be a pattern; `None` for any.
    pub name: Option<Name>,
}

/// What a kustomization says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kustomization {
    /// Whether it is a component, which is nothing on its own.
    pub is_component: bool,
    /// The files and folders it names, in the order of the text.
    pub paths: Box<[ListedPath]>,
    /// The namespace it puts everything into.
    pub namespace: Option<Name>,
    /// What it puts before every name; empty for nothing.
    pub prefix: Name,
    /// What it puts behind every name; empty for nothing.
    pub suffix: Name,
    /// The labels it gives everything: `commonLabels`, `labels`.
    pub labels: Labels,
    /// Whether it gives these to selectors and Pods too.
    pub labels_select: bool,
    /// The images it changes.
    pub images: Box<[ImageChange]>,
    /// The objects that it scales: name and replicas.
    pub replicas: Box<[(Name, Name)]>,
    /// The objects that patches change which stand in the file itself, or which a patch in a file is aimed at.
    pub patched: Box<[Patched]>,
    /// Whether it takes in what lies elsewhere: URLs, charts, generators of plugins.
    pub has_unseen: bool,
    /// A digest of what it says.
    pub digest: u64,
}

/// Whether kustomize reads the file at `path` in its folder's place.
#[must_use]
pub fn is_kustomization_file(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| KUSTOMIZATION_FILES.contains(&name))
}

/// Whether the document with that root is one.
pub(super) fn is_kustomization(path: &Path, root: Node<'_>) -> bool {
    let group = text_at(root, &["apiVersion"]).map(|(text, _)| text);
    match group.as_deref() {
        Some(version) => version.starts_with("kustomize.config.k8s.io/"),
        None => is_kustomization_file(path),
    }
}

/// A path without `.` and `..`, as far as that can be told without looking at the disk.
pub(super) fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normalized.file_name().is_some() => {
                normalized.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                normalized.push(component);
            }
        }
    }
    normalized
}

/// Whether kustomize would fetch that.
fn is_remote(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    let host = first.contains('.') && !first.starts_with('.') && first != text && !first.ends_with(".yaml");
    text.contains("://") || text.contains("?ref=") || text.starts_with("git@") || text.starts_with("git::") || host
}

/// What stands in the kustomization of `folder` with that root, and the objects its generators make.
pub(super) fn read(folder: &Path, root: Node<'_>, document: usize, names: &mut Names) -> (Kustomization, Vec<Object>) {
    let mut paths = Vec::new();
    let mut has_unseen = at(root, &["helmCharts"]).is_some()
        || at(root, &["helmChartInflationGenerator"]).is_some()
        || at(root, &["generators"]).is_some();
    for (field, listed) in [
        ("resources", Listed::Resource),
        ("bases", Listed::Resource),
        ("components", Listed::Component),
        ("patchesStrategicMerge", Listed::Patch),
        ("patches", Listed::Patch),
        ("patchesJson6902", Listed::Patch),
        ("transformers", Listed::Configuration),
        ("generators", Listed::Configuration),
        ("validators", Listed::Configuration),
        ("configurations", Listed::Configuration),
        ("replacements", Listed::Configuration),
        ("crds", Listed::Configuration),
    ] {
        // A kustomization of a whole cluster may name thousands.
        for item in at(root, &[field]).into_iter().flat_map(Node::items).map(Node::effective) {
            let named = if item.is_mapping() { at(item, &["path"]) } else { Some(item) };
            let Some((text, node)) = named.and_then(|node| Some((node.text()?, node))) else { continue };
            // A patch may stand there itself.
            if text.is_empty() || text.contains('\n') || text.contains(": ") {
                continue;
            }
            if is_remote(&text) {
                has_unseen = true;
                continue;
            }
            let path = normalized(&folder.join(text.as_ref())).into();
            paths.push(ListedPath { listed, path, range: node.inner_range() });
        }
    }
    let mut word = |key: &str| text_at(root, &[key]).map(|(text, _)| names.of(&text));
    let (namespace, prefix, suffix) = (word("namespace"), word("namePrefix"), word("nameSuffix"));
    let common = at(root, &["commonLabels"]);
    let mut labels: Vec<(Name, Name)> = common.map(|it| selector::labels(it, names).into_vec()).unwrap_or_default();
    let mut labels_select = common.is_some();
    for item in items_at(root, &["labels"]) {
        let is_true = |key: &str| at(item, &[key]).is_some_and(|it| it.is("true"));
        labels_select |= is_true("includeSelectors");
        labels.extend(at(item, &["pairs"]).map(|it| selector::labels(it, names).into_vec()).unwrap_or_default());
    }
    labels.sort();
    labels.dedup_by(|(later, _), (earlier, _)| later == earlier);
    let generated = generated(root, document, names);
    let own = Kustomization {
        is_component: at(root, &["kind"]).is_some_and(|it| it.is("Component")),
        paths: paths.into(),
        namespace: namespace.filter(|namespace| !namespace.is_empty()),
        prefix: prefix.unwrap_or_default(),
        suffix: suffix.unwrap_or_default(),
        labels: labels.into(),
        labels_select,
        images: images(root, names),
        replicas: replicas(root, names),
        patched: patched(root, names),
        has_unseen,
        digest: digest(root.source()),
    };
    (own, generated)
}

fn images(root: Node<'_>, names: &mut Names) -> Box<[ImageChange]> {
    let read = |item: Node<'_>| {
        let mut word = |key: &str| text_at(item, &[key]).map(|(text, _)| names.of(&text));
        Some(ImageChange {
            name: word("name")?,
            new_name: word("newName"),
            new_tag: word("newTag"),
            digest: word("digest"),
            range: item.range(),
        })
    };
    items_at(root, &["images"]).filter_map(read).collect()
}

fn replicas(root: Node<'_>, names: &mut Names) -> Box<[(Name, Name)]> {
    let mut word = |item: Node<'_>, key: &str| text_at(item, &[key]).map(|(text, _)| names.of(&text));
    items_at(root, &["replicas"]).filter_map(|item| Some((word(item, "name")?, word(item, "count")?))).collect()
}

fn patched(root: Node<'_>, names: &mut Names) -> Box<[Patched]> {
    let mut patched = Vec::new();
    for item in items_at(root, &["patches"]).chain(items_at(root, &["patchesJson6902"])) {
        let mut word = |keys: &[&str]| text_at(item, keys).map(|(text, _)| names.of(&text));
        let target = at(item, &["target"]);
        if target.is_some() {
            patched.push(Patched { kind: word(&["target", "kind"]), name: word(&["target", "name"]) });
        } else if let Some((text, _)) = text_at(item, &["patch"]) {
            patched.extend(named_by(&text, names));
        }
    }
    for item in items_at(root, &["patchesStrategicMerge"]) {
        if let Some(text) = item.text().filter(|text| text.contains('\n')) {
            patched.extend(named_by(&text, names));
        }
    }
    patched.into()
}

/// The objects that a strategic merge patch in a text is about.
fn named_by(text: &str, names: &mut Names) -> Vec<Patched> {
    let yaml = syntax::yaml::parse(text);
    let read = |document: syntax::yaml::Document<'_>| {
        let root = document.root();
        let (kind, _) = text_at(root, &["kind"])?;
        let (name, _) = text_at(root, &["metadata", "name"])?;
        Some(Patched { kind: Some(names.of(&kind)), name: Some(names.of(&name)) })
    };
    yaml.documents().filter_map(read).collect()
}

/// What `configMapGenerator` and `secretGenerator` make. Their hash behind the name is kustomize's own business: it
/// follows every reference.
fn generated(root: Node<'_>, document: usize, names: &mut Names) -> Vec<Object> {
    let mut objects = Vec::new();
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
        for item in items_at(root, &[field]).filter(|item| item.is_mapping()) {
            let Some((name, name_node)) = text_at(item, &["name"]).filter(|(name, _)| !name.is_empty()) else {
                continue;
            };
            let namespace = text_at(item, &["namespace"]).filter(|(name, _)| !name.is_empty());
            let mut keys = Vec::new();
            for (list, of) in [("literals", literal_key as fn(&str) -> &str), ("files", file_key)] {
                for node in items_at(item, &[list]) {
                    let Some(text) = node.text() else { continue };
                    keys.push(DataKey { name: names.of(of(&text)), range: node.inner_range() });
                }
            }
            let merges = at(item, &["behavior"]).is_some_and(|it| it.is("merge"));
            objects.push(Object {
                identity: Identity {
                    group: names.of(""),
                    version: names.of("v1"),
                    kind: names.of(kind),
                    namespace: namespace.as_ref().map(|(namespace, _)| names.of(namespace)),
                    name: names.of(&name),
                },
                is_name_generated: false,
                origin: Origin::Generator,
                site: Site {
                    document: u32::try_from(document).unwrap_or(u32::MAX),
                    range: item.range(),
                    kind: name_node.inner_range(),
                    name: name_node.inner_range(),
                    namespace: namespace.map(|(_, node)| node.inner_range()),
                },
                labels: at(item, &["options", "labels"]).map(|it| selector::labels(it, names)).unwrap_or_default(),
                pod: None,
                selectors: Box::default(),
                ports: Box::default(),
                has_open_keys: merges || at(item, &["envs"]).is_some() || at(item, &["env"]).is_some(),
                keys: keys.into(),
                attributes: Box::default(),
                references: Box::default(),
                makes: Box::default(),
                is_marked_patch: merges,
                digest: digest(item.source()),
            });
        }
    }
    objects
}

fn literal_key(text: &str) -> &str {
    text.split_once('=').map_or(text, |(key, _)| key)
}

fn file_key(text: &str) -> &str {
    let name = |path| Path::new(path).file_name().and_then(|name| name.to_str());
    text.split_once('=').map_or_else(|| name(text).unwrap_or(text), |(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fetched() {
        for text in ["https://example.org/a.yaml", "github.com/a/b//c?ref=v1", "git@example.org:a/b", "example.org/a/b"]
        {
            assert!(is_remote(text), "{text}");
        }
        for text in ["../base", "./a.yaml", "a.yaml", "a/b.yaml", "config", ".hidden/a"] {
            assert!(!is_remote(text), "{text}");
        }
    }

    #[test]
    fn paths_are_worked_out() {
        let table = [("a/./b/../c", "a/c"), ("../a", "../a"), ("a/../../b", "../b"), ("/a/../b/", "/b")];
        for (path, expected) in table {
            assert_eq!(normalized(Path::new(path)), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn keys_of_generators() {
        assert_eq!(literal_key("A=b=c"), "A");
        assert_eq!(file_key("conf/app.ini"), "app.ini");
        assert_eq!(file_key("own=conf/app.ini"), "own");
    }
}
