//! Hovers on comments that switch rules off: which rule, and how far it reaches.

use project::suppression::{self, Dialect};

use super::On;
use crate::cursor::Cursor;
use crate::documentation;
use crate::types::Hover;

/// The rule that the suppression under the pointer names.
pub(super) fn suppressed(on: &On<'_>) -> Option<Hover> {
    match on.place.cursor {
        Cursor::Comment | Cursor::Directive(_) => {}
        _ => return None,
    }
    let all = suppression::of(on.model);
    let (suppression, name) = all.iter().find_map(|suppression| {
        let name = suppression.names.iter().find(|name| name.range.contains_inclusive(on.offset))?;
        Some((suppression, name))
    })?;
    let found = match suppression.dialect {
        Dialect::BuildKit => documentation::check(&name.text),
        Dialect::Plimsoll
        | Dialect::Hadolint
        | Dialect::Trivy
        | Dialect::Checkov
        | Dialect::KubeLinter
        | Dialect::KubeScore => rules::find(&name.text).map(documentation::rule),
    };
    let Some(text) = found else {
        let nearest = rules::catalogue::nearest(&name.text).filter(|_| suppression.dialect == Dialect::Plimsoll);
        let text = match nearest {
            Some(rule) => format!("No rule has this name; the nearest is `{}`.", rule.name),
            None => "No rule here has this name, so it changes nothing here.".to_owned(),
        };
        let markdown = documentation::card(&name.text, &["unknown rule"], &text);
        return Some(Hover { range: name.range, markdown });
    };
    let first = on.line(suppression.scope.start());
    let last = on.line(suppression.scope.end());
    let reach = if suppression.scope.len() == on.model.syntax.length() {
        "in the whole file".to_owned()
    } else if first == last {
        format!("in line {first}")
    } else {
        format!("in lines {first} to {last}")
    };
    Some(Hover { range: name.range, markdown: format!("{text}\n\n*Here:* switched off {reach}.") })
}
