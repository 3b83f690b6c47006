//! Formatting: layout only, never meaning. YAML has [its own](crate::yaml::format).
//!
//! What changes in a Dockerfile: blanks at line ends, blanks before an instruction and behind its keyword, the
//! indentation of continued lines as a block (their relative indentation stays), runs of empty lines, the last line
//! end. What never changes: heredoc bodies, quoted text, comments, where lines break. The result is read again and
//! compared; should it mean anything else, nothing is changed at all.

use std::path::Path;

use project::docker::Model;
use project::{Content, DocumentKind, Snapshot};
use syntax::dockerfile::{Form, Instruction, SyntaxKind, parse};
use syntax::{TextEdit, TextRange, TextSize, Tree, apply};

use crate::{cursor, yaml};

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
    any(snapshot, path, None, options)
}

/// The edits that format the instructions `range` touches; of YAML the lines, with what has to move with them.
#[must_use]
pub fn range(snapshot: &Snapshot, path: &Path, range: TextRange, options: Options) -> Vec<TextEdit> {
    any(snapshot, path, Some(range), options)
}

fn any(snapshot: &Snapshot, path: &Path, only: Option<TextRange>, options: Options) -> Vec<TextEdit> {
    let Some(document) = cursor::document(snapshot, path) else { return Vec::new() };
    match &document.content {
        Content::Dockerfile(model) => format(model, options, only),
        Content::Yaml(yaml) => yaml::format::format(yaml, document.kind == DocumentKind::Json, only, options),
        Content::Dockerignore(_) | Content::Text(_) => Vec::new(),
    }
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
    let end = content_end(model);
    let mut edits = Vec::new();
    let wanted = |range: TextRange| only.is_none_or(|only| only.intersect(range).is_some());
    for instruction in &model.syntax.instructions {
        // A keyword that is not on the first of its lines is nobody's layout.
        let headless = instruction.extent().start() < instruction.range.start();
        if wanted(instruction.extent()) && !headless {
            layout(model, &tree, instruction, options, &mut edits);
            if instruction.trigger().heredocs.is_empty() && instruction.range.end() < end {
                trailing_blanks(model, instruction.range.end(), &mut edits);
            }
        }
    }
    blank_lines(model, only, end, &mut edits);
    edits.retain(|edit| model.text[edit.range()] != *edit.insert);
    let Some(text) = apply(&model.text, &edits) else { return Vec::new() };
    if parse(&text).meaning(&text) == model.syntax.meaning(&model.text) { edits } else { Vec::new() }
}

/// The lines of an instruction behind its first that are its own: no comment, no empty line, no heredoc body.
fn lines_of(model: &Model, instruction: &Instruction) -> Vec<u32> {
    let comments = &model.syntax.comments;
    instruction
        .continuations
        .iter()
        .filter(|continuation| model.text[**continuation].ends_with('\n'))
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
    let command = instruction.trigger().command();
    // What no reader here understands keeps its blanks.
    if command.is_none_or(|command| command.form != Form::Foreign) {
        indent(model, tree, instruction, options, edits);
    }
}

/// Takes out the blanks between `end` and its line's end.
fn trailing_blanks(model: &Model, end: TextSize, edits: &mut Vec<TextEdit>) {
    let rest = &model.text[usize::from(end)..];
    let blanks = leading(rest);
    if !blanks.is_empty() && rest[blanks.len()..].starts_with(['\n', '\r']) {
        edits.push(TextEdit::delete(TextRange::at(end, TextSize::of(blanks))));
    }
}

/// Behind the last character that is no blank and no line end.
fn content_end(model: &Model) -> TextSize {
    TextSize::of(model.text.trim_end_matches([' ', '\t', '\n', '\r']))
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
        // A line with nothing but the escape character is empty.
        .filter(|range| !model.text[*range].trim().trim_start_matches(model.syntax.escape).is_empty())
        // A word that goes on over the line's end must stay whole.
        .filter(|range| !leading(&model.text[*range]).is_empty() || is_separated(model, instruction, range.start()))
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
        edits.push(TextEdit::replace(TextRange::at(range.start(), TextSize::of(present)), wanted));
    }
}

