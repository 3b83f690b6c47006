//! Objects: what stays of a manifest once its tree is gone, as much as other files ask for.

use std::sync::Arc;

use syntax::{TextRange, TextSize};

use super::attribute::Attribute;
use super::edge::Edge;
use super::pod::Pod;
use super::selector::Selector;

/// A short text; equal ones of a file share their memory.
pub type Name = Arc<str>;

/// Labels, by key, each once; of two equal keys the last one, which wins.
pub type Labels = Box<[(Name, Name)]>;

/// The label that every Namespace has with its name.
pub(super) const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// What an object is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The API group in force today (`networking.k8s.io` for an Ingress of `extensions/v1beta1`); empty for the core group.
    pub group: Name,
    /// The version within the group as it is written; empty where no `apiVersion` is written.
    pub version: Name,
    /// The kind.
    pub kind: Name,
    /// The namespace as it is written; `None` where none is, and for what belongs to the whole cluster.
    pub namespace: Option<Name>,
    /// The name as it is written, or what `generateName` begins with; empty where neither is written.
    pub name: Name,
}

impl Identity {
    /// Whether objects of this kind belong to no namespace.
    #[must_use]
    pub fn is_cluster_wide(&self) -> bool {
        is_cluster_wide(&self.kind)
    }
}

/// Kinds without a namespace whose names do not say so.
const CLUSTER_WIDE: [&str; 36] = [
    "APIService",
    "AppProfile",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "ComponentStatus",
    "CompositeResourceDefinition",
    "Composition",
    "ConstraintTemplate",
    "CustomResourceDefinition",
    "DeviceClass",
    "EC2NodeClass",
    "FlowSchema",
    "GatewayClass",
    "GlobalNetworkPolicy",
    "IPAddress",
    "IngressClass",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "NodePool",
    "PersistentVolume",
    "PodSecurityPolicy",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "Provider",
    "ResourceSlice",
    "RuntimeClass",
    "ServiceCIDR",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttributesClass",
];

/// Kinds whose names begin like those of the cluster, and that live in a namespace.
const NAMESPACED: [&str; 2] = ["ClusterServiceVersion", "ClusterExtensionRevision"];

pub(super) fn is_cluster_wide(kind: &str) -> bool {
    let cluster = kind.strip_prefix("Cluster").is_some_and(|rest| rest.starts_with(|first: char| first.is_uppercase()));
    cluster && !NAMESPACED.contains(&kind) || CLUSTER_WIDE.binary_search(&kind).is_ok()
}

/// The group that serves a kind today, for one that moved.
pub(super) fn current_group<'g>(group: &'g str, kind: &str) -> &'g str {
    match (group, kind) {
        ("extensions", "Ingress" | "NetworkPolicy") => "networking.k8s.io",
        ("extensions", "Deployment" | "DaemonSet" | "ReplicaSet") => "apps",
        ("extensions", "PodSecurityPolicy") => "policy",
        _ => group,
    }
}

/// Where an object comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It is written as a manifest.
    Manifest,
    /// A generator of a `kustomization.yaml` makes it; its place is the generator's entry.
    Generator,
}

/// Where in its file an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// The document, counted from zero.
    pub document: u32,
    /// The whole object.
    pub range: TextRange,
    /// The value of `kind`.
    pub kind: TextRange,
    /// The value of `metadata.name`; where none is written, that of `kind`.
    pub name: TextRange,
    /// The value of `metadata.namespace`.
    pub namespace: Option<TextRange>,
}

/// An object of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// What it is called.
    pub identity: Identity,
    /// Whether its name is only how names begin (`generateName`).
    pub is_name_generated: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands.
    pub site: Site,
    /// Its own labels; of a Namespace also the one with its name, which the API server puts there.
    pub labels: Labels,
    /// The Pods it makes, or that it is.
    pub pod: Option<Box<Pod>>,
    /// What it selects.
    pub selectors: Box<[Selector]>,
    /// The ports of a Service.
    pub ports: Box<[Port]>,
    /// The keys of a ConfigMap or a Secret; empty for anything else.
    pub keys: Box<[DataKey]>,
    /// Whether it has more keys than can be seen: from a file of variables, from what it is merged into.
    pub has_open_keys: bool,
    /// What else others want to know of it.
    pub attributes: Box<[Noted]>,
    /// What it refers to, in no particular order.
    pub references: Box<[Reference]>,
    /// What comes into being with it that has no manifest.
    pub makes: Box<[Made]>,
    /// Whether it says itself that it only changes another one: a strategic merge patch, a generator that merges.
    pub is_marked_patch: bool,
    /// A digest of all of this without the places: the same while only lines above changed.
    pub digest: u64,
}

