//! Rename.

use std::path::Path;

use project::Snapshot;
use syntax::{TextEdit, TextRange, TextSize};

use crate::cursor;
use crate::entity::{self, Entity};
use crate::types::SourceChange;

/// The name at `offset` that can be renamed, with its range; `None` where there is none.
#[must_use]
pub fn prepare(snapshot: &Snapshot, path: &Path, offset: TextSize) -> Option<(TextRange, String)> {
    let model = cursor::dockerfile(snapshot, path)?;
    let place = cursor::at(&model, offset)?;
    let entity = entity::under(&model, &place, offset)?;
    let occurrences = entity::occurrences(&model, &entity);
    occurrences.iter().find(|occurrence| occurrence.is_write)?;
    let here = occurrences.iter().find(|occurrence| occurrence.range().contains_inclusive(offset))?;
    Some((here.range(), model.text[here.range()].to_owned()))
}

/// The edits that give the thing at `offset` another name.
///
/// # Errors
/// A sentence for the user: nothing to rename here, or the builder would refuse the name.
pub fn rename(snapshot: &Snapshot, path: &Path, offset: TextSize, name: &str) -> Result<SourceChange, String> {
    let nothing = || "There is nothing to rename here".to_owned();
    let model = cursor::dockerfile(snapshot, path).ok_or_else(nothing)?;
    let place = cursor::at(&model, offset).ok_or_else(nothing)?;
    let entity = entity::under(&model, &place, offset).ok_or_else(nothing)?;
    prepare(snapshot, path, offset).ok_or_else(nothing)?;
    refuse(&entity, name, &model)?;
    let edits = entity::occurrences(&model, &entity)
        .into_iter()
        // A stage that is referred to by number keeps its number.
        .filter(|occurrence| {
            !(matches!(entity, Entity::Stage(_))
                && model.text[occurrence.range()].bytes().all(|byte| byte.is_ascii_digit()))
        })
        .map(|occurrence| TextEdit::replace(occurrence.range(), name))
        .collect();
    Ok(SourceChange { edits: vec![(path.to_owned(), edits)], creates: Vec::new() })
}

fn refuse(entity: &Entity, name: &str, model: &project::docker::Model) -> Result<(), String> {
    let word = |first: fn(char) -> bool, rest: fn(char) -> bool| {
        name.chars().next().is_some_and(first) && name.chars().all(rest)
    };
    match entity {
        Entity::Stage(stage) => {
            let valid =
                word(|c| c.is_ascii_alphabetic(), |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
            if !valid {
                return Err(format!(
                    "`{name}` is no stage name: a letter first, then letters, digits, `-`, `_` and `.`"
                ));
            }
            if ["scratch", "context"].contains(&name.to_ascii_lowercase().as_str()) {
                return Err(format!("`{name}` is reserved by the builder"));
            }
            if model.stage_named(name).is_some_and(|other| other != *stage) {
                return Err(format!("There is already a stage `{name}`"));
            }
        }
        Entity::Variable(..) => {
            if !word(|c| c.is_ascii_alphabetic() || c == '_', |c| c.is_ascii_alphanumeric() || c == '_') {
                return Err(format!("`{name}` is no variable name: letters, digits and `_`, no digit first"));
            }
        }
        Entity::Heredoc(_) => {
            if name.is_empty()
                || name.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '"' | '\'' | '\\' | '$'))
            {
                return Err(format!("`{name}` cannot end a heredoc: no blanks, quotes, `<`, `\\` or `$`"));
            }
        }
        Entity::User(_) => {
            if !word(
                |c| c.is_ascii_lowercase() || c == '_',
                |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'),
            ) {
                return Err(format!(
                    "`{name}` is no user name: a small letter first, then letters, digits, `-`, `_` and `.`"
                ));
            }
        }
    }
    Ok(())
}
