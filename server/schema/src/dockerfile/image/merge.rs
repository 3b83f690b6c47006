//! What is true of several variants at once.

use super::Variant;
use crate::dockerfile::Known;

/// What `left` and `right` agree on; the forms of the tags are those of `left`.
pub(super) fn meet(left: Variant, right: &Variant) -> Variant {
    Variant {
        pattern: left.pattern,
        aliases: left.aliases,
        listed: left.listed,
        base_distribution: match (left.base_distribution, right.base_distribution) {
            (Known::Some(left), Known::Some(right)) => common_words(left, right),
            (left, right) => agreed(left, right),
        },
        libc: agreed(left.libc, right.libc),
        shell: agreed(left.shell, right.shell),
        package_manager: agreed(left.package_manager, right.package_manager),
        default_user: agreed(left.default_user, right.default_user),
        nonroot_user: agreed(left.nonroot_user, right.nonroot_user),
        workdir: agreed(left.workdir, right.workdir),
        exposed_ports: agreed(left.exposed_ports, right.exposed_ports),
        has_healthcheck: agreed(left.has_healthcheck, right.has_healthcheck),
        entrypoint: agreed(left.entrypoint, right.entrypoint),
        purpose: same(left.purpose, right.purpose),
        stateful: agreed(left.stateful, right.stateful),
        data_path: agreed(left.data_path, right.data_path),
        minimal_alternative: agreed(left.minimal_alternative, right.minimal_alternative),
        tools: same(left.tools, right.tools),
        stop_signal: agreed(left.stop_signal, right.stop_signal),
        entrypoint_drops_privilege: agreed(left.entrypoint_drops_privilege, right.entrypoint_drops_privilege),
        note: same(left.note, right.note),
    }
}

/// Only what the distribution decides; for a version about which nothing else is known.
pub(super) fn distribution_only(variant: Variant) -> Variant {
    Variant {
        default_user: Known::Unknown,
        nonroot_user: Known::Unknown,
        workdir: Known::Unknown,
        exposed_ports: Known::Unknown,
        has_healthcheck: Known::Unknown,
        entrypoint: Known::Unknown,
        data_path: Known::Unknown,
        minimal_alternative: Known::Unknown,
        tools: "",
        stop_signal: Known::Unknown,
        entrypoint_drops_privilege: Known::Unknown,
        note: "",
        ..variant
    }
}

/// The words with which both begin: `debian` for `debian 12` and `debian 13 slim`.
pub(super) fn common_words(left: &'static str, right: &str) -> Known<&'static str> {
    let mut end = 0;
    let mut words = right.split(' ');
    for word in left.split(' ') {
        if words.next() != Some(word) {
            break;
        }
        end += word.len() + usize::from(end > 0);
    }
    if end == 0 { Known::Unknown } else { Known::Some(&left[..end]) }
}

fn agreed<T: Copy + PartialEq>(left: Known<T>, right: Known<T>) -> Known<T> {
    if left == right { left } else { Known::Unknown }
}

fn same(left: &'static str, right: &str) -> &'static str {
    if left == right { left } else { "" }
}
