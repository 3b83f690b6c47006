//! Edit operations on real files: what they must keep, for thousands of places.

use std::collections::BTreeMap;
use std::path::Path;

use syntax::yaml::{self, Address, Data, Kind, Node, Operation, Role, Step, Yaml};

use super::breaks::Dice;

/// Operations that are tried.
const TRIES: usize = 20_000;

/// Every value by its path, and an empty collection as one.
type Values = BTreeMap<String, String>;

/// Tries operations at random places and prints how many could be done; gives the number of those that broke something.
pub(crate) fn run(texts: &[(&Path, String)]) -> usize {
    let texts: Vec<&(&Path, String)> =
        texts.iter().filter(|(_, text)| yaml::parse(text.as_str()).errors().is_empty()).collect();
    if texts.is_empty() {
        return 0;
    }
    let mut dice = Dice::new(5);
    let mut wrong = 0;
    let mut done: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for _ in 0..TRIES {
        let (path, text) = texts[dice.roll(texts.len())];
        let tree = yaml::parse(text.as_str());
        let nodes: Vec<Node<'_>> = tree.nodes().filter(|node| node.role() != Role::Key).collect();
        if nodes.is_empty() {
            continue;
        }
        let node = nodes[dice.roll(nodes.len())];
        let Some((name, operation)) = operation(node, &mut dice) else { continue };
        let tally = done.entry(name).or_default();
        tally.1 += 1;
        let Some(edits) = tree.resolve(std::slice::from_ref(&operation)) else { continue };
        tally.0 += 1;
        if let Err(message) = check(&tree, &operation, &edits) {
            wrong += 1;
            if wrong <= 12 {
                println!("{}: {message}\n  {operation:?}\n  {edits:?}", path.display());
            }
        }
    }
    for (name, (good, all)) in done {
        println!("{name:<12} {good} of {all} done");
    }
    println!("{wrong} edits broke something");
    wrong
}

fn data(dice: &mut Dice) -> Data {
    match dice.roll(9) {
        0 => Data::from(i64::try_from(dice.roll(90)).unwrap_or(0)),
        1 => Data::from(true),
        2 => Data::from("yes"),
        3 => Data::from("a: b # c"),
        4 => Data::from("two\nlines\n"),
        5 => Data::from("nginx:1.27"),
        6 => Data::seq([Data::from("x"), Data::map([("k", Data::from(1))])]),
        7 => Data::map([("drop", Data::seq([Data::from("ALL")])), ("n", Data::from(5))]),
        _ => Data::Map(Vec::new()),
    }
}

fn operation(node: Node<'_>, dice: &mut Dice) -> Option<(&'static str, Operation)> {
    let at = node.address();
    let value = data(dice);
    Some(match dice.roll(8) {
        0 => ("set", Operation::Set { at, value }),
        1 if node.is_mapping() => {
            ("add", Operation::Add { at: Address::new(at.document, at.route.then("newKey")), value })
        }
        2 if node.is_sequence() => ("append", Operation::Append { at, value }),
        3 => {
            let key = (node.role() == Role::Value).then(|| "newKey".to_owned());
            ("insert", Operation::Insert { before: at, key, value })
        }
        4 => ("remove", Operation::Remove { at }),
        5 => ("rename", Operation::Rename { at, key: "newKey".to_owned() }),
        6 => ("merge", Operation::Merge { at, value: Data::map([("newKey", value)]) }),
        7 => {
            let to = node.document().root().route().then("newKey").then("inner");
            ("move", Operation::Move { from: at, to })
        }
        _ => return None,
    })
}

fn check(tree: &Yaml, operation: &Operation, edits: &[syntax::TextEdit]) -> Result<(), String> {
    let text = syntax::apply(tree.text(), edits).ok_or("the edits do not apply")?;
    let changed = yaml::parse(text.as_str());
    if !changed.errors().is_empty() {
        return Err(format!("a new error: {}", changed.errors()[0]));
    }
    if changed.documents().len() != tree.documents().len() {
        return Err("another number of documents".to_owned());
    }
    let (before, after) = (values(tree), values(&changed));
    let (place, expected) = expected(tree, operation, &before);
    let outside = |values: &Values| -> Vec<(String, String)> {
        let inside = |path: &str| path == place || path.starts_with(&format!("{place}/"));
        values.iter().filter(|(path, _)| !inside(path)).map(|(path, value)| (path.clone(), value.clone())).collect()
    };
    let (expected, after) = (outside(&expected), outside(&after));
    if expected != after {
        let odd =
            expected.iter().find(|it| !after.contains(it)).or_else(|| after.iter().find(|it| !expected.contains(it)));
        return Err(format!("something else changed: {odd:?}"));
    }
    let keeps_comments = !matches!(operation, Operation::Remove { .. } | Operation::Move { .. })
        && !matches!(operation, Operation::Set { at, .. } if at.document == usize::MAX || is_collection(tree, at));
    let comments =
        |tree: &Yaml| -> Vec<String> { tree.comments().iter().map(|it| tree.text()[*it].to_owned()).collect() };
    if keeps_comments && comments(tree) != comments(&changed) {
        return Err("the comments changed".to_owned());
    }
    let crlf = |text: &str| text.matches("\r\n").count() == text.matches('\n').count();
    if crlf(tree.text()) != crlf(&text) && tree.text().contains('\n') && text.contains('\n') {
        return Err("the line ends changed".to_owned());
    }
    if tree.text().ends_with('\n') != text.ends_with('\n') && !tree.text().is_empty() {
        return Err("the last line end changed".to_owned());
    }
    let trailing = |text: &str| text.lines().filter(|line| line.ends_with(' ')).count();
    if trailing(&text) > trailing(tree.text()) {
        return Err("blanks at the end of a line".to_owned());
    }
    if matches!(operation, Operation::Set { .. } | Operation::Merge { .. })
        && changed.resolve(std::slice::from_ref(operation)) != Some(Vec::new())
    {
        return Err("done twice it changes something".to_owned());
    }
    Ok(())
}

