//! The language server.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

/// Where the server's own log goes.
#[derive(Debug, Clone, Default)]
pub(crate) struct LogOptions {
    /// A filter of `tracing`: `debug`, `plimsoll=trace`.
    pub(crate) filter: Option<String>,
    /// The file to append to; standard error without one.
    pub(crate) file: Option<PathBuf>,
}

/// Serves one editor on standard input and output until it says `exit` or goes away.
pub(crate) fn run(_log: LogOptions) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
