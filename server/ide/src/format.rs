//! Formatting: layout only, never meaning.
//!
//! What changes: blanks at line ends, blanks before an instruction and behind its keyword, the indentation of continued
//! lines as a block (their relative indentation stays), runs of empty lines, the last line end. What never changes:
//! heredoc bodies, quoted text, comments, where lines break. The result is read again and compared; should it mean
//! anything else, nothing is changed at all.

use std::path::Path;

use project::Snapshot;
use project::docker::Model;
use syntax::dockerfile::{Instruction, SyntaxKind, parse};
use syntax::{TextEdit, TextRange, TextSize, Tree, apply};

use crate::cursor;

/// The editor's wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Columns of one step of indentation.
    pub tab_size: u32,
    /// Blanks rather than tabs.
    pub insert_spaces: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { tab_size: 4, insert_spaces: true }
    }
}

impl Options {
    fn indentation(self) -> String {
        if self.insert_spaces { " ".repeat(self.tab_size.clamp(1, 16) as usize) } else { "\t".to_owned() }
    }
}

/// The edits that format the whole file; empty when it is formatted already.
#[must_use]
pub fn document(snapshot: &Snapshot, path: &Path, options: Options) -> Vec<TextEdit> {
    cursor::dockerfile(snapshot, path).map_or_else(Vec::new, |model| format(&model, options, None))
}

/// The edits that format the instructions `range` touches.
#[must_use]
pub fn range(snapshot: &Snapshot, path: &Path, range: TextRange, options: Options) -> Vec<TextEdit> {
    cursor::dockerfile(snapshot, path).map_or_else(Vec::new, |model| format(&model, options, Some(range)))
}

/// The edits for a line end just typed at `offset` (the new line's start): a line that continues an instruction is
/// indented like the lines before it.
#[must_use]
pub fn on_type(snapshot: &Snapshot, path: &Path, offset: TextSize, options: Options) -> Vec<TextEdit> {
    let Some(model) = cursor::dockerfile(snapshot, path) else { return Vec::new() };
    let line = model.lines.line(offset);
    let Some(range) = model.lines.range(line) else { return Vec::new() };
    let behind = model.syntax.instructions.partition_point(|instruction| instruction.range.start() < range.start());
    let Some(instruction) = behind.checked_sub(1).map(|index| &model.syntax.instructions[index]) else {
        return Vec::new();
    };
    let continues = instruction.continuations.iter().any(|continuation| continuation.end() == range.start());
    if !continues || in_token(&model.syntax.tree(), range.start()) {
        return Vec::new();
    }
    let wanted = lines_of(&model, instruction)
        .into_iter()
        .filter(|earlier| *earlier < line)
        .filter_map(|earlier| model.lines.range(earlier))
        .map(|range| leading(&model.text[range]).to_owned())
        .next_back()
        .unwrap_or_else(|| options.indentation());
    let present = leading(&model.text[range]);
    if present == wanted {
        return Vec::new();
    }
    vec![TextEdit::replace(TextRange::at(range.start(), TextSize::of(present)), wanted)]
}

fn format(model: &Model, options: Options, only: Option<TextRange>) -> Vec<TextEdit> {
    let tree = model.syntax.tree();
    let mut edits = Vec::new();
    let wanted = |range: TextRange| only.is_none_or(|only| only.intersect(range).is_some());
    for instruction in &model.syntax.instructions {
        if wanted(instruction.extent()) {
            layout(model, &tree, instruction, options, &mut edits);
        }
    }
    blank_lines(model, only, &mut edits);
    edits.retain(|edit| model.text[edit.range()] != *edit_text(edit));
    let Some(text) = apply(&model.text, &edits) else { return Vec::new() };
    if parse(&text).meaning(&text) == model.syntax.meaning(&model.text) { edits } else { Vec::new() }
}

fn edit_text(edit: &TextEdit) -> &str {
    &edit.insert
}

/// The lines of an instruction behind its first that are its own: no comment, no empty line, no heredoc body.
fn lines_of(model: &Model, instruction: &Instruction) -> Vec<u32> {
    let comments = &model.syntax.comments;
    instruction
        .continuations
        .iter()
        .map(|continuation| model.lines.line(continuation.end()))
        .filter_map(|line| {
            // Behind comment and empty lines the next own line comes.
            (line..line + 4096).find(|line| {
                let Some(range) = model.lines.range(*line) else { return true };
                let text = model.text[range].trim();
                let comment = comments.partition_point(|comment| comment.range.start() < range.start());
                !text.is_empty() && comments.get(comment).is_none_or(|comment| !range.contains_range(comment.range))
            })
        })
        .filter(|line| model.lines.range(*line).is_some_and(|range| range.start() < instruction.range.end()))
        .collect()
}

fn layout(
    model: &Model,
    tree: &Tree<SyntaxKind>,
    instruction: &Instruction,
    options: Options,
    edits: &mut Vec<TextEdit>,
) {
    let text = &model.text;
    let start = instruction.range.start();
    if let Some(line) = model.lines.range(model.lines.line(start)) {
        let before = TextRange::new(line.start(), start);
        if !before.is_empty() && text[before].trim().is_empty() {
            edits.push(TextEdit::delete(before));
        }
    }
    let keyword = instruction.keyword_name.range;
    let gap = leading(&text[TextRange::new(keyword.end(), instruction.range.end().max(keyword.end()))]);
    if gap.len() > 1 || gap == "\t" {
        edits.push(TextEdit::replace(TextRange::at(keyword.end(), TextSize::of(gap)), " "));
    }
    for continuation in &instruction.continuations {
        // Behind the escape character only the line end matters.
        let tail = &text[*continuation];
        let blanks = leading(&tail[1..]);
        if !blanks.is_empty() {
            edits.push(TextEdit::delete(TextRange::at(continuation.start() + TextSize::new(1), TextSize::of(blanks))));
        }
    }
    if instruction.heredocs.is_empty() {
        trailing_blanks(model, instruction.range.end(), edits);
    }
    indent(model, tree, instruction, options, edits);
}

