//! Text to lossless trees, and minimal edits on them.
//!
//! Every reader here is total: any text gives a tree whose text is the input, mistakes are values beside it.
//! Nothing in this crate knows files, workspaces or what a container is.

pub mod dockerfile;
mod edit;
pub mod image_reference;
pub mod invariants;
mod lines;
pub mod shell;
pub mod spelling;
mod tree;
pub mod yaml;

pub use edit::{TextEdit, apply, merge_disjoint};
pub use lines::{LineColumn, LineIndex};
pub use text_size::{TextRange, TextSize};
pub use tree::{Leaf, Span, Tree, TreeNode};
