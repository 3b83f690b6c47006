//! Going through scripts.

use super::ast::*;

/// A simple command with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The command.
    pub command: &'a SimpleCommand,
    /// The pipeline it is part of.
    pub pipeline: &'a Pipeline,
    /// Its place in the pipeline, from 0.
    pub position_in_pipeline: usize,
    /// How many constructs enclose it.
    pub depth: usize,
    /// Whether it runs only sometimes, or its failure is asked about: in a condition, a branch, or behind `||`.
    pub conditional: bool,
}

enum Visit<'a> {
    Command(Place<'a>),
    Pipeline(&'a Pipeline),
}

struct Walk<'a> {
    visits: Vec<Visit<'a>>,
}

impl<'a> Walk<'a> {
    fn script(&mut self, script: &'a Script, depth: usize, conditional: bool) {
        let mut behind_or = false;
        for statement in &script.statements {
            self.pipeline(&statement.pipeline, depth, conditional || behind_or);
            behind_or = statement.separator.as_ref().is_some_and(|separator| separator.kind == SeparatorKind::Or);
        }
    }

    fn pipeline(&mut self, pipeline: &'a Pipeline, depth: usize, conditional: bool) {
        self.visits.push(Visit::Pipeline(pipeline));
        for (position, command) in pipeline.commands.iter().enumerate() {
            self.command(command, pipeline, position, depth, conditional);
        }
    }

    fn command(
        &mut self,
        command: &'a Command,
        pipeline: &'a Pipeline,
        position: usize,
        depth: usize,
        conditional: bool,
    ) {
        match &command.kind {
            CommandKind::Simple(simple) => {
                self.visits.push(Visit::Command(Place {
                    command: simple,
                    pipeline,
                    position_in_pipeline: position,
                    depth,
                    conditional,
                }));
                for assignment in &simple.assignments {
                    assignment.value.iter().for_each(|word| self.parts(&word.parts, depth, conditional));
                }
                simple.words.iter().for_each(|word| self.parts(&word.parts, depth, conditional));
                self.redirections(&simple.redirections, depth, conditional);
            }
            CommandKind::Group(script) | CommandKind::Subshell(script) => self.script(script, depth + 1, conditional),
            CommandKind::If { branches, otherwise } => {
                for branch in branches {
                    self.script(&branch.condition, depth + 1, true);
                    self.script(&branch.body, depth + 1, true);
                }
                otherwise.iter().for_each(|script| self.script(script, depth + 1, true));
            }
            CommandKind::Loop { kind: _, condition, body } => {
                self.script(condition, depth + 1, true);
                self.script(body, depth + 1, true);
            }
            CommandKind::For { variable: _, words, body } => {
                words.iter().for_each(|word| self.parts(&word.parts, depth, conditional));
                self.script(body, depth + 1, conditional);
            }
            CommandKind::Case { subject, arms } => {
                subject.iter().for_each(|word| self.parts(&word.parts, depth, conditional));
                arms.iter().for_each(|arm| self.script(&arm.body, depth + 1, true));
            }
            CommandKind::Function { name: _, body } => self.command(body, pipeline, position, depth + 1, true),
            CommandKind::Test { words } => words.iter().for_each(|word| self.parts(&word.parts, depth, conditional)),
            CommandKind::Arithmetic(_) => {}
        }
        self.redirections(&command.redirections, depth, conditional);
    }

    fn redirections(&mut self, redirections: &'a [Redirection], depth: usize, conditional: bool) {
        for redirection in redirections {
            redirection.target.iter().for_each(|word| self.parts(&word.parts, depth, conditional));
            redirection.body.iter().for_each(|body| self.parts(&body.parts, depth, conditional));
        }
    }

    fn parts(&mut self, parts: &'a [WordPart], depth: usize, conditional: bool) {
        for part in parts {
            match &part.kind {
                WordPartKind::Command(script) | WordPartKind::Process(script) => {
                    self.script(script, depth + 1, conditional);
                }
                WordPartKind::DoubleQuoted(inner) | WordPartKind::Arithmetic(inner) => {
                    self.parts(inner, depth, conditional);
                }
                WordPartKind::Variable(variable) => self.parts(&variable.argument, depth, conditional),
                WordPartKind::Literal(_)
                | WordPartKind::SingleQuoted(_)
                | WordPartKind::AnsiC(_)
                | WordPartKind::Glob(_)
                | WordPartKind::Tilde => {}
            }
        }
    }
}

