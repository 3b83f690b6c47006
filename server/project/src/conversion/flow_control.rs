//! PriorityLevelConfiguration of `flowcontrol.apiserver.k8s.io/v1beta1` to `v1beta3` to a newer version.

use syntax::yaml::{Data, Flavour};

use super::draft::Map;
use super::note::{Change, Note};
use super::reason::Reason;
use super::way::is_zero;

/// Says that a zero is meant.
const KEEP_ZERO: &str = "flowcontrol.k8s.io/preserve-zero-concurrency-shares";

/// What a zero stood for.
const SHARES: &str = "30";

pub(super) fn convert(object: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let annotations = object.node("metadata").and_then(|it| it.merged_get("annotations"));
    let keeps_zero = annotations.is_some_and(|it| it.merged_get(KEEP_ZERO).is_some());
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    let Some(limited) = spec.map("limited")? else { return Ok(()) };
    limited.rename("assuredConcurrencyShares", "nominalConcurrencyShares");
    let shares = limited.node("nominalConcurrencyShares").and_then(|node| node.resolved(Flavour::Kubernetes));
    if !keeps_zero && is_zero(shares.as_ref()) {
        notes.push(Note { at: limited.route("nominalConcurrencyShares"), change: Change::Zero { value: SHARES } });
        limited.set("nominalConcurrencyShares", Data::plain(SHARES));
    }
    if keeps_zero {
        object.take_annotation(KEEP_ZERO);
    }
    Ok(())
}
