//! What scalars of a manifest say, where they say it themselves: a text that a tool fills in later says nothing yet.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use schema::kubernetes::values::int_or_percent::{self, IntOrPercent};
use syntax::yaml::{Flavour, Node, Resolved};

pub(super) use super::placeholder::is_in as is_placeholder;

/// The text of a scalar; `None` for anything else, for nothing, and for a placeholder.
pub(super) fn text(node: Node<'_>) -> Option<Cow<'_, str>> {
    node.effective().text().filter(|text| !is_placeholder(text))
}

/// The whole number that a scalar is; `None` for anything else.
pub(super) fn int(node: Node<'_>) -> Option<i64> {
    match node.resolved(Flavour::Kubernetes)? {
        Resolved::Int(number) => Some(number),
        Resolved::Null | Resolved::Bool(_) | Resolved::Float(_) | Resolved::Str(_) => None,
    }
}

/// The boolean that a scalar is; `None` for anything else.
pub(super) fn flag(node: Node<'_>) -> Option<bool> {
    match node.resolved(Flavour::Kubernetes)? {
        Resolved::Bool(value) => Some(value),
        Resolved::Null | Resolved::Int(_) | Resolved::Float(_) | Resolved::Str(_) => None,
    }
}

/// Whether the value of `key` in `mapping` is `true`.
pub(super) fn is_true(mapping: Node<'_>, key: &str) -> bool {
    get(mapping, key).and_then(flag) == Some(true)
}

/// The value of `key` in `mapping`, aliases followed; `None` where none is written, or nothing behind the key.
pub(super) fn get<'y>(mapping: Node<'y>, key: &str) -> Option<Node<'y>> {
    mapping.effective().get(key).filter(|node| is_written(*node))
}

/// The text of the value of `key`; see [`text`].
pub(super) fn text_of<'y>(mapping: Node<'y>, key: &str) -> Option<Cow<'y, str>> {
    get(mapping, key).and_then(text)
}

/// The values of a mapping by key, for looking up many of them.
pub(super) fn table<'y>(mapping: Node<'y>) -> FxHashMap<Cow<'y, str>, Node<'y>> {
    mapping.effective().entries().map(|entry| (entry.name(), entry.value)).collect()
}

/// The items of the sequence behind `key`; none where there is no sequence.
pub(super) fn items<'y>(mapping: Node<'y>, key: &str) -> impl Iterator<Item = Node<'y>> {
    get(mapping, key).map(Node::effective).into_iter().flat_map(Node::items)
}

/// Whether anything but `null` stands there.
pub(super) fn is_written(node: Node<'_>) -> bool {
    node.resolved(Flavour::Kubernetes) != Some(Resolved::Null)
}

/// The number or percentage that a scalar is; `None` for what is neither.
pub(super) fn int_or_percent(node: Node<'_>) -> Option<IntOrPercent> {
    if let Some(number) = int(node) {
        return Some(IntOrPercent::Int(number));
    }
    int_or_percent::parse(&text(node)?).ok()
}

/// Whether it is `0` or `0%`.
pub(super) fn is_zero(value: IntOrPercent) -> bool {
    match value {
        IntOrPercent::Int(number) => number == 0,
        IntOrPercent::Percent(percent) => percent == 0,
    }
}
