//! The reader of a whole file: directives, comments, the lines of each instruction.

use std::collections::HashMap;
use std::ops::Range;

use text_size::TextRange;

use super::ast::{Body, Comment, Directive, Instruction, Name, SyntaxError, SyntaxErrorKind};
use super::heredoc::LastLines;
use super::instruction::{self, Context, ShellKind};
use super::kind::SyntaxKind;
use super::logical::{Line, Lines, Logical, size};
use super::words::Words;
use super::{Dockerfile, heredoc};

/// The directive that says which character continues lines.
const ESCAPE: &str = "escape";

/// Every directive the builder knows.
const DIRECTIVES: [&str; 3] = ["syntax", ESCAPE, "check"];

/// Reads `text`. Total: any text gives a file, mistakes are in [`Dockerfile::errors`].
#[must_use]
pub fn parse(text: &str) -> Dockerfile {
    let mut parser = Parser {
        text,
        lines: Lines::new(text),
        escape: '\\',
        shell: ShellKind::Posix,
        stage_shells: HashMap::new(),
        stage: None,
        last_lines: LastLines::default(),
        directives_seen: [false; DIRECTIVES.len()],
        directives: Vec::new(),
        comments: Vec::new(),
        instructions: Vec::new(),
        errors: Vec::new(),
    };
    parser.file();
    parser.errors.sort_by_key(|error| error.range.start());
    Dockerfile {
        escape: parser.escape,
        directives: parser.directives,
        comments: parser.comments,
        instructions: parser.instructions,
        errors: parser.errors,
        length: size(text.len()),
    }
}

struct Parser<'a> {
    text: &'a str,
    lines: Lines<'a>,
    escape: char,
    /// What reads the shell forms at this point of the stage.
    shell: ShellKind,
    stage_shells: HashMap<String, ShellKind>,
    /// The name of the stage being read, in lower case.
    stage: Option<String>,
    last_lines: LastLines<'a>,
    directives_seen: [bool; DIRECTIVES.len()],
    directives: Vec<Directive>,
    comments: Vec<Comment>,
    instructions: Vec<Instruction>,
    errors: Vec<SyntaxError>,
}

impl<'a> Parser<'a> {
    fn file(&mut self) {
        let mut directives_open = true;
        let mut first = true;
        // For what the builder looks up before it reads the file, a line of its own at the top does not count.
        let shebang = self.text.trim_start_matches('\u{feff}').starts_with("#!");
        while let Some(mut line) = self.lines.next() {
            if first && self.text.starts_with('\u{feff}') {
                line.start += '\u{feff}'.len_utf8();
            }
            let skipped = first && shebang;
            first = false;
            let content = &self.text[line.start..line.end];
            let trimmed = content.trim_start();
            if trimmed.is_empty() {
                directives_open = false;
            } else if trimmed.starts_with('#') {
                let start = line.end - trimmed.len();
                directives_open = directives_open && (skipped || self.directive(start, line.end, shebang));
                if self.directives.last().is_none_or(|directive| directive.range.start() != size(start)) {
                    self.comment(start, line.end, false);
                }
            } else {
                directives_open = false;
                self.instruction(line, line.end - trimmed.len());
            }
        }
    }

    fn comment(&mut self, start: usize, end: usize, inside_instruction: bool) {
        let range = TextRange::new(size(start), size(end));
        self.comments.push(Comment { range, text: self.text[start + 1..end].to_owned(), inside_instruction });
    }

    /// Reads `#name=value`; `false` when the line is none the builder knows, which ends the directives. Behind a `shebang`
    /// the escape character stays as it is.
    fn directive(&mut self, start: usize, end: usize, shebang: bool) -> bool {
        let line = &self.text[start..end];
        let Some((left, right)) = line[1..].split_once('=') else { return false };
        let (name, value) = (left.trim(), right.trim());
        let Some(known) = DIRECTIVES.iter().position(|known| known.eq_ignore_ascii_case(name)) else { return false };
        if value.is_empty() {
            return false;
        }
        let name_start = start + 1 + (left.len() - left.trim_start().len());
        let value_start = start + 1 + left.len() + 1 + (right.len() - right.trim_start().len());
        let named = |from: usize, text: &str, kind| Name {
            text: text.to_owned(),
            range: TextRange::new(size(from), size(from + text.len())),
            kind,
        };
        let directive = Directive {
            range: TextRange::new(size(start), size(value_start + value.len())),
            name: named(name_start, name, SyntaxKind::DirectiveName),
            value: named(value_start, value, SyntaxKind::DirectiveValue),
        };
        if std::mem::replace(&mut self.directives_seen[known], true) {
            let kind = SyntaxErrorKind::DuplicateDirective(DIRECTIVES[known].to_owned());
            self.errors.push(SyntaxError { range: directive.name.range, kind });
        } else if DIRECTIVES[known] == ESCAPE {
            match value {
                _ if shebang => return true,
                "\\" => {}
                "`" => {
                    self.escape = '`';
                    self.shell = ShellKind::Foreign;
                }
                _ => self.errors.push(SyntaxError { range: directive.value.range, kind: SyntaxErrorKind::EscapeValue }),
            }
        }
        self.directives.push(directive);
        true
    }

