//! Formatting of YAML and JSON: white space only, in the file's own style.
//!
//! What changes: the indentation of blocks, to the width and the list style that most of the file has; blanks behind
//! `:` and `-`; blanks at line ends; runs of empty lines; the last line end. What never changes: the order and the text
//! of anything, quotes, where lines break, blanks before comments and inside brackets, the text of block scalars. In
//! JSON only the indentation changes, with the blanks at line ends. A document with a mistake stays as it is, byte for
//! byte. The result is read again and compared; should it mean anything else, nothing is changed at all.

use syntax::yaml::{Document, Flavour, Kind, Node, Resolved, ScalarStyle, Yaml, parse};
use syntax::{TextEdit, TextRange, apply};

use super::layout::Layout;
use super::lines::Part;
use super::style::Style;
use crate::format::Options;

/// The edits that format `yaml`, with `only` the lines it touches and what has to move with them; empty where there is
/// nothing to do, or nothing that can be done safely.
pub(crate) fn format(yaml: &Yaml, is_json: bool, only: Option<TextRange>, options: Options) -> Vec<TextEdit> {
    let text: &str = yaml.text();
    // What YAML takes for a line end and no editor does.
    let has_lone_return = text.replace("\r\n", "").contains('\r');
    if has_lone_return || is_json && !is_pure_json(yaml) {
        return Vec::new();
    }
    let style = Style::of(yaml, options);
    let layout = Layout::of(yaml, style);
    let mut edits = layout.lines.edits(style, is_json);
    edits.extend(layout.gaps.iter().filter(|_| !is_json).cloned());
    edits.retain(|edit| text[edit.range()] != *edit.insert);
    edits.sort_by_key(|edit| (edit.range().start(), edit.range().end()));
    match only {
        Some(only) => selected(&layout, yaml, &edits, only),
        None if keeps(yaml, &edits, false) => edits,
        None => Vec::new(),
    }
}

/// Of `edits` those on the lines that `range` touches; where these lines are moved, with what has to move along: lines can
/// rarely be moved without the lines around them, and seldom should.
fn selected(layout: &Layout<'_>, yaml: &Yaml, edits: &[TextEdit], range: TextRange) -> Vec<TextEdit> {
    let wanted = lines_of(layout, range);
    let line_of = |edit: &TextEdit| layout.lines.at(edit.range().start().into());
    let is_in = |lines: (usize, usize), edit: &TextEdit| (lines.0..=lines.1).contains(&line_of(edit));
    let moves = |edit: &TextEdit| {
        let start = usize::from(edit.range().start());
        let line = layout.lines.get(line_of(edit)).filter(|line| line.part != Part::Blank);
        // Behind a dash stands what lines below are aligned with.
        line.is_some_and(|line| line.start == start || edit.insert == " " && yaml.text()[..start].ends_with('-'))
    };
    let own: Vec<TextEdit> = edits.iter().filter(|edit| is_in(wanted, edit)).cloned().collect();
    let with_others = around(layout, wanted).filter(|_| own.iter().any(moves)).map(|lines| {
        let is_wanted = |edit: &&TextEdit| is_in(wanted, edit) || is_in(lines, edit) && moves(edit);
        edits.iter().filter(is_wanted).cloned().collect()
    });
    let mut candidates = [with_others, Some(own)].into_iter().flatten();
    candidates.find(|edits: &Vec<TextEdit>| keeps(yaml, edits, true)).unwrap_or_default()
}

/// Whether the document has a mistake.
pub(super) fn is_broken(yaml: &Yaml, document: Document<'_>) -> bool {
    let range = document.range();
    let first = yaml.errors().partition_point(|error| error.range.start() < range.start());
    let last = yaml.documents().len() == document.index() + 1;
    yaml.errors().get(first).is_some_and(|error| error.range.start() < range.end() || last)
}

/// Whether it is JSON throughout: comments, which some tools allow, are read as something else here.
fn is_pure_json(yaml: &Yaml) -> bool {
    let is_json = |node: Node<'_>| match node.kind() {
        Kind::Mapping | Kind::Sequence => node.is_flow(),
        Kind::Scalar(ScalarStyle::Plain) => !matches!(Flavour::Json.resolve(node.source()), Resolved::Str(_)),
        Kind::Scalar(ScalarStyle::DoubleQuoted) => true,
        Kind::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::Literal | ScalarStyle::Folded)
        | Kind::Alias
        | Kind::Null => false,
    };
    yaml.comments().is_empty() && yaml.nodes().all(is_json)
}

/// The first and the last line that `range` touches. What ends at a line's start does not touch the line.
fn lines_of(layout: &Layout<'_>, range: TextRange) -> (usize, usize) {
    let first = layout.lines.at(range.start().into());
    let last = layout.lines.at(range.end().into());
    let ends_before = last > first && layout.lines.get(last).is_some_and(|it| it.start == usize::from(range.end()));
    (first, if ends_before { last - 1 } else { last })
}

/// The lines of the entries or items that hold `lines` and do not move themselves: what is in them can move alone.
fn around(layout: &Layout<'_>, (first, last): (usize, usize)) -> Option<(usize, usize)> {
    // A comment goes with what it stands above.
    let below = layout.lines.iter().skip(last).take_while(|line| matches!(line.part, Part::Comment | Part::Blank));
    let last = last + below.count();
    let lines_of = |range: TextRange| (layout.lines.at(range.start().into()), layout.lines.at(range.end().into()));
    let holds = |range: TextRange| {
        let (start, end) = lines_of(range);
        start <= first && last <= end
    };
    let block = layout.blocks.iter().rfind(|block| block.old == block.new && holds(block.node.range()))?;
    let entries = block.node.entries().map(|entry| lines_of(entry.range()));
    // An item reaches back to its dash, which has the item's line or one before.
    let items = block.node.items().map(|item| lines_of(item.extent()));
    let touched = entries.chain(items).filter(|(start, end)| *start <= last && first <= *end);
    touched.reduce(|all, next| (all.0.min(next.0), all.1.max(next.1)))
}

/// Whether the edits leave everything as it is but white space. Where the file moves `in_part`, a comment might be left behind,
/// and is looked after.
fn keeps(yaml: &Yaml, edits: &[TextEdit], in_part: bool) -> bool {
    let keeps_comments = |after: &Yaml| {
        let count = |node: Node<'_>| node.comments().above.len();
        yaml.nodes().zip(after.nodes()).all(|(before, after)| count(before) <= count(after))
    };
    edits.is_empty()
        || apply(yaml.text(), edits)
            .map(parse)
            .is_some_and(|after| is_same(yaml, &after) && (!in_part || keeps_comments(&after)))
}

/// Whether two texts say the same, in the same words and with the same comments.
fn is_same(before: &Yaml, after: &Yaml) -> bool {
    let comments = |yaml: &Yaml| -> Vec<String> {
        yaml.comments().iter().map(|range| yaml.text()[*range].trim_end().to_owned()).collect()
    };
    let errors = |yaml: &Yaml| -> Vec<_> { yaml.errors().iter().map(|error| error.kind.clone()).collect() };
    let mut pairs = before.nodes().zip(after.nodes());
    before.nodes().count() == after.nodes().count()
        && before.documents().len() == after.documents().len()
        && pairs.all(|(before, after)| {
            before.kind() == after.kind()
                && before.role() == after.role()
                && before.index() == after.index()
                && before.children().count() == after.children().count()
                && before.text() == after.text()
                && before.anchor() == after.anchor()
                && before.tag() == after.tag()
        })
        && comments(before) == comments(after)
        && errors(before) == errors(after)
}
