//! Fixes: a title that names the effect, and steps on elements of the tree.

use syntax::dockerfile::{Element, Operation};
use syntax::yaml;

/// Whether a fix may be applied unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Safety {
    /// The image behaves as before, apart from what the finding is about: `plimsoll fix` and fix-all apply it.
    Safe,
    /// It may change what the image does; a person chooses it (`plimsoll fix --unsafe`).
    Unsafe,
}

/// One step of a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A change to the Dockerfile of the finding.
    Change(Operation),
    /// A change to the manifest of the finding.
    Edit(yaml::Operation),
    /// One more document at the end of the manifest of the finding.
    AddDocument(String),
    /// A new file in the build context; nothing happens where it exists.
    CreateInContext {
        /// Its name, relative to the build context.
        path: String,
        /// Its text.
        text: String,
    },
}

/// A fix in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub(crate) title: String,
    pub(crate) safety: Safety,
    pub(crate) steps: Vec<Step>,
}

impl Fix {
    /// A fix that may be applied unseen. The title is an imperative: ``Use `COPY` ``.
    #[must_use]
    pub fn safe(title: impl Into<String>) -> Self {
        Self { title: title.into(), safety: Safety::Safe, steps: Vec::new() }
    }

    /// A fix for a person to choose.
    #[must_use]
    pub fn suggested(title: impl Into<String>) -> Self {
        Self { safety: Safety::Unsafe, ..Self::safe(title) }
    }

    /// Adds an operation on the manifest.
    #[must_use]
    pub fn edit(mut self, operation: yaml::Operation) -> Self {
        self.steps.push(Step::Edit(operation));
        self
    }

    /// Adds an object at the end of the manifest; `text` is the document without the line before it.
    #[must_use]
    pub fn add_document(mut self, text: impl Into<String>) -> Self {
        self.steps.push(Step::AddDocument(text.into()));
        self
    }

    /// Puts an item of a list directly before an earlier one of it. `None`: it has more than `limit` nodes, or is no item.
    #[must_use]
    pub fn move_before(self, item: yaml::Node<'_>, earlier: yaml::Node<'_>, limit: usize) -> Option<Self> {
        let value = item.unfold(limit)?;
        // Behind the new place, every item stands one further.
        let mut old = item.address();
        old.route = old.route.parent()?.then(item.index() + 1);
        let moved = self.edit(yaml::Operation::Insert { before: earlier.address(), key: None, value });
        Some(moved.edit(yaml::Operation::Remove { at: old }))
    }

    /// Adds any operation on the Dockerfile.
    #[must_use]
    pub fn change(mut self, operation: Operation) -> Self {
        self.steps.push(Step::Change(operation));
        self
    }

    /// Puts `text` in the element's place.
    #[must_use]
    pub fn replace(self, element: &impl Element, text: impl Into<String>) -> Self {
        self.change(Operation::Replace { node: element.node(), text: text.into() })
    }

    /// Puts `text` directly before the element.
    #[must_use]
    pub fn insert_before(self, element: &impl Element, text: impl Into<String>) -> Self {
        self.change(Operation::InsertBefore { node: element.node(), text: text.into() })
    }

    /// Puts `text` directly behind the element.
    #[must_use]
    pub fn insert_after(self, element: &impl Element, text: impl Into<String>) -> Self {
        self.change(Operation::InsertAfter { node: element.node(), text: text.into() })
    }

    /// Takes a word, flag or pair out.
    #[must_use]
    pub fn remove_word(self, element: &impl Element) -> Self {
        self.change(Operation::RemoveWord { node: element.node() })
    }

    /// Takes neighbouring words out, from the first to the last.
    #[must_use]
    pub fn remove_words(self, first: &impl Element, last: &impl Element) -> Self {
        self.change(Operation::RemoveWords { first: first.node(), last: last.node() })
    }

    /// Takes an instruction out.
    #[must_use]
    pub fn remove_instruction(self, element: &impl Element) -> Self {
        self.change(Operation::RemoveInstruction { node: element.node() })
    }

    /// Puts lines before an instruction.
    #[must_use]
    pub fn insert_lines_before(self, element: &impl Element, text: impl Into<String>) -> Self {
        self.change(Operation::InsertLinesBefore { node: element.node(), text: text.into() })
    }

    /// Puts lines behind an instruction.
    #[must_use]
    pub fn insert_lines_after(self, element: &impl Element, text: impl Into<String>) -> Self {
        self.change(Operation::InsertLinesAfter { node: element.node(), text: text.into() })
    }

    /// Gives an instruction one more flag.
    #[must_use]
    pub fn add_flag(self, element: &impl Element, text: impl Into<String>) -> Self {
        self.change(Operation::AddFlag { node: element.node(), text: text.into() })
    }

    /// Gives an instruction more flags; as soon as there are two, each new one stands on a line of its own.
    #[must_use]
    pub fn add_flags(self, element: &impl Element, flags: Vec<String>) -> Self {
        self.change(Operation::AddFlags { node: element.node(), flags })
    }

    /// Takes a statement of a shell list out (named by its pipeline).
    #[must_use]
    pub fn remove_statement(self, element: &impl Element) -> Self {
        self.change(Operation::RemoveStatement { node: element.node() })
    }

    /// Joins a statement behind another one (named by its pipeline) with `&&`.
    #[must_use]
    pub fn append_statement(self, element: &impl Element, text: impl Into<String>) -> Self {
        self.change(Operation::AppendStatement { node: element.node(), text: text.into() })
    }

    /// Makes one RUN of two neighbours.
    #[must_use]
    pub fn join_runs(self, first: &impl Element, second: &impl Element) -> Self {
        self.change(Operation::JoinRuns { first: first.node(), second: second.node() })
    }

    /// Creates a file in the build context.
    #[must_use]
    pub fn create_in_context(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.steps.push(Step::CreateInContext { path: path.into(), text: text.into() });
        self
    }
}
