//! Security contexts: what a Pod and its containers say about privileges, and what comes of both.

use project::kubernetes::{Container, ContainerRole, Pod};
use syntax::yaml::{Address, Node};

use super::scalar;

/// Who has a security context: a Pod or one of its containers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Setter<'a> {
    Pod(Pod<'a>),
    Container(Container<'a>),
}

impl<'a> Setter<'a> {
    /// The mapping that `securityContext` stands in.
    pub(super) fn node(self) -> Node<'a> {
        match self {
            Self::Pod(pod) => pod.spec,
            Self::Container(container) => container.node,
        }
    }

    /// The value of `securityContext`; `None` where there is none.
    pub(super) fn context(self) -> Option<Node<'a>> {
        value(self.node(), "securityContext").filter(|node| node.is_mapping())
    }

    /// The value of a field of the security context; `None` where nothing is written.
    pub(super) fn get(self, key: &str) -> Option<Node<'a>> {
        value(self.context()?, key)
    }

    /// What the field `key.name` says; `None` where it is not written.
    pub(super) fn get_in(self, key: &str, name: &str) -> Option<Node<'a>> {
        value(self.get(key)?, name)
    }

    /// Where a field of the security context stands or would stand.
    pub(super) fn address(self, route: &str) -> Address {
        self.node().address_of(&format!("securityContext.{route}"))
    }

    /// ``Container `web` ``, as a sentence begins.
    pub(super) fn title(self) -> String {
        match self {
            Self::Pod(_) => "The Pod".to_owned(),
            Self::Container(container) => title(container),
        }
    }
}

/// The Pod, then its containers.
pub(super) fn setters(pod: Pod<'_>) -> impl Iterator<Item = Setter<'_>> {
    std::iter::once(Setter::Pod(pod)).chain(pod.containers().map(Setter::Container))
}

/// What a field comes to for a container: its own value, else that of the Pod.
pub(super) fn effective<'a>(container: Container<'a>, key: &str) -> Option<Node<'a>> {
    Setter::Container(container).get(key).or_else(|| Setter::Pod(container.pod).get(key))
}

/// ``Container `web` ``, ``Init container `migrate` ``; without a name only its role.
pub(super) fn title(container: Container<'_>) -> String {
    let role = match container.role {
        ContainerRole::Regular => "Container",
        ContainerRole::Init => "Init container",
        ContainerRole::Ephemeral => "Ephemeral container",
    };
    let name = container.node.get("name").and_then(Node::text).filter(|name| !name.is_empty());
    name.map_or_else(|| role.to_owned(), |name| format!("{role} `{name}`"))
}

/// ``Containers `a` and `b` `` with what they have in common; for many only how many there are.
pub(super) fn titles(containers: &[Container<'_>]) -> String {
    let name = |container: &Container<'_>| Some(format!("`{}`", container.node.get("name")?.text()?));
    match containers {
        [one] => title(*one),
        [first, second] => match (name(first), name(second)) {
            (Some(first), Some(second)) => format!("Containers {first} and {second}"),
            (_, None) | (None, _) => "2 containers".to_owned(),
        },
        many => format!("{} containers", many.len()),
    }
}

/// Whether a Pod is for Windows, whose containers have none of the fields that are about Linux.
pub(super) fn is_windows(pod: Pod<'_>) -> bool {
    let is_it = |node: Option<Node<'_>>| node.is_some_and(|node| node.is("windows"));
    let selector = value(pod.spec, "nodeSelector");
    is_it(value(pod.spec, "os").and_then(|os| value(os, "name")))
        || is_it(selector.and_then(|selector| value(selector, "kubernetes.io/os")))
}

/// Whether it is Knative that makes the Pod: it takes a security context for containers only, as long as no feature
/// flag of the cluster says otherwise.
pub(super) fn is_knative(pod: Pod<'_>) -> bool {
    pod.object.api_version().is_some_and(|version| version.starts_with("serving.knative.dev/"))
}

/// Where to say what counts for all of `containers`: at the Pod, or where it takes nothing, at each of them.
pub(super) fn homes<'a>(pod: Pod<'a>, containers: &[Container<'a>]) -> Vec<Setter<'a>> {
    if is_knative(pod) { containers.iter().copied().map(Setter::Container).collect() } else { vec![Setter::Pod(pod)] }
}

/// Whether root in a container of the Pod is nobody on the node: `hostUsers: false`.
pub(super) fn has_user_namespace(pod: Pod<'_>) -> bool {
    value(pod.spec, "hostUsers").and_then(scalar::flag) == Some(false)
}

/// The value of `key` in a mapping, merged ones included; `None` for nothing and `null`.
pub(super) fn value<'a>(mapping: Node<'a>, key: &str) -> Option<Node<'a>> {
    mapping.merged_get(key).map(Node::effective).filter(|node| scalar::is_written(*node))
}
