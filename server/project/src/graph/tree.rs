//! A sorted map that shares what did not change: a snapshot keeps its own while the world goes on.

use std::borrow::Borrow;
use std::sync::Arc;

/// Entries of a node before it is split. Wide enough to be three or four levels deep at a million entries, narrow enough
/// that the copy of one path costs little.
const WIDTH: usize = 48;

/// A sorted map; a clone costs one counter. A change copies the nodes on one path, or none when nobody else holds them.
///
/// Nodes that lose entries are not joined with their neighbours, only dropped when they are empty: files come and go as
/// a whole, and so do their entries.
#[derive(Debug, Clone)]
pub(super) struct Tree<K, V> {
    root: Arc<Node<K, V>>,
    len: usize,
}

#[derive(Debug, Clone)]
enum Node<K, V> {
    Leaf(Vec<(K, V)>),
    /// Children, each with a key that none of its own lies before; the first child also takes what lies before that.
    Branch(Vec<Child<K, V>>),
}

impl<K, V> Default for Tree<K, V> {
    fn default() -> Self {
        Self { root: Arc::new(Node::Leaf(Vec::new())), len: 0 }
    }
}

/// A node below another one, with a key that none of its own lies before.
type Child<K, V> = (K, Arc<Node<K, V>>);

/// The right half of a node that was split, with its least key.
type Split<K, V> = Option<Child<K, V>>;

impl<K: Ord + Clone, V: Clone> Tree<K, V> {
    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The value of `key`.
    pub(super) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let mut node = self.root.as_ref();
        loop {
            match node {
                Node::Leaf(entries) => {
                    let at = entries.binary_search_by(|(own, _)| own.borrow().cmp(key)).ok()?;
                    return Some(&entries[at].1);
                }
                Node::Branch(children) => node = children[child(children, key)].1.as_ref(),
            }
        }
    }

    /// Puts an entry in; the value that was there before.
    pub(super) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (before, split) = insert(Arc::make_mut(&mut self.root), key, value);
        if let Some((low, right)) = split {
            let left = std::mem::replace(&mut self.root, Arc::new(Node::Leaf(Vec::new())));
            self.root = Arc::new(Node::Branch(vec![(low.clone(), left), (low, right)]));
        }
        self.len += usize::from(before.is_none());
        before
    }

    /// Takes an entry out.
    pub(super) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.get(key)?;
        let removed = remove(Arc::make_mut(&mut self.root), key);
        while let Node::Branch(children) = self.root.as_ref()
            && let [(_, only)] = children.as_slice()
        {
            self.root = Arc::clone(only);
        }
        if let Node::Branch(children) = self.root.as_ref()
            && children.is_empty()
        {
            self.root = Arc::new(Node::Leaf(Vec::new()));
        }
        self.len -= 1;
        removed
    }

    /// The entries from the first that `before` is false of; `before` must be true of a beginning and of nothing behind it.
    pub(super) fn range(&self, before: impl Fn(&K) -> bool) -> Range<'_, K, V> {
        let mut waiting = Vec::new();
        let mut node = self.root.as_ref();
        loop {
            match node {
                Node::Leaf(entries) => {
                    let at = entries.partition_point(|(key, _)| before(key));
                    return Range { waiting, leaf: entries[at..].iter() };
                }
                Node::Branch(children) => {
                    let at = children.partition_point(|(low, _)| before(low)).saturating_sub(1);
                    waiting.push(children[at + 1..].iter());
                    node = children[at].1.as_ref();
                }
            }
        }
    }

    /// All entries.
    pub(super) fn iter(&self) -> Range<'_, K, V> {
        self.range(|_| false)
    }
}

/// The child that `key` belongs to.
fn child<K: Borrow<Q>, V, Q: Ord + ?Sized>(children: &[(K, V)], key: &Q) -> usize {
    children.partition_point(|(low, _)| low.borrow() <= key).saturating_sub(1)
}

