//! Names within a Pod: containers, volumes, ports; and who names a Pod's port from elsewhere.

use project::graph::{Definition, Purpose};
use syntax::TextRange;
use syntax::yaml::{Node, Role, Yaml};

use super::entity::{At, node_of, pod_of};
use super::occurrences::{Occurrence, Places};

/// What is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A container.
    Container,
    /// A volume.
    Volume,
    /// The template of a claim, which a volume is called after.
    Claim,
    /// A port of a container.
    Port,
}

/// A name within a Pod.
#[derive(Debug, Clone)]
pub(super) struct PodName<'g> {
    pub(super) named: Named,
    pub(super) name: String,
    /// The objects with the Pods: one, unless a port is named from elsewhere.
    pub(super) pods: Vec<Definition<'g>>,
}

const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

const PROBES: [&str; 3] = ["livenessProbe", "readinessProbe", "startupProbe"];

/// The annotation with the container that `kubectl` takes where none is named.
const DEFAULT_CONTAINER: &str = "kubectl.kubernetes.io/default-container";

/// Objects that a port's name is followed through.
const LIMIT: usize = 256;

/// What the fields from the Pod's `spec` to a scalar name, and whether they declare it. `None`: no name of a Pod.
fn named(fields: &[&str]) -> Option<(Named, bool)> {
    let found = match fields {
        [list, "name"] if CONTAINERS.contains(list) => (Named::Container, true),
        [.., "resourceFieldRef", "containerName"] => (Named::Container, false),
        ["volumes", "name"] => (Named::Volume, true),
        [list, "volumeMounts" | "volumeDevices", "name"] if CONTAINERS.contains(list) => (Named::Volume, false),
        [list, "ports", "name"] if CONTAINERS.contains(list) => (Named::Port, true),
        [list, probe, "httpGet" | "tcpSocket", "port"] if CONTAINERS.contains(list) && PROBES.contains(probe) => {
            (Named::Port, false)
        }
        [list, "lifecycle", "postStart" | "preStop", "httpGet" | "tcpSocket", "port"] if CONTAINERS.contains(list) => {
            (Named::Port, false)
        }
        _ => return None,
    };
    Some(found)
}

/// The fields from `outer` to `node`, lists left out; `None` where `node` is not in it, or is a key.
fn fields<'y>(outer: Node<'y>, node: Node<'y>) -> Option<Vec<&'y str>> {
    /// No name of a Pod lies deeper.
    const DEPTH: usize = 16;
    if node.role() == Role::Key {
        return None;
    }
    let mut fields = Vec::new();
    for node in node.ancestors().take(DEPTH) {
        if node == outer {
            fields.reverse();
            return Some(fields);
        }
        fields.extend(node.key().map(Node::source));
    }
    None
}

/// The name of a Pod at `node`, a scalar of `own`.
pub(super) fn under<'g>(at: &At<'g>, own: Definition<'g>, node: Node<'_>) -> Option<PodName<'g>> {
    let name = node.text()?.into_owned();
    let is_target = own.object.identity.kind.as_ref() == "Service" && node.key().is_some_and(|it| it.is("targetPort"));
    if is_target && name.parse::<u16>().is_err() {
        let selectors = own.object.selectors.iter().filter(|selector| selector.purpose == Purpose::Service);
        let pods: Vec<_> = selectors.flat_map(|selector| at.inquiry.selected(own.object, selector)).collect();
        return (!pods.is_empty()).then_some(PodName { named: Named::Port, name, pods });
    }
    let spec = pod_of(at.yaml, own.object)?;
    let named = match fields(spec, node) {
        Some(fields) => named(&fields)?.0,
        None => outside(at.yaml, own, spec).into_iter().find(|(_, other, _)| *other == node)?.0,
    };
    if named == Named::Port && name.parse::<u16>().is_ok() {
        return None;
    }
    let is_claim = || outside(at.yaml, own, spec).iter().any(|(it, node, _)| *it == Named::Claim && node.is(&name));
    let named = if named == Named::Volume && is_claim() { Named::Claim } else { named };
    Some(PodName { named, name, pods: vec![own] })
}

