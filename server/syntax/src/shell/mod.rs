//! Shell scripts: a reader that takes any text, made for what stands in `RUN` and behind `sh -c`.
//!
//! It reads POSIX shell and the parts of bash that such scripts use. It is no judge of syntax: what is left open is read
//! as far as it goes, and said in [`Script::errors`]. Ranges are those of the document the text came from.

mod ast;
mod compound;
mod cursor;
mod expansion;
mod heredoc;
mod list;
mod parentheses;
mod simple;
mod visit;
mod word;

#[cfg(test)]
mod tests;

pub use ast::*;
pub use visit::Place;

use text_size::{TextRange, TextSize};

/// Reads `source`, whose first byte stands at `base` of its document. Total, and linear in the length.
#[must_use]
pub fn parse(source: &str, base: TextSize) -> Script {
    read(cursor::Parser::new(source, base, false))
}

/// Reads `source` as a shell sees it that is handed the text without the continuations in it, as the builder does with
/// the lines of `RUN`: a comment goes on behind one, and quotes do not keep it.
#[must_use]
pub fn parse_joined(source: &str, base: TextSize) -> Script {
    read(cursor::Parser::new(source, base, true))
}

fn read(mut parser: cursor::Parser<'_>) -> Script {
    let mut script = parser.script(&[]);
    script.range = TextRange::at(parser.base, TextSize::of(parser.source));
    script.errors = parser.errors;
    script
}
