//! Everything recognised in a file as spans, outer before inner.

use text_size::TextRange;

use super::Dockerfile;
use super::ast::{Body, Command, Element, Form, Heredoc, Instruction, Name, Pair, Part, PartContent, Variable, Word};
use super::kind::SyntaxKind;
use crate::shell::{self, CommandKind, Script, WordPartKind};
use crate::tree::Span;

/// The spans of `file`.
pub(super) fn of(file: &Dockerfile) -> Vec<Span<SyntaxKind>> {
    let mut spans = Spans(Vec::with_capacity(file.instructions.len() * 12));
    for directive in &file.directives {
        spans.add(SyntaxKind::Directive, directive.range);
        spans.name(&directive.name);
        spans.name(&directive.value);
    }
    for comment in &file.comments {
        spans.add(SyntaxKind::Comment, comment.range);
    }
    for instruction in &file.instructions {
        spans.instruction(instruction);
    }
    spans.0
}

struct Spans(Vec<Span<SyntaxKind>>);

impl Spans {
    fn add(&mut self, kind: SyntaxKind, range: TextRange) {
        self.0.push(Span { kind, range });
    }

    fn name(&mut self, name: &Name) {
        self.add(name.node().kind(), name.range);
    }

    fn instruction(&mut self, instruction: &Instruction) {
        self.add(SyntaxKind::Instruction, instruction.range);
        self.name(&instruction.keyword_name);
        for flag in &instruction.flags {
            self.add(SyntaxKind::Flag, flag.range);
            self.name(&flag.name);
            if flag.options.is_empty() {
                self.words(&flag.value);
            }
            for option in &flag.options {
                self.add(SyntaxKind::MountOption, option.range);
                self.name(&option.key);
                self.words(&option.value);
            }
        }
        self.body(&instruction.body);
        for continuation in &instruction.continuations {
            self.add(SyntaxKind::Continuation, *continuation);
        }
        for heredoc in &instruction.heredocs {
            self.heredoc(heredoc);
        }
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::From(from) => {
                self.words(&from.image);
                from.as_keyword.iter().chain(&from.name).for_each(|name| self.name(name));
                self.words(&from.extra);
            }
            Body::Run(command) | Body::Cmd(command) | Body::Entrypoint(command) | Body::Shell(command) => {
                self.command(command);
            }
            Body::Copy(transfer) | Body::Add(transfer) => {
                transfer.array.iter().for_each(|range| self.add(SyntaxKind::Array, *range));
                self.words(&transfer.sources);
                self.words(&transfer.destination);
            }
            Body::Env(pairs) | Body::Label(pairs) | Body::Arg(pairs) => {
                pairs.pairs.iter().for_each(|pair| self.pair(pair));
            }
            Body::Expose(words) | Body::Unknown(words) => self.words(words),
            Body::Volume(paths) => {
                paths.array.iter().for_each(|range| self.add(SyntaxKind::Array, *range));
                self.words(&paths.paths);
            }
            Body::User(word) | Body::Workdir(word) | Body::Stopsignal(word) | Body::Maintainer(word) => {
                self.words(word);
            }
            Body::Healthcheck(check) => {
                check.kind.iter().for_each(|name| self.name(name));
                check.command.iter().for_each(|command| self.command(command));
            }
            Body::Onbuild(inner) => inner.iter().for_each(|inner| self.instruction(inner)),
        }
    }

    fn command(&mut self, command: &Command) {
        match &command.form {
            Form::Exec(items) => {
                self.add(SyntaxKind::Array, command.range);
                items.iter().for_each(|item| self.add(SyntaxKind::ArrayItem, item.range));
            }
            Form::Shell(script) => self.script(script),
            Form::Foreign => self.add(SyntaxKind::Script, command.range),
            Form::Empty => {}
        }
    }

    fn pair(&mut self, pair: &Pair) {
        self.add(SyntaxKind::Pair, pair.range);
        self.words([&pair.key]);
        self.words(&pair.value);
    }

    fn words<'a>(&mut self, words: impl IntoIterator<Item = &'a Word>) {
        for word in words {
            self.add(word.kind, word.range);
            self.parts(&word.parts);
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            if let PartContent::Variable(variable) = &part.content {
                self.variable(variable);
            }
        }
    }

    fn variable(&mut self, variable: &Variable) {
        self.add(SyntaxKind::Variable, variable.range);
        self.name(&variable.name);
        if let Some(modifier) = &variable.modifier {
            self.parts(&modifier.parts);
        }
    }

    fn heredoc(&mut self, heredoc: &Heredoc) {
        let end = heredoc.end.unwrap_or(heredoc.body);
        self.add(SyntaxKind::Heredoc, heredoc.body.cover(end));
        heredoc.script.iter().for_each(|script| self.script(script));
        heredoc.variables.iter().for_each(|variable| self.variable(variable));
        heredoc.end.iter().for_each(|end| self.add(SyntaxKind::HeredocEnd, *end));
    }

    fn script(&mut self, script: &Script) {
        self.add(SyntaxKind::Script, script.range);
        script.comments.iter().for_each(|range| self.add(SyntaxKind::ShellComment, *range));
        for statement in &script.statements {
            self.add(SyntaxKind::Statement, statement.pipeline.range);
            statement.pipeline.pipes.iter().for_each(|range| self.add(SyntaxKind::Operator, *range));
            statement.pipeline.commands.iter().for_each(|command| self.shell_command(command));
            statement.separator.iter().for_each(|separator| self.add(SyntaxKind::Operator, separator.range));
        }
    }

    fn shell_command(&mut self, command: &shell::Command) {
        self.add(SyntaxKind::Command, command.range);
        match &command.kind {
            CommandKind::Simple(simple) => {
                for assignment in &simple.assignments {
                    self.add(SyntaxKind::Assignment, assignment.range);
                    assignment.value.iter().for_each(|word| self.shell_word(word));
                }
                for (index, word) in simple.words.iter().enumerate() {
                    if index == 0 {
                        self.add(SyntaxKind::CommandName, word.range);
                    }
                    self.shell_word(word);
                }
                self.redirections(&simple.redirections);
            }
            CommandKind::Group(script) | CommandKind::Subshell(script) => self.script(script),
            CommandKind::If { branches, otherwise } => {
                for branch in branches {
                    self.script(&branch.condition);
                    self.script(&branch.body);
                }
                otherwise.iter().for_each(|script| self.script(script));
            }
            CommandKind::Loop { kind: _, condition, body } => {
                self.script(condition);
                self.script(body);
            }
            CommandKind::For { variable, words, body } => {
                variable.iter().for_each(|name| self.add(SyntaxKind::VariableName, name.range));
                words.iter().for_each(|word| self.shell_word(word));
                self.script(body);
            }
            CommandKind::Case { subject, arms } => {
                subject.iter().for_each(|word| self.shell_word(word));
                for arm in arms {
                    arm.patterns.iter().for_each(|word| self.shell_word(word));
                    self.script(&arm.body);
                }
            }
            CommandKind::Function { name, body } => {
                self.add(SyntaxKind::CommandName, name.range);
                self.shell_command(body);
            }
            CommandKind::Test { words } => words.iter().for_each(|word| self.shell_word(word)),
            CommandKind::Arithmetic(_) => {}
        }
        self.redirections(&command.redirections);
    }

    fn redirections(&mut self, redirections: &[shell::Redirection]) {
        for redirection in redirections {
            self.add(SyntaxKind::Redirection, redirection.range);
            redirection.target.iter().for_each(|word| self.shell_word(word));
        }
    }

    fn shell_word(&mut self, word: &shell::Word) {
        self.add(SyntaxKind::ShellWord, word.range);
        self.shell_parts(&word.parts);
    }

    fn shell_parts(&mut self, parts: &[shell::WordPart]) {
        for part in parts {
            match &part.kind {
                WordPartKind::SingleQuoted(_) | WordPartKind::AnsiC(_) => self.add(SyntaxKind::ShellString, part.range),
                WordPartKind::DoubleQuoted(inner) => {
                    self.add(SyntaxKind::ShellString, part.range);
                    self.shell_parts(inner);
                }
                WordPartKind::Variable(variable) => {
                    self.add(SyntaxKind::Variable, part.range);
                    self.add(SyntaxKind::VariableName, variable.name.range);
                    self.shell_parts(&variable.argument);
                }
                WordPartKind::Command(script) | WordPartKind::Process(script) => self.script(script),
                WordPartKind::Arithmetic(inner) => self.shell_parts(inner),
                WordPartKind::Literal(_) | WordPartKind::Glob(_) | WordPartKind::Tilde => {}
            }
        }
    }
}
