//! Checkers for rules: fixture text in, every promise of a finding and a fix held against it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::files::Memory;
use project::kind::SETTINGS_FILES;
use project::settings::{Flags, SettingsTree};
use project::{Content, Document, Snapshot, World};
use syntax::apply;
use testing::Fixture;

use crate::fix::Safety;
use crate::rule::Rule;
use crate::{Finding, judge};
use project::{Profile, Severity};

/// A workspace in memory made from fixture files, all below `/w`; a `plimsoll.yaml` among them counts.
pub(crate) fn workspace(files: &[(String, String)]) -> Snapshot {
    let memory = Memory::new(files.iter().map(|(path, text)| (Path::new("/w").join(path), text.clone())));
    let mut world = World::new(Arc::new(memory));
    world.set_roots(vec![PathBuf::from("/w")]);
    let mut known: Vec<PathBuf> = files.iter().map(|(path, _)| Path::new("/w").join(path)).collect();
    known.sort();
    world.set_known(known);
    let settings: Vec<PathBuf> = files
        .iter()
        .map(|(path, _)| Path::new("/w").join(path))
        .filter(|path| path.file_name().is_some_and(|name| SETTINGS_FILES.iter().any(|settings| name == *settings)))
        .collect();
    if !settings.is_empty() {
        let tree = SettingsTree::read(world.snapshot().files(), &settings, &[], &Flags::default());
        world.set_settings(tree);
    }
    for (path, _) in files {
        let path = Path::new("/w").join(path);
        let manifests = world.snapshot().manifests(&path);
        world.learn(&path, manifests);
    }
    world.snapshot()
}

/// What `rule` alone finds in `document`, at its own level.
pub(crate) fn findings_of(rule: &'static Rule, snapshot: &Snapshot, document: &Document) -> Vec<Finding> {
    judge::one(rule, snapshot, document)
}

