//! The YAML of a settings file, with places: tolerant, bounded, never failing.
//!
//! A conforming parser reads the whole file. Where it gives up, the file is taken apart by its indentation and each key is
//! read on its own: a line that is half-typed costs itself, and every other key still counts.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span};
use serde_json::Value as Json;
use syntax::{TextRange, TextSize};

use super::Mistake;

/// The longest settings file that is read, in bytes: nobody writes longer ones by hand.
const SIZE_LIMIT: usize = 256 * 1024;

/// How deep tables and lists may nest; the keys need five levels, a rule's options a few more.
const DEPTH_LIMIT: usize = 24;

/// How often a part that cannot be read is taken apart: each level costs one more reading of that part.
const PIECES_LIMIT: usize = 8;

/// How many values one table of options may come to: references may repeat values many times.
const OPTIONS_LIMIT: usize = 2_000;

/// A node's index in [`Tree::nodes`].
pub(super) type NodeId = usize;

/// What was read, with what was wrong.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// `None` where nothing could be read.
    pub(super) root: Option<NodeId>,
    pub(super) mistakes: Vec<Mistake>,
}

/// A value or a key with its place. Of tables and lists in block style the place is where they begin.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) range: TextRange,
    pub(super) value: Value,
}

#[derive(Debug)]
pub(super) enum Value {
    /// `plain` where the text stands without quotes: then it may mean a number, a truth value, or nothing.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<NodeId>),
    Table(Vec<(NodeId, NodeId)>),
    /// Something that was complained about already.
    Unknown,
}

impl Value {
    /// What it is called in a sentence.
    pub(super) fn title(&self) -> &'static str {
        match self {
            Value::Scalar { text, plain: true } if is_null(text) => "nothing",
            Value::Scalar { text, plain: true } if matches!(text.as_str(), "true" | "false") => "a truth value",
            Value::Scalar { text, plain: true } if text.parse::<f64>().is_ok() => "a number",
            Value::Scalar { .. } => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Unknown => "something else",
        }
    }
}

/// Whether a plain scalar means that there is no value.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

impl Tree {
    /// Reads the text of a file.
    pub(super) fn of_text(text: &str) -> Self {
        let mut reader = Reader { text, tree: Tree::default(), anchors: HashMap::new() };
        if text.len() > SIZE_LIMIT {
            let (has, limit) = (text.len() / 1024, SIZE_LIMIT / 1024);
            reader.complain(0..0, format!("this file has {has} KB and is not read; settings fit into {limit} KB"));
        } else {
            reader.tree.root = reader.value(0..text.len(), 0);
        }
        reader.tree
    }

    /// Takes over what an editor says; all places are empty.
    pub(super) fn of_json(value: &Json) -> Self {
        let mut tree = Self::default();
        tree.root = Some(tree.add_json(value, 0));
        tree
    }

    fn add_json(&mut self, value: &Json, depth: usize) -> NodeId {
        let value = match value {
            _ if depth > DEPTH_LIMIT => Value::Unknown,
            Json::Null => Value::Scalar { text: String::new(), plain: true },
            Json::Bool(_) | Json::Number(_) => Value::Scalar { text: value.to_string(), plain: true },
            Json::String(text) => Value::Scalar { text: text.clone(), plain: false },
            Json::Array(items) => Value::List(items.iter().map(|item| self.add_json(item, depth + 1)).collect()),
            Json::Object(entries) => {
                let mut table = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = Value::Scalar { text: key.clone(), plain: false };
                    table.push((self.add(TextRange::default(), key), self.add_json(value, depth + 1)));
                }
                Value::Table(table)
            }
        };
        self.add(TextRange::default(), value)
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The value of a node as JSON, as options are handed to rules; `None` where it is too large or holds what was complained about.
    pub(super) fn json(&self, id: NodeId) -> Option<Json> {
        self.json_within(id, 0, &mut 0)
    }

    fn json_within(&self, id: NodeId, depth: usize, count: &mut usize) -> Option<Json> {
        *count += 1;
        if depth > DEPTH_LIMIT || *count > OPTIONS_LIMIT {
            return None;
        }
        match &self.node(id).value {
            Value::Scalar { text, plain } => Some(json_scalar(text, *plain)),
            Value::List(items) => items
                .iter()
                .map(|item| self.json_within(*item, depth + 1, count))
                .collect::<Option<_>>()
                .map(Json::Array),
            Value::Table(entries) => {
                let mut table = serde_json::Map::new();
                for (key, value) in entries {
                    let Value::Scalar { text, .. } = &self.node(*key).value else { return None };
                    table.insert(text.clone(), self.json_within(*value, depth + 1, count)?);
                }
                Some(Json::Object(table))
            }
            Value::Unknown => None,
        }
    }

    fn add(&mut self, range: TextRange, value: Value) -> NodeId {
        self.nodes.push(Node { range, value });
        self.nodes.len() - 1
    }
}

