//! Go to definition.

use std::path::Path;

use project::Snapshot;
use syntax::TextSize;

use crate::entity::{self, Entity};
use crate::types::Target;
use crate::{cursor, links};

/// Where the thing at `offset` is declared: stage, variable, heredoc word, user, or the file a COPY source names.
#[must_use]
pub fn definition(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Vec<Target> {
    let Some(model) = cursor::dockerfile(snapshot, path) else { return Vec::new() };
    let Some(place) = cursor::at(&model, offset) else { return Vec::new() };
    if let cursor::Cursor::Source(word) = place.cursor {
        let file = links::source_file(snapshot, path, &model, place.index, word);
        return file
            .map(|path| Target { path, range: syntax::TextRange::default(), focus: syntax::TextRange::default() })
            .into_iter()
            .collect();
    }
    let Some(entity) = entity::under(&model, &place, offset) else { return Vec::new() };
    let target = |range, focus| Target { path: path.to_owned(), range, focus };
    match &entity {
        Entity::Stage(stage) => {
            let stage = &model.stages[*stage];
            let from = model.instructions(stage.index)[0].range;
            vec![target(stage.range, stage.name.as_ref().map_or(from, |name| name.range))]
        }
        Entity::Variable(name, _) => {
            let index = place.index.unwrap_or_default();
            let bound = model.scope(index).binding(name).or_else(|| {
                // On a declaration itself: that one.
                model.scope(index).all().into_iter().find(|binding| binding.node.range().contains_inclusive(offset))
            });
            bound
                .map(|binding| target(model.syntax.instructions[binding.instruction].range, binding.node.range()))
                .into_iter()
                .collect()
        }
        Entity::Heredoc(_) | Entity::User(_) => entity::occurrences(&model, &entity)
            .into_iter()
            .filter(|occurrence| occurrence.is_write)
            .map(|occurrence| target(occurrence.range(), occurrence.range()))
            .collect(),
    }
}