pub(crate) fn open(snapshot: &Snapshot, path: &str) -> Arc<Document> {
    snapshot.document(&Path::new("/w").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Holds what `rule` finds in the fixture against its caret lines: `^^^ message` under the line. A message that ends in
/// `…` is a beginning. Files without caret lines must have no finding.
#[track_caller]
pub(crate) fn check(rule: &'static Rule, fixture: &str) {
    let fixture = Fixture::parse(fixture);
    let files: Vec<(String, String)> =
        fixture.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    let snapshot = workspace(&files);
    for (path, _) in &files {
        let document = open(&snapshot, path);
        if !matches!(document.content, Content::Dockerfile(_) | Content::Yaml(_)) {
            continue;
        }
        let mut seen: Vec<(usize, usize, String)> = findings_of(rule, &snapshot, &document)
            .into_iter()
            .map(|finding| (finding.range.start().into(), finding.range.end().into(), finding.message))
            .collect();
        seen.sort();
        let mut expected: Vec<(usize, usize, String)> = fixture
            .expectations
            .iter()
            .filter(|expectation| expectation.file == *path)
            .map(|expectation| (expectation.range.start, expectation.range.end, expectation.message.clone()))
            .collect();
        expected.sort();
        let same = seen.len() == expected.len()
            && seen.iter().zip(&expected).all(|(seen, wanted)| {
                let message = wanted.2.strip_suffix('…').map_or(seen.2 == wanted.2, |start| seen.2.starts_with(start));
                (seen.0, seen.1) == (wanted.0, wanted.1) && (message || wanted.2.is_empty())
            });
        assert!(
            same,
            "{} in {path}:\n{}",
            rule.name,
            testing::annotate(&document.text, seen.iter().map(|(start, end, message)| (*start..*end, message.clone())))
        );
    }
}

/// Applies the first fix of the first finding of `rule` in the first file and holds the result against `after`, and every
/// promise of a fix: disjoint edits, a result that parses with no new error, the finding gone, nothing else newly found
/// under `recommended` (at error or warning under `production`), and nothing left to do when applied again.
#[track_caller]
pub(crate) fn check_fix(rule: &'static Rule, before: &str, after: &str) {
    check_fix_titled(rule, None, before, after);
}

/// As [`check_fix`], for a fix that makes something whole or real: advice about what is there now may begin, errors may not.
#[track_caller]
pub(crate) fn check_fix_uncovering(rule: &'static Rule, before: &str, after: &str) {
    mends(rule, None, before, after, &[(Profile::Recommended, Severity::Error)]);
}

/// As [`check_fix`], with the fix of the given title.
#[track_caller]
pub(crate) fn check_fix_titled(rule: &'static Rule, title: Option<&str>, before: &str, after: &str) {
    mends(
        rule,
        title,
        before,
        after,
        &[(Profile::Recommended, Severity::Hint), (Profile::Production, Severity::Warning)],
    );
}

/// `floors`: from which level on nothing new may fire, by profile.
#[track_caller]
fn mends(rule: &'static Rule, title: Option<&str>, before: &str, after: &str, floors: &[(Profile, Severity)]) {
    let before = Fixture::parse(before);
    let after = Fixture::parse(after);
    let mut files: Vec<(String, String)> =
        before.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    let path = files[0].0.clone();
    let snapshot = workspace(&files);
    let document = open(&snapshot, &path);
    let found = findings_of(rule, &snapshot, &document);
    let first = found.first().unwrap_or_else(|| panic!("{} finds nothing in\n{}", rule.name, document.text));
    let fix = first
        .fixes
        .iter()
        .find(|fix| title.is_none_or(|title| fix.title == title))
        .unwrap_or_else(|| panic!("{}: no such fix among {:?}", rule.name, first.fixes));
    assert!(
        !fix.title.is_empty() && !fix.title.ends_with('.'),
        "a title is an imperative without a full stop: {}",
        fix.title
    );
    let text = apply(&document.text, &fix.edits).expect("edits are disjoint and inside the text");
    assert_eq!(text, after.files[0].text, "{}: {}", rule.name, fix.title);

    files[0].1.clone_from(&text);
    for (path, text) in &fix.creates {
        let path = path.strip_prefix("/w").expect("new files stay in the workspace").to_string_lossy().into_owned();
        files.push((path, text.clone()));
    }
    let fixed_snapshot = workspace(&files);
    let fixed = open(&fixed_snapshot, &path);
    no_new_error(rule, &document, &fixed);
    let left = findings_of(rule, &fixed_snapshot, &fixed);
    assert!(left.len() < found.len(), "{}: the fix leaves the finding\n{text}", rule.name);
    nothing_new(rule, (&snapshot, &document), (&fixed_snapshot, &fixed), floors);
    if left.is_empty() {
        return;
    }
    // More than one finding: mending all of them must come to rest.
    let mut text = fixed.text.to_string();
    for _ in 0..found.len() {
        files[0].1.clone_from(&text);
        let snapshot = workspace(&files);
        let document = open(&snapshot, &path);
        let Some(fix) =
            findings_of(rule, &snapshot, &document).into_iter().find_map(|finding| finding.fixes.into_iter().next())
        else {
            return;
        };
        text = apply(&document.text, &fix.edits).expect("edits are disjoint and inside the text");
    }
}

fn no_new_error(rule: &Rule, before: &Document, after: &Document) {
    let errors = |document: &Document| match &document.content {
        Content::Dockerfile(model) => model.syntax.errors.len(),
        Content::Yaml(yaml) => yaml.errors().len(),
        Content::Dockerignore(_) | Content::Text(_) => 0,
    };
    assert!(errors(after) <= errors(before), "{}: the fix breaks the file:\n{}", rule.name, after.text);
}

fn nothing_new(
    rule: &'static Rule,
    before: (&Snapshot, &Document),
    after: (&Snapshot, &Document),
    floors: &[(Profile, Severity)],
) {
    for &(profile, floor) in floors {
        let names = |(snapshot, document): (&Snapshot, &Document)| {
            let mut names: Vec<&'static str> = judge::under(profile, snapshot, document)
                .into_iter()
                .filter(|finding| finding.severity >= floor && !std::ptr::eq(finding.rule, rule))
                .map(|finding| finding.rule.name)
                .collect();
            names.sort_unstable();
            names
        };
        let mut old = names(before);
        let new: Vec<_> = names(after)
            .into_iter()
            .filter(|name| match old.iter().position(|known| known == name) {
                Some(at) => {
                    old.remove(at);
                    false
                }
                None => true,
            })
            .collect();
        assert!(new.is_empty(), "{}: the fix makes {new:?} fire:\n{}", rule.name, after.1.text);
    }
}

/// Whether `rule` offers only fixes of one safety in a file.
#[track_caller]
pub(crate) fn check_safety(rule: &'static Rule, text: &str, safety: Safety) {
    let fixture = Fixture::parse(text);
    let files: Vec<(String, String)> =
        fixture.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    let snapshot = workspace(&files);
    let document = open(&snapshot, &files[0].0);
    let found = findings_of(rule, &snapshot, &document);
    assert!(!found.is_empty(), "{} finds nothing", rule.name);
    for fix in found.iter().flat_map(|finding| finding.fixes.first()) {
        assert_eq!(fix.safety, safety, "{}: {}", rule.name, fix.title);
    }
}
