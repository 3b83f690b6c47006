//! Fixture text: files, cursors, carets.
//!
//! A fixture is what a person would see in an editor. `#- path` opens a file (a comment in all three languages), `<|>` is
//! the cursor, and carets under a line are an expected range with its message:
//!
//! ```text
//! #- api/Dockerfile
//! ADD config.toml /etc/app/
//! ^^^ `ADD` only copies here
//! ```
//!
//! Caret lines and cursors are taken out of the text. A line that begins with `#-` in a file's own text cannot be said.

use std::ops::Range;

/// The file name of a fixture that names none.
pub const DEFAULT_FILE: &str = "Dockerfile";

/// The mark of a cursor.
pub const CURSOR: &str = "<|>";

/// Files with what was marked in them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fixture {
    /// In the order of the fixture.
    pub files: Vec<File>,
    /// Every cursor, in the order of the fixture.
    pub cursors: Vec<Cursor>,
    /// Every caret line, in the order of the fixture.
    pub expectations: Vec<Expectation>,
}

/// A file of a fixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path, relative to the workspace.
    pub path: String,
    /// Its text without marks.
    pub text: String,
}

/// A cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The path of the file it is in.
    pub file: String,
    /// Its offset in bytes of that file's text.
    pub offset: usize,
}

/// A range somebody expects, with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The path of the file it is in.
    pub file: String,
    /// Bytes of that file's text, on one line.
    pub range: Range<usize>,
    /// What stands behind the carets, trimmed; may be empty.
    pub message: String,
}

impl Fixture {
    /// Reads `text`. A first empty line is dropped, so that a fixture can begin on a line of its own.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\n').unwrap_or(text);
        let mut fixture = Self::default();
        if !text.starts_with("#-") {
            fixture.open(DEFAULT_FILE);
        }
        for line in text.split_inclusive('\n') {
            if let Some(path) = line.strip_prefix("#- ") {
                fixture.open(path.trim());
            } else {
                fixture.line(line);
            }
        }
        fixture
    }

    /// The only cursor.
    ///
    /// # Panics
    /// When there is none or more than one: the fixture is wrong.
    #[must_use]
    pub fn cursor(&self) -> &Cursor {
        match self.cursors.as_slice() {
            [cursor] => cursor,
            others => panic!("one `{CURSOR}` is wanted, {} are there", others.len()),
        }
    }

    fn open(&mut self, path: &str) {
        self.files.push(File { path: path.to_owned(), text: String::new() });
    }

    fn line(&mut self, line: &str) {
        let Some(file) = self.files.last_mut() else { return };
        if let Some((column, width, message)) = carets(line) {
            let above = file.text.trim_end_matches(['\n', '\r']).rfind('\n').map_or(0, |newline| newline + 1);
            let start = byte_of_column(&file.text, above, column);
            let end = byte_of_column(&file.text, above, column + width);
            let path = file.path.clone();
            self.expectations.push(Expectation { file: path, range: start..end, message: message.to_owned() });
            return;
        }
        let mut rest = line;
        while let Some(at) = rest.find(CURSOR) {
            file.text.push_str(&rest[..at]);
            self.cursors.push(Cursor { file: file.path.clone(), offset: file.text.len() });
            rest = &rest[at + CURSOR.len()..];
        }
        file.text.push_str(rest);
    }
}

/// Column, width and message of a line of carets; `None` for any other line.
fn carets(line: &str) -> Option<(usize, usize, &str)> {
    let trimmed = line.trim_start_matches(' ');
    let width = trimmed.len() - trimmed.trim_start_matches('^').len();
    let message = &trimmed[width..];
    let alone = message.is_empty() || message.starts_with([' ', '\n', '\r']);
    (width > 0 && alone).then(|| (line.len() - trimmed.len(), width, message.trim()))
}

/// The byte offset of a column (counted in characters) of the line that starts at `start`.
fn byte_of_column(text: &str, start: usize, column: usize) -> usize {
    text[start..].char_indices().nth(column).map_or(text.len(), |(at, _)| start + at)
}

/// `text` with carets under each of `marks`, as a fixture would have it: for messages of failed tests. A range over several
/// lines is marked on its first.
#[must_use]
pub fn annotate(text: &str, marks: impl IntoIterator<Item = (Range<usize>, String)>) -> String {
    let mut marks: Vec<(Range<usize>, String)> = marks.into_iter().collect();
    marks.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        out.push_str(line);
        let end = start + line.len();
        for (range, message) in marks.iter().filter(|(range, _)| (start..end).contains(&range.start)) {
            if !out.ends_with('\n') {
                out.push('\n');
            }
            let before = text[start..range.start].chars().count();
            let stop = range.end.min(start + line.trim_end_matches(['\n', '\r']).len()).max(range.start);
            let width = text[range.start..stop].chars().count().max(1);
            out.push_str(&format!("{}{} {message}\n", " ".repeat(before), "^".repeat(width)));
        }
        start = end;
    }
    for (range, message) in marks.iter().filter(|(range, _)| range.start >= start) {
        out.push_str(&format!("(at the end, {}) {message}\n", range.start));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_cursors_and_carets() {
        let fixture = Fixture::parse("\n#- a/Dockerfile\nFROM é <|>x\n       ^ here it is\n#- b\nRUN\n^^^\nok\n");
        assert_eq!(fixture.files[0], File { path: "a/Dockerfile".into(), text: "FROM é x\n".into() });
        assert_eq!(fixture.files[1].text, "RUN\nok\n");
        assert_eq!(fixture.cursor(), &Cursor { file: "a/Dockerfile".into(), offset: 8 });
        let found: Vec<_> =
            fixture.expectations.iter().map(|it| (it.file.as_str(), it.range.clone(), it.message.as_str())).collect();
        assert_eq!(found, [("a/Dockerfile", 8..9, "here it is"), ("b", 0..3, "")]);
    }

    #[test]
    fn text_without_a_path_is_a_dockerfile() {
        let fixture = Fixture::parse("FROM a\n");
        assert_eq!(fixture.files, [File { path: DEFAULT_FILE.into(), text: "FROM a\n".into() }]);
    }

    #[test]
    fn a_caret_in_text_is_text() {
        assert_eq!(carets("^x"), None);
        assert_eq!(carets("  ^^ m\n"), Some((2, 2, "m")));
        assert_eq!(carets("a ^"), None);
    }

    #[test]
    fn what_is_annotated_reads_back() {
        let text = "FROM é x\nRUN y\n";
        let marks = vec![(8..9, "one".to_owned()), (10..13, "two".to_owned())];
        let fixture = Fixture::parse(&annotate(text, marks.clone()));
        assert_eq!(fixture.files[0].text, text);
        assert_eq!(
            fixture.expectations.iter().map(|it| (it.range.clone(), it.message.clone())).collect::<Vec<_>>(),
            marks
        );
    }
}
