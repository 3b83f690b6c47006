//! `plimsoll check`

use std::process::ExitCode;
use std::time::Instant;

use super::arguments::Check;
use super::scan::Scan;
use crate::report::{Report, json};

/// Judges the files and writes the report.
pub(super) fn run(arguments: &Check) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let mut scan = Scan::new(&arguments.selection);
    let files = scan.judge();
    let report = Report { files, problems: scan.problems, elapsed: start.elapsed() };
    println!("{}", json::write(&report));
    for problem in &report.problems {
        eprintln!("plimsoll: {}: {}", problem.file, problem.reason);
    }
    let fails = arguments.fail_on.0.is_some_and(|floor| report.findings().any(|(_, it)| it.severity >= floor));
    Ok(if !report.problems.is_empty() {
        ExitCode::from(2)
    } else if fails {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}