/// A scalar by YAML's core schema.
fn json_scalar(text: &str, plain: bool) -> Json {
    if !plain {
        return Json::from(text);
    }
    match text {
        _ if is_null(text) => Json::Null,
        "true" | "True" | "TRUE" => Json::from(true),
        "false" | "False" | "FALSE" => Json::from(false),
        _ => {
            let number = || text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Json::from);
            text.parse::<i64>().ok().map(Json::from).or_else(number).unwrap_or_else(|| Json::from(text))
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    tree: Tree,
    /// By name, over all pieces of a file that was taken apart.
    anchors: HashMap<String, NodeId>,
}

/// A table or a list that is still open.
struct Open {
    node: NodeId,
    /// A key that waits for its value.
    key: Option<NodeId>,
}

impl Reader<'_> {
    /// Reads what stands in `part`, whole or in pieces.
    fn value(&mut self, part: Range<usize>, depth: usize) -> Option<NodeId> {
        let (nodes, mistakes) = (self.tree.nodes.len(), self.tree.mistakes.len());
        let error = match self.parse(part.clone()) {
            Ok(root) => return root,
            Err(error) => error,
        };
        // What was read of the broken part is read again from its pieces.
        self.tree.nodes.truncate(nodes);
        self.tree.mistakes.truncate(mistakes);
        self.anchors.retain(|_, node| *node < nodes);
        let pieces = pieces(self.text, part.clone());
        let root = match pieces.as_slice() {
            _ if depth >= PIECES_LIMIT => None,
            [] => None,
            [piece] => self.key_and_value(piece.clone(), depth),
            _ => Some(self.table(part.start, &pieces, depth)),
        };
        if self.tree.mistakes.len() == mistakes {
            let at = error.marker().byte_offset().unwrap_or_default() + part.start;
            self.complain(self.visible(at, &part), sentence(error.kind()));
        }
        root
    }

    /// A table whose keys are read each on its own.
    fn table(&mut self, start: usize, pieces: &[Range<usize>], depth: usize) -> NodeId {
        let mut entries = Vec::new();
        for piece in pieces {
            let Some(id) = self.value(piece.clone(), depth + 1) else { continue };
            match &self.tree.nodes[id].value {
                Value::Table(inner) => entries.extend_from_slice(inner),
                Value::Scalar { text, .. } => {
                    let written = shortened(text);
                    let is_word = text.chars().all(|letter| letter.is_alphanumeric() || "/-_.".contains(letter));
                    let repair = if is_word { format!("; write `{written}: …`") } else { String::new() };
                    let message = format!("`{written}` is no key with a value{repair}");
                    let range = self.tree.nodes[id].range;
                    self.tree.mistakes.push(Mistake { range, message, meant: None });
                }
                Value::List(_) => self.complain(self.visible(piece.start, piece), "this list has no key".to_owned()),
                Value::Unknown => {}
            }
        }
        self.tree.add(text_range(start..start), Value::Table(entries))
    }

    /// A key on a line of its own, and what is indented below it.
    fn key_and_value(&mut self, piece: Range<usize>, depth: usize) -> Option<NodeId> {
        let piece_text = &self.text[piece.clone()];
        let line = piece_text.find('\n')? + 1;
        let (header, below) = (piece.start..piece.start + line, piece.start + line..piece.end);
        let content = piece_text[..line].split(" #").next().unwrap_or_default().trim();
        if !content.ends_with(':') {
            return None;
        }
        let root = self.parse(header).ok()??;
        let Value::Table(entries) = &self.tree.nodes[root].value else { return None };
        let (key, _) = *entries.first()?;
        let value = self.value(below.clone(), depth + 1);
        let value = value.unwrap_or_else(|| self.tree.add(text_range(below.start..below.start), Value::Unknown));
        self.tree.nodes[root].value = Value::Table(vec![(key, value)]);
        Some(root)
    }

    /// Reads `part` with the parser; the root is `None` where nothing but comments is there.
    fn parse(&mut self, part: Range<usize>) -> Result<Option<NodeId>, ScanError> {
        let mut options = Options::default();
        options.set_emit_comments(false);
        options.emit_unresolved_aliases = true;
        options.emit_anchor_events = true;
        options.flow_nesting_limit = DEPTH_LIMIT;
        options.block_nesting_limit = DEPTH_LIMIT;
        let mut by_id: HashMap<usize, NodeId> = HashMap::new();
        let mut open: Vec<Open> = Vec::new();
        let mut root = None;
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(&self.text[part.clone()], options) {
            let (event, span) = next?;
            let range = text_range(self.place(&span, &part));
            let opens = matches!(event, Event::SequenceStart(..) | Event::MappingStart(..));
            let node = match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        let message = "only the first document of the file counts".to_owned();
                        self.tree.mistakes.push(Mistake { range, message, meant: None });
                        break;
                    }
                    continue;
                }
                Event::Anchor(id, name) => {
                    let node = self.tree.nodes.len() - 1;
                    by_id.insert(id, node);
                    self.anchors.insert(name.into_owned(), node);
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                    continue;
                }
                Event::Scalar(text, style, _, tag) => {
                    let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                    let plain = style == ScalarStyle::Plain && !is_text;
                    self.tree.add(range, Value::Scalar { text: text.into_owned(), plain })
                }
                Event::SequenceStart(..) => self.tree.add(range, Value::List(Vec::new())),
                Event::MappingStart(..) => self.tree.add(range, Value::Table(Vec::new())),
                Event::Alias(id) => match by_id.get(&id) {
                    Some(node) => *node,
                    None => self.tree.add(range, Value::Unknown),
                },
                Event::UnresolvedAlias(name) => match self.anchors.get(name.as_ref()) {
                    Some(node) => *node,
                    None => {
                        let message = format!("no anchor `&{name}` comes before `*{name}`");
                        self.tree.mistakes.push(Mistake { range, message, meant: None });
                        self.tree.add(range, Value::Unknown)
                    }
                },
                // Beginnings and ends of stream and document; comments, which are not asked for.
                _ => continue,
            };
            self.attach(&mut open, &mut root, node);
            if opens {
                open.push(Open { node, key: None });
            }
        }
        Ok(root)
    }

    /// Puts a finished or just opened node where it belongs.
    fn attach(&mut self, open: &mut [Open], root: &mut Option<NodeId>, node: NodeId) {
        let Some(parent) = open.last_mut() else {
            root.get_or_insert(node);
            return;
        };
        match &mut self.tree.nodes[parent.node].value {
            Value::List(items) => items.push(node),
            Value::Table(entries) => match parent.key.take() {
                Some(key) => entries.push((key, node)),
                None => parent.key = Some(node),
            },
            Value::Scalar { .. } | Value::Unknown => {}
        }
    }

    /// A span as bytes of the whole text. Of a block it is one character, of anything else all of it.
    fn place(&self, span: &Span, part: &Range<usize>) -> Range<usize> {
        let bytes = span.byte_range().unwrap_or_default();
        let (start, end) = (bytes.start + part.start, bytes.end + part.start);
        let end = end.min(part.end);
        start.min(end)..end
    }

    /// What of the line at `at` can be underlined: from there to its last character, else the last line before that has some.
    fn visible(&self, at: usize, part: &Range<usize>) -> Range<usize> {
        let mut at = at.min(part.end);
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let end = self.text[at..part.end].find('\n').map_or(part.end, |end| at + end);
        let end = at + self.text[at..end].trim_end().len();
        let start = end - self.text[at..end].trim_start().len();
        if start < end {
            return start..end;
        }
        let before = self.text[part.start..at].trim_end();
        let end = part.start + before.len();
        let start = before.rfind('\n').map_or(part.start, |newline| part.start + newline + 1);
        end - self.text[start..end].trim_start().len()..end
    }

    fn complain(&mut self, range: Range<usize>, message: String) {
        self.tree.mistakes.push(Mistake { range: text_range(range), message, meant: None });
    }
}

