//! The place of the cursor: what is replaced, in which column, and how text is written there.

use schema::kubernetes::{Catalog, Schema, Shape, Version};
use syntax::yaml::{Cursor, Style, Yaml};
use syntax::{TextRange, TextSize};

use crate::completion::item::{escaped, size};
use crate::types::{CompletionItem, CompletionKind};

/// Words that are no strings without quotes.
const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

/// A place in a manifest at which something is being typed.
pub(super) struct Site<'a> {
    pub(super) yaml: &'a Yaml,
    pub(super) catalog: &'a Catalog,
    pub(super) version: Version,
    pub(super) cursor: &'a Cursor<'a>,
    /// What is replaced; within the cursor's line.
    pub(super) range: TextRange,
    /// The column that it begins in.
    pub(super) column: usize,
    /// Blanks that the line begins with: editors indent the lines of a snippet by as many.
    pub(super) margin: usize,
    /// The quote that what is typed begins with.
    pub(super) quote: Option<char>,
    pub(super) style: Style,
    pub(super) items: Vec<CompletionItem>,
}

/// Where a key or an item is put.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// The column it begins in, its dash included.
    pub(super) column: usize,
    /// A `- ` goes before it.
    pub(super) dash: bool,
}

impl Slot {
    /// The column of the keys.
    pub(super) fn keys(self) -> usize {
        if self.dash { self.column + 2 } else { self.column }
    }

    pub(super) fn sign(self) -> &'static str {
        if self.dash { "- " } else { "" }
    }
}

impl<'a> Site<'a> {
    /// `None`: what is typed began on a line before.
    pub(super) fn new(
        yaml: &'a Yaml,
        catalog: &'a Catalog,
        version: Version,
        cursor: &'a Cursor<'a>,
        offset: TextSize,
    ) -> Option<Self> {
        let text: &str = yaml.text();
        let at = usize::from(offset).min(text.len());
        let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let line_end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
        let start = usize::from(cursor.word.start());
        if start < line || start > at {
            return None;
        }
        let mut end = usize::from(cursor.word.end()).clamp(at, line_end);
        let quote = text[start..end].chars().next().filter(|first| matches!(first, '"' | '\''));
        let is_closed = quote.is_some_and(|quote| end > start + 1 && text[start + 1..end].ends_with(quote));
        if quote.is_some() && !is_closed {
            // A quote that nothing closes takes in what follows, which is not what is typed.
            let behind = text[at..end].find(|it: char| it.is_whitespace() || matches!(it, ',' | '}' | ']' | ':'));
            end = behind.map_or(end, |behind| at + behind);
        }
        let own = &text[line..line_end];
        let margin = own.len() - own.trim_start_matches(' ').len();
        let style = match cursor.document {
            Some(document) => Style::of(document),
            None => Style { newline: newline(text), indent: 2, list: 2, quote: '"', json: false },
        };
        let style = Style { json: style.json && cursor.flow, ..style };
        Some(Self {
            yaml,
            catalog,
            version,
            cursor,
            range: TextRange::new(size(start), size(end)),
            column: start - line,
            margin: margin.min(start - line),
            quote,
            style,
            items: Vec::new(),
        })
    }

