//! The features of the editor: snapshot and offset in, plain data out.
//!
//! Every feature is a function of a [`project::Snapshot`]; nothing here knows the protocol, waits, or fails. Positions
//! are byte offsets. An empty answer means that there is nothing to say here.

pub mod actions;
mod cursor;
pub mod definition;
mod entity;
pub mod folding;
pub mod format;
pub mod hover;
pub mod inlay;
pub mod links;
pub mod references;
pub mod rename;
pub mod selection;
pub mod settings;
pub mod signature;
pub mod symbols;
pub mod tokens;
mod types;

pub use types::*;
