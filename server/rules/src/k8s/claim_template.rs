//! Claim templates: a volume for each Pod of a StatefulSet, in place of one of the Pod's own.

use project::kubernetes::Pod;
use syntax::yaml::{Data, Node, Operation};

use super::volumes;

/// A claim template for one node at a time, of `size` or of 10Gi.
pub(super) fn data(name: &str, size: Option<&str>) -> Data {
    let storage = Data::map([("storage", Data::plain(size.unwrap_or("10Gi")))]);
    Data::map([
        ("metadata", Data::map([("name", Data::text(name))])),
        (
            "spec",
            Data::map([
                ("accessModes", Data::seq([Data::text("ReadWriteOnce")])),
                ("resources", Data::map([("requests", storage)])),
            ]),
        ),
    ])
}

/// Takes a volume out of a Pod, and the list where it was the only one.
pub(super) fn without(pod: Pod<'_>, volume: Node<'_>) -> Operation {
    let list = volume.parent().filter(|_| volumes::of(pod).nth(1).is_none());
    Operation::Remove { at: list.unwrap_or(volume).address() }
}
