//! Text edits: what every operation on a tree comes down to.

use text_size::{TextRange, TextSize};

/// One replacement of a document range; an empty range inserts, an empty `insert` deletes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextEdit {
    /// The bytes to replace, in offsets of the text before any edit.
    range: RangeKey,
    /// What stands there afterwards.
    pub insert: String,
}

/// A `TextRange` that sorts by start, then end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct RangeKey {
    start: u32,
    end: u32,
}

impl From<TextRange> for RangeKey {
    fn from(range: TextRange) -> Self {
        Self { start: range.start().into(), end: range.end().into() }
    }
}

impl From<RangeKey> for TextRange {
    fn from(key: RangeKey) -> Self {
        TextRange::new(TextSize::new(key.start), TextSize::new(key.end))
    }
}

impl TextEdit {
    /// Replaces `range` by `insert`.
    #[must_use]
    pub fn replace(range: TextRange, insert: impl Into<String>) -> Self {
        Self { range: range.into(), insert: insert.into() }
    }

    /// Puts `insert` in at `offset`.
    #[must_use]
    pub fn insert(offset: TextSize, insert: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(offset), insert)
    }

    /// Takes `range` out.
    #[must_use]
    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }

    /// The bytes this edit replaces.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.range.into()
    }

    /// The same edit of a text that has `offset` bytes more before it.
    #[must_use]
    pub fn moved_by(self, offset: TextSize) -> Self {
        Self::replace(self.range() + offset, self.insert)
    }
}

/// Applies edits, given in any order, to `text`; `None` when two of them overlap or one lies outside or inside a character.
///
/// Two insertions at one place are applied in the order given.
#[must_use]
pub fn apply(text: &str, edits: &[TextEdit]) -> Option<String> {
    let sorted = in_order(text, edits)?;
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.insert.len()).sum::<usize>());
    let mut at = 0;
    for edit in sorted {
        let (start, end) = (usize::from(edit.range().start()), usize::from(edit.range().end()));
        out.push_str(&text[at..start]);
        out.push_str(&edit.insert);
        at = end;
    }
    out.push_str(&text[at..]);
    Some(out)
}

/// The edits by place; `None` when two of them overlap or one lies outside or inside a character. Costs nothing of the text's
/// length: a file with a hundred thousand fixes asks this for each.
#[must_use]
pub(crate) fn in_order<'e>(text: &str, edits: &'e [TextEdit]) -> Option<Vec<&'e TextEdit>> {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    let mut at = 0;
    for edit in &sorted {
        let (start, end) = (usize::from(edit.range().start()), usize::from(edit.range().end()));
        if start < at || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            return None;
        }
        at = end;
    }
    Some(sorted)
}

/// Keeps of several groups of edits (one group a fix) those that touch nothing an earlier kept group touches.
///
/// Returns the kept edits, sorted, and for each group whether it was kept. A group identical to a kept one counts as kept.
#[must_use]
pub fn merge_disjoint(groups: &[Vec<TextEdit>]) -> (Vec<TextEdit>, Vec<bool>) {
    let mut kept: std::collections::BTreeSet<TextEdit> = std::collections::BTreeSet::new();
    let mut verdicts = Vec::with_capacity(groups.len());
    for group in groups {
        let fits = group.iter().all(|edit| kept.contains(edit) || !touches_any(&kept, edit));
        if fits {
            kept.extend(group.iter().cloned());
        }
        verdicts.push(fits);
    }
    (kept.into_iter().collect(), verdicts)
}

/// Whether `edit` overlaps or abuts, as an insertion at the same place does, one of `kept` (disjoint, sorted).
fn touches_any(kept: &std::collections::BTreeSet<TextEdit>, edit: &TextEdit) -> bool {
    let ceiling = TextEdit { range: RangeKey { start: edit.range.end, end: u32::MAX }, insert: String::new() };
    kept.range(..=ceiling)
        .rev()
        .take_while(|other| other.range.end >= edit.range.start || other.range.start >= edit.range.start)
        .any(|other| {
            let overlap = other.range.start < edit.range.end && edit.range.start < other.range.end;
            let same_start = other.range.start == edit.range.start;
            let inside = |point: u32, range: RangeKey| range.start < point && point < range.end;
            overlap
                || same_start
                || inside(other.range.start, edit.range) && other.range.start == other.range.end
                || inside(edit.range.start, other.range) && edit.range.start == edit.range.end
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, insert: &str) -> TextEdit {
        TextEdit::replace(TextRange::new(start.into(), end.into()), insert)
    }

    #[test]
    fn edits_apply_in_any_order() {
        assert_eq!(apply("abcdef", &[edit(4, 5, "E"), edit(0, 1, ""), edit(2, 2, "--")]).as_deref(), Some("b--cdEf"));
    }

    #[test]
    fn overlap_or_outside_is_refused() {
        assert_eq!(apply("abc", &[edit(0, 2, ""), edit(1, 3, "")]), None);
        assert_eq!(apply("abc", &[edit(3, 4, "")]), None);
        assert_eq!(apply("é", &[edit(1, 1, "x")]), None);
    }

    #[test]
    fn the_first_of_two_overlapping_groups_wins_whole() {
        let groups = [
            vec![edit(0, 4, "x")],
            vec![edit(3, 5, "y"), edit(8, 9, "z")],
            vec![edit(5, 6, "w")],
            vec![edit(5, 6, "w")],
        ];
        let (kept, verdicts) = merge_disjoint(&groups);
        assert_eq!(verdicts, [true, false, true, true]);
        assert_eq!(kept, [edit(0, 4, "x"), edit(5, 6, "w")]);
    }

    #[test]
    fn insertions_at_one_place_exclude_each_other() {
        let (kept, verdicts) = merge_disjoint(&[vec![edit(2, 2, "a")], vec![edit(2, 2, "b")]]);
        assert_eq!((kept.len(), verdicts), (1, vec![true, false]));
    }
}
