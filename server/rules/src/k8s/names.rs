//! Names of labels and annotations that the settings want or forbid.

use project::kubernetes::Object;
use syntax::yaml::Node;

use super::{presence, scalar};
use crate::report::Report;

/// The names that a rule's option lists; `None` where the settings do not have it.
pub(super) fn option(report: &Report<'_>, name: &str) -> Option<Vec<String>> {
    let names = report.option(name)?.as_array()?;
    Some(names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect())
}

/// The names that `field` (`labels` or `annotations`) of an object lacks, with what to point at.
pub(super) fn missing<'y, 'n>(
    object: Object<'y>,
    field: &str,
    names: &'n [String],
) -> impl Iterator<Item = (Node<'y>, &'n String)> {
    let metadata = object.find("metadata").map(Node::effective).filter(|_| !presence::is_partial(object));
    let own = metadata.and_then(|metadata| scalar::get(metadata, field)).map(Node::effective);
    let is_whole = metadata.is_some_and(|metadata| !presence::is_open(metadata))
        && own.is_none_or(|own| own.is_mapping() && !presence::is_open(own));
    let lacking = names.iter().filter(move |name| is_whole && own.is_none_or(|own| own.entry(name).is_none()));
    lacking.map(move |name| (own.unwrap_or_else(|| object.head()), name))
}

/// Whether `name` is what `pattern` says: that name, or with a `*` at the end anything that begins so.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}
