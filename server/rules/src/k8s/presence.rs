//! What is missing: a mapping can be judged for what it lacks only where nothing else adds to it.

use project::kubernetes::{Container, Object, Pod};
use syntax::yaml::Node;

use super::scalar;

/// Whether an object is a part of one that is somewhere else: a patch, or what has no name of its own.
pub(super) fn is_partial(object: Object<'_>) -> bool {
    object.is_partial || object.find("metadata.name").is_none() && object.find("metadata.generateName").is_none()
}

/// Whether a Pod is a part of one: a container in it does not say its image, or its workload no selector, which every whole one
/// does.
pub(super) fn is_partial_pod(pod: Pod<'_>) -> bool {
    let mut containers = pod.containers().peekable();
    is_partial(pod.object)
        || pod.object.lacks_selector()
        || containers.peek().is_none()
        || containers.any(is_partial_container)
}

/// Whether a container is a part of one: it does not say its image.
pub(super) fn is_partial_container(container: Container<'_>) -> bool {
    is_partial(container.pod.object) || is_open(container.node) || container.node.get("image").is_none()
}

/// Whether a whole `mapping` has no value for `key`.
pub(super) fn lacks(mapping: Node<'_>, key: &str) -> bool {
    let mapping = mapping.effective();
    mapping.is_mapping() && !is_open(mapping) && scalar::get(mapping, key).is_none()
}

/// Whether entries are added to a mapping: by a merge key, a directive of a patch or a template's action (`{{ … }}` is read
/// as a mapping in a mapping).
pub(super) fn is_open(mapping: Node<'_>) -> bool {
    mapping.entries().any(|entry| entry.key.is_merge_key() || entry.key.is_mapping() || entry.is("$patch"))
}
