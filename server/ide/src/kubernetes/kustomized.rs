//! Where kustomizations name objects: targets of patches, replicas, patches that stand in the file itself.

use std::path::Path;

use project::graph::{Inquiry, Object};
use syntax::yaml::{self, Node};

use super::occurrences::{Occurrence, Places};

/// The places in the kustomizations above `object` that name it.
pub(super) fn occurrences(inquiry: &Inquiry<'_>, object: &Object, places: &mut Places<'_>) {
    for (path, kustomization) in inquiry.kustomizations() {
        let name = &object.identity.name;
        let is_named = kustomization.patched.iter().any(|it| it.name.as_ref() == Some(name))
            || kustomization.replicas.iter().any(|(replicated, _)| replicated == name);
        if !is_named {
            continue;
        }
        let Some(document) = places.document(path) else { continue };
        let Some(yaml) = document.yaml() else { continue };
        for root in yaml.documents().map(yaml::Document::root) {
            in_file(root, path, object, places);
        }
    }
}

fn in_file(root: Node<'_>, path: &Path, object: &Object, places: &mut Places<'_>) {
    let (kind, name) = (object.identity.kind.as_ref(), object.identity.name.as_ref());
    let items = |field: &str| root.get(field).into_iter().flat_map(Node::items);
    let place = |node: Node<'_>| Occurrence { path: path.to_owned(), range: node.inner_range(), is_write: false };
    for patch in ["patches", "patchesJson6902"].into_iter().flat_map(items) {
        let target = patch.get("target").filter(|target| target.get("kind").is_none_or(|it| it.is(kind)));
        let named = target.and_then(|target| target.get("name")).filter(|it| it.is(name));
        places.extend(named.map(place));
    }
    if matches!(kind, "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController") {
        let named = items("replicas").filter_map(|item| item.get("name")).filter(|it| it.is(name));
        places.extend(named.map(place));
    }
    let written = items("patches").filter_map(|patch| patch.get("patch")).chain(items("patchesStrategicMerge"));
    for text in written.filter_map(Node::text) {
        let tree = yaml::parse(&text[..]);
        let is_of = |root: Node<'_>| {
            root.get("kind").is_some_and(|it| it.is(kind))
                && root.get("metadata").and_then(|metadata| metadata.get("name")).is_some_and(|it| it.is(name))
        };
        if tree.documents().any(|document| is_of(document.root())) {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
            places.unreachable = Some(format!(
                "A patch in the text of {folder}/{file} names {kind} `{name}`: move it into a file of its own first"
            ));
        }
    }
}
