//! The shell reader: in place against read afresh, and against another parser.

use std::fmt::Write as _;

use anyhow::Result;
use syntax::TextSize;
use syntax::shell::{self, Script, Word};

use super::bodies::{self, Body};
use super::{File, Tally};

/// Holds every script of `files` against itself, read as the shell gets it, and against the other parser. A file that
/// ends in `.sh` is a script, every other a Dockerfile.
///
/// # Errors
/// Without the feature that brings the other parser.
pub(super) fn run(files: &[File]) -> Result<bool> {
    let mut in_place = Tally::new("read in place as read afresh");
    let mut opinion = Opinion::new()?;
    for file in files {
        if file.path.extension().is_some_and(|extension| extension == "sh") {
            opinion.hear(file, 1, &file.text);
            continue;
        }
        let model = syntax::dockerfile::parse(&file.text);
        for body in bodies::of(&model, &file.text) {
            in_place.note(file, in_place_differs(&body));
            opinion.hear(file, body.line, &body.text);
        }
    }
    in_place.summary();
    let agreed = opinion.summary();
    Ok(in_place.held() && agreed)
}

fn in_place_differs(body: &Body<'_>) -> Option<String> {
    let fresh = shell::parse(&body.text, TextSize::new(0));
    let (here, there) = (said(body.script), said(&fresh));
    (here != there).then(|| format!("line {}\n  in place {here}\n  afresh   {there}", body.line))
}

/// The words of every command, with where it stands.
fn said(script: &Script) -> String {
    let mut said = String::new();
    for place in script.places() {
        let words: Vec<String> = place.command.words.iter().map(Word::display).collect();
        let _ = write!(said, "{} {}{:?};", place.depth, place.conditional, words);
    }
    let _ = write!(said, "{:?}", script.errors.iter().map(|error| error.message).collect::<Vec<_>>());
    said
}

#[cfg(not(feature = "second-opinion"))]
use without::Opinion;

#[cfg(feature = "second-opinion")]
use super::opinion::Opinion;

#[cfg(not(feature = "second-opinion"))]
mod without {
    use super::File;
    use anyhow::{Result, bail};

    /// Nobody to ask.
    pub(super) struct Opinion;

    impl Opinion {
        pub(super) fn new() -> Result<Self> {
            bail!("there is no second opinion: `cargo run -p xtask --features second-opinion -- corpus shell FOLDER`")
        }

        pub(super) fn hear(&mut self, _file: &File, _line: u32, _script: &str) {}

        pub(super) fn summary(&self) -> bool {
            true
        }
    }
}
