//! Folding: stages, instructions over several lines, heredocs, runs of comments.

use std::path::Path;

use project::Snapshot;
use syntax::TextRange;

use crate::cursor;
use crate::types::{Fold, FoldKind};

/// Everything in the file that spans lines and can be folded away below its first.
#[must_use]
pub fn folds(snapshot: &Snapshot, path: &Path) -> Vec<Fold> {
    let Some(model) = cursor::dockerfile(snapshot, path) else { return Vec::new() };
    let lines = |range: TextRange| (model.lines.line(range.start()), model.lines.line(range.end()));
    let mut folds: Vec<Fold> = Vec::new();
    let mut add = |range: TextRange, kind| {
        let (first, last) = lines(range);
        if first < last {
            folds.push(Fold { range, kind });
        }
    };
    for stage in &model.stages {
        add(stage.range, FoldKind::Region);
    }
    for outer in &model.syntax.instructions {
        let instruction = outer.trigger();
        let command = instruction
            .command()
            .map_or(instruction.range, |command| command.range.cover(instruction.keyword_name.range));
        add(if instruction.heredocs.is_empty() { outer.range } else { command }, FoldKind::Region);
        for heredoc in &instruction.heredocs {
            add(heredoc.start.cover(heredoc.end.unwrap_or(heredoc.body)), FoldKind::Region);
        }
    }
    let mut block: Option<TextRange> = None;
    for comment in model.syntax.comments.iter().filter(|comment| !comment.inside_instruction) {
        let adjacent =
            block.filter(|block| model.lines.line(block.end()) + 1 == model.lines.line(comment.range.start()));
        if adjacent.is_none()
            && let Some(block) = block
        {
            add(block, FoldKind::Comment);
        }
        block = Some(adjacent.map_or(comment.range, |block| block.cover(comment.range)));
    }
    if let Some(block) = block {
        add(block, FoldKind::Comment);
    }
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end())));
    folds
}
