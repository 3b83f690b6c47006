use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use super::layout::{Arity, Fact, Types, parts, sign};
use super::version::Range;

macro_rules! packed {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".packed"))
    };
}

static CORE: LazyLock<Store> = LazyLock::new(|| Store::load(packed!("core")));
static CUSTOM: LazyLock<Store> = LazyLock::new(|| Store::load(packed!("custom")));
static FORMATS: LazyLock<Store> = LazyLock::new(|| Store::load(packed!("formats")));
static TABLES: LazyLock<String> = LazyLock::new(|| String::from_utf8(inflate(packed!("tables"))).unwrap_or_default());

/// A set of schemas that is unpacked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Bundle {
    /// Kubernetes.
    Core,
    /// Custom resources.
    Custom,
    /// Formats that are no Kubernetes objects.
    Formats,
}

impl Bundle {
    /// Its schemas; unpacks them when asked for the first time.
    pub(super) fn store(self) -> Source<'static> {
        Source(match self {
            Bundle::Core => &CORE,
            Bundle::Custom => &CUSTOM,
            Bundle::Formats => &FORMATS,
        })
    }
}

/// Where a schema lies: in a bundle, or in a store that was read at run time. Two are equal when they are the same store.
#[derive(Clone, Copy)]
pub(super) struct Source<'s>(pub(super) &'s Store);

impl<'s> Source<'s> {
    pub(super) fn string(self, number: u32) -> &'s str {
        self.0.string(number)
    }

    pub(super) fn definition(self, name: &str) -> Option<u32> {
        self.0.definition(name)
    }

    pub(super) fn defined(self, number: u32) -> Option<(&'s str, Option<u32>, Range)> {
        self.0.defined(number)
    }

    pub(super) fn root(self, name: &str) -> Option<u32> {
        self.0.root(name)
    }

    pub(super) fn node(self, number: u32) -> Packed<'s> {
        self.0.node(number)
    }
}

impl PartialEq for Source<'_> {
    fn eq(&self, other: &Source<'_>) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Source<'_> {}

impl Hash for Source<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({:p})", self.0)
    }
}

/// Unpacks schemas anew and returns how many bytes of memory they hold: for measuring, nothing else needs it.
#[doc(hidden)]
pub fn unpack(name: &str) -> usize {
    match name {
        "core" => Store::load(packed!("core")).size(),
        "custom" => Store::load(packed!("custom")).size(),
        "formats" => Store::load(packed!("formats")).size(),
        "tables" => inflate(packed!("tables")).len(),
        _ => 0,
    }
}

/// The text of a table, with its header; `number` is its place in the build script's list.
pub(super) fn table(number: usize) -> &'static str {
    TABLES.split('\x0c').nth(number).unwrap_or_default()
}

/// Packed schemas with what is needed to find them: where each string and each schema starts.
pub(super) struct Store {
    strings: Strings,
    nodes: Vec<u8>,
    /// Where each schema starts in `nodes`, and the end of the last.
    starts: Vec<u32>,
    /// By name.
    definitions: Vec<Definition>,
    /// The schemas of kinds or formats, with their names.
    roots: Vec<(u32, u32)>,
    /// What follows: in the store of Kubernetes the table of kinds.
    pub(super) rest: Vec<u8>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({} bytes)", self.size())
    }
}

/// A named schema.
#[derive(Debug, Clone, Copy)]
struct Definition {
    name: u32,
    /// Its schema plus one; 0: it lies in the store of Kubernetes.
    node: u32,
    range: Range,
}

/// Strings by number.
pub(super) struct Strings {
    text: String,
    /// Where each starts, and the end of the last.
    starts: Vec<u32>,
}

impl Strings {
    pub(super) fn read(cursor: &mut Cursor) -> Strings {
        let starts = cursor.starts();
        let text = cursor.take(starts.last().map_or(0, |end| *end as usize));
        Strings { text: String::from_utf8(text.to_vec()).unwrap_or_default(), starts }
    }

