//! Resources that a container does not say.

use project::kubernetes::{Container, ContainerRole};
use syntax::yaml::Node;

use super::neighbours::Neighbours;
use super::{presence, resources, scalar, sizing, workload};
use crate::grain::ContainerIn;
use crate::{Report, Severity};

/// Whether nobody gives `container` an amount of `resource` for `bound` (`requests` or `limits`): neither itself nor its Pod nor a
/// LimitRange of the same file. A limit is a request as well.
pub(super) fn lacks(container: Container<'_>, bound: &str, resource: &str, neighbours: &Neighbours<'_>) -> bool {
    let pod = container.pod;
    if container.role == ContainerRole::Ephemeral
        || presence::is_partial_container(container)
        || pod.object.lacks_selector()
    {
        return false;
    }
    let bounds: &[&str] = if bound == "requests" { &["requests", "limits"] } else { &["limits"] };
    let blocks = [resources::of(container), scalar::get(pod.spec, "resources").map(Node::effective)];
    let is_said = blocks.into_iter().flatten().any(|block| {
        presence::is_open(block)
            || bounds.iter().filter_map(|bound| scalar::get(block, bound)).any(|amounts| {
                presence::is_open(amounts.effective())
                    || scalar::get(amounts, resource).is_some()
                    || !amounts.effective().is_mapping()
            })
    });
    let is_filled_in = resources::of(container).is_some_and(|block| !block.is_mapping());
    !is_said && !is_filled_in && neighbours.default_amount(pod.object, bound, resource).is_none()
}

/// What is missing, and what there could be instead.
pub(super) struct Missing {
    /// `requests` or `limits`.
    pub(super) bound: &'static str,
    /// `cpu`, `memory`.
    pub(super) resource: &'static str,
    /// The amount to write where nobody says one.
    pub(super) placeholder: &'static str,
    /// What stands behind the container's title: what it has not, what comes of it, and what to do.
    pub(super) said: &'static str,
}

/// Reports a container that lacks it, with the fix that writes it; of one that ends it is only told.
pub(super) fn check(file: &ContainerIn<'_>, missing: &Missing, report: &mut Report<'_>) {
    let Missing { bound, resource, placeholder, said } = *missing;
    let container = file.container;
    if !lacks(container, bound, resource, &file.file.neighbours) {
        return;
    }
    let size = sizing::size(container, bound, resource, placeholder, report);
    let found = report.on(place(container, bound), format!("{} {said}", title(container)));
    if !workload::is_lasting(container) {
        found.at_most(Severity::Info);
    }
    found.fix(size.fix(container, bound, resource));
}

/// What to point at: the block that lacks an amount, else the container's name.
pub(super) fn place<'y>(container: Container<'y>, bound: &str) -> Node<'y> {
    let block = container.node.entry("resources").map(|entry| entry.value).filter(|block| block.is_mapping());
    let bound = block.and_then(|block| block.get(bound)).filter(|amounts| amounts.is_mapping());
    bound.or(block).unwrap_or_else(|| workload::head(container))
}

/// ``Container `web` ``.
pub(super) fn title(container: Container<'_>) -> String {
    super::security_context::title(container)
}
