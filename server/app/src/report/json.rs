//! `--format json`: one object. Lines and columns count from 1, columns are UTF-8 bytes, ends are exclusive.

use project::Severity;
use rules::{Finding, FindingFix, Safety};
use serde::Serialize;
use syntax::{LineIndex, TextRange};

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
    file: &'a str,
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
    files: usize,
    error: usize,
    warning: usize,
    info: usize,
    hint: usize,
    fixable: usize,
}

/// The report as JSON, without a line end behind it.
pub(crate) fn write(report: &Report) -> String {
    let root = Root {
        version: env!("CARGO_PKG_VERSION"),
        findings: report.files.iter().flat_map(entries).collect(),
        errors: report.problems.iter().map(|it| Failure { file: &it.file, message: &it.reason }).collect(),
        summary: Summary {
            files: report.files.len(),
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            info: report.count(Severity::Info),
            hint: report.count(Severity::Hint),
            fixable: report.fixable(),
        },
    };
    serde_json::to_string_pretty(&root).unwrap_or_default()
}

fn entries(file: &Checked) -> Vec<Entry<'_>> {
    let lines = file.document.lines();
    file.findings.iter().map(|finding| entry(file, &lines, finding)).collect()
}

fn entry<'a>(file: &'a Checked, lines: &LineIndex, finding: &'a Finding) -> Entry<'a> {
    let place = |range| place(&file.file, lines, range);
    Entry {
        rule: finding.rule.name,
        severity: finding.severity.name(),
        message: &finding.message,
        place: place(finding.range),
        fixable: !finding.fixes.is_empty(),
        aliases: finding.rule.same_as,
        members: Vec::new(),
        related: finding
            .labels
            .iter()
            .map(|label| Related { message: &label.message, place: place(label.range) })
            .collect(),
        fixes: finding.fixes.iter().map(|it| fix(file, lines, it)).collect(),
    }
}

fn fix<'a>(file: &'a Checked, lines: &LineIndex, fix: &'a FindingFix) -> Fix<'a> {
    Fix {
        title: &fix.title,
        safe: fix.safety == Safety::Safe,
        edits: fix
            .edits
            .iter()
            .map(|edit| Edit { place: place(&file.file, lines, edit.range()), insert: &edit.insert })
            .collect(),
        creates: fix
            .creates
            .iter()
            .map(|(path, text)| Created { file: path.to_string_lossy().into_owned(), text })
            .collect(),
    }
}

fn place<'a>(file: &'a str, lines: &LineIndex, range: TextRange) -> Place<'a> {
    let (start, end) = (lines.line_column(range.start()), lines.line_column(range.end()));
    Place { file, line: start.line + 1, column: start.column + 1, end_line: end.line + 1, end_column: end.column + 1 }
}
