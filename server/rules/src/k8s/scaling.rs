//! Scaling: how many Pods a workload has, and what changes that.

use project::graph::{Attribute, Definition, Edge, Inquiry, Object};

/// Kinds that set the number of a workload's Pods.
pub(super) const SCALERS: [&str; 2] = ["HorizontalPodAutoscaler", "ScaledObject"];

/// The autoscalers of an object of this file.
pub(super) fn scalers<'g>(inquiry: &Inquiry<'g>, object: &Object) -> Vec<Definition<'g>> {
    let referrers = inquiry.referrers(object).into_iter();
    let scalers = referrers.filter(|(by, reference)| {
        reference.edge == Edge::ScaleTarget
            && inquiry.is_near(object, by)
            && SCALERS.contains(&by.object.identity.kind.as_ref())
    });
    let mut scalers: Vec<Definition<'g>> = scalers.map(|(by, _)| by).collect();
    scalers.dedup();
    scalers
}

/// The autoscalers of a workload near `object`, an object of this file.
pub(super) fn scalers_of<'g>(inquiry: &Inquiry<'g>, object: &Object, workload: &Object) -> Vec<Definition<'g>> {
    let beside = SCALERS.iter().flat_map(|kind| inquiry.beside(object, kind));
    let is_of = |it: &Definition<'_>| target(it.object).is_some_and(|own| own == name(workload));
    beside.filter(|it| is_of(it) && inquiry.is_near(object, it)).collect()
}

/// Kind and name of what an autoscaler scales.
pub(super) fn target(scaler: &Object) -> Option<(&str, &str)> {
    let reference = scaler.references_by(Edge::ScaleTarget).next()?;
    Some((reference.kind.as_ref(), reference.name.as_ref()))
}

/// Kind and name of an object.
pub(super) fn name(object: &Object) -> (&str, &str) {
    (object.identity.kind.as_ref(), object.identity.name.as_ref())
}

/// The replicas that a workload states, one where it states none; `None` for what has no such number, or one filled in later.
pub(super) fn replicas(workload: &Object) -> Option<i64> {
    let kinds = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout"];
    if !kinds.contains(&workload.identity.kind.as_ref()) {
        return None;
    }
    match workload.noted(Attribute::Replicas) {
        Some(text) => text.parse().ok(),
        None => Some(1),
    }
}

/// The fewest Pods an autoscaler leaves: one for Kubernetes' own, none for KEDA's, where nothing is written.
pub(super) fn fewest(scaler: &Object) -> Option<i64> {
    match scaler.noted(Attribute::MinReplicas) {
        Some(text) => text.parse().ok(),
        None => Some(i64::from(scaler.identity.kind.as_ref() == "HorizontalPodAutoscaler")),
    }
}
