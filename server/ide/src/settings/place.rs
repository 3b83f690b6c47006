//! Where in a settings file the cursor stands: a line-based reader that follows half-typed text by its indentation and
//! brackets. What a file means is read elsewhere; this only has to know which key is around the cursor.

use syntax::{TextRange, TextSize};

/// How deep keys are written down; the settings need four levels.
const DEPTH_LIMIT: usize = 8;

/// Where the cursor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The keys around, from the top; of a value, its own key is the last.
    pub(super) path: Vec<String>,
    pub(super) role: Role,
    /// The word under the cursor, without quotes; empty between words.
    pub(super) word: TextRange,
    pub(super) is_quoted: bool,
    /// Whether brackets are open, so that a line does not end a value.
    pub(super) in_brackets: bool,
    /// Whether a `:` stands just before, so that a blank is missing.
    pub(super) needs_blank: bool,
}

/// What the word under the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A key, or what may become one.
    Key {
        /// Whether its `:` is there.
        has_colon: bool,
    },
    /// A value.
    Value,
    /// An item of a list.
    Item,
}

/// A key that is written somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The keys around it.
    pub(super) path: Vec<String>,
    pub(super) name: String,
}

/// The place at `offset`; `None` in comments and behind a finished value.
pub(super) fn at(text: &str, offset: TextSize) -> Option<Place> {
    let offset = usize::from(offset);
    let (before, after) = (text.get(..offset)?, text.get(offset..)?);
    let start = before.len() - word_end_reversed(before, after);
    let end = offset + word_length(after);
    let quoted = before[..start].ends_with(['"', '\'']);
    let prefix = &before[..start - usize::from(quoted)];
    let mut reader = Reader::default();
    let mut last = Line::Blank;
    let mut lines = prefix.split('\n').peekable();
    while let Some(line) = lines.next() {
        last = reader.line(line, lines.peek().is_none());
    }
    let rest = text[end..].strip_prefix(['"', '\'']).unwrap_or(&text[end..]);
    let has_colon = rest.trim_start_matches(' ').strip_prefix(':').is_some_and(ends_key);
    let role = match (reader.open.last(), last) {
        (_, Line::Comment) | (None, Line::Finished) => return None,
        (Some(Bracket { is_table: false, .. }), _) | (None, Line::Item) => Role::Item,
        (Some(Bracket { key: Some(_), .. }), _) | (None, Line::Value) => Role::Value,
        (Some(_), _) | (None, Line::Blank) => Role::Key { has_colon },
    };
    let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    Some(Place {
        path: reader.path(),
        role,
        word: TextRange::new(size(start), size(end)),
        is_quoted: quoted,
        in_brackets: !reader.open.is_empty(),
        needs_blank: prefix.ends_with(':') && !quoted,
    })
}

/// Every key of the file, in order.
pub(super) fn keys(text: &str) -> Vec<Written> {
    let mut reader = Reader { written: Some(Vec::new()), ..Reader::default() };
    for line in text.split('\n') {
        reader.line(line, false);
    }
    reader.written.unwrap_or_default()
}

/// How many bytes of `before`, which `after` follows, belong to the word at its end.
fn word_end_reversed(before: &str, after: &str) -> usize {
    let mut rest = after;
    let mut length = 0;
    for (at, letter) in before.char_indices().rev() {
        if is_boundary(letter, rest) {
            break;
        }
        length = before.len() - at;
        rest = &before[at..];
    }
    length
}

fn word_length(after: &str) -> usize {
    after
        .char_indices()
        .find(|(at, letter)| is_boundary(*letter, &after[at + letter.len_utf8()..]))
        .map_or(after.len(), |(at, _)| at)
}

fn is_boundary(letter: char, behind: &str) -> bool {
    letter.is_whitespace()
        || matches!(letter, '\u{feff}' | ',' | '[' | ']' | '{' | '}' | '"' | '\'')
        || (letter == ':' && ends_key(behind))
}

/// Whether a `:` that `behind` follows ends a key.
fn ends_key(behind: &str) -> bool {
    behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n'])
}

/// What a line has come to where the reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Nothing but blanks so far.
    Blank,
    /// A key and its `:`.
    Value,
    /// A dash.
    Item,
    /// A value, whole.
    Finished,
    Comment,
}

#[derive(Debug, Default)]
struct Reader {
    /// Keys of block tables that are open, with their columns.
    blocks: Vec<(usize, String)>,
    /// Brackets that are open.
    open: Vec<Bracket>,
    /// Every key so far, where they are wanted.
    written: Option<Vec<Written>>,
}

#[derive(Debug, Default)]
struct Bracket {
    /// `{` rather than `[`.
    is_table: bool,
    /// The key whose value is being written.
    key: Option<String>,
    /// What may become a key.
    word: String,
}

