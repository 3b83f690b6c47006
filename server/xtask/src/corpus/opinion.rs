//! What brush-parser reads of a script: the same command words, or it says why not.

use anyhow::Result;
use brush_parser::ast::{
    AndOr, AssignmentValue, Command, CommandPrefixOrSuffixItem as Item, CompoundCommand, CompoundList,
    ExtendedTestExpr, IoFileRedirectTarget, IoRedirect, Pipeline, Program, RedirectList, SubshellCommand,
};
use brush_parser::word::{ParameterExpr, WordPiece, WordPieceWithSource};
use brush_parser::{Parser, ParserOptions};
use syntax::TextSize;
use syntax::shell::{self, SimpleCommand};

use super::File;

/// How deep scripts within words are asked about.
const DEPTH_LIMIT: usize = 16;

/// Words of a command, assignments before it included, as written.
type Words = Vec<String>;

/// Counts how often both parsers say the same.
pub(super) struct Opinion {
    options: ParserOptions,
    same: usize,
    different: usize,
    refused: usize,
    /// Refused by the other parser, but not a word of complaint from ours.
    refused_alone: usize,
    complained_alone: usize,
}

impl Opinion {
    pub(super) fn new() -> Result<Self> {
        let options = ParserOptions::default();
        Ok(Self { options, same: 0, different: 0, refused: 0, refused_alone: 0, complained_alone: 0 })
    }

    /// Asks about `script`, which stands in line `line` of `file`.
    pub(super) fn hear(&mut self, file: &File, line: u32, script: &str) {
        let ours = shell::parse(script, TextSize::new(0));
        let Some(theirs) = self.read(script) else {
            self.refused += 1;
            if ours.errors.is_empty() {
                self.refused_alone += 1;
                println!("{}:{line}: refused by the other parser only\n{script}", file.path.display());
            }
            return;
        };
        if let Some(error) = ours.errors.first() {
            self.complained_alone += 1;
            println!("{}:{line}: `{}` says our reader only\n{script}", file.path.display(), error.message);
        }
        let here: Vec<Words> = ours.simple_commands().map(|command| words(command, script)).collect();
        let mut there = Vec::new();
        Asker { options: &self.options, found: &mut there, depth: 0 }.program(&theirs);
        let (here, there) = (sorted(here), sorted(there));
        if here == there {
            self.same += 1;
            return;
        }
        self.different += 1;
        println!("{}:{line}: different words", file.path.display());
        for only in here.iter().filter(|words| !there.contains(words)) {
            println!("  ours   {only:?}");
        }
        for only in there.iter().filter(|words| !here.contains(words)) {
            println!("  theirs {only:?}");
        }
    }

    fn read(&self, script: &str) -> Option<Program> {
        Parser::new(script.as_bytes(), &self.options).parse_program().ok()
    }

    /// The lines at the end; whether there was no difference.
    pub(super) fn summary(&self) -> bool {
        let asked = self.same + self.different + self.refused;
        println!("{:<40} {asked:>8} asked, {} the same, {} different", "second opinion", self.same, self.different);
        println!("{:<40} {:>8}, of which ours reads {}", "refused by the other", self.refused, self.refused_alone);
        println!("{:<40} {:>8}", "complained about by ours only", self.complained_alone);
        self.different == 0 && self.complained_alone == 0
    }
}

/// The assignments' names and the words of a command, continuations dropped.
fn words(command: &SimpleCommand, script: &str) -> Words {
    let assignments = command.assignments.iter().map(|assignment| format!("{}=", assignment.name.text));
    let words = command.words.iter().map(|word| {
        let text = &script[word.range];
        // Of a process substitution the other parser keeps no text.
        if text.starts_with("<(") || text.starts_with(">(") { text[..2].to_owned() } else { text.replace("\\\n", "") }
    });
    assignments.chain(words).collect()
}

/// Words in an order of their own, and without the backslashes that backquotes within backquotes have.
fn sorted(mut commands: Vec<Words>) -> Vec<Words> {
    for word in commands.iter_mut().flatten() {
        *word = word.replace("\\`", "`");
    }
    commands.sort();
    commands
}

