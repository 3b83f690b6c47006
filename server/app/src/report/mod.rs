//! Reports: what a scan found, and the formats it is written in.

mod fingerprint;
mod github;
mod json;
mod junit;
mod position;
mod sarif;
mod snippet;
mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use project::{Document, Severity};
use rules::Finding;

pub(crate) use self::fingerprint::{fingerprint, fingerprint_of_member};
pub(crate) use self::text::{clean, counted, elapsed};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// With the lines they are about, for people
    #[default]
    Text,
    /// One object: findings, errors, summary
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands that GitHub shows on the lines of a pull request
    Github,
    /// JUnit XML, one test suite a file
    Junit,
}

/// What a scan found.
#[derive(Debug)]
pub(crate) struct Report {
    /// The files that were judged, by path.
    pub(crate) files: Vec<Checked>,
    /// What could not be judged, by path.
    pub(crate) problems: Vec<Problem>,
    /// The level from which on a finding fails the run; `None`: none does.
    pub(crate) floor: Option<Severity>,
    /// How many findings are left out because the baseline has them.
    pub(crate) known: usize,
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
    /// The other files that labels of these findings point into, as far as they can be read.
    pub(crate) others: BTreeMap<PathBuf, Arc<Document>>,
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

    /// Whether `finding` fails the run.
    pub(crate) fn fails(&self, finding: &Finding) -> bool {
        self.floor.is_some_and(|floor| finding.severity >= floor)
    }

    /// How many findings have that severity.
    fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, finding)| finding.severity == severity).count()
    }

    /// How many findings have a fix.
    fn fixable(&self) -> usize {
        self.findings().filter(|(_, finding)| !finding.fixes.is_empty()).count()
    }

    /// The findings in that format; the text format may hold styles. Empty where there is nothing to say.
    pub(crate) fn write(&self, format: Format, shown: &dyn Fn(&Path) -> String) -> String {
        match format {
            Format::Text => text::findings(self, shown),
            Format::Json => json::write(self, shown),
            Format::Sarif => sarif::write(self, shown),
            Format::Github => github::write(self),
            Format::Junit => junit::write(self),
        }
    }

    /// The last line of the text format.
    pub(crate) fn summary(&self) -> String {
        text::summary(self)
    }
}
