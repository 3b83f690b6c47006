//! What the files of a workspace mean together: an immutable snapshot.
//!
//! [`World`] is the one mutable thing: it takes what the editor or the command line says about files. [`World::snapshot`]
//! is a cheap, immutable view that analyses on any thread; everything derived is a function of it, cached by content.

pub mod context;
pub mod conversion;
mod digest;
pub mod discover;
pub mod docker;
pub mod dockerignore;
pub mod document;
pub mod facts;
pub mod files;
pub mod graph;
pub mod kind;
pub mod kubernetes;
pub mod level;
pub mod schemas;
pub mod settings;
pub mod suppression;
pub mod world;

pub use context::{Answer, BuildContext, Question};
pub use document::{Content, Document};
pub use facts::Facts;
pub use kind::DocumentKind;
pub use level::{Profile, Severity};
pub use world::{Snapshot, World};
