//! `plimsoll check`

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::arguments::Check;
use super::baseline::Baseline;
use super::scan::Scan;
use super::{FAILED, output, place};
use crate::report::{Format, Problem, Report};

/// Judges the files and writes the report.
pub(super) fn run(arguments: &Check) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let quiet = arguments.selection.quiet;
    let baseline = arguments.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut scan = Scan::new(&arguments.selection)?;
    let mut files = scan.judge(!quiet);
    let known = baseline.map_or(0, |mut baseline| baseline.take_out(&mut files));
    let problems = std::mem::take(&mut scan.problems);
    let report = Report { files, problems, floor: arguments.fail_on.0, known, elapsed: start.elapsed() };

    let working_directory = place::working_directory();
    let text = report.write(arguments.format, &|path: &Path| place::shown(path, &working_directory));
    match arguments.format {
        Format::Text => output::print(&text)?,
        Format::Json | Format::Sarif | Format::Github | Format::Junit => output::print_raw(&text)?,
    }
    say(&report.problems, &scan.notes, quiet);
    if arguments.format == Format::Text && !quiet && !report.files.is_empty() {
        output::print(&format!("{}{}", if text.is_empty() { "" } else { "\n" }, report.summary()))?;
    }
    let fails = report.findings().any(|(_, finding)| report.fails(finding));
    Ok(match (report.problems.is_empty(), fails) {
        (false, _) => FAILED.into(),
        (true, true) => ExitCode::from(1),
        (true, false) => ExitCode::SUCCESS,
    })
}

/// Says on standard error what could not be read, and what else is worth knowing.
pub(super) fn say(problems: &[Problem], notes: &[String], quiet: bool) {
    for problem in problems {
        output::say(format_args!("{}: {}", problem.file, problem.reason));
    }
    for note in notes.iter().filter(|_| !quiet) {
        output::say(note);
    }
}
