//! Find references, and the highlights of the same things.

use std::path::Path;

use project::Snapshot;
use syntax::TextSize;

use crate::types::Reference;
use crate::{cursor, entity};

/// Every use of the thing at `offset`; with its declarations when asked for.
#[must_use]
pub fn references(snapshot: &Snapshot, path: &Path, offset: TextSize, include_declaration: bool) -> Vec<Reference> {
    let Some(model) = cursor::dockerfile(snapshot, path) else { return Vec::new() };
    let Some(entity) = cursor::at(&model, offset).and_then(|place| entity::under(&model, &place, offset)) else {
        return Vec::new();
    };
    entity::occurrences(&model, &entity)
        .into_iter()
        .filter(|occurrence| include_declaration || !occurrence.is_write)
        .map(|occurrence| Reference { path: path.to_owned(), range: occurrence.range(), is_write: occurrence.is_write })
        .collect()
}

/// Every place of this file that names the thing at `offset`.
#[must_use]
pub fn highlight(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Vec<Reference> {
    references(snapshot, path, offset, true)
}