    /// The string of a number; empty: there is none.
    pub(super) fn get(&self, number: u32) -> &str {
        let at = |number: usize| self.starts.get(number).map(|it| *it as usize);
        let number = number as usize;
        let range = at(number).zip(at(number + 1));
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }
}

impl Store {
    fn load(packed: &[u8]) -> Store {
        Store::read(&inflate(packed))
    }

    /// Reads what [`super::pack`] writes.
    pub(super) fn read(bytes: &[u8]) -> Store {
        let mut cursor = Cursor { bytes, at: 0 };
        let strings = Strings::read(&mut cursor);
        let starts = cursor.starts();
        let nodes = cursor.take(starts.last().map_or(0, |end| *end as usize)).to_vec();
        let count = cursor.number();
        let definitions = (0..count)
            .map(|_| Definition { name: cursor.number(), node: cursor.number(), range: cursor.range() })
            .collect();
        let count = cursor.number();
        let roots = (0..count).map(|_| (cursor.number(), cursor.number())).collect();
        Store { strings, nodes, starts, definitions, roots, rest: bytes[cursor.at..].to_vec() }
    }

    pub(super) fn string(&self, number: u32) -> &str {
        self.strings.get(number)
    }

    /// The number of a definition; `None`: no such definition.
    pub(super) fn definition(&self, name: &str) -> Option<u32> {
        self.definitions.binary_search_by(|it| self.string(it.name).cmp(name)).ok().map(|at| at as u32)
    }

    /// The name of a definition, its schema if it lies here, and the minors it is in.
    pub(super) fn defined(&self, number: u32) -> Option<(&str, Option<u32>, Range)> {
        let definition = self.definitions.get(number as usize)?;
        Some((self.string(definition.name), definition.node.checked_sub(1), definition.range))
    }

    /// All definitions that lie here.
    #[cfg(test)]
    pub(super) fn definitions(&self) -> impl Iterator<Item = u32> {
        (0..self.definitions.len() as u32).filter(|it| self.definitions[*it as usize].node != 0)
    }

    /// The schema of a format.
    pub(super) fn root(&self, name: &str) -> Option<u32> {
        self.roots.iter().find(|(it, _)| self.string(*it) == name).map(|(_, node)| *node)
    }

    /// The parts of a schema; nothing of them is decoded yet.
    pub(super) fn node(&self, number: u32) -> Packed<'_> {
        let at = |number: usize| self.starts.get(number).map_or(0, |it| *it as usize);
        let bytes = self.nodes.get(at(number as usize)..at(number as usize + 1)).unwrap_or_default();
        Packed::new(bytes)
    }

    /// How much memory it holds, in bytes.
    fn size(&self) -> usize {
        let starts = (self.starts.len() + self.strings.starts.len()) * size_of::<u32>();
        let tables = self.definitions.len() * size_of::<Definition>() + self.roots.len() * size_of::<(u32, u32)>();
        self.strings.text.len() + self.nodes.len() + starts + tables + self.rest.len()
    }
}

/// Reads packed bytes; behind the end everything is 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        byte
    }

    pub(super) fn number(&mut self) -> u32 {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte();
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    pub(super) fn range(&mut self) -> Range {
        Range { since: self.byte(), until: self.byte() }
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let bytes = self.bytes.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        bytes
    }

    /// A count and that many lengths, as the places where they start.
    fn starts(&mut self) -> Vec<u32> {
        let count = self.number() as usize;
        let mut starts = Vec::with_capacity(count + 1);
        let mut start = 0;
        starts.push(0);
        for _ in 0..count {
            start += self.number();
            starts.push(start);
        }
        starts
    }
}

/// A packed schema, taken apart just enough to know where its parts are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<'a> {
    pub(super) types: Types,
    /// The number of a definition.
    pub(super) reference: Option<u32>,
    facts: Cursor<'a>,
    has_facts: bool,
    choices: Option<Cursor<'a>>,
    children: Option<Cursor<'a>>,
}

/// A value of an enum, packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedChoice {
    pub(super) text: u32,
    pub(super) is_json: bool,
    pub(super) range: Range,
}

