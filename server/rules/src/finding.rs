//! Findings: what leaves this crate.

use std::path::PathBuf;

use syntax::{TextEdit, TextRange};

use crate::fix::Safety;
use crate::rule::Rule;
use project::Severity;

/// How an editor should draw the range besides the squiggle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Greyed out.
    Unnecessary,
    /// Struck through.
    Deprecated,
}

/// Something a rule sees in a file, after levels and suppressions.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static Rule,
    /// At which level, by profile and settings.
    pub severity: Severity,
    /// The place, in bytes of the file's text.
    pub range: TextRange,
    /// One sentence.
    pub message: String,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What mends it, the best first.
    pub fixes: Vec<FindingFix>,
    /// How to draw it.
    pub tag: Option<Tag>,
    /// The findings that this one is shown for, by place; mostly none. Their own fixes are steps of this one's.
    pub members: Vec<Member>,
}

/// A finding that is shown within another one.
#[derive(Debug, Clone)]
pub struct Member {
    /// Which rule.
    pub rule: &'static Rule,
    /// At which level, by profile and settings.
    pub severity: Severity,
    /// The place, in bytes of the file's text.
    pub range: TextRange,
    /// One sentence.
    pub message: String,
}

/// Another place, with what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file; `None` for that of the finding.
    pub path: Option<PathBuf>,
    /// The place, in bytes of that file's text.
    pub range: TextRange,
    /// What is there.
    pub message: String,
}

/// A fix, worked out to text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingFix {
    /// An imperative that names the effect.
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// Edits of the finding's file, disjoint.
    pub edits: Vec<TextEdit>,
    /// New files with their text.
    pub creates: Vec<(PathBuf, String)>,
}
