//! Values and keys that are usual where the API takes any.

use std::collections::BTreeSet;

use project::kubernetes::{Member, Place};
use schema::kubernetes::{FieldDefault, Form, Kind, Literal, Schema, Shape, WellKnown, well_known, well_known_keys};

use super::documentation;
use crate::types::DocumentationKey;

const CPU: &[&str] = &["100m", "250m", "500m", "1", "2"];
const MEMORY: &[&str] = &["64Mi", "128Mi", "256Mi", "512Mi", "1Gi", "2Gi"];
const STORAGE: &[&str] = &["1Gi", "5Gi", "10Gi", "20Gi", "50Gi", "100Gi"];
const COUNT: &[&str] = &["1", "2", "5", "10", "50"];
const DURATIONS: &[&str] = &["30s", "1m", "5m", "10m", "1h"];
const TOPOLOGIES: &[&str] = &["kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region"];
const CAPABILITIES: &[&str] = &[
    "ALL",
    "NET_BIND_SERVICE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "SETGID",
    "SETUID",
    "NET_ADMIN",
    "NET_RAW",
    "SYS_PTRACE",
];
const WORKLOADS: &[&str] = &["Deployment", "StatefulSet", "ReplicaSet"];

/// Values by the definition and the field, where the API names none.
const USUAL: &[(&str, &str, &[&str])] = &[
    ("Capabilities", "add", CAPABILITIES),
    ("Capabilities", "drop", CAPABILITIES),
    ("CrossVersionObjectReference", "apiVersion", &["apps/v1"]),
    ("CrossVersionObjectReference", "kind", WORKLOADS),
    ("CustomResourceDefinitionSpec", "scope", &["Namespaced", "Cluster"]),
    ("EmptyDirVolumeSource", "medium", &["Memory"]),
    ("Gateway.spec.listeners", "protocol", &["HTTPS", "HTTP", "TLS", "TCP", "UDP"]),
    ("JSONSchemaProps", "type", &["object", "string", "integer", "boolean", "array", "number"]),
    ("StorageClass", "volumeBindingMode", &["WaitForFirstConsumer", "Immediate"]),
    ("HTTPIngressPath", "pathType", &["Prefix", "Exact"]),
    ("LabelSelectorRequirement", "operator", &["In", "NotIn", "Exists"]),
    ("MetricSpec", "type", &["Resource", "External", "Pods"]),
    ("NodeSelectorRequirement", "operator", &["In", "NotIn", "Exists"]),
    ("MutatingWebhook", "sideEffects", &["None", "NoneOnDryRun"]),
    ("ValidatingWebhook", "sideEffects", &["None", "NoneOnDryRun"]),
    ("SeccompProfile", "type", &["RuntimeDefault", "Localhost"]),
    ("Toleration", "effect", &["NoSchedule", "NoExecute"]),
    ("Toleration", "operator", &["Exists", "Equal"]),
    ("IngressSpec", "ingressClassName", &["nginx", "traefik", "haproxy", "alb"]),
    ("MetricTarget", "type", &["Utilization", "AverageValue"]),
    ("MetricTarget", "averageUtilization", &["60", "70", "80"]),
    ("NetworkPolicySpec", "policyTypes", &["Ingress", "Egress"]),
    (
        "ObjectFieldSelector",
        "fieldPath",
        &[
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.podIP",
            "status.podIPs",
        ],
    ),
    (
        "PersistentVolumeClaimSpec",
        "accessModes",
        &["ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany", "ReadOnlyMany"],
    ),
    ("PersistentVolumeSpec", "accessModes", &["ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany", "ReadOnlyMany"]),
    ("PodAffinityTerm", "topologyKey", TOPOLOGIES),
    ("PodDisruptionBudgetSpec", "maxUnavailable", &["1", "25%"]),
    ("PodDisruptionBudgetSpec", "minAvailable", &["1", "50%"]),
    ("PodSpec", "priorityClassName", &["system-cluster-critical", "system-node-critical"]),
    ("PolicyRule", "verbs", &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "*"]),
    ("ResourceFieldSelector", "divisor", &["1", "1m", "1Mi"]),
    (
        "ResourceFieldSelector",
        "resource",
        &["limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "limits.ephemeral-storage"],
    ),
    ("ResourceMetricSource", "name", &["cpu", "memory"]),
    ("ContainerResourceMetricSource", "name", &["cpu", "memory"]),
    ("RoleRef", "apiGroup", &["rbac.authorization.k8s.io"]),
    ("RoleRef", "kind", &["ClusterRole", "Role"]),
    (
        "Secret",
        "type",
        &[
            "Opaque",
            "kubernetes.io/tls",
            "kubernetes.io/dockerconfigjson",
            "kubernetes.io/basic-auth",
            "kubernetes.io/ssh-auth",
            "kubernetes.io/service-account-token",
        ],
    ),
    ("Subject", "apiGroup", &["rbac.authorization.k8s.io"]),
    ("Subject", "kind", &["ServiceAccount", "User", "Group"]),
    ("TopologySpreadConstraint", "topologyKey", TOPOLOGIES),
    ("CronJobSpec", "schedule", &["0 * * * *", "0 3 * * *", "*/15 * * * *", "0 3 * * 0", "0 3 1 * *"]),
    ("CronJobSpec", "timeZone", &["Etc/UTC"]),
    ("RollingUpdateDeployment", "maxSurge", &["1", "0", "25%", "50%"]),
    ("RollingUpdateDeployment", "maxUnavailable", &["0", "1", "25%", "50%"]),
    ("RollingUpdateDaemonSet", "maxUnavailable", &["1", "10%", "25%"]),
];

