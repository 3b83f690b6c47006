//! Hovers on stages and on references to them.

use project::docker::{Base, DependencyKind, Model, Target};
use syntax::TextSize;

use super::{image, instruction};

/// The stage or image a reference at `offset` names.
pub(super) fn reference(model: &Model, index: usize, offset: TextSize) -> Option<String> {
    let stage = model.stage_of(index)?;
    let dependency = model.stages[stage]
        .dependencies
        .iter()
        .find(|dependency| dependency.instruction == index && dependency.node.range().contains_inclusive(offset))?;
    match &dependency.target {
        Target::Stage(stage) => summary(model, *stage),
        Target::Image(reference) => image::hover(&reference.canonical()),
        Target::Scratch => Some(
            "**`scratch`** · the empty image\n\nNothing is in it: no shell, no libc, no CA certificates, no `/tmp`, no users. \
             A static binary and what it reads are copied in; `RUN` in shell form cannot work."
                .to_owned(),
        ),
        Target::Unknown => None,
    }
}

/// What a stage is, and who uses it.
pub(super) fn summary(model: &Model, stage: usize) -> Option<String> {
    let it = model.stages.get(stage)?;
    let base = match &it.base {
        Base::Stage(parent) => format!("stage `{}`", model.stages[*parent].label()),
        Base::Scratch => "`scratch`".to_owned(),
        Base::Image(image) => format!("`{}`", image.familiar()),
        Base::Unknown => "an image that only the build arguments decide".to_owned(),
    };
    let last = if stage + 1 == model.stages.len() { " · the image that is built by default" } else { "" };
    let mut text = format!("**stage `{}`** · number {stage} · from {base}{last}", it.label());
    let mut facts = Vec::new();
    if let Some(user) = model.user_name(stage, usize::MAX) {
        facts.push(format!("user `{}`", user.value));
    }
    if let Some(path) = model.workdir(stage, usize::MAX) {
        facts.push(format!("working directory `{}`", path.value));
    }
    if !facts.is_empty() {
        text.push_str(&format!("\n\nAt its end: {}.", facts.join(", ")));
    }
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
            format!("`{}` {}", model.stages[*user].label(), ways.join(" and "))
        })
        .collect();
    if users.is_empty() && last.is_empty() {
        text.push_str("\n\nNo other stage uses it: it is built only when asked for with `--target`.");
    } else if !users.is_empty() {
        text.push_str(&format!("\n\nUsed by: {}.", users.join(", ")));
    }
    if let Some(launch) = instruction::launch(model, stage) {
        text.push_str(&format!("\n\n{launch}"));
    }
    Some(text)
}
