//! Values of a draft as lines of block YAML: what is kept as it was written, with its comments, what is new in the
//! object's own style.

use syntax::yaml::{Comments, Data, Flavour, Kind, Node, Role, ScalarStyle};
use syntax::{TextRange, TextSize};

use super::draft::{Entry, List, Map, Value};
use super::reason::{Problem, Reason};

/// Nodes a value in brackets may have to be moved.
const UNFOLD_LIMIT: usize = 10_000;

/// How an object is indented.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Columns from a key to the keys below it.
    indent: usize,
    /// Columns from a key to the `-` of its list.
    list: usize,
}

impl Layout {
    /// The layout of the first mapping and the first sequence below a key of the object.
    pub(super) fn of(object: Node<'_>) -> Self {
        let distance = |node: Node<'_>| {
            let outer = column(node.key()?);
            column(node).checked_sub(outer).filter(|distance| *distance <= 8)
        };
        let block = |node: &Node<'_>| !node.is_flow();
        let indent = object.entries().map(|entry| entry.value).filter(|it| it.is_mapping() && block(it));
        let indent = indent.filter_map(distance).find(|distance| *distance > 0).unwrap_or(2);
        let list = object.descendants().filter(|it| it.is_sequence() && block(it)).find_map(distance);
        Layout { indent, list: list.unwrap_or(indent) }
    }

    /// A mapping of the file as lines that take its place; with the comments above its first entry when that is to be.
    pub(super) fn anew(self, map: &Map<'_>, with_above: bool) -> Result<Data, Reason> {
        let mut lines = Lines { layout: self, out: Vec::new(), is_told: !with_above };
        if let Some(item) = map.origin.filter(|node| with_above && node.role() == Role::Item) {
            let text = item.tree().text();
            item.comments().above.iter().for_each(|comment| lines.line(0, &text[*comment]));
        }
        lines.map(map, 0)?;
        map.origin.iter().for_each(|origin| lines.tail(*origin, 0));
        Ok(lines.block())
    }

    /// The value as it is to be put in: lines where there is room for them, else without comments.
    pub(super) fn data(self, value: &Value<'_>, is_flow: bool) -> Result<Data, Reason> {
        let mut lines = Lines { layout: self, out: Vec::new(), is_told: false };
        Ok(match value {
            Value::New(data) => data.clone(),
            Value::Kept(node) => {
                free(*node)?;
                if is_block(*node) && !is_flow {
                    lines.kept(*node, column(*node), 0);
                    lines.block()
                } else {
                    kept_data(*node)?
                }
            }
            Value::Map(map) if !is_flow && map.live().next().is_some() => self.anew(map, true)?,
            Value::List(list) if !is_flow && !list.items.is_empty() => {
                lines.list(list, 0)?;
                lines.block()
            }
            Value::Map(map) => {
                let entries = map.live().map(|entry| Ok((entry.key.clone(), self.data(&entry.value, is_flow)?)));
                Data::Map(entries.collect::<Result<_, _>>()?)
            }
            Value::List(list) => {
                Data::Seq(list.items.iter().map(|item| self.data(item, is_flow)).collect::<Result<_, _>>()?)
            }
        })
    }
}

/// An error where something in the node counts elsewhere too.
pub(super) fn free(node: Node<'_>) -> Result<(), Reason> {
    let is_tied = |node: &Node<'_>| {
        node.kind() == Kind::Alias || node.anchor_range().is_some() || node.tag_range().is_some() || node.is_merge_key()
    };
    node.descendants().find(is_tied).map_or(Ok(()), |tied| Err(Reason::at(tied, Problem::Repeated)))
}

fn is_block(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::Mapping | Kind::Sequence) && !node.is_flow()
}

fn kept_data(node: Node<'_>) -> Result<Data, Reason> {
    node.unfold(UNFOLD_LIMIT).ok_or_else(|| Reason::at(node, Problem::TooLarge))
}

/// The column a node begins in.
fn column(node: Node<'_>) -> usize {
    let start = usize::from(node.extent().start());
    start - line_start(node.tree().text(), start)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |found| found + 1)
}

/// The comments that are an entry's own: none of those around brackets it stands in, or above the `-` it stands behind.
pub(super) fn comments(entry: Option<syntax::yaml::Entry<'_>>) -> Comments {
    let Some(key) = entry.map(|entry| entry.key) else { return Comments::default() };
    let Comments { above, behind } = key.comments();
    let text = key.tree().text();
    let start = usize::from(key.extent().start());
    let starts_line = text[line_start(text, start)..start].bytes().all(|byte| byte == b' ');
    match key.parent() {
        Some(mapping) if mapping.is_flow() => Comments::default(),
        Some(_) | None if starts_line => Comments { above, behind },
        Some(_) | None => Comments { above: Vec::new(), behind },
    }
}

