//! Building items.

use syntax::{TextRange, TextSize};

use crate::documentation::Topic;
use crate::types::{CompletionItem, CompletionKind};

impl CompletionItem {
    /// An item that puts its label in the place of `range`.
    pub(crate) fn new(label: impl Into<String>, kind: CompletionKind, range: TextRange) -> Self {
        let label = label.into();
        Self {
            detail: None,
            kind,
            range,
            insert: label.clone(),
            is_snippet: false,
            plain: label.clone(),
            filter: None,
            group: 0,
            is_deprecated: false,
            retrigger: false,
            is_partial: false,
            documentation: None,
            label,
        }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into()).filter(|detail| !detail.is_empty());
        self
    }

    pub(crate) fn group(mut self, group: u8) -> Self {
        self.group = group;
        self
    }

    /// What is put there, where it is not the label.
    pub(crate) fn insert(mut self, text: impl Into<String>) -> Self {
        self.insert = text.into();
        self.plain.clone_from(&self.insert);
        self
    }

    /// What is put there, with places to fill in.
    pub(crate) fn snippet(mut self, body: impl Into<String>) -> Self {
        self.insert = body.into();
        self.plain = plain(&self.insert);
        self.is_snippet = self.plain != self.insert;
        self
    }

    /// What is put there over several lines, with places to fill in. Editors indent the lines of a snippet as the line it begins
    /// on, those of a plain text they take as they are: `relative` is for the former, `absolute` for the latter.
    pub(crate) fn lines(mut self, relative: String, absolute: &str) -> Self {
        self.insert = relative;
        self.plain = plain(absolute);
        self.is_snippet = true;
        self
    }

    pub(crate) fn filter(mut self, text: impl Into<String>) -> Self {
        self.filter = Some(text.into()).filter(|text| *text != self.label);
        self
    }

    pub(crate) fn deprecated(mut self) -> Self {
        self.is_deprecated = true;
        self
    }

    /// More is wanted at once behind what was put there.
    pub(crate) fn retrigger(mut self) -> Self {
        self.retrigger = true;
        self
    }

    pub(crate) fn about(mut self, topic: Topic, name: impl Into<String>) -> Self {
        self.documentation = Some(topic.key(name));
        self
    }
}

/// `text` where a snippet's text must not read it as its own syntax.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '$' | '}') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// A snippet's text with the defaults in the places to fill in; a place that returns takes the default of the first one.
fn plain(body: &str) -> String {
    let mut reader = Reader { rest: body.chars().peekable(), defaults: Vec::new() };
    reader.text(false, 0)
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    defaults: Vec<(String, String)>,
}

impl Reader<'_> {
    /// Up to the end, or up to `}` within a place. Places within places do not go deep.
    fn text(&mut self, inside: bool, depth: usize) -> String {
        let mut out = String::new();
        while let Some(character) = self.rest.next() {
            match character {
                '\\' => out.extend(self.rest.next()),
                '}' if inside => break,
                '$' if depth < 4 => out.push_str(&self.place(depth)),
                other => out.push(other),
            }
        }
        out
    }

    fn number(&mut self) -> String {
        let mut number = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            number.push(digit);
        }
        number
    }

    fn default(&self, number: &str) -> String {
        self.defaults.iter().find(|(known, _)| known == number).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    fn place(&mut self, depth: usize) -> String {
        if self.rest.next_if_eq(&'{').is_none() {
            let number = self.number();
            return self.default(&number);
        }
        let number = self.number();
        let text = match self.rest.next() {
            Some(':') => self.text(true, depth + 1),
            Some('|') => {
                let choices = self.text(true, depth + 1);
                choices.split([',', '|']).next().unwrap_or_default().to_owned()
            }
            Some(_) | None => return self.default(&number),
        };
        self.defaults.push((number, text.clone()));
        text
    }
}

/// A byte offset as one of the text.
pub(crate) fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// The run of characters around `offset` that `belongs` names; never over a line's end.
pub(crate) fn around(text: &str, offset: TextSize, belongs: impl Fn(char) -> bool) -> TextRange {
    let at = usize::from(offset);
    let belongs = |c: &char| !matches!(c, '\n' | '\r') && belongs(*c);
    let before: usize = text[..at].chars().rev().take_while(belongs).map(char::len_utf8).sum();
    let behind: usize = text[at..].chars().take_while(belongs).map(char::len_utf8).sum();
    TextRange::new(size(at - before), size(at + behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_without_its_places() {
        let table = [
            ("COPY . .", "COPY . ."),
            ("FROM ${1:debian} AS ${2:build}\n$0", "FROM debian AS build\n"),
            ("/out/${2:app} /$2 $1", "/out/app /app "),
            ("${1|static,cc,base|}-debian", "static-debian"),
            ("\\$TARGETOS \\\\\n\\}", "$TARGETOS \\\n}"),
            ("${1:a ${2:b} c} $2", "a b c b"),
            ("${1}", ""),
            ("é$1ü", "éü"),
        ];
        for (body, expected) in table {
            assert_eq!(plain(body), expected, "{body}");
        }
    }

    #[test]
    fn text_survives_being_a_snippet() {
        for text in ["$a ${b:-c} \\ }", "plain", "\\$x"] {
            assert_eq!(plain(&escaped(text)), text);
        }
    }
}