/// The parts of `part` that begin a key each: the lines that stand as far left as its first one, or farther. What stands before
/// the first is comment.
fn pieces(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut column = None;
    let mut at = part.start;
    for line in text[part.clone()].split_inclusive('\n') {
        let content = line.trim_start_matches('\u{feff}');
        let indentation = content.len() - content.trim_start_matches([' ', '\t']).len();
        let content = content.trim();
        // A closing bracket and an item of a list belong to the key above.
        let begins = !content.is_empty() && !content.starts_with(['#', ']', '}', '%']) && content != "---";
        let is_item = content.starts_with("- ") || content == "-";
        if begins && indentation <= *column.get_or_insert(indentation) && (!is_item || starts.is_empty()) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([part.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn text_range(range: Range<usize>) -> TextRange {
    let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(range.start), size(range.end))
}

/// The first line of a text, cut where nobody reads on.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

/// Our sentence for what the parser stumbled over.
fn sentence(kind: &ErrorKind) -> String {
    let text = match kind {
        ErrorKind::UnclosedQuotedScalar => "a quote is opened here and never closed",
        ErrorKind::UnclosedFlowCollection { open } => return format!("`{open}` is never closed"),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => return format!("`{open}` is closed by `{close}`"),
        ErrorKind::UnexpectedEofFlowSequence => "a list is opened with `[` and never closed",
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            "a table is opened with `{` and never closed"
        }
        ErrorKind::ExpectedFlowSequenceSeparator => "a `,` or `]` is missing before this",
        ErrorKind::ExpectedFlowMappingSeparator => "a `,` or `}` is missing before this",
        ErrorKind::MisplacedFlowCollectionEnd => "this bracket closes nothing",
        ErrorKind::TabInIndentation | ErrorKind::TabInBlockIndentation | ErrorKind::TabNotAllowed => {
            "a tab cannot indent a line of YAML; use spaces"
        }
        ErrorKind::MappingValueNotAllowed => "a `:` cannot stand here; quote the text, or begin a line for the key",
        ErrorKind::SimpleKeyExpected => "a `:` is missing behind this key",
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedDocumentStart => {
            "this belongs to no key above; check its indentation"
        }
        ErrorKind::RecursionLimitExceeded => "this is nested deeper than settings ever are",
        ErrorKind::UnexpectedCharacter { character } => {
            return format!("`{character}` cannot begin a text; quote it");
        }
        other => return format!("this is no YAML: {other}"),
    };
    text.to_owned()
}
