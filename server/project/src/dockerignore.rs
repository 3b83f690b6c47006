//! `.dockerignore`: what a build context leaves out, exactly as the builder reads it.
//!
//! The meaning is that of moby's `patternmatcher`: patterns in order, the last one that matches decides, `!` brings back,
//! a pattern that matches a folder matches all that is in it, `**` is any number of folders, a leading or trailing slash means nothing.

use syntax::{TextRange, TextSize};

/// An ignore file, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerignore {
    /// In order; comments and empty lines are none.
    pub patterns: Vec<Pattern>,
    /// What the builder refuses, by place.
    pub errors: Vec<PatternError>,
}

/// A line of an ignore file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The line without the blanks around it, `!` included.
    pub range: TextRange,
    /// Whether it begins with `!`.
    pub negated: bool,
    /// What the builder makes of it: cleaned, without `!` and leading slash; `.` for the whole context.
    pub cleaned: String,
    program: Vec<Token>,
}

/// A line the builder refuses the whole file for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// The line without the blanks around it.
    pub range: TextRange,
    /// What is wrong, one sentence.
    pub message: &'static str,
}

/// What an ignore file says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the path is left out.
    pub ignored: bool,
    /// The pattern (its index) that decides; `None` when none matches.
    pub by: Option<usize>,
}

/// A step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// This character.
    Char(char),
    /// `?`: any character but a slash.
    One,
    /// `*`: any run without a slash.
    Star,
    /// `**/`: any number of whole folders.
    Folders,
    /// `**` at the end: anything.
    Rest,
    /// `[a-z]`, `[^a-z]`
    Class { negated: bool, ranges: Vec<(char, char)> },
}

impl Dockerignore {
    /// Reads `text`. Total.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut file = Self::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let mut content = line.trim_end_matches(['\n', '\r']);
            let mut at = start;
            start += line.len();
            if at == 0 && content.starts_with('\u{feff}') {
                content = &content['\u{feff}'.len_utf8()..];
                at += '\u{feff}'.len_utf8();
            }
            // A comment is one only in the first column.
            if content.starts_with('#') {
                continue;
            }
            let trimmed = content.trim();
            if trimmed.is_empty() {
                continue;
            }
            let indent = content.len() - content.trim_start().len();
            let range = TextRange::at(size(at + indent), TextSize::of(trimmed));
            let (negated, body) = trimmed.strip_prefix('!').map_or((false, trimmed), |rest| (true, rest.trim()));
            if body.is_empty() {
                file.errors.push(PatternError { range, message: "`!` needs a pattern behind it" });
                continue;
            }
            let cleaned = clean(body);
            let Some(program) = compile(&cleaned) else {
                file.errors.push(PatternError { range, message: "`[` is never closed, or `\\` stands at the end" });
                continue;
            };
            file.patterns.push(Pattern { range, negated, cleaned, program });
        }
        file
    }

    /// What the file says of `path` (relative to the context, slashes between names).
    #[must_use]
    pub fn verdict(&self, path: &str) -> Verdict {
        let path = clean(path);
        let mut verdict = Verdict { ignored: false, by: None };
        for (index, pattern) in self.patterns.iter().enumerate() {
            // The builder does not even ask patterns that could change nothing.
            if pattern.negated == verdict.ignored && pattern.matches_or_parent(&path) {
                verdict = Verdict { ignored: !pattern.negated, by: Some(index) };
            }
        }
        verdict
    }

    /// Whether some `!` pattern could bring back a file below the folder `path`. Errs on the side of yes.
    #[must_use]
    pub fn could_reinclude_below(&self, path: &str) -> bool {
        let folder = clean(path);
        self.patterns.iter().filter(|pattern| pattern.negated).any(|pattern| {
            let fixed = pattern.cleaned.find(['*', '?', '[', '\\']).unwrap_or(pattern.cleaned.len());
            let literal = &pattern.cleaned[..fixed];
            literal.starts_with(&format!("{folder}/"))
                || (fixed < pattern.cleaned.len() && format!("{folder}/").starts_with(literal))
        })
    }
}

