//! Edits in block collections: whole lines come and go.

use text_size::{TextRange, TextSize};

use super::Editor;
use crate::edit::TextEdit;
use crate::yaml::comment::{line_start, next_line};
use crate::yaml::lines::{is_blank, offset};
use crate::yaml::node::EXPLICIT;
use crate::yaml::{Data, Kind, Node, Role, ScalarStyle};

/// The lines of a block node without the indentation they have in common.
pub(super) fn dedented(node: Node<'_>) -> String {
    let text: &str = &node.tree().text;
    let start = usize::from(node.range().start());
    let column = start - line_start(text, start);
    let mut out = String::new();
    for (index, line) in node.source().lines().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let blanks = if index == 0 { 0 } else { line.bytes().take(column).take_while(|byte| *byte == b' ').count() };
        out.push_str(&line[blanks..]);
    }
    out.push('\n');
    out
}

pub(super) fn size(at: usize) -> TextSize {
    offset(at).into()
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end))
}

impl<'y> Editor<'y> {
    /// The end of the line that holds `at`, before its line end.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |end| at + end)
    }

    /// Whether only blanks stand before `at` on its line.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        self.text[line_start(self.text, at)..at].bytes().all(is_blank)
    }

    /// Where a line ends that belongs to a block: that of `at`, or of the comments directly below in `column` or deeper.
    fn tail(&self, at: usize, column: usize) -> usize {
        let mut end = self.line_end(at);
        loop {
            let next = next_line(self.text, end);
            let line = &self.text[next..self.line_end(next)];
            let blanks = line.len() - line.trim_start_matches(' ').len();
            if next == end || blanks < column || !line[blanks..].starts_with('#') {
                return end;
            }
            end = next + line.len();
        }
    }

    /// The column of a block collection's entries; `None` when tabs indent them.
    fn entry_column(&self, collection: Node<'y>) -> Option<usize> {
        let start = usize::from(collection.range().start());
        let before = &self.text[line_start(self.text, start)..start];
        (!before.contains('\t')).then_some(before.len())
    }

    fn new_line(&self, column: usize) -> String {
        format!("{}{}", self.style.newline, " ".repeat(column))
    }

    /// Where the `-` of an item is.
    fn dash(&self, item: Node<'y>) -> Option<usize> {
        let sequence = item.parent()?;
        let first = usize::from(sequence.range().start());
        let start = usize::from(item.extent().start());
        let mut line = line_start(self.text, start);
        loop {
            if line <= first {
                return Some(first);
            }
            // Every item but the first begins a line.
            let content = line + self.text[line..].bytes().take_while(|byte| is_blank(*byte)).count();
            if content < start && self.text[content..].starts_with('-') {
                return Some(content);
            }
            line = line_start(self.text, line - 1);
        }
    }

    /// Blanks between the dashes of a sequence and its items.
    fn dash_gap(&self, sequence: Node<'y>) -> usize {
        let first = usize::from(sequence.range().start());
        let item = sequence.items().next().map_or(first, |item| item.extent().start().into());
        if item > first + 1 && item <= self.line_end(first) { (item - first - 1).clamp(1, 8) } else { 1 }
    }

    fn item_text(&self, sequence: Node<'y>, value: &Data, column: usize) -> Option<String> {
        let gap = self.dash_gap(sequence);
        let renderer = self.renderer();
        match value {
            Data::Null | Data::Plain(_) | Data::Text(_) => {
                Some(format!("-{}{}", " ".repeat(gap), renderer.scalar(value, column, None)?))
            }
            Data::Map(_) | Data::Seq(_) | Data::Block(_) => {
                Some(format!("-{}{}", " ".repeat(gap), renderer.compact(value, column + 1 + gap)?))
            }
        }
    }

    pub(super) fn add_entry(&self, mapping: Node<'y>, key: &str, value: &Data) -> Option<Vec<TextEdit>> {
        let column = self.entry_column(mapping)?;
        let text = format!("{}{}", self.new_line(column), self.renderer().entry(key, value, column)?);
        let at = self.tail(mapping.range().end().into(), column);
        Some(vec![TextEdit::insert(size(at), text)])
    }

    pub(super) fn append_block(&self, sequence: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        let column = self.entry_column(sequence)?;
        let text = format!("{}{}", self.new_line(column), self.item_text(sequence, value, column)?);
        // A comment in the column of the dashes may be one of the key that follows.
        let at = self.tail(sequence.range().end().into(), column + 1);
        Some(vec![TextEdit::insert(size(at), text)])
    }

    pub(super) fn insert_block(&self, next: Node<'y>, key: Option<&str>, value: &Data) -> Option<Vec<TextEdit>> {
        let collection = next.parent()?;
        let column = self.entry_column(collection)?;
        let text = match key {
            Some(key) => self.renderer().entry(key, value, column)?,
            None => self.item_text(collection, value, column)?,
        };
        let start = self.element_start(next)?;
        if !self.starts_line(start) {
            // Behind a `-`: the new one takes its place on that line.
            return Some(vec![TextEdit::insert(size(start), format!("{text}{}", self.new_line(column)))]);
        }
        let first = next.comments().above.first().map_or(start, |comment| comment.start().into());
        let text = format!("{}{text}{}", " ".repeat(column), self.style.newline);
        Some(vec![TextEdit::insert(size(line_start(self.text, first)), text)])
    }

    /// Where an entry or item begins: at its key's anchor or tag, at its `-`.
    fn element_start(&self, node: Node<'y>) -> Option<usize> {
        match node.as_entry() {
            Some(entry) if entry.key.data().flags & EXPLICIT != 0 => None,
            Some(entry) => Some(entry.key.extent().start().into()),
            None => self.dash(node),
        }
    }

    pub(super) fn remove_block(&self, node: Node<'y>) -> Option<Vec<TextEdit>> {
        let collection = node.parent()?;
        let start = self.element_start(node)?;
        let siblings: Vec<Node<'y>> = if collection.is_mapping() {
            collection.entries().map(|entry| entry.value).collect()
        } else {
            collection.items().collect()
        };
        if siblings.len() == 1 {
            let empty = if collection.is_mapping() { Data::Map(Vec::new()) } else { Data::Seq(Vec::new()) };
            return self.replace_block(collection, &empty);
        }
        let column = self.entry_column(collection)?;
        if !self.starts_line(start) {
            let next = siblings.get(node.index() + 1)?;
            let gone = range(start, self.element_start(*next)?);
            // A comment in between may be the next one's.
            let last = usize::from(node.range().end().max(size(start)));
            let between = range(self.line_end(last), gone.end().into());
            return (!self.comment_in(between)).then(|| vec![TextEdit::delete(gone)]);
        }
        let first = node.comments().above.first().map_or(start, |comment| comment.start().into());
        let from = line_start(self.text, first);
        let end = self.tail(node.range().end().into(), column + 1);
        let to = next_line(self.text, end);
        // The last line of a text without a line end: the line ends before it go instead.
        let last = to == end && from > 0;
        let before = self.text[..from].trim_end_matches(['\n', '\r']).len();
        Some(vec![TextEdit::delete(if last { range(before, end) } else { range(from, to) })])
    }

    pub(super) fn replace_block(&self, node: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        match node.role() {
            Role::Root => self.replace_root(node, value),
            Role::Item => self.replace_item(node, value),
            Role::Value => self.replace_value(node, value),
            Role::Key => None,
        }
    }

    fn replace_root(&self, node: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        let text = self.renderer().compact(value, 0)?;
        let extent = node.extent();
        if !extent.is_empty() {
            return Some(vec![TextEdit::replace(extent, text)]);
        }
        // Nothing below `---`.
        let at = self.line_end(self.document.start_marker()?.end().into());
        Some(vec![TextEdit::insert(size(at), format!("{}{text}", self.style.newline))])
    }

    fn replace_item(&self, node: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        let dash = self.dash(node)?;
        let column = dash - line_start(self.text, dash);
        let extent = node.extent();
        let (start, end) = (usize::from(extent.start()), usize::from(extent.end()));
        let content = if start > dash + 1 && start <= self.line_end(dash) { column + start - dash } else { column + 2 };
        let text = match value {
            Data::Null | Data::Plain(_) | Data::Text(_) => self.renderer().scalar(value, column, style_of(node))?,
            Data::Map(_) | Data::Seq(_) | Data::Block(_) => self.renderer().compact(value, content)?,
        };
        if extent.is_empty() {
            return self.alone(dash + 1, &text).then(|| vec![TextEdit::insert(size(dash + 1), format!(" {text}"))]);
        }
        if start > self.line_end(dash) && !self.starts_line(start) {
            return None;
        }
        self.alone(end, &text).then(|| vec![TextEdit::replace(range(start, end), text)])
    }

    /// Whether `text` can end at `at`: on one line, or with no comment behind that would then stand elsewhere.
    fn alone(&self, at: usize, text: &str) -> bool {
        !text.contains(['\n', '\r']) || !self.comment_in(range(at, self.line_end(at)))
    }

    fn replace_value(&self, node: Node<'y>, value: &Data) -> Option<Vec<TextEdit>> {
        let key = node.key()?;
        let key_end = usize::from(key.range().end());
        if key.data().flags & EXPLICIT != 0 {
            return None;
        }
        let colon = key_end + self.text[key_end..].find(':')? + 1;
        if !self.text[key_end..colon - 1].bytes().all(is_blank) {
            return None;
        }
        let column = self.entry_column(key.parent()?)?;
        let new = match value {
            Data::Null | Data::Plain(_) | Data::Text(_) => {
                format!(" {}", self.renderer().scalar(value, column, style_of(node))?)
            }
            Data::Map(_) | Data::Seq(_) | Data::Block(_) => self.renderer().below(value, column)?,
        };
        // What stays on the key's line, and what goes below it, behind a comment that may be there.
        let split = new.find(['\n', '\r']).unwrap_or(new.len());
        let (beside, below) = new.split_at(split);
        let extent = node.extent();
        let (start, end) = (usize::from(extent.start()), usize::from(extent.end()));
        let line_end = self.line_end(colon);
        let mut edits = Vec::new();
        if start > line_end {
            // A block below: its lines go, with the comments inside.
            let tail = self.tail(end, column + 1);
            edits.push(TextEdit::insert(size(colon), beside));
            edits.push(TextEdit::replace(range(line_end, tail), below));
        } else if end > line_end {
            // It begins on this line and goes on below.
            if self.comment_in(range(start, end)) {
                return None;
            }
            let fits = below.is_empty() || !self.comment_in(range(end, self.line_end(end)));
            edits.push(TextEdit::replace(range(colon, end), new.as_str()));
            return fits.then_some(edits);
        } else {
            let blanks = start - colon;
            let same_start = blanks > 0 && !extent.is_empty() && beside.starts_with(' ');
            // The blanks before a value stay as they are.
            let from = if same_start { start } else { colon };
            edits.push(TextEdit::replace(range(from, end.max(colon)), if same_start { &beside[1..] } else { beside }));
            edits.push(TextEdit::insert(size(line_end), below));
        }
        edits.retain(|edit| !edit.range().is_empty() || !edit.insert.is_empty());
        Some(edits)
    }
}

/// How a scalar is quoted, so that another text in its place can be too.
fn style_of(node: Node<'_>) -> Option<ScalarStyle> {
    match node.kind() {
        Kind::Scalar(style) => Some(style),
        Kind::Mapping | Kind::Sequence | Kind::Alias | Kind::Null => None,
    }
}
