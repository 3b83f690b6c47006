//! Formatting of real files: what must be true of it, over every file and over every file disturbed.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use ide::format::{Options, document};
use project::files::Memory;
use project::{Content, World};
use syntax::yaml::{Kind, ScalarStyle, Yaml, parse};
use syntax::{TextEdit, apply};

use super::breaks::Dice;
use super::{corpus, events};

/// What was found over all files.
#[derive(Debug, Default)]
struct Counts {
    texts: usize,
    formatted: usize,
    broken: usize,
    failed: usize,
    lines: usize,
    changed: usize,
}

/// Formats every YAML and JSON file below `folder`; an error when a property does not hold.
pub(crate) fn run(folder: &Path) -> Result<()> {
    let [mut plain, mut disturbed, mut damaged] = [(); 3].map(|()| Counts::default());
    let mut dice = Dice::new(7);
    for (path, text) in corpus::read(folder)? {
        check(&path, &text, "as it is", &mut plain);
        for _ in 0..DAMAGES {
            check(&path, &damage(&text, &mut dice), "damaged", &mut damaged);
        }
        for (name, disturb) in DISTURBANCES {
            if let Some(text) = disturb(&text) {
                check(&path, &text, name, &mut disturbed);
            }
        }
    }
    for (name, counts) in [("as they are", &plain), ("laid out otherwise", &disturbed), ("damaged", &damaged)] {
        println!(
            "{name}: {} texts, {} were formatted already, {} with mistakes; {} of {} lines changed; {} failed",
            counts.texts, counts.formatted, counts.broken, counts.changed, counts.lines, counts.failed
        );
    }
    if plain.failed + disturbed.failed + damaged.failed > 0 {
        bail!("formatting does not keep what it must");
    }
    Ok(())
}

/// The edits of the whole file; `None` where it is no YAML and no JSON.
fn edits(path: &Path, text: &str) -> Option<Vec<TextEdit>> {
    let mut world = World::new(Arc::new(Memory::default()));
    world.open(path, Arc::from(text), 1, None);
    let snapshot = world.snapshot();
    let content = &snapshot.document(path).ok()?.content;
    matches!(content, Content::Yaml(_))
        .then(|| document(&snapshot, path, Options { tab_size: 2, ..Options::default() }))
}

fn check(path: &Path, text: &str, name: &str, counts: &mut Counts) {
    let Some(edits) = edits(path, text) else { return };
    counts.texts += 1;
    counts.lines += text.lines().count();
    let mut fail = |message: &str| {
        counts.failed += 1;
        println!("{} ({name}): {message}", path.display());
    };
    if edits
        .iter()
        .any(|edit| !(text[edit.range()].to_owned() + &edit.insert).trim_matches([' ', '\t', '\r', '\n']).is_empty())
    {
        return fail("something else than white space is edited");
    }
    let Some(after) = apply(text, &edits) else { return fail("the edits overlap") };
    let (old, new) = (parse(text), parse(after.as_str()));
    counts.broken += usize::from(!old.errors().is_empty());
    counts.formatted += usize::from(edits.is_empty());
    counts.changed += text.lines().zip(after.lines()).filter(|(before, after)| before != after).count();
    if events::of(&old) != events::of(&new) {
        return fail("our reader reads something else");
    }
    if events::of_oracle(text, false) != events::of_oracle(&after, false) {
        return fail("the oracle reads something else");
    }
    if let Some(lost) = lost_comment(&old, &new) {
        return fail(&format!("the comment {lost:?} is not where it was"));
    }
    if is_usual(&old)
        && let Some(line) = after.lines().find(|line| line.ends_with(MARK))
    {
        return fail(&format!("nothing was done: {line:?}"));
    }
    let again = self::edits(path, &after).unwrap_or_default();
    if !again.is_empty() {
        fail(&format!("formatted twice it is something else: {:?}", again.first()));
    }
}

/// Whether it has nothing in it that is left as it is on purpose: mistakes, documents that are one text, keys behind
/// `?`.
fn is_usual(yaml: &Yaml) -> bool {
    yaml.errors().is_empty()
        && yaml.documents().all(|document| matches!(document.root().kind(), Kind::Mapping | Kind::Sequence))
        && !yaml.text().lines().any(|line| line.trim_start_matches([' ', '-', ':']).starts_with('?'))
}

