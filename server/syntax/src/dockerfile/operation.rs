//! Changes to a Dockerfile, said in its elements; resolved to the fewest bytes that do it.

use text_size::{TextRange, TextSize};

use super::Dockerfile;
use super::ast::{Body, Element, Form, Instruction, Node};
use crate::edit::TextEdit;
use crate::shell::{CommandKind, Script, SeparatorKind, Statement, WordPartKind};

/// One change. Line ends, indentation and continuation style are taken from the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Puts other text in an element's place.
    Replace {
        /// The element.
        node: Node,
        /// The new text.
        text: String,
    },
    /// Puts text directly before an element.
    InsertBefore {
        /// The element.
        node: Node,
        /// The text, with its own blanks.
        text: String,
    },
    /// Puts text directly behind an element.
    InsertAfter {
        /// The element.
        node: Node,
        /// The text, with its own blanks.
        text: String,
    },
    /// Takes a word, flag or pair out, with the blanks (and the then empty continued line) before it.
    RemoveWord {
        /// The word.
        node: Node,
    },
    /// Takes neighbouring words out, from the first to the last, as one.
    RemoveWords {
        /// The first word.
        first: Node,
        /// The last one.
        last: Node,
    },
    /// Takes an instruction with all its lines out.
    RemoveInstruction {
        /// The instruction.
        node: Node,
    },
    /// Puts whole lines before an instruction and the comments right above it; before the instruction itself where those
    /// comments begin the file.
    InsertLinesBefore {
        /// The instruction.
        node: Node,
        /// Lines without the last line end, separated by `\n`.
        text: String,
    },
    /// Puts whole lines behind an instruction.
    InsertLinesAfter {
        /// The instruction.
        node: Node,
        /// Lines without the last line end, separated by `\n`.
        text: String,
    },
    /// Gives an instruction one more flag, behind those it has.
    AddFlag {
        /// The instruction.
        node: Node,
        /// `--name=value`
        text: String,
    },
    /// Gives an instruction more flags, behind those it has; as soon as there are two, each new one stands on a line of its own.
    AddFlags {
        /// The instruction.
        node: Node,
        /// `--name=value`
        flags: Vec<String>,
    },
    /// Takes a statement (its pipeline's node) out of the list it is in, with the operator that then joins nothing.
    RemoveStatement {
        /// The statement.
        node: Node,
    },
    /// Puts a statement behind another one, joined by `&&` (or as the others are, in a list that begins with `set -e`), on a
    /// line of its own where the list has one a line.
    AppendStatement {
        /// The statement to stand behind.
        node: Node,
        /// The new one.
        text: String,
    },
    /// Makes one RUN of two neighbours: the second's keyword goes, `&&` comes. Comments between them stay, empty lines go.
    JoinRuns {
        /// The first instruction.
        first: Node,
        /// The one right behind it.
        second: Node,
    },
}

impl Dockerfile {
    /// The text edits that carry out `operations` on `text`, which this file was read from. `None` when one of them
    /// cannot be done without touching what it must not (or two of them overlap): no change is better than a wrong one.
    #[must_use]
    pub fn resolve(&self, text: &str, operations: &[Operation]) -> Option<Vec<TextEdit>> {
        let resolver = Resolver { file: self, text, newline: newline_of(text) };
        let mut edits = Vec::with_capacity(operations.len());
        for operation in operations {
            resolver.resolve(operation, &mut edits)?;
        }
        crate::edit::in_order(text, &edits)?;
        Some(edits)
    }
}

/// The line end of a text, by its first line.
fn newline_of(text: &str) -> &'static str {
    text.find('\n').map_or("\n", |at| if text[..at].ends_with('\r') { "\r\n" } else { "\n" })
}

struct Resolver<'a> {
    file: &'a Dockerfile,
    text: &'a str,
    newline: &'static str,
}

