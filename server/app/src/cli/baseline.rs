//! `plimsoll baseline`, and `check --baseline`: the findings an old repository lives with for now.
//!
//! A finding is known again by its rule, its file and a digest of its text and line; how often is counted. So it stays
//! known when lines move, and one more of the same kind is new.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use super::scan::Scan;
use super::{FAILED, arguments, check, output, place, write};
use crate::report::{Checked, counted, fingerprint};

/// The version of the file's form.
const VERSION: u32 = 1;

/// The file as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Form {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Relative to the folder of the baseline.
    file: String,
    rule: String,
    digest: String,
    count: usize,
}

/// How often each finding is known: file, rule, digest.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    folder: PathBuf,
    counts: BTreeMap<(String, String, String), usize>,
}

impl Baseline {
    /// Reads the baseline at `path`.
    ///
    /// # Errors
    /// When it cannot be read, or is none.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = place::shown(path, Path::new(""));
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => bail!("{shown}: {}", project::files::reason(&error)),
        };
        let form: Form = serde_json::from_str(&text).with_context(|| format!("{shown} is no baseline"))?;
        if form.version != VERSION {
            bail!("{shown} has version {}, this plimsoll reads version {VERSION}; write it anew", form.version);
        }
        let counts = form.findings.into_iter().map(|it| ((it.file, it.rule, it.digest), it.count));
        Ok(Self { folder: folder_of(path), counts: counts.collect() })
    }

    /// The baseline that a file at `path` with all of `files`' findings is.
    fn of(files: &[Checked], path: &Path) -> Self {
        let mut baseline = Self { folder: folder_of(path), counts: BTreeMap::new() };
        for file in files {
            for finding in &file.findings {
                *baseline.counts.entry(baseline.key(file, finding)).or_default() += 1;
            }
        }
        baseline
    }

    /// Takes what is known out of `files`; says how many findings that are.
    pub(super) fn take_out(&mut self, files: &mut [Checked]) -> usize {
        let mut known = 0;
        for file in files {
            let findings = std::mem::take(&mut file.findings);
            for finding in findings {
                match self.counts.get_mut(&self.key(file, &finding)) {
                    Some(count) if *count > 0 => {
                        *count -= 1;
                        known += 1;
                    }
                    _ => file.findings.push(finding),
                }
            }
        }
        known
    }

    fn key(&self, file: &Checked, finding: &rules::Finding) -> (String, String, String) {
        let path = place::relative(&file.document.path, &self.folder);
        (path, finding.rule.name.to_owned(), format!("{:016x}", fingerprint(finding, &file.document)))
    }

    fn to_json(&self) -> String {
        let entries = self.counts.iter().map(|((file, rule, digest), count)| Entry {
            file: file.clone(),
            rule: rule.clone(),
            digest: digest.clone(),
            count: *count,
        });
        let form = Form { version: VERSION, findings: entries.collect() };
        format!("{}\n", serde_json::to_string_pretty(&form).unwrap_or_default())
    }
}

/// Writes what is found today.
pub(super) fn run(arguments: &arguments::Baseline) -> anyhow::Result<ExitCode> {
    let quiet = arguments.selection.quiet;
    let mut scan = Scan::new(&arguments.selection)?;
    let files = scan.judge(!quiet);
    let baseline = Baseline::of(&files, &arguments.output);
    if arguments.output.as_os_str() == "-" {
        output::print_raw(&baseline.to_json())?;
    } else {
        let shown = place::shown(&arguments.output, Path::new(""));
        if let Err(reason) = write::replace(&arguments.output, &baseline.to_json()) {
            bail!("{shown}: {reason}");
        }
        if !quiet {
            let count = files.iter().map(|file| file.findings.len()).sum();
            output::print_raw(&format!(
                "{} of {} in {shown}; `plimsoll check --baseline {shown}` shows what is new\n",
                counted(count, "finding"),
                counted(files.len(), "file")
            ))?;
        }
    }
    check::say(&scan.problems, &scan.notes, quiet);
    Ok(if scan.problems.is_empty() { ExitCode::SUCCESS } else { FAILED.into() })
}

/// The folder of the file at `path`; the working directory for standard output.
fn folder_of(path: &Path) -> PathBuf {
    let path = place::absolute(path);
    path.parent().unwrap_or(&path).to_owned()
}
