//! Things that have a declaration and uses: stages, variables, heredoc words, users.

use std::collections::BTreeSet;

use project::docker::{BindingKind, Model, Target};
use syntax::dockerfile::{Body, Instruction, Keyword, SyntaxKind};
use syntax::shell::{CommandKind, Script, WordPart, WordPartKind};
use syntax::{TextRange, TextSize};

use crate::accounts;
use crate::cursor::{Cursor, Place};

/// A thing of one Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entity {
    /// A stage, by number.
    Stage(usize),
    /// A variable as seen in these scopes (`None`: before the first FROM, and in FROM).
    Variable(String, BTreeSet<Option<usize>>),
    /// The heredoc that starts here.
    Heredoc(TextSize),
    /// A user or group made or used in the file.
    User(String),
}

/// A place where a thing is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Occurrence {
    /// Start and end of the name.
    start: u32,
    end: u32,
    /// Whether it declares or sets the thing.
    pub(crate) is_write: bool,
}

impl Occurrence {
    fn new(range: TextRange, is_write: bool) -> Self {
        Self { start: range.start().into(), end: range.end().into(), is_write }
    }

    /// Where the name stands.
    pub(crate) fn range(&self) -> TextRange {
        TextRange::new(self.start.into(), self.end.into())
    }
}

/// The thing a cursor is on.
pub(crate) fn under(model: &Model, place: &Place<'_>, offset: TextSize) -> Option<Entity> {
    let index = place.index?;
    let instruction = place.instruction?;
    match place.cursor {
        Cursor::StageName => model.stage_of(index).map(Entity::Stage),
        Cursor::Image(_) | Cursor::MountValue(..) => dependency_stage(model, index, offset).map(Entity::Stage),
        Cursor::FlagValue(..) => {
            dependency_stage(model, index, offset).map(Entity::Stage).or_else(|| account_under(model, offset))
        }
        Cursor::Key(pair) if matches!(instruction.keyword, Keyword::Arg | Keyword::Env) => {
            variable(model, &pair.key.unquoted(), model.stage_of(index))
        }
        Cursor::Variable(used) => {
            // `FROM ${BASE}`: the variable, even where its value is a stage.
            let scope = if instruction.keyword == Keyword::From { None } else { model.stage_of(index) };
            variable(model, &used.name.text, scope)
        }
        Cursor::ShellVariable(used) if !assigned_in(instruction, &used.name.text) => {
            variable(model, &used.name.text, model.stage_of(index))
        }
        Cursor::HeredocWord(heredoc) => Some(Entity::Heredoc(heredoc.start.start())),
        Cursor::Argument | Cursor::Command(..) => account_under(model, offset),
        _ => None,
    }
}

/// The user or group named at `offset`.
fn account_under(model: &Model, offset: TextSize) -> Option<Entity> {
    let mentions = accounts::mentions(model);
    mentions.into_iter().find(|mention| mention.range.contains_inclusive(offset)).map(|it| Entity::User(it.name))
}

fn dependency_stage(model: &Model, index: usize, offset: TextSize) -> Option<usize> {
    let stage = &model.stages[model.stage_of(index)?];
    stage.dependencies.iter().find_map(|dependency| match dependency.target {
        Target::Stage(target)
            if dependency.instruction == index && dependency.node.range().contains_inclusive(offset) =>
        {
            Some(target)
        }
        _ => None,
    })
}

