//! The model of one Dockerfile.

use std::collections::HashMap;
use std::sync::Arc;

use syntax::dockerfile::{self, Body, Dockerfile, Instruction, Keyword};
use syntax::{LineIndex, TextSize};

use super::stage::{self, Stage};
use super::variables::{Scope, Table};

/// A Dockerfile, read and understood. Cheap to share, never changed.
#[derive(Debug)]
pub struct Model {
    /// The text it was read from.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: Arc<LineIndex>,
    /// What the reader recognised.
    pub syntax: Dockerfile,
    /// The stages in order; empty without FROM.
    pub stages: Vec<Stage>,
    /// Stage name in lower case to the first stage of that name.
    names: HashMap<String, usize>,
    table: Table,
}

impl Model {
    /// Reads and understands `text`. Total.
    #[must_use]
    pub fn new(text: Arc<str>) -> Self {
        let syntax = dockerfile::parse(&text);
        let lines = Arc::new(LineIndex::new(&text));
        let mut model =
            Self { text, lines, syntax, stages: Vec::new(), names: HashMap::new(), table: Table::default() };
        let (mut stages, names) = stage::split(&model.syntax);
        model.table = Table::read(&model.syntax, &stages);
        stage::link(&model.syntax, &mut stages, &names, &model.table);
        model.stages = stages;
        model.names = names;
        model
    }

    /// The instructions before the first FROM (all of them without one).
    #[must_use]
    pub fn preamble(&self) -> &[Instruction] {
        let end = self.stages.first().map_or(self.syntax.instructions.len(), |stage| stage.instructions.start);
        &self.syntax.instructions[..end]
    }

    /// The instructions of a stage, its FROM first.
    #[must_use]
    pub fn instructions(&self, stage: usize) -> &[Instruction] {
        self.stages.get(stage).map_or(&[], |stage| &self.syntax.instructions[stage.instructions.clone()])
    }

    /// The stage an instruction (by index) belongs to; `None` before the first FROM.
    #[must_use]
    pub fn stage_of(&self, instruction: usize) -> Option<usize> {
        self.stages.partition_point(|stage| stage.instructions.start <= instruction).checked_sub(1)
    }

    /// The stage around `offset`; its comment lines and the space up to the next FROM belong to it.
    #[must_use]
    pub fn stage_at(&self, offset: TextSize) -> Option<usize> {
        let started = |stage: &Stage| self.syntax.instructions[stage.instructions.start].range.start() <= offset;
        self.stages.partition_point(started).checked_sub(1)
    }

    /// The first stage with this name, in any case.
    #[must_use]
    pub fn stage_named(&self, name: &str) -> Option<usize> {
        self.names.get(&name.to_ascii_lowercase()).copied()
    }

    /// The stage that `--from=text` means for an instruction of stage `before`: by name, or by number, earlier ones only.
    #[must_use]
    pub fn stage_reference(&self, text: &str, before: usize) -> Option<usize> {
        let named = (0..before.min(self.stages.len()))
            .rev()
            .find(|index| self.stages[*index].name.as_ref().is_some_and(|name| name.text.eq_ignore_ascii_case(text)));
        named.or_else(|| text.parse::<usize>().ok().filter(|index| *index < before))
    }

    /// The stage that `docker build` makes when no `--target` is given: the last.
    #[must_use]
    pub fn final_stage(&self) -> Option<&Stage> {
        self.stages.last()
    }

    /// What `instruction` (by index) sees of variables.
    #[must_use]
    pub fn scope(&self, instruction: usize) -> Scope<'_> {
        Scope::new(self, &self.table, instruction)
    }

    /// The stages `stage` is built on, nearest first, itself first; stops at an image.
    pub fn lineage(&self, stage: usize) -> impl Iterator<Item = &Stage> {
        let mut next = self.stages.get(stage);
        let mut steps = 0;
        std::iter::from_fn(move || {
            let this = next?;
            steps += 1;
            next = this
                .parent()
                .filter(|parent| *parent < this.index && steps < stage::LINEAGE_LIMIT)
                .map(|parent| &self.stages[parent]);
            Some(this)
        })
    }

    /// The index of the FROM of a stage.
    #[must_use]
    pub fn from_of(&self, stage: usize) -> Option<&dockerfile::From> {
        match &self.instructions(stage).first()?.body {
            Body::From(from) => Some(from),
            _ => None,
        }
    }

    /// Whether any instruction is `keyword`.
    #[must_use]
    pub fn has(&self, keyword: Keyword) -> bool {
        self.syntax.instructions.iter().any(|instruction| instruction.keyword == keyword)
    }
}
