//! Words: where they end, how they are quoted, which variables they hold.

use super::ast::{Modifier, Name, Part, PartContent, Quote, SyntaxError, SyntaxErrorKind, Variable, Word};
use super::kind::SyntaxKind;
use super::logical::{Logical, is_blank};

/// How deep `${a:-${b:-…}}` is followed; what lies deeper is text.
const NESTING_LIMIT: usize = 16;

/// Operators behind the name in `${…}`, the longer first.
const OPERATORS: [&str; 12] = [":-", ":+", ":?", "##", "%%", "//", "-", "+", "?", "#", "%", "/"];

/// Reads words of one logical line.
pub(super) struct Words<'a> {
    logical: &'a Logical,
    escape: char,
    pub(super) errors: Vec<SyntaxError>,
}

impl<'a> Words<'a> {
    pub(super) fn new(logical: &'a Logical, escape: char) -> Self {
        Self { logical, escape, errors: Vec::new() }
    }

    fn text(&self) -> &'a str {
        &self.logical.text
    }

    /// `from..to` without the blanks at its ends.
    pub(super) fn trim(&self, from: usize, to: usize) -> (usize, usize) {
        let slice = &self.text()[from..to];
        let start = from + (slice.len() - slice.trim_start_matches(is_blank).len());
        (start, (from + slice.trim_end_matches(is_blank).len()).max(start))
    }

    /// The first word of `from..to`, split at blanks only.
    pub(super) fn first(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let (from, to) = self.trim(from, to);
        let length = self.text()[from..to].find(is_blank).unwrap_or(to - from);
        (from < to).then_some((from, from + length))
    }

    /// Splits at blanks, quotes or not, as the builder does for paths, ports and images.
    pub(super) fn split_plain(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut at = from;
        while let Some((start, end)) = self.first(at, to) {
            found.push((start, end));
            at = end;
        }
        found
    }

    /// The end of the word that starts at `from`: the first blank outside quotes.
    pub(super) fn quoted_end(&self, from: usize, to: usize) -> usize {
        let mut quote = None;
        let mut characters = self.text()[from..to].char_indices();
        while let Some((offset, character)) = characters.next() {
            match quote {
                None if is_blank(character) => return from + offset,
                None if character == '\'' || character == '"' => quote = Some(character),
                Some(open) if open == character => quote = None,
                _ if character == self.escape && quote != Some('\'') => {
                    characters.next();
                }
                _ => {}
            }
        }
        to
    }

    /// Splits at blanks outside quotes, as the builder does for pairs.
    pub(super) fn split_quoted(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut at = from;
        while let Some((start, _)) = self.first(at, to) {
            let end = self.quoted_end(start, to);
            found.push((start, end));
            at = end;
        }
        found
    }

    /// The word `from..to`.
    pub(super) fn word(&mut self, from: usize, to: usize, kind: SyntaxKind) -> Word {
        let mut reader = PartReader { words: self, end: to, at: from, open_quote: None };
        let parts = reader.parts(None, 0);
        let open_quote = reader.open_quote;
        if let Some((quote, at)) = open_quote {
            let range = self.logical.range(at, to);
            self.errors.push(SyntaxError { range, kind: SyntaxErrorKind::UnterminatedQuote(quote) });
        }
        Word {
            range: self.logical.range(from, to),
            raw: self.text()[from..to].to_owned(),
            parts,
            terminated: open_quote.is_none(),
            kind,
        }
    }

    /// The variable whose dollar stands at `from`, and where it ends; `None` where the dollar is just a dollar.
    pub(super) fn variable_at(&mut self, from: usize, to: usize) -> Option<(Variable, usize)> {
        let mut reader = PartReader { words: self, end: to, at: from, open_quote: None };
        let variable = reader.variable(0)?;
        Some((variable, reader.at))
    }

    /// The words `ranges`.
    pub(super) fn collect(&mut self, ranges: Vec<(usize, usize)>, kind: SyntaxKind) -> Vec<Word> {
        ranges.into_iter().map(|(from, to)| self.word(from, to, kind)).collect()
    }

    /// `from..to` as a name.
    pub(super) fn name(&self, from: usize, to: usize, kind: SyntaxKind) -> Name {
        Name { text: self.text()[from..to].to_owned(), range: self.logical.range(from, to), kind }
    }
}

/// A walk through one word.
struct PartReader<'w, 'a> {
    words: &'w mut Words<'a>,
    end: usize,
    at: usize,
    open_quote: Option<(char, usize)>,
}

