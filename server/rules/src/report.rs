//! Where a rule says what it sees.

use project::BuildContext;
use syntax::dockerfile::{Element, Node};

use crate::finding::Tag;
use crate::fix::Fix;

/// What one rule finds in one file. Findings name elements; ranges are worked out by the caller.
#[derive(Debug)]
pub struct Report<'a> {
    context: &'a BuildContext<'a>,
    options: &'a serde_json::Value,
    pub(crate) found: Vec<Found>,
}

/// A finding in the making.
#[derive(Debug)]
pub struct Found {
    pub(crate) node: Node,
    pub(crate) message: String,
    pub(crate) labels: Vec<(Node, String)>,
    pub(crate) fixes: Vec<Fix>,
    pub(crate) tag: Option<Tag>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(context: &'a BuildContext<'a>, options: &'a serde_json::Value) -> Self {
        Self { context, options, found: Vec::new() }
    }

    /// The folder the file is built in: what it holds, what `.dockerignore` leaves of it.
    #[must_use]
    pub fn context(&self) -> &'a BuildContext<'a> {
        self.context
    }

    /// The value the settings give this rule's option.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&'a serde_json::Value> {
        self.options.get(name)
    }

    /// Reports `message` at `element`. The message is one sentence without a full stop: what is wrong, what to do.
    pub fn at(&mut self, element: &impl Element, message: impl Into<String>) -> &mut Found {
        self.found.push(Found {
            node: element.node(),
            message: message.into(),
            labels: Vec::new(),
            fixes: Vec::new(),
            tag: None,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

impl Found {
    /// Points at another element: the cause, the other half of a pair.
    pub fn label(&mut self, element: &impl Element, message: impl Into<String>) -> &mut Self {
        self.labels.push((element.node(), message.into()));
        self
    }

    /// Offers a fix; the first one offered is the one `fix` applies.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fixes.push(fix);
        self
    }

    /// Shown greyed out: the element has no effect.
    pub fn unnecessary(&mut self) -> &mut Self {
        self.tag = Some(Tag::Unnecessary);
        self
    }

    /// Shown struck through: there is a newer way.
    pub fn deprecated(&mut self) -> &mut Self {
        self.tag = Some(Tag::Deprecated);
        self
    }
}
