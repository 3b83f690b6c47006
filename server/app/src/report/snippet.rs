//! Lines of a file with marks under them.

use std::ops::Range;

use syntax::{LineIndex, TextRange};
use unicode_width::UnicodeWidthChar;

/// How many columns of a line are shown at the most.
const WIDTH: usize = 120;

/// How many columns stay before the mark when a longer line is cut.
const LEAD: usize = 40;

/// How far apart tabulators are.
const TAB: usize = 4;

/// A place to mark, with what is to be said about it (may be empty).
#[derive(Debug, Clone)]
pub(super) struct Mark<'a> {
    pub(super) range: TextRange,
    pub(super) text: &'a str,
    pub(super) is_primary: bool,
}

/// The lines that hold marks, by number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snippet {
    pub(super) lines: Vec<Line>,
}

/// A line as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: u32,
    /// What is visible of it.
    pub(super) text: String,
    /// What stands under it, a row each; no two marks of a row overlap, and only the last one has a text.
    pub(super) rows: Vec<Vec<Drawn>>,
}

/// A mark in the columns of the terminal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) columns: Range<usize>,
    pub(super) text: String,
    pub(super) is_primary: bool,
}

impl Snippet {
    /// Lays out `marks` of `text`.
    pub(super) fn new(text: &str, lines: &LineIndex, mut marks: Vec<Mark<'_>>) -> Self {
        marks.sort_by_key(|mark| (mark.range.start(), mark.range.end()));
        let mut shown: Vec<Line> = Vec::new();
        for group in marks.chunk_by(|a, b| lines.line(a.range.start()) == lines.line(b.range.start())) {
            let number = lines.line(group[0].range.start());
            let Some(range) = lines.range(number) else { continue };
            let content = text[range].trim_end_matches(['\n', '\r']);
            let offset = usize::from(range.start());
            let within = |at| usize::from(at).saturating_sub(offset).min(content.len());
            let focus = group.iter().find(|mark| mark.is_primary).unwrap_or(&group[0]);
            let window = Window::new(content, within(focus.range.start()));
            let mut rows: Vec<Vec<Drawn>> = Vec::new();
            for mark in group {
                let last = lines.line(last_of(mark.range));
                let drawn = Drawn {
                    columns: window.columns(within(mark.range.start())..within(mark.range.end())),
                    text: if last > number { spanning(mark.text, last + 1) } else { clean(mark.text) },
                    is_primary: mark.is_primary,
                };
                match rows.last_mut() {
                    Some(row) if fits(row, &drawn) => row.push(drawn),
                    _ => rows.push(vec![drawn]),
                }
            }
            shown.push(Line { number: number + 1, text: window.text, rows });
        }
        Self { lines: shown }
    }

    /// How many columns the line numbers take.
    pub(super) fn gutter(&self) -> usize {
        self.lines.iter().map(|line| line.number.to_string().len()).fold(2, usize::max)
    }
}

/// The last byte of a range that holds one: a range that ends with a line's end does not reach the next line.
fn last_of(range: TextRange) -> syntax::TextSize {
    if range.is_empty() { range.end() } else { range.end() - syntax::TextSize::new(1) }
}

fn spanning(text: &str, line: u32) -> String {
    if text.is_empty() { format!("to line {line}") } else { format!("{} (to line {line})", clean(text)) }
}

fn fits(row: &[Drawn], next: &Drawn) -> bool {
    row.last().is_some_and(|last| last.text.is_empty() && last.columns.end < next.columns.start)
}

/// The visible part of a line.
struct Window {
    text: String,
    /// Byte of the line and column of the terminal, for each character shown and for the end.
    columns: Vec<(usize, usize)>,
}

impl Window {
    /// All of `line`, or what is around the byte `focus` of a long one.
    fn new(line: &str, focus: usize) -> Self {
        let whole = line.chars().take(WIDTH + 1).map(|letter| width(letter, 0)).sum::<usize>() <= WIDTH;
        let start = if whole {
            0
        } else {
            let lead: usize = line[..focus].chars().rev().take(LEAD).map(char::len_utf8).sum();
            focus - lead
        };
        let mut window = Self { text: String::new(), columns: Vec::new() };
        let mut column = 0;
        if start > 0 {
            window.text.push('…');
            column = 1;
        }
        for (at, letter) in line[start..].char_indices() {
            if column >= WIDTH {
                window.columns.push((start + at, column));
                window.text.push('…');
                return window;
            }
            window.columns.push((start + at, column));
            let width = width(letter, column);
            match letter {
                '\t' => window.text.extend(std::iter::repeat_n(' ', width)),
                other => window.text.extend(visible(other)),
            }
            column += width;
        }
        window.columns.push((line.len(), column));
        window.text.truncate(window.text.trim_end().len());
        window
    }

