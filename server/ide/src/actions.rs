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

#[cfg(test)]
mod tests {
    use syntax::TextSize;

    use super::*;
    use crate::check::Case;

    /// The actions at the cursor (`None`: for the whole file): titles, and the file after each.
    fn at(fixture: &str, only: Option<&[ActionKind]>) -> Vec<(String, String)> {
        let case = Case::new(fixture);
        let path = case.path();
        let range = case.fixture.cursors.first().map_or_else(
            || TextRange::up_to(TextSize::of(case.text(&path))),
            |cursor| TextRange::empty(crate::check::size(cursor.offset)),
        );
        let found = actions(&case.snapshot, &path, range, only);
        for action in &found {
            assert!(!action.title.ends_with('.') && action.title.starts_with(char::is_uppercase), "{}", action.title);
            assert_eq!(action.kind == ActionKind::QuickFix, action.mends.is_some());
        }
        found.iter().map(|action| (action.title.clone(), case.changed(&action.change))).collect()
    }

    const QUICK_FIX: Option<&[ActionKind]> = Some(&[ActionKind::QuickFix]);
    const FIX_ALL: Option<&[ActionKind]> = Some(&[ActionKind::FixAll]);

    #[test]
    fn a_finding_under_the_cursor_is_mended() {
        let file = "FROM alpine:3.22\nADD<|> a /b/\nADD c /d/\n#- a\n#- c\n";
        let found = at(file, QUICK_FIX);
        let mended = "FROM alpine:3.22\nCOPY a /b/\nADD c /d/\n";
        assert!(found.iter().any(|(_, text)| text == mended), "{found:?}");
        let elsewhere = at("FROM alp<|>ine:3.22\nADD a /b/\n", QUICK_FIX);
        assert!(!elsewhere.iter().any(|(_, text)| text.contains("COPY")), "{elsewhere:?}");
    }

    #[test]
    fn all_safe_fixes_at_once() {
        let found = at("#- Dockerfile\nFROM alpine:3.22\nADD a /b/\nADD c /d/\n#- a\n#- c\n", FIX_ALL);
        let [(title, text)] = found.as_slice() else { panic!("one action: {found:?}") };
        assert!(title.starts_with("Apply all "), "{title}");
        assert!(text.contains("COPY a /b/\nCOPY c /d/\n"), "{text}");
        assert_eq!(at("FROM scratch\n", FIX_ALL), []);
        assert_eq!(at("#- .dockerignore\na\n", None), []);
    }

    #[test]
    fn a_suppressed_finding_is_left_alone() {
        let file = "FROM alpine:3.22\n# plimsoll: ignore[docker/add-instead-of-copy]\nADD<|> a /b/\n#- a\n";
        assert!(!at(file, QUICK_FIX).iter().any(|(_, text)| text.contains("COPY")));
    }
}
