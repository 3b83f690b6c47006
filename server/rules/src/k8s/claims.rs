//! Claims of storage: objects, templates of a StatefulSet, and volumes that come with a claim of their own.

use project::kubernetes::{Object, pods};
use syntax::yaml::Node;

use super::{group, scalar, volumes};

/// The `spec` of every claim that an object is or makes.
pub(super) fn specs(object: Object<'_>) -> impl Iterator<Item = Node<'_>> {
    let own =
        object.find("spec").filter(|_| object.is_one_of(&["PersistentVolumeClaim"]) && group::is_of(object, &[""]));
    let of_pods = pods(object).flat_map(|pod| {
        let templates = volumes::claim_templates(pod);
        let of_volumes =
            volumes::of(pod).filter_map(|volume| scalar::get(scalar::get(volume, "ephemeral")?, "volumeClaimTemplate"));
        templates.chain(of_volumes).filter_map(|template| scalar::get(template, "spec"))
    });
    own.into_iter().chain(of_pods).map(Node::effective).filter(|spec| spec.is_mapping())
}
