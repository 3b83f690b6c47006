//! Pods: where the kinds that make Pods say what is in one.

use schema::kubernetes::group_of;
use syntax::yaml::{Node, Route};

use super::Object;

/// The Pods that an object makes or is.
#[derive(Debug, Clone, Copy)]
pub struct Pod<'a> {
    /// The object.
    pub object: Object<'a>,
    /// The mapping with the Pod's `metadata` and `spec`: the object itself where it is a Pod.
    pub template: Node<'a>,
    /// The Pod's `spec`.
    pub spec: Node<'a>,
}

/// A container of a Pod.
#[derive(Debug, Clone, Copy)]
pub struct Container<'a> {
    /// Its Pod.
    pub pod: Pod<'a>,
    /// The mapping.
    pub node: Node<'a>,
    /// In which list it stands.
    pub role: ContainerRole,
}

/// Which list of a Pod a container stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContainerRole {
    /// `containers`
    Regular,
    /// `initContainers`
    Init,
    /// `ephemeralContainers`
    Ephemeral,
}

impl ContainerRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Init, Self::Ephemeral];

    /// The field of the Pod's `spec`.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Regular => "containers",
            Self::Init => "initContainers",
            Self::Ephemeral => "ephemeralContainers",
        }
    }
}

/// Kinds that hold a Pod, with the way to its template.
const TEMPLATES: &[(&str, &str, &str)] = &[
    ("", "Pod", ""),
    ("", "PodTemplate", "template"),
    ("", "ReplicationController", "spec.template"),
    ("apps", "DaemonSet", "spec.template"),
    ("apps", "Deployment", "spec.template"),
    ("apps", "ReplicaSet", "spec.template"),
    ("apps", "StatefulSet", "spec.template"),
    ("argoproj.io", "Rollout", "spec.template"),
    ("batch", "CronJob", "spec.jobTemplate.spec.template"),
    ("batch", "Job", "spec.template"),
    ("extensions", "DaemonSet", "spec.template"),
    ("extensions", "Deployment", "spec.template"),
    ("extensions", "ReplicaSet", "spec.template"),
    ("serving.knative.dev", "Service", "spec.template"),
];

/// The Pod of an object; none for most kinds, and where its `spec` is no mapping.
pub fn pods(object: Object<'_>) -> impl Iterator<Item = Pod<'_>> {
    let pod = || {
        let (api_version, kind) = (object.api_version()?, object.kind_name()?);
        let group = group_of(api_version.trim());
        let (.., way) = TEMPLATES.iter().find(|row| row.0 == group && row.1 == kind.trim())?;
        let template = object.node.find(&Route::parse(way))?;
        let spec = template.get("spec").filter(|spec| spec.is_mapping())?;
        Some(Pod { object, template, spec })
    };
    pod().into_iter()
}

impl<'a> Pod<'a> {
    /// Its containers: of all three lists, in the order of [`ContainerRole::ALL`].
    pub fn containers(self) -> impl Iterator<Item = Container<'a>> {
        ContainerRole::ALL.into_iter().flat_map(move |role| {
            let list = self.spec.get(role.field()).into_iter().flat_map(Node::items);
            list.filter(|node| node.is_mapping()).map(move |node| Container { pod: self, node, role })
        })
    }
}
