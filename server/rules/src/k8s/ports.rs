//! Ports of containers.

use std::borrow::Cow;

use project::kubernetes::Container;
use syntax::yaml::Node;

use super::scalar;

/// A port as a container declares it.
#[derive(Debug, Clone)]
pub(super) struct Port<'y> {
    /// The item of `ports`.
    pub(super) node: Node<'y>,
    /// `containerPort`; `None` where it is missing or filled in later.
    pub(super) number: Option<i64>,
    /// `name`; mostly there.
    pub(super) name: Option<Cow<'y, str>>,
    /// `protocol`; TCP where none is written.
    pub(super) protocol: Cow<'y, str>,
}

/// The ports of a container, in their order.
pub(super) fn of(container: Container<'_>) -> impl Iterator<Item = Port<'_>> {
    scalar::items(container.node, "ports").map(|item| {
        let node = item.effective();
        Port {
            node,
            number: scalar::get(node, "containerPort").and_then(scalar::int),
            name: scalar::text_of(node, "name"),
            protocol: scalar::text_of(node, "protocol").unwrap_or(Cow::Borrowed("TCP")),
        }
    })
}

/// Whether there is a port of that number.
pub(super) fn exists(number: i64) -> bool {
    (1..=65535).contains(&number)
}