impl Script {
    fn visits(&self) -> Vec<Visit<'_>> {
        let mut walk = Walk { visits: Vec::new() };
        walk.script(self, 0, false);
        walk.visits
    }

    /// Every simple command with its place, outer before inner, in the order of the text.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        self.visits().into_iter().filter_map(|visit| match visit {
            Visit::Command(place) => Some(place),
            Visit::Pipeline(_) => None,
        })
    }

    /// Every simple command: in groups, branches, loops, functions, substitutions and heredocs too.
    pub fn simple_commands(&self) -> impl Iterator<Item = &SimpleCommand> {
        self.places().map(|place| place.command)
    }

    /// Every pipeline, at any depth; a single command is a pipeline of one.
    pub fn pipelines(&self) -> impl Iterator<Item = &Pipeline> {
        self.visits().into_iter().filter_map(|visit| match visit {
            Visit::Command(_) => None,
            Visit::Pipeline(pipeline) => Some(pipeline),
        })
    }

    /// The statements of the outermost list in groups joined by `&&` and `||`.
    #[must_use]
    pub fn chains(&self) -> Vec<&[Statement]> {
        let joined = |statement: &Statement| {
            statement
                .separator
                .as_ref()
                .is_some_and(|separator| matches!(separator.kind, SeparatorKind::And | SeparatorKind::Or))
        };
        self.statements.chunk_by(|left, _| joined(left)).collect()
    }
}

impl Script {
    /// Whether its first statement makes it stop at the first failure: `set -e`, `set -eux`, `set -o errexit`.
    #[must_use]
    pub fn stops_at_failure(&self) -> bool {
        let Some(first) = self.statements.first().and_then(|statement| statement.pipeline.commands.first()) else {
            return false;
        };
        let CommandKind::Simple(simple) = &first.kind else { return false };
        simple.name().as_deref() == Some("set")
            && simple
                .arguments()
                .iter()
                .filter_map(Word::literal)
                .any(|text| text == "errexit" || text.starts_with('-') && !text.starts_with("--") && text.contains('e'))
    }
}

impl SimpleCommand {
    /// The word that is called, as written; `None` for assignments or redirections alone, and for computed names.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.words.first()?.literal()
    }

    /// The words behind the name.
    #[must_use]
    pub fn arguments(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }
}

impl Word {
    /// The value, when no expansion is in it; globs and tildes count as their characters.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let mut text = String::new();
        literal(&self.parts, &mut text).then_some(text)
    }

    /// The value with expansions named: `$NAME`, `$(…)`.
    #[must_use]
    pub fn display(&self) -> String {
        let mut text = String::new();
        display(&self.parts, &mut text);
        text
    }

    /// Whether it is bare text: no quotes, no expansions, no globs.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.parts.iter().all(|part| matches!(part.kind, WordPartKind::Literal(_)))
    }

    /// Every variable in it, those within other expansions' arguments too, not those in substituted commands.
    #[must_use]
    pub fn variables(&self) -> Vec<&Variable> {
        let mut found = Vec::new();
        variables(&self.parts, &mut found);
        found
    }
}

fn literal(parts: &[WordPart], text: &mut String) -> bool {
    parts.iter().all(|part| match &part.kind {
        WordPartKind::Literal(value) | WordPartKind::SingleQuoted(value) | WordPartKind::AnsiC(value) => {
            text.push_str(value);
            true
        }
        WordPartKind::DoubleQuoted(inner) => literal(inner, text),
        WordPartKind::Glob(character) => {
            text.push(*character);
            true
        }
        WordPartKind::Tilde => {
            text.push('~');
            true
        }
        WordPartKind::Variable(_)
        | WordPartKind::Command(_)
        | WordPartKind::Arithmetic(_)
        | WordPartKind::Process(_) => false,
    })
}

fn display(parts: &[WordPart], text: &mut String) {
    for part in parts {
        match &part.kind {
            WordPartKind::Literal(value) | WordPartKind::SingleQuoted(value) | WordPartKind::AnsiC(value) => {
                text.push_str(value);
            }
            WordPartKind::DoubleQuoted(inner) => display(inner, text),
            WordPartKind::Glob(character) => text.push(*character),
            WordPartKind::Tilde => text.push('~'),
            WordPartKind::Variable(variable) if variable.braced => {
                text.push_str("${");
                text.push_str(&variable.name.text);
                text.push('}');
            }
            WordPartKind::Variable(variable) => {
                text.push('$');
                text.push_str(&variable.name.text);
            }
            WordPartKind::Command(_) => text.push_str("$(…)"),
            WordPartKind::Arithmetic(_) => text.push_str("$((…))"),
            WordPartKind::Process(_) => text.push_str("<(…)"),
        }
    }
}

fn variables<'a>(parts: &'a [WordPart], found: &mut Vec<&'a Variable>) {
    for part in parts {
        match &part.kind {
            WordPartKind::Variable(variable) => {
                found.push(variable);
                variables(&variable.argument, found);
            }
            WordPartKind::DoubleQuoted(inner) | WordPartKind::Arithmetic(inner) => variables(inner, found),
            WordPartKind::Literal(_)
            | WordPartKind::SingleQuoted(_)
            | WordPartKind::AnsiC(_)
            | WordPartKind::Command(_)
            | WordPartKind::Process(_)
            | WordPartKind::Glob(_)
            | WordPartKind::Tilde => {}
        }
    }
}
