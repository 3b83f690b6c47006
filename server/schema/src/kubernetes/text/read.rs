use std::fmt;

use super::super::layout::Arity;
use super::{Block, Child, Choice, CustomKind, Fact, File, Head, Node, Role, Span, Types, Value};

/// A line of the text form that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// Lines inside lines are read this deep.
const DEEPEST: usize = 128;

/// Reads a file of facts.
pub fn read(text: &str) -> Result<File, Mistake> {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader { lines: &lines, at: 0 };
    let mut file = File::default();
    while reader.at < lines.len() {
        file.blocks.push(reader.block().map_err(|what| Mistake { line: reader.at + 1, what })?);
    }
    Ok(file)
}

struct Reader<'a> {
    lines: &'a [&'a str],
    /// The line to read next, from 0.
    at: usize,
}

impl Reader<'_> {
    fn block(&mut self) -> Result<Block, String> {
        let line = self.lines[self.at];
        let words = words(line)?;
        let colon = words.iter().position(|it| *it == ":").ok_or("a block needs ` :` before its schema")?;
        let head = head(&words[..colon])?;
        let node = self.node(&words[colon + 1..], 1)?;
        Ok(Block { head, node })
    }

    /// The schema whose line, without its name, is `words`; reads the lines below it too.
    fn node(&mut self, words: &[&str], depth: usize) -> Result<Node, String> {
        if depth > DEEPEST {
            return Err("the line is too deep".to_owned());
        }
        let (expression, facts) = words.split_first().ok_or("a type is missing")?;
        let mut outer = Node::default();
        let mut shared = None;
        for fact in facts {
            match fact.strip_prefix('*') {
                Some(name) => shared = Some(name.to_owned()),
                None => read_fact(&mut outer, fact)?,
            }
        }
        let line = self.at;
        self.at += 1;
        let children = self.children(depth)?;
        typed(expression, outer, children, shared).inspect_err(|_| self.at = line)
    }

    fn children(&mut self, depth: usize) -> Result<Vec<Child>, String> {
        let mut children = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            let indent = line.len() - line.trim_start_matches(' ').len();
            if indent < depth {
                break;
            }
            if indent > depth {
                return Err("the line is indented too far".to_owned());
            }
            let words = words(line.trim_start_matches(' '))?;
            let (name, mut rest) = words.split_first().ok_or("the line is empty")?;
            let (name, required) = name.strip_suffix('!').map_or((*name, false), |name| (name, true));
            let mut span = Span::default();
            if let Some((first, others)) = rest.split_first()
                && let Some(text) = first.strip_prefix('@')
            {
                span = read_span(text)?;
                rest = others;
            }
            let role = role(name)?;
            let node = self.node(rest, depth + 1)?;
            children.push(Child { role, span, required, node });
        }
        Ok(children)
    }
}

fn head(words: &[&str]) -> Result<Head, String> {
    match words {
        ["shared", name] => Ok(Head::Shared((*name).to_owned())),
        ["type", name] => Ok(Head::Type((*name).to_owned(), Span::default())),
        ["type", name, span] => {
            Ok(Head::Type((*name).to_owned(), read_span(span.strip_prefix('@').ok_or("a span starts with `@`")?)?))
        }
        ["format", name] => Ok(Head::Format((*name).to_owned())),
        ["kind", api_version, kind, rest @ ..] => {
            let mut kind = CustomKind {
                api_version: (*api_version).to_owned(),
                kind: (*kind).to_owned(),
                ..CustomKind::default()
            };
            for word in rest {
                let (key, value) = word.split_once('=').ok_or_else(|| format!("`{word}` has no value"))?;
                let list = || value.split(',').map(str::to_owned).collect();
                match key {
                    "plural" => kind.plural = value.to_owned(),
                    "scope" if matches!(value, "Namespaced" | "Cluster") => kind.scope = value.to_owned(),
                    "scope" => return Err(format!("`{value}` is not a scope")),
                    "short" => kind.short_names = list(),
                    "marks" => kind.marks = list(),
                    _ => return Err(format!("`{key}` is unknown here")),
                }
            }
            Ok(Head::Kind(kind))
        }
        _ => Err("a block starts with `shared`, `type`, `kind` or `format`".to_owned()),
    }
}

/// The words of a line; quoted text is part of its word.
fn words(line: &str) -> Result<Vec<&str>, String> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        if is_escaped {
            is_escaped = false;
        } else if is_quoted {
            is_escaped = byte == b'\\';
            is_quoted = byte != b'"';
        } else if byte == b'"' {
            is_quoted = true;
        } else if byte == b' ' {
            words.push(&line[start..at]);
            start = at + 1;
        }
    }
    if is_quoted {
        return Err("a quote is not closed".to_owned());
    }
    words.push(&line[start..]);
    Ok(words)
}

