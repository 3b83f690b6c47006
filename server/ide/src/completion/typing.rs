//! What has been typed: the instruction up to the cursor, read as if the file ended there.

use std::path::Path;

use project::Snapshot;
use project::docker::{Model, Stage};
use syntax::dockerfile::{Dockerfile, Instruction, Keyword};
use syntax::{TextRange, TextSize};

use super::item::{around, size};
use crate::types::CompletionItem;

/// A place in an instruction at which something is being typed.
pub(super) struct Typing<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) path: &'a Path,
    pub(super) model: &'a Model,
    /// The file up to the cursor.
    pub(super) file: &'a Dockerfile,
    pub(super) offset: TextSize,
    /// The instruction, by its place in both.
    pub(super) index: usize,
    /// The instruction as far as it is typed; behind ONBUILD the deferred one.
    pub(super) typed: &'a Instruction,
    /// The same instruction as it stands in the file.
    pub(super) whole: &'a Instruction,
    pub(super) items: Vec<CompletionItem>,
}

impl<'a> Typing<'a> {
    pub(super) fn add(&mut self, item: CompletionItem) {
        self.items.push(item);
    }

    pub(super) fn keyword(&self) -> Keyword {
        self.typed.keyword
    }

    pub(super) fn text(&self) -> &'a str {
        &self.model.text
    }

    /// The text before the cursor.
    pub(super) fn before(&self) -> &'a str {
        &self.model.text[..usize::from(self.offset)]
    }

    /// The stage of the instruction; `None` before the first FROM.
    pub(super) fn stage(&self) -> Option<&'a Stage> {
        self.model.stage_of(self.index).map(|stage| &self.model.stages[stage])
    }

    /// The word around the cursor: up to the blanks beside it.
    pub(super) fn word(&self) -> TextRange {
        around(self.text(), self.offset, |c| !c.is_whitespace())
    }

    /// What of the word around the cursor stands before it.
    pub(super) fn prefix(&self) -> &'a str {
        &self.text()[TextRange::new(self.word().start(), self.offset)]
    }

    /// Whether the cursor stands at the end of `range`.
    pub(super) fn touches(&self, range: TextRange) -> bool {
        range.end() == self.offset
    }

    /// Where the arguments begin: behind the flags, blanks and continuations.
    pub(super) fn arguments_start(&self) -> TextSize {
        let behind = self.typed.flags.last().map_or(self.typed.keyword_name.range, |flag| flag.range).end();
        let mut at = usize::from(behind);
        let end = usize::from(self.offset);
        loop {
            let rest = &self.text()[at..end];
            let blanks = rest.len() - rest.trim_start().len();
            at += blanks;
            let joint = self.typed_continuations().find(|range| usize::from(range.start()) == at);
            match joint {
                Some(range) if usize::from(range.end()) > at => at = usize::from(range.end()).min(end),
                _ => {}
            }
            let comment = self.file.comments.iter().find(|comment| usize::from(comment.range.start()) == at);
            match (comment, joint) {
                (Some(comment), _) => at = usize::from(comment.range.end()).min(end),
                (None, Some(_)) => {}
                (None, None) => return size(at),
            }
        }
    }

    /// The escape characters at line ends, of the outermost instruction: those of a deferred one are its own.
    fn typed_continuations(&self) -> impl Iterator<Item = TextRange> {
        self.file.instructions[self.index].continuations.iter().copied()
    }

    /// The arguments up to the cursor.
    pub(super) fn arguments(&self) -> &'a str {
        &self.text()[TextRange::new(self.arguments_start().min(self.offset), self.offset)]
    }

    /// Whether nothing but blanks, and perhaps one word being typed, stands behind keyword and flags.
    pub(super) fn at_first_argument(&self) -> bool {
        !self.arguments().contains(char::is_whitespace)
    }
}
