//! The layout a file has already: how deep it indents, and where its lists stand.

use std::collections::BTreeMap;

use syntax::yaml::{Kind, Node, Role, ScalarStyle, Yaml};

use super::format::is_broken;
use crate::format::Options;

/// The deepest step of indentation that is taken for one.
const DEEPEST: usize = 8;

/// The layout of a file: what most of it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Columns from a key to a mapping or a text below it.
    pub(super) width: usize,
    /// Columns from a key to the dashes below it.
    pub(super) list: usize,
    /// What indentation is made of. A tab is one column wide, and stands in JSON only.
    pub(super) fill: char,
}

impl Style {
    /// The style of `yaml`; where it shows none, what the editor wishes. Of two widths that are as frequent the common
    /// one of 2, else the smaller.
    pub(super) fn of(yaml: &Yaml, options: Options) -> Self {
        let mut counts = Counts::default();
        let sound = yaml.documents().filter(|document| !is_broken(yaml, *document));
        for node in sound.flat_map(|document| document.root().descendants()) {
            counts.add(node);
        }
        let wish = (options.tab_size.clamp(1, 8) as usize, ' ');
        let wish = if options.insert_spaces || counts.has_blocks { wish } else { (1, '\t') };
        let (width, fill) = if counts.tabs > counts.widths.values().sum() {
            (1, '\t')
        } else {
            most(&counts.widths).map_or(wish, |width| (width, ' '))
        };
        Self { width, list: most(&counts.lists).unwrap_or(width), fill }
    }

    /// The blanks of so many columns.
    pub(super) fn blanks(self, columns: usize) -> String {
        String::from_iter(std::iter::repeat_n(self.fill, columns))
    }
}

#[derive(Default)]
struct Counts {
    widths: BTreeMap<usize, usize>,
    lists: BTreeMap<usize, usize>,
    /// Lines in brackets that begin with a tab.
    tabs: usize,
    /// There is a block, whose indentation can be no tab.
    has_blocks: bool,
}

impl Counts {
    fn add(&mut self, node: Node<'_>) {
        let is_block = matches!(node.kind(), Kind::Mapping | Kind::Sequence) && !node.is_flow();
        self.has_blocks |= is_block;
        let samples = match node.kind() {
            Kind::Mapping | Kind::Sequence if node.is_flow() => return self.add_flow(node),
            Kind::Mapping => &mut self.widths,
            Kind::Sequence => &mut self.lists,
            Kind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded) => &mut self.widths,
            Kind::Scalar(ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
            | Kind::Alias
            | Kind::Null => return,
        };
        let Some(key) = node.key().filter(|key| !key.is_flow()) else { return };
        let text = node.tree().text();
        let own = if is_block { column(text, node.range().start().into()) } else { body_column(node) };
        let found = own.and_then(|own| own.checked_sub(column(text, key.extent().start().into())?));
        if let Some(found) = found.filter(|found| *found <= DEEPEST && (*found > 0 || node.is_sequence())) {
            *samples.entry(found).or_default() += 1;
        }
    }

    /// Brackets whose first entry has a line of its own: how far that is from the line they open on.
    fn add_flow(&mut self, node: Node<'_>) {
        let text = node.tree().text();
        let outside = node.ancestors().last().is_some_and(|root| !root.is_flow());
        let Some(first) = node.children().next().filter(|_| node.role() != Role::Key && !outside) else { return };
        let (open, first) = (usize::from(node.range().start()), usize::from(first.extent().start()));
        let line = line_start(text, first);
        let blanks = &text[line..first];
        if line <= open || !blanks.trim_matches([' ', '\t']).is_empty() {
            return;
        }
        let opening = &text[line_start(text, open)..];
        let opening = opening.len() - opening.trim_start_matches([' ', '\t']).len();
        if blanks.starts_with('\t') {
            self.tabs += 1;
        } else if let Some(found) = blanks.len().checked_sub(opening).filter(|found| (1..=DEEPEST).contains(found)) {
            *self.widths.entry(found).or_default() += 1;
        }
    }
}

/// What was counted most; of two as often 2, else the smaller.
fn most(counts: &BTreeMap<usize, usize>) -> Option<usize> {
    let (width, _) = counts.iter().max_by_key(|(width, count)| (**count, **width == 2, std::cmp::Reverse(**width)))?;
    Some(*width)
}

/// The column of an offset; `None` where anything but blanks and dashes stands before it.
fn column(text: &str, offset: usize) -> Option<usize> {
    let before = &text[line_start(text, offset)..offset];
    before.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(before.len())
}

/// The column of the lines of a block scalar that says no column itself; `None` without any.
fn body_column(node: Node<'_>) -> Option<usize> {
    let (header, body) = node.source().split_once('\n')?;
    if header.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let first = body.lines().find(|line| !line.trim_matches([' ', '\r']).is_empty())?;
    Some(first.len() - first.trim_start_matches(' ').len())
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}
