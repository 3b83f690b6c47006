//! What a dollar begins.

use super::ast::*;
use super::cursor::{DEPTH_LIMIT, Parser, is_name};
use super::word::Context;

/// Operators behind the name in `${…}`, the longer first.
const OPERATORS: [&str; 21] =
    [":-", ":=", ":+", ":?", "##", "%%", "//", "^^", ",,", "-", "=", "+", "?", "#", "%", "/", ":", "[", "^", ",", "@"];

/// Names that are a single character.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'?' | b'$' | b'!' | b'#' | b'@' | b'*' | b'-')
}

impl Parser<'_> {
    /// `$name`, `${…}`, `$(…)`, `$((…))`; `None`, with nothing read, for a lone dollar. `quoted` says that quote
    /// characters are text here.
    pub(super) fn expansion(&mut self, quoted: bool) -> Option<WordPartKind> {
        let start = self.at;
        let next = self.peek_at(1)?;
        let deep = self.depth >= DEPTH_LIMIT;
        if next == b'(' && !deep {
            if self.peek_at(2) == Some(b'(')
                && let Some(kind) = self.arithmetic()
            {
                return Some(kind);
            }
            self.at += 2;
            return Some(WordPartKind::Command(Box::new(self.enclosed(start))));
        }
        if next == b'{' && !deep {
            return Some(WordPartKind::Variable(Box::new(self.braced(quoted))));
        }
        let from = start + 1;
        let length = self.name_length(from);
        if length == 0 {
            return None;
        }
        let name = Name { text: self.source[from..from + length].to_owned(), range: self.range(from, from + length) };
        self.at = from + length;
        let variable = Variable { name, braced: false, operator: None, argument: Vec::new() };
        Some(WordPartKind::Variable(Box::new(variable)))
    }

    /// How long the name at `from` is, as it stands behind a bare dollar.
    fn name_length(&self, from: usize) -> usize {
        let bytes = &self.source.as_bytes()[from..self.end];
        match bytes.first() {
            Some(byte) if byte.is_ascii_digit() || is_special(*byte) => 1,
            _ => bytes.iter().take_while(|byte| is_name(**byte)).count(),
        }
    }

    /// `$(( … ))`; `None`, with nothing read, where it is `$( (…) … )`.
    fn arithmetic(&mut self) -> Option<WordPartKind> {
        let start = self.at;
        let close = self.double_closing(start + 1);
        if close.is_none() && !self.never_closed(start + 1) {
            return None;
        }
        self.at += 3;
        let stop = close.unwrap_or_else(|| self.open_end());
        let end = std::mem::replace(&mut self.end, stop);
        self.depth += 1;
        let inner = self.parts(Context::Arithmetic);
        self.depth -= 1;
        self.end = end;
        self.at = stop;
        self.expect("))", (start, start + 3), "`$((` is never closed");
        Some(WordPartKind::Arithmetic(inner))
    }

    /// How far `$((` reaches that is never closed: no further than the statement or the quotes it stands in.
    fn open_end(&mut self) -> usize {
        let stop =
            self.open_arithmetic.filter(|(from, stop)| *from <= self.at && self.at <= *stop).map(|(_, stop)| stop);
        let stop = stop.unwrap_or_else(|| {
            let bytes = &self.source.as_bytes()[self.at..self.end];
            let length = bytes.iter().position(|byte| matches!(byte, b'"' | b';' | b'\n' | b'`'));
            self.at + length.unwrap_or(bytes.len())
        });
        self.open_arithmetic = Some((self.at, stop));
        stop.min(self.end)
    }

    fn braced(&mut self, quoted: bool) -> Variable {
        let start = self.at;
        self.at += 2;
        while self.continuation_at(self.at) > 0 {
            self.at += self.continuation_at(self.at);
        }
        // `${#name}` and `${!name}`
        let prefix_start = self.at;
        let prefix = matches!(self.peek(), Some(b'#' | b'!'))
            && self.peek_at(1).is_some_and(|byte| is_name(byte) || is_special(byte) && self.peek_at(2) == Some(b'}'));
        self.at += usize::from(prefix);
        let from = self.at;
        let bytes = &self.source.as_bytes()[from..self.end];
        let length = match bytes.iter().take_while(|byte| is_name(**byte)).count() {
            0 => usize::from(bytes.first().is_some_and(|byte| is_special(*byte))),
            length => length,
        };
        let name = Name { text: self.source[from..from + length].to_owned(), range: self.range(from, from + length) };
        self.at += length;
        let here = self.at;
        let operator = OPERATORS.into_iter().find(|operator| self.eat(operator));
        if operator.is_none() && self.peek() != Some(b'}') && !self.closes_soon() {
            self.error(start, self.at, "`${` is never closed");
            return Variable { name, braced: true, operator: None, argument: Vec::new() };
        }
        // Within double quotes, quotes count in patterns, not in the words that stand in for a value.
        let pattern = operator.is_some_and(|operator| operator.starts_with(['#', '%', '/']));
        let operator = match operator {
            None if prefix => {
                let text = self.source[prefix_start..from].to_owned();
                Some((text, self.range(prefix_start, from)))
            }
            _ => operator.map(|operator| (operator.to_owned(), self.range(here, self.at))),
        };
        self.depth += 1;
        let argument = self.parts(Context::Braced { quoted: quoted && !pattern });
        self.depth -= 1;
        self.expect("}", (start, start + 2), "`${` is never closed");
        Variable { name, braced: true, operator, argument }
    }

    /// Whether `}` follows before anything that ends a word.
    fn closes_soon(&self) -> bool {
        let rest = &self.source.as_bytes()[self.at..self.end];
        let stop = rest.iter().find(|byte| {
            matches!(byte, b'}' | b'"' | b'\'' | b'$' | b'`' | b';' | b'(' | b')') || byte.is_ascii_whitespace()
        });
        stop == Some(&b'}')
    }
}