/// Goes through what the other parser read.
struct Asker<'a> {
    options: &'a ParserOptions,
    found: &'a mut Vec<Words>,
    depth: usize,
}

impl Asker<'_> {
    fn program(&mut self, program: &Program) {
        program.complete_commands.iter().for_each(|list| self.list(list));
    }

    fn list(&mut self, list: &CompoundList) {
        for item in &list.0 {
            self.pipeline(&item.0.first);
            for next in &item.0.additional {
                match next {
                    AndOr::And(pipeline) | AndOr::Or(pipeline) => self.pipeline(pipeline),
                }
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline) {
        pipeline.seq.iter().for_each(|command| self.command(command));
    }

    fn command(&mut self, command: &Command) {
        match command {
            Command::Simple(simple) => {
                let mut words = Vec::new();
                let prefix = simple.prefix.iter().flat_map(|prefix| &prefix.0);
                let suffix = simple.suffix.iter().flat_map(|suffix| &suffix.0);
                prefix.for_each(|item| self.item(item, &mut words, true));
                if let Some(name) = &simple.word_or_name {
                    words.push(name.value.clone());
                    self.word(&name.value);
                }
                suffix.for_each(|item| self.item(item, &mut words, false));
                self.found.push(words);
            }
            Command::Compound(compound, redirects) => {
                self.compound(compound);
                self.redirects(redirects.as_ref());
            }
            Command::Function(function) => {
                self.compound(&function.body.0);
                self.redirects(function.body.1.as_ref());
            }
            Command::ExtendedTest(test, redirects) => {
                self.test(&test.expr);
                self.redirects(redirects.as_ref());
            }
        }
    }

    fn item(&mut self, item: &Item, words: &mut Words, prefix: bool) {
        match item {
            Item::IoRedirect(redirect) => self.redirect(redirect),
            Item::Word(word) => {
                words.push(word.value.clone());
                self.word(&word.value);
            }
            Item::AssignmentWord(assignment, word) => {
                if prefix {
                    let name = assignment.name.to_string();
                    words.push(format!("{}=", name.split('[').next().unwrap_or_default()));
                } else {
                    words.push(word.value.clone());
                }
                match &assignment.value {
                    AssignmentValue::Scalar(word) => self.word(&word.value),
                    AssignmentValue::Array(values) => values.iter().for_each(|(_, word)| self.word(&word.value)),
                }
            }
            Item::ProcessSubstitution(kind, shell) => {
                words.push(format!("{kind}("));
                self.subshell(shell);
            }
        }
    }

    fn subshell(&mut self, shell: &SubshellCommand) {
        self.list(&shell.list);
    }

    fn compound(&mut self, compound: &CompoundCommand) {
        match compound {
            CompoundCommand::Arithmetic(_) => {}
            CompoundCommand::ArithmeticForClause(it) => self.list(&it.body.list),
            CompoundCommand::BraceGroup(it) => self.list(&it.list),
            CompoundCommand::Subshell(it) => self.subshell(it),
            CompoundCommand::ForClause(it) => {
                it.values.iter().flatten().for_each(|word| self.word(&word.value));
                self.list(&it.body.list);
            }
            CompoundCommand::CaseClause(it) => {
                self.word(&it.value.value);
                it.cases.iter().filter_map(|case| case.cmd.as_ref()).for_each(|list| self.list(list));
            }
            CompoundCommand::IfClause(it) => {
                self.list(&it.condition);
                self.list(&it.then);
                for clause in it.elses.iter().flatten() {
                    clause.condition.iter().for_each(|list| self.list(list));
                    self.list(&clause.body);
                }
            }
            CompoundCommand::WhileClause(it) | CompoundCommand::UntilClause(it) => {
                self.list(&it.0);
                self.list(&it.1.list);
            }
            CompoundCommand::Coprocess(it) => self.command(&it.body),
        }
    }

    fn test(&mut self, test: &ExtendedTestExpr) {
        match test {
            ExtendedTestExpr::And(left, right) | ExtendedTestExpr::Or(left, right) => {
                self.test(left);
                self.test(right);
            }
            ExtendedTestExpr::Not(inner) | ExtendedTestExpr::Parenthesized(inner) => self.test(inner),
            ExtendedTestExpr::UnaryTest(_, word) => self.word(&word.value),
            ExtendedTestExpr::BinaryTest(_, left, right) => {
                self.word(&left.value);
                self.word(&right.value);
            }
        }
    }

    fn redirects(&mut self, redirects: Option<&RedirectList>) {
        redirects.iter().flat_map(|list| &list.0).for_each(|redirect| self.redirect(redirect));
    }

    fn redirect(&mut self, redirect: &IoRedirect) {
        match redirect {
            IoRedirect::File(_, _, target) => match target {
                IoFileRedirectTarget::Filename(word) | IoFileRedirectTarget::Duplicate(word) => self.word(&word.value),
                IoFileRedirectTarget::Fd(_) => {}
                IoFileRedirectTarget::ProcessSubstitution(_, shell) => self.subshell(shell),
            },
            IoRedirect::HereDocument(_, document) => {
                if document.requires_expansion {
                    let pieces = brush_parser::word::parse_heredoc(&document.doc.value, self.options);
                    self.pieces(&pieces.unwrap_or_default());
                }
            }
            IoRedirect::HereString(_, word) | IoRedirect::OutputAndError(word, _) => self.word(&word.value),
        }
    }

    fn word(&mut self, word: &str) {
        if !word.contains(['$', '`']) {
            return;
        }
        let pieces = brush_parser::word::parse(word, self.options);
        self.pieces(&pieces.unwrap_or_default());
    }

    fn pieces(&mut self, pieces: &[WordPieceWithSource]) {
        for piece in pieces {
            match &piece.piece {
                WordPiece::CommandSubstitution(script) | WordPiece::BackquotedCommandSubstitution(script) => {
                    self.script(script);
                }
                WordPiece::DoubleQuotedSequence(inner) | WordPiece::GettextDoubleQuotedSequence(inner) => {
                    self.pieces(inner);
                }
                WordPiece::ParameterExpansion(expression) => self.parameter(expression),
                WordPiece::ArithmeticExpression(expression) => self.word(&expression.value),
                WordPiece::Text(_)
                | WordPiece::SingleQuotedText(_)
                | WordPiece::AnsiCQuotedText(_)
                | WordPiece::TildeExpansion(_)
                | WordPiece::EscapeSequence(_) => {}
            }
        }
    }

    fn parameter(&mut self, expression: &ParameterExpr) {
        let word = match expression {
            ParameterExpr::UseDefaultValues { default_value: word, .. }
            | ParameterExpr::AssignDefaultValues { default_value: word, .. }
            | ParameterExpr::IndicateErrorIfNullOrUnset { error_message: word, .. }
            | ParameterExpr::UseAlternativeValue { alternative_value: word, .. }
            | ParameterExpr::RemoveSmallestSuffixPattern { pattern: word, .. }
            | ParameterExpr::RemoveLargestSuffixPattern { pattern: word, .. }
            | ParameterExpr::RemoveSmallestPrefixPattern { pattern: word, .. }
            | ParameterExpr::RemoveLargestPrefixPattern { pattern: word, .. } => word.clone(),
            ParameterExpr::ReplaceSubstring { pattern, replacement, .. } => {
                Some(format!("{pattern} {}", replacement.clone().unwrap_or_default()))
            }
            _ => None,
        };
        self.word(&word.unwrap_or_default());
    }

    fn script(&mut self, script: &str) {
        if self.depth >= DEPTH_LIMIT {
            return;
        }
        if let Ok(program) = Parser::new(script.as_bytes(), self.options).parse_program() {
            let mut inner = Asker { options: self.options, found: self.found, depth: self.depth + 1 };
            inner.program(&program);
        } else {
            self.found.push(vec![format!("refused: {script}")]);
        }
    }
}
