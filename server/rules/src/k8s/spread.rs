//! Spread: how the Pods of a workload are kept apart.

use project::kubernetes::Pod;
use syntax::yaml::{Data, Operation};

use super::scalar;

/// A constraint that spreads Pods evenly over what `topology` tells apart, as far as there is room.
pub(super) fn constraint(topology: &str, selector: Data) -> Data {
    Data::map([
        ("maxSkew", Data::from(1)),
        ("topologyKey", Data::text(topology)),
        ("whenUnsatisfiable", Data::text("ScheduleAnyway")),
        ("labelSelector", selector),
    ])
}

/// Gives a Pod one more constraint.
pub(super) fn operation(pod: Pod<'_>, topology: &str, selector: Data) -> Operation {
    let constraint = constraint(topology, selector);
    let at = pod.spec.address_of("topologySpreadConstraints");
    match scalar::get(pod.spec, "topologySpreadConstraints") {
        Some(_) => Operation::Append { at, value: constraint },
        None => Operation::Set { at, value: Data::seq([constraint]) },
    }
}