/// The variable `name` as seen from `scope`, with every scope that sees the same one; `None` where nothing declares it.
pub(crate) fn variable(model: &Model, name: &str, scope: Option<usize>) -> Option<Entity> {
    let all = model.scope(0).all();
    let stages_of = |wanted: &dyn Fn(BindingKind) -> bool| -> BTreeSet<Option<usize>> {
        let bindings = all.iter().filter(|binding| binding.name == name && wanted(binding.kind));
        bindings.map(|binding| model.stage_of(binding.instruction)).collect()
    };
    let declares = stages_of(&|_| true);
    if name.is_empty() || declares.is_empty() {
        return None;
    }
    let args = stages_of(&|kind| kind != BindingKind::Env);
    // A stage hands down what it declares or was handed itself.
    let mut sees: Vec<bool> = Vec::with_capacity(model.stages.len());
    for stage in &model.stages {
        let above = stage.parent().and_then(|parent| sees.get(parent)).copied().unwrap_or(false);
        sees.push(above || declares.contains(&Some(stage.index)));
    }
    let mut scopes = BTreeSet::from([scope]);
    loop {
        let before = scopes.len();
        for stage in &model.stages {
            let this = Some(stage.index);
            if let Some(parent) = stage.parent().filter(|parent| sees.get(*parent) == Some(&true))
                && (scopes.contains(&this) || scopes.contains(&Some(parent)))
            {
                scopes.extend([this, Some(parent)]);
            }
            // An ARG of a stage takes the value of the one before the first FROM.
            if args.contains(&this) && args.contains(&None) && (scopes.contains(&this) || scopes.contains(&None)) {
                scopes.extend([this, None]);
            }
        }
        if scopes.len() == before {
            break;
        }
    }
    Some(Entity::Variable(name.to_owned(), scopes))
}

/// Whether a script of the instruction gives `name` a value of its own.
pub(crate) fn assigned_in(instruction: &Instruction, name: &str) -> bool {
    assigned(instruction).iter().any(|assigned| assigned == name)
}

/// The variables that scripts of the instruction give values, in the order of the text.
pub(crate) fn assigned(instruction: &Instruction) -> Vec<String> {
    let mut names = Vec::new();
    instruction.scripts().for_each(|script| script_assigns(script, &mut names));
    names
}

/// The shell reader's own depth limit bounds this walk.
fn script_assigns(script: &Script, names: &mut Vec<String>) {
    let commands = script.statements.iter().flat_map(|statement| &statement.pipeline.commands);
    commands.for_each(|command| command_assigns(&command.kind, names));
}

fn command_assigns(kind: &CommandKind, names: &mut Vec<String>) {
    match kind {
        CommandKind::Simple(simple) => {
            // `NAME=value command` lends the value to that one command.
            if simple.words.is_empty() {
                names.extend(simple.assignments.iter().map(|assignment| assignment.name.text.clone()));
            }
            let declares = matches!(
                simple.name().as_deref(),
                Some("export" | "local" | "readonly" | "declare" | "typeset" | "read" | "getopts")
            );
            if declares {
                let words = simple.arguments().iter().map(syntax::shell::Word::display);
                let given = words.filter_map(|word| word.split('=').next().map(str::to_owned));
                names.extend(given.filter(|name| !name.is_empty() && !name.starts_with('-')));
            }
            let values = simple.assignments.iter().filter_map(|assignment| assignment.value.as_ref());
            values.chain(&simple.words).for_each(|word| parts_assign(&word.parts, names));
        }
        CommandKind::Group(script) | CommandKind::Subshell(script) => script_assigns(script, names),
        CommandKind::If { branches, otherwise } => {
            let scripts = branches.iter().flat_map(|branch| [&branch.condition, &branch.body]).chain(otherwise);
            scripts.for_each(|script| script_assigns(script, names));
        }
        CommandKind::Loop { kind: _, condition, body } => {
            script_assigns(condition, names);
            script_assigns(body, names);
        }
        CommandKind::For { variable, words: _, body } => {
            names.extend(variable.iter().map(|variable| variable.text.clone()));
            script_assigns(body, names);
        }
        CommandKind::Case { subject: _, arms } => arms.iter().for_each(|arm| script_assigns(&arm.body, names)),
        CommandKind::Function { name: _, body } => command_assigns(&body.kind, names),
        CommandKind::Test { words: _ } | CommandKind::Arithmetic(_) => {}
    }
}

