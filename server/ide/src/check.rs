//! Checkers for features: a fixture with a cursor in, what a person would see out.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use expect_test::Expect;
use project::files::Memory;
use project::{Snapshot, World, discover};
use syntax::{TextRange, TextSize, apply};
use testing::Fixture;

use crate::types::{CompletionItem, DocumentationKey, Hover, SourceChange, Target};

/// Keys that have been seen to have a text: the same ones come again and again.
static RESOLVED: LazyLock<Mutex<HashSet<DocumentationKey>>> = LazyLock::new(Mutex::default);

/// The folder every fixture lies in.
const ROOT: &str = "/w";

/// A fixture as a workspace.
pub(crate) struct Case {
    pub(crate) snapshot: Snapshot,
    pub(crate) fixture: Fixture,
}

impl Case {
    pub(crate) fn new(fixture: &str) -> Self {
        Self::with(fixture, |_| {})
    }

    /// With something said to the world before the snapshot is taken.
    pub(crate) fn with(fixture: &str, prepare: impl FnOnce(&mut World)) -> Self {
        let fixture = Fixture::parse(fixture);
        let files = fixture.files.iter().map(|file| (absolute(&file.path), file.text.clone()));
        let known = fixture.files.iter().map(|file| absolute(&file.path)).filter(|path| discover::is_wanted(path));
        let mut known: Vec<PathBuf> = known.collect();
        known.sort();
        let mut world = World::new(Arc::new(Memory::new(files)));
        world.set_roots(vec![PathBuf::from(ROOT)]);
        world.set_known(known);
        for path in fixture.files.iter().map(|file| absolute(&file.path)) {
            let manifests = world.snapshot().manifests(&path);
            world.learn(&path, manifests);
        }
        prepare(&mut world);
        Self { snapshot: world.snapshot(), fixture }
    }

    /// The file with the cursor, and the cursor.
    pub(crate) fn cursor(&self) -> (PathBuf, TextSize) {
        let cursor = self.fixture.cursor();
        (absolute(&cursor.file), size(cursor.offset))
    }

    /// The first file.
    pub(crate) fn path(&self) -> PathBuf {
        absolute(&self.fixture.files[0].path)
    }

    pub(crate) fn text(&self, path: &Path) -> &str {
        let file = self.fixture.files.iter().find(|file| absolute(&file.path) == path);
        file.map_or("", |file| &file.text)
    }

    /// The line that a place is on, counted from 1, and what stands at the place.
    pub(crate) fn shown(&self, path: &Path, range: TextRange) -> String {
        let text = self.text(path);
        let line = text[..usize::from(range.start())].matches('\n').count() + 1;
        let first = text[range].lines().next().unwrap_or_default();
        let more = if text[range].contains('\n') { " …" } else { "" };
        let file = path.strip_prefix(ROOT).unwrap_or(path).display();
        format!("{file}:{line} `{first}{more}`")
    }

    /// The first file after a change to it.
    pub(crate) fn changed(&self, change: &SourceChange) -> String {
        let path = self.path();
        let edits = change.edits.iter().filter(|(changed, _)| *changed == path).flat_map(|(_, edits)| edits.clone());
        apply(self.text(&path), &edits.collect::<Vec<_>>()).expect("edits are disjoint and inside the text")
    }
}

pub(crate) fn absolute(path: &str) -> PathBuf {
    Path::new(ROOT).join(path)
}

pub(crate) fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).expect("a fixture is short")
}

/// Holds the hover at the cursor, its range first, against `expected`.
#[track_caller]
pub(crate) fn check_hover(fixture: &str, expected: &Expect) {
    let case = Case::new(fixture);
    let (path, offset) = case.cursor();
    let hover = crate::hover::hover(&case.snapshot, &path, offset);
    let Some(Hover { range, markdown }) = hover else {
        expected.assert_eq("nothing\n");
        return;
    };
    let markdown = ours(&markdown);
    assert!(range.contains_inclusive(offset), "the range holds the pointer");
    assert!(markdown.starts_with("**"), "a bold name first:\n{markdown}");
    let is_empty = [" ``\n", " ``,", " ``.", "**``**"].iter().any(|code| markdown.contains(code));
    assert!(!is_empty, "something is empty:\n{markdown}");
    assert!(lines(markdown) <= 8, "{} lines are too many:\n{markdown}", lines(markdown));
    expected.assert_eq(&format!("{}\n{markdown}\n", case.shown(&path, range)));
}

