//! Stages of this file.

use project::docker::{Base, Model};
use syntax::TextRange;

use super::typing::Typing;
use crate::types::{CompletionItem, CompletionKind};

/// The stages above that of the instruction, the nearest first.
pub(super) fn earlier(typing: &mut Typing<'_>, range: TextRange, group: u8, with_numbers: bool) {
    let Some(current) = typing.stage().map(|stage| stage.index) else { return };
    let model = typing.model;
    for stage in model.stages[..current.min(model.stages.len())].iter().rev() {
        if stage.name.is_none() && !with_numbers {
            continue;
        }
        typing.add(
            CompletionItem::new(stage.label(), CompletionKind::Stage, range)
                .detail(format!("FROM {}", base(model, stage.index)))
                .group(group.saturating_add(u8::from(stage.name.is_none()))),
        );
    }
}

/// What a stage is built on, as people write it.
pub(super) fn base(model: &Model, stage: usize) -> String {
    match &model.stages[stage].base {
        Base::Stage(index) => model.stages[*index].label(),
        Base::Scratch => "scratch".to_owned(),
        Base::Image(image) => image.familiar(),
        Base::Unknown => {
            model.from_of(stage).and_then(|from| from.image.as_ref()).map(|image| image.raw.clone()).unwrap_or_default()
        }
    }
}
