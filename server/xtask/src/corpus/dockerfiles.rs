//! What must hold of every Dockerfile: as it is, cut anywhere, and while somebody edits it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use ide::format;
use project::docker::Model;
use project::files::Memory;
use project::{Snapshot, World};
use syntax::{LineIndex, apply, dockerfile, invariants};

use super::random::Random;
use super::{File, Tally};

/// How often a file is cut, and how many edits it takes one after another.
const TRIALS: usize = 50;

/// The longest stretch an edit takes out, in bytes.
const STRETCH: usize = 60;

/// What edits put in: what people type, and what makes readers stumble.
const PIECES: [&str; 44] = [
    " ",
    "\t",
    "\n",
    "\r\n",
    "\\\n",
    "\\",
    "`",
    "#",
    "# c\n",
    "\n\n",
    "\"",
    "'",
    "$",
    "${",
    "}",
    "$(",
    ")",
    "(",
    "[",
    "]",
    "\"a\"",
    ",",
    "<<EOF",
    "EOF\n",
    "<<-'X'\n",
    "\tX\n",
    "&&",
    "|",
    ";",
    "--from=",
    "--mount=type=cache,target=/x ",
    "FROM a AS b\n",
    "RUN ",
    "COPY ",
    "ENV a=",
    "HEALTHCHECK CMD ",
    "ONBUILD ",
    "# escape=`\n",
    "\u{feff}",
    "é",
    "𝄞",
    "\u{a0}",
    "if x; then ",
    "=",
];

/// Where the file is pretended to lie.
const PLACE: &str = "/corpus/Dockerfile";

/// Tries every property on every file; says whether all held.
pub(super) fn run(files: &[File]) -> bool {
    let mut tallies = Tallies {
        panics: Tally::new("read without a panic"),
        lossless: Tally::new("tree text is the text"),
        cut: Tally::new("tree text is the text, cut anywhere"),
        edited: Tally::new("edited step by step as read afresh"),
        meaning: Tally::new("formatting keeps the meaning"),
        layout: Tally::new("formatting touches white space only"),
        stable: Tally::new("formatting twice is formatting once"),
    };
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut errors = 0;
    for file in files {
        let outcome = catch_unwind(AssertUnwindSafe(|| tallies.try_file(file)));
        tallies.panics.note(file, outcome.as_ref().err().map(|panic| panicked(panic.as_ref())));
        errors += outcome.unwrap_or_default();
    }
    std::panic::set_hook(hook);
    let all = [
        &tallies.panics,
        &tallies.lossless,
        &tallies.cut,
        &tallies.edited,
        &tallies.meaning,
        &tallies.layout,
        &tallies.stable,
    ];
    all.iter().for_each(|tally| tally.summary());
    println!("{:<40} {errors:>8} in {} files", "syntax errors", files.len());
    all.iter().all(|tally| tally.held())
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or("without a word"))
}

struct Tallies {
    panics: Tally,
    lossless: Tally,
    cut: Tally,
    edited: Tally,
    meaning: Tally,
    layout: Tally,
    stable: Tally,
}

impl Tallies {
    /// Says how many syntax errors the file has, and lists them.
    fn try_file(&mut self, file: &File) -> usize {
        let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut random = Random::seeded(&name);
        self.lossless.note(file, invariants::dockerfile(&file.text));
        let errors = list_errors(file);

        let mut world = World::new(Arc::new(Memory::new([])));
        self.formatted(file, &mut world, &file.text);
        for _ in 0..TRIALS {
            let at = random.boundary(&file.text);
            let text = &file.text[..at];
            self.cut.note(file, invariants::dockerfile(text).map(|wrong| format!("cut at {at}: {wrong}")));
            self.formatted(file, &mut world, text);
        }
        let mut text = file.text.clone();
        for step in 1..=TRIALS {
            text = edit(&mut random, &text);
            self.lossless.note(file, invariants::dockerfile(&text).map(|wrong| format!("after {step} edits: {wrong}")));
            let snapshot = open(&mut world, &text);
            self.edited.note(file, stale(&snapshot, &text).map(|wrong| format!("after {step} edits: {wrong}")));
            self.formatted(file, &mut world, &text);
        }
        errors
    }

    fn formatted(&mut self, file: &File, world: &mut World, text: &str) {
        let snapshot = open(world, text);
        let edits = format::document(&snapshot, Path::new(PLACE), format::Options::default());
        let Some(once) = apply(text, &edits) else {
            self.meaning.note(file, Some(format!("the edits overlap, text {text:?}")));
            return;
        };
        let blank = |edit: &&syntax::TextEdit| !text[edit.range()].trim().is_empty() || !edit.insert.trim().is_empty();
        self.layout.note(file, edits.iter().find(blank).map(|edit| format!("{edit:?} in {text:?}")));
        let same = meaning(text) == meaning(&once);
        self.meaning.note(file, (!same).then(|| format!("{text:?} became {once:?}")));
        let snapshot = open(world, &once);
        let twice = apply(&once, &format::document(&snapshot, Path::new(PLACE), format::Options::default()));
        let stable = twice.as_deref() == Some(once.as_str());
        self.stable.note(file, (!stable).then(|| format!("{text:?} became {once:?}, then {twice:?}")));
    }
}

fn meaning(text: &str) -> Vec<String> {
    dockerfile::parse(text).meaning(text)
}

fn open(world: &mut World, text: &str) -> Snapshot {
    let version = i32::try_from(world.revision()).unwrap_or(i32::MAX);
    world.open(Path::new(PLACE), Arc::from(text), version, Some("dockerfile"));
    world.snapshot()
}

/// What the open document still knows of an earlier text.
fn stale(snapshot: &Snapshot, text: &str) -> Option<String> {
    let document = snapshot.document(Path::new(PLACE)).ok();
    let Some(kept) = document.as_ref().and_then(|document| document.dockerfile()) else {
        return Some("the document is no Dockerfile any more".to_owned());
    };
    let fresh = Model::new(Arc::from(text));
    if *kept.text != *text || kept.syntax != fresh.syntax || kept.lines != fresh.lines {
        return Some("the syntax is that of another text".to_owned());
    }
    if format!("{:?}", kept.stages) != format!("{:?}", fresh.stages) {
        return Some("the stages are those of another text".to_owned());
    }
    let variables = |model: &Model| {
        let scopes = (0..model.syntax.instructions.len()).map(|index| format!("{:?}", model.scope(index).visible()));
        scopes.collect::<Vec<_>>()
    };
    (variables(kept) != variables(&fresh)).then(|| "the variables are those of another text".to_owned())
}

/// `text` after one edit: something put in, taken out, or put in another's place.
fn edit(random: &mut Random, text: &str) -> String {
    let start = random.boundary(text);
    let mut end = start;
    if random.below(3) > 0 {
        end = (start + random.below(STRETCH)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
    }
    let insert = match random.below(4) {
        0 => "",
        // What stands elsewhere in the file.
        1 => {
            let from = random.boundary(text);
            let mut to = (from + random.below(STRETCH)).min(text.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            &text[from..to]
        }
        _ => random.choose(&PIECES),
    };
    [&text[..start], insert, &text[end..]].concat()
}

fn list_errors(file: &File) -> usize {
    let read = dockerfile::parse(&file.text);
    let lines = LineIndex::new(&file.text);
    for error in &read.errors {
        let line = lines.line(error.range.start()) + 1;
        let text: String = file.text[error.range].chars().take(60).collect();
        println!("{}:{line}: {:?} at {text:?}", file.path.display(), error.kind);
    }
    read.errors.len()
}
