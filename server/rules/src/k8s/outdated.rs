//! Outdated versions: what an object of one becomes.

use project::conversion::{Conversion, convert};
use project::kubernetes::Object;
use schema::kubernetes::Kind;
use syntax::yaml::Node;

use crate::Fix;

/// Where the version of an object stands.
pub(super) fn version_of(object: Object<'_>) -> Node<'_> {
    object.node.get("apiVersion").unwrap_or(object.node)
}

/// What to write instead, in words.
pub(super) fn instead(kind: Kind<'_>, other: Kind<'_>) -> String {
    let version = other.api_version();
    if other.name() == kind.name() {
        format!("write `{version}`")
    } else {
        format!("write {} of `{version}`", other.name())
    }
}

/// The object as one of `other`; `None` where the text does not say enough for that.
pub(super) fn converted(object: Object<'_>, other: Kind<'_>) -> Option<Fix> {
    let Conversion::Steps { operations, notes } = convert(object, other) else { return None };
    let is_same_name = object.kind.is_some_and(|kind| kind.name() == other.name());
    let target = other.api_version();
    let title = if is_same_name {
        format!("Convert to `{target}`")
    } else {
        format!("Convert to {} of `{target}`", other.name())
    };
    // What is worth a note is worth a look.
    let fix = if notes.is_empty() { Fix::safe(title) } else { Fix::suggested(title) };
    Some(operations.into_iter().fold(fix, Fix::edit))
}