fn insert<K: Ord + Clone, V: Clone>(node: &mut Node<K, V>, key: K, value: V) -> (Option<V>, Split<K, V>) {
    match node {
        Node::Leaf(entries) => match entries.binary_search_by(|(own, _)| own.cmp(&key)) {
            Ok(at) => (Some(std::mem::replace(&mut entries[at].1, value)), None),
            Err(at) => {
                entries.insert(at, (key, value));
                let split = (entries.len() > WIDTH).then(|| {
                    let right = entries.split_off(entries.len() / 2);
                    (right[0].0.clone(), Arc::new(Node::Leaf(right)))
                });
                (None, split)
            }
        },
        Node::Branch(children) => {
            let at = child(children, &key);
            let (before, split) = insert(Arc::make_mut(&mut children[at].1), key, value);
            let Some(right) = split else { return (before, None) };
            children.insert(at + 1, right);
            let split = (children.len() > WIDTH).then(|| {
                let right = children.split_off(children.len() / 2);
                (right[0].0.clone(), Arc::new(Node::Branch(right)))
            });
            (before, split)
        }
    }
}

fn remove<K: Ord + Clone + Borrow<Q>, V: Clone, Q: Ord + ?Sized>(node: &mut Node<K, V>, key: &Q) -> Option<V> {
    match node {
        Node::Leaf(entries) => {
            let at = entries.binary_search_by(|(own, _)| own.borrow().cmp(key)).ok()?;
            Some(entries.remove(at).1)
        }
        Node::Branch(children) => {
            let at = child(children, key);
            let removed = remove(Arc::make_mut(&mut children[at].1), key);
            let is_empty = match children[at].1.as_ref() {
                Node::Leaf(entries) => entries.is_empty(),
                Node::Branch(children) => children.is_empty(),
            };
            if is_empty {
                children.remove(at);
            }
            removed
        }
    }
}

/// Entries in order.
pub(super) struct Range<'t, K, V> {
    waiting: Vec<std::slice::Iter<'t, Child<K, V>>>,
    leaf: std::slice::Iter<'t, (K, V)>,
}

impl<'t, K, V> Iterator for Range<'t, K, V> {
    type Item = (&'t K, &'t V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.leaf.next() {
                return Some((key, value));
            }
            let Some((_, next)) = self.waiting.last_mut()?.next() else {
                self.waiting.pop();
                continue;
            };
            match next.as_ref() {
                Node::Leaf(entries) => self.leaf = entries.iter(),
                Node::Branch(children) => self.waiting.push(children.iter()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Numbers that look like chance and are the same on every run.
    fn numbers(count: u64) -> impl Iterator<Item = u64> {
        (0..count).map(|index| index.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48)
    }

    #[test]
    fn it_holds_what_a_map_holds() {
        let mut tree = Tree::default();
        let mut map = BTreeMap::new();
        for (round, number) in numbers(20_000).enumerate() {
            if round % 3 == 2 {
                assert_eq!(tree.remove(&(number / 2)), map.remove(&(number / 2)));
            } else {
                assert_eq!(tree.insert(number, round), map.insert(number, round));
            }
        }
        assert_eq!(tree.len(), map.len());
        assert!(tree.iter().eq(map.iter()));
        for low in numbers(100) {
            assert!(tree.range(|key| *key < low).eq(map.range(low..)));
            assert_eq!(tree.get(&low), map.get(&low));
        }
        let keys: Vec<u64> = map.keys().copied().collect();
        for key in keys {
            assert_eq!(tree.remove(&key), map.remove(&key));
        }
        assert_eq!((tree.len(), tree.iter().count()), (0, 0));
        tree.insert(1, 1);
        assert_eq!(tree.get(&1), Some(&1));
    }

    #[test]
    fn a_clone_keeps_what_it_had() {
        let mut tree = Tree::default();
        for number in numbers(5_000) {
            tree.insert(number, ());
        }
        let (before, kept): (Vec<u64>, _) = (tree.iter().map(|(key, ())| *key).collect(), tree.clone());
        for number in &before {
            tree.remove(number);
        }
        assert_eq!(tree.len(), 0);
        assert!(kept.iter().map(|(key, ())| key).eq(&before));
    }
}
