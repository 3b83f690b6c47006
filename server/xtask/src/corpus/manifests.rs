//! What must hold of the findings in every manifest: each fix does what it says and no more, mending comes to rest, and no text makes a
//! rule panic.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use project::files::Memory;
use project::{Content, Document, Profile, Severity, Snapshot, World};
use rules::{Finding, FindingFix, Safety, judge};
use syntax::{LineIndex, TextEdit, TextRange, TextSize, apply, yaml};

use super::random::Random;
use super::{File, Tally};

/// How often a file is cut.
const CUTS: usize = 10;

/// After so many rounds of all safe fixes there must be none left.
const ROUNDS: usize = 10;

/// Judges every file, tells of every error, and tries every fix; says whether all promises held.
pub(super) fn run(files: &[File]) -> bool {
    let files: Vec<&File> = files.iter().filter(|file| is_manifest(file)).collect();
    let texts = files.iter().map(|file| (file.path.clone(), file.text.clone()));
    let mut world = World::new(Arc::new(Memory::new(texts)));
    world.set_roots(folders(&files));
    let unread = world.snapshot();
    for file in &files {
        world.learn(&file.path, unread.manifests(&file.path));
    }
    let snapshot = world.snapshot();
    let mut trial = Trial {
        counts: BTreeMap::new(),
        panics: Tally::new("judged without a panic, cut anywhere"),
        disjoint: Tally::new("a fix's edits are disjoint"),
        reads: Tally::new("a fixed file reads as well"),
        gone: Tally::new("a fix takes its finding away"),
        elsewhere: Tally::new("a fix leaves other findings alone"),
        confined: Tally::new("a fix leaves other lines as they read"),
        rest: Tally::new("mending comes to rest"),
    };
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for file in &files {
        let outcome = catch_unwind(AssertUnwindSafe(|| trial.file(&mut world, &snapshot, file)));
        trial.panics.note(file, outcome.err().map(|_| "panicked".to_owned()));
    }
    std::panic::set_hook(hook);
    for ((rule, severity), count) in &trial.counts {
        println!("{rule:<40} {:<8} {count:>6}", severity.name());
    }
    let all =
        [&trial.panics, &trial.disjoint, &trial.reads, &trial.gone, &trial.elsewhere, &trial.confined, &trial.rest];
    all.iter().for_each(|tally| tally.summary());
    println!("{:<40} {:>8}", "files", files.len());
    all.iter().all(|tally| tally.held())
}

fn is_manifest(file: &File) -> bool {
    file.path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json")
}

/// The folders that hold the files, each without what is above all of them.
fn folders(files: &[&File]) -> Vec<PathBuf> {
    let all: BTreeSet<PathBuf> = files.iter().filter_map(|file| file.path.parent()).map(PathBuf::from).collect();
    let mut roots: Vec<PathBuf> = Vec::new();
    for folder in all {
        if !roots.iter().any(|root| folder.starts_with(root)) {
            roots.push(folder);
        }
    }
    roots
}

struct Trial {
    counts: BTreeMap<(&'static str, Severity), usize>,
    panics: Tally,
    disjoint: Tally,
    reads: Tally,
    gone: Tally,
    elsewhere: Tally,
    confined: Tally,
    rest: Tally,
}

impl Trial {
    fn file(&mut self, world: &mut World, snapshot: &Snapshot, file: &File) {
        let Ok(document) = snapshot.document(&file.path) else { return };
        let Content::Yaml(yaml) = &document.content else { return };
        let found = judge::under(Profile::Recommended, snapshot, &document);
        let lines = LineIndex::new(&file.text);
        for finding in &found {
            *self.counts.entry((finding.rule.name, finding.severity)).or_default() += 1;
            if finding.severity >= Severity::Warning {
                let line = lines.line(finding.range.start()) + 1;
                println!("{}:{line}: {}: {}", file.path.display(), finding.rule.name, finding.message);
            }
            for fix in &finding.fixes {
                self.fix(world, file, yaml, &found, finding, fix);
            }
        }
        self.mended(world, file, found);
        let mut random = Random::seeded(&file.path.to_string_lossy());
        for _ in 0..CUTS {
            let at = random.boundary(&file.text);
            let (snapshot, cut) = opened(world, file, &file.text[..at]);
            let outcome = catch_unwind(AssertUnwindSafe(|| judge::under(Profile::All, &snapshot, &cut)));
            self.panics.note(file, outcome.err().map(|_| format!("panicked when cut at {at}")));
        }
        world.close(&file.path);
    }

