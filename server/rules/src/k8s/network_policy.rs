//! NetworkPolicies: their rules, and what a rule lets through.

use project::kubernetes::Object;
use syntax::yaml::Node;

use super::{group, presence, scalar};

/// The rules of one direction, `ingress` or `egress`; none of an object of another group.
pub(super) fn rules<'a>(object: Object<'a>, direction: &str) -> impl Iterator<Item = Node<'a>> {
    let spec = object.find("spec").filter(|_| group::is_of(object, &["networking.k8s.io", "extensions"]));
    spec.into_iter().flat_map(move |spec| scalar::items(spec, direction).collect::<Vec<_>>()).map(Node::effective)
}

/// Whether a policy says what its Pods may reach: it names the direction, or names none and has rules for it.
pub(super) fn restricts_egress(object: Object<'_>) -> bool {
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["networking.k8s.io", "extensions"])) else {
        return false;
    };
    match scalar::get(spec, "policyTypes") {
        Some(types) => types.effective().items().any(|item| item.effective().is("Egress")),
        None => scalar::get(spec, "egress").is_some(),
    }
}

/// Whether a peer is everybody: every address, or all Pods of all namespaces.
pub(super) fn is_everybody(peer: Node<'_>) -> bool {
    let peer = peer.effective();
    if let Some(block) = scalar::get(peer, "ipBlock") {
        let is_any = scalar::text_of(block, "cidr").is_some_and(|cidr| matches!(&*cidr, "0.0.0.0/0" | "::/0"));
        return is_any && scalar::items(block, "except").next().is_none();
    }
    is_any_selector(peer, "namespaceSelector")
        && (peer.get("podSelector").is_none() || is_any_selector(peer, "podSelector"))
}

fn is_any_selector(peer: Node<'_>, field: &str) -> bool {
    peer.get(field).map(Node::effective).is_some_and(|it| it.is_mapping() && it.entries().next().is_none())
}

/// Whether a rule for outgoing traffic lets the Pods ask the cluster's DNS. Where that cannot be told, it is taken to.
pub(super) fn allows_dns(rule: Node<'_>) -> bool {
    if presence::is_open(rule) {
        return true;
    }
    let mut ports = scalar::items(rule, "ports").peekable();
    if ports.peek().is_some() {
        return ports.any(|port| is_dns(port.effective()));
    }
    let mut peers = scalar::items(rule, "to").peekable();
    peers.peek().is_none() || peers.any(|peer| may_be_dns(peer.effective()))
}

/// Whether a port is that of DNS. TCP alone will not do: questions are asked over UDP first.
fn is_dns(port: Node<'_>) -> bool {
    let is_udp =
        scalar::get(port, "protocol").is_some_and(|protocol| scalar::text(protocol).is_none_or(|it| it == "UDP"));
    let Some(first) = scalar::get(port, "port") else { return is_udp };
    let Some(number) = scalar::int(first) else {
        return scalar::text(first).is_none_or(|name| name.contains("dns") || name == "domain");
    };
    let last = scalar::get(port, "endPort").and_then(scalar::int).unwrap_or(number);
    is_udp && (number..=last).contains(&53)
}

/// Whether the cluster's DNS, or a resolver on the node, may be among what a peer names.
fn may_be_dns(peer: Node<'_>) -> bool {
    if let Some(block) = scalar::get(peer, "ipBlock") {
        let private = ["0.0.0.0/0", "::/0", "10.", "172.", "192.168.", "169.254.", "100.", "fd", "fc"];
        return scalar::text_of(block, "cidr").is_none_or(|cidr| private.iter().any(|start| cidr.starts_with(start)));
    }
    let words = ["kube-system", "kube-dns", "coredns", "node-local-dns", "openshift-dns"];
    is_any_selector(peer, "namespaceSelector")
        || peer.descendants().any(|node| node.text().is_some_and(|text| words.contains(&&*text)))
}
