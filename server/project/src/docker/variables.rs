//! Variables: who declares them, what they are worth at each instruction.

use std::collections::HashMap;

use syntax::dockerfile::{Body, Dockerfile, Element, Node, Pair, Word};

use super::model::Model;
use super::stage::{LINEAGE_LIMIT, Stage};

/// Values longer than this count as unknown: expansion can double a text with every line.
const VALUE_LIMIT: usize = 8192;

/// A declaration of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// By which instruction.
    pub kind: BindingKind,
    /// The name.
    pub name: String,
    /// The value, as far as the file says; `None` for `ARG name` and for values with unknown parts.
    pub value: Option<String>,
    /// The index of the instruction.
    pub instruction: usize,
    /// The name in its pair.
    pub node: Node,
    /// Whether the pair gives a value at all, known or not.
    pub has_value: bool,
}

/// What declares a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindingKind {
    /// ARG before the first FROM.
    GlobalArg,
    /// ARG in a stage.
    Arg,
    /// ENV
    Env,
}

/// All declarations of a file, by stage (`None`: before the first FROM) and name, each list in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Table {
    bindings: HashMap<(Option<usize>, String), Vec<Binding>>,
    parents: Vec<Option<usize>>,
}

impl Table {
    /// Reads the declarations of `file` and works out their values from top to bottom.
    pub(super) fn read(file: &Dockerfile, stages: &[Stage]) -> Self {
        let mut table = Self { bindings: HashMap::new(), parents: vec![None; stages.len()] };
        let mut stage = None;
        let mut names: HashMap<String, usize> = HashMap::new();
        for (index, instruction) in file.instructions.iter().enumerate() {
            match &instruction.body {
                Body::From(from) => {
                    let number = stage.map_or(0, |stage: usize| stage + 1);
                    let image =
                        from.image.as_ref().and_then(|image| image.expand(&|name| table.value(None, index, name)));
                    table.parents[number] = image.and_then(|image| names.get(&image.to_ascii_lowercase()).copied());
                    if let Some(name) = &from.name {
                        names.insert(name.text.to_ascii_lowercase(), number);
                    }
                    stage = Some(number);
                }
                Body::Arg(pairs) => {
                    let kind = if stage.is_none() { BindingKind::GlobalArg } else { BindingKind::Arg };
                    for pair in &pairs.pairs {
                        table.declare(stage, index, kind, pair);
                    }
                }
                Body::Env(pairs) => {
                    // All pairs of one ENV see the values from before it.
                    let values: Vec<_> = pairs.pairs.iter().map(|pair| table.pair_value(stage, index, pair)).collect();
                    for (pair, value) in pairs.pairs.iter().zip(values) {
                        table.push(stage, index, BindingKind::Env, pair, value);
                    }
                }
                _ => {}
            }
        }
        table
    }

    fn pair_value(&self, stage: Option<usize>, index: usize, pair: &Pair) -> Option<String> {
        let value = pair.value.as_ref()?.expand(&|name| self.value(stage, index, name))?;
        (value.len() <= VALUE_LIMIT).then_some(value)
    }

    fn declare(&mut self, stage: Option<usize>, index: usize, kind: BindingKind, pair: &Pair) {
        let mut value = self.pair_value(stage, index, pair);
        if pair.value.is_none() && kind == BindingKind::Arg {
            let name = pair.key.unquoted();
            value = self.nearest(None, usize::MAX, &name, |_| true).and_then(|binding| binding.value.clone());
        }
        self.push(stage, index, kind, pair, value);
    }

    fn push(
        &mut self,
        stage: Option<usize>,
        instruction: usize,
        kind: BindingKind,
        pair: &Pair,
        value: Option<String>,
    ) {
        let name = pair.key.unquoted();
        let binding = Binding {
            kind,
            name: name.clone(),
            value,
            instruction,
            node: pair.key.node(),
            has_value: pair.value.is_some(),
        };
        self.bindings.entry((stage, name)).or_default().push(binding);
    }