fn is_collection(tree: &Yaml, at: &Address) -> bool {
    let node = tree.document(at.document).and_then(|document| document.find(&at.route));
    node.is_some_and(|node| matches!(node.kind(), Kind::Mapping | Kind::Sequence))
}

fn path(at: &Address) -> String {
    let mut out = at.document.to_string();
    for step in at.route.steps() {
        match step {
            Step::Key(key) => out.push_str(&format!("/{key}")),
            Step::Index(index) => out.push_str(&format!("/{index}")),
        }
    }
    out
}

/// The place that may be new, and all values as they should be outside of it.
fn expected(tree: &Yaml, operation: &Operation, before: &Values) -> (String, Values) {
    let mut values = before.clone();
    let forget_empty = |values: &mut Values, at: &Address| {
        values.remove(&path(at));
    };
    let remove = |values: &mut Values, at: &Address| {
        let gone = path(at);
        values.retain(|path, _| *path != gone && !path.starts_with(&format!("{gone}/")));
        let Some(parent) = at.route.parent() else { return };
        let parent = Address::new(at.document, parent);
        let Some(node) = tree.document(at.document).and_then(|document| document.find(&parent.route)) else { return };
        if let Some((_, Step::Index(index))) = at.route.split_last() {
            shift(values, &path(&parent), *index + 1, -1);
        }
        if node.entries().count() + node.items().count() == 1 {
            values.insert(path(&parent), if node.is_mapping() { "{}" } else { "[]" }.to_owned());
        }
    };
    match operation {
        Operation::Set { at, .. } | Operation::Replace { at, .. } => (path(at), values),
        Operation::Add { at, .. } => {
            if let Some(parent) = at.route.parent() {
                forget_empty(&mut values, &Address::new(at.document, parent));
            }
            (path(at), values)
        }
        Operation::Merge { at, .. } => {
            forget_empty(&mut values, at);
            (format!("{}/newKey", path(at)), values)
        }
        Operation::Append { at, .. } => {
            forget_empty(&mut values, at);
            let node = tree.document(at.document).and_then(|document| document.find(&at.route));
            (format!("{}/{}", path(at), node.map_or(0, |node| node.items().count())), values)
        }
        Operation::Insert { before, key, .. } => {
            let parent = Address::new(before.document, before.route.parent().unwrap_or_default());
            match (key, before.route.split_last()) {
                (None, Some((_, Step::Index(index)))) => {
                    shift(&mut values, &path(&parent), *index, 1);
                    (path(before), values)
                }
                _ => (format!("{}/newKey", path(&parent)), values),
            }
        }
        Operation::Remove { at } => {
            remove(&mut values, at);
            ("-".to_owned(), values)
        }
        Operation::Rename { at, key } => {
            let old = path(at);
            let new = format!("{}/{key}", path(&Address::new(at.document, at.route.parent().unwrap_or_default())));
            let renamed = values
                .into_iter()
                .map(|(path, value)| match path.strip_prefix(&old) {
                    Some(rest) if rest.is_empty() || rest.starts_with('/') => (format!("{new}{rest}"), value),
                    _ => (path, value),
                })
                .collect();
            ("-".to_owned(), renamed)
        }
        Operation::Move { from, to } => {
            let (old, new) = (path(from), path(&Address::new(from.document, to.clone())));
            let moved: Values = values
                .iter()
                .filter_map(|(path, value)| {
                    let rest = path.strip_prefix(&old).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
                    Some((format!("{new}{rest}"), value.clone()))
                })
                .collect();
            remove(&mut values, from);
            values.remove(&from.document.to_string());
            values.extend(moved);
            ("-".to_owned(), values)
        }
    }
}

/// Moves the items of a sequence from `from` on by one place.
fn shift(values: &mut Values, sequence: &str, from: usize, by: isize) {
    let prefix = format!("{sequence}/");
    *values = std::mem::take(values)
        .into_iter()
        .map(|(path, value)| {
            let Some(rest) = path.strip_prefix(&prefix) else { return (path, value) };
            let (index, tail) = rest.split_once('/').map_or((rest, None), |(index, tail)| (index, Some(tail)));
            match index.parse::<usize>() {
                Ok(index) if index >= from => {
                    let moved = index.wrapping_add_signed(by);
                    (format!("{prefix}{moved}{}", tail.map(|tail| format!("/{tail}")).unwrap_or_default()), value)
                }
                _ => (path, value),
            }
        })
        .collect();
}

fn values(tree: &Yaml) -> Values {
    let mut values = Values::new();
    for document in tree.documents() {
        walk(document.root(), document.index().to_string(), &mut values);
    }
    values
}

fn walk(node: Node<'_>, path: String, values: &mut Values) {
    match node.kind() {
        Kind::Mapping if node.children().next().is_some() => {
            for entry in node.entries() {
                walk(entry.value, format!("{path}/{}", entry.name()), values);
            }
        }
        Kind::Sequence if node.children().next().is_some() => {
            for (index, item) in node.items().enumerate() {
                walk(item, format!("{path}/{index}"), values);
            }
        }
        Kind::Mapping => drop(values.insert(path, "{}".to_owned())),
        Kind::Sequence => drop(values.insert(path, "[]".to_owned())),
        Kind::Scalar(_) => drop(values.insert(path, format!("{:?}", node.resolved(yaml::Flavour::Kubernetes)))),
        Kind::Null => drop(values.insert(path, "Some(Null)".to_owned())),
        Kind::Alias => drop(values.insert(path, node.source().to_owned())),
    }
}