    fn fix(
        &mut self,
        world: &mut World,
        file: &File,
        yaml: &yaml::Yaml,
        before: &[Finding],
        finding: &Finding,
        fix: &FindingFix,
    ) {
        let name = format!("{} `{}` {:?}", finding.rule.name, fix.title, finding.message);
        let Some(text) = apply(&file.text, &fix.edits) else {
            self.disjoint.note(file, Some(name));
            return;
        };
        self.disjoint.note(file, None);
        let (snapshot, document) = opened(world, file, &text);
        let errors = document.yaml().map_or(usize::MAX, |yaml| yaml.errors().len());
        self.reads.note(file, (errors > yaml.errors().len()).then(|| name.clone()));
        let after = judge::under(Profile::Recommended, &snapshot, &document);
        let count = |findings: &[Finding], message: &str| findings.iter().filter(|it| it.message == message).count();
        let is_left = count(&after, &finding.message) >= count(before, &finding.message);
        self.gone.note(file, is_left.then(|| name.clone()));
        let errors = |findings: &[Finding]| {
            let errors = findings.iter().filter(|it| it.severity == Severity::Error);
            errors.map(|it| it.message.clone()).collect::<BTreeSet<_>>()
        };
        // Once its kind is known, an object can be judged.
        let is_unveiled = finding.rule.name == "k8s/unknown-kind";
        let new: Vec<String> = errors(&after).difference(&errors(before)).filter(|_| !is_unveiled).cloned().collect();
        self.elsewhere.note(file, (!new.is_empty()).then(|| format!("{name}: {new:?}")));
        if let Some(fixed) = document.yaml() {
            let (before, after) = untouched(&file.text, &fix.edits);
            let differs = scalars(yaml, &before) != scalars(fixed, &after);
            self.confined.note(file, differs.then_some(name));
        }
        world.close(&file.path);
    }

    /// Applies all safe fixes that do not overlap, as `plimsoll fix` does, until none is left.
    fn mended(&mut self, world: &mut World, file: &File, found: Vec<Finding>) {
        let mut found = found;
        let mut text = file.text.clone();
        for _ in 0..ROUNDS {
            let mut edits: Vec<TextEdit> = Vec::new();
            for fix in found.iter().filter_map(|finding| finding.fixes.first()).filter(|fix| fix.safety == Safety::Safe)
            {
                let overlaps =
                    |edit: &TextEdit| edits.iter().any(|other| other.range().intersect(edit.range()).is_some());
                if !fix.edits.iter().any(overlaps) {
                    edits.extend(fix.edits.iter().cloned());
                }
            }
            edits.sort_by_key(|edit| edit.range().start());
            let Some(mended) = apply(&text, &edits).filter(|mended| *mended != text) else {
                self.rest.note(file, None);
                return;
            };
            text = mended;
            let (snapshot, document) = opened(world, file, &text);
            found = judge::under(Profile::Recommended, &snapshot, &document);
            world.close(&file.path);
        }
        self.rest.note(file, Some(format!("there is more to mend after {ROUNDS} rounds")));
    }
}

/// The whole lines of a text that edits leave alone, and where these stand in the text after them.
fn untouched(text: &str, edits: &[TextEdit]) -> (Vec<TextRange>, Vec<TextRange>) {
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.range().start());
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let (mut start, mut shift) = (0, 0);
    let mut note = |from: usize, to: usize, shift: isize| {
        let range = |from: usize, to: usize| TextRange::new(size(from), size(to));
        if from < to {
            before.push(range(from, to));
            after.push(range(from.saturating_add_signed(shift), to.saturating_add_signed(shift)));
        }
    };
    for edit in edits {
        let (from, to) = (usize::from(edit.range().start()), usize::from(edit.range().end()));
        note(start, text[..from].rfind('\n').map_or(0, |at| at + 1), shift);
        start = text[to..].find('\n').map_or(text.len(), |at| to + at + 1);
        shift += edit.insert.len().cast_signed() - (to - from).cast_signed();
    }
    note(start, text.len(), shift);
    (before, after)
}

fn size(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

/// The scalars that lie wholly in one of the ranges (in order, apart), as they are written.
fn scalars<'y>(yaml: &'y yaml::Yaml, ranges: &[TextRange]) -> Vec<&'y str> {
    let is_in = |range: TextRange| {
        let at = ranges.partition_point(|it| it.end() < range.end());
        ranges.get(at).is_some_and(|it| it.contains_range(range))
    };
    let scalars = yaml.nodes().filter(|node| matches!(node.kind(), yaml::Kind::Scalar(_)) && is_in(node.range()));
    scalars.map(yaml::Node::source).collect()
}

fn opened(world: &mut World, file: &File, text: &str) -> (Snapshot, Arc<Document>) {
    let version = i32::try_from(world.revision()).unwrap_or(i32::MAX);
    world.open(&file.path, Arc::from(text), version, None);
    let snapshot = world.snapshot();
    let document = snapshot.document(&file.path).unwrap_or_else(|error| panic!("{}: {error}", file.path.display()));
    (snapshot, document)
}
