//! Edits in brackets, which is all of a JSON document: commas come and go.

use text_size::TextRange;

use super::Editor;
use super::block::size;
use crate::edit::TextEdit;
use crate::yaml::comment::{line_start, next_line};
use crate::yaml::lines::is_break;
use crate::yaml::{Data, Kind, Node, Role};

/// A collection in brackets, with what is between them.
struct Brackets {
    /// Behind the opening bracket.
    start: usize,
    /// Before the closing one.
    end: usize,
    /// Where each entry or item stands.
    elements: Vec<(usize, usize)>,
}

impl<'y> Editor<'y> {
    /// `None` for brackets that are not closed, and for a pair without braces.
    fn brackets(&self, node: Node<'y>) -> Option<Brackets> {
        if !node.is_closed() {
            return None;
        }
        let span = |first: Node<'y>, last: Node<'y>| {
            let start = usize::from(first.extent().start());
            // `? key` begins before its key.
            let question = self.text[..start].trim_end_matches([' ', '\t', '\n', '\r']).ends_with('?');
            (!question).then(|| (start, usize::from(first.range().end().max(last.range().end()))))
        };
        let elements: Option<Vec<_>> = if node.is_mapping() {
            node.entries().map(|entry| span(entry.key, entry.value)).collect()
        } else {
            node.items().map(|item| span(item, item)).collect()
        };
        let range = node.range();
        Some(Brackets { start: usize::from(range.start()) + 1, end: usize::from(range.end()) - 1, elements: elements? })
    }

