//! Block sequences: dashes in a column, each with its item beside or below.

use super::block::{Around, Owner, shown};
use super::error::SyntaxErrorKind;
use super::node::Shape;
use super::parser::Parser;

impl Parser<'_> {
    /// Reads the sequence whose first `-` is at the cursor.
    pub(super) fn sequence(&mut self, around: Around) {
        let column = self.column();
        self.sequence_in(around, column);
    }

    /// Reads the sequence whose first `-` is at the cursor and whose others stand in `column`.
    pub(super) fn sequence_in(&mut self, around: Around, mut column: i32) {
        let first = self.at;
        self.tree.open(Shape::Sequence, first, false);
        self.lists.push(column);
        let mut items = 0;
        loop {
            self.forbid_tab();
            self.behind_indicator(Around::item(column));
            items += 1;
            if !self.next_item(around, &mut column, (first, items)) {
                break;
            }
        }
        self.lists.pop();
        self.tree.close(None);
    }

    /// Goes to the next `-` of the sequence in `column`, of which `items` are read, the first at the offset before; `false`
    /// when there is none.
    fn next_item(&mut self, around: Around, column: &mut i32, (first, items): (usize, u32)) -> bool {
        loop {
            if self.done {
                return false;
            }
            let (own, end) = (self.column(), self.line_end());
            let in_key_column = around.owner != Owner::Item && *column <= around.parent;
            if self.dash(self.at, end) {
                if own == *column {
                    return true;
                }
                if own <= around.bound || own < *column && !self.nearest_list(*column, own) {
                    return false;
                }
                if items == 1 && self.settles_in(own, *column) {
                    self.item_column(first, *column, own);
                    *column = own;
                    if let Some(list) = self.lists.last_mut() {
                        *list = own;
                    }
                } else {
                    self.item_column(self.at, own, *column);
                }
                return true;
            }
            if own < *column || own == *column && in_key_column && self.byte() != b'-' {
                return false;
            }
            let ahead = self.key_ahead(self.at, end);
            let key = ahead.is_some();
            let beside = own == *column && around.owner != Owner::Item;
            if self.mappings.contains(&own) && key || beside && ahead.is_some_and(|key| !self.among_items(key)) {
                return false;
            }
            if self.byte() == b'-' && !key {
                self.error(self.at, self.at + 1, SyntaxErrorKind::MissingSpaceAfterDash);
                self.at += 1;
                self.inline(*column);
                self.finish_line();
                continue;
            }
            self.error_here(if key { SyntaxErrorKind::KeyAmongItems } else { SyntaxErrorKind::TextAmongItems });
            self.drop_node();
        }
    }

    /// Whether the `-` at the cursor, in the column `found`, goes with the list in `column` and with none that is open around.
    pub(super) fn nearest_list(&self, column: i32, found: i32) -> bool {
        match self.lists.iter().rev().find(|list| **list <= found && **list != column) {
            Some(list) => *list != found && self.item_of_inner(column, *list),
            None => true,
        }
    }

    /// Notes that the `-` at `at` stands beside its list.
    pub(super) fn item_column(&mut self, at: usize, found: i32, expected: i32) {
        if self.here().tabbed() {
            return self.forbid_tab();
        }
        let kind = SyntaxErrorKind::ItemColumn { found: shown(found), expected: shown(expected) };
        self.error(at, at + 1, kind);
    }
}