    /// The columns of a range of bytes, at least one; what is not shown is cut off.
    fn columns(&self, range: Range<usize>) -> Range<usize> {
        let start = self.column(range.start);
        start..self.column(range.end).max(start + 1)
    }

    fn column(&self, byte: usize) -> usize {
        let at = self.columns.partition_point(|(shown, _)| *shown < byte);
        self.columns.get(at).or(self.columns.last()).map_or(0, |(_, column)| *column)
    }
}

/// How many columns a character takes that stands in `column`.
fn width(letter: char, column: usize) -> usize {
    match letter {
        '\t' => TAB - column % TAB,
        other => visible(other).and_then(UnicodeWidthChar::width).unwrap_or(0),
    }
}

/// What is shown for a character: control characters must not reach the terminal, nor what reorders the text around it.
fn visible(letter: char) -> Option<char> {
    match letter {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        '\u{feff}' => None,
        other => Some(other),
    }
}

/// Text for one line of the terminal.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter_map(visible).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use testing::Fixture;

    use super::*;

    /// The lines as they are shown, without numbers; marks are the fixture's caret lines, the first one primary.
    fn check(fixture: &str, expected: &Expect) {
        let fixture = Fixture::parse(fixture);
        let text = &fixture.files[0].text;
        let marks = fixture.expectations.iter().enumerate().map(|(index, it)| Mark {
            range: TextRange::new(it.range.start.try_into().unwrap(), it.range.end.try_into().unwrap()),
            text: &it.message,
            is_primary: index == 0,
        });
        let snippet = Snippet::new(text, &LineIndex::new(text), marks.collect());
        let mut out = String::new();
        for line in snippet.lines {
            out.push_str(&format!("{}\n", line.text));
            for row in line.rows {
                let mut column = 0;
                for mark in row {
                    out.push_str(&" ".repeat(mark.columns.start - column));
                    out.push_str(&if mark.is_primary { "^" } else { "-" }.repeat(mark.columns.len()));
                    column = mark.columns.end;
                    if !mark.text.is_empty() {
                        out.push_str(&format!(" {}", mark.text));
                    }
                }
                out.push('\n');
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn tabs_and_wide_letters_keep_their_columns() {
        check(
            "RUN\techo 漢字 wide\n            ^^^^ here\n",
            &expect![[r#"
            RUN echo 漢字 wide
                          ^^^^ here
        "#]],
        );
    }

    #[test]
    fn marks_of_one_line_share_rows_where_they_can() {
        check(
            "COPY a b c\n     ^\n         ^ the place\nCOPY d\n     ^ another\n",
            &expect![[r#"
            COPY a b c
                 ^   - the place
            COPY d
                 - another
        "#]],
        );
        check(
            "COPY a b c\n         ^\n     ^ the source\n",
            &expect![[r#"
            COPY a b c
                 - the source
                     ^
        "#]],
        );
    }

    #[test]
    fn a_range_of_several_lines_says_where_it_ends() {
        let text = "FROM a\nRUN b && \\\n  c\nUSER d\n";
        let run = text.find("RUN").unwrap()..text.find("\nUSER").unwrap();
        let range = TextRange::new(run.start.try_into().unwrap(), run.end.try_into().unwrap());
        let marks = vec![Mark { range, text: "", is_primary: true }];
        let snippet = Snippet::new(text, &LineIndex::new(text), marks);
        expect![[r#"
            Snippet {
                lines: [
                    Line {
                        number: 2,
                        text: "RUN b && \\",
                        rows: [
                            [
                                Drawn {
                                    columns: 0..10,
                                    text: "to line 3",
                                    is_primary: true,
                                },
                            ],
                        ],
                    },
                ],
            }
        "#]]
        .assert_debug_eq(&snippet);
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let long = "word ".repeat(100);
        let carets = format!("{}^^^^", " ".repeat(250));
        check(
            &format!("{long}\n{carets} the fifty-first\n"),
            &expect![[r#"
            …word word word word word word word word word word word word word word word word word word word word word word word word…
                                                     ^^^^ the fifty-first
        "#]],
        );
        check(
            &format!("{long}\n^^^^ the first\n"),
            &expect![[r#"
            word word word word word word word word word word word word word word word word word word word word word word word word …
            ^^^^ the first
        "#]],
        );
    }

    #[test]
    fn what_would_steer_the_terminal_is_shown_instead() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\u{feff}d\r\n"), "a␛[31mb\u{fffd}cd␍␊");
    }
}
