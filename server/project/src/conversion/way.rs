//! Which conversion leads from one kind to another.

use schema::kubernetes::{Kind, Version};
use syntax::yaml::{Data, Resolved};

use super::draft::{Map, Piece};
use super::note::{Change, Note};
use super::reason::{Problem, Reason};
use crate::kubernetes::Object;

use super::{
    autoscaler, cert_manager, definition, endpoints, flow_control, ingress, resource_claim, role, webhook, workload,
};

/// Kinds whose older versions no facts describe any more, and which never changed but in name: the API's own conversions
/// copy them field by field.
const SAME: &[(&str, &str)] = &[
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("apiregistration.k8s.io", "APIService"),
    ("apps", "ControllerRevision"),
    ("authentication.k8s.io", "TokenReview"),
    ("authorization.k8s.io", "LocalSubjectAccessReview"),
    ("authorization.k8s.io", "SelfSubjectAccessReview"),
    ("authorization.k8s.io", "SelfSubjectRulesReview"),
    ("authorization.k8s.io", "SubjectAccessReview"),
    ("batch", "CronJob"),
    ("coordination.k8s.io", "Lease"),
    ("extensions", "NetworkPolicy"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("gateway.networking.k8s.io", "GatewayClass"),
    ("gateway.networking.k8s.io", "HTTPRoute"),
    ("gateway.networking.k8s.io", "ReferencePolicy"),
    ("networking.k8s.io", "IngressClass"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "CSINode"),
    ("storage.k8s.io", "CSIStorageCapacity"),
    ("storage.k8s.io", "StorageClass"),
    ("storage.k8s.io", "VolumeAttachment"),
];

/// How to convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Only the version changes.
    Same,
    /// Only the version changes, if all that is written fits both versions.
    Checked,
    Ingress,
    Workload,
    Autoscaler,
    DisruptionBudget,
    EndpointSlice,
    Role,
    Definition,
    Webhook,
    SigningRequest,
    PriorityLevel,
    RuntimeClass,
    ResourceClaim,
    CertManager,
    PodSecurityPolicy,
}

/// The group and the kind that a custom kind moved to; `None`: it did not move, or the facts name its replacement.
pub(super) fn successor<'k>(group: &'k str, name: &'k str) -> Option<(&'k str, &'k str)> {
    match (group, name) {
        ("traefik.containo.us", name) => Some(("traefik.io", name)),
        ("gateway.networking.k8s.io", "ReferencePolicy") => Some((group, "ReferenceGrant")),
        _ => None,
    }
}

/// `apps` and `v1`.
pub(super) fn split(api_version: &str) -> (&str, &str) {
    api_version.rsplit_once('/').unwrap_or(("", api_version))
}

