//! Code actions: the fixes of the findings under the cursor, and all safe fixes of a file at once.

use std::path::Path;

use project::Snapshot;
use rules::{Finding, FindingFix, Safety, judge};
use syntax::{TextRange, merge_disjoint};

use crate::cursor;
use crate::types::{Action, ActionKind, SourceChange};

/// What can be done about `range` of the file; `only` limits the kinds.
#[must_use]
pub fn actions(snapshot: &Snapshot, path: &Path, range: TextRange, only: Option<&[ActionKind]>) -> Vec<Action> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    let findings = judge::findings(snapshot, &document);
    let wanted = |kind| only.is_none_or(|only| only.contains(&kind));
    let mut found = Vec::new();
    if wanted(ActionKind::QuickFix) {
        for finding in findings.iter().filter(|finding| finding.range.intersect(range).is_some()) {
            for (index, fix) in finding.fixes.iter().enumerate() {
                found.push(Action {
                    title: fix.title.clone(),
                    kind: ActionKind::QuickFix,
                    change: change(path, fix),
                    mends: Some((finding.rule.name, finding.range)),
                    is_preferred: index == 0 && fix.safety == Safety::Safe,
                });
            }
        }
    }
    if wanted(ActionKind::FixAll) {
        found.extend(fix_all(path, &findings));
    }
    found
}

fn change(path: &Path, fix: &FindingFix) -> SourceChange {
    let edits = if fix.edits.is_empty() { Vec::new() } else { vec![(path.to_owned(), fix.edits.clone())] };
    SourceChange { edits, creates: fix.creates.clone() }
}

/// The first fix of every finding that may be applied unseen; of two that overlap the earlier one.
fn fix_all(path: &Path, findings: &[Finding]) -> Option<Action> {
    let fixes: Vec<&FindingFix> = findings
        .iter()
        .filter_map(|finding| finding.fixes.first())
        .filter(|fix| fix.safety == Safety::Safe && fix.creates.is_empty())
        .collect();
    let groups: Vec<_> = fixes.iter().map(|fix| fix.edits.clone()).collect();
    let (edits, kept) = merge_disjoint(&groups);
    let count = kept.iter().filter(|kept| **kept).count();
    (count > 0).then(|| Action {
        title: if count == 1 { "Apply the safe fix".to_owned() } else { format!("Apply all {count} safe fixes") },
        kind: ActionKind::FixAll,
        change: SourceChange { edits: vec![(path.to_owned(), edits)], creates: Vec::new() },
        mends: None,
        is_preferred: false,
    })
}
