//! The YAML reader against other people's cases and files.
//!
//! `yaml cases FILE…` runs cases, a JSON object a line: typing cases (`text`, `expect`, `cursor_in`) and conformance cases
//! (`yaml`, `events`, `error`). `yaml corpus FOLDER` compares every file of a folder with a conforming parser, breaks it
//! in the ways people break files while they type, and counts what survives. `yaml format FOLDER` formats every file, as it is
//! and laid out otherwise.

mod breaks;
mod cases;
mod corpus;
mod edits;
mod events;
mod format;
mod replay;
mod usage;

use std::path::Path;

use anyhow::{Result, bail};

/// Runs the command that `arguments` name.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["cases", files @ ..] if !files.is_empty() => cases::run(files),
        ["corpus", folder] => corpus::run(Path::new(folder)),
        ["format", folder] => format::run(Path::new(folder)),
        ["replay", folder, options @ ..] => replay::run(Path::new(folder), options),
        ["usage", folder] => usage::run(Path::new(folder)),
        _ => bail!("usage: cargo xtask yaml cases FILE… | cargo xtask yaml corpus|format|replay|usage FOLDER"),
    }
}
