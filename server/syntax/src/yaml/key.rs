//! Looking ahead: is there a key on this line, and is this word one whose colon is still to be typed?

use super::lines::{LineKind, is_blank};
use super::parser::{Parser, signed};
use super::property::is_flow_sign;

/// A key as it was seen from afar.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyAhead {
    /// Behind its last byte, blanks before the colon excluded.
    pub(super) end: usize,
    /// Where its colon is.
    pub(super) colon: usize,
}

impl Parser<'_> {
    /// Whether a `-` with a blank or nothing behind stands at `at`.
    pub(super) fn dash(&self, at: usize, end: usize) -> bool {
        self.indicator(b'-', at, end)
    }

    /// Whether that sign stands at `at` with a blank or nothing behind.
    pub(super) fn indicator(&self, sign: u8, at: usize, end: usize) -> bool {
        at < end && self.bytes[at] == sign && (at + 1 >= end || is_blank(self.bytes[at + 1]))
    }

    /// The key that begins at `at`, behind anchor and tag, on the line that ends at `end`.
    pub(super) fn key_ahead(&self, mut at: usize, end: usize) -> Option<KeyAhead> {
        let bytes = &self.bytes[..end];
        while at < end && matches!(bytes[at], b'&' | b'!') {
            at = skip(bytes, at, |byte| !is_blank(byte));
            at = skip(bytes, at, is_blank);
        }
        let closed = |key_end: usize| {
            let colon = skip(bytes, key_end, is_blank);
            self.indicator(b':', colon, end).then_some(KeyAhead { end: key_end, colon })
        };
        match *bytes.get(at)? {
            b'"' | b'\'' => closed(quote_end(bytes, at)?),
            b'[' | b'{' => closed(bracket_end(bytes, at)?),
            // A colon is part of an alias: `*a: b` is the alias `a:` with a `b` behind it.
            b'*' => closed(skip(bytes, at, |byte| !is_blank(byte))),
            b'|' | b'>' | b'#' | b',' | b']' | b'}' => None,
            _ => {
                let mut colon = at;
                loop {
                    colon = skip(bytes, colon, |byte| byte != b':' && byte != b'#');
                    match bytes.get(colon)? {
                        b':' if self.indicator(b':', colon, end) => break,
                        b'#' if colon > at && is_blank(bytes[colon - 1]) => return None,
                        _ => colon += 1,
                    }
                }
                let blanks = bytes[at..colon].iter().rev().take_while(|byte| is_blank(**byte)).count();
                Some(KeyAhead { end: colon - blanks, colon })
            }
        }
    }

    /// The key that begins at the content of that line.
    pub(super) fn key_in_line(&self, line: usize) -> Option<KeyAhead> {
        let line = self.lines[line];
        self.key_ahead(line.content as usize, line.end as usize)
    }

    pub(super) fn dash_in_line(&self, line: usize) -> bool {
        let line = self.lines[line];
        self.dash(line.content as usize, line.end as usize)
    }

    /// Whether that line holds one word without a colon.
    pub(super) fn lone_word(&self, line: usize) -> bool {
        let line = self.lines[line];
        let text = self.bytes[line.content as usize..line.end as usize].trim_ascii_end();
        line.kind == LineKind::Content
            && !text.iter().any(|byte| is_blank(*byte) || *byte == b':')
            && !matches!(text.first(), None | Some(b'-' | b'?' | b'[' | b'{' | b'*' | b'&' | b'!' | b'|' | b'>' | b'%'))
    }

    /// Whether the text at the cursor is a key that is being typed: its siblings or its block stand below.
    ///
    /// Only where the text would be no YAML otherwise. `quoted` when it begins with a quote that is never closed.
    pub(super) fn half_typed_key(&self, parent: i32, quoted: bool) -> bool {
        /// Words in a row that are looked over.
        const WORDS: usize = 4;
        let column = self.column();
        let at_column = |line: usize| signed(self.lines[line].column) == column;
        let Some(mut next) = self.content_behind(self.line) else { return false };
        for _ in 1..WORDS {
            if !(self.at_line_start() && at_column(next) && self.lone_word(next)) {
                break;
            }
            let Some(behind) = self.content_behind(next) else { return false };
            next = behind;
        }
        if self.dash_in_line(next) {
            return signed(self.lines[next].column) >= column && column > parent && !quoted && self.list_of_key(next);
        }
        let deeper = signed(self.lines[next].column) > column
            && !quoted
            && !self.bytes[self.at..self.line_end()].trim_ascii_end().contains(&b' ');
        (at_column(next) || deeper) && self.key_in_line(next).is_some()
    }

    /// Whether the lines from `list` on, in the cursor's column or deeper, are the list of a key that has no colon yet: a
    /// key is among them. Else all of it may be one text over several lines.
    fn list_of_key(&self, list: usize) -> bool {
        /// Lines that are looked over.
        const LINES: usize = 64;
        let column = self.column();
        let mut line = Some(list);
        for _ in 0..LINES {
            let Some(here) = line.filter(|line| signed(self.lines[*line].column) >= column) else { return false };
            if self.key_in_line(here).is_some() || self.mapping_item(here) {
                return true;
            }
            line = self.content_behind(here);
        }
        false
    }

    /// Whether the word at the cursor stands deeper than the block it was typed into, whose first key is on the next line.
    pub(super) fn stray_before_block(&self, parent: i32) -> bool {
        let Some(next) = self.content_behind(self.line) else { return false };
        let below = signed(self.lines[next].column);
        self.at_line_start()
            && parent < below
            && below < self.column()
            && self.lone_word(self.line)
            && !matches!(self.byte(), b'"' | b'\'')
            && (self.key_in_line(next).is_some() || self.mapping_item(next))
    }

    /// Whether that line begins a list item that is a mapping.
    fn mapping_item(&self, line: usize) -> bool {
        let (at, end) = (self.lines[line].content as usize, self.lines[line].end as usize);
        self.dash(at, end) && self.key_ahead(skip(&self.bytes[..end], at + 1, is_blank), end).is_some()
    }

    /// Whether the lines behind the cursor's stand in the column `own`, and none of them in `first` any more: then what
    /// stands in `first` is the slip.
    pub(super) fn settles_in(&self, own: i32, first: i32) -> bool {
        let block = self.lines_behind().take_while(|column| *column >= own.min(first));
        let mut settled = false;
        for column in block {
            if column == first {
                return false;
            }
            settled |= column == own;
        }
        settled
    }

    /// The columns of the next lines of content, as many as are looked over.
    fn lines_behind(&self) -> impl Iterator<Item = i32> {
        const LINES: usize = 64;
        let lines = self.lines.get(self.line + 1..).unwrap_or_default();
        lines.iter().filter(|line| !line.empty()).take(LINES).map(|line| signed(line.column))
    }

    /// Whether the key at the cursor stands among the items of the list in its column as one of a forgotten `-` does: more
    /// items follow, and they are not its own.
    pub(super) fn among_items(&self, key: KeyAhead) -> bool {
        let column = self.column();
        let open = self.bytes[key.colon + 1..self.line_end()].trim_ascii().is_empty();
        let next = self.lines_behind().position(|other| other <= column);
        let line = next.and_then(|next| {
            let behind = self.lines.iter().enumerate().skip(self.line + 1);
            behind.filter(|(_, line)| !line.empty()).nth(next).map(|(index, _)| index)
        });
        !open && line.is_some_and(|line| signed(self.lines[line].column) == column && self.among_keys_or_items(line))
    }

    /// Whether that line goes on with the item of a forgotten `-`, or is an item.
    fn among_keys_or_items(&self, mut line: usize) -> bool {
        /// Keys of such an item that are looked over.
        const KEYS: usize = 16;
        let column = self.lines[line].column;
        for _ in 0..KEYS {
            if self.lines[line].column == column && self.dash_in_line(line) {
                return true;
            }
            match self.content_behind(line).filter(|next| self.lines[*next].column >= column) {
                Some(next) => line = next,
                None => return false,
            }
        }
        false
    }

    /// Whether the `-` at the cursor, which stands in no list's column, is an item of the list in `inner` rather than of
    /// the one in `outer`, which is further left.
    pub(super) fn item_of_inner(&self, inner: i32, outer: i32) -> bool {
        let own = self.column();
        if let Some(next) = self.content_behind(self.line) {
            let below = signed(self.lines[next].column);
            if self.dash_in_line(next) && (below == inner || below == outer) {
                return below == inner;
            }
            // The keys of an item stand in one column, so the next one tells where the `-` was meant to be.
            let content = skip(&self.bytes[..self.line_end()], self.at + 1, is_blank) - self.at;
            let dash = below - i32::try_from(content).unwrap_or(i32::MAX);
            if dash == inner || dash == outer {
                return dash == inner;
            }
        }
        (inner - own).abs() <= own - outer
    }
}

