//! Text in brackets that was meant as an exec form and is no JSON.

use super::quoting::json_string;

/// Why a text in brackets is no array of strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// `['a']`
    SingleQuotes,
    /// `[“a”]`
    CurlyQuotes,
    /// `[a, b]`
    NoQuotes,
    /// `["a",]`
    TrailingComma,
    /// `["C:\app"]`
    Backslash,
    /// `["a"`
    Unclosed,
    /// `["a"] # why`
    Comment,
}

/// What was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    /// The first thing that is wrong.
    pub(super) fault: Fault,
    /// The array as it should be: blanks, line ends, comments and sound strings as they are.
    pub(super) json: String,
    /// What stands behind the bracket as a comment, which is none there.
    pub(super) comment: Option<String>,
}

/// Reads `text`, a command of the document with its continuations, as a careless array. `None` where it does not look like
/// one (a test of the shell, `[ -d x ]`), or is a sound one.
pub(super) fn read(text: &str, escape: char) -> Option<Meant> {
    let mut reader = Reader { text, at: 0, escape, json: String::new(), fault: None, quotes: 0, commas: 0 };
    reader.array()?;
    let rest = reader.rest();
    let comment = (rest.starts_with('#') && !rest.contains('\n')).then(|| rest.trim_end().to_owned());
    if comment.is_some() {
        reader.blame(Fault::Comment);
        reader.json.truncate(reader.json.trim_end().len());
    } else if !rest.is_empty() {
        return None;
    }
    // One bare word in brackets is a pattern of the shell.
    let looks_like_one = reader.quotes + reader.commas > 0;
    looks_like_one.then_some(Meant { fault: reader.fault?, json: reader.json, comment })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    escape: char,
    json: String,
    fault: Option<Fault>,
    quotes: usize,
    commas: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn blame(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    /// Copies `length` bytes.
    fn keep(&mut self, length: usize) {
        let end = self.at + length;
        self.json.push_str(&self.text[self.at..end]);
        self.at = end;
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.keep(wanted.len_utf8());
        }
        found
    }

    fn array(&mut self) -> Option<()> {
        if !self.eat('[') {
            return None;
        }
        loop {
            self.blanks();
            self.item()?;
            self.blanks();
            let comma = self.json.len();
            if self.eat(',') {
                self.commas += 1;
                self.blanks();
                if self.peek() != Some(']') {
                    continue;
                }
                self.json.remove(comma);
                self.blame(Fault::TrailingComma);
            }
            if !self.eat(']') {
                if !self.rest().is_empty() {
                    return None;
                }
                self.json.push(']');
                self.blame(Fault::Unclosed);
            }
            self.blanks();
            return Some(());
        }
    }

    /// Copies blanks, continuations, and the comment and empty lines behind them.
    fn blanks(&mut self) {
        loop {
            let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
            self.keep(blanks);
            let rest = self.rest();
            let Some(behind) = rest.strip_prefix(self.escape) else { return };
            let line_end = behind.trim_start_matches([' ', '\t', '\r']);
            if !line_end.starts_with('\n') {
                return;
            }
            let mut length = rest.len() - line_end.len() + 1;
            for line in rest[length..].split_inclusive('\n') {
                let content = line.trim();
                if !line.ends_with('\n') || !(content.is_empty() || content.starts_with('#')) {
                    break;
                }
                length += line.len();
            }
            self.keep(length);
        }
    }

    fn item(&mut self) -> Option<()> {
        let open = self.peek()?;
        let close = match open {
            '"' => return self.double_quoted(),
            '\'' => '\'',
            '“' | '„' | '”' => '”',
            '‘' | '‚' | '’' => '’',
            _ => return self.bare(),
        };
        let body = &self.text[self.at + open.len_utf8()..];
        // Curly quotes are mixed up as often as not.
        let ends = |character: char| {
            character == close || close == '”' && character == '“' || close == '’' && character == '‘'
        };
        let length = body.find(ends)?;
        let end = body[length..].chars().next()?.len_utf8();
        let value = &body[..length];
        if value.contains('\n') {
            return None;
        }
        self.json.push_str(&json_string(value));
        self.at += open.len_utf8() + length + end;
        self.quotes += 1;
        self.blame(if close == '\'' { Fault::SingleQuotes } else { Fault::CurlyQuotes });
        Some(())
    }

    fn double_quoted(&mut self) -> Option<()> {
        let mut characters = self.rest().char_indices().skip(1);
        let length = loop {
            match characters.next()? {
                (at, '"') => break at + 1,
                (_, '\\') => {
                    characters.next();
                }
                (_, '\n') => return None,
                _ => {}
            }
        };
        let written = &self.text[self.at..self.at + length];
        self.quotes += 1;
        if serde_json::from_str::<String>(written).is_ok() {
            self.keep(length);
            return Some(());
        }
        self.json.push_str(&json_string(&careless_value(&written[1..length - 1])));
        self.at += length;
        self.blame(Fault::Backslash);
        Some(())
    }

    fn bare(&mut self) -> Option<()> {
        let ends = |character: char| character.is_whitespace() || matches!(character, ',' | ']' | '[' | '"' | '\'');
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        if length == 0 {
            return None;
        }
        let value = json_string(&self.rest()[..length]);
        self.json.push_str(&value);
        self.at += length;
        self.blame(Fault::NoQuotes);
        Some(())
    }
}

