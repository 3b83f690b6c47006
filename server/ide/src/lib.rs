//! The features of the editor: snapshot and offset in, plain data out.
//!
//! Every feature is a function of a [`project::Snapshot`]; nothing here knows the protocol, waits, or fails. Positions
//! are byte offsets. An empty answer means that there is nothing to say here.

mod accounts;
pub mod actions;
#[cfg(test)]
mod check;
pub mod completion;
mod cursor;
pub mod definition;
pub mod diagram;
mod documentation;
mod entity;
pub mod folding;
pub mod format;
pub mod hover;
pub mod inlay;
mod kubernetes;
pub mod lens;
pub mod links;
#[cfg(test)]
mod prefixes;
pub mod references;
pub mod rename;
pub mod selection;
pub mod settings;
pub mod signature;
pub mod symbols;
pub mod tokens;
mod types;
mod yaml;

pub use types::*;