/// The first place from `at` on where `skipped` is false, or the end.
pub(super) fn skip(bytes: &[u8], at: usize, skipped: impl Fn(u8) -> bool) -> usize {
    bytes[at.min(bytes.len())..].iter().position(|byte| !skipped(*byte)).map_or(bytes.len(), |found| at + found)
}

/// Behind the quote that closes the one at `start`.
pub(super) fn quote_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = bytes[start];
    let mut at = start + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Behind the bracket that closes the one at `start`.
fn bracket_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut open = Vec::new();
    // Only where a node may begin does a quote open a quoted scalar; elsewhere it is a letter of a word.
    let mut node = true;
    let mut at = start;
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'[' | b'{' => open.push(byte),
            b']' | b'}' => {
                if open.pop() != Some(if byte == b']' { b'[' } else { b'{' }) {
                    return None;
                }
                if open.is_empty() {
                    return Some(at + 1);
                }
            }
            b'"' | b'\'' if node => at = quote_end(bytes, at)? - 1,
            b'&' | b'!' if node => at = skip(bytes, at, |byte| !is_blank(byte) && !is_flow_sign(byte)) - 1,
            b'#' if at > 0 && is_blank(bytes[at - 1]) => return None,
            _ => {}
        }
        node = matches!(byte, b'[' | b'{' | b',' | b':' | b'?' | b'&' | b'!') || node && is_blank(byte);
        at += 1;
    }
}
