//! `--format github`: workflow commands, which GitHub shows on the lines of a pull request.

use std::fmt::Write;

use project::Severity;

use super::Report;
use super::position::Positions;

/// One line a finding or problem.
pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    for file in &report.files {
        let positions = Positions::new(&file.document);
        for finding in &file.findings {
            let place = positions.characters(finding.range);
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Hint => "notice",
            };
            let _ =
                write!(out, "::{command} file={},line={},endLine={}", property(&file.file), place.line, place.end_line);
            // Columns are taken for a range within one line only.
            if place.line == place.end_line {
                let _ = write!(out, ",col={},endColumn={}", place.column, place.end_column);
            }
            let _ = writeln!(out, ",title={}::{}", property(finding.rule.name), data(&finding.message));
        }
    }
    for problem in &report.problems {
        let _ = writeln!(out, "::error file={},title=not checked::{}", property(&problem.file), data(&problem.reason));
    }
    out
}

/// A message: what would end the line is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: what would end it, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(property("a,b:c%2C\r\n"), "a%2Cb%3Ac%252C%0D%0A");
        assert_eq!(data("a,b:c%\n"), "a,b:c%25%0A");
    }
}
