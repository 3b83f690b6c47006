//! Files broken as people break them while they type, and at random.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use syntax::yaml::{self, Kind, Node, Role, ScalarStyle};

use super::events;

/// Files broken in each way.
const FILES: usize = 400;

/// Texts changed at random.
const MUTATIONS: usize = 20_000;

/// A way to break a file.
#[derive(Debug, Clone, Copy)]
enum Break {
    Cut,
    KeyAbove,
    KeyBelow,
    Quote,
    Bracket,
    Brace,
    EmptyValue,
    SpaceMore,
    SpaceLess,
}

const BREAKS: [Break; 9] = [
    Break::Cut,
    Break::KeyAbove,
    Break::KeyBelow,
    Break::Quote,
    Break::Bracket,
    Break::Brace,
    Break::EmptyValue,
    Break::SpaceMore,
    Break::SpaceLess,
];

impl Break {
    fn name(self) -> &'static str {
        match self {
            Self::Cut => "line cut at a random point",
            Self::KeyAbove => "half-typed key above a line",
            Self::KeyBelow => "half-typed key below a line",
            Self::Quote => "unclosed \"",
            Self::Bracket => "unclosed [",
            Self::Brace => "unclosed {",
            Self::EmptyValue => "empty value",
            Self::SpaceMore => "one space too many",
            Self::SpaceLess => "one space too few",
        }
    }
}

/// Numbers that look random and are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

/// Breaks the files and prints how much of them survives.
pub(crate) fn run(texts: &[(&Path, String)]) {
    let show = std::env::var_os("SHOW_BREAKS").is_some();
    let texts: Vec<&str> = texts
        .iter()
        .map(|(_, text)| text.as_str())
        .filter(|text| !text.contains('\r') && yaml::parse(*text).errors().is_empty())
        .collect();
    for kind in BREAKS {
        let mut dice = Dice::new(kind as u64 + 7);
        let (mut whole, mut share, mut done) = (0, 0.0, 0);
        for _ in 0..FILES * 20 {
            if done == FILES || texts.is_empty() {
                break;
            }
            let text = texts[dice.roll(texts.len())];
            let Some((broken, expected)) = broken(text, kind, &mut dice) else { continue };
            done += 1;
            let found: HashSet<String> = events::paths(&yaml::parse(broken.as_str())).into_iter().collect();
            let kept = expected.iter().filter(|path| found.contains(*path)).count();
            whole += usize::from(kept == expected.len());
            share += if expected.is_empty() { 1.0 } else { kept as f64 / expected.len() as f64 };
            if show && kept < expected.len() {
                show_loss(text, &broken, &expected, &found, kind);
            }
        }
        let of = done.max(1) as f64;
        println!(
            "{:<28} {:5.1} % of files keep all, {:5.1} % of paths",
            kind.name(),
            whole as f64 * 100.0 / of,
            share * 100.0 / of
        );
    }
    mutate(&texts);
}

fn show_loss(text: &str, broken: &str, expected: &[String], found: &HashSet<String>, kind: Break) {
    let line = text.lines().zip(broken.lines()).position(|(a, b)| a != b).unwrap_or(0);
    println!("--- {} in line {}", kind.name(), line + 1);
    for line in broken.lines().skip(line.saturating_sub(6)).take(14) {
        println!("    {line}");
    }
    for path in expected.iter().filter(|path| !found.contains(*path)).take(3) {
        println!("  lost {}", path.lines().next().unwrap_or_default());
    }
}

