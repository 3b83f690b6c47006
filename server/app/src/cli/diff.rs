//! Changes as a patch.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use similar::TextDiff;

use crate::report::clean;

/// The change of a file as a unified diff that `patch -p1` and `git apply` take. `before` is `None` for a new file.
pub(super) fn unified(file: &str, before: Option<&str>, text: &str) -> String {
    let name = file.trim_start_matches('/');
    let old = before.map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{name}"));
    TextDiff::from_lines(before.unwrap_or_default(), text)
        .unified_diff()
        .context_radius(3)
        .header(&old, &format!("b/{name}"))
        .to_string()
}

/// A unified diff in colours, for a terminal.
pub(super) fn colored(diff: &str) -> String {
    let mut out = String::new();
    for line in diff.lines() {
        let style = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Style::new().bold(),
            [b'+', ..] => AnsiColor::Green.on_default(),
            [b'-', ..] => AnsiColor::Red.on_default(),
            [b'@', ..] => AnsiColor::Cyan.on_default(),
            _ => Style::new(),
        };
        let _ = writeln!(out, "{style}{}{style:#}", clean(line));
    }
    out
}
