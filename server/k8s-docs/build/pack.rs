//! The form in which prose is kept: each text once, then definitions and fields with the numbers of theirs.
//!
//! ```text
//! text 0 NUL text 1 NUL … NUL SOH
//! definition TAB number LF
//! TAB field TAB number LF …
//! ```
//!
//! Both levels are sorted by the bytes of the name. A definition without a text of its own has no number.

use std::collections::{BTreeMap, HashMap};

/// Texts by definition and field; what the definition itself is under the empty name.
pub(crate) type Prose = BTreeMap<String, BTreeMap<String, String>>;

/// Stands behind each text.
pub(crate) const TEXT_END: char = '\0';
/// Stands behind all texts.
pub(crate) const TEXTS_END: char = '\u{1}';

/// Prose as one text.
pub(crate) fn pack(prose: &Prose) -> String {
    let mut texts = String::new();
    let mut index = String::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (definition, fields) in prose {
        let mut number = |text| {
            let next = numbers.len();
            let number = *numbers.entry(text).or_insert(next);
            if number == next {
                texts.push_str(text);
                texts.push(TEXT_END);
            }
            number
        };
        index.push_str(definition);
        index.push('\t');
        if let Some(text) = fields.get("") {
            index.push_str(&number(text).to_string());
        }
        index.push('\n');
        for (field, text) in fields.iter().filter(|(field, text)| !field.is_empty() && !text.is_empty()) {
            index.push_str(&format!("\t{field}\t{}\n", number(text)));
        }
    }
    texts.push(TEXTS_END);
    texts + &index
}
