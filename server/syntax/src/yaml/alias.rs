//! What aliases and merge keys bring in, on request and within bounds.

use std::borrow::Cow;
use std::collections::HashSet;

use super::data::Data;
use super::{Entry, Kind, Node, ScalarStyle};

/// Entries that merge keys may bring into one mapping. A few lines of aliases can stand for billions.
const MERGE_LIMIT: usize = 10_000;

/// Levels that are unfolded: those of the deepest tree there is, once more for each of a few aliases in a row.
const UNFOLD_DEPTH: usize = 400;

impl<'y> Node<'y> {
    /// The node itself, or for an alias the node it repeats. An alias of nothing, or of what it is in, stays itself.
    #[must_use]
    pub fn effective(self) -> Self {
        if self.kind() == Kind::Alias { self.yaml.target(self.id).unwrap_or(self) } else { self }
    }

    /// Whether this is the key `<<`, whose value is merged into the mapping around it.
    #[must_use]
    pub fn is_merge_key(self) -> bool {
        self.kind() == Kind::Scalar(ScalarStyle::Plain) && self.source() == "<<"
    }

    /// The entries of a mapping as a program sees them: its own without `<<`, then those that `<<` merges in and that
    /// are not there yet. Entries that are merged in stand elsewhere in the document. For an alias those of what it repeats;
    /// empty for anything but a mapping; at most 10,000.
    #[must_use]
    pub fn merged_entries(self) -> Vec<Entry<'y>> {
        let mapping = self.effective();
        let mut entries: Vec<Entry<'y>> = Vec::new();
        let mut names: HashSet<Cow<'y, str>> = HashSet::new();
        let mut seen: HashSet<u32> = HashSet::new();
        // Mappings still to be merged, the next one last.
        let mut waiting = vec![mapping];
        while let Some(next) = waiting.pop() {
            if !next.is_mapping() || !seen.insert(next.id) {
                continue;
            }
            let mut merged = Vec::new();
            for entry in next.entries() {
                if entry.key.is_merge_key() {
                    let value = entry.value.effective();
                    if value.is_sequence() {
                        merged.extend(value.items().map(Node::effective));
                    } else {
                        merged.push(value);
                    }
                } else if names.insert(entry.name()) || next == mapping {
                    if entries.len() == MERGE_LIMIT {
                        return entries;
                    }
                    entries.push(entry);
                }
            }
            waiting.extend(merged.into_iter().rev());
        }
        entries
    }

    /// The value of a key, merged ones included; see [`Node::merged_entries`].
    #[must_use]
    pub fn merged_get(self, key: &str) -> Option<Node<'y>> {
        let mapping = self.effective();
        mapping.get(key).or_else(|| {
            // The quick way for what nearly every mapping is.
            let merges = mapping.entries().any(|entry| entry.key.is_merge_key());
            let found = merges.then(|| mapping.merged_entries())?;
            found.into_iter().find(|entry| entry.name() == key).map(|entry| entry.value)
        })
    }

    /// The node and all in it as data, with aliases and merge keys replaced by what they stand for. `None` when that has
    /// more than `limit` nodes.
    #[must_use]
    pub fn unfold(self, limit: usize) -> Option<Data> {
        let mut left = limit;
        unfold(self, &mut left, UNFOLD_DEPTH)
    }
}

fn unfold(node: Node<'_>, left: &mut usize, depth: usize) -> Option<Data> {
    *left = left.checked_sub(1)?;
    let depth = depth.checked_sub(1)?;
    let node = node.effective();
    Some(match node.kind() {
        Kind::Mapping => {
            let entries = node.merged_entries().into_iter();
            let data = entries.map(|entry| Some((entry.name().into_owned(), unfold(entry.value, left, depth)?)));
            Data::Map(data.collect::<Option<_>>()?)
        }
        Kind::Sequence => Data::Seq(node.items().map(|item| unfold(item, left, depth)).collect::<Option<_>>()?),
        Kind::Scalar(ScalarStyle::Plain) => Data::Plain(node.text()?.into_owned()),
        Kind::Scalar(_) => Data::Text(node.text()?.into_owned()),
        // An alias that stands for nothing is nothing.
        Kind::Null | Kind::Alias => Data::Null,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn own_entries_win_and_earlier_merges_before_later() {
        let yaml = parse(
            "a: &a {x: 1, y: 1, z: 1}\nb: &b\n  <<: *a\n  y: 2\n  w: 2\nc:\n  <<: [*b, *a, {v: 3, w: 3}]\n  x: 3\n",
        );
        let root = yaml.documents().next().unwrap().root();
        let c = root.get("c").unwrap();
        let seen: Vec<String> =
            c.merged_entries().iter().map(|entry| format!("{}={}", entry.name(), entry.value.source())).collect();
        assert_eq!(seen, ["x=3", "y=2", "w=2", "z=1", "v=3"]);
        assert_eq!(c.merged_get("z").map(Node::source), Some("1"));
        assert_eq!(c.get("z"), None);
    }

    #[test]
    fn a_quoted_key_merges_nothing() {
        let yaml = parse("a: &a {x: 1}\nb: {\"<<\": *a}\n");
        let b = yaml.documents().next().unwrap().root().get("b").unwrap();
        assert_eq!(b.merged_get("x"), None);
    }

    #[test]
    fn bombs_are_bounded() {
        let mut text = "a0: &a0 [x, x]\nm0: &m0 {k: v}\n".to_owned();
        for level in 1..40 {
            let below = level - 1;
            text.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}]\n"));
            text.push_str(&format!("m{level}: &m{level} {{<<: [*m{below}, *m{below}], k{level}: v}}\n"));
        }
        let yaml = parse(text);
        assert_eq!(yaml.errors(), []);
        let root = yaml.documents().next().unwrap().root();
        assert_eq!(root.unfold(100_000), None);
        assert_eq!(root.get("m39").unwrap().merged_entries().len(), 40);
        assert!(root.get("a3").unwrap().unfold(100).is_some());
    }

    #[test]
    fn an_alias_inside_itself_stands_for_nothing() {
        let yaml = parse("a: &a\n  b: *a\n  <<: *a\n");
        assert_eq!(yaml.errors().len(), 2);
        let a = yaml.documents().next().unwrap().root().get("a").unwrap();
        assert_eq!(a.unfold(10), Some(Data::Map(vec![("b".into(), Data::Null)])));
    }
}