/// Whether an entry has comments of its own.
pub(super) fn has_comments(entry: Option<syntax::yaml::Entry<'_>>) -> bool {
    let comments = comments(entry);
    comments.behind.is_some() || !comments.above.is_empty()
}

/// The comment behind the end of a node, with the blanks before it; empty without one.
pub(super) fn behind(node: Node<'_>) -> &str {
    let rest = &node.tree().text()[usize::from(node.extent().end())..];
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    if line.trim_start().starts_with('#') { line } else { "" }
}

struct Lines {
    layout: Layout,
    out: Vec<String>,
    /// The comments above the next entry are told already.
    is_told: bool,
}

impl Lines {
    fn block(self) -> Data {
        let mut text = self.out.join("\n");
        text.push('\n');
        Data::Block(text)
    }

    /// The lines of a node whose first one is in `from`, moved to `to`; each is a line of its own.
    fn kept(&mut self, node: Node<'_>, from: usize, to: usize) {
        for (index, line) in node.source().lines().enumerate() {
            let blanks = if index == 0 { 0 } else { line.bytes().take(from).take_while(|byte| *byte == b' ').count() };
            self.line(to, &line[blanks..]);
        }
        if let (Some(last), true) = (self.out.last_mut(), is_block(node)) {
            last.push_str(behind(node).trim_end());
        }
    }

    fn line(&mut self, column: usize, text: &str) {
        self.out.push(if text.is_empty() { String::new() } else { format!("{}{text}", " ".repeat(column)) });
    }

    /// Comments directly below a value that are indented deeper than its key: they go where it goes.
    fn tail(&mut self, node: Node<'_>, to: usize) {
        let Some(key) = node.key().map(self::column) else { return };
        let text = node.tree().text();
        let behind = text[usize::from(node.range().end())..].lines().skip(1);
        let is_in = |line: &&str| {
            let content = line.trim_start_matches(' ');
            content.starts_with('#') && line.len() - content.len() > key
        };
        behind.take_while(is_in).for_each(|line| self.line(to, line.trim_start()));
    }

    fn map(&mut self, map: &Map<'_>, column: usize) -> Result<(), Reason> {
        let mut before = map.origin.and_then(Node::key).map(|key| key.range().end());
        for entry in &map.entries {
            let own = entry.own();
            if let Some(own) = own {
                if let Some(before) = before.filter(|_| !self.is_told) {
                    let above = own.key.comments().above;
                    let first = above.first().map_or(own.key.extent().start(), |comment| comment.start());
                    self.gap(own.key, before, first, column);
                }
                before = Some(own.range().end());
            }
            if !entry.is_gone {
                self.entry(entry, column, own.is_some())?;
            }
        }
        Ok(())
    }

    /// Comments and empty lines of a text between what ends at `from` and the line of `to`.
    fn gap(&mut self, node: Node<'_>, from: TextSize, to: TextSize, column: usize) {
        let text = node.tree().text();
        let (from, to) = (usize::from(from), line_start(text, usize::from(to)));
        if from < to {
            // The rest of the first line is the other one's.
            text[from..to].lines().skip(1).for_each(|line| self.line(column, line.trim()));
        }
    }

    fn entry(&mut self, entry: &Entry<'_>, column: usize, is_own: bool) -> Result<(), Reason> {
        let comments = comments(entry.from);
        let text = entry.from.map_or("", |from| from.key.tree().text());
        if !std::mem::take(&mut self.is_told) {
            comments.above.iter().for_each(|comment| self.line(column, &text[*comment]));
        }
        let key = match entry.from {
            Some(from) if from.is(&entry.key) => from.key.source().to_owned(),
            Some(_) | None => scalar(&entry.key),
        };
        self.value(&format!("{key}:"), &entry.value, column, comments.behind.map(|range| with_blanks(text, range)))?;
        match entry.from {
            // It left its place, and those with it.
            Some(from) if !is_own => self.tail(from.value, column + self.layout.indent),
            Some(_) | None => {}
        }
        Ok(())
    }

    /// A value behind `head`, which is a key with its colon.
    fn value(&mut self, head: &str, value: &Value<'_>, column: usize, behind: Option<&str>) -> Result<(), Reason> {
        let behind = behind.unwrap_or_default();
        match value {
            Value::Kept(node) => {
                free(*node)?;
                self.kept_value(head, *node, column, behind);
            }
            Value::Map(map) if map.live().next().is_some() => {
                self.line(column, &format!("{head}{behind}"));
                self.map(map, column + self.layout.indent)?;
            }
            Value::List(list) if !list.items.is_empty() => {
                self.line(column, &format!("{head}{behind}"));
                self.list(list, column + self.layout.list)?;
            }
            Value::Map(_) => self.line(column, &format!("{head} {{}}{behind}")),
            Value::List(_) => self.line(column, &format!("{head} []{behind}")),
            Value::New(data) => self.new_value(head, data, column, behind),
        }
        Ok(())
    }

