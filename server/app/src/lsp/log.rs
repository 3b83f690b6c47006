//! The server's own log.

use std::fs::OpenOptions;
use std::panic;
use std::sync::Arc;

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use super::LogOptions;

/// Starts logging, panics included.
///
/// # Errors
/// When the file cannot be opened or the filter cannot be read.
pub(super) fn start(options: LogOptions) -> Result<()> {
    let filter = options.filter.or_else(|| std::env::var("PLIMSOLL_LOG").ok()).filter(|filter| !filter.is_empty());
    let filter = filter.as_deref().unwrap_or("warn");
    let filter = EnvFilter::try_new(filter).with_context(|| format!("`{filter}` is no log filter"))?;
    let writer = match &options.file {
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path);
            BoxMakeWriter::new(Arc::new(file.with_context(|| format!("cannot write the log {}", path.display()))?))
        }
        None => BoxMakeWriter::new(std::io::stderr),
    };
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false);
    // Fails only where somebody else logs already; then that log is used.
    drop(subscriber.try_init());
    panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked: {message}");
    }));
    Ok(())
}
