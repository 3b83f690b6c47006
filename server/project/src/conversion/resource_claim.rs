//! The kinds of `resource.k8s.io` to `v1beta2` and `v1`, which say of a request for exactly one kind of device that it is one.

use super::draft::Map;
use super::reason::Reason;

/// The fields of a request that are now in `exactly`.
const EXACTLY: [&str; 7] =
    ["deviceClassName", "selectors", "allocationMode", "count", "adminAccess", "tolerations", "capacity"];

pub(super) fn convert(object: &mut Map<'_>) -> Result<(), Reason> {
    let is_template = object.is("kind", "ResourceClaimTemplate");
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    let claim = if is_template { spec.map("spec")? } else { Some(spec) };
    let Some(claim) = claim else { return Ok(()) };
    // Of a claim this is a mapping with requests, of a slice a list of what there is.
    if claim.node("devices").is_some_and(syntax::yaml::Node::is_sequence) {
        return slice(claim);
    }
    let Some(devices) = claim.map("devices")? else { return Ok(()) };
    for request in devices.maps("requests")? {
        let mut exactly = Map::new();
        for key in EXACTLY {
            if let Some(piece) = request.take(key) {
                exactly.put(key, piece);
            }
        }
        if exactly.live().next().is_some() {
            request.put_before(&EXACTLY, "exactly", exactly);
        }
    }
    Ok(())
}

/// What a device of a slice is was said in `basic`.
fn slice(spec: &mut Map<'_>) -> Result<(), Reason> {
    for device in spec.maps("devices")? {
        let Some(basic) = device.map("basic")? else { continue };
        let keys: Vec<String> = basic.live().map(|entry| entry.key.clone()).collect();
        let pieces: Vec<_> = keys.iter().map(|key| basic.take(key)).collect();
        let mut whole = device.take("basic");
        for (key, piece) in keys.iter().zip(pieces) {
            if let Some(piece) = piece {
                device.put_before(&["basic"], key, piece.instead_of(whole.take()));
            }
        }
    }
    Ok(())
}
