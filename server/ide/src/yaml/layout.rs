//! Where every token of a YAML text is to stand: a walk down the tree that turns columns into columns.

use syntax::yaml::{Document, Kind, Node, ScalarStyle, Yaml};
use syntax::{TextEdit, TextRange};

use super::format::is_broken;
use super::lines::{BlockEnd, Lines, Part, size};
use super::style::Style;

/// Columns from a dash to what stands beside it.
const DASH: usize = 2;

/// A token that has a column, and its new one.
#[derive(Debug, Clone, Copy)]
struct Move {
    line: usize,
    is_dash: bool,
    old: usize,
    new: usize,
}

/// A block collection with its column, and its new one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<'y> {
    pub(super) node: Node<'y>,
    pub(super) old: usize,
    pub(super) new: usize,
}

/// What a value belongs to: a key or a dash.
#[derive(Debug, Clone, Copy)]
struct Owner {
    is_dash: bool,
    /// Its column.
    old: usize,
    new: usize,
    /// Behind its colon, or behind the dash.
    end: usize,
    /// Where a value behind it is to begin.
    beside: usize,
}

impl Owner {
    /// The column of what stands on lines of its own below.
    fn below(&self, style: Style) -> usize {
        self.new + if self.is_dash { DASH } else { style.width }
    }
}

/// The layout of a text.
pub(super) struct Layout<'y> {
    text: &'y str,
    style: Style,
    pub(super) lines: Lines<'y>,
    moves: Vec<Move>,
    /// The block collections, those around before those inside.
    pub(super) blocks: Vec<Block<'y>>,
    /// What changes between the tokens of a line, in order.
    pub(super) gaps: Vec<TextEdit>,
}

impl<'y> Layout<'y> {
    /// The layout of `yaml`. Documents with a mistake are left as they are, as what is broken may be meant otherwise;
    /// so are those with keys behind `?`, which nobody writes by hand.
    pub(super) fn of(yaml: &'y Yaml, style: Style) -> Self {
        let text = yaml.text();
        let mut layout =
            Self { text, style, lines: Lines::new(text), moves: Vec::new(), blocks: Vec::new(), gaps: Vec::new() };
        for document in yaml.documents() {
            if is_broken(yaml, document) || !layout.can_move(document.root()) {
                layout.freeze(document.range());
            } else {
                layout.document(document);
            }
        }
        layout.comments();
        layout
    }

    fn freeze(&mut self, range: TextRange) {
        if range.is_empty() {
            return;
        }
        let (first, last) = (self.lines.at(range.start().into()), self.lines.at(usize::from(range.end()) - 1));
        self.lines.between(first, last).iter_mut().for_each(|line| line.part = Part::Frozen);
    }

    /// Whether every block in it begins in the column of its first key or dash, behind spaces alone.
    fn can_move(&self, root: Node<'_>) -> bool {
        root.descendants().filter(|node| is_block(*node)).all(|node| {
            let start = usize::from(node.range().start());
            let column = self.lines.column(start);
            let before = &self.text[start - column..start];
            !before.contains('\t')
                && node.entries().all(|entry| self.lines.column(entry.key.extent().start().into()) == column)
        })
    }

    fn document(&mut self, document: Document<'y>) {
        let root = document.root();
        let start = usize::from(root.range().start());
        match root.kind() {
            Kind::Mapping | Kind::Sequence if !is_block(root) => {
                if self.lines.begins(start) {
                    self.lines.between(self.lines.at(start), self.lines.at(start))[0].indent = Some(0);
                }
                self.brackets(root, 0);
            }
            Kind::Mapping | Kind::Sequence => {
                self.place(root.extent().start().into(), 0, false);
                self.block(root, 0);
            }
            // A text alone is nobody's layout.
            Kind::Scalar(_) => {
                let last = self.lines.at(root.range().end().into());
                for line in self.lines.between(self.lines.at(start), last) {
                    line.part = Part::Inside;
                    line.keeps_tail = true;
                }
                if is_block_scalar(root) {
                    self.ends_block(last, BlockEnd { parent: (0, 0), body: 0 });
                }
            }
            Kind::Alias | Kind::Null => {}
        }
    }

    /// Puts the token at `offset` into a column; where it begins its line, the line moves with it.
    fn place(&mut self, offset: usize, column: usize, is_dash: bool) {
        let index = self.lines.at(offset);
        let old = self.lines.column(offset);
        if let Some(line) = self.lines.get_mut(index).filter(|line| line.content == offset) {
            line.indent = Some(column);
        }
        self.moves.push(Move { line: index, is_dash, old, new: column });
    }