impl Object {
    /// The value of a label.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        label(&self.labels, key)
    }

    /// `shop/api`, `api`: the name with the namespace that is written.
    #[must_use]
    pub fn title(&self) -> String {
        let Identity { name, namespace, .. } = &self.identity;
        namespace.as_ref().map_or_else(|| name.to_string(), |namespace| format!("{namespace}/{name}"))
    }

    /// The first value noted of `attribute`.
    #[must_use]
    pub fn noted(&self, attribute: Attribute) -> Option<&str> {
        self.all_noted(attribute).next().map(|noted| noted.text.as_ref())
    }

    /// All values noted of `attribute`, in the order of the file.
    pub fn all_noted(&self, attribute: Attribute) -> impl Iterator<Item = &Noted> {
        self.attributes.iter().filter(move |noted| noted.attribute == attribute)
    }

    /// A whole number noted of `attribute`; `None` where none or something else is written.
    #[must_use]
    pub fn number(&self, attribute: Attribute) -> Option<i64> {
        self.noted(attribute)?.parse().ok()
    }

    /// Where a key of a ConfigMap or Secret stands.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&DataKey> {
        self.keys.iter().find(|key| key.name.as_ref() == name)
    }

    /// Whether it brings along a chart, whose objects nobody sees here.
    #[must_use]
    pub fn is_release(&self) -> bool {
        self.noted(Attribute::Chart).is_some()
    }

    /// The reference whose name, or whose key or port, `offset` is in or at the end of. Of several with one name (one for each
    /// key) the first.
    #[must_use]
    pub fn reference_at(&self, offset: TextSize) -> Option<&Reference> {
        let on_part = |it: &&Reference| it.part.as_ref().is_some_and(|(_, range)| range.contains_inclusive(offset));
        let on_name = |it: &&Reference| it.range.contains_inclusive(offset);
        self.references.iter().find(on_part).or_else(|| self.references.iter().find(on_name))
    }

    /// The references of one kind.
    pub fn references_by(&self, edge: Edge) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |reference| reference.edge == edge)
    }
}

pub(super) fn label<'l>(labels: &'l [(Name, Name)], key: &str) -> Option<&'l str> {
    let at = labels.binary_search_by(|(own, _)| own.as_ref().cmp(key)).ok()?;
    Some(labels[at].1.as_ref())
}

/// A port of a container or a Service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Port {
    /// Its name, where it has one.
    pub name: Option<Name>,
    /// `containerPort`, or a Service's `port`; 0 where none that can be is written.
    pub number: u16,
    /// `TCP` where nothing is written.
    pub protocol: Name,
    /// Of a Service the port of the Pod, by name or number; its own number where nothing is written.
    pub target: Option<Name>,
    /// Where it stands.
    pub range: TextRange,
}

impl Port {
    /// Whether that name or number means this port.
    #[must_use]
    pub fn is(&self, port: &str) -> bool {
        self.name.as_deref() == Some(port) || port.parse() == Ok(self.number)
    }
}

/// A key of a ConfigMap or a Secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataKey {
    /// The key.
    pub name: Name,
    /// Where it stands.
    pub range: TextRange,
}

/// A value that others want to know of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// What it says.
    pub attribute: Attribute,
    /// The key it stands under, where the field is a map of any keys (`limits[].max` of a `LimitRange`); else empty.
    pub key: Name,
    /// The scalar as text; of a mapping or list nothing, for its being there is what counts.
    pub text: Name,
    /// The item of the outermost list it stands in, counted from zero; 0 where it stands in none.
    pub item: u32,
    /// Where it stands.
    pub range: TextRange,
}

/// A name in an object that another object should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What for.
    pub edge: Edge,
    /// The kind that is meant.
    pub kind: Name,
    /// Its API group; `None` where any will do.
    pub group: Option<Name>,
    /// The namespace it says, where it says one; else it means its own.
    pub namespace: Option<Name>,
    /// The name that is meant.
    pub name: Name,
    /// A key within a ConfigMap or Secret, a port of a Service, a section of a Gateway.
    pub part: Option<(Name, TextRange)>,
    /// Whether it says that it may be missing.
    pub is_optional: bool,
    /// The name, where it stands.
    pub range: TextRange,
}

impl Reference {
    /// Whether what is meant belongs to no namespace.
    #[must_use]
    pub fn is_cluster_wide(&self) -> bool {
        is_cluster_wide(&self.kind)
    }
}

/// Something that comes into being with an object and has no manifest.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Made {
    /// Its kind.
    pub kind: Name,
    /// Its name, or what its name begins with.
    pub name: Name,
    /// Whether more stands behind the name.
    pub is_stem: bool,
    /// Its keys; `None` where they cannot be known.
    pub keys: Option<Box<[Name]>>,
    /// Where the name comes from.
    pub range: TextRange,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_the_whole_cluster() {
        assert!(CLUSTER_WIDE.is_sorted());
        for kind in ["Namespace", "ClusterRole", "ClusterIssuer", "StorageClass"] {
            assert!(is_cluster_wide(kind), "{kind}");
        }
        for kind in ["Cluster", "Role", "Pod", "ClusterServiceVersion", "Clusterer"] {
            assert!(!is_cluster_wide(kind), "{kind}");
        }
    }
}
