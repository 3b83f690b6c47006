//! The exec form: a JSON array of strings.

use super::ast::ArrayItem;
use super::logical::Logical;

/// What a text in brackets turned out to be.
#[derive(Debug)]
pub(super) enum Array {
    /// An array of strings: exec form.
    Strings(Vec<Item>),
    /// An array of something else: the builder refuses it.
    Mixed,
    /// No JSON: the builder takes it for shell form.
    No,
}

/// A string of an array with its place in the logical text, quotes included.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: String,
}

impl Item {
    /// What stays of it in the tree.
    pub(super) fn into_node(self, logical: &Logical) -> ArrayItem {
        ArrayItem { range: logical.range(self.from, self.to), value: self.value }
    }
}

/// How deep arrays in arrays are followed before the text counts as no JSON.
const NESTING_LIMIT: usize = 64;

/// Reads `from..to`, blanks trimmed, as a JSON array.
pub(super) fn read(logical: &Logical, from: usize, to: usize) -> Array {
    let bytes = logical.text.as_bytes();
    if from >= to || bytes[from] != b'[' {
        return Array::No;
    }
    let mut reader = Reader { logical, at: from, end: to };
    let mut items = Vec::new();
    let mut mixed = false;
    reader.at += 1;
    reader.blanks();
    if reader.eat(b']') {
        return if reader.at_end() { Array::Strings(items) } else { Array::No };
    }
    loop {
        reader.blanks();
        let start = reader.at;
        if reader.peek() == Some(b'"') {
            let Some(value) = reader.string() else { return Array::No };
            items.push(Item { from: start, to: reader.at, value });
        } else {
            mixed = true;
            if !reader.value(0) {
                return Array::No;
            }
        }
        reader.blanks();
        if reader.eat(b',') {
            continue;
        }
        if !reader.eat(b']') || !reader.at_end() {
            return Array::No;
        }
        return if mixed { Array::Mixed } else { Array::Strings(items) };
    }
}

struct Reader<'a> {
    logical: &'a Logical,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        (self.at < self.end).then(|| self.logical.text.as_bytes()[self.at])
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn at_end(&mut self) -> bool {
        self.blanks();
        self.at >= self.end
    }

    /// A string, decoded; `None` when it is not one by JSON's rules.
    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut value = String::new();
        loop {
            let character = self.logical.text.get(self.at..self.end)?.chars().next()?;
            self.at += character.len_utf8();
            match character {
                '"' => return Some(value),
                '\\' => value.push(self.escape()?),
                control if u32::from(control) < 0x20 => return None,
                other => value.push(other),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.hex()?;
                if (0xd800..0xdc00).contains(&high) && self.logical.text.get(self.at..self.end)?.starts_with("\\u") {
                    let before = self.at;
                    self.at += 2;
                    let low = self.hex()?;
                    if (0xdc00..0xe000).contains(&low) {
                        return char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                    }
                    self.at = before;
                }
                char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.logical.text.get(self.at..(self.at + 4).min(self.end)).filter(|digits| digits.len() == 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    /// Passes over a value that is no string at the top level.
    fn value(&mut self, depth: usize) -> bool {
        if depth > NESTING_LIMIT {
            return false;
        }
        self.blanks();
        match self.peek() {
            Some(b'"') => self.string().is_some(),
            Some(open @ (b'[' | b'{')) => {
                let close = if open == b'[' { b']' } else { b'}' };
                self.at += 1;
                self.blanks();
                if self.eat(close) {
                    return true;
                }
                loop {
                    if open == b'{' {
                        self.blanks();
                        if self.peek() != Some(b'"') || self.string().is_none() {
                            return false;
                        }
                        self.blanks();
                        if !self.eat(b':') {
                            return false;
                        }
                    }
                    if !self.value(depth + 1) {
                        return false;
                    }
                    self.blanks();
                    if self.eat(close) {
                        return true;
                    }
                    if !self.eat(b',') {
                        return false;
                    }
                }
            }
            Some(_) => {
                let start = self.at;
                while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
                {
                    self.at += 1;
                }
                let word = &self.logical.text[start..self.at];
                matches!(word, "true" | "false" | "null") || is_number(word)
            }
            None => false,
        }
    }
}

/// Whether `word` is a number by JSON's rules, which are stricter than most: `-0.5e+3`, but neither `+1`, `01`, `.5` nor `1.`.
fn is_number(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = word.split_once(['e', 'E']).map_or((word, None), |(left, right)| (left, Some(right)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(left, right)| (left, Some(right)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}
