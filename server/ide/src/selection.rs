//! Selection ranges: from the word outwards to the whole file.

use std::path::Path;

use project::Snapshot;
use syntax::{TextRange, TextSize};

use crate::cursor;

/// For each offset the ranges around it, innermost first; each contains the one before and is larger.
#[must_use]
pub fn ranges(snapshot: &Snapshot, path: &Path, offsets: &[TextSize]) -> Vec<Vec<TextRange>> {
    let Some(document) = cursor::document(snapshot, path) else { return vec![Vec::new(); offsets.len()] };
    let whole = TextRange::up_to(TextSize::of(&*document.text));
    let tree = document.dockerfile().map(|model| (model, model.syntax.tree()));
    offsets
        .iter()
        .map(|offset| {
            let mut found: Vec<TextRange> = Vec::new();
            found.extend(word(&document.text, *offset));
            if let Some((model, tree)) = &tree {
                found.extend(tree.around(*offset).into_iter().rev().map(|node| node.range));
                found.extend(
                    model
                        .stage_at(*offset)
                        .map(|stage| model.stages[stage].range)
                        .filter(|range| range.contains_inclusive(*offset)),
                );
            } else {
                let lines = document.lines();
                found.extend(lines.range(lines.line(*offset)));
            }
            found.push(whole);
            let mut nested: Vec<TextRange> = Vec::new();
            for range in found {
                let grows = nested.last().is_none_or(|inner| range.contains_range(*inner) && range != *inner);
                if grows && range.contains_inclusive(*offset) && !(range.is_empty() && !nested.is_empty()) {
                    nested.push(range);
                }
            }
            nested
        })
        .collect()
}

/// The run of letters, digits and `_` around the offset.
fn word(text: &str, offset: TextSize) -> Option<TextRange> {
    let at = usize::from(offset).min(text.len());
    if !text.is_char_boundary(at) {
        return None;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = at - text[..at].chars().rev().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let end = at + text[at..].chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let size = |offset| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    (start < end).then(|| TextRange::new(size(start), size(end)))
}
