//! Workloads: what runs Pods, how many of them, and what tells them from others.

use project::kubernetes::{Container, ContainerRole, Object, Pod};
use schema::kubernetes::values::int_or_percent::IntOrPercent;
use syntax::yaml::{Data, Node};

use super::neighbours::Neighbours;
use super::{group, scalar, volumes};

/// Workloads whose Pods run until they are told to end.
pub(super) const LASTING: [&str; 3] = ["Deployment", "StatefulSet", "DaemonSet"];

/// ``Deployment `web` ``; without a name its kind.
pub(super) fn title(object: Object<'_>) -> String {
    let kind = object.kind_name().unwrap_or("Object".into());
    object.name().map_or_else(|| kind.to_string(), |name| format!("{kind} `{name}`"))
}

/// The container's name, to point at; the container where it has none.
pub(super) fn head(container: Container<'_>) -> Node<'_> {
    scalar::get(container.node, "name").unwrap_or(container.node)
}

/// Whether an object is one of Kubernetes' own workloads of these kinds.
pub(super) fn is_one_of(object: Object<'_>, kinds: &[&str]) -> bool {
    object.is_one_of(kinds) && group::is_of(object, &["apps", "extensions"])
}

/// Whether a container runs beside the others all the time.
pub(super) fn is_lasting(container: Container<'_>) -> bool {
    match container.role {
        ContainerRole::Regular => true,
        ContainerRole::Init => !super::probe::runs_to_its_end(container),
        ContainerRole::Ephemeral => false,
    }
}

/// How many Pods a workload runs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scale<'a> {
    /// So many; where `replicas` is not written, 1.
    Fixed(i64, Option<Node<'a>>),
    /// As many as an autoscaler says, at least this many.
    Scaled(Option<i64>),
    /// Nobody can tell: `replicas` is filled in later.
    Open,
}

/// How many Pods `object` runs.
pub(super) fn scale<'a>(object: Object<'a>, neighbours: &Neighbours<'a>) -> Scale<'a> {
    if let Some(autoscaler) = neighbours.autoscaler(object) {
        let field = if autoscaler.is_one_of(&["ScaledObject"]) { "spec.minReplicaCount" } else { "spec.minReplicas" };
        return Scale::Scaled(autoscaler.find(field).and_then(scalar::int));
    }
    let node = object.find("spec.replicas").filter(|node| scalar::is_written(*node));
    match node.map(|node| (node, scalar::int(node))) {
        None => Scale::Fixed(1, None),
        Some((node, Some(number))) => Scale::Fixed(number, Some(node)),
        Some((_, None)) => Scale::Open,
    }
}

impl Scale<'_> {
    /// Whether there may be more than one Pod at a time.
    pub(super) fn may_be_several(self) -> bool {
        match self {
            Self::Fixed(number, _) => number > 1,
            Self::Scaled(_) => true,
            Self::Open => false,
        }
    }
}

/// The labels of a Pod's template.
pub(super) fn labels(pod: Pod<'_>) -> Option<Node<'_>> {
    let metadata = scalar::get(pod.template, "metadata")?;
    scalar::get(metadata, "labels").map(Node::effective).filter(|labels| labels.is_mapping())
}

/// The labels that tell the Pods of a workload from others: those it selects, else those of the template. `None` where there are
/// none, and where one is filled in later.
pub(super) fn identity(pod: Pod<'_>) -> Option<Data> {
    let selected = pod.object.find("spec.selector.matchLabels").map(Node::effective);
    let labels = selected.filter(|labels| labels.entries().next().is_some()).or_else(|| labels(pod))?;
    let pairs: Option<Vec<_>> = labels
        .entries()
        .map(|label| Some((label.name().into_owned(), Data::text(scalar::text(label.value)?.into_owned()))))
        .collect();
    pairs.filter(|pairs| !pairs.is_empty()).map(Data::Map)
}

/// The names of the PersistentVolumeClaims that a Pod mounts and may write to, with their volumes.
pub(super) fn claims(pod: Pod<'_>) -> impl Iterator<Item = (Node<'_>, String)> {
    volumes::of(pod).filter_map(|volume| {
        let claim = scalar::get(volume, "persistentVolumeClaim")?;
        if scalar::is_true(claim, "readOnly") {
            return None;
        }
        Some((volume, scalar::text_of(claim, "claimName")?.into_owned()))
    })
}

/// `1 Pod`, `3 Pods`.
pub(super) fn pods(number: i64) -> String {
    if number == 1 { "1 Pod".to_owned() } else { format!("{number} Pods") }
}

/// What a bound of an update says, with what it comes to: `25% of 3 Pods = 0`.
pub(super) fn share(value: IntOrPercent, of: i64, comes_to: i64) -> String {
    match value {
        IntOrPercent::Int(_) => format!("{comes_to} of {}", pods(of)),
        IntOrPercent::Percent(_) => format!("{value} of {} = {comes_to}", pods(of)),
    }
}