/// The first comment that has another text, or that belonged to an entry and does not any more.
fn lost_comment(old: &Yaml, new: &Yaml) -> Option<String> {
    let text = |yaml: &Yaml, at: usize| yaml.comments().get(at).map(|range| yaml.text()[*range].trim_end().to_owned());
    let count = old.comments().len().max(new.comments().len());
    if let Some(at) = (0..count).find(|at| text(old, *at) != text(new, *at)) {
        return text(old, at).or_else(|| text(new, at));
    }
    old.nodes().zip(new.nodes()).find_map(|(before, after)| {
        let (own, now) = (before.comments(), after.comments());
        let kept = now.above.len() >= own.above.len() && now.behind.is_some() == own.behind.is_some();
        (!kept).then(|| before.source().lines().next().unwrap_or_default().to_owned())
    })
}

/// Blanks that only a disturbance puts at the end of a line.
const MARK: &str = " \t \t";

type Disturbance = fn(&str) -> Option<String>;

/// Ways to lay out the same, differently; `None` where the text cannot be laid out that way.
const DISTURBANCES: [(&str, Disturbance); 5] = [
    ("with CRLF", |text| Some(text.replace("\r\n", "\n").replace('\n', "\r\n"))),
    ("with blanks at line ends", |text| Some(between_texts(text, |line| format!("{line}{MARK}")))),
    ("with empty lines", |text| Some(between_texts(text, |line| format!("\n\n\n{line}")))),
    ("twice as deep", |text| {
        same(text, text.split_inclusive('\n').map(|line| " ".repeat(indent(line)) + line).collect())
    }),
    ("with wide gaps", |text| {
        let wide = between_texts(text, |line| line.replacen(": ", ":    ", 1));
        same(text, wide)
    }),
];

/// The lines of `text` that are no part of a text over several lines, changed; others as they are.
fn between_texts(text: &str, change: impl Fn(&str) -> String) -> String {
    let yaml = parse(text);
    let mut inside: Vec<(usize, usize)> = Vec::new();
    for node in yaml.nodes().filter(|node| matches!(node.kind(), Kind::Scalar(_)) && node.source().contains('\n')) {
        let block = matches!(node.kind(), Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded));
        // Empty lines behind a block may be its own.
        let behind = if block {
            text[usize::from(node.range().end())..].len() - text[usize::from(node.range().end())..].trim_start().len()
        } else {
            0
        };
        inside.push((node.range().start().into(), usize::from(node.range().end()) + behind));
    }
    let mut out = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let body = line.trim_end_matches(['\n', '\r']);
        let touched = inside.iter().any(|(from, to)| *from < end && start <= *to) || body.trim().is_empty();
        if touched {
            out.push_str(line);
        } else {
            out.push_str(&change(body));
            out.push_str(&line[body.len()..]);
        }
    }
    out
}

/// How often each file is damaged.
const DAMAGES: usize = 4;

/// A few lines lost, doubled, moved or shortened, as it happens while somebody types.
fn damage(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for _ in 0..3 {
        if lines.is_empty() {
            break;
        }
        let at = dice.roll(lines.len());
        match dice.roll(6) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines[at].insert(0, ' '),
            3 => lines[at] = lines[at].strip_prefix(' ').unwrap_or(&lines[at]).to_owned(),
            4 => {
                let other = dice.roll(lines.len());
                lines.swap(at, other);
            }
            _ => {
                let end = (0..=lines[at].len() / 2).rev().find(|end| lines[at].is_char_boundary(*end)).unwrap_or(0);
                lines[at].truncate(end);
                lines[at].push('\n');
            }
        }
    }
    lines.concat()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The other layout, where it reads as the same.
fn same(text: &str, other: String) -> Option<String> {
    (events::of(&parse(text)) == events::of(&parse(other.as_str())) && parse(other.as_str()).errors().is_empty())
        .then_some(other)
}
