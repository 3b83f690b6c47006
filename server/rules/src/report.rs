//! Where a rule says what it sees.

use std::path::{Path, PathBuf};

use project::settings::PodSecurityLevel;
use project::{BuildContext, Severity};
use syntax::dockerfile::Element;
use syntax::{TextRange, yaml};

use crate::finding::{Member, Tag};
use crate::fix::Fix;
use crate::grain::ManifestFile;

/// What one rule finds in one file. Findings name elements of a tree, never ranges of a text.
#[derive(Debug)]
pub struct Report<'a> {
    /// Of a Dockerfile.
    context: Option<&'a BuildContext<'a>>,
    options: &'a serde_json::Value,
    /// The `spec` of the Pod that the walk is at.
    pub(crate) pod: Option<yaml::NodeId>,
    pub(crate) found: Vec<Found>,
}

/// A finding in the making.
#[derive(Debug)]
pub struct Found {
    pub(crate) range: TextRange,
    pub(crate) message: String,
    pub(crate) labels: Vec<(TextRange, String)>,
    pub(crate) fixes: Vec<Fix>,
    pub(crate) tag: Option<Tag>,
    pub(crate) at_most: Option<Severity>,
    /// The `spec` of the Pod that it is about.
    pub(crate) pod: Option<yaml::NodeId>,
    pub(crate) breaks: Option<PodSecurityLevel>,
    pub(crate) members: Vec<Member>,
    /// Labels in other files.
    pub(crate) elsewhere: Vec<(PathBuf, TextRange, String)>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(context: Option<&'a BuildContext<'a>>, options: &'a serde_json::Value) -> Self {
        Self { context, options, pod: None, found: Vec::new() }
    }

    /// The folder a Dockerfile is built in: what it holds, what `.dockerignore` leaves of it. `None` for other files.
    #[must_use]
    pub fn context(&self) -> Option<&'a BuildContext<'a>> {
        self.context
    }

    /// The value the settings give this rule's option.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&'a serde_json::Value> {
        self.options.get(name)
    }

    /// Reports `message` at `element` of a Dockerfile. The message is one sentence without a full stop: what is wrong, what to do.
    pub fn at(&mut self, element: &impl Element, message: impl Into<String>) -> &mut Found {
        self.found(element.node().range(), message.into())
    }

    /// Reports `message` at `node` of a manifest, worded as in [`Report::at`]. Of a collection without brackets the key it stands
    /// behind is meant, so that not half a file is underlined.
    pub fn on(&mut self, node: yaml::Node<'_>, message: impl Into<String>) -> &mut Found {
        self.found(shown(node), message.into())
    }

    /// Reports `message` at what a reader has noted itself: a mistake in the syntax.
    pub(crate) fn found(&mut self, range: TextRange, message: String) -> &mut Found {
        self.found.push(Found { pod: self.pod, ..Found::new(range, message) });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

/// What to underline of `node`.
pub(crate) fn shown(node: yaml::Node<'_>) -> TextRange {
    match node.kind() {
        yaml::Kind::Mapping | yaml::Kind::Sequence if node.is_flow() => node.range(),
        yaml::Kind::Mapping | yaml::Kind::Sequence => match (node.key(), node.children().next()) {
            (Some(key), _) => key.range(),
            (None, Some(first)) => shown(first),
            (None, None) => node.range(),
        },
        yaml::Kind::Null => node.key().map_or(node.range(), yaml::Node::range),
        yaml::Kind::Scalar(_) | yaml::Kind::Alias => node.range(),
    }
}

impl Found {
    pub(crate) fn new(range: TextRange, message: String) -> Self {
        Self {
            range,
            message,
            labels: Vec::new(),
            fixes: Vec::new(),
            tag: None,
            at_most: None,
            pod: None,
            breaks: None,
            members: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// Points at another element: the cause, the other half of a pair.
    pub fn label(&mut self, element: &impl Element, message: impl Into<String>) -> &mut Self {
        self.labels.push((element.node().range(), message.into()));
        self
    }

    /// Points at another node of the manifest.
    pub fn label_on(&mut self, node: yaml::Node<'_>, message: impl Into<String>) -> &mut Self {
        self.labels.push((shown(node), message.into()));
        self
    }

    /// Points at a place that the graph of the workspace names, in whatever file.
    pub fn label_in(
        &mut self,
        file: &ManifestFile<'_>,
        path: &Path,
        range: TextRange,
        message: impl Into<String>,
    ) -> &mut Self {
        if path == file.path {
            self.labels.push((range, message.into()));
        } else {
            self.elsewhere.push((path.to_owned(), range, message.into()));
        }
        self
    }

    /// Offers a fix; the first one offered is the one `fix` applies.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fixes.push(fix);
        self
    }

    /// Weighs less than the rule's other findings: whatever the rule's level, this one's is not above `severity`.
    pub fn at_most(&mut self, severity: Severity) -> &mut Self {
        self.at_most = Some(severity);
        self
    }

    /// A Pod in which this is does not meet `level` of the Pod Security Standards.
    pub fn breaks(&mut self, level: PodSecurityLevel) -> &mut Self {
        self.breaks = Some(level);
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
