//! A changed text as pieces of the original: edits upon edits come out as edits of the original.

use std::ops::Range;

use text_size::TextRange;

use crate::edit::TextEdit;
use crate::yaml::lines::offset;

enum Piece {
    /// A range of the original that stays.
    Kept(Range<usize>),
    /// Text that is new.
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(range) => range.len(),
            Self::New(text) => text.len(),
        }
    }

    /// The piece in two.
    fn split(self, at: usize) -> (Self, Self) {
        match self {
            Self::Kept(range) => (Self::Kept(range.start..range.start + at), Self::Kept(range.start + at..range.end)),
            Self::New(mut text) => {
                let behind = text.split_off(at);
                (Self::New(text), Self::New(behind))
            }
        }
    }
}

/// The pieces, in the order of the changed text.
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    original: usize,
}

impl Pieces {
    pub(super) fn new(length: usize) -> Self {
        Self { pieces: vec![Piece::Kept(0..length)], original: length }
    }

    /// Changes the text further by edits in its present offsets.
    pub(super) fn apply(&mut self, edits: &[TextEdit]) {
        let mut sorted: Vec<&TextEdit> = edits.iter().collect();
        sorted.sort_by_key(|edit| (edit.range().start(), edit.range().end()));
        let mut out = Vec::with_capacity(self.pieces.len() + 2 * edits.len());
        let mut rest: std::collections::VecDeque<Piece> = std::mem::take(&mut self.pieces).into();
        let mut at = 0;
        for edit in sorted {
            let range: Range<usize> = edit.range().into();
            take(&mut rest, range.start - at, |piece| out.push(piece));
            take(&mut rest, range.len(), |_| {});
            out.push(Piece::New(edit.insert.clone()));
            at = range.end;
        }
        out.extend(rest);
        self.pieces = out;
    }

    /// The edits of the original that give the present text.
    pub(super) fn edits(self) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        let (mut from, mut insert) = (0, String::new());
        let mut flush = |from: usize, to: usize, insert: &mut String| {
            if from < to || !insert.is_empty() {
                let range = TextRange::new(offset(from).into(), offset(to).into());
                edits.push(TextEdit::replace(range, std::mem::take(insert)));
            }
        };
        for piece in self.pieces {
            match piece {
                Piece::New(text) => insert.push_str(&text),
                Piece::Kept(range) if range.is_empty() => {}
                Piece::Kept(range) => {
                    flush(from, range.start, &mut insert);
                    from = range.end;
                }
            }
        }
        flush(from, self.original, &mut insert);
        edits
    }
}

/// Takes that many bytes off the front.
fn take(rest: &mut std::collections::VecDeque<Piece>, mut count: usize, mut each: impl FnMut(Piece)) {
    while count > 0 {
        let Some(piece) = rest.pop_front() else { return };
        if piece.len() <= count {
            count -= piece.len();
            each(piece);
        } else {
            let (front, back) = piece.split(count);
            rest.push_front(back);
            each(front);
            return;
        }
    }
}