fn role(name: &str) -> Result<Role, String> {
    Ok(match name {
        "[]" => Role::Items,
        "{}" => Role::Values,
        "&" => Role::AllOf,
        "|" => Role::AnyOf,
        "^" => Role::OneOf,
        "-" => Role::Not,
        "?if" => Role::If,
        "?then" => Role::Then,
        "?else" => Role::Else,
        _ => match name.strip_prefix('~') {
            Some(regex) => Role::Pattern(unquoted(regex)?),
            None => Role::Field(unquoted(name)?),
        },
    })
}

fn typed(expression: &str, outer: Node, children: Vec<Child>, shared: Option<String>) -> Result<Node, String> {
    let lists_of_lists = expression.len() - expression.trim_start_matches(['[', ']', '{', '}']).len();
    if lists_of_lists > 2 * DEEPEST {
        return Err("the type is too deep".to_owned());
    }
    typed_within(expression, outer, children, shared)
}

fn typed_within(
    expression: &str,
    mut outer: Node,
    children: Vec<Child>,
    shared: Option<String>,
) -> Result<Node, String> {
    for (prefix, types, role) in [("[]", Types::ARRAY, Role::Items), ("{}", Types::OBJECT, Role::Values)] {
        if let Some(rest) = expression.strip_prefix(prefix) {
            let node = typed_within(rest, Node::default(), children, shared)?;
            outer.types = types;
            outer.children = vec![Child { role, span: Span::default(), required: false, node }];
            return Ok(outer);
        }
    }
    let (words, reference) = match expression.split_once("->") {
        Some((words, name)) => (words, Some(name.to_owned())),
        None => (expression, None),
    };
    for word in words.split('/').filter(|word| !word.is_empty() && *word != "any") {
        let (types, _) =
            Types::WORDS.iter().find(|(_, it)| *it == word).ok_or_else(|| format!("`{word}` is not a type"))?;
        outer.types = outer.types.with(*types);
    }
    outer.reference = reference;
    outer.children = children;
    outer.shared = shared;
    Ok(outer)
}

fn read_fact(node: &mut Node, text: &str) -> Result<(), String> {
    let (key, value) = text.split_once('=').map_or((text, None), |(key, value)| (key, Some(value)));
    if key == "enum" {
        node.choices = split(value.unwrap_or_default(), '|').into_iter().map(read_choice).collect::<Result<_, _>>()?;
        return Ok(());
    }
    let fact = Fact::of_word(key).ok_or_else(|| format!("`{key}` is not a fact"))?;
    let values = match (fact.arity(), value) {
        (Arity::Flag, None) => Vec::new(),
        (Arity::One, Some(value)) => vec![unquoted(value)?],
        (Arity::Many, Some(value)) => split(value, ',').into_iter().map(unquoted).collect::<Result<_, _>>()?,
        (Arity::Flag, Some(_)) => return Err(format!("`{key}` takes no value")),
        (Arity::One | Arity::Many, None) => return Err(format!("`{key}` needs a value")),
    };
    node.set(fact, values);
    Ok(())
}

fn read_choice(text: &str) -> Result<Choice, String> {
    let parts = split(text, '@');
    let span = parts.get(1).map_or(Ok(Span::default()), |span| read_span(span))?;
    let value = match parts[0].strip_prefix('#') {
        Some(json) => Value::Json(unquoted(json)?),
        None => Value::Text(unquoted(parts[0])?),
    };
    Ok(Choice { value, span })
}

fn read_span(text: &str) -> Result<Span, String> {
    let (since, until) = text.split_once("..").ok_or("a span needs `..`")?;
    let minor = |text: &str| match text.strip_prefix("1.") {
        Some(minor) => minor.parse().map(Some).map_err(|_| format!("`{text}` is not a version")),
        None if text.is_empty() => Ok(None),
        None => Err(format!("`{text}` is not a version")),
    };
    Ok(Span { since: minor(since)?, until: minor(until)? })
}

/// Splits at a sign that stands outside quotes.
fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(|it| {
        if is_escaped {
            is_escaped = false;
            return false;
        }
        match it {
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ => {}
        }
        it == sign && !is_quoted
    })
    .collect()
}

fn unquoted(text: &str) -> Result<String, String> {
    let Some(inner) = text.strip_prefix('"') else { return Ok(text.to_owned()) };
    let inner = inner.strip_suffix('"').ok_or("a quote is not closed")?;
    let mut value = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            value.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            Some('u') => {
                let code: String = characters.by_ref().skip(1).take_while(|it| *it != '}').collect();
                value.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            Some(it) => value.push(it),
            None => return Err("a value ends in a backslash".to_owned()),
        }
    }
    Ok(value)
}