    /// Where the escape character stands when `start..end` goes on in the next line.
    fn continuation(&self, start: usize, end: usize) -> Option<usize> {
        let line = self.text[start..end].trim_end_matches([' ', '\t']);
        let before = line.strip_suffix(self.escape)?;
        (!before.ends_with(self.escape)).then_some(start + before.len())
    }

    fn instruction(&mut self, first: Line, start: usize) {
        let mut logical = Logical::default();
        let mut continuations = Vec::new();
        let mut empty_lines = Vec::new();
        let mut masks = Vec::new();
        let (mut line, mut from) = (first, start);
        loop {
            let Some(escape) = self.continuation(from, line.end) else {
                logical.push(from, &self.text[from..line.end]);
                break;
            };
            logical.push(from, &self.text[from..escape]);
            continuations.push(TextRange::new(size(escape), size(line.next)));
            mask(&mut masks, escape..line.next);
            let Some(next) = self.next_continued(&mut empty_lines, &mut masks) else { break };
            (line, from) = (next, next.start);
        }
        let logical_end = self.lines.offset();
        let words = Words::new(&logical, self.escape);
        let heredocs = if logical.text.contains("<<") && instruction::takes_heredocs(&logical, &words) {
            let starts = heredoc::starts(&logical);
            heredoc::bodies(self.text, &mut self.lines, &mut self.last_lines, starts, &mut self.errors)
        } else {
            Vec::new()
        };
        let script_end = if heredocs.is_empty() { None } else { Some(self.lines.offset()) };
        let mut context = Context {
            document: self.text,
            logical: &logical,
            words,
            shell: self.shell,
            masks: &masks,
            script_end,
            command_end: logical_end,
        };
        let (from, to) = context.words.trim(0, logical.text.len());
        let mut instruction = instruction::read(&mut context, from, to, heredocs, 0);
        self.errors.append(&mut context.words.errors);
        instruction.continuations = continuations;
        instruction.empty_lines = empty_lines;
        self.follow_shell(&instruction);
        self.instructions.push(instruction);
    }

    /// The next line of a continued instruction; comments and empty lines on the way are noted and passed over.
    fn next_continued(&mut self, empty_lines: &mut Vec<TextRange>, masks: &mut Vec<Range<usize>>) -> Option<Line> {
        loop {
            let line = self.lines.next()?;
            let content = &self.text[line.start..line.end];
            let trimmed = content.trim_start();
            if trimmed.starts_with('#') {
                self.comment(line.end - trimmed.len(), line.end, true);
            } else if trimmed.is_empty() {
                empty_lines.push(TextRange::new(size(line.start), size(line.next)));
            } else {
                return Some(line);
            }
            mask(masks, line.start..line.next);
        }
    }

    /// Keeps track of which shell reads what follows.
    fn follow_shell(&mut self, instruction: &Instruction) {
        match &instruction.body {
            Body::From(from) => {
                let image = from.image.as_ref().map(|image| image.raw.to_ascii_lowercase()).unwrap_or_default();
                let platform = instruction.flag("platform").and_then(|flag| flag.value.as_ref());
                let windows = ["windows", "nanoserver", "servercore"].iter().any(|mark| image.contains(mark))
                    || platform.is_some_and(|platform| platform.raw.starts_with("windows"));
                self.shell = match self.stage_shells.get(&image) {
                    Some(inherited) => *inherited,
                    None if windows || self.escape == '`' => ShellKind::Foreign,
                    None => ShellKind::Posix,
                };
                self.stage = from.name.as_ref().map(|name| name.text.to_ascii_lowercase());
                self.stage_shells.extend(self.stage.clone().map(|name| (name, self.shell)));
            }
            Body::Shell(command) => {
                self.shell = instruction::shell_kind(command);
                self.stage_shells.extend(self.stage.clone().map(|name| (name, self.shell)));
            }
            _ => {}
        }
    }
}

/// Notes bytes that the builder drops; those in a row are one stretch.
fn mask(masks: &mut Vec<Range<usize>>, range: Range<usize>) {
    match masks.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => masks.push(range),
    }
}
