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
use crate::report::{Checked, counted, fingerprint, fingerprint_of_member};

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

/// File, rule, digest.
type Key = (String, String, String);

/// How often each finding is known.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    folder: PathBuf,
    counts: BTreeMap<Key, usize>,
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
                for key in baseline.keys(file, finding) {
                    *baseline.counts.entry(key).or_default() += 1;
                }
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
                if self.knows(file, &finding) {
                    known += 1;
                } else {
                    file.findings.push(finding);
                }
            }
        }
        known
    }

    /// Whether the baseline has a finding, and crosses it off. One that stands for several is known when each of these is: it is new
    /// with the first of them that is.
    fn knows(&mut self, file: &Checked, finding: &rules::Finding) -> bool {
        let keys = self.keys(file, finding);
        let mut crossed: Vec<&Key> = Vec::new();
        for key in &keys {
            match self.counts.get_mut(key) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    crossed.push(key);
                }
                _ => {
                    for key in crossed {
                        self.counts.entry(key.clone()).and_modify(|count| *count += 1);
                    }
                    return false;
                }
            }
        }
        true
    }

    /// What a finding is known by: of one that stands for several what each of these is known by.
    fn keys(&self, file: &Checked, finding: &rules::Finding) -> Vec<Key> {
        let path = place::relative(&file.document.path, &self.folder);
        let key = |rule: &str, digest: u64| (path.clone(), rule.to_owned(), format!("{digest:016x}"));
        if finding.members.is_empty() {
            return vec![key(finding.rule.name, fingerprint(finding, &file.document))];
        }
        let members = finding.members.iter();
        members.map(|member| key(member.rule.name, fingerprint_of_member(member, &file.document))).collect()
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