impl Pattern {
    /// Whether the pattern matches `path` itself or a folder it lies in.
    fn matches_or_parent(&self, path: &str) -> bool {
        self.matches(path) || path.match_indices('/').any(|(slash, _)| self.matches(&path[..slash]))
    }

    /// Steps through the pattern with all positions it may be at, so that no text makes it slow.
    fn matches(&self, path: &str) -> bool {
        let end = self.program.len();
        let mut here = vec![false; end + 1];
        // Within `**/`, behind its first character and before its slash.
        let mut within = vec![false; end + 1];
        here[0] = true;
        self.advance(&mut here, &mut within);
        for c in path.chars() {
            let mut next = vec![false; end + 1];
            let mut next_within = vec![false; end + 1];
            for (at, token) in self.program.iter().enumerate() {
                if here[at] {
                    match token {
                        Token::Char(wanted) => next[at + 1] |= *wanted == c,
                        Token::One => next[at + 1] |= c != '/',
                        Token::Star => next[at] |= c != '/',
                        Token::Rest => next[at] = true,
                        Token::Class { negated, ranges } => {
                            let inside = ranges.iter().any(|(from, to)| (*from..=*to).contains(&c));
                            next[at + 1] |= inside != *negated;
                        }
                        Token::Folders => {}
                    }
                }
                if within[at] {
                    next_within[at] = true;
                    next[at + 1] |= c == '/';
                }
            }
            (here, within) = (next, next_within);
            self.advance(&mut here, &mut within);
        }
        here[end]
    }

    /// Passes over what may match nothing.
    fn advance(&self, here: &mut [bool], within: &mut [bool]) {
        for (at, token) in self.program.iter().enumerate() {
            if here[at] {
                match token {
                    Token::Star | Token::Rest => here[at + 1] = true,
                    Token::Folders => {
                        here[at + 1] = true;
                        within[at] = true;
                    }
                    Token::Char(_) | Token::One | Token::Class { .. } => {}
                }
            }
        }
    }
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// Go's `filepath.Clean`, and no leading slash: `.` and empty parts go, `..` takes the part before it along.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// `None` for a pattern the builder refuses.
fn compile(pattern: &str) -> Option<Vec<Token>> {
    let mut program = Vec::new();
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        program.push(match c {
            '*' if rest.next_if_eq(&'*').is_some() => {
                // `**/` is `**`; more stars change nothing.
                while rest.next_if_eq(&'*').is_some() {}
                rest.next_if_eq(&'/');
                if rest.peek().is_none() { Token::Rest } else { Token::Folders }
            }
            '*' => Token::Star,
            '?' => Token::One,
            '\\' => Token::Char(rest.next()?),
            '[' => class(&mut rest)?,
            c => Token::Char(c),
        });
    }
    Some(program)
}

