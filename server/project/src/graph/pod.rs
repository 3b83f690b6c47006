//! Pods: what a workload's template says that others ask for.

use schema::kubernetes::values::quantity;
use syntax::TextRange;
use syntax::yaml::Node;

use super::object::{Labels, Name, Port};
use super::read::{Names, port_number};
use super::selector;

/// What a container is within its Pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// It runs as long as the Pod.
    Main,
    /// It runs before the others, to its end.
    Init,
    /// An init container that stays: `restartPolicy: Always`.
    Sidecar,
    /// It is put into a running Pod.
    Ephemeral,
}

/// An amount of each resource that is counted: `None` where nothing that can be read is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Amounts {
    /// Thousandths of a core.
    pub cpu: Option<u64>,
    /// Bytes.
    pub memory: Option<u64>,
}

impl Amounts {
    fn read(node: Option<Node<'_>>) -> Self {
        let of = |resource: &str| thousandths(&node?.effective().merged_get(resource)?.effective().text()?);
        Self { cpu: of("cpu"), memory: of("memory").map(|thousandths| thousandths.div_ceil(1000)) }
    }

    fn with(self, other: Self, join: impl Fn(u64, u64) -> u64) -> Self {
        let join = |a: Option<u64>, b: Option<u64>| match (a, b) {
            (Some(a), Some(b)) => Some(join(a, b)),
            (one, None) | (None, one) => one,
        };
        Self { cpu: join(self.cpu, other.cpu), memory: join(self.memory, other.memory) }
    }
}

/// A quantity in thousandths, rounded up; as much as there is room for. `None` for what is no quantity, below zero, or beyond all
/// counting.
fn thousandths(text: &str) -> Option<u64> {
    let amount = quantity::parse(text).ok().filter(|amount| !amount.is_negative() && !amount.is_beyond())?;
    Some(u64::try_from(amount.milli()).unwrap_or(u64::MAX))
}

/// A container of a Pod.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Container {
    /// Its name; empty where none is written.
    pub name: Name,
    /// What it is.
    pub role: Role,
    /// Its image as it is written; empty where none is.
    pub image: Name,
    /// Where the image stands; the container itself where none is written.
    pub image_range: TextRange,
    /// Its ports.
    pub ports: Box<[Port]>,
    /// What it asks for. A limit without a request is the request, as the API server has it.
    pub requests: Amounts,
    /// What it may not pass.
    pub limits: Amounts,
    /// Whether it has a readiness probe.
    pub is_readiness_probed: bool,
    /// Where it stands.
    pub range: TextRange,
}

/// Which Pods are killed first when a node runs out of memory, as the kubelet works it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    /// The first: nothing is asked for and nothing is limited.
    BestEffort,
    /// Those that use more than they asked for.
    Burstable,
    /// The last: every container has as much CPU and memory for its own as it may use.
    Guaranteed,
}

impl Quality {
    /// As Kubernetes calls it: the value of `status.qosClass`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BestEffort => "BestEffort",
            Self::Burstable => "Burstable",
            Self::Guaranteed => "Guaranteed",
        }
    }
}

/// The Pods of a workload.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pod {
    /// The labels of the template.
    pub labels: Labels,
    /// Where these stand.
    pub labels_range: Option<TextRange>,
    /// The containers of all roles, in the order of the file.
    pub containers: Box<[Container]>,
    /// The names of the volumes.
    pub volumes: Box<[Name]>,
    /// Whether it shares the node's network.
    pub is_on_host_network: bool,
    /// Where the Pod's `spec` stands.
    pub range: TextRange,
}

impl Pod {
    /// What the scheduler counts: the main containers and sidecars together, or an init container that asks for more.
    /// `None` for a resource that no container states.
    #[must_use]
    pub fn requests(&self) -> Amounts {
        self.total(|container| container.requests)
    }

    /// The limits, added up in the same way. A container without one has no limit, and so has the Pod: see the containers.
    #[must_use]
    pub fn limits(&self) -> Amounts {
        self.total(|container| container.limits)
    }

    fn total(&self, of: impl Fn(&Container) -> Amounts) -> Amounts {
        let (mut running, mut sidecars, mut starting) = (Amounts::default(), Amounts::default(), Amounts::default());
        for container in &self.containers {
            let own = of(container);
            match container.role {
                Role::Main => running = running.with(own, u64::saturating_add),
                Role::Sidecar => {
                    running = running.with(own, u64::saturating_add);
                    sidecars = sidecars.with(own, u64::saturating_add);
                }
                // It runs beside the sidecars that were started before it.
                Role::Init => starting = starting.with(own.with(sidecars, u64::saturating_add), u64::max),
                Role::Ephemeral => {}
            }
        }
        running.with(starting, u64::max)
    }

