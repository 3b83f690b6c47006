//! Directives: `%YAML` and `%TAG`, the lines before a document's `---`.

use text_size::TextRange;

use super::error::{SyntaxError, SyntaxErrorKind};
use super::lines::offset;

const YAML_FORM: &str = "%YAML 1.2";
const TAG_FORM: &str = "%TAG !handle! prefix";

/// The directives before one document.
#[derive(Debug, Default)]
pub(super) struct Directives {
    version: bool,
    pub(super) handles: Vec<(TextRange, TextRange)>,
    first: Option<TextRange>,
}

impl Directives {
    /// Reads a line that begins with `%`; gives the range of its words.
    pub(super) fn read(&mut self, text: &str, line: TextRange, errors: &mut Vec<SyntaxError>) -> TextRange {
        let start = usize::from(line.start());
        let words = words(&text[line], start);
        let range = TextRange::new(line.start(), words.last().map_or(line.start(), |word| word.end()));
        self.first = self.first.or(Some(range));
        let mut error = |range: TextRange, kind| errors.push(SyntaxError { range, kind });
        match words.first().map(|word| &text[*word]) {
            Some("%YAML") => {
                let version = words.get(1).map(|word| &text[*word]);
                if words.len() != 2 || !version.is_some_and(is_version) {
                    error(range, SyntaxErrorKind::Directive(YAML_FORM));
                } else if self.version {
                    error(range, SyntaxErrorKind::SecondDirective);
                }
                self.version = true;
            }
            Some("%TAG") => match words[1..] {
                [handle, prefix] if is_handle(&text[handle]) && is_prefix(&text[prefix]) => {
                    if self.handles.iter().any(|(known, _)| text[*known] == text[handle]) {
                        error(range, SyntaxErrorKind::SecondDirective);
                    }
                    self.handles.push((handle, prefix));
                }
                _ => error(range, SyntaxErrorKind::Directive(TAG_FORM)),
            },
            Some("%") => error(range, SyntaxErrorKind::Directive(YAML_FORM)),
            // Any other name is reserved: parsers are to skip it.
            Some(_) | None => {}
        }
        range
    }

    /// Notes that no document begins behind these.
    pub(super) fn unused(&mut self, errors: &mut Vec<SyntaxError>) {
        if let Some(range) = self.first.take() {
            errors.push(SyntaxError { range, kind: SyntaxErrorKind::DirectiveWithoutDocument });
        }
    }
}

/// The words of a line up to its comment.
fn words(line: &str, start: usize) -> Vec<TextRange> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in line.split([' ', '\t']) {
        if word.starts_with('#') {
            break;
        }
        if !word.is_empty() {
            words.push(TextRange::new(offset(start + at).into(), offset(start + at + word.len()).into()));
        }
        at += word.len() + 1;
    }
    words
}

fn is_version(word: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('.').is_some_and(|(major, minor)| number(major) && number(minor))
}

/// Whether a word is `!`, `!!` or `!name!`.
pub(super) fn is_handle(word: &str) -> bool {
    let name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    word == "!" || word.strip_prefix('!').and_then(|rest| rest.strip_suffix('!')).is_some_and(name)
}

/// Whether a word may be what a handle stands for: the beginning of a tag.
fn is_prefix(word: &str) -> bool {
    word.bytes().all(|byte| super::property::is_uri(byte) || matches!(byte, b'!' | b',' | b'[' | b']'))
}