    fn kept_value(&mut self, head: &str, node: Node<'_>, column: usize, behind: &str) {
        if is_block(node) {
            self.line(column, &format!("{head}{behind}"));
            let inner = if node.is_sequence() { self.layout.list } else { self.layout.indent };
            return self.kept(node, self::column(node), column + inner);
        }
        // Lines below a text are indented from its key.
        let from = node.key().map_or_else(|| self::column(node), self::column);
        let first = self.out.len();
        self.kept(node, from, column);
        let is_block_scalar = matches!(node.kind(), Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded));
        if let Some(line) = self.out.get_mut(first) {
            *line = format!("{}{head} {}", " ".repeat(column), line.trim_start());
        } else {
            self.line(column, head);
        }
        if let Some(last) = self.out.last_mut().filter(|_| !is_block_scalar) {
            last.push_str(behind);
        }
    }

    fn new_value(&mut self, head: &str, data: &Data, column: usize, behind: &str) {
        match data {
            Data::Map(entries) if !entries.is_empty() => {
                self.line(column, &format!("{head}{behind}"));
                for (key, value) in entries {
                    self.new_value(&format!("{}:", scalar(key)), value, column + self.layout.indent, "");
                }
            }
            Data::Seq(items) if !items.is_empty() => {
                self.line(column, &format!("{head}{behind}"));
                for item in items {
                    self.new_value("-", item, column + self.layout.list, "");
                }
            }
            Data::Null => self.line(column, &format!("{head} null{behind}")),
            Data::Plain(text) => self.line(column, &format!("{head} {text}{behind}")),
            Data::Text(text) => self.line(column, &format!("{head} {}{behind}", scalar(text))),
            Data::Map(_) => self.line(column, &format!("{head} {{}}{behind}")),
            Data::Seq(_) => self.line(column, &format!("{head} []{behind}")),
            Data::Block(text) => {
                self.line(column, &format!("{head}{behind}"));
                for line in text.lines() {
                    self.line(column + self.layout.indent, line);
                }
            }
        }
    }

    fn list(&mut self, list: &List<'_>, column: usize) -> Result<(), Reason> {
        let mut before = list.origin.and_then(Node::key).map(|key| key.range().end());
        for item in &list.items {
            if let Some(node) = item.origin().filter(|node| list.origin.is_some() && node.parent() == list.origin) {
                if let Some(before) = before {
                    self.gap(node, before, node.extent().start(), column);
                }
                before = Some(node.extent().end());
                self.is_told = true;
            }
            let first = self.out.len();
            match item {
                Value::Map(map) if map.live().next().is_some() => self.map(map, column + 2)?,
                Value::List(inner) if !inner.items.is_empty() => self.list(inner, column + 2)?,
                Value::Kept(node) if is_block(*node) => {
                    free(*node)?;
                    self.kept(*node, self::column(*node), column + 2);
                }
                Value::Kept(_) | Value::Map(_) | Value::List(_) | Value::New(_) => {
                    let behind =
                        item.origin().and_then(|node| Some(with_blanks(node.tree().text(), node.comments().behind?)));
                    self.value("-", item, column, behind)?;
                }
            }
            self.is_told = false;
            self.dash(first, column);
        }
        Ok(())
    }

    /// Puts a dash before the first line from there on that is no comment, unless it has one.
    fn dash(&mut self, first: usize, column: usize) {
        let is_text = |line: &String| !line.trim_start().starts_with('#') && !line.is_empty();
        let comments = self.out[first..].iter().position(is_text).unwrap_or_default();
        let (above, below) = self.out[first..].split_at_mut(comments);
        for line in above.iter_mut().filter(|line| line.starts_with("  ")) {
            line.replace_range(..2, "");
        }
        if let Some(line) = below.first_mut().filter(|line| line[column..].starts_with(' ')) {
            line.replace_range(column..=column, "-");
        }
    }
}

/// A comment with the blanks before it.
fn with_blanks(text: &str, comment: TextRange) -> &str {
    let start = text[..usize::from(comment.start())].trim_end_matches([' ', '\t']).len();
    &text[start..usize::from(comment.end())]
}

/// A text as a scalar: without quotes where it is safe.
fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
        && !Flavour::Kubernetes.misreads(text)
        && !Flavour::Core.misreads(text);
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
