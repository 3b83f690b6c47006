//! Blocks to insert: whole files, stages and steps, ready for production.

/// A block to insert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snippet {
    /// What a person types to find it: `go`.
    pub label: &'static str,
    /// What it is, a few words without a full stop.
    pub detail: &'static str,
    /// What it does and which choices it makes; Markdown, whole sentences.
    pub documentation: &'static str,
    /// The text in the snippet syntax of the Language Server Protocol: `$1`, `${2:default}`, `$0`; a dollar sign of the
    /// text itself is escaped as `\\$`. No line break at its end.
    pub body: &'static str,
    /// Where it fits.
    pub scope: SnippetScope,
}

/// Where a snippet fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetScope {
    /// A whole file, from the `# syntax` line on.
    File,
    /// One or more whole stages, from `FROM` on.
    TopLevel,
    /// Instructions inside a stage.
    Stage,
    /// The arguments of a `RUN`.
    Run,
}

const SNIPPETS: &[Snippet] = &[];

/// All snippets, whole files first.
#[must_use]
pub fn snippets() -> &'static [Snippet] {
    SNIPPETS
}
