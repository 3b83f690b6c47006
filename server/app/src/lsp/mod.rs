//! The language server: one editor on standard input and output.
//!
//! A message changes the [`state`] at once, in the order in which messages come; what takes time runs on blocking
//! threads over a [`draft`] of that state. The [`worker`] judges what changed and publishes it.

mod answers;
mod backend;
mod capabilities;
mod changes;
mod configuration;
mod convert;
mod diagnostics;
mod document;
mod draft;
#[cfg(debug_assertions)]
mod fault;
mod framing;
mod inquirers;
mod judgements;
mod log;
mod markup;
mod parent;
mod pull;
mod scan;
mod session;
mod shared;
mod state;
mod transport;
mod uris;
mod view;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::{Result, anyhow};

/// What a thread that analyses may use, in bytes. Every reader and walker bounds its depth; the bounds fit in here, in
/// a debug build too.
const STACK_SIZE: usize = 8 * 1024 * 1024;

/// How many analyses may run at once; more wait, and those that are cancelled meanwhile never start.
const ANALYSIS_THREADS: usize = 16;

/// Where the server's own log goes.
#[derive(Debug, Clone, Default)]
pub(crate) struct LogOptions {
    /// A filter of `tracing`: `debug`, `plimsoll=trace`. Without one the variable `PLIMSOLL_LOG` counts, then `warn`.
    pub(crate) filter: Option<String>,
    /// The file to append to; standard error without one.
    pub(crate) file: Option<PathBuf>,
}

/// Serves one editor on standard input and output until it says `exit` or goes away.
///
/// # Errors
/// When the log cannot be written or the system gives no thread.
pub(crate) fn run(options: LogOptions) -> Result<ExitCode> {
    log::start(options)?;
    // The main thread's stack is as large as the system likes; this one's is known.
    let server = thread::Builder::new().name("server".to_owned()).stack_size(STACK_SIZE).spawn(serve)?;
    server.join().map_err(|_| anyhow!("the server's main thread panicked"))?
}

fn serve() -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .thread_name("analysis")
        .thread_stack_size(STACK_SIZE)
        .max_blocking_threads(ANALYSIS_THREADS)
        .build()?;
    let ending = runtime.block_on(transport::serve());
    // An analysis that is still running does not hold up the exit.
    runtime.shutdown_background();
    Ok(ending?.code())
}
