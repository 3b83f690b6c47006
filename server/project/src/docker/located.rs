//! An element together with where in the file it stands: what a rule or a feature is handed.

use std::ops::Deref;

use syntax::dockerfile::Instruction;

use super::model::Model;
use super::stage::Stage;
use super::variables::Scope;

/// Where in a model something stands.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The whole file.
    pub model: &'a Model,
    /// The index of the instruction.
    pub index: usize,
    /// The instruction; behind ONBUILD, the deferred one.
    pub instruction: &'a Instruction,
    /// Whether ONBUILD defers it.
    pub deferred: bool,
}

impl<'a> At<'a> {
    /// The stage; `None` before the first FROM.
    #[must_use]
    pub fn stage(&self) -> Option<&'a Stage> {
        self.model.stage_of(self.index).map(|stage| &self.model.stages[stage])
    }

    /// What the instruction sees of variables.
    #[must_use]
    pub fn scope(&self) -> Scope<'a> {
        self.model.scope(self.index)
    }

    /// Whether it stands in the stage that is built by default.
    #[must_use]
    pub fn in_final_stage(&self) -> bool {
        self.model.stage_of(self.index).is_some_and(|stage| stage + 1 == self.model.stages.len())
    }

    /// The instructions of the same stage before this one, nearest first, each with its index.
    pub fn before(&self) -> impl Iterator<Item = (usize, &'a Instruction)> {
        let model = self.model;
        let start = self.stage().map_or(0, |stage| stage.instructions.start);
        (start..self.index).rev().map(move |index| (index, &model.syntax.instructions[index]))
    }

    /// The instructions of the same stage behind this one, in order, each with its index.
    pub fn after(&self) -> impl Iterator<Item = (usize, &'a Instruction)> {
        let model = self.model;
        let end = self.stage().map_or(self.index + 1, |stage| stage.instructions.end);
        (self.index + 1..end).map(move |index| (index, &model.syntax.instructions[index]))
    }

    /// The document's text of a range.
    #[must_use]
    pub fn text(&self, range: syntax::TextRange) -> &'a str {
        self.model.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
    }
}

/// A part of an instruction with its place; the part's own fields are reached directly.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a, T> {
    /// The part.
    pub part: &'a T,
    /// Its place.
    pub at: At<'a>,
}

impl<T> Deref for Located<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.part
    }
}