fn parts_assign(parts: &[WordPart], names: &mut Vec<String>) {
    for part in parts {
        match &part.kind {
            WordPartKind::Command(script) | WordPartKind::Process(script) => script_assigns(script, names),
            WordPartKind::DoubleQuoted(inner) | WordPartKind::Arithmetic(inner) => parts_assign(inner, names),
            WordPartKind::Variable(variable) => parts_assign(&variable.argument, names),
            WordPartKind::Literal(_)
            | WordPartKind::SingleQuoted(_)
            | WordPartKind::AnsiC(_)
            | WordPartKind::Glob(_)
            | WordPartKind::Tilde => {}
        }
    }
}

/// Every place where `entity` is named, in the order of the text.
pub(crate) fn occurrences(model: &Model, entity: &Entity) -> Vec<Occurrence> {
    let mut found = match entity {
        Entity::Stage(stage) => stage_occurrences(model, *stage),
        Entity::Variable(name, scopes) => variable_occurrences(model, name, scopes),
        Entity::Heredoc(start) => heredoc_occurrences(model, *start),
        Entity::User(name) => user_occurrences(model, name),
    };
    found.sort_unstable();
    found.dedup();
    found
}

fn stage_occurrences(model: &Model, stage: usize) -> Vec<Occurrence> {
    let name = model.stages[stage].name.as_ref();
    let mut found: Vec<Occurrence> = name.iter().map(|name| Occurrence::new(name.range, true)).collect();
    for dependency in model.stages.iter().flat_map(|stage| &stage.dependencies) {
        if dependency.target == Target::Stage(stage) {
            found.push(Occurrence::new(dependency.node.range(), false));
        }
    }
    found
}

fn variable_occurrences(model: &Model, name: &str, scopes: &BTreeSet<Option<usize>>) -> Vec<Occurrence> {
    let mut found = Vec::new();
    let tree = model.syntax.tree();
    let in_scope = |index: usize, is_from: bool| scopes.contains(&if is_from { None } else { model.stage_of(index) });
    for (index, outer) in model.syntax.instructions.iter().enumerate() {
        let instruction = outer.trigger();
        if !in_scope(index, instruction.keyword == Keyword::From) {
            continue;
        }
        if let Body::Arg(pairs) | Body::Env(pairs) = &instruction.body {
            let keys = pairs.pairs.iter().filter(|pair| pair.key.unquoted() == name);
            found.extend(keys.map(|pair| Occurrence::new(pair.key.range, true)));
        }
        found.extend(
            instruction
                .variables()
                .into_iter()
                .filter(|variable| variable.name.text == name)
                .map(|variable| Occurrence::new(variable.name.range, false)),
        );
        if instruction.scripts().next().is_none() || assigned_in(instruction, name) {
            continue;
        }
        let first = tree.nodes().partition_point(|node| node.range.start() < instruction.range.start());
        let names = tree.nodes()[first..]
            .iter()
            .take_while(|node| node.range.start() < instruction.range.end())
            .filter(|node| node.kind == SyntaxKind::VariableName && model.text[node.range] == *name);
        found.extend(names.map(|node| Occurrence::new(node.range, false)));
    }
    found
}

fn heredoc_occurrences(model: &Model, start: TextSize) -> Vec<Occurrence> {
    let heredocs = model.syntax.instructions.iter().flat_map(|instruction| &instruction.trigger().heredocs);
    let Some(heredoc) = heredocs.into_iter().find(|heredoc| heredoc.start.start() == start) else { return Vec::new() };
    let quotes = if heredoc.quoted { TextSize::new(1) } else { TextSize::new(0) };
    let name = heredoc.name.range;
    let plain = name.len() == TextSize::of(heredoc.name.text.as_str()) + quotes + quotes;
    let inner = if plain { TextRange::new(name.start() + quotes, name.end() - quotes) } else { name };
    std::iter::once(Occurrence::new(inner, true)).chain(heredoc.end.map(|end| Occurrence::new(end, false))).collect()
}

fn user_occurrences(model: &Model, name: &str) -> Vec<Occurrence> {
    let made: Vec<TextRange> = accounts::made(model).into_iter().map(|account| account.range).collect();
    accounts::mentions(model)
        .into_iter()
        .filter(|mention| mention.name == name)
        .map(|mention| Occurrence::new(mention.range, made.contains(&mention.range)))
        .collect()
}
