//! Inlay hints: what an image reference means in full, and the user from the line on where it changes.

use std::path::Path;

use project::Snapshot;
use project::docker::{Base, Model, Origin};
use syntax::dockerfile::Body;
use syntax::{TextRange, TextSize};

use crate::cursor;
use crate::types::InlayHint;

/// The hints of those lines `range` touches, in order. Each kind is switched off by its name under `hints`.
#[must_use]
pub fn hints(snapshot: &Snapshot, path: &Path, range: TextRange) -> Vec<InlayHint> {
    let Some(model) = cursor::dockerfile(snapshot, path) else { return Vec::new() };
    let settings = snapshot.settings(path);
    let mut found = Vec::new();
    for stage in &model.stages {
        let Some(from) = model.from_of(stage.index) else { continue };
        if settings.hints.image_reference
            && let (Base::Image(image), Some(word)) = (&stage.base, &from.image)
            && word.has_variables()
            && image.errors.is_empty()
        {
            found.push(InlayHint {
                offset: word.range.end(),
                label: format!("= {}", image.familiar()),
                tooltip: Some(format!("With the defaults of the file: `{}`", image.canonical())),
            });
        }
        if settings.hints.effective_user {
            user_hints(&model, stage.index, &mut found);
        }
    }
    found.retain(|hint| range.contains_inclusive(hint.offset));
    found.sort_by_key(|hint| hint.offset);
    found
}

/// At FROM the user the stage starts as, when it is not root and no USER says it; at USER the value of a variable.
fn user_hints(model: &Model, stage: usize, found: &mut Vec<InlayHint>) {
    let owner = &model.stages[stage];
    let first = &model.syntax.instructions[owner.instructions.start];
    if let Some(user) = model.user_name(stage, owner.instructions.start + 1)
        && user.value != "root"
        && user.value != "0"
        && !user.value.is_empty()
    {
        let why = match user.origin {
            Origin::Image => "the image's own".to_owned(),
            Origin::Stage(other, _) => format!("set in stage `{}`", model.stages[other].label()),
            Origin::Here(_) => "set here".to_owned(),
        };
        found.push(hint(
            first.range.end(),
            format!("user {}", user.value),
            &format!("The user of this stage until a `USER` changes it: {why}"),
        ));
    }
    for index in owner.instructions.clone() {
        let Body::User(Some(word)) = &model.syntax.instructions[index].body else { continue };
        if !word.has_variables() {
            continue;
        }
        if let Some(value) = model.scope(index).expand(word) {
            found.push(hint(word.range.end(), format!("= {value}"), "With the defaults of the file"));
        }
    }
}

fn hint(offset: TextSize, label: String, tooltip: &str) -> InlayHint {
    InlayHint { offset, label, tooltip: Some(tooltip.to_owned()) }
}
