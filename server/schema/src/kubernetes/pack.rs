//! Blocks in, bytes out: each string and each schema once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::layout::{Arity, parts, sign};
use super::text::{Block, Child, Choice, Head, Node, Role, Span, Value};

/// Bytes with numbers in base 128.
#[derive(Default)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Bytes {
    pub(super) fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn span(&mut self, span: Span) {
        self.0.extend([span.since.unwrap_or(0), span.until.unwrap_or(0)]);
    }
}

/// Strings, each once; number 0 is the empty one.
#[derive(Default)]
pub(super) struct Strings<'a> {
    numbers: HashMap<&'a str, usize>,
    all: Vec<&'a str>,
}

impl<'a> Strings<'a> {
    pub(super) fn number(&mut self, text: &'a str) -> usize {
        if self.all.is_empty() {
            self.all.push("");
            self.numbers.insert("", 0);
        }
        *self.numbers.entry(text).or_insert_with(|| {
            self.all.push(text);
            self.all.len() - 1
        })
    }

    pub(super) fn write(&self, bytes: &mut Bytes) {
        bytes.number(self.all.len());
        for text in &self.all {
            bytes.number(text.len());
        }
        for text in &self.all {
            bytes.0.extend(text.as_bytes());
        }
    }
}

#[derive(Default)]
struct Packer<'a> {
    strings: Strings<'a>,
    /// Packed schemas, each once, children before parents.
    nodes: Vec<Vec<u8>>,
    numbers: HashMap<Vec<u8>, usize>,
    shared: BTreeMap<&'a str, &'a [Child]>,
    /// The packed children of shared blocks, as far as they were needed.
    packed: HashMap<&'a str, Vec<u8>>,
    definitions: BTreeMap<&'a str, usize>,
}

/// Packs blocks; also returns the schemas of kinds and formats, in the order of their blocks.
pub(super) fn pack(blocks: &[Block]) -> (Vec<u8>, Vec<usize>) {
    let mut packer = Packer::default();
    packer.strings.number("");
    let mut names: BTreeSet<&str> = blocks.iter().filter_map(definition).collect();
    blocks.iter().for_each(|block| references(&block.node, &mut names));
    packer.definitions = names.iter().enumerate().map(|(number, name)| (*name, number)).collect();
    for block in blocks {
        if let Head::Shared(name) = &block.head {
            packer.shared.insert(name, &block.node.children);
        }
    }
    let mut defined: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
    let mut roots = Vec::new();
    let mut root_names = Vec::new();
    for block in blocks {
        match &block.head {
            Head::Shared(_) => {}
            Head::Type(name, span) => {
                let node = packer.node(&block.node);
                defined.insert(name, (node, *span));
            }
            Head::Kind(kind) => {
                roots.push(packer.node(&block.node));
                root_names.push(packer.strings.number(&kind.kind));
            }
            Head::Format(name) => {
                roots.push(packer.node(&block.node));
                root_names.push(packer.strings.number(name));
            }
        }
    }
    let mut tables = Bytes::default();
    tables.number(names.len());
    for name in names {
        let (node, span) = defined.get(name).map_or((0, Span::default()), |(node, span)| (node + 1, *span));
        tables.number(packer.strings.number(name));
        tables.number(node);
        tables.span(span);
    }
    tables.number(roots.len());
    for (name, node) in root_names.iter().zip(&roots) {
        tables.number(*name);
        tables.number(*node);
    }
    let mut bytes = Bytes::default();
    packer.strings.write(&mut bytes);
    bytes.number(packer.nodes.len());
    for node in &packer.nodes {
        bytes.number(node.len());
    }
    bytes.0.extend(packer.nodes.concat());
    bytes.0.extend(tables.0);
    (bytes.0, roots)
}

/// The definition that a block describes; `None`: it describes something else.
fn definition(block: &Block) -> Option<&str> {
    match &block.head {
        Head::Type(name, _) => Some(name),
        Head::Shared(_) | Head::Kind(_) | Head::Format(_) => None,
    }
}

