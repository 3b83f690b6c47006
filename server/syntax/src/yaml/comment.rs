//! Comments, and what they belong to.

use text_size::{TextRange, TextSize};

use super::{Node, Yaml};

/// The comments that belong to an entry or item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comments {
    /// Those on the lines directly above, in its own column, from the top down.
    pub above: Vec<TextRange>,
    /// The one behind its text: behind its key where its value is a block below, else behind its value.
    pub behind: Option<TextRange>,
}

impl Yaml {
    /// The comment that `offset` is in, or at the end of.
    #[must_use]
    pub fn comment_at(&self, offset: TextSize) -> Option<TextRange> {
        let end = self.comments.partition_point(|comment| comment.start() <= offset);
        self.comments[..end].last().copied().filter(|comment| comment.contains_inclusive(offset))
    }
}

impl Node<'_> {
    /// The comments that belong to this entry (given its key or value) or item; for a root those at the top of its document.
    ///
    /// A comment above belongs to what follows it directly; an empty line between separates them.
    #[must_use]
    pub fn comments(self) -> Comments {
        let text: &str = &self.yaml.text;
        let first = self.as_entry().map_or(self, |entry| entry.key);
        let start = usize::from(first.extent().start());
        let line = line_start(text, start);
        // Behind a `-` the comments above the line are the item's.
        let column = text[line..start].len() - text[line..start].trim_start_matches(' ').len();
        let mut above = Vec::new();
        let mut top = line;
        let end = self.yaml.comments.partition_point(|comment| usize::from(comment.start()) < line);
        for comment in self.yaml.comments[..end].iter().rev() {
            let own_line = line_start(text, usize::from(comment.start()));
            let indentation = &text[own_line..usize::from(comment.start())];
            let adjacent = top == next_line(text, usize::from(comment.end()));
            if !adjacent || indentation.len() != column || !indentation.bytes().all(|byte| byte == b' ') {
                break;
            }
            above.push(*comment);
            top = own_line;
        }
        above.reverse();
        Comments { above, behind: self.comment_behind(text) }
    }

    fn comment_behind(self, text: &str) -> Option<TextRange> {
        let entry = self.as_entry();
        let value = entry.map_or(self, |entry| entry.value);
        let start = usize::from(value.range().start());
        let end = match entry {
            // A block below its key: what is behind the key's colon.
            Some(entry) if line_start(text, start) > usize::from(entry.key.range().end()) => entry.key.range().end(),
            Some(_) | None if is_block_scalar(value) => value.range().start(),
            Some(_) | None => value.range().end(),
        };
        let next = self.yaml.comments.partition_point(|comment| comment.start() < end);
        let comment = *self.yaml.comments.get(next)?;
        let between = &text[usize::from(end)..usize::from(comment.start())];
        (!between.contains(['\n', '\r'])).then_some(comment)
    }
}

fn is_block_scalar(node: Node<'_>) -> bool {
    use super::{Kind, ScalarStyle};
    matches!(node.kind(), Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded))
}

/// The start of the line that holds `offset`.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |found| found + 1)
}

/// The start of the line behind the one that ends at `end`; the end of the text when there is none.
pub(super) fn next_line(text: &str, end: usize) -> usize {
    match &text.as_bytes()[end..] {
        [b'\r', b'\n', ..] => end + 2,
        [b'\n' | b'\r', ..] => end + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::parse;

    #[test]
    fn comments_belong_to_what_they_stand_at() {
        let yaml = parse(
            "# licence\n\n# the pod\nkind: Pod # behind\nspec: # block\n  # not it\n\n  # first\n  # second\n  a: 1\n # odd\n  b:\n    c: 2\n    # last\nitems:\n# dash\n- x # item\n# text\n- |  # header\n  # no comment\n",
        );
        let text = yaml.text().clone();
        let root = yaml.documents().next().unwrap().root();
        let seen = |route: &str| {
            let comments = root.find(&crate::yaml::Route::parse(route)).unwrap().comments();
            let show = |range: &text_size::TextRange| text[*range].to_owned();
            (comments.above.iter().map(show).collect::<Vec<_>>().join(" "), comments.behind.as_ref().map(show))
        };
        assert_eq!(seen("kind"), ("# the pod".into(), Some("# behind".into())));
        assert_eq!(seen("spec"), (String::new(), Some("# block".into())));
        assert_eq!(seen("spec.a"), ("# first # second".into(), None));
        assert_eq!(seen("spec.b"), (String::new(), None));
        assert_eq!(seen("items[0]"), ("# dash".into(), Some("# item".into())));
        assert_eq!(seen("items[1]"), ("# text".into(), Some("# header".into())));
        assert!(yaml.comments().iter().all(|range| !text[*range].contains("no comment")));
    }
}