/// A hover without what stands below the rule: that is the API reference's, and there only with feature `bundled-docs`.
pub(crate) fn ours(markdown: &str) -> &str {
    markdown.split_once("\n\n---\n").map_or(markdown, |(ours, _)| ours)
}

/// How many lines a text takes in an editor's hover, empty ones not counted.
pub(crate) fn lines(markdown: &str) -> usize {
    const WIDTH: usize = 120;
    markdown.lines().filter(|line| !line.is_empty()).map(|line| line.chars().count().div_ceil(WIDTH)).sum()
}

/// What must be true of every list of proposals.
#[track_caller]
pub(crate) fn sound(text: &str, offset: TextSize, items: &[CompletionItem]) {
    for item in items {
        assert!(item.range.contains_inclusive(offset), "{item:?} does not hold the cursor");
        assert!(!text[item.range].contains('\n'), "{item:?} goes over a line's end");
        assert!(!item.label.is_empty() && !item.plain.is_empty(), "{item:?} is empty");
        assert!(item.is_snippet || item.insert == item.plain, "{item:?} says two things");
        if let Some(key) = &item.documentation {
            let is_new = RESOLVED.lock().expect("no test panics in here").insert(key.clone());
            assert!(!is_new || crate::completion::resolve(key).is_some(), "{key:?} has no text");
        }
    }
    let mut labels: Vec<_> = items.iter().map(|item| (&item.label, &item.insert)).collect();
    let count = labels.len();
    labels.sort();
    labels.dedup();
    assert_eq!(labels.len(), count, "something is proposed twice");
}

pub(crate) fn completions(case: &Case) -> Vec<CompletionItem> {
    let (path, offset) = case.cursor();
    let items = crate::completion::completions(&case.snapshot, &path, offset);
    sound(case.text(&path), offset, &items);
    items
}

/// Holds the labels at the cursor against `expected`: labels in order, separated by ` | `. A last `…` stands for more;
/// `!label` must not be among them, `~label` must be somewhere.
#[track_caller]
pub(crate) fn check_completion(fixture: &str, expected: &str) {
    let case = Case::new(fixture);
    let items = completions(&case);
    let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    let wanted: Vec<&str> = expected.split(" | ").filter(|part| !part.is_empty()).collect();
    let first: Vec<&str> =
        wanted.iter().copied().filter(|part| *part != "…" && !part.starts_with(['!', '~']) || *part == "!").collect();
    let open = wanted.len() > first.len();
    let in_order = if open { labels.starts_with(&first) } else { labels == first };
    let absent = wanted
        .iter()
        .filter_map(|part| part.strip_prefix('!'))
        .all(|label| label.is_empty() || !labels.contains(&label));
    let somewhere = wanted.iter().filter_map(|part| part.strip_prefix('~')).all(|label| labels.contains(&label));
    let shown = labels.iter().take(40).copied().collect::<Vec<_>>().join(" | ");
    assert!(in_order && absent && somewhere, "{fixture}\nwanted: {expected}\nseen:   {shown}");
}

/// Takes the proposal `label` and holds the file against `after`.
#[track_caller]
pub(crate) fn check_insertion(fixture: &str, label: &str, after: &str) {
    let case = Case::new(fixture);
    let (path, _) = case.cursor();
    let items = completions(&case);
    let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    let item = items.iter().find(|item| item.label == label).unwrap_or_else(|| panic!("no {label} among {labels:?}"));
    let mut text = case.text(&path).to_owned();
    text.replace_range(std::ops::Range::<usize>::from(item.range), &item.plain);
    assert_eq!(text, after, "{label}");
}

/// The proposals with everything a person sees, a line each.
pub(crate) fn listed(items: &[CompletionItem]) -> String {
    let mut out = String::new();
    for item in items {
        let detail = item.detail.as_deref().map(|detail| format!("  {detail}")).unwrap_or_default();
        let deprecated = if item.is_deprecated { "  (deprecated)" } else { "" };
        let _ = writeln!(out, "{}{detail}{deprecated}", item.label);
    }
    out
}

