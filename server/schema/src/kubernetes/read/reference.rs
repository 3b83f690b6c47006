//! References within a file: `$ref` of JSON Schema.

use serde_json::Value as Json;

/// Folders of a document whose entries are called by their own name.
const FOLDERS: [&str; 3] = ["/definitions/", "/$defs/", "/components/schemas/"];

/// What the schema that a reference leads to is called here: `PodSpec` for `#/definitions/PodSpec`, the whole path for any
/// other place. One word, whatever is written.
pub(super) fn name(reference: &str) -> String {
    let pointer = reference.split_once('#').map_or(reference, |(_, pointer)| pointer);
    let own = FOLDERS.iter().find_map(|folder| pointer.rsplit_once(folder)).map(|(_, name)| name);
    let name = match own.filter(|name| !name.contains('/')) {
        Some(name) => unescaped(name),
        None => format!("#{pointer}"),
    };
    word(&name)
}

/// A name without blanks, quotes and control characters.
pub(super) fn word(name: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || matches!(it, '.' | '_' | '-' | '/' | '#' | '$' | '~' | '%');
    name.chars().map(|it| if is_plain(it) { it } else { '_' }).collect()
}

/// The schema that a reference within `document` leads to; `None`: it leads elsewhere or nowhere.
pub(super) fn target<'j>(document: &'j Json, reference: &str) -> Option<&'j Json> {
    let pointer = reference.strip_prefix('#')?;
    document.pointer(pointer).or_else(|| document.pointer(&unescaped(pointer).replace("%25", "%")))
}

/// Without the percent signs of a URL; `~0` and `~1` are left to those who follow the pointer.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = (*first == b'%').then(|| behind.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{name, target};

    #[test]
    fn places_have_names() {
        for (reference, expected) in [
            ("#/definitions/PodSpec", "PodSpec"),
            ("#/$defs/a%20b", "a_b"),
            ("#/components/schemas/io.k8s.api.core.v1.Pod", "io.k8s.api.core.v1.Pod"),
            ("_definitions.json#/definitions/io.k8s.api.core.v1.Pod", "io.k8s.api.core.v1.Pod"),
            ("#", "#"),
            ("#/properties/a/items", "#/properties/a/items"),
            ("other.json", "#other.json"),
        ] {
            assert_eq!(name(reference), expected);
        }
    }

    #[test]
    fn references_are_followed_within_the_document() {
        let document = json!({"$defs": {"a b": 1, "c/d": 2}});
        for (reference, expected) in [
            ("#/$defs/a%20b", Some(&json!(1))),
            ("#/$defs/c~1d", Some(&json!(2))),
            ("#/$defs/e", None),
            ("#", Some(&document)),
            ("other.json#/$defs/a%20b", None),
        ] {
            assert_eq!(target(&document, reference), expected, "{reference}");
        }
    }
}
