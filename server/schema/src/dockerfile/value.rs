//! One word of a closed list.

/// A word that a flag, a mount option or a directive accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// As it is written.
    pub name: &'static str,
    /// What it does; Markdown, whole sentences.
    pub documentation: &'static str,
}