impl Way {
    /// The way from an object, whose kind no facts may know, to another kind; `None`: there is none.
    pub(super) fn of(object: Object<'_>, to: Kind<'_>) -> Option<Way> {
        let (api_version, name) = (object.api_version()?, object.kind_name()?);
        let (name, (group, version)) = (name.trim(), split(api_version.trim()));
        let is_stable = to.group_version() == "v1";
        let is_renamed = successor(group, name) == Some((to.group(), to.name()));
        if name == "PodSecurityPolicy" {
            return Some(Way::PodSecurityPolicy);
        }
        let way = match (group, name, to.group()) {
            ("extensions" | "networking.k8s.io", "Ingress", "networking.k8s.io") if is_stable => Way::Ingress,
            ("extensions" | "apps", "Deployment" | "DaemonSet" | "ReplicaSet" | "StatefulSet", "apps") if is_stable => {
                Way::Workload
            }
            ("autoscaling", "HorizontalPodAutoscaler", "autoscaling") if to.group_version() == "v2" => Way::Autoscaler,
            ("policy", "PodDisruptionBudget", "policy") => Way::DisruptionBudget,
            ("discovery.k8s.io", "EndpointSlice", "discovery.k8s.io") if is_stable => Way::EndpointSlice,
            ("rbac.authorization.k8s.io", _, "rbac.authorization.k8s.io") => Way::Role,
            ("apiextensions.k8s.io", "CustomResourceDefinition", "apiextensions.k8s.io") => Way::Definition,
            (
                "admissionregistration.k8s.io",
                "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration",
                "admissionregistration.k8s.io",
            ) => Way::Webhook,
            ("certificates.k8s.io", "CertificateSigningRequest", "certificates.k8s.io") => Way::SigningRequest,
            ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io") => {
                Way::PriorityLevel
            }
            ("node.k8s.io", "RuntimeClass", "node.k8s.io") if version == "v1alpha1" => Way::RuntimeClass,
            ("resource.k8s.io", _, "resource.k8s.io") if matches!(to.group_version(), "v1beta2" | "v1") => {
                Way::ResourceClaim
            }
            ("cert-manager.io" | "acme.cert-manager.io", _, "cert-manager.io" | "acme.cert-manager.io") => {
                Way::CertManager
            }
            _ if SAME.contains(&(group, name)) => Way::Same,
            _ => Way::Checked,
        };
        let named = object.kind.and_then(|from| from.replacement(Version::newest()));
        let is_named = named.is_some_and(|it| it.api_version() == to.api_version() && it.name() == to.name());
        let is_same = name == to.name() && (group == to.group() || group == "extensions" || is_named);
        // What nobody knows cannot be checked.
        let is_known = object.kind.is_some_and(|from| from.schema(Version::newest()).is_some());
        ((is_renamed || is_same) && (is_known || way != Way::Checked)).then_some(way)
    }

    /// Converts all but `apiVersion` and `kind`.
    pub(super) fn convert(self, object: &mut Map<'_>, api_version: &str, notes: &mut Vec<Note>) -> Result<(), Reason> {
        let (_, version) = split(api_version);
        match self {
            Way::Same | Way::Checked => Ok(()),
            Way::Ingress => ingress::convert(object, notes),
            Way::Workload => workload::convert(object, api_version, notes),
            Way::Autoscaler => autoscaler::convert(object, version),
            Way::DisruptionBudget => disruption_budget(object, notes),
            Way::EndpointSlice => endpoints::convert(object),
            Way::Role => role::convert(object, version),
            Way::Definition => definition::convert(object, notes),
            Way::Webhook => webhook::convert(object, notes),
            Way::SigningRequest => signing_request(object, notes),
            Way::PriorityLevel => flow_control::convert(object, notes),
            Way::RuntimeClass => runtime_class(object),
            Way::ResourceClaim => resource_claim::convert(object),
            Way::CertManager => cert_manager::convert(object),
            Way::PodSecurityPolicy => Err(Reason::new(object.route("kind"), Problem::PodSecurityPolicy)),
        }
    }
}

/// Writes a default out where nothing is written.
pub(super) fn state(map: &mut Map<'_>, key: &str, value: Data, notes: &mut Vec<Note>) {
    if map.has(key) {
        return;
    }
    notes.push(Note { at: map.route(key), change: Change::Stated { value: shown(&value) } });
    map.set(key, value);
}

/// A short value in one line, as YAML in brackets.
pub(super) fn shown(data: &Data) -> String {
    match data {
        Data::Null => "null".to_owned(),
        Data::Plain(text) | Data::Text(text) | Data::Block(text) => text.clone(),
        Data::Map(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key}: {}", shown(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Data::Seq(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
    }
}

fn disruption_budget(object: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    let is_unset = |key: &str| {
        let inner = spec.node("selector").and_then(|it| it.merged_get(key));
        inner.is_none_or(|it| it.entries().next().is_none() && it.items().next().is_none())
    };
    if spec.node("selector").is_some_and(syntax::yaml::Node::is_mapping)
        && is_unset("matchLabels")
        && is_unset("matchExpressions")
    {
        notes.push(Note { at: spec.route("selector"), change: Change::EmptySelector });
    }
    Ok(())
}

/// The signer, which v1 requires, is asked for with the other required fields.
fn signing_request(object: &mut Map<'_>, notes: &mut Vec<Note>) -> Result<(), Reason> {
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    let usages = ["digital signature", "key encipherment"].map(Data::text);
    state(spec, "usages", Data::seq(usages), notes);
    Ok(())
}

/// v1alpha1 had everything in `spec`.
fn runtime_class(object: &mut Map<'_>) -> Result<(), Reason> {
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    let pieces: Vec<(&str, Option<Piece<'_>>)> =
        ["runtimeHandler", "overhead", "scheduling"].into_iter().map(|key| (key, spec.take(key))).collect();
    if let Some(left) = spec.live().next() {
        let at = spec.route(&left.key);
        return Err(Reason::new(at, Problem::UnknownField { version: "node.k8s.io/v1".to_owned() }));
    }
    let mut whole = object.take("spec");
    for (key, piece) in pieces {
        if let Some(piece) = piece {
            let piece = piece.instead_of(whole.take());
            object.put(if key == "runtimeHandler" { "handler" } else { key }, piece);
        }
    }
    Ok(())
}

/// Whether a value is the number zero.
pub(super) fn is_zero(meaning: Option<&Resolved<'_>>) -> bool {
    matches!(meaning, Some(Resolved::Int(0)))
}
