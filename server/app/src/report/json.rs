//! `--format json`: one object. Lines and columns count from 1, columns are UTF-8 bytes, ends are exclusive.

use std::borrow::Cow;
use std::path::Path;

use project::Severity;
use rules::{Finding, FindingFix, Label, Member, Safety};
use serde::Serialize;
use syntax::TextRange;

use super::position::Positions;
use super::{Checked, Report};

#[derive(Debug, Serialize)]
struct Root<'a> {
    version: &'static str,
    findings: Vec<Entry<'a>>,
    errors: Vec<Failure<'a>>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    file: Cow<'a, str>,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    fixable: bool,
    aliases: &'static [&'static str],
    /// The findings that are shown as this one; empty for one that stands for itself.
    members: Vec<Entry<'a>>,
    related: Vec<Related<'a>>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Debug, Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
    creates: Vec<Created<'a>>,
}

#[derive(Debug, Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    insert: &'a str,
}

#[derive(Debug, Serialize)]
struct Created<'a> {
    file: String,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Failure<'a> {
    file: &'a str,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct Summary {
    /// Files that were looked at.
    files: usize,
    error: usize,
    warning: usize,
    info: usize,
    hint: usize,
    fixable: usize,
    /// Findings left out because the baseline has them.
    baseline: usize,
}

/// A file with what is needed to write about it.
#[derive(Clone, Copy)]
struct Writer<'a> {
    file: &'a Checked,
    positions: &'a Positions<'a>,
    shown: &'a dyn Fn(&Path) -> String,
}

/// The report as JSON; `shown` gives the path of a file that does not exist yet.
pub(super) fn write(report: &Report, shown: &dyn Fn(&Path) -> String) -> String {
    let positions: Vec<Positions<'_>> = report.files.iter().map(|file| Positions::new(&file.document)).collect();
    let entries = report.files.iter().zip(&positions).flat_map(|(file, positions)| entries(file, positions, shown));
    let root = Root {
        version: env!("CARGO_PKG_VERSION"),
        findings: entries.collect(),
        errors: report.problems.iter().map(|it| Failure { file: &it.file, message: &it.reason }).collect(),
        summary: Summary {
            files: report.files.len(),
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            info: report.count(Severity::Info),
            hint: report.count(Severity::Hint),
            fixable: report.fixable(),
            baseline: report.known,
        },
    };
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    text
}

fn entries<'a>(
    file: &'a Checked,
    positions: &'a Positions<'a>,
    shown: &'a dyn Fn(&Path) -> String,
) -> impl Iterator<Item = Entry<'a>> {
    let writer = Writer { file, positions, shown };
    file.findings.iter().map(move |finding| writer.entry(finding))
}

impl<'a> Writer<'a> {
    fn entry(self, finding: &'a Finding) -> Entry<'a> {
        let labels = finding.labels.iter();
        Entry {
            rule: finding.rule.name,
            severity: finding.severity.name(),
            message: &finding.message,
            place: self.place(finding.range),
            fixable: !finding.fixes.is_empty(),
            aliases: finding.rule.same_as,
            members: finding.members.iter().map(|member| self.member(member)).collect(),
            related: labels.filter_map(|label| self.related(label)).collect(),
            fixes: finding.fixes.iter().map(|fix| self.fix(fix)).collect(),
        }
    }

    /// What mends it is a step of the fix of the finding around it.
    fn member(self, member: &'a Member) -> Entry<'a> {
        Entry {
            rule: member.rule.name,
            severity: member.severity.name(),
            message: &member.message,
            place: self.place(member.range),
            fixable: false,
            aliases: member.rule.same_as,
            members: Vec::new(),
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// `None` for a place in a file that cannot be read any more.
    fn related(self, label: &'a Label) -> Option<Related<'a>> {
        let place = match &label.path {
            None => self.place(label.range),
            Some(path) => {
                let positions = Positions::new(self.file.others.get(path)?);
                place(Cow::Owned((self.shown)(path)), &positions, label.range)
            }
        };
        Some(Related { message: &label.message, place })
    }

    fn fix(self, fix: &'a FindingFix) -> Fix<'a> {
        let edits = fix.edits.iter();
        let creates = fix.creates.iter();
        Fix {
            title: &fix.title,
            safe: fix.safety == Safety::Safe,
            edits: edits.map(|edit| Edit { place: self.place(edit.range()), insert: &edit.insert }).collect(),
            creates: creates.map(|(path, text)| Created { file: (self.shown)(path), text }).collect(),
        }
    }

    fn place(self, range: TextRange) -> Place<'a> {
        place(Cow::Borrowed(&self.file.file), self.positions, range)
    }
}

fn place<'a>(file: Cow<'a, str>, positions: &Positions<'_>, range: TextRange) -> Place<'a> {
    let place = positions.bytes(range);
    Place { file, line: place.line, column: place.column, end_line: place.end_line, end_column: place.end_column }
}
