//! Hovers on stages and on references to them.

use project::docker::{Base, DependencyKind, Model, Target};

use super::{On, instruction};
use crate::documentation::{self, card};

/// The stage or image that a reference under the pointer names.
pub(super) fn reference(on: &On<'_>) -> Option<String> {
    let index = on.place.index?;
    let stage = on.model.stage_of(index)?;
    let dependency = on.model.stages[stage]
        .dependencies
        .iter()
        .find(|dependency| dependency.instruction == index && dependency.node.range().contains_inclusive(on.offset))?;
    match &dependency.target {
        Target::Stage(stage) => summary(on.model, *stage),
        Target::Image(reference) => Some(documentation::image(reference)),
        Target::Scratch => Some(documentation::image(&syntax::image_reference::ImageReference::parse("scratch"))),
        Target::Unknown => Some(card(
            &dependency.text,
            &["image"],
            "Only the build arguments decide which: a variable in it has no default in this file.",
        )),
    }
}

/// What a stage is, and who uses it.
pub(super) fn summary(model: &Model, stage: usize) -> Option<String> {
    let it = model.stages.get(stage)?;
    let base = match &it.base {
        Base::Stage(parent) => format!("from stage `{}`", model.stages[*parent].label()),
        Base::Scratch => "from `scratch`".to_owned(),
        Base::Image(image) => format!("from `{}`", image.familiar()),
        Base::Unknown => "from an image that only the build arguments decide".to_owned(),
    };
    let mut facts = Vec::new();
    if let Some(user) = model.user_name(stage, usize::MAX) {
        facts.push(format!("user `{}`", user.value));
    }
    if let Some(path) = model.workdir(stage, usize::MAX) {
        facts.push(format!("working directory `{}`", path.value));
    }
    let mut text = role(model, stage);
    if !facts.is_empty() {
        text.push_str(&format!(" At its end: {}.", facts.join(", ")));
    }
    if let Some(launch) = instruction::launch(model, stage) {
        text.push_str(&format!("\n\n{}", documentation::sentence(&launch)));
    }
    Some(card(&it.label(), &[&format!("stage {stage}"), &base], &format!("*Here:* {text}")))
}

/// Who needs a stage, as a sentence that follows a colon.
pub(super) fn role(model: &Model, stage: usize) -> String {
    let it = &model.stages[stage];
    let users: Vec<String> = it
        .dependents
        .iter()
        .map(|user| {
            let kinds =
                model.stages[*user].dependencies.iter().filter(|dependency| dependency.target == Target::Stage(stage));
            let mut ways: Vec<&str> = kinds
                .map(|dependency| match dependency.kind {
                    DependencyKind::Base => "is built on it",
                    DependencyKind::Copy => "copies from it",
                    DependencyKind::Mount => "mounts it",
                })
                .collect();
            ways.dedup();
            format!("stage `{}` {}", model.stages[*user].label(), ways.join(" and "))
        })
        .collect();
    let last = stage + 1 == model.stages.len();
    match (last, users.as_slice()) {
        (true, []) => "the image that is built by default.".to_owned(),
        (true, users) => format!("the image that is built by default; {}.", users.join(", ")),
        (false, []) => "no other stage uses it, so it is built only when asked for with `--target`.".to_owned(),
        (false, users) => format!("{}.", users.join(", ")),
    }
}
