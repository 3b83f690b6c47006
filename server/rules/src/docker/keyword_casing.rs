//! The case in which a file writes its keywords.

use project::docker::Model;
use syntax::dockerfile::Keyword;

/// Whether most keywords of the file are in lower case; where both are as many, capitals count.
pub(super) fn is_lower(model: &Model) -> bool {
    let count = |wanted: fn(&u8) -> bool| {
        let known = model.syntax.instructions.iter().filter(|it| it.keyword != Keyword::Unknown);
        known.filter(|it| it.keyword_name.text.as_bytes().iter().all(wanted)).count()
    };
    count(u8::is_ascii_lowercase) > count(u8::is_ascii_uppercase)
}