/// The text with one line broken, and the paths that have nothing to do with that line.
fn broken(text: &str, kind: Break, dice: &mut Dice) -> Option<(String, Vec<String>)> {
    let tree = yaml::parse(text);
    let lines: Vec<Range<usize>> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some(start..start + line.trim_end_matches('\n').len())
        })
        .collect();
    let line = lines.get(dice.roll(lines.len()))?.clone();
    let content = line.start + text[line.clone()].len() - text[line.clone()].trim_start().len();
    let first = tree
        .nodes()
        .find(|node| {
            node.role() == Role::Key
                && !node.is_flow()
                && (content..line.end).contains(&usize::from(node.range().start()))
        })
        .filter(|key| key.parent().is_some_and(|mapping| !mapping.is_flow()))?;
    let dash = text[content..].starts_with("- ");
    let key = usize::from(first.range().start());
    let value = first.as_entry()?.value;
    let inline = matches!(value.kind(), Kind::Scalar(ScalarStyle::Plain))
        && value.extent() == value.range()
        && usize::from(value.range().end()) <= line.end;
    let word = ["rep", "hostN", "x", "imagePullPol"][dice.roll(4)];
    let column = " ".repeat(key - line.start);
    let (edit, insert) = match kind {
        Break::Cut => {
            let width = line.end.checked_sub(key + 1).filter(|width| *width > 0)?;
            let at = (key + 1 + dice.roll(width)..=line.end).find(|at| text.is_char_boundary(*at))?;
            (at..line.end, String::new())
        }
        Break::KeyAbove if !dash => (line.start..line.start, format!("{column}{word}\n")),
        Break::KeyBelow if !dash || !value.is_mapping() && !value.is_sequence() => {
            let multiline = usize::from(value.range().end()) > line.end;
            if multiline && matches!(value.kind(), Kind::Scalar(_)) {
                return None;
            }
            (line.end..line.end, format!("\n{column}{word}"))
        }
        Break::KeyAbove | Break::KeyBelow => return None,
        Break::Quote | Break::Bracket | Break::Brace if inline => {
            let sign = match kind {
                Break::Quote => "\"",
                Break::Bracket => "[",
                _ => "{",
            };
            let at = usize::from(value.range().start());
            (at..at, sign.to_owned())
        }
        Break::EmptyValue if inline => (value.range().into(), String::new()),
        Break::Quote | Break::Bracket | Break::Brace | Break::EmptyValue => return None,
        Break::SpaceMore => (line.start..line.start, " ".to_owned()),
        Break::SpaceLess if content > line.start => (line.start..line.start + 1, String::new()),
        Break::SpaceLess => return None,
    };
    let mut out = text.to_owned();
    out.replace_range(edit, &insert);
    let own = match kind {
        Break::KeyAbove | Break::KeyBelow => usize::MAX..usize::MAX,
        _ => line,
    };
    let items = dash && matches!(kind, Break::SpaceMore | Break::SpaceLess);
    let mut paths = Vec::new();
    for document in tree.documents() {
        unrelated(document.root(), &document.index().to_string(), &own, items, &mut paths);
    }
    Some((out, paths))
}

/// Paths that go through no key, and end in no value, on the line `own`; with `items` through no item that starts there either.
fn unrelated(node: Node<'_>, path: &str, own: &Range<usize>, items: bool, paths: &mut Vec<String>) {
    let starts = |node: Node<'_>| own.contains(&usize::from(node.range().start()));
    match node.kind() {
        Kind::Mapping => {
            for entry in node.entries().filter(|entry| !starts(entry.key)) {
                unrelated(entry.value, &format!("{path}/{}", entry.name()), own, items, paths);
            }
        }
        Kind::Sequence => {
            for (index, item) in node.items().enumerate().filter(|(_, item)| !items || !starts(*item)) {
                unrelated(item, &format!("{path}/{index}"), own, items, paths);
            }
        }
        Kind::Scalar(_) | Kind::Alias | Kind::Null => {
            let range: Range<usize> = node.range().into();
            if range.end <= own.start || range.start > own.end {
                paths.push(format!("{path}={}", node.text().unwrap_or_default()));
            }
        }
    }
}

/// Changes texts at random; a panic ends the run, and says so.
fn mutate(texts: &[&str]) {
    const PIECES: [&str; 24] = [
        "\t", "\n", "\r", "\r\n", " ", "  ", "- ", "? ", ": ", ":", "#", " #", "[", "]", "{", "}", ",", "\"", "'",
        "|\n", "&a ", "*a", "---\n", "\u{feff}",
    ];
    let mut dice = Dice::new(42);
    let mut worst = std::time::Duration::ZERO;
    for _ in 0..MUTATIONS {
        if texts.is_empty() {
            return;
        }
        let text = texts[dice.roll(texts.len())];
        let start = floor(text, dice.roll(text.len()));
        let mut text = text[start..floor(text, start + 2_000)].to_owned();
        for _ in 0..=dice.roll(6) {
            let at = floor(&text, dice.roll(text.len() + 1));
            match dice.roll(3) {
                0 => text.insert_str(at, PIECES[dice.roll(PIECES.len())]),
                1 => {
                    let end = floor(&text, at + dice.roll(12));
                    text.replace_range(at..end.max(at), "");
                }
                _ => {
                    let end = floor(&text, at + dice.roll(40)).max(at);
                    let piece = text[at..end].to_owned();
                    let to = floor(&text, dice.roll(text.len() + 1));
                    text.insert_str(to, &piece);
                }
            }
        }
        let before = std::time::Instant::now();
        let tree = yaml::parse(text.as_str());
        worst = worst.max(before.elapsed());
        assert_eq!(yaml::invariants::broken(&tree), None);
        events::of(&tree);
        events::paths(&tree);
    }
    println!("{MUTATIONS} random changes: no panic, the longest read took {worst:?}");
}

/// The character boundary at or before `at`, within the text.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
