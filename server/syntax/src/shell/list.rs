//! Lists, pipelines, commands.

use super::ast::*;
use super::cursor::{DEPTH_LIMIT, Parser, ends_word};

/// What ends an open construct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closer {
    /// `)`
    Parenthesis,
    /// `}` as a word
    Brace,
    /// `then`
    Then,
    /// `elif`, `else`, `fi`
    If,
    /// `do`
    Do,
    /// `done`
    Done,
    /// `;;` and its kin, `esac`
    Arm,
}

impl Closer {
    /// How many there are.
    pub(super) const COUNT: usize = 7;
}

/// Words that mean something where a command may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserved {
    If,
    Then,
    Elif,
    Else,
    Fi,
    For,
    Select,
    While,
    Until,
    Do,
    Done,
    Case,
    In,
    Esac,
    Function,
    OpenBrace,
    CloseBrace,
    OpenTest,
    Bang,
    Time,
}

impl Reserved {
    /// The longest of them.
    const LENGTH: usize = 8;

    fn parse(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"if" => Self::If,
            b"then" => Self::Then,
            b"elif" => Self::Elif,
            b"else" => Self::Else,
            b"fi" => Self::Fi,
            b"for" => Self::For,
            b"select" => Self::Select,
            b"while" => Self::While,
            b"until" => Self::Until,
            b"do" => Self::Do,
            b"done" => Self::Done,
            b"case" => Self::Case,
            b"in" => Self::In,
            b"esac" => Self::Esac,
            b"function" => Self::Function,
            b"{" => Self::OpenBrace,
            b"}" => Self::CloseBrace,
            b"[[" => Self::OpenTest,
            b"!" => Self::Bang,
            b"time" => Self::Time,
            _ => return None,
        })
    }

    /// What it closes; `None` for a word that closes nothing.
    fn closer(self) -> Option<Closer> {
        match self {
            Self::Then => Some(Closer::Then),
            Self::Elif | Self::Else | Self::Fi => Some(Closer::If),
            Self::Do => Some(Closer::Do),
            Self::Done => Some(Closer::Done),
            Self::Esac => Some(Closer::Arm),
            Self::CloseBrace => Some(Closer::Brace),
            Self::If
            | Self::For
            | Self::Select
            | Self::While
            | Self::Until
            | Self::Case
            | Self::In
            | Self::Function
            | Self::OpenBrace
            | Self::OpenTest
            | Self::Bang
            | Self::Time => None,
        }
    }
}

