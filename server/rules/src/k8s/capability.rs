//! Capabilities: parts of root's power that a container gives up or asks for.

use syntax::yaml::Node;

use super::scalar;
use super::security_context::{Setter, value};

/// What a container may add and still meet `baseline`: what a runtime gives without being asked, but for `NET_RAW`.
const BASELINE: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Capabilities that come to root on the node, or nearly.
const TAKEOVER: [&str; 12] = [
    "ALL",
    "BPF",
    "CHECKPOINT_RESTORE",
    "DAC_READ_SEARCH",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "PERFMON",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_MODULE",
    "SYS_PTRACE",
    "SYS_RAWIO",
];

/// The items of `capabilities.add` or `capabilities.drop`, with their texts.
pub(super) fn listed<'a>(setter: Setter<'a>, list: &'a str) -> impl Iterator<Item = (Node<'a>, String)> {
    let items = setter.get("capabilities").and_then(|capabilities| value(capabilities, list));
    let items = items.into_iter().flat_map(Node::items);
    items.filter_map(|item| Some((item, scalar::text(item)?.into_owned())))
}

/// The name without `CAP_`, in capitals.
pub(super) fn plain(name: &str) -> String {
    let upper = name.trim().to_ascii_uppercase();
    upper.strip_prefix("CAP_").map_or(upper.clone(), str::to_owned)
}

/// Whether `baseline` lets a container add it; Pod Security admission reads the name as it is written.
pub(super) fn is_baseline(name: &str) -> bool {
    BASELINE.contains(&name)
}

/// Whether who has it has the node, or nearly; of a Pod on the node's network also who may change that.
pub(super) fn is_takeover(name: &str, is_on_host_network: bool) -> bool {
    let plain = plain(name);
    TAKEOVER.contains(&plain.as_str()) || is_on_host_network && plain == "NET_ADMIN"
}

/// The item of `drop` that says `ALL`, in whatever case.
pub(super) fn dropped_all(setter: Setter<'_>) -> Option<(Node<'_>, String)> {
    listed(setter, "drop").find(|(_, name)| name.eq_ignore_ascii_case("ALL"))
}

/// The item of `add` that says `SYS_ADMIN`, which no container can have that may not gain privileges.
pub(super) fn added_sys_admin(setter: Setter<'_>) -> Option<Node<'_>> {
    listed(setter, "add").find(|(_, name)| matches!(name.as_str(), "SYS_ADMIN" | "CAP_SYS_ADMIN")).map(|(item, _)| item)
}
