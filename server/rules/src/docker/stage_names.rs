//! Stage names: changing one together with every place that refers to it.

use project::docker::{Model, Stage, Target};

use crate::Fix;

/// Adds to `fix` what gives `stage` the name `new`; `None` where a reference cannot be followed, because a variable or a
/// quoted word makes it.
pub(super) fn rename(model: &Model, stage: &Stage, new: &str, fix: Fix) -> Option<Fix> {
    let name = stage.name.as_ref()?;
    let mut fix = fix.replace(name, new);
    for dependency in stage.dependents.iter().flat_map(|other| &model.stages[*other].dependencies) {
        if dependency.target != Target::Stage(stage.index) {
            continue;
        }
        let written = &model.text[dependency.node.range()];
        let by_number = written.bytes().all(|byte| byte.is_ascii_digit());
        if written == new || by_number {
            continue;
        }
        if !written.eq_ignore_ascii_case(&name.text) {
            return None;
        }
        fix = fix.replace(&dependency.node, new);
    }
    Some(fix)
}

/// Whether the builder takes `name` for a stage, its case aside.
pub(super) fn is_valid(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}
