//! Putting text into quotes, so that the builder reads it back as it was.

/// `text` in double quotes for a word of the builder. `None` where the escape character cannot protect a character: a line end.
pub(super) fn double_quoted(text: &str, escape: char) -> Option<String> {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        if character == '\n' || character == '\r' {
            return None;
        }
        if character == '"' || character == '$' || character == escape {
            quoted.push(escape);
        }
        quoted.push(character);
    }
    quoted.push('"');
    Some(quoted)
}

/// `text` as a JSON string, with its quotes.
pub(super) fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
