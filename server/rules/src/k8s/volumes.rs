//! Volumes of Pods and where containers mount them.

use std::borrow::Cow;

use project::kubernetes::{Container, Pod};
use syntax::yaml::Node;

use super::scalar;

/// The fields of a container that say where volumes appear, with the field that says where.
pub(super) const MOUNTS: [(&str, &str); 2] = [("volumeMounts", "mountPath"), ("volumeDevices", "devicePath")];

/// The volumes of a Pod.
pub(super) fn of(pod: Pod<'_>) -> impl Iterator<Item = Node<'_>> {
    scalar::items(pod.spec, "volumes").map(Node::effective)
}

/// The claim templates of the StatefulSet that makes a Pod; none for others.
pub(super) fn claim_templates(pod: Pod<'_>) -> impl Iterator<Item = Node<'_>> {
    let spec = pod.object.find("spec").filter(|_| pod.object.is_one_of(&["StatefulSet"]));
    spec.into_iter().flat_map(|spec| scalar::items(spec, "volumeClaimTemplates")).map(Node::effective)
}

/// The names that containers of a Pod may mount; `None` among them: a name that is filled in later.
pub(super) fn names(pod: Pod<'_>) -> impl Iterator<Item = Option<Cow<'_, str>>> {
    let of_volumes = of(pod).map(|volume| scalar::text_of(volume, "name"));
    let of_claims = claim_templates(pod)
        .map(|claim| scalar::get(claim, "metadata").and_then(|metadata| scalar::text_of(metadata, "name")));
    of_volumes.chain(of_claims)
}

/// The mounts of a container of one kind: `volumeMounts` or `volumeDevices`.
pub(super) fn mounts<'y>(container: Container<'y>, field: &str) -> impl Iterator<Item = Node<'y>> {
    scalar::items(container.node, field).map(Node::effective)
}