    /// Where the comma behind `from` is, comments passed over; `None` when there is none before `end`.
    fn comma(&self, from: usize, end: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let found = at + self.text[at..end].find([',', '#'])?;
            if self.text[found..].starts_with(',') {
                return Some(found);
            }
            at = self.line_end(found).min(end);
        }
    }

    fn indentation(&self, at: usize) -> &'y str {
        &self.text[line_start(self.text, at)..at]
    }

    /// An entry or item as text. Where the others stand on lines of their own, a collection in it does too.
    fn element(&self, at: &Brackets, key: Option<&str>, value: &Data) -> Option<String> {
        let lines = at.elements.last().filter(|(start, _)| self.starts_line(*start));
        let text = match lines {
            Some((start, _)) => {
                let own = self.indentation(*start);
                let outer =
                    self.text[line_start(self.text, at.end)..at.end].bytes().take_while(|byte| *byte == b' ').count();
                let width = own.len().checked_sub(outer).filter(|width| *width > 0).unwrap_or(self.style.indent);
                self.pretty(value, own, width)?
            }
            None => self.renderer().inline(value, true, None)?,
        };
        Some(match key {
            Some(key) => format!("{}: {text}", self.renderer().key(key, crate::yaml::ScalarStyle::Plain, true)),
            None => text,
        })
    }

    /// A value over several lines, the first of which is indented by `own` already.
    fn pretty(&self, value: &Data, own: &str, width: usize) -> Option<String> {
        let inner = format!("{own}{}", " ".repeat(width));
        let newline = self.style.newline;
        let lines = |open: char, close: char, parts: Vec<String>| {
            let parts = parts.join(&format!(",{newline}{inner}"));
            format!("{open}{newline}{inner}{parts}{newline}{own}{close}")
        };
        match value {
            Data::Map(entries) if !entries.is_empty() => {
                let parts = entries.iter().map(|(key, value)| {
                    let key = self.renderer().key(key, crate::yaml::ScalarStyle::Plain, true);
                    Some(format!("{key}: {}", self.pretty(value, &inner, width)?))
                });
                Some(lines('{', '}', parts.collect::<Option<_>>()?))
            }
            Data::Seq(items) if !items.is_empty() => {
                let parts = items.iter().map(|item| self.pretty(item, &inner, width));
                Some(lines('[', ']', parts.collect::<Option<_>>()?))
            }
            Data::Null | Data::Plain(_) | Data::Text(_) | Data::Map(_) | Data::Seq(_) | Data::Block(_) => {
                self.renderer().inline(value, true, None)
            }
        }
    }

    pub(super) fn add_flow(&self, node: Node<'y>, key: Option<&str>, value: &Data) -> Option<Vec<TextEdit>> {
        let brackets = self.brackets(node)?;
        let text = self.element(&brackets, key, value)?;
        let Some((start, end)) = brackets.elements.last().copied() else {
            let inside = TextRange::new(size(brackets.start), size(brackets.end));
            return (!self.comment_in(inside)).then(|| vec![TextEdit::replace(inside, text)]);
        };
        let comma = self.comma(end, brackets.end);
        let line_end = self.line_end(comma.unwrap_or(end));
        let own_line = self.starts_line(start) && line_end < brackets.end;
        if !own_line {
            return Some(vec![TextEdit::insert(size(end), format!(", {text}"))]);
        }
        let line = format!("{}{}{text}", self.style.newline, self.indentation(start));
        Some(match comma {
            Some(_) => vec![TextEdit::insert(size(line_end), format!("{line},"))],
            None if line_end == end => vec![TextEdit::insert(size(end), format!(",{line}"))],
            None => vec![TextEdit::insert(size(end), ","), TextEdit::insert(size(line_end), line)],
        })
    }

    pub(super) fn insert_flow(&self, next: Node<'y>, key: Option<&str>, value: &Data) -> Option<Vec<TextEdit>> {
        let brackets = self.brackets(next.parent()?)?;
        let text = self.element(&brackets, key, value)?;
        let (start, _) = *brackets.elements.get(next.index())?;
        let behind = if self.starts_line(start) {
            format!("{}{}", self.style.newline, self.indentation(start))
        } else {
            " ".to_owned()
        };
        Some(vec![TextEdit::insert(size(start), format!("{text},{behind}"))])
    }

    pub(super) fn remove_flow(&self, node: Node<'y>) -> Option<Vec<TextEdit>> {
        let brackets = self.brackets(node.parent()?)?;
        let index = node.index();
        let (start, end) = *brackets.elements.get(index)?;
        let comma = self.comma(end, brackets.end);
        let behind = comma.map_or(end, |comma| comma + 1);
        let gone: Vec<(usize, usize)> = match (index.checked_sub(1).map(|before| brackets.elements[before]), comma) {
            // The only one.
            (None, _) if brackets.elements.len() == 1 => vec![(brackets.start, brackets.end)],
            // A line of its own, with its comma.
            (_, Some(_)) if self.starts_line(start) && self.blank_behind(behind) => {
                vec![(line_start(self.text, start), next_line(self.text, self.line_end(behind)))]
            }
            (None, _) => vec![(start, brackets.elements.get(1)?.0)],
            (Some(_), Some(_)) if brackets.elements.len() > index + 1 => vec![(start, brackets.elements[index + 1].0)],
            // The last one: the comma before it goes too, unless one is behind.
            (Some((_, before)), None) => {
                let comma = self.comma(before, start)?;
                if self.comment_in(TextRange::new(size(before), size(start))) {
                    let line = self.starts_line(start) && self.blank_behind(end);
                    let from = if line { self.before_line_end(start) } else { start };
                    vec![(comma, comma + 1), (from, end)]
                } else {
                    vec![(before, end)]
                }
            }
            (Some((_, before)), Some(comma)) => vec![(before, comma)],
        };
        let taken = gone.iter().any(|(from, to)| self.comment_in(TextRange::new(size(*from), size(*to))));
        let edits = gone.iter().map(|(from, to)| TextEdit::delete(TextRange::new(size(*from), size(*to))));
        (!taken).then(|| edits.collect())
    }

    /// Whether nothing but blanks is left of the line behind `at`.
    fn blank_behind(&self, at: usize) -> bool {
        self.text[at..self.line_end(at)].trim().is_empty()
    }

    /// The end of the line before the one that holds `at`.
    fn before_line_end(&self, at: usize) -> usize {
        let line = line_start(self.text, at);
        self.text[..line].trim_end_matches(['\n', '\r']).len()
    }

    /// Puts another value in the place of one that is in brackets, or is brackets with something in them.
    pub(super) fn replace_flow(&self, node: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        let inside = node.parent().is_some_and(Node::is_flow);
        let extent = node.extent();
        if !inside {
            let collection = matches!(value, Data::Map(entries) if !entries.is_empty())
                || matches!(value, Data::Seq(items) if !items.is_empty());
            if !collection || node.role() == Role::Root && !self.style.json {
                return self.replace_block(node, value);
            }
        }
        if self.comment_in(extent) {
            return None;
        }
        let start = usize::from(extent.start());
        let lines = node.source().bytes().any(is_break) || inside && self.on_own_line(node);
        let text = if lines {
            let line = line_start(self.text, start);
            let blanks = self.text[line..].bytes().take_while(|byte| *byte == b' ').count();
            self.pretty(value, &self.text[line..line + blanks], self.style.indent)?
        } else {
            let old = match node.kind() {
                Kind::Scalar(style) => Some(style),
                Kind::Mapping | Kind::Sequence | Kind::Alias | Kind::Null => None,
            };
            self.renderer().inline(value, true, old)?
        };
        if !extent.is_empty() {
            return Some(vec![TextEdit::replace(extent, text)]);
        }
        // Nothing stood there: behind the colon, or behind a key without one.
        let colon = self.text[..start].ends_with(':');
        Some(vec![TextEdit::insert(extent.start(), if colon { format!(" {text}") } else { format!(": {text}") })])
    }

    /// Whether the entry or item that `node` is of begins a line.
    fn on_own_line(&self, node: Node<'y>) -> bool {
        let first = node.key().unwrap_or(node);
        self.starts_line(first.extent().start().into())
    }
}
