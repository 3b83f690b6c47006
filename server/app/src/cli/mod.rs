//! The command line.

use std::process::ExitCode;

/// Reads the arguments and does what they say.
pub(crate) fn main() -> ExitCode {
    match crate::lsp::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