    /// The last declaration in `stage` before `instruction` that `wanted` accepts.
    fn nearest(
        &self,
        stage: Option<usize>,
        instruction: usize,
        name: &str,
        wanted: impl Fn(&Binding) -> bool,
    ) -> Option<&Binding> {
        let list = self.bindings.get(&(stage, name.to_owned()))?;
        let end = list.partition_point(|binding| binding.instruction < instruction);
        list[..end].iter().rev().find(|binding| wanted(binding))
    }

    /// The declaration in force: ENV over ARG, the stage over those it is built on. A FROM (`stage` `None`) sees global ARGs only.
    fn binding(&self, stage: Option<usize>, instruction: usize, name: &str) -> Option<&Binding> {
        let Some(stage) = stage else {
            return self.nearest(None, instruction, name, |_| true);
        };
        for kind in [BindingKind::Env, BindingKind::Arg] {
            let (mut at, mut before) = (stage, instruction);
            for _ in 0..LINEAGE_LIMIT {
                if let Some(found) = self.nearest(Some(at), before, name, |binding| binding.kind == kind) {
                    return Some(found);
                }
                let Some(parent) = self.parents.get(at).copied().flatten() else { break };
                (at, before) = (parent, usize::MAX);
            }
        }
        None
    }

    /// The value in force, as far as the file says.
    pub(super) fn value(&self, stage: Option<usize>, instruction: usize, name: &str) -> Option<String> {
        self.binding(stage, instruction, name)?.value.clone()
    }
}

/// What one instruction sees of variables.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    model: &'a Model,
    table: &'a Table,
    stage: Option<usize>,
    instruction: usize,
}

impl<'a> Scope<'a> {
    pub(super) fn new(model: &'a Model, table: &'a Table, instruction: usize) -> Self {
        let is_from = model.syntax.instructions.get(instruction).is_some_and(|it| matches!(it.body, Body::From(_)));
        let stage = if is_from { None } else { model.stage_of(instruction) };
        Self { model, table, stage, instruction }
    }

    /// The stage of the instruction; `None` for a FROM and before the first one: they see global ARGs only.
    #[must_use]
    pub fn stage(&self) -> Option<usize> {
        self.stage
    }

    /// The declaration of `name` in force here; `None` when this file declares it nowhere this instruction can see.
    #[must_use]
    pub fn binding(&self, name: &str) -> Option<&'a Binding> {
        self.table.binding(self.stage, self.instruction, name)
    }

    /// The value of `name` here, as far as the file says.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        self.binding(name)?.value.clone()
    }

    /// The ARG of that name before the first FROM, seen from here or not.
    #[must_use]
    pub fn global(&self, name: &str) -> Option<&'a Binding> {
        self.table.nearest(None, usize::MAX, name, |_| true)
    }

    /// `word` with its variables replaced; `None` as soon as one is unknown.
    #[must_use]
    pub fn expand(&self, word: &Word) -> Option<String> {
        word.expand(&|name| self.value(name))
    }

    /// Every declaration this instruction sees, one a name, sorted by name.
    #[must_use]
    pub fn visible(&self) -> Vec<&'a Binding> {
        let mut stages = vec![];
        match self.stage {
            None => stages.push(None),
            Some(stage) => stages.extend(self.model.lineage(stage).map(|stage| Some(stage.index))),
        }
        let mut names: Vec<&str> = self
            .table
            .bindings
            .keys()
            .filter(|(stage, _)| stages.contains(stage))
            .map(|(_, name)| name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(|name| self.binding(name)).collect()
    }

    /// Every declaration in the file, in the order of the text.
    #[must_use]
    pub fn all(&self) -> Vec<&'a Binding> {
        let mut all: Vec<&Binding> = self.table.bindings.values().flatten().collect();
        all.sort_by_key(|binding| binding.node.range().start());
        all
    }
}
