//! Lists, pipelines and commands.

use text_size::{TextRange, TextSize};

use super::ast::*;

/// How deep constructs are followed; what is nested deeper is taken as plain text.
pub(super) const DEPTH_LIMIT: usize = 64;

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

/// Reads one source.
pub(super) struct Parser<'a> {
    pub(super) source: &'a str,
    pub(super) base: TextSize,
    pub(super) at: usize,
    /// Where the text to be read ends: for `…` in backquotes it is not the end of the source.
    pub(super) end: usize,
    pub(super) depth: usize,
    closers: Vec<Closer>,
    pub(super) errors: Vec<SyntaxError>,
    /// The newline behind which heredoc bodies start, and where they end.
    heredocs: Option<(usize, usize)>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(source: &'a str, base: TextSize) -> Self {
        Self {
            source,
            base,
            at: 0,
            end: source.len(),
            depth: 0,
            closers: Vec::new(),
            errors: Vec::new(),
            heredocs: None,
        }
    }

    pub(super) fn range(&self, from: usize, to: usize) -> TextRange {
        let size = |offset: usize| self.base + TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
        TextRange::new(size(from), size(to.max(from)))
    }

    pub(super) fn error(&mut self, from: usize, message: &'static str) {
        let range = self.range(from, self.at.max(from));
        self.errors.push(SyntaxError { range, message });
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.at..self.end]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// The length of a continuation (`\` and a line end) at the cursor; 0 where there is none.
    pub(super) fn continuation(&self) -> usize {
        let rest = self.rest();
        if rest.starts_with("\\\r\n") {
            3
        } else if rest.starts_with("\\\n") {
            2
        } else {
            0
        }
    }

    /// Blanks and continuations.
    pub(super) fn blanks(&mut self) {
        loop {
            let continuation = self.continuation();
            if continuation > 0 {
                self.at += continuation;
            } else if matches!(self.peek(), Some(' ' | '\t' | '\r')) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Takes a line end and the heredoc bodies behind it.
    fn newline(&mut self) -> bool {
        let here = self.at;
        if !self.eat("\n") {
            return false;
        }
        if let Some((_, end)) = self.heredocs.filter(|(newline, _)| *newline <= here) {
            self.at = end.clamp(self.at, self.end);
            self.heredocs = None;
        }
        true
    }

    /// Blanks, line ends, comments.
    fn trivia(&mut self, comments: &mut Vec<TextRange>) {
        loop {
            self.blanks();
            if self.peek() == Some('#') {
                let start = self.at;
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                let text = self.source[start..self.at].trim_end();
                comments.push(self.range(start, start + text.len()));
            } else if !self.newline() {
                break;
            }
        }
    }

    /// The reserved word at the cursor, when it stands alone.
    fn reserved(&self) -> Option<&'static str> {
        const WORDS: [&str; 18] = [
            "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "function", "{",
            "}", "!", "time", "select",
        ];
        let rest = self.rest();
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ';' | '&' | '|' | '<' | '>' | '(' | ')'))
            .unwrap_or(rest.len());
        let word = &rest[..length];
        WORDS.into_iter().find(|reserved| *reserved == word)
    }

    /// Whether the cursor stands at something that closes an open construct, at any depth.
    fn at_closer(&self) -> bool {
        if self.closers.is_empty() {
            return false;
        }
        let open = |closer: Closer| self.closers.contains(&closer);
        if self.starts_with(")") {
            return open(Closer::Parenthesis);
        }
        if self.starts_with(";;") || self.starts_with(";&") {
            return open(Closer::Arm);
        }
        match self.reserved() {
            Some("then") => open(Closer::Then),
            Some("elif" | "else" | "fi") => open(Closer::If),
            Some("do") => open(Closer::Do),
            Some("done") => open(Closer::Done),
            Some("esac") => open(Closer::Arm),
            Some("}") => open(Closer::Brace),
            _ => false,
        }
    }

    /// A list of statements up to `closer`, which stays unread, or the end.
    pub(super) fn script(&mut self, closer: Option<Closer>) -> Script {
        self.closers.extend(closer);
        let start = self.at;
        let mut script =
            Script { range: TextRange::default(), statements: Vec::new(), comments: Vec::new(), errors: Vec::new() };
        loop {
            self.trivia(&mut script.comments);
            if self.at >= self.end || self.at_closer() {
                break;
            }
            let before = self.at;
            if let Some(statement) = self.statement() {
                script.statements.push(statement);
            }
            if self.at == before {
                self.bump();
                self.error(before, "unexpected here");
            }
        }
        if closer.is_some() {
            self.closers.pop();
        }
        script.range = self.range(start, self.at);
        script
    }

    fn statement(&mut self) -> Option<Statement> {
        let start = self.at;
        let pipeline = self.pipeline()?;
        let end = self.at;
        self.blanks();
        let at = self.at;
        let kind = if self.eat("&&") {
            Some(SeparatorKind::And)
        } else if self.eat("||") {
            Some(SeparatorKind::Or)
        } else if self.starts_with(";;") || self.starts_with(";&") {
            None
        } else if self.eat(";") {
            Some(SeparatorKind::Semicolon)
        } else if self.starts_with("&>") {
            None
        } else if self.eat("&") {
            Some(SeparatorKind::Background)
        } else if self.newline() {
            Some(SeparatorKind::Newline)
        } else {
            None
        };
        let separator = kind.map(|kind| {
            let length = if matches!(kind, SeparatorKind::And | SeparatorKind::Or) { 2 } else { 1 };
            Separator { kind, range: self.range(at, at + length) }
        });
        if separator.is_none() {
            self.at = end.max(at);
        }
        Some(Statement { range: self.range(start, end), pipeline, separator })
    }

    fn pipeline(&mut self) -> Option<Pipeline> {
        let start = self.at;
        let mut negated = false;
        while let Some(word @ ("!" | "time")) = self.reserved() {
            self.at += word.len();
            negated |= word == "!";
            self.blanks();
            if word == "time" && self.starts_with("-p") {
                self.at += 2;
                self.blanks();
            }
        }
        let mut commands = vec![self.command()?];
        let mut pipes = Vec::new();
        let mut end = self.at;
        loop {
            self.blanks();
            let at = self.at;
            if self.starts_with("||") || !self.eat("|") {
                break;
            }
            self.eat("&");
            pipes.push(self.range(at, self.at));
            end = self.at;
            self.trivia(&mut Vec::new());
            match self.command() {
                Some(command) => commands.push(command),
                None => {
                    self.error(at, "nothing behind the pipe");
                    break;
                }
            }
            end = self.at;
        }
        self.at = end;
        Some(Pipeline { range: self.range(start, end), negated, commands, pipes })
    }

    fn command(&mut self) -> Option<Command> {
        let start = self.at;
        if self.depth >= DEPTH_LIMIT {
            return self.simple().map(|(simple, range)| Command {
                range,
                kind: CommandKind::Simple(simple),
                redirections: Vec::new(),
            });
        }
        self.depth += 1;
        let kind = self.compound();
        self.depth -= 1;
        let Some(kind) = kind else {
            return self.simple().map(|(simple, range)| Command {
                range,
                kind: CommandKind::Simple(simple),
                redirections: Vec::new(),
            });
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

    fn compound(&mut self) -> Option<CommandKind> {
        if self.starts_with("((") {
            if let Some(range) = self.arithmetic_command() {
                return Some(CommandKind::Arithmetic(range));
            }
        }
        let start = self.at;
        if self.eat("(") {
            let body = self.script(Some(Closer::Parenthesis));
            self.expect(")", start, "`(` is never closed");
            return Some(CommandKind::Subshell(body));
        }
        if self.starts_with("[[") && self.rest()[2..].starts_with(char::is_whitespace) {
            self.at += 2;
            return Some(CommandKind::Test { words: self.test_words(start) });
        }
        match self.reserved() {
            Some("{") => {
                self.at += 1;
                let body = self.script(Some(Closer::Brace));
                self.expect("}", start, "`{` is never closed");
                Some(CommandKind::Group(body))
            }
            Some("if") => {
                self.at += 2;
                Some(self.if_command(start))
            }
            Some(word @ ("while" | "until")) => {
                self.at += word.len();
                let condition = self.script(Some(Closer::Do));
                self.expect("do", start, "a loop without `do`");
                let body = self.script(Some(Closer::Done));
                self.expect("done", start, "a loop without `done`");
                let kind = if word == "while" { LoopKind::While } else { LoopKind::Until };
                Some(CommandKind::Loop { kind, condition, body })
            }
            Some(word @ ("for" | "select")) => {
                self.at += word.len();
                Some(self.for_command(start))
            }
            Some("case") => {
                self.at += 4;
                Some(self.case_command(start))
            }
            Some("function") => {
                self.at += 8;
                self.blanks();
                let name = self.name()?;
                self.blanks();
                if self.eat("(") {
                    self.blanks();
                    self.eat(")");
                }
                self.function_body(name)
            }
            _ => self.function_definition(),
        }
    }

    fn expect(&mut self, text: &str, start: usize, message: &'static str) {
        if !self.eat(text) {
            self.error(start, message);
        }
    }

    fn if_command(&mut self, start: usize) -> CommandKind {
        let mut branches = Vec::new();
        let mut otherwise = None;
        loop {
            let condition = self.script(Some(Closer::Then));
            self.expect("then", start, "`if` without `then`");
            let body = self.script(Some(Closer::If));
            branches.push(Branch { condition, body });
            if self.reserved() == Some("elif") {
                self.at += 4;
                continue;
            }
            if self.reserved() == Some("else") {
                self.at += 4;
                otherwise = Some(self.script(Some(Closer::If)));
            }
            break;
        }
        self.expect("fi", start, "`if` without `fi`");
        CommandKind::If { branches, otherwise }
    }

    fn for_command(&mut self, start: usize) -> CommandKind {
        self.blanks();
        let mut words = Vec::new();
        let variable = if self.starts_with("((") {
            self.arithmetic_command();
            None
        } else {
            let variable = self.name();
            self.trivia(&mut Vec::new());
            if self.rest().starts_with("in")
                && self.rest()[2..].starts_with(|c: char| c.is_whitespace() || matches!(c, ';' | '\\'))
            {
                self.at += 2;
                loop {
                    self.blanks();
                    match self.word() {
                        Some(word) => words.push(word),
                        None => break,
                    }
                }
            }
            variable
        };
        self.blanks();
        self.eat(";");
        self.trivia(&mut Vec::new());
        self.expect("do", start, "`for` without `do`");
        let body = self.script(Some(Closer::Done));
        self.expect("done", start, "`for` without `done`");
        CommandKind::For { variable, words, body }
    }

    fn case_command(&mut self, start: usize) -> CommandKind {
        self.blanks();
        let subject = self.word();
        self.trivia(&mut Vec::new());
        self.expect("in", start, "`case` without `in`");
        let mut arms = Vec::new();
        loop {
            self.trivia(&mut Vec::new());
            if self.at >= self.end || self.reserved() == Some("esac") || self.starts_with(")") {
                break;
            }
            let before = self.at;
            self.eat("(");
            let mut patterns = Vec::new();
            loop {
                self.blanks();
                patterns.extend(self.word());
                self.blanks();
                if !self.eat("|") {
                    break;
                }
            }
            if !self.eat(")") {
                self.error(before, "a `case` arm without `)`");
                if self.at == before || patterns.is_empty() {
                    break;
                }
            }
            let body = self.script(Some(Closer::Arm));
            let _ = self.eat(";;&") || self.eat(";;") || self.eat(";&");
            arms.push(CaseArm { patterns, body });
        }
        self.expect("esac", start, "`case` without `esac`");
        CommandKind::Case { subject, arms }
    }

    fn name(&mut self) -> Option<Name> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')) {
            self.at += 1;
        }
        (self.at > start)
            .then(|| Name { text: self.source[start..self.at].to_owned(), range: self.range(start, self.at) })
    }

    /// `name() body`
    fn function_definition(&mut self) -> Option<CommandKind> {
        let before = self.at;
        let name = self.name()?;
        self.blanks();
        if self.eat("(") {
            self.blanks();
            if self.eat(")") {
                if let Some(kind) = self.function_body(name) {
                    return Some(kind);
                }
            }
        }
        self.at = before;
        None
    }

    fn function_body(&mut self, name: Name) -> Option<CommandKind> {
        self.trivia(&mut Vec::new());
        let body = Box::new(self.command()?);
        Some(CommandKind::Function { name, body })
    }

    /// `(( … ))`; `None`, with nothing read, where no `))` follows.
    fn arithmetic_command(&mut self) -> Option<TextRange> {
        let start = self.at;
        let line = self.rest().find('\n').unwrap_or(self.rest().len());
        let close = self.rest()[..line].find("))")?;
        self.at += close + 2;
        Some(self.range(start, self.at))
    }

    fn test_words(&mut self, start: usize) -> Vec<Word> {
        let mut words = Vec::new();
        loop {
            self.trivia(&mut Vec::new());
            if self.eat("]]") {
                return words;
            }
            if self.at >= self.end {
                self.error(start, "`[[` is never closed");
                return words;
            }
            let before = self.at;
            match self.word() {
                Some(word) => words.push(word),
                // Operators of the test: `&&`, `||`, `(`, `<`.
                None => {
                    self.bump();
                    if self.at == before {
                        return words;
                    }
                }
            }
        }
    }

    fn simple(&mut self) -> Option<(SimpleCommand, TextRange)> {
        let start = self.at;
        let mut simple = SimpleCommand {
            range: TextRange::default(),
            assignments: Vec::new(),
            words: Vec::new(),
            redirections: Vec::new(),
        };
        let mut end = self.at;
        loop {
            self.blanks();
            if let Some(redirection) = self.redirection() {
                simple.redirections.push(redirection);
            } else if let Some(assignment) = simple.words.is_empty().then(|| self.assignment()).flatten() {
                simple.assignments.push(assignment);
            } else if self.peek() == Some('#') {
                break;
            } else if let Some(word) = self.word() {
                simple.words.push(word);
            } else {
                break;
            }
            end = self.at;
        }
        self.at = end;
        simple.range = self.range(start, end);
        let range = simple.range;
        (end > start).then_some((simple, range))
    }

    fn assignment(&mut self) -> Option<Assignment> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        if length == 0 || rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut after = length;
        if rest[after..].starts_with('[') {
            let index = rest[after..].find("]")?;
            if rest[after..after + index].contains(|c: char| c.is_whitespace()) {
                return None;
            }
            after += index + 1;
        }
        let append = rest[after..].starts_with("+=");
        if !append && !rest[after..].starts_with('=') {
            return None;
        }
        let name = Name { text: rest[..length].to_owned(), range: self.range(start, start + length) };
        self.at = start + after + if append { 2 } else { 1 };
        let value_start = self.at;
        let value = if self.starts_with("(") && self.depth < DEPTH_LIMIT {
            self.at += 1;
            let mut parts = Vec::new();
            loop {
                self.trivia(&mut Vec::new());
                match self.word() {
                    Some(word) => parts.extend(word.parts),
                    None => break,
                }
            }
            self.expect(")", value_start, "`(` is never closed");
            Some(Word { range: self.range(value_start, self.at), parts })
        } else {
            self.word()
        };
        Some(Assignment { range: self.range(start, self.at), name, append, value })
    }

    pub(super) fn redirection(&mut self) -> Option<Redirection> {
        let start = self.at;
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = &rest[digits..];
        let table: [(&str, RedirectionKind); 12] = [
            ("&>>", RedirectionKind::WriteBoth),
            ("&>", RedirectionKind::WriteBoth),
            ("<<<", RedirectionKind::HereString),
            ("<<-", RedirectionKind::Heredoc { strip_tabs: true }),
            ("<<", RedirectionKind::Heredoc { strip_tabs: false }),
            ("<>", RedirectionKind::ReadWrite),
            ("<&", RedirectionKind::DuplicateIn),
            (">>", RedirectionKind::Append),
            (">&", RedirectionKind::DuplicateOut),
            (">|", RedirectionKind::Clobber),
            ("<", RedirectionKind::Read),
            (">", RedirectionKind::Write),
        ];
        let (operator, kind) = table.into_iter().find(|(operator, _)| after.starts_with(operator))?;
        // `<(` and `>(` are words.
        if matches!(operator, "<" | ">") && after[1..].starts_with('(') {
            return None;
        }
        let descriptor = (digits > 0).then(|| self.range(start, start + digits));
        self.at += digits + operator.len();
        self.blanks();
        let target_start = self.at;
        let target = self.word();
        if target.is_none() {
            self.error(start, "a redirection to nowhere");
        }
        let body = match (&kind, &target) {
            (RedirectionKind::Heredoc { strip_tabs }, Some(_)) => self.heredoc(target_start, *strip_tabs),
            _ => None,
        };
        Some(Redirection { range: self.range(start, self.at), descriptor, kind, target, body })
    }

    /// Finds the body of the heredoc whose end word was just read from `word_start`.
    fn heredoc(&mut self, word_start: usize, strip_tabs: bool) -> Option<HeredocBody> {
        let raw = &self.source[word_start..self.at];
        let quoted = raw.contains(['\'', '"', '\\']);
        let delimiter: String = raw.chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect();
        let (newline, body_start) = match self.heredocs {
            Some(pending) => pending,
            None => {
                let newline = self.line_end()?;
                (newline, newline + 1)
            }
        };
        let mut at = body_start;
        let mut body_end = at;
        while at < self.end {
            let line_end = self.source[at..self.end].find('\n').map_or(self.end, |offset| at + offset);
            let line = self.source[at..line_end].trim_end_matches('\r');
            let line = if strip_tabs { line.trim_start_matches('\t') } else { line };
            at = (line_end + 1).min(self.end);
            if line == delimiter {
                break;
            }
            body_end = at;
        }
        self.heredocs = Some((newline, at));
        let parts =
            if quoted || self.depth >= DEPTH_LIMIT { Vec::new() } else { self.heredoc_parts(body_start, body_end) };
        Some(HeredocBody { range: self.range(body_start, body_end), quoted, parts })
    }

    /// The line end of the line at the cursor, continuations passed over.
    fn line_end(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            let newline = at + self.source[at..self.end].find('\n')?;
            let line = self.source[self.at..newline].trim_end_matches('\r');
            let escapes = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
            if escapes % 2 == 0 {
                return Some(newline);
            }
            at = newline + 1;
        }
    }
}