/// A part of a schema, packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedChild {
    /// One of [`sign`], without the marks.
    pub(super) role: u8,
    pub(super) is_required: bool,
    /// The name of a field, or a regular expression.
    pub(super) name: u32,
    pub(super) range: Range,
    pub(super) node: u32,
}

impl<'a> Packed<'a> {
    fn new(bytes: &'a [u8]) -> Packed<'a> {
        let mut cursor = Cursor { bytes, at: 0 };
        let types = Types(cursor.byte());
        let has = cursor.byte();
        let reference = (has & parts::REFERENCE != 0).then(|| cursor.number());
        let facts = cursor;
        let has_facts = has & parts::FACTS != 0;
        if has_facts {
            facts_of(cursor).for_each(|(_, _, end)| cursor = end);
        }
        let mut choices = None;
        if has & parts::CHOICES != 0 {
            choices = Some(cursor);
            let count = cursor.number();
            for _ in 0..count {
                choice(&mut cursor);
            }
        }
        let children = (has & parts::CHILDREN != 0).then_some(cursor);
        Packed { types, reference, facts, has_facts, choices, children }
    }

    /// The numbers of the strings of a fact; `None`: it is not stated.
    pub(super) fn fact(&self, fact: Fact) -> Option<impl Iterator<Item = u32> + use<'a>> {
        let mut facts = self.has_facts.then(|| facts_of(self.facts))?;
        let (_, mut values, _) = facts.find(|(it, ..)| *it == fact as u8)?;
        let count = match fact.arity() {
            Arity::Flag => 0,
            Arity::One => 1,
            Arity::Many => values.number(),
        };
        Some((0..count).map(move |_| values.number()))
    }

    pub(super) fn choices(&self) -> impl Iterator<Item = PackedChoice> + use<'a> {
        let mut cursor = self.choices;
        let count = cursor.as_mut().map_or(0, Cursor::number);
        (0..count).filter_map(move |_| cursor.as_mut().map(choice))
    }

    pub(super) fn children(&self) -> impl Iterator<Item = PackedChild> + use<'a> {
        let mut cursor = self.children;
        let count = cursor.as_mut().map_or(0, Cursor::number);
        (0..count).filter_map(move |_| cursor.as_mut().map(child))
    }
}

/// Each fact with where its values start and where the next fact starts.
fn facts_of(mut cursor: Cursor<'_>) -> impl Iterator<Item = (u8, Cursor<'_>, Cursor<'_>)> {
    let count = cursor.number();
    (0..count).map(move |_| {
        let fact = cursor.byte();
        let values = cursor;
        let count = match Fact::ALL.get(fact as usize).map(|(_, _, arity)| arity) {
            Some(Arity::One) => 1,
            Some(Arity::Many) => cursor.number(),
            Some(Arity::Flag) | None => 0,
        };
        for _ in 0..count {
            cursor.number();
        }
        (fact, values, cursor)
    })
}

fn choice(cursor: &mut Cursor) -> PackedChoice {
    let number = cursor.number();
    let range = if number & 1 == 0 { Range::default() } else { cursor.range() };
    PackedChoice { text: number >> 2, is_json: number & 2 != 0, range }
}

fn child(cursor: &mut Cursor) -> PackedChild {
    let sign = cursor.byte();
    let role = sign & sign::ROLE;
    let name = if role == sign::FIELD || role == sign::PATTERN { cursor.number() } else { 0 };
    let range = if sign & sign::SPAN == 0 { Range::default() } else { cursor.range() };
    PackedChild { role, is_required: sign & sign::REQUIRED != 0, name, range, node: cursor.number() }
}

/// The bytes behind four bytes of their length; empty: they cannot be read, which the tests rule out.
fn inflate(packed: &[u8]) -> Vec<u8> {
    let Some((length, deflated)) = packed.split_first_chunk::<4>() else { return Vec::new() };
    let mut bytes = vec![0; u32::from_le_bytes(*length) as usize];
    match miniz_oxide::inflate::decompress_slice_iter_to_slice(&mut bytes, std::iter::once(deflated), false, true) {
        Ok(_) => bytes,
        Err(_) => Vec::new(),
    }
}
