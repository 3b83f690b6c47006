//! The process that started the server: when it dies without a word, so does the server.

use std::sync::Arc;
use std::time::Duration;

use super::shared::Shared;

/// How long the server may outlive it.
const INTERVAL: Duration = Duration::from_secs(2);

/// Looks after the process every now and then, and ends the server when it is gone. A server whose standard input is a
/// pipe from that process ends sooner, with the pipe.
pub(super) async fn watch(shared: Arc<Shared>, process: u32) {
    if !is_alive(process) {
        // The client that speaks is alive: its number is one of another container.
        tracing::info!(process, "the client's process is not of this system; its end will not be noticed");
        return;
    }
    while is_alive(process) {
        tokio::time::sleep(INTERVAL).await;
    }
    shared.orphan();
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return true };
    // Another user's process may not be signalled, but it is there.
    test_kill_process(pid) != Err(Errno::SRCH)
}

/// Elsewhere the end of standard input has to do.
#[cfg(not(unix))]
fn is_alive(_process: u32) -> bool {
    true
}
