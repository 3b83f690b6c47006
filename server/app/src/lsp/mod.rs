//! The language server.

use anyhow::Result;

/// Serves one editor on standard input and output until it says `exit` or goes away.
pub(crate) fn run() -> Result<()> {
    Ok(())
}