/// Fields of custom resources that say how long, in the way of Go: `30s`.
const SPANS: [&str; 8] =
    ["interval", "timeout", "duration", "renewBefore", "retryInterval", "refreshInterval", "period", "scrapeTimeout"];

/// A key of a map that means something.
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) detail: String,
    pub(super) has_values: bool,
    pub(super) is_deprecated: bool,
    pub(super) documentation: Option<DocumentationKey>,
}

/// The values that a schema names; of strings and numbers without a closed list none.
pub(super) fn choices(schema: Schema<'_>) -> Vec<&str> {
    // A dash at the end: what begins so.
    let texts = schema.choices().map(|choice| choice.value.as_str());
    texts.filter(|text| !text.is_empty() && !text.ends_with('-')).collect()
}

/// What the field of `owner` holds when it is left out, where that is one value and sure.
pub(super) fn default_of<'s>(owner: Schema<'s>, field: &str) -> Option<&'s str> {
    let stated = || owner.field(field)?.schema.default().map(Literal::as_str).filter(|it| !it.is_empty());
    sure(owner.defaults(field)).or_else(stated)
}

/// The same by the kind and the whole path, where some defaults are known only so.
pub(super) fn default_at<'s>(place: &Place<'s>, member: &Member<'s>) -> Option<&'s str> {
    let version = member.owner.version();
    sure(place.kind.defaults(&place.path, version)).or_else(|| default_of(member.owner, member.field.name))
}

fn sure(rows: impl IntoIterator<Item = &'static FieldDefault>) -> Option<&'static str> {
    let is_sure = |row: &&FieldDefault| {
        let is_always = row.condition.is_none_or(|it| matches!(it, "unset" | "absent"));
        is_always && !row.source.starts_with("unconfirmed")
    };
    let value = rows.into_iter().find(is_sure).map(|row| row.value);
    value.filter(|value| !value.starts_with('<') && !matches!(*value, "" | "\"\""))
}

/// Whether something is to be proposed behind a key with such a value.
pub(super) fn has_values(schema: Schema<'_>) -> bool {
    schema.shape() == Shape::Boolean || schema.is_quantity() || schema.choices().next().is_some()
}

/// Whether the API server takes a value at `place` that the schema of the field names: what runs to an end is not restarted
/// always, what is kept running always is.
pub(super) fn is_taken(place: &Place<'_>, value: &str) -> bool {
    if !place.path.ends_with("template.spec.restartPolicy") {
        return true;
    }
    match (place.kind.group(), place.kind.name()) {
        ("batch", _) => value != "Always",
        ("apps", _) | ("", "ReplicationController") => value == "Always",
        _ => true,
    }
}

/// What is usually written there, the most usual first; mostly nothing.
pub(super) fn usual(place: &Place<'_>, member: &Member<'_>, owner: &str, schema: Schema<'_>) -> Vec<String> {
    let field = member.field.name;
    let owned = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    if let Some(key) = member.keys.last() {
        return match form(field) {
            Some(form) => well_known(key, form).map(label_values).unwrap_or_default(),
            None if schema.is_quantity() => owned(amounts(key)),
            None => Vec::new(),
        };
    }
    let definition = member.owner.definition_name().unwrap_or(owner);
    if let Some((.., values)) = USUAL.iter().find(|row| row.0 == definition && row.1 == field) {
        return owned(values);
    }
    match (definition, field) {
        ("PolicyRule", "resources") => plurals(place),
        ("Toleration" | "Taint", "key") => keys_of(Form::Taint, "Node"),
        ("NodeSelectorRequirement", "key") => keys_of(Form::Label, "Node"),
        _ if schema.is_quantity() => owned(amounts(field)),
        _ if place.kind.is_custom() && schema.shape() == Shape::String && SPANS.contains(&field) => owned(DURATIONS),
        _ => Vec::new(),
    }
}

/// Typical amounts of a resource.
fn amounts(resource: &str) -> &'static [&'static str] {
    let name = resource.rsplit('.').next().unwrap_or(resource);
    match name {
        "cpu" => CPU,
        "memory" | "sizeLimit" => MEMORY,
        "storage" | "ephemeral-storage" => STORAGE,
        _ => COUNT,
    }
}

