//! Placeholders: what a tool fills in before the API server sees it, so that it says nothing yet.

use syntax::yaml::{Kind, Node, ScalarStyle};

/// Whether a text is filled in: `${TAG}`, `$(TAG)`, `$TAG`, `{{ tag }}`, `<% tag %>`, `<tag>`, `__TAG__`, `_`; or decrypted (`ENC[…]` of
/// SOPS).
#[must_use]
pub(crate) fn is_in(text: &str) -> bool {
    // Every scalar of a file is looked at, and hardly one has any of these.
    if !text.bytes().any(|byte| matches!(byte, b'$' | b'<' | b'_' | b'{' | b'[')) {
        return false;
    }
    let begins_name = |it: char| it.is_ascii_alphabetic() || matches!(it, '_' | '{' | '(');
    let has_variable = text.match_indices('$').any(|(at, _)| text[at + 1..].starts_with(begins_name));
    let has_brackets = text.find('<').zip(text.rfind('>')).is_some_and(|(start, end)| start + 1 < end);
    let is_underlined = text == "_" || text.len() > 4 && text.starts_with("__") && text.ends_with("__");
    has_variable || has_brackets || is_underlined || text.contains("{{") || text.starts_with("ENC[")
}

/// Whether a value is filled in. Read as YAML, the two braces of `{{ tag }}` are a mapping in a mapping.
#[must_use]
pub(crate) fn is(node: Node<'_>) -> bool {
    let node = node.effective();
    match node.kind() {
        Kind::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => {
            is_in(node.source().trim_matches(['"', '\'']))
        }
        Kind::Scalar(ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded) => is_in(node.source()),
        Kind::Mapping => node.is_flow() && node.source().starts_with("{{"),
        Kind::Sequence | Kind::Alias | Kind::Null => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn what_is_filled_in() {
        for text in [
            "${A}",
            "$(A)",
            "$A",
            "x-{{ .Values.a }}",
            "a${b}c",
            "$((1 + 1))",
            "<% a %>",
            "<your name>",
            "a-<node>",
            "__HOST__",
            "_",
            "ENC[AES256_GCM,data:x]",
        ] {
            assert!(is_in(text), "{text}");
        }
        for text in ["", "$", "a$", "5$", "$5", "{a}", "^a$", "<>", "a > b < c", "__"] {
            assert!(!is_in(text), "{text}");
        }
    }
}
