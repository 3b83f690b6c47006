//! What a file says, without where it says it: two texts with equal meaning build the same image.

use text_size::TextRange;

use super::Dockerfile;
use super::ast::{Body, Command, Flag, Form, Heredoc, Instruction, Modifier, Pair, Part, PartContent, Quote, Word};
use super::logical::size;
use crate::shell::{self, CommandKind, Script, WordPart, WordPartKind};

impl Dockerfile {
    /// A list of what is said, in order: directives, keywords in capitals, flags, words, the commands of scripts. Comments,
    /// blanks, line breaks and continuations between words leave no trace; `text` is what this file was read from.
    #[must_use]
    pub fn meaning(&self, text: &str) -> Vec<String> {
        let mut teller = Teller { text, dropped: Vec::new(), said: Vec::new() };
        for directive in &self.directives {
            teller.say("directive", &directive.name.text.to_ascii_lowercase());
            teller.say("=", &directive.value.text);
        }
        let mut comments = self.comments.iter().filter(|comment| comment.inside_instruction).peekable();
        for instruction in &self.instructions {
            let extent = instruction.extent();
            teller.dropped.clone_from(&instruction.continuations);
            teller.dropped.extend(&instruction.empty_lines);
            while let Some(comment) = comments.next_if(|comment| comment.range.start() < extent.end()) {
                teller.dropped.push(line_of(text, comment.range));
            }
            teller.dropped.sort_by_key(|range| range.start());
            teller.instruction(instruction);
        }
        for error in &self.errors {
            teller.say("error", &format!("{:?}", error.kind));
        }
        teller.said
    }
}

struct Teller<'a> {
    text: &'a str,
    /// What the builder drops of the instruction's lines.
    dropped: Vec<TextRange>,
    said: Vec<String>,
}

/// The line `range` stands in, its line end included.
fn line_of(text: &str, range: TextRange) -> TextRange {
    let start = text[..usize::from(range.start())].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[usize::from(range.end())..].find('\n').map_or(text.len(), |at| usize::from(range.end()) + at + 1);
    TextRange::new(size(start), size(end))
}