fn trailing_blanks(model: &Model, end: TextSize, edits: &mut Vec<TextEdit>) {
    let rest = &model.text[usize::from(end)..];
    let blanks = leading(rest);
    if !blanks.is_empty() && rest[blanks.len()..].chars().next().is_none_or(|next| matches!(next, '\n' | '\r')) {
        edits.push(TextEdit::delete(TextRange::at(end, TextSize::of(blanks))));
    }
}

/// Moves the continued lines as a block, so that the least indented stands one step in.
fn indent(
    model: &Model,
    tree: &Tree<SyntaxKind>,
    instruction: &Instruction,
    options: Options,
    edits: &mut Vec<TextEdit>,
) {
    let lines: Vec<TextRange> = lines_of(model, instruction)
        .into_iter()
        .filter_map(|line| model.lines.range(line))
        .filter(|range| !in_token(tree, range.start()))
        .collect();
    let width = |text: &str| {
        text.chars().fold(0u32, |width, c| {
            if c == '\t' { (width / options.tab_size.max(1) + 1) * options.tab_size.max(1) } else { width + 1 }
        })
    };
    let Some(least) = lines.iter().map(|range| width(leading(&model.text[*range]))).min() else { return };
    let unit = if options.insert_spaces { options.tab_size.clamp(1, 16) } else { options.tab_size.max(1) };
    for range in lines {
        let present = leading(&model.text[range]);
        let columns = width(present) - least + unit;
        let wanted = if options.insert_spaces {
            " ".repeat(columns as usize)
        } else {
            format!("{}{}", "\t".repeat((columns / unit) as usize), " ".repeat((columns % unit) as usize))
        };
        if present == wanted {
            continue;
        }
        // A word that goes on over the line's end must stay whole.
        let before =
            model.text[..usize::from(range.start())].trim_end_matches(['\n', '\r', ' ', '\t', model.syntax.escape]);
        let separated = model.text[before.len()..usize::from(range.start())].starts_with([' ', '\t']);
        if present.is_empty() && !separated {
            continue;
        }
        edits.push(TextEdit::replace(TextRange::at(range.start(), TextSize::of(present)), wanted));
    }
}

/// Whether `offset` stands within a word or a quoted text that began on an earlier line.
fn in_token(tree: &Tree<SyntaxKind>, offset: TextSize) -> bool {
    tree.around(offset).iter().any(|node| {
        let token = matches!(
            node.kind,
            SyntaxKind::Word
                | SyntaxKind::Image
                | SyntaxKind::Key
                | SyntaxKind::ArrayItem
                | SyntaxKind::Variable
                | SyntaxKind::ShellWord
                | SyntaxKind::ShellString
                | SyntaxKind::Assignment
                | SyntaxKind::FlagName
                | SyntaxKind::Flag
                | SyntaxKind::Heredoc
        );
        token && node.range.start() < offset && offset < node.range.end()
    })
}

/// One empty line at most between instructions, none at the end, and a line end behind the last line. Lines before the
/// first instruction stay: an empty line there decides whether a comment is a directive.
fn blank_lines(model: &Model, only: Option<TextRange>, edits: &mut Vec<TextEdit>) {
    let (Some(first), Some(last)) = (model.syntax.instructions.first(), model.syntax.instructions.last()) else {
        return;
    };
    let inside = |range: TextRange| {
        let at = model.syntax.instructions.partition_point(|instruction| instruction.extent().end() <= range.start());
        model.syntax.instructions.get(at).is_some_and(|instruction| instruction.extent().start() < range.end())
    };
    let mut run = 0;
    for line in model.lines.line(first.range.start())..model.lines.count() {
        let Some(range) = model.lines.range(line) else { break };
        if inside(range) || !model.text[range].trim().is_empty() || range.is_empty() {
            run = 0;
            continue;
        }
        run += 1;
        let wanted = only.is_none_or(|only| only.contains_range(range));
        let behind_all = model.text[usize::from(range.start())..].trim().is_empty();
        if wanted && (run > 1 || behind_all) {
            edits.push(TextEdit::delete(range));
        } else if wanted {
            let line_end = model.text[range].trim_start_matches([' ', '\t']);
            edits.push(TextEdit::delete(TextRange::new(range.start(), range.end() - TextSize::of(line_end))));
        }
    }
    let open_end = last.continuations.last().is_some_and(|continuation| continuation.end() >= last.range.end())
        || last.heredocs.iter().any(|heredoc| heredoc.end.is_none());
    let end = TextSize::of(&*model.text);
    if only.is_none() && !open_end && !model.text.ends_with('\n') && !model.text.is_empty() {
        let newline = if model.text.contains("\r\n") { "\r\n" } else { "\n" };
        let kept = model.text.trim_end_matches([' ', '\t']).len();
        let at = TextSize::new(u32::try_from(kept).unwrap_or(u32::MAX));
        edits.retain(|edit| edit.range().end() != end || edit.range().is_empty());
        edits.push(TextEdit::replace(TextRange::new(at, end), newline));
    }
}

/// The blanks a line starts with.
fn leading(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
