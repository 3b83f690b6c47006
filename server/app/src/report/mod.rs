//! Reports: what a scan found, and the formats it is written in.

pub(crate) mod json;

use std::sync::Arc;
use std::time::Duration;

use project::{Document, Severity};
use rules::Finding;

/// What a scan found.
#[derive(Debug)]
pub(crate) struct Report {
    /// The files that were judged, by path.
    pub(crate) files: Vec<Checked>,
    /// What could not be judged, by path.
    pub(crate) problems: Vec<Problem>,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

/// A file that was judged.
#[derive(Debug)]
pub(crate) struct Checked {
    /// Its path as it is shown.
    pub(crate) file: String,
    /// What was judged.
    pub(crate) document: Arc<Document>,
    /// By place.
    pub(crate) findings: Vec<Finding>,
}

/// Why a file or folder could not be judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// Its path as it is shown.
    pub(crate) file: String,
    /// The reason.
    pub(crate) reason: String,
}

impl Report {
    /// Every finding with its file, in the order of the report.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Checked, &Finding)> {
        self.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
    }

    /// How many findings have that severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, finding)| finding.severity == severity).count()
    }

    /// How many findings have a fix.
    pub(crate) fn fixable(&self) -> usize {
        self.findings().filter(|(_, finding)| !finding.fixes.is_empty()).count()
    }
}
