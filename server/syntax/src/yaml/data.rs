//! Data: a value without a place, to be written into a document or taken out of one.

/// A value without a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Nothing: `null`.
    Null,
    /// A scalar that is written as it stands: `3`, `true`, `250m`. A text that would be misread is quoted all the same.
    Plain(String),
    /// A text that stays one: quoted where it would be read as a number, a boolean or nothing.
    Text(String),
    /// Entries, in order.
    Map(Vec<(String, Data)>),
    /// Items, in order.
    Seq(Vec<Data>),
    /// Lines of block YAML that are put in as they are, indented to their place; written for two columns a level. Where
    /// only brackets may stand they cannot be put in.
    Block(String),
}

impl Data {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A scalar as it stands.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    /// Entries.
    #[must_use]
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// Items.
    #[must_use]
    pub fn seq(items: impl IntoIterator<Item = Self>) -> Self {
        Self::Seq(items.into_iter().collect())
    }
}

impl From<bool> for Data {
    fn from(value: bool) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<i64> for Data {
    fn from(value: i64) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
