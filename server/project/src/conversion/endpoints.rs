//! EndpointSlice of `discovery.k8s.io/v1beta1` to `v1`.

use super::draft::Map;
use super::reason::Reason;

const ZONE: &str = "topology.kubernetes.io/zone";
const HOST: &str = "kubernetes.io/hostname";

/// Where fields go that come out of the topology.
const PLACES: [&str; 2] = ["topology", "deprecatedTopology"];

/// The zone and, where no node is named, the host become fields; the rest of `topology` is kept as `deprecatedTopology`,
/// which only readers of the old version see.
pub(super) fn convert(object: &mut Map<'_>) -> Result<(), Reason> {
    for endpoint in object.maps("endpoints")? {
        let has_node = endpoint.has("nodeName");
        let node_name = endpoint.node("nodeName").and_then(syntax::yaml::Node::text);
        let Some(topology) = endpoint.map("topology")? else { continue };
        let mut zone = topology.take(ZONE);
        let is_said = node_name.is_some_and(|name| topology.is(HOST, &name));
        let host = if is_said || !has_node { topology.take(HOST) } else { None };
        let is_empty = topology.live().next().is_none();
        if is_empty {
            let whole = endpoint.take("topology");
            zone = zone.map(|zone| zone.instead_of(whole));
        } else {
            endpoint.rename("topology", "deprecatedTopology");
        }
        if let Some(host) = host.filter(|_| !has_node) {
            endpoint.take("nodeName");
            endpoint.put_before(&PLACES, "nodeName", host);
        }
        if let Some(zone) = zone {
            endpoint.put_before(&PLACES, "zone", zone);
        }
    }
    Ok(())
}
