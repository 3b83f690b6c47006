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

    /// `from..to` without the white space at its ends.
    pub(super) fn trim(&self, from: usize, to: usize) -> (usize, usize) {
        let slice = &self.text()[from..to];
        let start = from + (slice.len() - slice.trim_start().len());
        (start, (from + slice.trim_end().len()).max(start))
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

    /// The end of the flag that starts at `from`: the first white space outside quotes. The escape character of flags is
    /// the backslash, whatever the file's, and in either kind of quotes.
    pub(super) fn flag_end(&self, from: usize, to: usize) -> usize {
        let mut quote = None;
        let mut characters = self.text()[from..to].char_indices();
        while let Some((offset, character)) = characters.next() {
            match quote {
                _ if character == '\\' => {
                    characters.next();
                }
                None if character.is_whitespace() => return from + offset,
                None if matches!(character, '\'' | '"') => quote = Some(character),
                Some(open) if open == character => quote = None,
                _ => {}
            }
        }
        to
    }

    /// The end of the word that starts at `from`: the first white space outside quotes.
    pub(super) fn quoted_end(&self, from: usize, to: usize) -> usize {
        let mut quote = None;
        let mut characters = self.text()[from..to].char_indices();
        while let Some((offset, character)) = characters.next() {
            match quote {
                None if character.is_whitespace() => return from + offset,
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

    /// Splits at white space outside quotes, as the builder does for pairs.
    pub(super) fn split_quoted(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let (mut at, to) = self.trim(from, to);
        while at < to {
            let end = self.quoted_end(at, to);
            found.push((at, end));
            (at, _) = self.trim(end, to);
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
            self.plain(&mut text, close);
            if self.at > start {
                continue;
            }
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
                    Some(_) => text.push(character),
                    // At the end of a word it is dropped.
                    None => {}
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

    /// Takes what is text in any case.
    fn plain(&mut self, text: &mut String, close: Option<char>) {
        let rest = &self.words.text()[self.at..self.end];
        let special = |c: u8| {
            matches!(c, b'\'' | b'"' | b'$') || char::from(c) == self.words.escape || Some(char::from(c)) == close
        };
        let length = rest.bytes().position(special).unwrap_or(rest.len());
        text.push_str(&rest[..length]);
        self.at += length;
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
        self.at += name_length(&self.words.text()[self.at..self.end], braced);
        let name = self.words.name(name_start, self.at, SyntaxKind::VariableName);
        if !braced {
            let range = self.words.logical.range(start, self.at);
            return (!name.text.is_empty()).then_some(Variable {
                range,
                name,
                braced,
                modifier: None,
                terminated: true,
            });
        }
        let nameless = name.text.is_empty() && matches!(self.peek(), Some('{' | '}' | ':'));
        if nameless {
            let range = self.words.logical.range(start, self.at);
            self.words.errors.push(SyntaxError { range, kind: SyntaxErrorKind::BadSubstitution });
        }
        let operator_start = self.at;
        let modifier =
            (self.peek().is_some() && self.peek() != Some('}')).then(|| self.modifier(operator_start, nameless, depth));
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

    fn modifier(&mut self, start: usize, nameless: bool, depth: usize) -> Modifier {
        let rest = &self.words.text()[start..self.end];
        let mut characters = rest.chars();
        let length = match OPERATORS.into_iter().find(|operator| rest.starts_with(operator)) {
            Some(operator) => operator.len(),
            // A colon and what stands behind it are one.
            None if rest.starts_with(':') && !rest.starts_with(":}") => {
                characters.by_ref().take(2).map(char::len_utf8).sum()
            }
            None => characters.next().map_or(0, char::len_utf8),
        };
        self.at += length;
        let operator = rest[..length].to_owned();
        let operator_range = self.words.logical.range(start, self.at);
        // A replacement has a second slash.
        let whole = !operator.starts_with('/') || rest[length..].contains('/');
        let known = OPERATORS.contains(&operator.as_str()) && whole;
        if !known && !nameless {
            let kind = SyntaxErrorKind::UnsupportedModifier(operator.clone());
            self.words.errors.push(SyntaxError { range: operator_range, kind });
        }
        Modifier { operator, operator_range, parts: self.parts(Some('}'), depth + 1) }
    }
}

/// How long the name of a variable is that `text` starts with. The parameters of a script (`$1`, `$?`) are left as text
/// unless they stand in braces: whoever writes them means a shell's, and here nothing ever gives them a value.
fn name_length(text: &str, braced: bool) -> usize {
    match text.chars().next() {
        Some('0'..='9') if braced => text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()),
        Some('@' | '*' | '#' | '?' | '-' | '$' | '!') if braced => 1,
        Some('0'..='9') | None => 0,
        Some(_) => text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len()),
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
