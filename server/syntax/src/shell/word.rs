//! Words: quotes, expansions, substitutions.

use text_size::TextSize;

use super::ast::*;
use super::parser::{Closer, DEPTH_LIMIT, Parser};

/// Characters that end a bare word.
fn ends_word(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '<' | '>' | '(' | ')')
}

impl Parser<'_> {
    /// The word at the cursor; `None` where none starts.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let parts = self.parts(&ends_word, Context::Bare);
        (self.at > start).then(|| Word { range: self.range(start, self.at), parts })
    }

    /// Parts up to a bare character that `stop` names, or the end.
    fn parts(&mut self, stop: &dyn Fn(char) -> bool, context: Context) -> Vec<WordPart> {
        let start = self.at;
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut text_start = self.at;
        while let Some(character) = self.peek() {
            let here = self.at;
            let continuation = self.continuation();
            if continuation > 0 {
                self.at += continuation;
                continue;
            }
            let process = context == Context::Bare
                && (self.starts_with("<(") || self.starts_with(">("))
                && self.depth < DEPTH_LIMIT;
            if stop(character) && !process {
                break;
            }
            if let Some(kind) = self.special(character, context, here == start, process) {
                self.flush(&mut parts, &mut text, text_start, here);
                parts.push(WordPart { range: self.range(here, self.at), kind });
                text_start = self.at;
                continue;
            }
            if character == '\\' {
                self.at += 1;
                match self.peek() {
                    Some(next) if context == Context::Bare || matches!(next, '$' | '`' | '"' | '\\') => {
                        self.bump();
                        text.push(next);
                    }
                    _ => text.push('\\'),
                }
                continue;
            }
            self.bump();
            text.push(character);
        }
        self.flush(&mut parts, &mut text, text_start, self.at);
        parts
    }

    fn flush(&self, parts: &mut Vec<WordPart>, text: &mut String, from: usize, to: usize) {
        if !text.is_empty() {
            parts.push(WordPart { range: self.range(from, to), kind: WordPartKind::Literal(std::mem::take(text)) });
        }
    }

    /// A part that is more than text, read whole; `None`, with nothing read, where `character` is just text.
    fn special(&mut self, character: char, context: Context, first: bool, process: bool) -> Option<WordPartKind> {
        let start = self.at;
        let bare = context == Context::Bare;
        match character {
            '\'' if bare => Some(self.single_quoted(start)),
            '"' if bare || context == Context::Braced => {
                self.at += 1;
                let inner = self.parts(&|c| c == '"', Context::Quoted);
                if !self.eat("\"") {
                    self.error(start, "`\"` is never closed");
                }
                Some(WordPartKind::DoubleQuoted(inner))
            }
            '$' if bare && self.starts_with("$'") => {
                self.at += 1;
                Some(self.ansi_quoted(start))
            }
            '$' if bare && self.starts_with("$\"") => {
                self.at += 1;
                self.special('"', context, false, false)
            }
            '$' => self.expansion(start),
            '`' if self.depth < DEPTH_LIMIT => Some(self.backquoted(start)),
            '<' | '>' if process => {
                self.at += 2;
                self.depth += 1;
                let script = self.script(Some(Closer::Parenthesis));
                self.depth -= 1;
                if !self.eat(")") {
                    self.error(start, "`(` is never closed");
                }
                Some(WordPartKind::Process(script))
            }
            '*' | '?' | '[' if bare => {
                self.at += 1;
                Some(WordPartKind::Glob(character))
            }
            '~' if bare && first => {
                self.at += 1;
                Some(WordPartKind::Tilde)
            }
            _ => None,
        }
    }

    fn single_quoted(&mut self, start: usize) -> WordPartKind {
        self.at += 1;
        let length = self.rest().find('\'');
        let text = self.rest()[..length.unwrap_or(self.rest().len())].to_owned();
        self.at += text.len() + usize::from(length.is_some());
        if length.is_none() {
            self.error(start, "`'` is never closed");
        }
        WordPartKind::SingleQuoted(text)
    }

    fn ansi_quoted(&mut self, start: usize) -> WordPartKind {
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.bump() {
                None => {
                    self.error(start, "`$'` is never closed");
                    break;
                }
                Some('\'') => break,
                Some('\\') => match self.bump() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some(other) => text.push(other),
                    None => {}
                },
                Some(other) => text.push(other),
            }
        }
        WordPartKind::AnsiC(text)
    }

    /// `$name`, `${…}`, `$(…)`, `$((…))`; `None`, with nothing read, for a lone dollar.
    fn expansion(&mut self, start: usize) -> Option<WordPartKind> {
        let deep = self.depth >= DEPTH_LIMIT;
        if self.starts_with("$((") && !deep {
            if let Some(kind) = self.arithmetic(start) {
                return Some(kind);
            }
        }
        if self.starts_with("$(") && !deep {
            self.at += 2;
            self.depth += 1;
            let script = self.script(Some(Closer::Parenthesis));
            self.depth -= 1;
            if !self.eat(")") {
                self.error(start, "`$(` is never closed");
            }
            return Some(WordPartKind::Command(script));
        }
        if self.starts_with("${") && !deep {
            return Some(WordPartKind::Variable(self.braced(start)));
        }
        let rest = &self.rest()[1..];
        let first = rest.chars().next()?;
        let length = if first.is_ascii_alphabetic() || first == '_' {
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len())
        } else if first.is_ascii_digit() || matches!(first, '?' | '$' | '!' | '#' | '@' | '*' | '-') {
            1
        } else {
            return None;
        };
        let name = Name { text: rest[..length].to_owned(), range: self.range(start + 1, start + 1 + length) };
        self.at += 1 + length;
        Some(WordPartKind::Variable(Variable { name, braced: false, operator: None, argument: Vec::new() }))
    }

    /// `$(( … ))` on one or more lines; `None`, with nothing read, where it turns out to be `$( (…) … )`.
    fn arithmetic(&mut self, start: usize) -> Option<WordPartKind> {
        let (at, errors) = (self.at, self.errors.len());
        self.at += 3;
        self.depth += 1;
        let open = std::cell::Cell::new(0usize);
        let inner = self.parts(
            &|c| {
                match c {
                    '(' => open.set(open.get() + 1),
                    ')' if open.get() == 0 => return true,
                    ')' => open.set(open.get() - 1),
                    ';' => return true,
                    _ => {}
                }
                false
            },
            Context::Quoted,
        );
        self.depth -= 1;
        if self.eat("))") {
            return Some(WordPartKind::Arithmetic(inner));
        }
        let _ = start;
        self.at = at;
        self.errors.truncate(errors);
        None
    }

    fn braced(&mut self, start: usize) -> Variable {
        self.at += 2;
        // `${#name}` and `${!name}`
        let prefix = self.rest().starts_with(['#', '!'])
            && self.rest()[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let prefix_start = self.at;
        self.at += usize::from(prefix);
        let name_start = self.at;
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let length = if length == 0 && rest.starts_with(['@', '*', '?', '$', '!', '#', '-']) { 1 } else { length };
        let name = Name { text: rest[..length].to_owned(), range: self.range(name_start, name_start + length) };
        self.at += length;
        const OPERATORS: [&str; 17] =
            [":-", ":=", ":+", ":?", "##", "%%", "//", "^^", ",,", "-", "=", "+", "?", "#", "%", "/", ":"];
        let here = self.at;
        let mut operator = OPERATORS.into_iter().find(|operator| self.starts_with(operator)).map(str::to_owned);
        if operator.is_none() {
            operator = self.peek().filter(|c| matches!(c, '[' | '^' | ',' | '@')).map(String::from);
        }
        self.at += operator.as_ref().map_or(0, String::len);
        let operator = if prefix && operator.is_none() {
            let text = self.source[prefix_start..name_start].to_owned();
            Some((text, self.range(prefix_start, name_start)))
        } else {
            operator.map(|operator| (operator, self.range(here, self.at)))
        };
        self.depth += 1;
        let argument = self.parts(&|c| c == '}', Context::Braced);
        self.depth -= 1;
        if !self.eat("}") {
            self.error(start, "`${` is never closed");
        }
        Variable { name, braced: true, operator, argument }
    }

    fn backquoted(&mut self, start: usize) -> WordPartKind {
        self.at += 1;
        let inner_start = self.at;
        let mut characters = self.rest().char_indices();
        let mut length = None;
        while let Some((offset, character)) = characters.next() {
            match character {
                '\\' => {
                    characters.next();
                }
                '`' => {
                    length = Some(offset);
                    break;
                }
                _ => {}
            }
        }
        let inner_end = length.map_or(self.end, |length| inner_start + length);
        let base = self.base + TextSize::new(u32::try_from(inner_start).unwrap_or(u32::MAX));
        let mut inner = Parser::new(&self.source[inner_start..inner_end], base);
        inner.depth = self.depth + 1;
        let mut script = inner.script(None);
        script.errors = inner.errors;
        self.at = inner_end;
        if !self.eat("`") {
            self.error(start, "a backquote is never closed");
        }
        WordPartKind::Command(script)
    }

    /// The expansions in a heredoc's body.
    pub(super) fn heredoc_parts(&mut self, from: usize, to: usize) -> Vec<WordPart> {
        let base = self.base + TextSize::new(u32::try_from(from).unwrap_or(u32::MAX));
        let mut inner = Parser::new(&self.source[from..to], base);
        inner.depth = self.depth + 1;
        inner.parts(&|_| false, Context::Quoted)
    }
}

/// What surrounds a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Nothing.
    Bare,
    /// Double quotes, or a heredoc.
    Quoted,
    /// `${…}`
    Braced,
}