/// Holds where the thing at the cursor is declared against `expected`, a place a line.
#[track_caller]
pub(crate) fn check_definition(fixture: &str, expected: &Expect) {
    let case = Case::new(fixture);
    let (path, offset) = case.cursor();
    let targets = crate::definition::definition(&case.snapshot, &path, offset);
    let shown = |target: &Target| {
        assert!(target.range.contains_range(target.focus), "{target:?}");
        format!("{}\n", case.shown(&target.path, target.focus))
    };
    expected.assert_eq(&targets.iter().map(shown).collect::<String>());
}

/// Holds every use of the thing at the cursor against `expected`, a place a line, declarations marked.
#[track_caller]
pub(crate) fn check_references(fixture: &str, expected: &Expect) {
    let case = Case::new(fixture);
    let (path, offset) = case.cursor();
    let all = crate::references::references(&case.snapshot, &path, offset, true);
    let uses = crate::references::references(&case.snapshot, &path, offset, false);
    assert_eq!(uses, all.iter().filter(|it| !it.is_write).cloned().collect::<Vec<_>>());
    let here: Vec<_> = all.iter().filter(|it| it.path == path).cloned().collect();
    assert_eq!(crate::references::highlight(&case.snapshot, &path, offset), here);
    let shown = all
        .iter()
        .map(|it| format!("{}{}\n", case.shown(&it.path, it.range), if it.is_write { " declares" } else { "" }));
    expected.assert_eq(&shown.collect::<String>());
    // Whichever of them the cursor is on, the others are the same.
    for place in &all {
        let again = crate::references::references(&case.snapshot, &place.path, place.range.start(), true);
        assert_eq!(again, all, "seen from {}", case.shown(&place.path, place.range));
    }
}

/// Renames the thing at the cursor and holds the file against `after`; renaming it back must give the file again.
#[track_caller]
pub(crate) fn check_rename(fixture: &str, name: &str, after: &str) {
    let case = Case::new(fixture);
    let (path, offset) = case.cursor();
    let (range, old) = crate::rename::prepare(&case.snapshot, &path, offset).expect("something to rename");
    assert!(range.contains_inclusive(offset));
    let change = crate::rename::rename(&case.snapshot, &path, offset, name).expect("a name like any other");
    let text = case.changed(&change);
    let after = after.strip_prefix('\n').unwrap_or(after);
    assert_eq!(text, after);
    let renamed = Case::new(&format!("#- {}\n{text}", case.fixture.files[0].path));
    // The same place, moved by what changed before it.
    let edits = change.edits.iter().flat_map(|(_, edits)| edits);
    let before = edits.filter(|edit| edit.range().start() < range.start());
    let moved = before.fold(i64::from(u32::from(range.start())), |at, edit| {
        at + edit.insert.len() as i64 - i64::from(u32::from(edit.range().len()))
    });
    let place = size(usize::try_from(moved).expect("inside the text"));
    let back = crate::rename::rename(&renamed.snapshot, &path, place, &old).expect("the old name is as good");
    assert_eq!(renamed.changed(&back), case.text(&path), "back to `{old}`");
}

/// Holds the sentence that refuses a name against `expected`.
#[track_caller]
pub(crate) fn check_refused(fixture: &str, name: &str, expected: &str) {
    let case = Case::new(fixture);
    let (path, offset) = case.cursor();
    let refused = crate::rename::rename(&case.snapshot, &path, offset, name);
    assert_eq!(refused.err().as_deref(), Some(expected), "{fixture}");
}

/// Renames the thing at the cursor and shows the files that this changes, as `expected` has them.
#[track_caller]
pub(crate) fn check_renamed_files(fixture: &str, name: &str, expected: &Expect) {
    let case = Case::new(fixture);
    let (path, offset) = case.cursor();
    let (range, _) = crate::rename::prepare(&case.snapshot, &path, offset).expect("something to rename");
    assert!(range.contains_inclusive(offset));
    let change = crate::rename::rename(&case.snapshot, &path, offset, name).expect("a name like any other");
    let mut shown = String::new();
    for (path, edits) in &change.edits {
        let text = apply(case.text(path), edits).expect("edits are disjoint and inside the text");
        let changed = case.text(path).lines().zip(text.lines()).enumerate().filter(|(_, (old, new))| old != new);
        let _ = writeln!(shown, "{}", path.strip_prefix(ROOT).unwrap_or(path).display());
        for (line, (_, new)) in changed {
            let _ = writeln!(shown, "{:4} {new}", line + 1);
        }
    }
    expected.assert_eq(&shown);
}