/// Whether a blank stands before the escape character that leads to the line at `start`.
fn is_separated(model: &Model, instruction: &Instruction, start: TextSize) -> bool {
    let behind = instruction.continuations.partition_point(|continuation| continuation.end() <= start);
    let lead = behind.checked_sub(1).map(|index| instruction.continuations[index].start());
    lead.is_some_and(|lead| model.text[..usize::from(lead)].ends_with([' ', '\t']))
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
fn blank_lines(model: &Model, only: Option<TextRange>, end: TextSize, edits: &mut Vec<TextEdit>) {
    let (Some(first), Some(last)) = (model.syntax.instructions.first(), model.syntax.instructions.last()) else {
        return;
    };
    let inside = |range: TextRange| {
        let at = model.syntax.instructions.partition_point(|instruction| instruction.extent().end() <= range.start());
        model.syntax.instructions.get(at).is_some_and(|instruction| instruction.extent().start() < range.end())
    };
    let mut run = 0;
    for line in model.lines.line(first.range.start())..model.lines.count() {
        let Some(range) = model.lines.range(line).filter(|range| range.start() < end) else { break };
        if inside(range) || !model.text[range].trim_matches([' ', '\t', '\n', '\r']).is_empty() {
            run = 0;
            continue;
        }
        run += 1;
        if only.is_some_and(|only| !only.contains_range(range)) {
            continue;
        }
        let kept = if run > 1 { "" } else { model.text[range].trim_start_matches([' ', '\t']) };
        edits.push(TextEdit::delete(TextRange::new(range.start(), range.end() - TextSize::of(kept))));
    }
    let open = last.continuations.last().is_some_and(|continuation| continuation.start() >= last.range.end())
        || last.trigger().heredocs.iter().any(|heredoc| heredoc.end.is_none());
    if only.is_some() || open || last.extent().end() > end {
        return;
    }
    // The line end that is there, else the file's first.
    let tail = &model.text[usize::from(end)..];
    let sample = if tail.contains('\n') { tail } else { &model.text };
    let pairs = sample.find('\n').is_some_and(|at| sample[..at].ends_with('\r'));
    let newline = if pairs { "\r\n" } else { "\n" };
    edits.push(TextEdit::replace(TextRange::new(end, TextSize::of(&*model.text)), newline));
}

/// The blanks a line starts with.
fn leading(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use project::World;
    use project::files::Memory;
    use testing::Fixture;

    use super::*;

    fn open(text: &str) -> Snapshot {
        let mut world = World::new(Arc::new(Memory::new([])));
        world.open(Path::new("/Dockerfile"), Arc::from(text), 1, Some("dockerfile"));
        world.snapshot()
    }

    fn formatted(text: &str, options: Options) -> String {
        let once = apply(text, &document(&open(text), Path::new("/Dockerfile"), options)).expect("disjoint edits");
        assert_eq!(document(&open(&once), Path::new("/Dockerfile"), options), [], "formatting {once:?} again");
        once
    }

    #[track_caller]
    fn check(before: &str, after: &str) {
        assert_eq!(formatted(before, Options::default()), after);
    }

    #[test]
    fn blanks_go_where_they_say_nothing() {
        check("  FROM  a \t\nRUN\tb\\  \n  c\t\n", "FROM a\nRUN b\\\n    c\n");
        check("FROM a\r\n RUN b \\ \r\n  c  \r\n", "FROM a\r\nRUN b \\\r\n    c\r\n");
        check("ONBUILD  RUN  a  b\n", "ONBUILD RUN  a  b\n");
        check("ENV a=\"b  c\"   d=e\n", "ENV a=\"b  c\"   d=e\n");
    }

    #[test]
    fn continued_lines_move_as_a_block() {
        check("RUN a \\\n  && b \\\n      c \\\n&& d\n", "RUN a \\\n      && b \\\n          c \\\n    && d\n");
        check("RUN a \\\n        b \\\n  # why\n\n        c\n", "RUN a \\\n    b \\\n  # why\n\n    c\n");
        check("RUN a && \\\n\tb && \\\n\t\tc\n", "RUN a && \\\n    b && \\\n        c\n");
        check("CMD [ \"a\", \\\n\"b\" \\\n]\n", "CMD [ \"a\", \\\n    \"b\" \\\n    ]\n");
    }

    #[test]
    fn tabs_where_the_editor_wants_them() {
        let tabs = Options { tab_size: 4, insert_spaces: false };
        assert_eq!(formatted("RUN a \\\n  b \\\n    c \\\n      d\n", tabs), "RUN a \\\n\tb \\\n\t  c \\\n\t\td\n");
        let two = Options { tab_size: 2, insert_spaces: true };
        assert_eq!(formatted("RUN a \\\n\tb\n", two), "RUN a \\\n  b\n");
    }

    #[test]
    fn what_lines_carry_over_stays() {
        // A word, quotes, the body of a heredoc, and a shell nobody here reads.
        for text in [
            "RUN a\\\nb c\\\nd\n",
            "RUN echo 'a \\\n b' \"c \\\n   d\"\n",
            "LABEL a=\"b \\\nc\"\n",
            "RUN <<EOF\n  a  \n\n\n\tb\nEOF\n",
            "COPY <<A <<B /c\n 1 \nA\n\n\n2\nB\n",
            "# escape=`\nFROM a\nRUN b `\n      c\n",
            "RUN a \\\n    \\\n    b\n",
            "\\\n RUN a \\\nb\n",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn empty_lines_and_the_end() {
        check("FROM a\n\n \n\nUSER b\n# c\n\n\n\n# d", "FROM a\n\nUSER b\n# c\n\n# d\n");
        check("FROM a\n  \nUSER b\n \n\t\n", "FROM a\n\nUSER b\n");
        check("FROM a\r\nUSER b", "FROM a\r\nUSER b\r\n");
        check("FROM a\nUSER b\r\n\r\n", "FROM a\nUSER b\r\n");
        check("RUN <<EOF\na\nEOF", "RUN <<EOF\na\nEOF\n");
    }

    #[test]
    fn nothing_where_the_end_is_open() {
        for text in ["RUN a \\", "RUN a \\\n\n", "RUN <<EOF\na  \n\n", "# only a comment", ""] {
            check(text, text);
        }
    }

    #[test]
    fn lines_before_the_first_instruction_stay() {
        check("# syntax=a\n\n\n  # escape=`\n\nFROM  a\n", "# syntax=a\n\n\n  # escape=`\n\nFROM a\n");
    }

    #[test]
    fn a_range_formats_what_it_touches() {
        let text = "FROM  a\nRUN  b \\\n  c \nUSER  d\n";
        let at = TextSize::of("FROM  a\nRUN");
        let edits = range(&open(text), Path::new("/Dockerfile"), TextRange::empty(at), Options::default());
        assert_eq!(apply(text, &edits).as_deref(), Some("FROM  a\nRUN b \\\n    c\nUSER  d\n"));
    }

    #[test]
    fn a_new_line_starts_like_the_ones_before() {
        for (before, after) in [
            ("RUN a \\\n<|>", "RUN a \\\n    "),
            ("RUN a \\\n  b \\\n<|>\nUSER c\n", "RUN a \\\n  b \\\n  \nUSER c\n"),
            ("RUN a\n<|>", "RUN a\n"),
            ("RUN 'a \\\n<|>'\n", "RUN 'a \\\n'\n"),
        ] {
            let fixture = Fixture::parse(before);
            let text = &fixture.files[0].text;
            let offset = TextSize::of(&text[..fixture.cursor().offset]);
            let edits = on_type(&open(text), Path::new("/Dockerfile"), offset, Options::default());
            assert_eq!(apply(text, &edits).as_deref(), Some(after));
        }
    }
}
