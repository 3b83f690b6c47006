//! `--format junit`: XML as test runners write it. A file is a test suite, a finding that fails the run is a failed test.

use std::fmt::Write;

use rules::Finding;

use super::position::{Place, Positions};
use super::{Checked, Problem, Report};

/// The report as XML.
pub(super) fn write(report: &Report) -> String {
    let failures = report.findings().filter(|(_, finding)| report.fails(finding)).count();
    let tests: usize =
        report.files.iter().map(|file| file.findings.len().max(1)).sum::<usize>() + report.problems.len();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"plimsoll\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{}\">",
        report.problems.len()
    );
    for file in &report.files {
        suite(&mut out, report, file);
    }
    for problem in &report.problems {
        unread(&mut out, problem);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(out: &mut String, report: &Report, file: &Checked) {
    let positions = Positions::new(&file.document);
    let name = escaped(&file.file);
    let failures = file.findings.iter().filter(|finding| report.fails(finding)).count();
    let tests = file.findings.len().max(1);
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    );
    if file.findings.is_empty() {
        let _ = writeln!(out, "    <testcase name=\"no finding\" classname=\"{name}\"/>");
    }
    for finding in &file.findings {
        test(out, report, finding, &name, positions.characters(finding.range));
    }
    out.push_str("  </testsuite>\n");
}

fn test(out: &mut String, report: &Report, finding: &Finding, file: &str, place: Place) {
    let (rule, level, message) = (finding.rule.name, finding.severity.name(), escaped(&finding.message));
    let at = format!("{}:{}", place.line, place.column);
    let _ = writeln!(out, "    <testcase name=\"{rule} at {at}\" classname=\"{file}\" line=\"{}\">", place.line);
    if report.fails(finding) {
        let _ = writeln!(
            out,
            "      <failure type=\"{level}\" message=\"{message}\">{file}:{at}: {level}[{rule}]: {message}</failure>"
        );
    } else {
        let _ = writeln!(out, "      <system-out>{file}:{at}: {level}[{rule}]: {message}</system-out>");
    }
    out.push_str("    </testcase>\n");
}

fn unread(out: &mut String, problem: &Problem) {
    let (file, reason) = (escaped(&problem.file), escaped(&problem.reason));
    let _ = write!(
        out,
        "  <testsuite name=\"{file}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    \
         <testcase name=\"not checked\" classname=\"{file}\">\n      \
         <error type=\"unreadable\" message=\"{reason}\">{file}: {reason}</error>\n    \
         </testcase>\n  </testsuite>\n"
    );
}

/// Text that may stand in an attribute or an element. What XML cannot say at all is replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_means_something_in_xml_is_escaped() {
        assert_eq!(escaped("<a b='\"'>&\n\u{1b}[0m"), "&lt;a b=&apos;&quot;&apos;&gt;&amp;&#10;\u{fffd}[0m");
    }
}
