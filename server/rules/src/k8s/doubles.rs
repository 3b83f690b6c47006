//! Doubles: items of a list that have what only one of them may have.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use syntax::yaml::Node;

/// The nodes whose key an earlier one has, each with the first one of that key.
pub(super) fn doubles<'y, K: Hash + Eq>(keyed: impl IntoIterator<Item = (K, Node<'y>)>) -> Vec<(Node<'y>, Node<'y>)> {
    let mut first: FxHashMap<K, Node<'y>> = FxHashMap::default();
    let mut found = Vec::new();
    for (key, node) in keyed {
        match first.get(&key) {
            Some(first) => found.push((*first, node)),
            None => {
                first.insert(key, node);
            }
        }
    }
    found
}