fn form(field: &str) -> Option<Form> {
    match field {
        "labels" | "matchLabels" | "nodeSelector" => Some(Form::Label),
        "annotations" => Some(Form::Annotation),
        _ => None,
    }
}

fn label_values(known: WellKnown) -> Vec<String> {
    match known.value {
        "bool" => vec!["true".to_owned(), "false".to_owned()],
        _ => known.values().map(str::to_owned).collect(),
    }
}

fn keys_of(form: Form, kind: &str) -> Vec<String> {
    let fit = |it: &WellKnown| it.form == form && it.is_used_on(kind) && !it.is_deprecated() && !it.name.ends_with('*');
    well_known_keys().filter(fit).map(|it| it.name.to_owned()).collect()
}

/// The resources of the groups that the rule names beside it; of the core group without any.
fn plurals(place: &Place<'_>) -> Vec<String> {
    const CORE: [&str; 12] = [
        "pods",
        "pods/log",
        "pods/exec",
        "services",
        "configmaps",
        "secrets",
        "endpoints",
        "events",
        "namespaces",
        "nodes",
        "persistentvolumeclaims",
        "serviceaccounts",
    ];
    let version = place.schema.map(Schema::version);
    let more: BTreeSet<&str> = version
        .into_iter()
        .flat_map(schema::kubernetes::kinds)
        .filter(|kind| matches!(kind.group(), "apps" | "batch" | "networking.k8s.io" | "autoscaling" | "policy"))
        .filter_map(Kind::plural)
        .collect();
    CORE.into_iter().chain(more).map(str::to_owned).collect()
}

/// The keys that mean something in the map at `place`.
pub(super) fn map_keys(place: &Place<'_>, member: &Member<'_>) -> Vec<Known> {
    let field = member.field.name;
    if let Some(form) = form(field) {
        let kind = match field {
            "nodeSelector" => "Node",
            "labels" | "annotations" if place.plain_path.contains("template.metadata") => "Pod",
            "matchLabels" => "Pod",
            _ => place.kind.name(),
        };
        let fit = |it: &WellKnown| it.form == form && it.is_used_on(kind) && !it.name.ends_with('*');
        let mut keys: Vec<WellKnown> = well_known_keys().filter(fit).collect();
        // Those for this kind before those for all, those for people before those for machines.
        keys.sort_by_key(|it| {
            (it.is_deprecated(), !it.name.starts_with("app.kubernetes.io/"), it.kinds().next().is_none())
        });
        return keys.into_iter().map(|it| label(it, form)).collect();
    }
    let names: &[&'static str] = match (member.owner.definition_name().unwrap_or_default(), field) {
        ("VolumeResourceRequirements", _) => &["storage"],
        ("ResourceQuotaSpec", "hard") => &[
            "requests.cpu",
            "requests.memory",
            "limits.cpu",
            "limits.memory",
            "pods",
            "services",
            "configmaps",
            "secrets",
            "persistentvolumeclaims",
            "requests.storage",
            "services.loadbalancers",
            "services.nodeports",
        ],
        ("PersistentVolumeSpec", "capacity") => &["storage"],
        ("ResourceRequirements", _) if place.plain_path.contains("volumeClaimTemplates") => &["storage"],
        (
            _,
            "requests" | "limits" | "overhead" | "default" | "defaultRequest" | "max" | "min" | "capacity"
            | "allocatable",
        ) if place.schema.and_then(Schema::values).is_some_and(Schema::is_quantity) => {
            &["cpu", "memory", "ephemeral-storage"]
        }
        _ => &[],
    };
    let key = |name: &&'static str| Known {
        name,
        detail: "quantity".to_owned(),
        has_values: true,
        is_deprecated: false,
        documentation: None,
    };
    names.iter().map(key).collect()
}

fn label(known: WellKnown, form: Form) -> Known {
    let has_values = known.value == "bool" || known.values().next().is_some();
    Known {
        name: known.name,
        detail: known.value.replace('|', ", "),
        has_values,
        is_deprecated: known.is_deprecated(),
        documentation: documentation::label_key(known.name, form),
    }
}