/// Names of the Pod that stand outside of its `spec`, and whether they declare it.
fn outside<'y>(yaml: &'y Yaml, own: Definition<'_>, spec: Node<'y>) -> Vec<(Named, Node<'y>, bool)> {
    let mut found = Vec::new();
    let object = node_of(yaml, own.object.site.range);
    let templates = object.and_then(|object| object.get("spec")?.get("volumeClaimTemplates"));
    for template in templates.into_iter().flat_map(Node::items) {
        let name = template.get("metadata").and_then(|metadata| metadata.get("name"));
        found.extend(name.map(|name| (Named::Claim, name, true)));
    }
    let annotations = spec.parent().and_then(|pod| pod.get("metadata")?.get("annotations"));
    let default = annotations.and_then(|annotations| annotations.get(DEFAULT_CONTAINER));
    found.extend(default.map(|name| (Named::Container, name, false)));
    found
}

/// Every place with the name, in all the Pods, and where a port is named from elsewhere.
pub(super) fn occurrences(at: &At<'_>, name: &PodName<'_>, places: &mut Places<'_>) {
    let mut waiting = name.pods.clone();
    let mut seen: Vec<Definition<'_>> = Vec::new();
    while let Some(own) = waiting.pop() {
        if seen.contains(&own) {
            continue;
        }
        if seen.len() == LIMIT {
            places.is_cut = true;
            return;
        }
        seen.push(own);
        in_pod(own, name, places);
        let inquiry = at.graph().inquire(own.path);
        // A strategic merge patch finds containers, volumes and ports by their names.
        waiting.extend(inquiry.counterparts(own.object));
        if name.named != Named::Port {
            continue;
        }
        for (by, selector) in inquiry.selecting(own.object) {
            if !by.object.selectors.get(selector).is_some_and(|it| names_ports(it.purpose)) {
                continue;
            }
            if port_references(by, &name.name, places) {
                let selector = &by.object.selectors[selector];
                waiting.extend(at.graph().inquire(by.path).selected(by.object, selector));
            }
        }
    }
}

fn names_ports(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Service | Purpose::NetworkPolicy | Purpose::Monitor)
}

fn in_pod(own: Definition<'_>, name: &PodName<'_>, places: &mut Places<'_>) {
    let Some(document) = places.document(own.path) else { return };
    let Some(yaml) = document.yaml() else { return };
    let Some(spec) = pod_of(yaml, own.object) else { return };
    let wanted = |named: Named| named == name.named || name.named == Named::Claim && named == Named::Volume;
    let mut found: Vec<(TextRange, bool)> = Vec::new();
    for node in spec.descendants().filter(|node| node.is(&name.name)) {
        let named = fields(spec, node).and_then(|fields| named(&fields)).filter(|(named, _)| wanted(*named));
        found.extend(named.map(|(_, is_write)| (node.inner_range(), is_write)));
    }
    for (named, node, is_write) in outside(yaml, own, spec) {
        if wanted(named) && node.is(&name.name) {
            found.push((node.inner_range(), is_write));
        }
    }
    let is_patch = !own.object.identity.name.is_empty() && places.is_patch(&own);
    places.extend(found.into_iter().map(|(range, is_write)| Occurrence {
        path: own.path.to_path_buf(),
        range,
        is_write: is_write && !is_patch,
    }));
}

/// Where a Service, a policy or a monitor names a Pod's port so. Whether it does.
fn port_references(by: Definition<'_>, name: &str, places: &mut Places<'_>) -> bool {
    let Some(document) = places.document(by.path) else { return false };
    let Some(object) = document.yaml().and_then(|yaml| node_of(yaml, by.object.site.range)) else { return false };
    let is_one = |node: &Node<'_>| {
        let Some(fields) = node.is(name).then(|| fields(object, *node)).flatten() else { return false };
        matches!(
            (by.object.identity.kind.as_ref(), fields.as_slice()),
            ("Service", ["spec", "ports", "targetPort"])
                | ("NetworkPolicy", ["spec", "ingress", "ports", "port"])
                | ("PodMonitor", ["spec", "podMetricsEndpoints", "port"])
        )
    };
    let found: Vec<TextRange> = object.descendants().filter(is_one).map(Node::inner_range).collect();
    let is_any = !found.is_empty();
    places.extend(found.into_iter().map(|range| Occurrence { path: by.path.to_path_buf(), range, is_write: false }));
    is_any
}
