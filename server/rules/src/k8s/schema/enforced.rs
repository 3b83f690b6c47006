//! What the API server holds core kinds to, where that is not what their OpenAPI says.
//!
//! A core kind is decoded into Go types and checked by code, so a field that the OpenAPI calls required is only refused
//! when it is missing if that code says so: a number may be left at 0, a selector at "everything".

use schema::kubernetes::Schema;

/// Fields that the OpenAPI requires and the API server does without.
const NOT_REQUIRED: &[(&str, &str)] = &[
    ("ControllerRevision", "revision"),
    ("CSIDriver", "spec"),
    ("CSINodeSpec", "drivers"),
    ("CustomResourceDefinitionVersion", "served"),
    ("CustomResourceDefinitionVersion", "storage"),
    ("EndpointSlice", "endpoints"),
    ("HTTPHeader", "value"),
    ("ISCSIPersistentVolumeSource", "lun"),
    ("ISCSIVolumeSource", "lun"),
    ("LimitRangeSpec", "limits"),
    ("NetworkPolicySpec", "podSelector"),
    ("PodFailurePolicyOnPodConditionsPattern", "status"),
    ("PreferredSchedulingTerm", "preference"),
    ("PriorityClass", "value"),
    ("RoleRef", "apiGroup"),
    ("StatefulSetSpec", "serviceName"),
    ("Sysctl", "value"),
];

/// Lists whose items the API server refuses to have twice, and that no rule of their own is about.
const UNIQUE: &[(&str, &str)] = &[
    ("Container", "resizePolicy"),
    ("Container", "volumeDevices"),
    ("PodSpec", "resourceClaims"),
    ("PodSpec", "schedulingGates"),
    ("PodSpec", "topologySpreadConstraints"),
    ("PodSpec", "volumes"),
    ("ServiceSpec", "ports"),
    ("MutatingWebhookConfiguration", "webhooks"),
    ("ValidatingWebhookConfiguration", "webhooks"),
];

/// Fields that are required, and that a rule about their object misses in its own words.
const MISSED_ELSEWHERE: &[(&str, &str)] =
    &[("ContainerPort", "containerPort"), ("TopologySpreadConstraint", "topologyKey")];

/// Definitions with a `spec` that is not required, and in it fields that are.
const NEEDING_SPEC: &[&str] = &[
    "CronJob",
    "DaemonSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "Job",
    "JobTemplateSpec",
    "Pod",
    "PodTemplateSpec",
    "ReplicaSet",
    "StatefulSet",
];

/// Selectors that kustomize makes where they are not there, to put `commonLabels` into.
const GAINED: &[(&str, &str)] = &[
    ("DaemonSetSpec", "selector"),
    ("DeploymentSpec", "selector"),
    ("ReplicaSetSpec", "selector"),
    ("StatefulSetSpec", "selector"),
];

/// Whether a core object is refused without a field that its schema requires, and no other rule says so.
pub(super) fn is_required(owner: Schema<'_>, field: &str) -> bool {
    let it = (owner.definition_name().unwrap_or_default(), field);
    !NOT_REQUIRED.contains(&it) && !MISSED_ELSEWHERE.contains(&it)
}

/// Whether a core object is refused without a `spec`, though the OpenAPI does not say so.
pub(super) fn needs_spec(owner: Schema<'_>) -> bool {
    NEEDING_SPEC.contains(&owner.definition_name().unwrap_or_default())
}

/// Whether kustomize makes a field that is not there, as the place of labels for all.
pub(super) fn is_gained(owner: Schema<'_>, field: &str) -> bool {
    GAINED.contains(&(owner.definition_name().unwrap_or_default(), field))
}

/// Whether a core object is refused when a list has an item twice.
pub(super) fn is_unique(owner: Schema<'_>, field: &str) -> bool {
    UNIQUE.contains(&(owner.definition_name().unwrap_or_default(), field))
}

/// Whether a rule of its own is about the encoding of the values: those of a Secret.
pub(super) fn has_own_rule(owner: Schema<'_>) -> bool {
    owner.definition_name() == Some("Secret")
}
