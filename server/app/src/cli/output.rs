//! Writing to the terminal or the pipe behind it. A reader that goes away is no mistake of ours: the rest is not written.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

use anstream::ColorChoice;
use anyhow::Context;

use super::arguments::Color;

/// Decides for the whole process whether styles are written or left out.
pub(super) fn set_color(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

/// Whether standard output shows colours.
pub(super) fn is_colored() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Writes `text`, with its styles where standard output shows them.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    write(&mut anstream::stdout().lock(), text)
}

/// Writes `text` byte for byte: what comes from a file is not searched for styles.
pub(super) fn print_raw(text: &str) -> anyhow::Result<()> {
    write(&mut io::stdout().lock(), text)
}

/// Says something about the run on standard error.
pub(super) fn say(message: impl Display) {
    say_plain(format_args!("plimsoll: {message}"));
}

/// As [`say`], for a message that begins with the place it is about.
pub(super) fn say_plain(message: impl Display) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr().lock(), "{message}");
}

fn write(to: &mut impl Write, text: &str) -> anyhow::Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output cannot be written"),
        Ok(()) | Err(_) => Ok(()),
    }
}
