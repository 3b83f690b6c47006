//! Who names a thing, across files.

use std::path::Path;

use project::Snapshot;
use syntax::TextSize;
use syntax::yaml::Yaml;

use super::entity::At;
use super::occurrences::Places;
use crate::types::Reference;

/// Every place that names the thing at `offset`, its declarations among them, file by file. Empty where nothing has a name.
pub(crate) fn references(snapshot: &Snapshot, path: &Path, yaml: &Yaml, offset: TextSize) -> Vec<Reference> {
    let at = At::new(snapshot, path, yaml, offset);
    let Some(entity) = at.entity() else { return Vec::new() };
    let places = Places::of(&at, &entity).into_list().into_iter();
    places.map(|place| Reference { path: place.path, range: place.range, is_write: place.is_write }).collect()
}