impl Resolver<'_> {
    fn resolve(&self, operation: &Operation, edits: &mut Vec<TextEdit>) -> Option<()> {
        match operation {
            Operation::Replace { node, text } => edits.push(TextEdit::replace(node.range(), self.lines(text))),
            Operation::InsertBefore { node, text } => {
                edits.push(TextEdit::insert(node.range().start(), self.lines(text)));
            }
            Operation::InsertAfter { node, text } => edits.push(TextEdit::insert(node.range().end(), self.lines(text))),
            Operation::RemoveWord { node } => edits.push(self.remove_word(node.range())?),
            Operation::RemoveWords { first, last } => edits.push(self.remove_word(first.range().cover(last.range()))?),
            Operation::RemoveInstruction { node } => edits.push(self.remove_instruction(*node)?),
            Operation::InsertLinesBefore { node, text } => {
                let instruction = self.instruction(*node)?;
                let start = self.above_comments(self.line_start(instruction.range.start()));
                edits.push(TextEdit::insert(start, format!("{}{}", self.lines(text), self.newline)));
            }
            Operation::InsertLinesAfter { node, text } => {
                let instruction = self.instruction(*node)?;
                if self.is_open(instruction) {
                    return None;
                }
                let end = self.line_end(instruction.extent().end());
                let text = self.lines(text);
                let ended = self.text[..usize::from(end)].ends_with('\n');
                let lines = if ended { format!("{text}{}", self.newline) } else { format!("{}{text}", self.newline) };
                edits.push(TextEdit::insert(end, lines));
            }
            Operation::AddFlag { node, text } => {
                let instruction = self.instruction(*node)?.trigger();
                edits.push(TextEdit::insert(self.behind_flags(instruction).end(), format!(" {text}")));
            }
            Operation::AddFlags { node, flags } => {
                let instruction = self.instruction(*node)?.trigger();
                edits.push(TextEdit::insert(self.behind_flags(instruction).end(), self.flags(instruction, flags)));
            }
            Operation::RemoveStatement { node } => edits.push(self.remove_statement(*node)?),
            Operation::AppendStatement { node, text } => edits.push(self.append_statement(*node, text)?),
            Operation::JoinRuns { first, second } => self.join(*first, *second, edits)?,
        }
        Some(())
    }

    /// `text` with this file's line ends.
    fn lines(&self, text: &str) -> String {
        if self.newline == "\n" { text.to_owned() } else { text.replace("\r\n", "\n").replace('\n', self.newline) }
    }

    fn instruction(&self, node: Node) -> Option<&Instruction> {
        let index = self.file.instruction_at(node.range().start())?;
        let instruction = &self.file.instructions[index];
        instruction.range.contains_range(node.range()).then_some(instruction)
    }

    /// Whether the instruction would take along whatever came behind it: its last line continues, or a heredoc never ends.
    fn is_open(&self, instruction: &Instruction) -> bool {
        let continued = instruction.continuations.last().is_some_and(|last| last.start() >= instruction.range.end());
        continued || instruction.trigger().heredocs.iter().any(|heredoc| heredoc.end.is_none())
    }

    /// The last flag, or the keyword.
    fn behind_flags(&self, instruction: &Instruction) -> TextRange {
        instruction.flags.last().map_or(instruction.keyword_name.range, |flag| flag.range)
    }

    /// The text of `flags` behind those of `instruction`.
    fn flags(&self, instruction: &Instruction, flags: &[String]) -> String {
        let last = self.behind_flags(instruction);
        let before = match instruction.flags.as_slice() {
            [.., one, _] => one.range.end(),
            _ => instruction.keyword_name.range.end(),
        };
        // As the last flag stands behind the one before it, where that is on a line of its own.
        let joint = self.text.get(usize::from(before)..usize::from(last.start())).unwrap_or_default();
        if !instruction.flags.is_empty() && joint.contains('\n') && !joint.contains('#') {
            return flags.iter().map(|flag| format!("{joint}{flag}")).collect();
        }
        if flags.len() + instruction.flags.len() < 2 {
            return flags.iter().map(|flag| format!(" {flag}")).collect();
        }
        let line = format!(" {}{}    ", self.file.escape, self.newline);
        let mut text = String::new();
        for (index, flag) in flags.iter().enumerate() {
            text.push_str(if index == 0 && instruction.flags.is_empty() { " " } else { &line });
            text.push_str(flag);
        }
        // What follows on the same line brings a blank along.
        let rest = self.text[usize::from(last.end())..].trim_start_matches([' ', '\t']);
        if !rest.starts_with([self.file.escape, '\r', '\n']) {
            text.push_str(&line[..line.len() - 1]);
        }
        text
    }

    /// The start of the first of the comment lines right above the line that starts at `start`; `start` itself where there are
    /// none, or where they begin the file: directives have to stay there.
    fn above_comments(&self, start: TextSize) -> TextSize {
        let mut at = usize::from(start);
        loop {
            let Some(above) = self.text[..at].strip_suffix('\n') else { return size(at) };
            let line = above.rfind('\n').map_or(0, |newline| newline + 1);
            if !above[line..].trim_start().starts_with('#') {
                return size(at);
            }
            if line == 0 {
                return start;
            }
            at = line;
        }
    }

    fn line_start(&self, offset: TextSize) -> TextSize {
        let before = &self.text[..usize::from(offset)];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let start = if start == 0 && before.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
        TextSize::new(u32::try_from(start).unwrap_or(u32::MAX))
    }

    /// Behind the line end of the line that holds `offset`; `offset` itself when it stands at a line's start already.
    fn line_end(&self, offset: TextSize) -> TextSize {
        let at = usize::from(offset);
        if at > 0 && self.text[..at].ends_with('\n') {
            return offset;
        }
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1);
        TextSize::new(u32::try_from(end).unwrap_or(u32::MAX))
    }

    fn remove_word(&self, range: TextRange) -> Option<TextEdit> {
        let instruction = &self.file.instructions[self.file.instruction_at(range.start())?];
        let mut start = usize::from(range.start());
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        start = before.len();
        // Alone on a continued line: the line goes, with the continuation that leads to it.
        let line_start = usize::from(self.line_start(range.start()));
        let alone = start <= line_start;
        if alone {
            let lead =
                instruction.continuations.iter().find(|continuation| usize::from(continuation.end()) == line_start);
            let tail = instruction.continuations.iter().find(|continuation| {
                let between = self.text.get(usize::from(range.end())..usize::from(continuation.start()));
                continuation.start() >= range.end() && between.is_some_and(|text| text.trim().is_empty())
            });
            if let Some(tail) = tail {
                return Some(TextEdit::delete(TextRange::new(self.line_start(range.start()), tail.end())));
            }
            if let Some(next) = self.next_on_line(range.end()) {
                return Some(TextEdit::delete(TextRange::new(range.start(), next)));
            }
            let lead = lead?;
            let kept = self.text[..usize::from(lead.start())].trim_end_matches([' ', '\t']).len();
            return Some(TextEdit::delete(TextRange::new(size(kept), range.end())));
        }
        // Directly behind `(` and its kin: the blanks behind go instead.
        let glued = size(start) == range.start();
        let end = if glued { self.next_on_line(range.end()).unwrap_or(range.end()) } else { range.end() };
        Some(TextEdit::delete(TextRange::new(size(start), end)))
    }

    /// The next character on the line that is not blank; `None` at its end.
    fn next_on_line(&self, offset: TextSize) -> Option<TextSize> {
        let rest = &self.text[usize::from(offset)..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        (!rest[blanks..].is_empty() && !rest[blanks..].starts_with(['\r', '\n'])).then(|| offset + size(blanks))
    }

    fn remove_instruction(&self, node: Node) -> Option<TextEdit> {
        let instruction = self.instruction(node)?;
        let start = self.line_start(instruction.range.start());
        let end = self.line_end(instruction.extent().end());
        if end < TextSize::of(self.text) || start == TextSize::new(0) || self.text.ends_with('\n') {
            return Some(TextEdit::delete(TextRange::new(start, end)));
        }
        // The last line, without a line end of its own: it takes the one before it along.
        let kept = self.text[..usize::from(start)].trim_end_matches(['\n', '\r']).len();
        Some(TextEdit::delete(TextRange::new(size(kept), end)))
    }

    /// The list that holds the statement with this node, and its place in it.
    fn find_statement(&self, node: Node) -> Option<(&Script, usize)> {
        let instruction = self.instruction(node)?.trigger();
        instruction.scripts().find_map(|script| find_in_script(script, node))
    }

    fn remove_statement(&self, node: Node) -> Option<TextEdit> {
        let (script, index) = self.find_statement(node)?;
        let statement = &script.statements[index];
        let range = statement.pipeline.node().range();
        let before = index.checked_sub(1).map(|before| &script.statements[before]);
        let after = script.statements.get(index + 1);
        let kind = |statement: &Statement| statement.separator.map(|separator| separator.kind);
        let joined = before.and_then(kind);
        // Without one side of `||` the other runs at other times; without its command a heredoc's body is one.
        let or = Some(SeparatorKind::Or);
        if joined == or || kind(statement) == or || self.text[range].contains("<<") {
            return None;
        }
        match (before, after) {
            // What is joined to the one before goes with that joint: what comes behind stands as apart as it did.
            (Some(before), _) if after.is_none() || joined == Some(SeparatorKind::And) => {
                Some(TextEdit::delete(TextRange::new(before.pipeline.node().range().end(), range.end())))
            }
            // Up to the next statement, so that this one's place on its line is the next one's; but for comments.
            (_, Some(after)) => {
                let next = after.pipeline.node().range().start();
                let between = &self.text[TextRange::new(range.end(), next)];
                let separator = statement.separator.map_or(range.end(), |separator| separator.range.end());
                let end = if between.contains('#') { self.next_on_line(separator).unwrap_or(separator) } else { next };
                Some(TextEdit::delete(TextRange::new(range.start(), end)))
            }
            (_, None) => None,
        }
    }

    fn append_statement(&self, node: Node, text: &str) -> Option<TextEdit> {
        let (script, index) = self.find_statement(node)?;
        let joint = self.joint(script, node);
        let end = script.statements[index].pipeline.node().range().end();
        Some(TextEdit::insert(end, format!("{joint}{text}")))
    }

    /// How statements of this list are joined: in the style of the first `&&` that has one a line, else on the line,
    /// unless the statement itself runs over several lines.
    fn joint(&self, script: &Script, node: Node) -> String {
        for pair in script.statements.windows(2) {
            let between =
                TextRange::new(pair[0].pipeline.node().range().end(), pair[1].pipeline.node().range().start());
            let text = &self.text[between];
            if text.contains("&&") && text.contains('\n') && !text.contains('#') {
                return text.to_owned();
            }
        }
        let last = script.statements.windows(2).last().filter(|_| script.stops_at_failure());
        if let Some([before, after]) = last {
            let between = TextRange::new(before.pipeline.node().range().end(), after.pipeline.node().range().start());
            let text = &self.text[between];
            if !text.contains('#') && !text.contains(['&', '|']) {
                return text.to_owned();
            }
        }
        let lines = self.text[script.range].trim_end().contains('\n');
        if lines && self.text[node.range()].contains('\n') {
            return format!(" {}{}    && ", self.file.escape, self.newline);
        }
        " && ".to_owned()
    }

    fn join(&self, first: Node, second: Node, edits: &mut Vec<TextEdit>) -> Option<()> {
        let (first, second) = (self.instruction(first)?, self.instruction(second)?);
        let flags = |instruction: &Instruction| -> Vec<&str> {
            instruction.flags.iter().map(|flag| &self.text[flag.range]).collect()
        };
        let runs = |instruction: &Instruction| matches!(&instruction.body, Body::Run(command) if matches!(command.form, Form::Shell(_)));
        // The second one's flags go with its keyword.
        if first.range.end() > second.range.start() || !runs(first) || !runs(second) || flags(first) != flags(second) {
            return None;
        }
        if !first.heredocs.is_empty() || !second.heredocs.is_empty() || first.extent().end() != first.range.end() {
            return None;
        }
        let body = second.command()?.range.start();
        let (start, end) = (usize::from(first.range.end()), usize::from(second.range.start()));
        let between = &self.text[start..end];
        if between.trim().is_empty() {
            let range = TextRange::new(first.range.end(), body);
            edits.push(TextEdit::replace(range, format!(" {}{}    && ", self.file.escape, self.newline)));
            return Some(());
        }
        // Comment lines stay where they are: the instruction goes on around them.
        let (rest, lines) = between.split_once('\n')?;
        let comments = lines.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
        if !rest.trim().is_empty() || !comments {
            return None;
        }
        edits.push(TextEdit::insert(first.range.end(), format!(" {}", self.file.escape)));
        let mut at = start + rest.len() + 1;
        for line in lines.split_inclusive('\n') {
            if line.trim().is_empty() {
                edits.push(TextEdit::delete(TextRange::new(size(at), size(at + line.len()))));
            }
            at += line.len();
        }
        edits.push(TextEdit::replace(TextRange::new(second.range.start(), body), "    && "));
        Some(())
    }
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// The shell reader's own depth limit bounds this search.
fn find_in_script(script: &Script, node: Node) -> Option<(&Script, usize)> {
    if !script.range.contains_range(node.range()) {
        return None;
    }
    if let Some(index) =
        script.statements.iter().position(|statement| statement.pipeline.node().range() == node.range())
    {
        return Some((script, index));
    }
    script
        .statements
        .iter()
        .find_map(|statement| inner_scripts(statement).into_iter().find_map(|inner| find_in_script(inner, node)))
}

fn inner_scripts(statement: &Statement) -> Vec<&Script> {
    let mut scripts = Vec::new();
    for command in &statement.pipeline.commands {
        collect(&command.kind, &mut scripts);
    }
    scripts
}

fn collect<'a>(kind: &'a CommandKind, scripts: &mut Vec<&'a Script>) {
    match kind {
        CommandKind::Group(script) | CommandKind::Subshell(script) => scripts.push(script),
        CommandKind::If { branches, otherwise } => {
            for branch in branches {
                scripts.extend([&branch.condition, &branch.body]);
            }
            scripts.extend(otherwise);
        }
        CommandKind::Loop { kind: _, condition, body } => scripts.extend([condition, body]),
        CommandKind::For { variable: _, words: _, body } => scripts.push(body),
        CommandKind::Case { subject: _, arms } => scripts.extend(arms.iter().map(|arm| &arm.body)),
        CommandKind::Function { name: _, body } => collect(&body.kind, scripts),
        CommandKind::Simple(simple) => {
            for word in &simple.words {
                for part in &word.parts {
                    if let WordPartKind::Command(script) | WordPartKind::Process(script) = &part.kind {
                        scripts.push(script);
                    }
                }
            }
        }
        CommandKind::Test { words: _ } | CommandKind::Arithmetic(_) => {}
    }
}