impl PartReader<'_, '_> {
    fn peek(&self) -> Option<char> {
        self.words.text()[self.at..self.end].chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Reads until the end, or until `close` outside quotes (which stays unread).
    fn parts(&mut self, close: Option<char>, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut quote = Quote::None;
        let mut text = String::new();
        let mut text_start = self.at;
        let mut quote_start = self.at;
        while let Some(character) = self.peek() {
            let start = self.at;
            if quote == Quote::None && Some(character) == close {
                break;
            }
            let switched = match (quote, character) {
                (Quote::None, '\'') => Some(Quote::Single),
                (Quote::None, '"') => Some(Quote::Double),
                (Quote::Single, '\'') | (Quote::Double, '"') => Some(Quote::None),
                _ => None,
            };
            if let Some(next) = switched {
                self.flush(&mut parts, &mut text, text_start, start, quote);
                self.bump();
                (quote, text_start, quote_start) = (next, self.at, start);
                continue;
            }
            if character == self.words.escape && quote != Quote::Single {
                self.bump();
                match self.peek() {
                    Some(next) if quote == Quote::None || matches!(next, '"' | '$') || next == self.words.escape => {
                        self.bump();
                        text.push(next);
                    }
                    _ => text.push(character),
                }
                continue;
            }
            if character == '$' && quote != Quote::Single && depth < NESTING_LIMIT {
                if let Some(variable) = self.variable(depth) {
                    self.flush(&mut parts, &mut text, text_start, start, quote);
                    parts.push(Part { range: variable.range, quote, content: PartContent::Variable(variable) });
                    text_start = self.at;
                    continue;
                }
                self.at = start;
            }
            self.bump();
            text.push(character);
        }
        self.flush(&mut parts, &mut text, text_start, self.at, quote);
        if quote != Quote::None && depth == 0 {
            self.open_quote = Some((if quote == Quote::Single { '\'' } else { '"' }, quote_start));
        }
        parts
    }

    fn flush(&self, parts: &mut Vec<Part>, text: &mut String, from: usize, to: usize, quote: Quote) {
        if !text.is_empty() {
            let range = self.words.logical.range(from, to);
            parts.push(Part { range, quote, content: PartContent::Text(std::mem::take(text)) });
        }
    }

    /// Reads `$name` or `${…}`; `None` where the dollar is just a dollar.
    fn variable(&mut self, depth: usize) -> Option<Variable> {
        let start = self.at;
        self.bump();
        let braced = self.peek() == Some('{');
        if braced {
            self.bump();
        }
        let name_start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            self.bump();
        }
        let name = self.words.name(name_start, self.at, SyntaxKind::VariableName);
        let positional = name.text.starts_with(|c: char| c.is_ascii_digit());
        if !braced {
            let range = self.words.logical.range(start, self.at);
            return (!name.text.is_empty() && !positional).then_some(Variable {
                range,
                name,
                braced,
                modifier: None,
                terminated: true,
            });
        }
        let operator_start = self.at;
        let modifier =
            (self.peek().is_some() && self.peek() != Some('}')).then(|| self.modifier(operator_start, depth));
        let terminated = self.peek() == Some('}');
        if terminated {
            self.bump();
        }
        let range = self.words.logical.range(start, self.at);
        if !terminated {
            self.words.errors.push(SyntaxError { range, kind: SyntaxErrorKind::UnterminatedVariable });
        }
        Some(Variable { range, name, braced, modifier, terminated })
    }

    fn modifier(&mut self, start: usize, depth: usize) -> Modifier {
        let rest = &self.words.text()[start..self.end];
        let known = OPERATORS.into_iter().find(|operator| rest.starts_with(operator));
        let length = known.map_or_else(|| rest.chars().next().map_or(0, char::len_utf8), str::len);
        self.at += length;
        let operator = rest[..length].to_owned();
        let operator_range = self.words.logical.range(start, self.at);
        if known.is_none() {
            let kind = SyntaxErrorKind::UnsupportedModifier(operator.clone());
            self.words.errors.push(SyntaxError { range: operator_range, kind });
        }
        Modifier { operator, operator_range, parts: self.parts(Some('}'), depth + 1) }
    }
}

impl Word {
    /// The value when it holds no variable: quotes and escapes resolved.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let mut value = String::with_capacity(self.raw.len());
        for part in &self.parts {
            match &part.content {
                PartContent::Text(text) => value.push_str(text),
                PartContent::Variable(_) => return None,
            }
        }
        Some(value)
    }

    /// The value with variables replaced by what `lookup` knows; `None` as soon as one is unknown.
    #[must_use]
    pub fn expand(&self, lookup: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        super::expansion::expand(&self.parts, lookup)
    }

    /// The value with quotes and escapes resolved and variables kept as `${name}`.
    #[must_use]
    pub fn unquoted(&self) -> String {
        let mut value = String::with_capacity(self.raw.len());
        for part in &self.parts {
            match &part.content {
                PartContent::Text(text) => value.push_str(text),
                PartContent::Variable(variable) => {
                    value.push_str("${");
                    value.push_str(&variable.name.text);
                    value.push('}');
                }
            }
        }
        value
    }

    /// Every variable, those in modifiers too, in the order of the text.
    #[must_use]
    pub fn variables(&self) -> Vec<&Variable> {
        let mut found = Vec::new();
        collect_variables(&self.parts, &mut found);
        found
    }

    /// Whether a variable is in it.
    #[must_use]
    pub fn has_variables(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.content, PartContent::Variable(_)))
    }
}

fn collect_variables<'a>(parts: &'a [Part], found: &mut Vec<&'a Variable>) {
    for part in parts {
        if let PartContent::Variable(variable) = &part.content {
            found.push(variable);
            if let Some(modifier) = &variable.modifier {
                collect_variables(&modifier.parts, found);
            }
        }
    }
}
