//! Go to definition in a manifest: from a name to what is called so, in whatever file.

use std::path::Path;

use project::Snapshot;
use syntax::TextSize;
use syntax::yaml::Yaml;

use super::entity::{At, Entity, part_name};
use super::occurrences::Places;
use crate::types::Target;

/// Where the thing at `offset` is declared: an object, a key or a port of one, what makes it; of names within a Pod and
/// labels the places that declare them. Empty where nothing has a name, and where it leads to nothing in the workspace.
pub(crate) fn definition(snapshot: &Snapshot, path: &Path, yaml: &Yaml, offset: TextSize) -> Vec<Target> {
    let at = At::new(snapshot, path, yaml, offset);
    let Some(entity) = at.entity() else { return Vec::new() };
    let target = |path: &Path, range, focus| Target { path: path.to_owned(), range, focus };
    match &entity {
        Entity::Objects(definitions) => {
            definitions.iter().map(|it| target(it.path, it.object.site.range, it.object.site.name)).collect()
        }
        Entity::Part(own, part) => match part_name(snapshot, own, *part) {
            Some((_, focus)) => vec![target(own.path, own.object.site.range, focus)],
            None => Vec::new(),
        },
        Entity::Made(maker, made) => vec![target(maker.path, maker.object.site.range, made.range)],
        Entity::PodName(_) | Entity::Label(_) => {
            let places = Places::of(&at, &entity).into_list().into_iter().filter(|place| place.is_write);
            places.map(|place| Target { path: place.path, range: place.range, focus: place.range }).collect()
        }
    }
}
