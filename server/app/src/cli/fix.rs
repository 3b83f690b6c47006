//! `plimsoll fix`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::arguments::Fix;
use super::mend::{Choice, Mended, mend};
use super::scan::{Scan, Target};
use super::{FAILED, check, diff, explain, output, place, write};
use crate::report::{Problem, counted, elapsed};

/// Fixes the files, or shows what would change.
pub(super) fn run(arguments: &Fix) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let quiet = arguments.selection.quiet;
    for rule in &arguments.rules {
        explain::rules_called(rule)?;
    }
    let mut scan = Scan::new(&arguments.selection)?;
    scan.targets.retain(|target| !target.implied);
    let targets = without_links(std::mem::take(&mut scan.targets));
    let choice = Choice { with_unsafe: arguments.with_unsafe, rules: arguments.rules.clone() };
    let files = mend(&mut scan, &targets, &choice, !quiet);

    let mut done = Done { working_directory: place::working_directory(), ..Done::default() };
    for file in &files {
        if let Some(trouble) = &file.trouble {
            scan.problems.push(Problem { file: file.target.shown.clone(), reason: trouble.clone() });
        }
        let is_standard_input = scan.standard_input.as_ref() == Some(&file.target.path);
        let result = match (arguments.diff, is_standard_input) {
            (true, _) => done.show(file)?,
            (false, true) => done.print(file)?,
            (false, false) => done.write(file, quiet || scan.standard_input.is_some())?,
        };
        scan.problems.extend(result);
    }
    scan.problems.sort();
    check::say(&scan.problems, &scan.notes, quiet);
    if !quiet && !files.is_empty() {
        let line = done.summary(&files, arguments, &elapsed(start.elapsed()));
        // Standard output may hold a text or a patch, which this is no part of.
        if arguments.diff || scan.standard_input.is_some() {
            output::say(line);
        } else {
            output::print_raw(&format!("{line}\n"))?;
        }
    }
    Ok(match (scan.problems.is_empty(), arguments.diff && done.files > 0) {
        (false, _) => FAILED.into(),
        (true, true) => ExitCode::from(1),
        (true, false) => ExitCode::SUCCESS,
    })
}

/// Each file once: of a file and the links to it, the file.
fn without_links(targets: Vec<Target>) -> Vec<Target> {
    let mut by_file: BTreeMap<PathBuf, Target> = BTreeMap::new();
    for target in targets {
        let real = target.path.canonicalize().unwrap_or_else(|_| target.path.clone());
        let is_file = target.path == real;
        match by_file.get(&real) {
            Some(_) if !is_file => {}
            Some(_) | None => {
                by_file.insert(real, target);
            }
        }
    }
    let mut targets: Vec<Target> = by_file.into_values().collect();
    targets.sort_by(|a, b| a.shown.cmp(&b.shown));
    targets
}

/// What was done so far.
#[derive(Debug, Default)]
struct Done {
    working_directory: PathBuf,
    /// How many files were (or would be) changed.
    files: usize,
    /// How many findings were (or would be) fixed.
    fixed: usize,
    /// How many files could not be written.
    failed: usize,
}

impl Done {
    /// Shows the change as a patch.
    fn show(&mut self, file: &Mended) -> anyhow::Result<Option<Problem>> {
        if file.is_changed() {
            self.count(file);
            let mut patch = String::new();
            if file.text != file.before {
                patch.push_str(&diff::unified(&file.target.shown, Some(&file.before), &file.text));
            }
            for (path, text) in &file.creates {
                patch.push_str(&diff::unified(&self.shown(path), None, text));
            }
            if output::is_colored() {
                output::print(&diff::colored(&patch))?;
            } else {
                output::print_raw(&patch)?;
            }
        }
        Ok(None)
    }

    /// Prints the text.
    fn print(&mut self, file: &Mended) -> anyhow::Result<Option<Problem>> {
        if file.text != file.before {
            self.count(file);
        }
        output::print_raw(&file.text)?;
        Ok(None)
    }

    /// Writes the file and those that belong to it.
    fn write(&mut self, file: &Mended, quiet: bool) -> anyhow::Result<Option<Problem>> {
        if !file.is_changed() {
            return Ok(None);
        }
        if let Err((path, reason)) = write_all(file) {
            self.failed += 1;
            return Ok(Some(Problem { file: self.shown(path), reason }));
        }
        self.count(file);
        if !quiet {
            let mut said = format!("fixed {} in {}\n", counted(file.fixed, "finding"), file.target.shown);
            for (path, _) in &file.creates {
                said.push_str(&format!("created {}\n", self.shown(path)));
            }
            output::print_raw(&said)?;
        }
        Ok(None)
    }

    fn count(&mut self, file: &Mended) {
        self.files += 1;
        self.fixed += file.fixed;
    }

    fn shown(&self, path: &Path) -> String {
        place::shown(path, &self.working_directory)
    }

    /// `12 files: fixed 5 findings in 2 files · 4 left, 1 of them fixable with --unsafe · 38 ms`
    fn summary(&self, files: &[Mended], arguments: &Fix, elapsed: &str) -> String {
        let verb = if arguments.diff { "would fix" } else { "fixed" };
        let mut parts = vec![match self.fixed {
            0 if self.failed == 0 => format!("{}: nothing to fix", counted(files.len(), "file")),
            0 => format!("{}: nothing fixed", counted(files.len(), "file")),
            fixed if files.len() == 1 => format!("1 file: {verb} {}", counted(fixed, "finding")),
            fixed => {
                let (all, some) = (counted(files.len(), "file"), counted(self.files, "file"));
                format!("{all}: {verb} {} in {some}", counted(fixed, "finding"))
            }
        }];
        let left: usize = files.iter().map(|file| file.left).sum();
        let left_unsafe: usize = files.iter().map(|file| file.left_unsafe).sum();
        if left > 0 {
            let more = if left_unsafe > 0 && !arguments.with_unsafe {
                format!(", {left_unsafe} of them fixable with --unsafe")
            } else {
                String::new()
            };
            parts.push(format!("{left} left{more}"));
        }
        if self.failed > 0 {
            parts.push(format!("{} not written", self.failed));
        }
        parts.push(elapsed.to_owned());
        parts.join(" · ")
    }
}

/// Writes a file and those that belong to it, or none of them; says which one failed, and why.
fn write_all(file: &Mended) -> Result<(), (&Path, String)> {
    let mut created: Vec<&Path> = Vec::new();
    let mut all = || {
        for (path, text) in &file.creates {
            write::create(path, text).map_err(|reason| (path.as_path(), reason))?;
            created.push(path);
        }
        if file.text == file.before {
            return Ok(());
        }
        write::change(&file.target.path, &file.before, &file.text)
            .map_err(|reason| (file.target.path.as_path(), reason))
    };
    let result = all();
    if result.is_err() {
        for path in created {
            // It was made a moment ago; when it cannot be taken back, the message about the other one has to do.
            let _ = fs::remove_file(path);
        }
    }
    result
}
