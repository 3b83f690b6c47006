//! Resources: what containers, Pods and claims ask for, and what they may not exceed.

use std::borrow::Cow;

use project::kubernetes::{Container, Pod};
use rustc_hash::FxHashMap;
use schema::kubernetes::values::quantity::{self, Quantity};
use syntax::yaml::Node;

use super::scalar;

/// An amount of one resource.
#[derive(Debug, Clone)]
pub(super) struct Amount<'y> {
    /// `cpu`, `nvidia.com/gpu`.
    pub(super) resource: Cow<'y, str>,
    /// Its value.
    pub(super) node: Node<'y>,
    /// What it comes to.
    pub(super) quantity: Quantity,
}

/// The amounts of a mapping of resources; those that are no quantities are left out.
pub(super) fn amounts(mapping: Node<'_>) -> impl Iterator<Item = Amount<'_>> {
    mapping.effective().entries().filter_map(|entry| {
        let quantity = quantity::parse(scalar::text(entry.value)?.trim()).ok()?;
        Some(Amount { resource: entry.name(), node: entry.value, quantity })
    })
}

/// The amount of one resource in a mapping; for many of them see [`by_name`].
pub(super) fn amount<'y>(mapping: Option<Node<'y>>, resource: &str) -> Option<Amount<'y>> {
    mapping.into_iter().flat_map(amounts).filter(|amount| amount.resource == resource).last()
}

/// The amounts of a mapping by resource; none where there is no mapping.
pub(super) fn by_name(mapping: Option<Node<'_>>) -> FxHashMap<Cow<'_, str>, Amount<'_>> {
    mapping.into_iter().flat_map(amounts).map(|amount| (amount.resource.clone(), amount)).collect()
}

/// The blocks `resources` of a Pod: those of its containers, and its own.
pub(super) fn blocks(pod: Pod<'_>) -> impl Iterator<Item = Node<'_>> {
    let of_containers = pod.containers().filter_map(of);
    of_containers.chain(scalar::get(pod.spec, "resources"))
}

/// The block `resources` of a container.
pub(super) fn of(container: Container<'_>) -> Option<Node<'_>> {
    scalar::get(container.node, "resources").map(Node::effective)
}

/// Whether the unit of a resource is Kubernetes' own: no slash in the name, or a prefix below `kubernetes.io`.
pub(super) fn is_native(resource: &str) -> bool {
    !resource.contains('/') || resource.contains("kubernetes.io/")
}

/// Whether a resource is pages of memory of one size.
pub(super) fn is_huge_pages(resource: &str) -> bool {
    resource.starts_with("hugepages-")
}

/// Whether nodes may promise more of a resource than they have, so that a request may be below its limit.
pub(super) fn may_be_overcommitted(resource: &str) -> bool {
    is_native(resource) && !is_huge_pages(resource)
}
