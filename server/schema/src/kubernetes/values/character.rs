//! Characters in messages.

/// A character as a message names it: in backticks, and by its name where nobody could see it.
pub(super) fn shown(character: char) -> String {
    match character {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '`' => "a backtick".to_owned(),
        it if it.is_control() || it.is_whitespace() => format!("`{}`", it.escape_unicode()),
        it => format!("`{it}`"),
    }
}

/// The same at the start of a sentence.
pub(super) fn first(character: char) -> String {
    let text = shown(character);
    match text.strip_prefix('a') {
        Some(rest) => format!("A{rest}"),
        None => text,
    }
}

/// Whether letters other than those from A to Z are in it, which nothing can be written for without guessing.
pub(super) fn has_foreign_letters(text: &str) -> bool {
    text.chars().any(|it| it.is_alphabetic() && !it.is_ascii())
}

/// The first of `text` that is not allowed, with its place.
pub(super) fn stray(text: &str, is_allowed: impl Fn(char) -> bool) -> Option<(usize, char)> {
    text.char_indices().find(|(_, it)| !is_allowed(*it))
}