impl Parser<'_> {
    /// The reserved word at the cursor, when it stands alone, and where it ends.
    pub(super) fn reserved(&self) -> Option<(Reserved, usize)> {
        if !matches!(self.peek(), Some(b'c'..=b'w' | b'{' | b'}' | b'!' | b'[')) {
            return None;
        }
        let mut word = [0; Reserved::LENGTH];
        let mut length = 0;
        let (mut at, mut end) = (self.at, self.at);
        loop {
            match self.source.as_bytes().get(at).filter(|byte| at < self.end && !ends_word(**byte)) {
                Some(b'\\') if self.continuation_at(at) > 0 => at += self.continuation_at(at),
                Some(byte) if length < Reserved::LENGTH => {
                    word[length] = *byte;
                    length += 1;
                    at += 1;
                    end = at;
                }
                Some(_) => return None,
                None => break,
            }
        }
        Some((Reserved::parse(&word[..length])?, end))
    }

    /// Takes `word`, when it stands at the cursor.
    pub(super) fn eat_reserved(&mut self, word: Reserved) -> bool {
        match self.reserved() {
            Some((found, end)) if found == word => {
                self.at = end;
                true
            }
            _ => false,
        }
    }

    /// Takes `word` or says that what `open` opens goes without it.
    pub(super) fn expect_reserved(&mut self, word: Reserved, open: (usize, usize), message: &'static str) -> bool {
        let found = self.eat_reserved(word);
        if !found {
            self.error(open.0, open.1, message);
        }
        found
    }

    /// Like [`Self::expect_reserved`], but of a construct that is not `complete` anyway nothing more is said.
    pub(super) fn expect_also(
        &mut self,
        complete: bool,
        word: Reserved,
        open: (usize, usize),
        message: &'static str,
    ) -> bool {
        if complete {
            return self.expect_reserved(word, open, message);
        }
        self.eat_reserved(word);
        false
    }

    fn is_open(&self, closer: Closer) -> bool {
        self.open[closer as usize] > 0
    }

    /// Whether the cursor stands at something that closes an open construct, at any depth.
    fn at_closer(&self) -> bool {
        match (self.peek(), self.peek_at(1)) {
            (Some(b')'), _) => self.is_open(Closer::Parenthesis),
            (Some(b';'), Some(b';' | b'&')) => self.is_open(Closer::Arm),
            _ => self.reserved().and_then(|(word, _)| word.closer()).is_some_and(|closer| self.is_open(closer)),
        }
    }

    /// A list of statements up to one of `closers`, or one of an outer construct, which stays unread, or the end.
    pub(super) fn script(&mut self, closers: &[Closer]) -> Script {
        closers.iter().for_each(|closer| self.open[*closer as usize] += 1);
        let start = self.at;
        let comments = self.comments.len();
        let mut statements: Vec<Statement> = Vec::new();
        loop {
            let newline = self.trivia();
            if let (Some(at), Some(last)) = (newline, statements.last_mut().filter(|last| last.separator.is_none())) {
                last.separator = Some(Separator { kind: SeparatorKind::Newline, range: self.range(at, at + 1) });
            }
            if self.at >= self.end || self.at_closer() {
                break;
            }
            let before = self.at;
            if let Some((_, end)) = self.reserved().filter(|(word, _)| word.closer().is_some()) {
                self.at = end;
                self.error(before, end, "this closes nothing");
                self.blanks();
                self.separator();
            } else if let Some(statement) = self.statement() {
                if statements.capacity() == 0 {
                    // What stands in `$(…)` is mostly one statement, and statements are large.
                    statements.reserve_exact(1);
                }
                statements.push(statement);
            } else if self.at == before {
                self.bump();
                self.error(before, self.at, "unexpected here");
            }
        }
        closers.iter().for_each(|closer| self.open[*closer as usize] -= 1);
        let comments = if self.comments.len() > comments { self.comments.split_off(comments) } else { Vec::new() };
        Script { range: self.range(start, self.at), statements, comments, errors: Vec::new() }
    }

    fn statement(&mut self) -> Option<Statement> {
        let start = self.at;
        let pipeline = self.pipeline()?;
        let end = self.at;
        self.blanks();
        let separator = self.separator();
        if separator.is_none() {
            self.at = end;
        }
        Some(Statement { range: self.range(start, end), pipeline, separator })
    }

    /// What stands between two statements, taken; `None`, with nothing taken, where something else stands.
    fn separator(&mut self) -> Option<Separator> {
        let start = self.at;
        let kind = match (self.peek()?, self.peek_at(1)) {
            (b'&', Some(b'&')) => SeparatorKind::And,
            (b'|', Some(b'|')) => SeparatorKind::Or,
            (b';', Some(b';' | b'&')) | (b'&', Some(b'>')) => return None,
            (b';', _) => SeparatorKind::Semicolon,
            (b'&', _) => SeparatorKind::Background,
            (b'\n', _) => SeparatorKind::Newline,
            _ => return None,
        };
        let length = match kind {
            SeparatorKind::And | SeparatorKind::Or => 2,
            SeparatorKind::Semicolon | SeparatorKind::Background | SeparatorKind::Newline => 1,
        };
        if kind == SeparatorKind::Newline {
            self.newline();
        } else {
            self.at += length;
        }
        Some(Separator { kind, range: self.range(start, start + length) })
    }

    /// Takes `!` and `time`; says whether `!` was among them.
    fn pipeline_prefix(&mut self) -> bool {
        let mut negated = false;
        while let Some((word @ (Reserved::Bang | Reserved::Time), end)) = self.reserved() {
            self.at = end;
            negated |= word == Reserved::Bang;
            self.blanks();
            if word == Reserved::Time && self.starts_with("-p") && self.peek_at(2).is_none_or(ends_word) {
                self.at += 2;
                self.blanks();
            }
        }
        negated
    }

    fn pipeline(&mut self) -> Option<Pipeline> {
        let start = self.at;
        let negated = self.pipeline_prefix();
        let command = match self.command() {
            Some(command) => command,
            // A lone `time` or `!` is a command of its own.
            None => {
                self.at = start;
                let simple = self.simple()?;
                Command { range: simple.range, kind: CommandKind::Simple(simple), redirections: Vec::new() }
            }
        };
        let mut commands = Vec::with_capacity(1);
        commands.push(command);
        let mut pipes = Vec::new();
        let mut end = self.at;
        loop {
            self.blanks();
            let at = self.at;
            if self.peek() != Some(b'|') || self.peek_at(1) == Some(b'|') {
                break;
            }
            self.at += 1;
            self.eat("&");
            pipes.push(self.range(at, self.at));
            end = self.at;
            self.trivia();
            match self.command() {
                Some(command) => {
                    // Two are the rule, and commands are large.
                    commands.reserve_exact(usize::from(commands.len() == 1));
                    commands.push(command);
                }
                None => {
                    self.error(at, end, "nothing behind the pipe");
                    break;
                }
            }
            end = self.at;
        }
        self.at = end;
        Some(Pipeline { range: self.range(start, end), negated, commands, pipes })
    }

    pub(super) fn command(&mut self) -> Option<Command> {
        let start = self.at;
        let mut kind = None;
        if self.depth < DEPTH_LIMIT {
            self.depth += 1;
            kind = self.compound();
            self.depth -= 1;
        }
        let Some(kind) = kind else {
            let simple = self.simple()?;
            return Some(Command { range: simple.range, kind: CommandKind::Simple(simple), redirections: Vec::new() });
        };
        let mut redirections = Vec::new();
        let mut end = self.at;
        loop {
            self.blanks();
            let Some(redirection) = self.redirection() else { break };
            redirections.push(redirection);
            end = self.at;
        }
        self.at = end;
        Some(Command { range: self.range(start, end), kind, redirections })
    }
}