    /// What is typed before the cursor, without its quote.
    pub(super) fn typed(&self) -> &'a str {
        self.yaml.text()[self.range].trim_matches(['"', '\''])
    }

    /// Bytes before `offset` on its line.
    pub(super) fn column_at(&self, offset: TextSize) -> usize {
        let before = &self.yaml.text()[..usize::from(offset)];
        before.len() - before.rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// Whether nothing but blanks stands before what is typed.
    pub(super) fn is_own_line(&self) -> bool {
        self.margin == self.column
    }

    /// What stands behind what is typed on its line.
    pub(super) fn behind(&self) -> &'a str {
        let rest = &self.yaml.text()[usize::from(self.range.end())..];
        &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
    }

    /// The blank that is missing behind `:` or `-`.
    fn gap(&self) -> &'static str {
        let before = &self.yaml.text()[..usize::from(self.range.start())];
        let is_colon = before.ends_with(':') && !self.style.json;
        let is_dash = before.strip_suffix('-').is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\n', '\r']));
        if is_colon || is_dash { " " } else { "" }
    }

    /// A key as it is written here.
    pub(super) fn key(&self, name: &str) -> String {
        match self.quote {
            Some(quote) => format!("{quote}{name}{quote}"),
            None if self.style.json => format!("\"{name}\""),
            None => name.to_owned(),
        }
    }

    /// A scalar as it is written here, so that a string stays one.
    pub(super) fn scalar(&self, text: &str, is_string: bool) -> String {
        if let Some(quote) = self.quote {
            return format!("{quote}{text}{quote}");
        }
        self.written(text, is_string)
    }

    /// A scalar as it would be written here without regard to what is typed.
    pub(super) fn written(&self, text: &str, is_string: bool) -> String {
        if !is_string {
            return text.to_owned();
        }
        let begins = text.starts_with(|first: char| first.is_alphabetic() || matches!(first, '/' | '.' | '_'));
        let is_span = text.strip_suffix(['s', 'm', 'h']).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
        let ends_early = text.contains(": ") || text.contains(" #") || text.ends_with(':');
        let is_cut = self.cursor.flow && text.contains([',', '[', ']', '{', '}']);
        let is_word = WORDS.contains(&text.to_ascii_lowercase().as_str());
        let is_free = (begins || is_span) && !ends_early && !is_cut && !is_word;
        if self.style.json || text.is_empty() || !is_free {
            let quote = if self.style.json { '"' } else { self.style.quote };
            return format!("{quote}{text}{quote}");
        }
        text.to_owned()
    }

    /// A value as an item of the list.
    pub(super) fn value(&self, text: &str, schema: Schema<'_>, slot: Slot) -> CompletionItem {
        let is_string = matches!(schema.shape(), Shape::String);
        let written = self.scalar(text, is_string);
        let label = if text.is_empty() { "\"\"" } else { text };
        let item = CompletionItem::new(label, CompletionKind::Value, self.range);
        self.filtered(item.insert(format!("{}{}{written}", self.gap(), slot.sign())))
    }

    /// A text in one or more lines: the first goes where the cursor is, the others stand in the columns that are given.
    pub(super) fn lines(&self, item: CompletionItem, first: &str, rest: &[(usize, String)]) -> CompletionItem {
        let first = format!("{}{first}", self.gap());
        if rest.is_empty() {
            return self.filtered(item.snippet(first));
        }
        let (mut relative, mut absolute) = (first.clone(), first);
        for (column, line) in rest {
            let written = |width: usize| if line.is_empty() { String::new() } else { " ".repeat(width) + line };
            relative.push('\n');
            relative.push_str(&written(column.saturating_sub(self.margin)));
            absolute.push_str(self.style.newline);
            absolute.push_str(&written(*column));
        }
        self.filtered(item.lines(relative, &absolute))
    }

    /// Editors match what is typed, its quote too.
    fn filtered(&self, item: CompletionItem) -> CompletionItem {
        match self.quote {
            Some(quote) => {
                let text = format!("{quote}{}", item.label);
                item.filter(text)
            }
            None => item,
        }
    }
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A place to fill in, with values to choose from.
pub(super) fn choice(number: usize, values: &[&str]) -> String {
    let is_plain = |value: &&str| !value.is_empty() && !value.contains([',', '|', '$', '}', '\\']);
    match values {
        [] => format!("${number}"),
        [one] => format!("${{{number}:{}}}", escaped(one)),
        _ if values.iter().all(is_plain) => format!("${{{number}|{}|}}", values.join(",")),
        [first, ..] => format!("${{{number}:{}}}", escaped(first)),
    }
}
