//! Names that stand in the same file: volumes, ports, containers, labels.

use std::borrow::Cow;

use project::kubernetes::{Manifest, Object, Place, Pod, pods};
use syntax::yaml::Node;

use super::site::Site;

/// Pods and objects of a file that are looked through.
const MOST: usize = 200;

/// Names that the value at `place` may refer to, each with what it is the name of.
pub(super) fn values(site: &Site<'_>, place: &Place<'_>, node: Node<'_>) -> Vec<(String, String)> {
    let Some(member) = place.member.as_ref() else { return Vec::new() };
    let field = member.field.name;
    if let Some(key) = member.keys.last() {
        let pairs = pairs(site, place, field);
        return pairs.into_iter().filter(|(name, _)| name == key).map(|(_, value)| (value, String::new())).collect();
    }
    match (member.owner.definition_name().unwrap_or_default(), field) {
        ("VolumeMount" | "VolumeDevice", "name") => volumes(place.object),
        ("HTTPGetAction" | "TCPSocketAction", "port") => ports(containers_around(node, place.object), true),
        ("GRPCAction", "port") => {
            let ports = ports(containers_around(node, place.object), true);
            ports.into_iter().filter(|(port, _)| port.parse::<u16>().is_ok()).collect()
        }
        ("ServicePort", "targetPort") => {
            let all = all_pods(site);
            ports(all.iter().flat_map(|pod| pod.containers()).map(|container| container.node).collect(), true)
        }
        ("ResourceFieldSelector", "containerName") => {
            let containers = pods(place.object).flat_map(Pod::containers);
            containers.filter_map(|it| Some((text(it.node, "name")?, "container".to_owned()))).collect()
        }
        ("StatefulSetSpec", "serviceName") | ("IngressServiceBackend", "name") => named(site, |kind| kind == "Service"),
        ("CrossVersionObjectReference", "name") => {
            let kind = node.parent().and_then(|parent| parent.get("kind")).and_then(Node::text);
            kind.map_or_else(Vec::new, |kind| named(site, |other| other == kind))
        }
        _ => Vec::new(),
    }
}

fn text(node: Node<'_>, key: &str) -> Option<String> {
    let value = node.get(key)?.text().map(Cow::into_owned)?;
    (!value.trim().is_empty()).then_some(value)
}

fn volumes(object: Object<'_>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for pod in pods(object) {
        for volume in pod.spec.get("volumes").into_iter().flat_map(Node::items) {
            let source = volume.entries().map(|entry| entry.name()).find(|name| name != "name");
            let detail = source.map_or_else(|| "volume".to_owned(), |source| format!("volume · {source}"));
            found.extend(text(volume, "name").map(|name| (name, detail)));
        }
    }
    for claim in object.find("spec.volumeClaimTemplates").into_iter().flat_map(Node::items) {
        let name = claim.get("metadata").and_then(|metadata| text(metadata, "name"));
        found.extend(name.map(|name| (name, "volume · claim template".to_owned())));
    }
    found
}

/// The container around `node`; outside of any all of its object's.
fn containers_around<'a>(node: Node<'a>, object: Object<'a>) -> Vec<Node<'a>> {
    let all: Vec<Node<'a>> = pods(object).flat_map(Pod::containers).map(|container| container.node).collect();
    let own = node.ancestors().find(|node| all.contains(node));
    own.map_or(all, |own| vec![own])
}

/// The ports of containers, by name and, where they have none or `with_numbers`, by number; each once.
fn ports(containers: Vec<Node<'_>>, with_numbers: bool) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut add = |port: String, detail: String| {
        if !found.iter().any(|(other, _)| *other == port) {
            found.push((port, detail));
        }
    };
    for container in containers.into_iter().take(MOST) {
        let name = text(container, "name").unwrap_or_default();
        for port in container.get("ports").into_iter().flat_map(Node::items) {
            let (own, number) = (text(port, "name"), text(port, "containerPort"));
            let is_named = own.is_some();
            if let Some(own) = own {
                add(own, format!("port {} of {name}", number.as_deref().unwrap_or_default()));
            }
            if let Some(number) = number.filter(|_| with_numbers || !is_named) {
                add(number, format!("port of {name}"));
            }
        }
    }
    found
}

fn all_objects<'a>(site: &Site<'a>) -> Vec<Object<'a>> {
    let mut objects = Manifest::new(site.yaml, site.catalog, site.version).objects;
    objects.truncate(MOST);
    objects
}

fn all_pods<'a>(site: &Site<'a>) -> Vec<Pod<'a>> {
    all_objects(site).into_iter().flat_map(pods).collect()
}

fn named(site: &Site<'_>, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let objects = all_objects(site).into_iter();
    let wanted = objects.filter(|object| object.kind_name().is_some_and(|kind| is_wanted(&kind)));
    wanted.filter_map(|object| Some((object.name()?.into_owned(), object.kind_name()?.into_owned()))).collect()
}

/// Labels, with their values, that the map at `place` would say again: a selector those of the Pods, Pods those of the
/// selector.
pub(super) fn label_pairs(site: &Site<'_>, place: &Place<'_>) -> Vec<(String, String)> {
    match place.member.as_ref() {
        Some(member) if member.keys.is_empty() => pairs(site, place, member.field.name),
        Some(_) | None => Vec::new(),
    }
}

fn pairs(site: &Site<'_>, place: &Place<'_>, field: &str) -> Vec<(String, String)> {
    let object = place.object;
    let is_selector =
        field == "matchLabels" || field == "selector" && object.is_one_of(&["Service", "ReplicationController"]);
    if is_selector {
        let own: Vec<(String, String)> = pods(object).flat_map(labels).collect();
        return if own.is_empty() { distinct(all_pods(site).into_iter().flat_map(labels)) } else { distinct(own) };
    }
    if field == "labels" && place.plain_path.contains("template.metadata.labels") {
        let selector = object.find("spec.selector");
        let map = selector.map(|selector| selector.get("matchLabels").unwrap_or(selector));
        return distinct(map.into_iter().flat_map(entries));
    }
    Vec::new()
}

fn labels(pod: Pod<'_>) -> Vec<(String, String)> {
    let labels = pod.template.get("metadata").and_then(|metadata| metadata.get("labels"));
    labels.into_iter().flat_map(entries).collect()
}

fn entries(map: Node<'_>) -> impl Iterator<Item = (String, String)> {
    map.entries().filter_map(|entry| Some((entry.name().into_owned(), entry.value.text()?.into_owned())))
}

/// Each pair once; of a label that has several values none is better than the others.
fn distinct(pairs: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for pair in pairs {
        if found.len() < MOST && !found.contains(&pair) {
            found.push(pair);
        }
    }
    found
}