    /// The quality of service. A `LimitRange` may yet add what is not written.
    #[must_use]
    pub fn quality(&self) -> Quality {
        let counted = || self.containers.iter().filter(|container| container.role != Role::Ephemeral);
        let some = |amount: Option<u64>| amount.filter(|amount| *amount > 0);
        let all = counted().flat_map(|it| [it.requests.cpu, it.requests.memory, it.limits.cpu, it.limits.memory]);
        if all.filter_map(some).next().is_none() {
            return Quality::BestEffort;
        }
        let is_reserved = |request: Option<u64>, limit: Option<u64>| some(limit).is_some() && request == limit;
        let mut each = counted()
            .map(|it| is_reserved(it.requests.cpu, it.limits.cpu) && is_reserved(it.requests.memory, it.limits.memory));
        if each.all(|is_reserved| is_reserved) { Quality::Guaranteed } else { Quality::Burstable }
    }

    /// The ports of the running containers that a name or number means.
    pub fn ports<'p>(&'p self, port: &'p str) -> impl Iterator<Item = &'p Port> {
        let running = self.containers.iter().filter(|container| matches!(container.role, Role::Main | Role::Sidecar));
        running.flat_map(|container| &container.ports).filter(move |own| own.is(port))
    }

    /// What stands in `spec` of a Pod; `metadata` is that of the template.
    pub(super) fn read(metadata: Option<Node<'_>>, spec: Node<'_>, names: &mut Names) -> Self {
        let spec = spec.effective();
        let labels = metadata.and_then(|it| it.effective().merged_get("labels"));
        let mut containers = Vec::new();
        for (field, role) in
            [("initContainers", Role::Init), ("containers", Role::Main), ("ephemeralContainers", Role::Ephemeral)]
        {
            let listed = spec.merged_get(field).map(Node::effective);
            let items = listed.into_iter().flat_map(Node::items).map(Node::effective).filter(|item| item.is_mapping());
            containers.extend(items.map(|item| container(item, role, names)));
        }
        let listed = spec.merged_get("volumes").map(Node::effective);
        let volumes = listed.into_iter().flat_map(Node::items);
        let volumes = volumes.filter_map(|item| item.effective().merged_get("name")?.effective().text());
        Self {
            labels: labels.map(|it| selector::labels(it, names)).unwrap_or_default(),
            labels_range: labels.map(Node::range),
            containers: containers.into(),
            volumes: volumes.map(|name| names.of(&name)).collect(),
            is_on_host_network: spec.merged_get("hostNetwork").is_some_and(|it| it.effective().is("true")),
            range: spec.range(),
        }
    }
}

fn container(node: Node<'_>, role: Role, names: &mut Names) -> Container {
    let mut text = |key: &str| {
        let value = node.merged_get(key)?.effective();
        Some((names.of(&value.text()?), value.range()))
    };
    let (name, image) = (text("name"), text("image"));
    let stays = role == Role::Init && node.merged_get("restartPolicy").is_some_and(|it| it.effective().is("Always"));
    let resources = node.merged_get("resources").map(Node::effective);
    let amounts = |of: &str| Amounts::read(resources.and_then(|it| it.merged_get(of)));
    let (requests, limits) = (amounts("requests"), amounts("limits"));
    let listed = node.merged_get("ports").map(Node::effective);
    let ports = listed.into_iter().flat_map(Node::items).map(Node::effective).filter(|item| item.is_mapping());
    Container {
        name: name.map(|(name, _)| name).unwrap_or_default(),
        role: if stays { Role::Sidecar } else { role },
        image_range: image.as_ref().map_or(node.range(), |(_, range)| *range),
        image: image.map(|(image, _)| image).unwrap_or_default(),
        ports: ports.map(|port| container_port(port, names)).collect(),
        requests: requests.with(limits, |request, _| request),
        limits,
        is_readiness_probed: node.merged_get("readinessProbe").is_some(),
        range: node.range(),
    }
}

fn container_port(node: Node<'_>, names: &mut Names) -> Port {
    let text = |key: &str| node.merged_get(key).and_then(|it| it.effective().text());
    Port {
        name: text("name").map(|name| names.of(&name)),
        number: port_number(text("containerPort").as_deref()),
        protocol: names.of(text("protocol").as_deref().unwrap_or("TCP")),
        target: None,
        range: node.range(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        let table = [
            ("1", Some(1_000)),
            ("250m", Some(250)),
            ("0.1", Some(100)),
            (".5", Some(500)),
            ("1.", Some(1_000)),
            ("1Ki", Some(1_024_000)),
            ("1.5Gi", Some(1_610_612_736_000)),
            ("2e3", Some(2_000_000)),
            ("1e-3", Some(1)),
            ("1n", Some(1)),
            ("9999999999999999999999Ei", Some(u64::MAX)),
            ("", None),
            (".", None),
            ("1GB", None),
            ("1 Gi", None),
            ("-1", None),
            ("é", None),
            ("1e99", None),
        ];
        for (text, expected) in table {
            assert_eq!(thousandths(text), expected, "{text}");
        }
    }
}
