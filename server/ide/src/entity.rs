//! Things that have a declaration and uses: stages, variables, heredoc words, users.

use std::collections::BTreeSet;

use project::docker::{Model, Target};
use syntax::dockerfile::{Body, Instruction, Keyword, SyntaxKind};
use syntax::{TextRange, TextSize};

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
        Cursor::StageName(_) => model.stage_of(index).map(Entity::Stage),
        Cursor::Image(_) | Cursor::FlagValue(..) | Cursor::MountValue(..) => {
            dependency_stage(model, index, offset).map(Entity::Stage).or_else(|| {
                let Cursor::FlagValue(flag, word) = place.cursor else { return None };
                let owner = flag.name.text.eq_ignore_ascii_case("chown");
                owner.then(|| user_under(&word.raw, word.range, offset)).flatten()
            })
        }
        Cursor::Key(pair) if matches!(instruction.keyword, Keyword::Arg | Keyword::Env) => {
            variable(model, &pair.key.unquoted(), model.stage_of(index))
        }
        Cursor::Variable(used) => {
            let scope = if instruction.keyword == Keyword::From { None } else { model.stage_of(index) };
            variable(model, &used.name.text, scope)
        }
        Cursor::ShellVariable(used, _) if !assigned_in(model, instruction, &used.name.text) => {
            variable(model, &used.name.text, model.stage_of(index))
        }
        Cursor::HeredocWord(heredoc) => Some(Entity::Heredoc(heredoc.start.start())),
        Cursor::Argument(word) if instruction.keyword == Keyword::User => user_under(&word.raw, word.range, offset),
        Cursor::Command(command, word) if word > 0 && makes_users(command.name().as_deref()) => {
            let name = command.words[word].literal()?;
            let made = created_users(model)
                .into_iter()
                .any(|(made, range)| made == name && range == command.words[word].range);
            made.then_some(Entity::User(name))
        }
        _ => None,
    }
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

/// The user or group of `user:group` under the cursor; numbers are nobody's name.
fn user_under(text: &str, range: TextRange, offset: TextSize) -> Option<Entity> {
    let at = usize::from(offset - range.start());
    let name = match text.split_once(':') {
        Some((user, group)) => {
            if at <= user.len() {
                user
            } else {
                group
            }
        }
        None => text,
    };
    let is_name = !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.contains('$');
    is_name.then(|| Entity::User(name.to_owned()))
}

/// The variable `name` as seen from `scope`, with every scope that sees the same one.
fn variable(model: &Model, name: &str, scope: Option<usize>) -> Option<Entity> {
    if name.is_empty() {
        return None;
    }
    let all = model.scope(0).all();
    let declares: BTreeSet<Option<usize>> = all
        .iter()
        .filter(|binding| binding.name == name)
        .map(|binding| stage_of_binding(model, binding.instruction))
        .collect();
    let args: BTreeSet<Option<usize>> = all
        .iter()
        .filter(|binding| binding.name == name && binding.kind != project::docker::BindingKind::Env)
        .map(|binding| stage_of_binding(model, binding.instruction))
        .collect();
    let mut scopes = BTreeSet::from([scope]);
    loop {
        let before = scopes.len();
        for stage in 0..model.stages.len() {
            let parent = model.stages[stage].parent();
            if let Some(parent) = parent {
                let (here, above) = (scopes.contains(&Some(stage)), scopes.contains(&Some(parent)));
                if above || here && !declares.contains(&Some(stage)) {
                    scopes.extend([Some(stage), Some(parent)]);
                }
            }
            if args.contains(&Some(stage))
                && args.contains(&None)
                && (scopes.contains(&Some(stage)) || scopes.contains(&None))
            {
                scopes.extend([Some(stage), None]);
            }
        }
        if scopes.len() == before {
            break;
        }
    }
    Some(Entity::Variable(name.to_owned(), scopes))
}

fn stage_of_binding(model: &Model, instruction: usize) -> Option<usize> {
    model.stage_of(instruction)
}

/// Whether a script of the instruction gives `name` a value of its own.
fn assigned_in(model: &Model, instruction: &Instruction, name: &str) -> bool {
    instruction
        .simple_commands()
        .any(|command| command.assignments.iter().any(|assignment| assignment.name.text == name))
        || model.text[instruction.range].contains(&format!("for {name} in"))
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
        if instruction.scripts().next().is_none() || assigned_in(model, instruction, name) {
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

fn makes_users(command: Option<&str>) -> bool {
    matches!(command, Some("useradd" | "adduser" | "groupadd" | "addgroup"))
}

/// Names of users and groups that RUN instructions create, with their places.
pub(crate) fn created_users(model: &Model) -> Vec<(String, TextRange)> {
    let mut found = Vec::new();
    for instruction in &model.syntax.instructions {
        for command in instruction.trigger().simple_commands() {
            if !makes_users(command.name().as_deref()) {
                continue;
            }
            // `adduser [options] user [group]`: the names stand last; a word behind an option that takes a value is none.
            let mut names = Vec::new();
            let mut takes_value = false;
            for word in command.arguments() {
                let Some(text) = word.literal() else {
                    takes_value = false;
                    continue;
                };
                if takes_value {
                    takes_value = false;
                } else if text.starts_with('-') {
                    takes_value = option_takes_value(&text);
                } else {
                    names.push((text, word.range));
                }
            }
            found.extend(names);
        }
    }
    found
}

fn option_takes_value(option: &str) -> bool {
    const LONG: [&str; 17] = [
        "--uid",
        "--gid",
        "--home",
        "--home-dir",
        "--shell",
        "--comment",
        "--gecos",
        "--ingroup",
        "--groups",
        "--base-dir",
        "--skel",
        "--expiredate",
        "--inactive",
        "--key",
        "--password",
        "--conf",
        "--firstuid",
    ];
    if option.starts_with("--") {
        return LONG.contains(&option);
    }
    option.ends_with(['u', 'g', 'd', 'h', 's', 'c', 'G', 'b', 'k', 'e', 'f', 'K', 'p'])
}

fn user_occurrences(model: &Model, name: &str) -> Vec<Occurrence> {
    let mut found: Vec<Occurrence> = created_users(model)
        .into_iter()
        .filter(|(made, _)| made == name)
        .map(|(_, range)| Occurrence::new(range, true))
        .collect();
    let mut owners = |raw: &str, range: TextRange| {
        let mut start = range.start();
        for part in raw.split(':') {
            let length = TextSize::of(part);
            if part == name {
                found.push(Occurrence::new(TextRange::at(start, length), false));
            }
            start += length + TextSize::of(':');
        }
    };
    for instruction in model.syntax.instructions.iter().map(Instruction::trigger) {
        if let Body::User(Some(word)) = &instruction.body {
            owners(&word.raw, word.range);
        }
        for value in instruction.flags("chown").filter_map(|flag| flag.value.as_ref()) {
            owners(&value.raw, value.range);
        }
    }
    found
}
