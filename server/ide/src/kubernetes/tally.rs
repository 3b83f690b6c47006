//! How many Pods there are, and what they ask for.

use project::graph::{Amounts, Attribute, Definition, Edge, Inquiry, Quality};

/// How many Pods an object keeps running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    /// So many.
    Exactly(i64),
    /// As many as an autoscaler thinks right.
    Between(i64, i64),
    /// One for each node, as many as there is work for: the manifest does not say.
    Open,
}

/// Kinds with `spec.replicas`, which is 1 where it is not written.
const REPLICATED: [&str; 5] = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout"];

/// How many Pods `own` keeps running; `inquiry` is that of its file.
pub(super) fn count(inquiry: &Inquiry<'_>, own: &Definition<'_>) -> Count {
    let kind = own.object.identity.kind.as_ref();
    if kind == "Pod" {
        return Count::Exactly(1);
    }
    if !REPLICATED.contains(&kind) {
        return Count::Open;
    }
    if let Some(scaler) = scaler(inquiry, own) {
        // KEDA scales to nothing unless it is told otherwise.
        let least = if scaler.object.identity.kind.as_ref() == "ScaledObject" { 0 } else { 1 };
        let min = scaler.object.number(Attribute::MinReplicas).unwrap_or(least);
        if let Some(max) = scaler.object.number(Attribute::MaxReplicas).filter(|max| *max >= min) {
            return Count::Between(min, max);
        }
    }
    match own.object.noted(Attribute::Replicas) {
        None => Count::Exactly(1),
        Some(text) => text.parse().map_or(Count::Open, |count: i64| Count::Exactly(count.max(0))),
    }
}

/// The autoscaler of an object.
pub(super) fn scaler<'g>(inquiry: &Inquiry<'g>, own: &Definition<'g>) -> Option<Definition<'g>> {
    let mut by = inquiry.referrers(own.object).into_iter();
    by.find(|(by, reference)| reference.edge == Edge::ScaleTarget && by.object.number(Attribute::MaxReplicas).is_some())
        .map(|(by, _)| by)
}

/// `3 Pods`, `3 to 10 Pods`, `Pods of 2 objects`: those of all the objects together. `None` where there are no objects.
pub(super) fn pods(of: &[Definition<'_>], graph: &project::graph::Graph) -> Option<String> {
    let counts: Vec<Count> = of.iter().map(|it| count(&graph.inquire(it.path), it)).collect();
    let (mut least, mut most) = (0_i64, 0_i64);
    for count in &counts {
        let (min, max) = match *count {
            Count::Exactly(count) => (count, count),
            Count::Between(min, max) => (min, max),
            Count::Open => {
                return Some(match of {
                    [one] => format!("the Pods of {}", title(one)),
                    _ => format!("the Pods of {} objects", of.len()),
                });
            }
        };
        (least, most) = (least.saturating_add(min), most.saturating_add(max));
    }
    match counts.is_empty() {
        true => None,
        false if least == most => Some(counted(least, "Pod")),
        false => Some(format!("{least} to {most} Pods")),
    }
}

/// `Deployment api`
pub(super) fn title(definition: &Definition<'_>) -> String {
    let identity = &definition.object.identity;
    format!("{} {}", identity.kind, identity.name)
}

/// `1 Pod`, `3 Pods`
pub(super) fn counted(count: i64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// `250m / 256Mi`: CPU and memory that a Pod asks for; `None` where it asks for neither.
pub(super) fn amounts(amounts: Amounts) -> Option<String> {
    let cpu = amounts.cpu.map(|cpu| if cpu % 1000 == 0 { (cpu / 1000).to_string() } else { format!("{cpu}m") });
    let shown: Vec<String> = cpu.into_iter().chain(amounts.memory.map(bytes)).collect();
    (!shown.is_empty()).then(|| shown.join(" / "))
}

/// In the largest unit that leaves no rest.
fn bytes(bytes: u64) -> String {
    let units = [(1_u64 << 40, "Ti"), (1 << 30, "Gi"), (1 << 20, "Mi"), (1 << 10, "Ki")];
    let unit = units.into_iter().find(|(size, _)| bytes > 0 && bytes.is_multiple_of(*size));
    unit.map_or_else(|| bytes.to_string(), |(size, name)| format!("{}{name}", bytes / size))
}

/// The quality of service of the Pods; `None` where a LimitRange may add to what they ask for.
pub(super) fn quality(inquiry: &Inquiry<'_>, own: &Definition<'_>) -> Option<Quality> {
    let pod = own.object.pod.as_ref().filter(|pod| !pod.containers.is_empty())?;
    let adds = |range: &Definition<'_>| {
        [Attribute::LimitDefault, Attribute::LimitDefaultRequest].iter().any(|it| range.object.noted(*it).is_some())
    };
    let is_open = inquiry.beside(own.object, "LimitRange").iter().any(adds);
    (!is_open).then(|| pod.quality())
}