impl Reader {
    fn path(&self) -> Vec<String> {
        let blocks = self.blocks.iter().map(|(_, key)| key);
        blocks.chain(self.open.iter().filter_map(|bracket| bracket.key.as_ref())).take(DEPTH_LIMIT).cloned().collect()
    }

    fn write_down(&mut self, name: &str) {
        if self.written.is_none() || self.blocks.len() + self.open.len() > DEPTH_LIMIT {
            return;
        }
        let written = Written { path: self.path(), name: name.to_owned() };
        self.written.get_or_insert_default().push(written);
    }

    /// Reads a line, or the beginning of the last one.
    fn line(&mut self, line: &str, is_last: bool) -> Line {
        let line = line.trim_end_matches('\r').trim_start_matches('\u{feff}');
        if !self.open.is_empty() {
            return self.brackets(line);
        }
        let mut content = line.trim_start_matches(' ');
        let mut column = line.len() - content.len();
        if content.starts_with('#') {
            return Line::Comment;
        }
        if content.trim().is_empty() && !is_last {
            return Line::Blank;
        }
        let mut is_item = false;
        while let Some(rest) = content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            // A list may stand in the column of its own key.
            self.blocks.retain(|(own, _)| *own <= column);
            let inner = rest.trim_start_matches(' ');
            column += content.len() - inner.len();
            content = inner;
            is_item = true;
        }
        if !is_item {
            self.blocks.retain(|(own, _)| *own < column);
        }
        if let Some((key, rest)) = key_of(content) {
            self.write_down(&key);
            self.blocks.push((column, key));
            return self.value(rest);
        }
        match content {
            "" if is_item => Line::Item,
            "" => Line::Blank,
            _ if content.starts_with(['{', '[']) => self.brackets(content),
            _ => Line::Finished,
        }
    }

    /// Reads what stands behind a key on its line.
    fn value(&mut self, rest: &str) -> Line {
        let value = rest.trim_start_matches(' ');
        match value.chars().next() {
            None => Line::Value,
            Some('#') => Line::Comment,
            Some('{' | '[') => self.brackets(value),
            Some(_) if value.contains(" #") => Line::Comment,
            Some(_) => Line::Finished,
        }
    }

    /// Reads within brackets, or up to the first one.
    fn brackets(&mut self, line: &str) -> Line {
        let mut letters = line.char_indices();
        let mut before = ' ';
        while let Some((at, letter)) = letters.next() {
            let behind = &line[at + letter.len_utf8()..];
            match letter {
                '#' if before == ' ' => return Line::Comment,
                '"' | '\'' => {
                    let Some(bracket) = self.open.last_mut() else { return Line::Finished };
                    for (_, inner) in letters.by_ref().take_while(|(_, inner)| *inner != letter) {
                        bracket.word.push(inner);
                    }
                }
                '{' | '[' => self.open.push(Bracket { is_table: letter == '{', ..Bracket::default() }),
                '}' | ']' => {
                    self.open.pop();
                    if self.open.is_empty() {
                        return if behind.contains(" #") { Line::Comment } else { Line::Finished };
                    }
                }
                ',' => {
                    if let Some(bracket) = self.open.last_mut() {
                        bracket.key = None;
                        bracket.word.clear();
                    }
                }
                ':' if ends_key(behind) || before == '"' || before == '\'' => self.bracket_key(),
                _ => self.open.last_mut().into_iter().for_each(|bracket| bracket.word.push(letter)),
            }
            before = letter;
        }
        Line::Blank
    }

    /// A `:` within brackets: what stands before it is a key.
    fn bracket_key(&mut self) {
        let Some(bracket) = self.open.last_mut().filter(|bracket| bracket.is_table && bracket.key.is_none()) else {
            return;
        };
        let key = std::mem::take(&mut bracket.word).trim().to_owned();
        self.write_down(&key);
        if let Some(bracket) = self.open.last_mut() {
            bracket.key = Some(key);
        }
    }
}

