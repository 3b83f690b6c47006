//! What leads from the object in the file to its draft: as few operations as there are changes.

use std::collections::HashSet;

use syntax::yaml::{Address, Node, Operation, Role, Step};

use super::draft::{Entry, List, Map, Value};
use super::lines::{Layout, behind, free, has_comments};
use super::reason::Reason;

/// Operations are carried out one after the other, each on the whole text: beyond this many, whole entries of the object
/// are written anew instead.
const MOST: usize = 64;

/// The operations; empty when the draft is as the file.
pub(super) fn operations(object: Node<'_>, draft: &Map<'_>) -> Result<Vec<Operation>, Reason> {
    let mut changes = Changes { layout: Layout::of(object), operations: Vec::new() };
    let base = object.address();
    changes.map(object, draft, &base)?;
    if changes.operations.len() > MOST {
        changes.operations.clear();
        changes.entries(object, draft, &base, true)?;
    }
    Ok(changes.operations)
}

struct Changes {
    layout: Layout,
    operations: Vec<Operation>,
}

impl Changes {
    /// Brings a mapping in; `base` is where it is once what is around it has its new names.
    fn map<'y>(&mut self, origin: Node<'y>, map: &Map<'y>, base: &Address) -> Result<(), Reason> {
        // A single value has no lines that could take its comments along: then all around it is written anew.
        let would_lose = |entry: &Entry<'y>| {
            entry.own().is_none() && has_comments(entry.from) && !matches!(entry.value, Value::Map(_))
        };
        let is_root = base.route.is_root();
        if !origin.is_flow() && !is_root && map.live().next().is_some() && map.live().any(would_lose) {
            return self.anew(origin, map, base);
        }
        self.entries(origin, map, base, false)
    }

    /// Writes a mapping anew, with all the comments in it.
    fn anew<'y>(&mut self, origin: Node<'y>, map: &Map<'y>, base: &Address) -> Result<(), Reason> {
        let is_item = origin.role() == Role::Item;
        if is_item && !behind(origin).is_empty() {
            // The comment behind its end would be left behind: another item takes its place, and it goes with its lines.
            let value = self.layout.anew(map, true)?;
            self.operations.push(Operation::Insert { before: base.clone(), key: None, value });
            let old = base.route.split_last().and_then(|(list, step)| match step {
                Step::Index(index) => Some(list.then(index + 1)),
                Step::Key(_) => None,
            });
            self.operations.extend(old.map(|old| Operation::Remove { at: Address::new(base.document, old) }));
            return Ok(());
        }
        let value = self.layout.anew(map, !is_item)?;
        self.operations.push(Operation::Replace { at: base.clone(), value });
        Ok(())
    }

    /// Brings the entries of a mapping in; `anew`: those that changed on the inside as a whole.
    fn entries<'y>(&mut self, origin: Node<'y>, map: &Map<'y>, base: &Address, anew: bool) -> Result<(), Reason> {
        let at = |key: &str| Address::new(base.document, base.route.then(key));
        let mut taken: HashSet<&str> = HashSet::new();
        // First, so that what has their old names has room.
        for entry in map.live() {
            if let Some(from) = entry.own().filter(|from| !from.is(&entry.key)) {
                self.operations.push(Operation::Rename { at: at(&from.name()), key: entry.key.clone() });
            }
        }
        for (index, entry) in map.entries.iter().enumerate() {
            if entry.is_gone || entry.own().is_some() {
                continue;
            }
            let value = self.layout.data(&entry.value, origin.is_flow())?;
            let is_in_the_way = |other: &Entry<'y>| other.is_gone && other.own().is_some() && other.key == entry.key;
            if map.entries.iter().any(is_in_the_way) {
                taken.insert(&entry.key);
                self.operations.push(Operation::Set { at: at(&entry.key), value });
                continue;
            }
            let next = map.entries[index..].iter().find(|other| other.own().is_some());
            self.operations.push(match next {
                Some(next) => Operation::Insert { before: at(&next.key), key: Some(entry.key.clone()), value },
                None => Operation::Add { at: at(&entry.key), value },
            });
        }
        for entry in map.live() {
            if let Some(from) = entry.own() {
                self.value(from.value, &entry.value, anew, &at(&entry.key))?;
            }
        }
        for entry in map.entries.iter().filter(|entry| entry.is_gone) {
            if let Some(from) = entry.own().filter(|_| !taken.contains(entry.key.as_str())) {
                free(from.value)?;
                self.operations.push(Operation::Remove { at: at(&entry.key) });
            }
        }
        Ok(())
    }

    fn value<'y>(&mut self, from: Node<'y>, value: &Value<'y>, anew: bool, at: &Address) -> Result<(), Reason> {
        let is_own = value.origin() == Some(from);
        match value {
            Value::Kept(_) if is_own => Ok(()),
            Value::Map(_) | Value::List(_) if is_own && anew && !is_changed(value) => Ok(()),
            Value::Map(map) if is_own && !anew => self.map(from, map, at),
            Value::List(list) if is_own && !anew => self.list(list, from, at),
            Value::Kept(_) | Value::Map(_) | Value::List(_) | Value::New(_) => {
                let value = self.layout.data(value, from.is_flow())?;
                self.operations.push(Operation::Replace { at: at.clone(), value });
                Ok(())
            }
        }
    }

    fn list<'y>(&mut self, list: &List<'y>, origin: Node<'y>, base: &Address) -> Result<(), Reason> {
        for (index, (item, from)) in list.items.iter().zip(origin.items()).enumerate() {
            self.value(from, item, false, &Address::new(base.document, base.route.then(index)))?;
        }
        Ok(())
    }
}

/// Whether anything in a value is not as in the file.
fn is_changed(value: &Value<'_>) -> bool {
    match value {
        Value::Kept(_) => false,
        Value::New(_) => true,
        Value::List(list) => list.origin.is_none() || list.items.iter().any(is_changed),
        Value::Map(map) => {
            let changed = |entry: &Entry<'_>| {
                let is_own = entry.own().is_some_and(|own| own.is(&entry.key));
                entry.is_gone || !is_own || is_changed(&entry.value)
            };
            map.origin.is_none() || map.entries.iter().any(changed)
        }
    }
}