fn references<'a>(node: &'a Node, names: &mut BTreeSet<&'a str>) {
    names.extend(node.reference.as_deref());
    node.children.iter().for_each(|child| references(&child.node, names));
}

impl<'a> Packer<'a> {
    /// The number of a schema.
    fn node(&mut self, node: &'a Node) -> usize {
        let children = match &node.shared {
            Some(name) => self.shared(name),
            None => self.children(&node.children),
        };
        let mut bytes = Bytes::default();
        let has = [
            (parts::REFERENCE, node.reference.is_some()),
            (parts::FACTS, !node.facts.is_empty()),
            (parts::CHOICES, !node.choices.is_empty()),
            (parts::CHILDREN, !children.is_empty()),
        ];
        bytes.0.push(node.types.0);
        bytes.0.push(has.iter().filter(|(_, has)| *has).map(|(part, _)| part).sum());
        if let Some(name) = &node.reference {
            bytes.number(self.definitions[name.as_str()]);
        }
        if !node.facts.is_empty() {
            self.facts(&mut bytes, node);
        }
        if !node.choices.is_empty() {
            self.choices(&mut bytes, &node.choices);
        }
        bytes.0.extend(children);
        if let Some(number) = self.numbers.get(&bytes.0) {
            return *number;
        }
        let number = self.nodes.len();
        self.numbers.insert(bytes.0.clone(), number);
        self.nodes.push(bytes.0);
        number
    }

    fn shared(&mut self, name: &'a str) -> Vec<u8> {
        if let Some(bytes) = self.packed.get(name) {
            return bytes.clone();
        }
        let Some(children) = self.shared.get(name).copied() else { panic!("no shared block is called `{name}`") };
        let bytes = self.children(children);
        self.packed.insert(name, bytes.clone());
        bytes
    }

    fn facts(&mut self, bytes: &mut Bytes, node: &'a Node) {
        bytes.number(node.facts.len());
        for (fact, values) in &node.facts {
            bytes.0.push(*fact as u8);
            if fact.arity() == Arity::Many {
                bytes.number(values.len());
            }
            for value in values {
                bytes.number(self.strings.number(value));
            }
        }
    }

    fn choices(&mut self, bytes: &mut Bytes, choices: &'a [Choice]) {
        bytes.number(choices.len());
        for Choice { value, span } in choices {
            let (text, is_json) = match value {
                Value::Text(text) => (text, 0),
                Value::Json(json) => (json, 1),
            };
            bytes.number(self.strings.number(text) << 2 | is_json << 1 | usize::from(!span.is_whole()));
            if !span.is_whole() {
                bytes.span(*span);
            }
        }
    }

    fn children(&mut self, children: &'a [Child]) -> Vec<u8> {
        let mut bytes = Bytes::default();
        if children.is_empty() {
            return bytes.0;
        }
        bytes.number(children.len());
        for child in children {
            let node = self.node(&child.node);
            let (role, name) = role(&child.role);
            let required = if child.required { sign::REQUIRED } else { 0 };
            let span = if child.span.is_whole() { 0 } else { sign::SPAN };
            bytes.0.push(role | required | span);
            if let Some(name) = name {
                bytes.number(self.strings.number(name));
            }
            if span != 0 {
                bytes.span(child.span);
            }
            bytes.number(node);
        }
        bytes.0
    }
}

fn role(role: &Role) -> (u8, Option<&str>) {
    match role {
        Role::Field(name) => (sign::FIELD, Some(name)),
        Role::Items => (sign::ITEMS, None),
        Role::Values => (sign::VALUES, None),
        Role::Pattern(regex) => (sign::PATTERN, Some(regex)),
        Role::AllOf => (sign::ALL_OF, None),
        Role::AnyOf => (sign::ANY_OF, None),
        Role::OneOf => (sign::ONE_OF, None),
        Role::Not => (sign::NOT, None),
        Role::If => (sign::IF, None),
        Role::Then => (sign::THEN, None),
        Role::Else => (sign::ELSE, None),
    }
}