/// The key a line begins with, without quotes, and what stands behind its `:`.
fn key_of(content: &str) -> Option<(String, &str)> {
    if let Some(quote) = content.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let (key, rest) = content[1..].split_once(quote)?;
        let rest = rest.trim_start_matches(' ').strip_prefix(':')?;
        return ends_key(rest).then(|| (key.to_owned(), rest));
    }
    if content.starts_with(['{', '[']) {
        return None;
    }
    let at = content.char_indices().find(|(at, letter)| *letter == ':' && ends_key(&content[at + 1..]))?.0;
    Some((content[..at].trim_end().to_owned(), &content[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use testing::Fixture;

    /// `path | role | word`, for the cursor of a fixture.
    fn shown(text: &str) -> String {
        let fixture = Fixture::parse(text);
        let text = &fixture.files[0].text;
        let offset = TextSize::new(u32::try_from(fixture.cursor().offset).expect("short"));
        let Some(place) = at(text, offset) else { return "nowhere".to_owned() };
        let role = match place.role {
            Role::Key { has_colon: true } => "key:",
            Role::Key { has_colon: false } => "key",
            Role::Value => "value",
            Role::Item => "item",
        };
        let quote = if place.is_quoted { "\"" } else { "" };
        format!("{} | {role} | {quote}{}", place.path.join(" "), &text[place.word])
    }

    #[test]
    fn places_in_blocks() {
        let table = [
            ("<|>", " | key | "),
            ("pro<|>f", " | key | prof"),
            ("pro<|>file: all", " | key: | profile"),
            ("profile:<|>", "profile | value | "),
            ("profile: <|>", "profile | value | "),
            ("profile: a<|>ll # x", "profile | value | all"),
            ("profile: \"a<|>", "profile | value | \"a"),
            ("profile: '<|>'", "profile | value | \""),
            ("profile: all <|>", "nowhere"),
            ("profile: all # <|>", "nowhere"),
            ("# <|>", "nowhere"),
            ("profile:\n  pr<|>", "profile | key | pr"),
            ("hints:\n  <|>", "hints | key | "),
            ("hints:\n<|>", " | key | "),
            ("hints:\n  effectiveUser: true\n  im<|>", "hints | key | im"),
            ("hints:\n  effectiveUser: true\nru<|>", " | key | ru"),
            ("hints:\n  effectiveUser: t<|>", "hints effectiveUser | value | t"),
            ("rules:\n\n  # x\n  docker/a: off\n  do<|>\nhints:\n", "rules | key | do"),
            ("rules:\n  docker/a:\n    l<|>", "rules docker/a | key | l"),
            ("rules:\n  'docker/a': o<|>", "rules docker/a | value | o"),
            ("rules:\r\n  docker/a: o<|>\r\n", "rules docker/a | value | o"),
            ("exclude:\n- <|>", "exclude | item | "),
            ("exclude:\n  - a\n  - b<|>", "exclude | item | b"),
            ("exclude:\n- a\nhi<|>", " | key | hi"),
            ("a:\n- b: c\n  d: e<|>", "a d | value | e"),
            ("\u{feff}pro<|>", " | key | pro"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn places_in_brackets() {
        let table = [
            ("hints: { <|> }", "hints | key | "),
            ("hints: {eff<|>}", "hints | key | eff"),
            ("hints: { effectiveUser: <|>}", "hints effectiveUser | value | "),
            ("hints: { effectiveUser: true, im<|> }", "hints | key | im"),
            ("hints: { \"effective<|>User\": true }", "hints | key: | \"effectiveUser"),
            ("hints: {\n  effectiveUser: true,\n  <|>\n}", "hints | key | "),
            ("exclude: [<|>]", "exclude | item | "),
            ("exclude: [\"a\", \"b<|>\"]", "exclude | item | \"b"),
            ("rules: { a: { level: w<|>", "rules a level | value | w"),
            ("rules: { a: { paths: [x, <|>", "rules a paths | item | "),
            ("rules: { a: off, b: <|>", "rules b | value | "),
            ("hints: {} <|>", "nowhere"),
            ("hints: {}\npro<|>", " | key | pro"),
            ("hints: { # <|>", "nowhere"),
            ("{ \"profile\": \"<|>\" }", "profile | value | \""),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn every_key_is_written_down() {
        let keys = keys(
            "profile: all\nrules:\n  a: off\n  b: { level: hint, paths: [x] }\nhints: {\n  effectiveUser: true }\n",
        );
        let shown: Vec<String> = keys.iter().map(|it| format!("{}>{}", it.path.join("."), it.name)).collect();
        assert_eq!(
            shown,
            [
                ">profile",
                ">rules",
                "rules>a",
                "rules>b",
                "rules.b>level",
                "rules.b>paths",
                ">hints",
                "hints>effectiveUser"
            ]
        );
    }

    #[test]
    fn any_offset_of_any_text_is_looked_at() {
        let text = "é: { 'a\": [b, {c: \"d\n- - x: - y\n  : z\n\t}]]}} #\nk:\n";
        for (start, _) in text.char_indices() {
            for (offset, _) in text[start..].char_indices() {
                let _ = at(&text[start..], TextSize::new(u32::try_from(offset).expect("short")));
            }
            let _ = keys(&text[start..]);
        }
        assert_eq!(at(text, TextSize::new(1)), None);
        let deep = "{a: ".repeat(100_000);
        assert!(at(&deep, TextSize::of(deep.as_str())).is_some_and(|place| place.path.len() == DEPTH_LIMIT));
        assert_eq!(keys(&deep).len(), DEPTH_LIMIT);
    }
}
