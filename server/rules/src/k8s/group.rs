//! Groups of the API: kinds of several groups share a name, and only those of Kubernetes itself keep to its rules.

use project::kubernetes::Object;
use schema::kubernetes::group_of;

/// The group of an object's `apiVersion`; empty for `v1`.
pub(super) fn group(object: Object<'_>) -> Option<String> {
    let version = object.api_version()?;
    Some(group_of(version.trim()).to_owned())
}

/// Whether an object is of one of `groups`.
pub(super) fn is_of(object: Object<'_>, groups: &[&str]) -> bool {
    group(object).is_some_and(|group| groups.contains(&group.as_str()))
}

/// Whether an object is of a kind that Kubernetes itself has, or had.
pub(super) fn is_built_in(object: Object<'_>) -> bool {
    object.kind.is_some_and(|kind| !kind.is_custom())
}
