//! Shell scripts: a reader that takes any text, made for what stands in `RUN` and behind `sh -c`.
//!
//! It reads POSIX shell and the parts of bash that such scripts use. It is no judge of syntax: what is left open is read
//! as far as it goes, and said in [`Script::errors`]. Ranges are those of the document the text came from.

mod ast;
mod parser;
mod visit;
mod word;

#[cfg(test)]
mod tests;

pub use ast::*;
pub use visit::Place;

use text_size::TextSize;

/// Reads `source`, whose first byte stands at `base` of its document. Total, and linear in the length.
#[must_use]
pub fn parse(source: &str, base: TextSize) -> Script {
    let mut parser = parser::Parser::new(source, base);
    let mut script = parser.script(None);
    script.range = text_size::TextRange::at(base, TextSize::of(source));
    script.errors = parser.errors;
    script
}