fn class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Token> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let from = match rest.next()? {
            ']' if !ranges.is_empty() => return Some(Token::Class { negated, ranges }),
            '\\' => rest.next()?,
            c => c,
        };
        let to = if rest.peek() == Some(&'-') {
            let mut ahead = rest.clone();
            ahead.next();
            if ahead.peek().is_none_or(|c| *c == ']') {
                from
            } else {
                rest.next();
                match rest.next()? {
                    '\\' => rest.next()?,
                    c => c,
                }
            }
        } else {
            from
        };
        ranges.push((from, to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ignored(file: &str, path: &str) -> bool {
        Dockerignore::parse(file).verdict(path).ignored
    }

    #[test]
    fn a_pattern_means_what_the_builder_says() {
        // (pattern, left out, kept): the table of the builder's own documentation and tests, told anew.
        let table: [(&str, &[&str], &[&str]); 22] = [
            ("*/temp*", &["a/temp", "a/temporary.txt", "a/temp/x"], &["temp", "a/b/temp"]),
            ("*/*/temp*", &["a/b/temporary.txt"], &["a/temp"]),
            ("temp?", &["tempa", "tempb/x"], &["temp", "tempab", "a/tempb"]),
            ("**/*.go", &["a.go", "a/b.go", "a/b/c.go"], &["go", "a.gox"]),
            ("**", &["a", "a/b"], &[]),
            ("**/a", &["a", "x/a", "x/y/a", "x/a/b"], &["xa"]),
            ("a/**", &["a/b", "a/b/c"], &["a", "ab"]),
            ("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["ab", "a/xb"]),
            ("**/node_modules/", &["node_modules", "a/node_modules/x"], &["node_module"]),
            ("/foo/bar", &["foo/bar"], &["bar", "a/foo/bar"]),
            ("foo/bar/", &["foo/bar", "foo/bar/baz"], &["foo"]),
            ("./a", &["a"], &["b"]),
            ("a/../b", &["b"], &["a"]),
            (".", &[], &["a"]),
            ("*", &["a", "a/b", ".env"], &[]),
            ("a.b$c+(d)", &["a.b$c+(d)"], &["axb$c+(d)"]),
            ("[a-c]x", &["ax", "cx"], &["dx"]),
            ("[^a-c]x", &["dx"], &["ax"]),
            ("a[\\]]b", &["a]b"], &["ab"]),
            ("\\*x", &["*x"], &["ax"]),
            ("*.md\n!README.md", &["x.md"], &["README.md", "a/README.md"]),
            ("*.md\n!README*.md\nREADME-secret.md", &["README-secret.md", "x.md"], &["README-a.md"]),
        ];
        for (file, out, kept) in table {
            for path in out {
                assert!(ignored(file, path), "{file:?} leaves {path} out");
            }
            for path in kept {
                assert!(!ignored(file, path), "{file:?} keeps {path}");
            }
        }
    }

    #[test]
    fn order_decides_and_what_is_in_a_folder_can_come_back() {
        assert!(!ignored("docs\n!docs/README.md", "docs/README.md"));
        assert!(ignored("docs\n!docs/README.md\n**/*.md", "docs/README.md"));
        assert!(ignored("!a\na", "a"));
        assert_eq!(Dockerignore::parse("x\na\n!b").verdict("a"), Verdict { ignored: true, by: Some(1) });
    }

    #[test]
    fn comments_blanks_and_line_ends() {
        let file = Dockerignore::parse("\u{feff}# c\r\n\r\n  a \r\n #b\r\n! c");
        let patterns: Vec<_> = file.patterns.iter().map(|it| (it.cleaned.as_str(), it.negated)).collect();
        assert_eq!(patterns, [("a", false), ("#b", false), ("c", true)]);
        assert_eq!(file.patterns[0].range, TextRange::new(12.into(), 13.into()));
    }

    #[test]
    fn what_the_builder_refuses() {
        let messages: Vec<_> = Dockerignore::parse("!\na[b\nc\\\nok").errors.iter().map(|it| it.message).collect();
        assert_eq!(messages.len(), 3);
    }

    #[test]
    fn folders_that_something_may_come_back_from() {
        let file = Dockerignore::parse("*\n!a/b/c\n!**/keep\n");
        assert!(file.could_reinclude_below("a"));
        assert!(file.could_reinclude_below("x"));
        let file = Dockerignore::parse("*\n!a/b/c\n!d*\n");
        assert!(file.could_reinclude_below("a/b"));
        assert!(!file.could_reinclude_below("x"));
    }

    #[test]
    fn no_text_makes_it_slow() {
        let file = Dockerignore::parse(&format!("{}x", "*a".repeat(200)));
        assert!(!file.verdict(&"a".repeat(5000)).ignored);
    }
}
