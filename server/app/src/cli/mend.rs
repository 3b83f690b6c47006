//! Applying fixes in memory until nothing is left to do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::DocumentKind;
use rules::{Finding, Rule, Safety, catalogue};
use syntax::{apply, merge_disjoint};

use super::progress::Progress;
use super::scan::{Scan, Target, judge_all};
use crate::report::{Checked, Problem};

/// How often fixed files are looked at again: a fix may make room for another.
const ROUNDS: usize = 10;

/// Which fixes are applied.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    /// Those that may change what the image does, too.
    pub(super) with_unsafe: bool,
    /// Only those of these rules, by any of their names; empty for all.
    pub(super) rules: Vec<String>,
}

/// A file with what the fixes make of it.
#[derive(Debug)]
pub(super) struct Mended {
    /// Where it is, and what it is called in output.
    pub(super) target: Target,
    /// Its text before any fix.
    pub(super) before: Arc<str>,
    /// Its text with the fixes.
    pub(super) text: Arc<str>,
    /// How many findings were fixed.
    pub(super) fixed: usize,
    /// New files that belong to the fixes.
    pub(super) creates: Vec<(PathBuf, String)>,
    /// How many findings are left.
    pub(super) left: usize,
    /// How many of them have a fix that a person has to choose.
    pub(super) left_unsafe: usize,
    /// Why it is left as it was, or why there may be more to do.
    pub(super) trouble: Option<String>,
    /// Every text it has had, to notice fixes that undo each other.
    history: Vec<Arc<str>>,
    syntax_errors: usize,
}

impl Mended {
    /// Whether there is something to write.
    pub(super) fn is_changed(&self) -> bool {
        self.text != self.before || !self.creates.is_empty()
    }

    fn give_up(&mut self, reason: &str) {
        self.text = Arc::clone(&self.before);
        self.creates.clear();
        self.fixed = 0;
        self.trouble = Some(reason.to_owned());
    }
}

impl Choice {
    fn is_for(&self, rule: &Rule) -> bool {
        self.rules.is_empty() || self.rules.iter().any(|name| catalogue::means(name, rule))
    }
}

/// Applies fixes to `targets` of `scan`, in memory only. Files that cannot be read become problems of the scan.
pub(super) fn mend(scan: &mut Scan, targets: &[Target], choice: &Choice, with_progress: bool) -> Vec<Mended> {
    let mut all: BTreeMap<PathBuf, Mended> = BTreeMap::new();
    let mut created: BTreeSet<PathBuf> = BTreeSet::new();
    let mut round_targets = targets.to_vec();
    for round in 0..=ROUNDS {
        let progress = Progress::new(round_targets.len(), with_progress && round == 0);
        let results = judge_all(&scan.world.snapshot(), &round_targets, &progress);
        drop(progress);
        let mut changed: Vec<Target> = Vec::new();
        // A new file may concern every file whose build context it is in, a settings file those below it.
        let mut concerns_all = false;
        for (target, result) in round_targets.iter().zip(results) {
            let checked = match result {
                Ok(checked) => checked,
                Err(reason) => {
                    scan.problems.push(Problem { file: target.shown.clone(), reason });
                    continue;
                }
            };
            let mended = all.entry(target.path.clone()).or_insert_with(|| Mended::new(target, &checked));
            let known = created.len();
            if mended.round(&checked, choice, &mut created, round == ROUNDS) {
                changed.push(target.clone());
                concerns_all |= created.len() > known || checked.document.kind == DocumentKind::Settings;
            }
            if mended.text != checked.document.text {
                scan.world.open(&target.path, Arc::clone(&mended.text), 0, None);
            }
            for (path, text) in &mended.creates {
                scan.world.open(path, Arc::from(text.as_str()), 0, None);
            }
        }
        if changed.is_empty() {
            break;
        }
        if concerns_all {
            let settings = scan.settings_files.read(scan.world.snapshot().files());
            scan.world.set_settings(settings);
        }
        round_targets = if concerns_all { targets.to_vec() } else { changed };
    }
    all.into_values().collect()
}

