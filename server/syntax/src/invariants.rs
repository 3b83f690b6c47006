//! What must hold of any text: for tests, fuzz targets, and runs over real files. Nothing else needs it.
//!
//! Each function answers with what is wrong, `None` when all is well.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::dockerfile::{self, Dockerfile, Instruction};
use crate::image_reference::ImageReference;
use crate::shell::{self, Script};

/// Reads `text` as a Dockerfile: the tree's text is the text, and every part lies within the one around it.
#[must_use]
pub fn dockerfile(text: &str) -> Option<String> {
    let file = dockerfile::parse(text);
    let instructions = file.instructions.windows(2).find(|pair| pair[0].range.end() > pair[1].range.start());
    tree(&file, text)
        .or_else(|| instructions.map(|pair| format!("{:?} overlaps {:?}", pair[0].range, pair[1].range)))
        .or_else(|| file.errors.iter().find(|it| !is_text(text, it.range)).map(|it| format!("{it:?} is no text")))
        .or_else(|| file.instructions.iter().find_map(|it| instruction(it, text)))
        .or_else(|| (file.meaning(text) != dockerfile::parse(text).meaning(text)).then(|| "two meanings".to_owned()))
}

fn tree(file: &Dockerfile, text: &str) -> Option<String> {
    let tree = file.tree();
    if let Some(node) = tree.nodes().iter().find(|node| !is_text(text, node.range)) {
        return Some(format!("{node:?} is no text"));
    }
    let joined: String = tree.leaves().iter().map(|leaf| &text[leaf.range]).collect();
    (joined != text).then(|| format!("the leaves are not the text: {joined:?}"))
}

fn instruction(instruction: &Instruction, text: &str) -> Option<String> {
    let inner = instruction.trigger();
    let outside = |what: &str, range: TextRange| format!("{what} {range:?} lies outside {:?}", instruction.range);
    let words = instruction.words().into_iter().chain(inner.words());
    let flags = inner.flags.iter().map(|flag| ("flag", flag.range));
    let heredocs = inner.heredocs.iter().flat_map(|it| [("heredoc", it.start), ("body", it.body)]);
    let lines = instruction.continuations.iter().chain(&instruction.empty_lines);
    words
        .map(|word| ("word", word.range))
        .chain(flags)
        .chain(heredocs)
        .find(|(_, range)| !instruction.range.contains_range(*range))
        .map(|(what, range)| outside(what, range))
        .or_else(|| lines.copied().find(|it| !instruction.extent().contains_range(*it)).map(|it| outside("line", it)))
        .or_else(|| inner.scripts().find_map(|it| script(it, text, TextSize::new(0))))
}

/// Reads `text` as a script in both ways: the script is the text, and every part lies within the one around it.
#[must_use]
pub fn shell(text: &str) -> Option<String> {
    let base = TextSize::new(1000);
    [shell::parse(text, base), shell::parse_joined(text, base)].iter().find_map(|read| {
        if read.range != TextRange::at(base, TextSize::of(text)) {
            return Some(format!("the script is {:?}", read.range));
        }
        script(read, text, base)
    })
}

fn script(script: &Script, text: &str, base: TextSize) -> Option<String> {
    let is_text = |range: TextRange| range.start() >= base && is_text(text, range - base);
    let statements = script.statements.windows(2).find(|pair| pair[0].range.end() > pair[1].range.start());
    if let Some(pair) = statements {
        return Some(format!("{:?} overlaps {:?}", pair[0].range, pair[1].range));
    }
    if let Some(error) = script.errors.iter().find(|error| !is_text(error.range)) {
        return Some(format!("{error:?} is no text"));
    }
    for command in script.simple_commands() {
        let assignments = command.assignments.iter().map(|it| it.range);
        let words = command.words.iter().map(|it| it.range);
        let redirections = command.redirections.iter().map(|it| it.range);
        let mut parts = assignments.chain(words.clone()).chain(redirections);
        if let Some(part) = parts.find(|part| !is_text(*part) || !command.range.contains_range(*part)) {
            return Some(format!("{part:?} of the command {:?}", command.range));
        }
        if !words.is_sorted_by(|left, right| left.end() <= right.start()) {
            return Some(format!("the words of the command {:?} overlap", command.range));
        }
        for word in &command.words {
            let parts = word.parts.iter().map(|part| part.range);
            let inside = parts.clone().all(|part| is_text(part) && word.range.contains_range(part));
            if !inside || !parts.is_sorted_by(|left, right| left.end() <= right.start()) {
                return Some(format!("the parts of the word {:?}", word.range));
            }
        }
        let bodies = command.redirections.iter().filter_map(|it| it.body.as_ref());
        if let Some(body) = bodies.map(|body| body.range).find(|range| !is_text(*range)) {
            return Some(format!("the heredoc {body:?} is no text"));
        }
    }
    None
}

/// Reads `text` as an image reference: what is valid stays what it is when it is written in full.
#[must_use]
pub fn image_reference(text: &str) -> Option<String> {
    let reference = ImageReference::parse(text);
    if !reference.errors.is_empty() {
        return None;
    }
    let canonical = reference.canonical();
    let again = ImageReference::parse(&canonical);
    let familiar = ImageReference::parse(&reference.familiar()).canonical();
    (!again.errors.is_empty() || again.canonical() != canonical || familiar != canonical)
        .then(|| format!("{canonical:?} reads as {:?}, {familiar:?}", again.canonical()))
}

fn is_text(text: &str, range: TextRange) -> bool {
    text.get(Range::<usize>::from(range)).is_some()
}
