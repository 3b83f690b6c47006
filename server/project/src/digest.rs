//! Digests: what is kept of an answer or a text to notice that it is another one.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A digest, the same on every run of one build.
pub(crate) fn digest(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