impl Mended {
    fn new(target: &Target, checked: &Checked) -> Self {
        let text = Arc::clone(&checked.document.text);
        Self {
            target: target.clone(),
            before: Arc::clone(&text),
            text,
            fixed: 0,
            creates: Vec::new(),
            left: 0,
            left_unsafe: 0,
            trouble: None,
            history: Vec::new(),
            syntax_errors: syntax_errors(checked),
        }
    }

    /// Applies what fits of the fixes for `checked`; whether the text or the new files changed.
    fn round(&mut self, checked: &Checked, choice: &Choice, created: &mut BTreeSet<PathBuf>, is_last: bool) -> bool {
        let findings: Vec<&Finding> = checked.findings.iter().filter(|it| choice.is_for(it.rule)).collect();
        self.left = findings.len();
        self.left_unsafe = findings
            .iter()
            .filter(|finding| finding.fixes.first().is_some_and(|fix| fix.safety == Safety::Unsafe))
            .count();
        if self.trouble.is_some() {
            return false;
        }
        if syntax_errors(checked) > self.syntax_errors {
            self.give_up(
                "its fixes together would break it, so it is left as it was; try them one by one with `--rule`",
            );
            return false;
        }
        self.syntax_errors = syntax_errors(checked);

        let mut new_here: BTreeSet<&Path> = BTreeSet::new();
        let fixes: Vec<_> = findings
            .iter()
            .filter_map(|finding| finding.fixes.first())
            .filter(|fix| choice.with_unsafe || fix.safety == Safety::Safe)
            .filter(|fix| {
                let is_new =
                    fix.creates.iter().all(|(path, _)| !created.contains(path) && !new_here.contains(path.as_path()));
                new_here.extend(fix.creates.iter().map(|(path, _)| path.as_path()));
                is_new
            })
            .collect();
        let groups: Vec<_> = fixes.iter().map(|fix| fix.edits.clone()).collect();
        let (mut edits, mut kept) = merge_disjoint(&groups);
        let Some(mut text) = apply(&self.text, &edits) else { return false };
        // Fixes that each know nothing of the other may meet in one place of a manifest: then one after the other.
        if groups.len() > 1 && breaks(checked, &text) {
            (edits, kept) = merge_disjoint(&groups[..1]);
            kept.resize(groups.len(), false);
            let Some(alone) = apply(&self.text, &edits) else { return false };
            text = alone;
        }
        let text: Arc<str> = Arc::from(text);
        let kept: Vec<_> = fixes.iter().zip(kept).filter(|(_, kept)| *kept).map(|(fix, _)| fix).collect();
        if kept.is_empty() {
            return false;
        }
        if is_last {
            self.trouble = Some(format!("not at rest after {ROUNDS} rounds of fixes; run again"));
            return false;
        }
        if !edits.is_empty() && (text == self.text || self.history.contains(&text)) {
            self.give_up("its fixes undo each other, so it is left as it was; choose among them with `--rule`");
            return false;
        }
        self.fixed += kept.len();
        for (path, text) in kept.into_iter().flat_map(|fix| &fix.creates) {
            created.insert(path.clone());
            self.creates.push((path.clone(), text.clone()));
        }
        self.history.push(std::mem::replace(&mut self.text, text));
        true
    }
}

fn syntax_errors(checked: &Checked) -> usize {
    let of_manifest = || checked.document.yaml().map_or(0, |yaml| yaml.errors().len());
    checked.document.dockerfile().map_or_else(of_manifest, |model| model.syntax.errors.len())
}

/// Whether `text` is a worse manifest than the one in `checked`.
fn breaks(checked: &Checked, text: &str) -> bool {
    checked.document.yaml().is_some_and(|yaml| syntax::yaml::parse(text).errors().len() > yaml.errors().len())
}
