//! Folders of the node that Pods mount: which, and how much is at stake.

use project::kubernetes::Pod;
use syntax::yaml::Node;

use super::scalar;
use super::security_context::value;
use super::volumes;

/// A `hostPath` volume.
pub(super) struct HostFolder<'a> {
    /// The volume.
    pub(super) volume: Node<'a>,
    /// The value of `hostPath`.
    pub(super) source: Node<'a>,
    /// The value of its `path`, with the text.
    pub(super) path: Option<(Node<'a>, String)>,
}

/// Sockets of container runtimes, as the ends of paths.
const SOCKETS: [&str; 7] = [
    "/docker.sock",
    "/containerd.sock",
    "/crio.sock",
    "/cri-dockerd.sock",
    "/podman.sock",
    "/dockershim.sock",
    "/frakti.sock",
];

/// Folders of the system itself.
const SYSTEM: [&str; 13] =
    ["/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/sbin", "/sys", "/usr", "/var"];

/// Folders with the node's keys, or with what other containers are made of: they and all below them.
const OF_THE_NODE: [&str; 8] = [
    "/etc/cni",
    "/etc/kubernetes",
    "/run/containerd",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/etcd",
    "/var/lib/kubelet",
    "/var/run/docker",
];

/// Folders of people and programs that hold their credentials, wherever they are.
const CREDENTIALS: [&str; 7] = [".aws", ".azure", ".docker", ".gcloud", "gcloud", ".kube", ".ssh"];

impl HostFolder<'_> {
    /// The path without a slash at its end; empty where none is written.
    pub(super) fn text(&self) -> &str {
        self.path.as_ref().map_or("", |(_, text)| trimmed(text))
    }

    /// Whether it is the socket of a container runtime.
    pub(super) fn is_socket(&self) -> bool {
        SOCKETS.iter().any(|socket| self.text().ends_with(socket))
    }

    /// Whether it is a folder of the system, or one with keys of the node.
    pub(super) fn is_sensitive(&self) -> bool {
        let path = self.text();
        let is_within =
            |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is_of_node = SYSTEM.contains(&path) || OF_THE_NODE.iter().any(|folder| is_within(folder));
        let has_credentials = path.split('/').any(|part| CREDENTIALS.contains(&part));
        (is_of_node || has_credentials) && !self.is_socket()
    }

    /// What to underline: the path, else the source.
    pub(super) fn node(&self) -> Node<'_> {
        self.path.as_ref().map_or(self.source, |(node, _)| *node)
    }

    /// ``Volume `data` ``.
    pub(super) fn title(&self) -> String {
        title(self.volume)
    }

    /// Where a container of the Pod mounts it so that it may write: the mounts.
    pub(super) fn writable_mounts<'a>(
        &self,
        pod: Pod<'a>,
    ) -> impl Iterator<Item = (project::kubernetes::Container<'a>, Node<'a>)> {
        let name = self.volume.get("name").and_then(Node::text).map(std::borrow::Cow::into_owned);
        pod.containers().flat_map(move |container| {
            let name = name.clone();
            let mounts = volumes::mounts(container, "volumeMounts");
            let of_it = move |mount: &Node<'_>| {
                name.as_deref().is_some_and(|name| mount.get("name").is_some_and(|it| it.is(name)))
            };
            let writable =
                |mount: &Node<'_>| value(*mount, "readOnly").is_none_or(|flag| scalar::flag(flag) == Some(false));
            mounts.filter(move |mount| of_it(mount) && writable(mount)).map(move |mount| (container, mount))
        })
    }
}

/// ``Volume `data` ``; without a name only what it is.
pub(super) fn title(volume: Node<'_>) -> String {
    let name = volume.get("name").and_then(Node::text);
    name.map_or_else(|| "The volume".to_owned(), |name| format!("Volume `{name}`"))
}

/// The `hostPath` volumes of a Pod.
pub(super) fn of(pod: Pod<'_>) -> impl Iterator<Item = HostFolder<'_>> {
    volumes::of(pod).filter_map(|volume| {
        let source = value(volume, "hostPath")?;
        let path = value(source, "path").and_then(|node| Some((node, scalar::text(node)?.into_owned())));
        Some(HostFolder { volume, source, path })
    })
}

fn trimmed(path: &str) -> &str {
    let path = path.trim();
    if path.len() > 1 { path.trim_end_matches('/') } else { path }
}
