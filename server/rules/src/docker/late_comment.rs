//! A `#` behind an instruction, where it starts no comment.

/// Whether a word was meant to begin a comment.
pub(super) fn begins_with(word: &str) -> bool {
    word.starts_with('#')
}

/// What is wrong then, whatever the instruction.
pub(super) const MESSAGE: &str = "a comment starts at the beginning of a line only; put it above";