    /// Lays out a block collection, whose keys or dashes are to stand in `column`. As deep as the reader reads.
    fn block(&mut self, node: Node<'y>, column: usize) {
        let old = self.lines.column(node.range().start().into());
        self.blocks.push(Block { node, old, new: column });
        for entry in node.entries() {
            let start = usize::from(entry.key.extent().start());
            self.place(start, column, false);
            let behind = usize::from(entry.key.range().end());
            let blanks = self.text[behind..].len() - self.text[behind..].trim_start_matches([' ', '\t']).len();
            let end = behind + blanks + 1;
            let owner = Owner { is_dash: false, old, new: column, end, beside: column + (end - start) + 1 };
            self.value(entry.value, owner);
        }
        let mut dash = usize::from(node.range().start());
        for item in node.items() {
            self.place(dash, column, true);
            let owner = Owner { is_dash: true, old, new: column, end: dash + 1, beside: column + DASH };
            self.value(item, owner);
            dash = self.next_token(end_of(item).max(dash + 1));
        }
    }

    /// The first byte behind `from` that is no blank, no line end and not in a comment.
    fn next_token(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = &self.text[at..];
            at += rest.len() - rest.trim_start().len();
            if !self.text[at..].starts_with('#') {
                return at;
            }
            at += self.text[at..].find('\n').unwrap_or(self.text.len() - at);
        }
    }

    /// Lays out what stands behind a key or a dash, or below it.
    fn value(&mut self, value: Node<'y>, owner: Owner) {
        let (first, own) = (usize::from(value.extent().start()), usize::from(value.range().start()));
        if first < owner.end || value.is_null() && first == own {
            return;
        }
        let is_beside = |to: usize| !self.text[owner.end..to].contains('\n');
        let (first_is_beside, own_is_beside) = (is_beside(first), is_beside(own));
        if first_is_beside {
            let gap = TextRange::new(size(owner.end), size(first));
            self.gaps.push(TextEdit::replace(gap, " "));
        } else if first < own || !is_block(value) {
            self.place(first, owner.below(self.style), false);
        }
        // Where a value that is no block collection begins: behind anchor and tag, whose blanks stay.
        let column = match (first_is_beside, self.lines.begins(own)) {
            (true, false) => owner.beside + (own - first),
            (false, false) => owner.below(self.style) + (own - first),
            (_, true) => owner.below(self.style),
        };
        match value.kind() {
            Kind::Mapping | Kind::Sequence if is_block(value) => {
                let column = match value.kind() {
                    Kind::Sequence if !owner.is_dash => owner.new + self.style.list,
                    _ if own_is_beside => owner.beside,
                    _ => owner.below(self.style),
                };
                self.block(value, column);
            }
            Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded) => {
                if !first_is_beside && own != first && self.lines.begins(own) {
                    self.place(own, column, false);
                }
                self.block_scalar(value, owner);
            }
            Kind::Mapping | Kind::Sequence | Kind::Scalar(_) | Kind::Alias => {
                let old = self.lines.column(own);
                if own != first && self.lines.begins(own) {
                    self.place(own, column, false);
                }
                self.carry(value, (old, column), owner);
            }
            Kind::Null => {}
        }
    }

    /// Moves the lines of a text or of brackets behind its first with it: those that are no further left than its
    /// beginning by as much as that moves, the others with the key or dash.
    fn carry(&mut self, value: Node<'y>, (old, new): (usize, usize), owner: Owner) {
        let (start, end) = (usize::from(value.range().start()), usize::from(value.range().end()));
        let (first, last) = (self.lines.at(start), self.lines.at(end));
        if first == last {
            return;
        }
        for line in self.lines.between(first + 1, last) {
            if line.part == Part::Blank {
                continue;
            }
            let column = line.column();
            let moved = if column >= old { column + new - old } else { (column + owner.new).saturating_sub(owner.old) };
            // What was deeper than the key stays so: it would not belong to it otherwise.
            line.indent = Some(if column > owner.old { moved.max(owner.new + 1) } else { moved });
            line.part = Part::Inside;
        }
        self.texts(value);
    }

    /// Says which lines of brackets, or of a text, are inside a text.
    fn texts(&mut self, value: Node<'y>) {
        for node in value.descendants().filter(|node| matches!(node.kind(), Kind::Scalar(_))) {
            let (first, last) = (self.lines.at(node.range().start().into()), self.lines.at(node.range().end().into()));
            if first == last {
                continue;
            }
            let is_quoted = node.kind() != Kind::Scalar(ScalarStyle::Plain);
            for line in self.lines.between(first + 1, last) {
                line.part = Part::Inside;
            }
            for line in self.lines.between(first, last - 1) {
                line.keeps_tail = is_quoted;
            }
        }
    }

    /// Moves the lines of a block scalar, blanks within them as they are.
    fn block_scalar(&mut self, value: Node<'y>, owner: Owner) {
        let (start, end) = (usize::from(value.range().start()), usize::from(value.range().end()));
        let (first, last) = (self.lines.at(start), self.lines.at(end));
        let header = value.source().lines().next().unwrap_or_default();
        let digit = header.bytes().find(u8::is_ascii_digit).map(|digit| usize::from(digit - b'0'));
        let body = digit.map_or_else(|| owner.below(self.style), |digit| owner.new + digit);
        self.ends_block(last, BlockEnd { parent: (owner.old, owner.new), body });
        if first == last {
            return;
        }
        let text = self.text;
        let spaces = |start: usize, end: usize| {
            let line = &text[start..end];
            line.len() - line.trim_start_matches(' ').len()
        };
        let lines = self.lines.between(first + 1, last);
        let shown = lines.iter().find(|line| spaces(line.start, line.end) < line.end - line.start);
        let old = digit.map(|digit| owner.old + digit).or(shown.map(|line| spaces(line.start, line.end)));
        for line in lines {
            line.part = Part::Inside;
            line.keeps_tail = true;
            let (Some(old), own) = (old, spaces(line.start, line.end)) else { continue };
            if own >= old {
                line.content = line.start + old;
                line.indent = Some(body);
            } else if line.start + own == line.end {
                // An empty line; as long as it was, it might become a line of blanks.
                line.content = line.end;
                line.indent = Some(0);
            }
        }
    }

    fn ends_block(&mut self, line: usize, end: BlockEnd) {
        if let Some(line) = self.lines.get_mut(line) {
            line.ends_block = Some(end);
        }
    }

    /// Lays out brackets that are a document, as JSON is: what begins a line stands a step deeper than the line that
    /// the bracket around it is on, a closing bracket under that line. As deep as the reader reads.
    fn brackets(&mut self, node: Node<'y>, outer: usize) {
        let width = self.style.width;
        for child in node.children() {
            let start = usize::from(child.extent().start());
            let at_key = child.key().is_some_and(|key| self.lines.begins(key.extent().start().into()));
            let column = outer + if at_key { 2 * width } else { width };
            // A pair without braces begins with its key.
            let begins = self.lines.begins(start) && start > usize::from(node.extent().start());
            let index = self.lines.at(start);
            if let Some(line) = self.lines.get_mut(index).filter(|_| begins) {
                line.indent = Some(column);
            }
            if matches!(child.kind(), Kind::Mapping | Kind::Sequence) {
                let here = self.lines.get(index).and_then(|line| line.indent).unwrap_or(outer);
                self.brackets(child, here);
            } else {
                self.texts(child);
            }
        }
        let close = usize::from(node.range().end()).saturating_sub(1);
        let index = self.lines.at(close);
        if self.lines.begins(close) && matches!(self.text.as_bytes()[close], b']' | b'}') {
            self.lines.between(index, index)[0].indent = Some(outer);
        }
    }

    /// Moves comments: with the line below where they stand in its column, else with the collection they stand in.
    fn comments(&mut self) {
        let mut below: Vec<Option<(usize, usize)>> = vec![None; self.lines.len()];
        let mut next = None;
        for (index, line) in self.lines.iter().enumerate().rev() {
            match line.part {
                Part::Text => next = line.indent.map(|indent| (line.column(), indent)),
                Part::Inside | Part::Frozen => next = None,
                Part::Comment => below[index] = next,
                Part::Blank => {}
            }
        }
        let moves = std::mem::take(&mut self.moves);
        let mut moves = moves.into_iter().peekable();
        let mut open: Vec<Move> = Vec::new();
        let mut block: Option<BlockEnd> = None;
        for (index, below) in below.into_iter().enumerate() {
            while let Some(next) = moves.next_if(|it| it.line <= index) {
                // A list may stand in the column of its key.
                let is_over = |it: &Move| it.old > next.old || it.old == next.old && (!next.is_dash || it.is_dash);
                while open.last().is_some_and(is_over) {
                    open.pop();
                }
                open.push(next);
            }
            let Some(line) = self.lines.get_mut(index) else { continue };
            match line.part {
                Part::Blank => {}
                Part::Text | Part::Inside | Part::Frozen => {
                    if line.part == Part::Frozen || line.part == Part::Text && line.indent.is_none() {
                        open.clear();
                    }
                    block = line.ends_block;
                }
                Part::Comment if line.indent.is_none() => {
                    let column = line.column();
                    let around = || {
                        let around = open.iter().filter(|it| it.old <= column).max_by_key(|it| it.old)?;
                        let outermost = open.iter().find(|it| it.old == around.old)?;
                        Some(outermost.new + column - outermost.old)
                    };
                    let beside = below.filter(|(own, _)| *own == column).map(|(_, indent)| indent);
                    let mut wanted = beside.or_else(around).unwrap_or(column);
                    if let Some(block) = block.take() {
                        let (old, new) = block.parent;
                        wanted = wanted.min(if column <= old { new } else { block.body.saturating_sub(1) });
                    }
                    line.indent = Some(wanted);
                }
                Part::Comment => {}
            }
        }
    }
}

/// Behind a node with its anchor and tag, whatever it is.
fn end_of(node: Node<'_>) -> usize {
    let all = [Some(node.range()), node.anchor_range(), node.tag_range()];
    all.into_iter().flatten().map(|range| usize::from(range.end())).max().unwrap_or_default()
}

/// Whether it is a collection without brackets.
fn is_block(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::Mapping | Kind::Sequence) && !node.is_flow()
}

fn is_block_scalar(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded))
}