/// The value of a string whose backslashes stand for themselves, unless one protects a quote or another one.
fn careless_value(written: &str) -> String {
    let mut value = String::with_capacity(written.len());
    let mut characters = written.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next @ ('"' | '\\')) if character == '\\' => {
                value.push(*next);
                characters.next();
            }
            _ => value.push(character),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn careless_arrays_are_read() {
        use Fault as F;
        let table = [
            ("['a', 'b']", F::SingleQuotes, r#"["a", "b"]"#),
            ("[ 'say \"hi\"' ]", F::SingleQuotes, r#"[ "say \"hi\"" ]"#),
            ("[“a”, ‘b’]", F::CurlyQuotes, r#"["a", "b"]"#),
            ("[npm, start]", F::NoQuotes, r#"["npm", "start"]"#),
            ("[\"a\", 1]", F::NoQuotes, r#"["a", "1"]"#),
            ("[\"a\", \"b\",]", F::TrailingComma, r#"["a", "b"]"#),
            (r#"["C:\app\x.exe", "a"]"#, F::Backslash, r#"["C:\\app\\x.exe", "a"]"#),
            (r#"["C:\\app\x \" "]"#, F::Backslash, r#"["C:\\app\\x \" "]"#),
            ("[\"a\", \"b\"", F::Unclosed, r#"["a", "b"]"#),
            ("['a', \\\n  # why\n\n  'b']", F::SingleQuotes, "[\"a\", \\\n  # why\n\n  \"b\"]"),
        ];
        for (text, fault, json) in table {
            assert_eq!(read(text, '\\'), Some(Meant { fault, json: json.to_owned(), comment: None }), "{text}");
        }
    }

    #[test]
    fn a_comment_behind_the_array_is_found() {
        let meant = read("[\"a\"]  # why, 'b'", '\\').expect("an array");
        assert_eq!((meant.fault, meant.json.as_str()), (Fault::Comment, "[\"a\"]"));
        assert_eq!(meant.comment.as_deref(), Some("# why, 'b'"));
    }

    #[test]
    fn sound_arrays_and_tests_of_the_shell_are_left() {
        let table = [
            r#"["a", "b"]"#,
            "[]",
            "[ -f x ]",
            "[ -f 'x' ]",
            "[ \"$a\" = 'b' ]",
            "[ 'a' ] && b",
            "[x]",
            "[a-z]*",
            "[",
            "a",
            "['a' 'b']",
            "[ ! -d \"x\" ]",
            "[[ 'a' ]]",
            "['a",
            "",
        ];
        for text in table {
            assert_eq!(read(text, '\\'), None, "{text}");
        }
    }
}