impl Teller<'_> {
    /// The text of `range` as the builder joins it.
    fn joined(&self, range: TextRange) -> String {
        let mut joined = String::with_capacity(range.len().into());
        let mut at = range.start();
        for dropped in self.dropped.iter().filter(|dropped| range.contains_range(**dropped)) {
            joined.push_str(&self.text[TextRange::new(at, dropped.start().max(at))]);
            at = at.max(dropped.end());
        }
        joined.push_str(&self.text[TextRange::new(at, range.end())]);
        joined
    }

    fn say(&mut self, what: &str, text: &str) {
        self.said.push(format!("{what} {text}"));
    }

    fn instruction(&mut self, instruction: &Instruction) {
        self.say("instruction", &instruction.keyword_name.text.to_ascii_uppercase());
        instruction.flags.iter().for_each(|flag| self.flag(flag));
        self.body(&instruction.body);
        instruction.heredocs.iter().for_each(|heredoc| self.heredoc(heredoc));
    }

    fn flag(&mut self, flag: &Flag) {
        self.say("flag", &flag.name.text);
        self.words(&flag.value);
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::From(from) => {
                self.words(&from.image);
                let names = from.as_keyword.iter().map(|name| name.text.to_ascii_uppercase());
                for name in names.chain(from.name.iter().map(|name| name.text.clone())) {
                    self.say("name", &name);
                }
                self.words(&from.extra);
            }
            Body::Run(command) | Body::Cmd(command) | Body::Entrypoint(command) | Body::Shell(command) => {
                self.command(command);
            }
            Body::Copy(transfer) | Body::Add(transfer) => {
                self.say("array", if transfer.array.is_some() { "yes" } else { "no" });
                self.words(&transfer.sources);
                self.say("to", "");
                self.words(&transfer.destination);
            }
            Body::Env(pairs) | Body::Label(pairs) | Body::Arg(pairs) => {
                pairs.pairs.iter().for_each(|pair| self.pair(pair));
            }
            Body::Expose(words) | Body::Unknown(words) => self.words(words),
            Body::Volume(paths) => self.words(&paths.paths),
            Body::User(word) | Body::Workdir(word) | Body::Stopsignal(word) | Body::Maintainer(word) => {
                self.words(word);
            }
            Body::Healthcheck(check) => {
                let kind = check.kind.as_ref().map(|kind| kind.text.to_ascii_uppercase()).unwrap_or_default();
                self.say("check", &kind);
                check.command.iter().for_each(|command| self.command(command));
            }
            Body::Onbuild(inner) => inner.iter().for_each(|inner| self.instruction(inner)),
        }
    }

    fn command(&mut self, command: &Command) {
        match &command.form {
            Form::Exec(items) => items.iter().for_each(|item| self.say("item", &item.value)),
            Form::Shell(script) => self.script(script),
            // Nobody reads it here, so not a byte of what the shell gets may change.
            Form::Foreign => {
                let text = self.joined(command.range);
                self.say("foreign", &text);
            }
            Form::Empty => self.say("empty", ""),
        }
    }

    fn pair(&mut self, pair: &Pair) {
        self.words([&pair.key]);
        self.say("=", if pair.value.is_some() { "value" } else { "none" });
        self.words(&pair.value);
    }

    fn words<'w>(&mut self, words: impl IntoIterator<Item = &'w Word>) {
        for word in words {
            self.say("word", "");
            self.parts(&word.parts);
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            let quoted = if part.quote == Quote::None { "bare" } else { "quoted" };
            match &part.content {
                PartContent::Text(text) => self.say(quoted, text),
                PartContent::Variable(variable) => {
                    self.say("variable", &variable.name.text);
                    if let Some(Modifier { operator, operator_range: _, parts }) = &variable.modifier {
                        self.say("operator", operator);
                        self.parts(parts);
                    }
                }
            }
        }
    }

    fn heredoc(&mut self, heredoc: &Heredoc) {
        self.say("heredoc", &heredoc.name.text);
        self.say("body", &self.text[heredoc.body]);
    }

    fn script(&mut self, script: &Script) {
        for statement in &script.statements {
            let joint =
                statement.separator.as_ref().map(|separator| format!("{:?}", separator.kind)).unwrap_or_default();
            self.say("statement", &joint);
            self.say("pipeline", if statement.pipeline.negated { "not" } else { "" });
            statement.pipeline.commands.iter().for_each(|command| self.shell_command(command));
        }
        self.say("end", "");
    }

    fn shell_command(&mut self, command: &shell::Command) {
        match &command.kind {
            CommandKind::Simple(simple) => {
                self.say("simple", "");
                for assignment in &simple.assignments {
                    self.say("assign", &assignment.name.text);
                    assignment.value.iter().for_each(|word| self.shell_word(word));
                }
                simple.words.iter().for_each(|word| self.shell_word(word));
                self.redirections(&simple.redirections);
            }
            CommandKind::Group(script) => self.block("group", [script]),
            CommandKind::Subshell(script) => self.block("subshell", [script]),
            CommandKind::If { branches, otherwise } => {
                self.block("if", branches.iter().flat_map(|branch| [&branch.condition, &branch.body]));
                self.block("else", otherwise);
            }
            CommandKind::Loop { kind, condition, body } => self.block(&format!("{kind:?}"), [condition, body]),
            CommandKind::For { variable, words, body } => {
                self.say("for", variable.as_ref().map_or("", |name| &name.text));
                words.iter().for_each(|word| self.shell_word(word));
                self.block("do", [body]);
            }
            CommandKind::Case { subject, arms } => {
                self.say("case", "");
                subject.iter().for_each(|word| self.shell_word(word));
                for arm in arms {
                    arm.patterns.iter().for_each(|word| self.shell_word(word));
                    self.block("arm", [&arm.body]);
                }
            }
            CommandKind::Function { name, body } => {
                self.say("function", &name.text);
                self.shell_command(body);
            }
            CommandKind::Test { words } => {
                self.say("test", "");
                words.iter().for_each(|word| self.shell_word(word));
            }
            CommandKind::Arithmetic(range) => self.say("arithmetic", &self.text[*range]),
        }
        self.redirections(&command.redirections);
    }

    fn block<'s>(&mut self, name: &str, scripts: impl IntoIterator<Item = &'s Script>) {
        self.say(name, "");
        scripts.into_iter().for_each(|script| self.script(script));
    }

    fn redirections(&mut self, redirections: &[shell::Redirection]) {
        for redirection in redirections {
            let descriptor = redirection.descriptor.map(|range| &self.text[range]).unwrap_or_default();
            let line = format!("{:?} {descriptor}", redirection.kind);
            self.say("redirect", &line);
            redirection.target.iter().for_each(|word| self.shell_word(word));
        }
    }

    fn shell_word(&mut self, word: &shell::Word) {
        self.say("word", "");
        self.shell_parts(&word.parts);
    }

    fn shell_parts(&mut self, parts: &[WordPart]) {
        for part in parts {
            match &part.kind {
                WordPartKind::Literal(text) => self.say("literal", text),
                WordPartKind::SingleQuoted(text) | WordPartKind::AnsiC(text) => self.say("quoted", text),
                WordPartKind::DoubleQuoted(inner) => {
                    self.say("double", "");
                    self.shell_parts(inner);
                }
                WordPartKind::Variable(variable) => {
                    self.say("variable", &variable.name.text);
                    self.say("operator", variable.operator.as_ref().map_or("", |(operator, _)| operator));
                    self.shell_parts(&variable.argument);
                }
                WordPartKind::Command(script) | WordPartKind::Process(script) => self.script(script),
                WordPartKind::Arithmetic(inner) => {
                    self.say("arithmetic", "");
                    self.shell_parts(inner);
                }
                WordPartKind::Glob(character) => self.say("glob", &character.to_string()),
                WordPartKind::Tilde => self.say("tilde", ""),
            }
        }
    }
}
