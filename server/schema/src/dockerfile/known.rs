//! The difference between "there is none" and "nobody looked".

/// A fact that may be absent in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known<T> {
    /// It is known, and this is it.
    Some(T),
    /// It is known that there is none: no shell in a distroless image, say.
    None,
    /// Nothing is known; draw no conclusion.
    Unknown,
}

impl<T> Known<T> {
    /// The value; `None` both for "there is none" and for "unknown".
    #[must_use]
    pub fn known(self) -> Option<T> {
        match self {
            Known::Some(value) => Some(value),
            Known::None | Known::Unknown => None,
        }
    }

    /// Whether it is certain that there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Known::None)
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Known::Unknown)
    }
}
