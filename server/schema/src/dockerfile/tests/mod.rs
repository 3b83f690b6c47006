//! The data holds together, and the look-ups find it.

mod images;
mod lookups;
mod snippets;
mod texts;
