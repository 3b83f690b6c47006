//! How workloads replace their Pods.

use project::kubernetes::Object;
use schema::kubernetes::values::int_or_percent::IntOrPercent;
use syntax::yaml::{Node, Route};

use super::scalar;

/// The strategy of a Deployment, DaemonSet or StatefulSet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Update<'y> {
    /// The field: `strategy` of a Deployment, else `updateStrategy`.
    pub(super) field: &'static str,
    /// Its mapping.
    pub(super) node: Node<'y>,
}

/// A bound of an update.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound<'y> {
    /// Where it is written; `None`: it is the default.
    pub(super) node: Option<Node<'y>>,
    /// What it comes to; `None`: it is filled in later, or no number.
    pub(super) value: Option<IntOrPercent>,
}

impl<'y> Update<'y> {
    /// The strategy of `object`; `None` where it says none.
    pub(super) fn of(object: Object<'y>) -> Option<Self> {
        let field = if object.is_one_of(&["Deployment"]) { "strategy" } else { "updateStrategy" };
        let node = object.find("spec").and_then(|spec| scalar::get(spec, field))?;
        Some(Self { field, node: node.effective() })
    }

    /// Its type as it is written; `RollingUpdate` where none is.
    pub(super) fn kind(self) -> Option<std::borrow::Cow<'y, str>> {
        scalar::get(self.node, "type").map_or(Some("RollingUpdate".into()), scalar::text)
    }

    /// The block `rollingUpdate`.
    pub(super) fn rolling(self) -> Option<Node<'y>> {
        scalar::get(self.node, "rollingUpdate")
    }

    /// A bound, `default` where none is written.
    pub(super) fn bound(self, name: &str, default: IntOrPercent) -> Bound<'y> {
        let route = Route::new().then("rollingUpdate").then(name);
        match self.node.find(&route).filter(|node| scalar::is_written(*node)) {
            Some(node) => Bound { node: Some(node), value: scalar::int_or_percent(node) },
            None => Bound { node: None, value: Some(default) },
        }
    }
}

impl Bound<'_> {
    /// Whether it is nothing.
    pub(super) fn is_zero(self) -> bool {
        self.value.is_some_and(scalar::is_zero)
    }

    /// Whether it is certainly something.
    pub(super) fn is_positive(self) -> bool {
        self.value.is_some_and(|value| !scalar::is_zero(value))
    }
}
