//! Compound commands: groups, branches, loops, functions, tests.

use super::ast::*;
use super::cursor::Parser;
use super::list::{Closer, Reserved};

impl Parser<'_> {
    /// The compound command at the cursor; `None`, with nothing read, where a simple one starts.
    pub(super) fn compound(&mut self) -> Option<CommandKind> {
        let start = self.at;
        if self.peek() == Some(b'(') {
            if let Some(range) = self.arithmetic_command() {
                return Some(CommandKind::Arithmetic(range));
            }
            self.at += 1;
            let body = self.script(&[Closer::Parenthesis]);
            self.expect(")", (start, start + 1), "`(` is never closed");
            return Some(CommandKind::Subshell(body));
        }
        let Some((word, end)) = self.reserved() else { return self.function_definition() };
        let open = (start, end);
        match word {
            Reserved::OpenBrace => {
                self.at = end;
                let body = self.script(&[Closer::Brace]);
                self.expect_reserved(Reserved::CloseBrace, open, "`{` is never closed");
                Some(CommandKind::Group(body))
            }
            Reserved::If => {
                self.at = end;
                Some(self.if_command(open))
            }
            Reserved::While | Reserved::Until => {
                self.at = end;
                let kind = if word == Reserved::While { LoopKind::While } else { LoopKind::Until };
                let condition = self.script(&[Closer::Do, Closer::Done]);
                let complete = self.expect_reserved(Reserved::Do, open, "a loop without `do`");
                let body = self.script(&[Closer::Done]);
                self.expect_also(complete, Reserved::Done, open, "a loop without `done`");
                Some(CommandKind::Loop { kind, condition, body })
            }
            Reserved::For | Reserved::Select => {
                self.at = end;
                Some(self.for_command(open))
            }
            Reserved::Case => {
                self.at = end;
                Some(self.case_command(open))
            }
            Reserved::OpenTest => {
                self.at = end;
                Some(CommandKind::Test { words: self.test_words(open) })
            }
            Reserved::Function => {
                self.at = end;
                self.blanks();
                let Some(name) = self.function_name() else {
                    self.at = start;
                    return None;
                };
                self.blanks();
                if self.eat("(") {
                    self.blanks();
                    self.eat(")");
                }
                Some(self.function_body(name))
            }
            Reserved::Then
            | Reserved::Elif
            | Reserved::Else
            | Reserved::Fi
            | Reserved::Do
            | Reserved::Done
            | Reserved::In
            | Reserved::Esac
            | Reserved::CloseBrace
            | Reserved::Bang
            | Reserved::Time => self.function_definition(),
        }
    }

    fn if_command(&mut self, open: (usize, usize)) -> CommandKind {
        let mut branches = Vec::with_capacity(1);
        let mut otherwise = None;
        let mut complete = true;
        loop {
            let condition = self.script(&[Closer::Then, Closer::If]);
            complete = self.expect_also(complete, Reserved::Then, open, "`if` without `then`");
            let body = self.script(&[Closer::If]);
            branches.push(Branch { condition, body });
            if self.eat_reserved(Reserved::Elif) {
                continue;
            }
            if self.eat_reserved(Reserved::Else) {
                otherwise = Some(self.script(&[Closer::If]));
            }
            break;
        }
        self.expect_also(complete, Reserved::Fi, open, "`if` without `fi`");
        CommandKind::If { branches, otherwise }
    }

    fn for_command(&mut self, open: (usize, usize)) -> CommandKind {
        self.blanks();
        let mut words = Vec::new();
        let mut variable = None;
        if self.starts_with("((") {
            if self.arithmetic_command().is_none() {
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            }
        } else {
            variable = self.function_name();
            self.trivia();
            if self.eat_reserved(Reserved::In) {
                self.blanks();
                while let Some(word) = self.word() {
                    words.push(word);
                    self.blanks();
                }
            }
        }
        self.blanks();
        self.eat(";");
        self.trivia();
        let body = if self.eat_reserved(Reserved::OpenBrace) {
            let body = self.script(&[Closer::Brace]);
            self.expect_reserved(Reserved::CloseBrace, open, "`{` is never closed");
            body
        } else {
            let complete = self.expect_reserved(Reserved::Do, open, "`for` without `do`");
            let body = self.script(&[Closer::Done]);
            self.expect_also(complete, Reserved::Done, open, "`for` without `done`");
            body
        };
        CommandKind::For { variable, words, body }
    }

    fn case_command(&mut self, open: (usize, usize)) -> CommandKind {
        self.blanks();
        let subject = self.word();
        self.trivia();
        let complete = self.expect_reserved(Reserved::In, open, "`case` without `in`");
        let mut arms = Vec::new();
        loop {
            self.trivia();
            let ends = matches!(self.reserved(), Some((Reserved::Esac, _)));
            if self.at >= self.end || ends || self.peek() == Some(b')') {
                break;
            }
            let before = self.at;
            self.eat("(");
            let mut patterns = Vec::new();
            let mut end = self.at;
            loop {
                self.blanks();
                if let Some(pattern) = self.word() {
                    patterns.push(pattern);
                    end = self.at;
                }
                self.blanks();
                if !self.eat("|") {
                    break;
                }
            }
            if !self.eat(")") {
                if self.at < self.end {
                    self.error(before, end, "a `case` arm without `)`");
                }
                if patterns.is_empty() {
                    break;
                }
            }
            let body = self.script(&[Closer::Arm]);
            let _ = self.eat(";;&") || self.eat(";;") || self.eat(";&");
            arms.push(CaseArm { patterns, body });
        }
        self.expect_also(complete, Reserved::Esac, open, "`case` without `esac`");
        CommandKind::Case { subject, arms }
    }

    /// A name as functions and loops have it.
    fn function_name(&mut self) -> Option<Name> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'.' | b':')) {
            self.at += 1;
        }
        (self.at > start)
            .then(|| Name { text: self.source[start..self.at].to_owned(), range: self.range(start, self.at) })
    }

    /// `name() body`; `None`, with nothing read, where something else stands.
    fn function_definition(&mut self) -> Option<CommandKind> {
        let before = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'.' | b':')) {
            self.at += 1;
        }
        let end = self.at;
        self.blanks();
        let opened = end > before && self.eat("(");
        self.blanks();
        if opened && self.eat(")") {
            let name = Name { text: self.source[before..end].to_owned(), range: self.range(before, end) };
            return Some(self.function_body(name));
        }
        self.at = before;
        None
    }

    fn function_body(&mut self, name: Name) -> CommandKind {
        let end = self.at;
        self.trivia();
        let body = self.command().unwrap_or_else(|| {
            self.error(end, end, "a function without a body");
            let range = self.range(end, end);
            let script = Script { range, statements: Vec::new(), comments: Vec::new(), errors: Vec::new() };
            Command { range, kind: CommandKind::Group(script), redirections: Vec::new() }
        });
        CommandKind::Function { name, body: Box::new(body) }
    }

    /// `(( … ))`; `None`, with nothing read, where it is not one.
    fn arithmetic_command(&mut self) -> Option<text_size::TextRange> {
        let start = self.at;
        if !self.starts_with("((") {
            return None;
        }
        self.at = self.double_closing(start)? + 2;
        Some(self.range(start, self.at))
    }

    fn test_words(&mut self, open: (usize, usize)) -> Vec<Word> {
        let mut words = Vec::new();
        loop {
            self.trivia();
            if self.eat("]]") {
                return words;
            }
            // No test holds a `;`: this one is still being typed.
            if matches!(self.peek(), None | Some(b';')) {
                self.error(open.0, open.1, "`[[` is never closed");
                return words;
            }
            match self.word() {
                Some(word) => words.push(word),
                // Operators of the test: `&&`, `||`, `(`, `<`.
                None => {
                    self.bump();
                }
            }
        }
    }
}
