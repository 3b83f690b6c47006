//! Faults on purpose, for tests of what a fault costs. Debug builds only.

use std::time::{Duration, Instant};

use super::view::Cancel;

/// How long a request stalls at most.
const STALL_LIMIT: Duration = Duration::from_secs(60);

/// Panics or stalls when the variable `PLIMSOLL_FAULT` says so of `method`: `panic:textDocument/hover`,
/// `stall:textDocument/foldingRange` (until the client cancels).
pub(super) fn strike(method: &str, cancel: &Cancel) {
    let Ok(fault) = std::env::var("PLIMSOLL_FAULT") else { return };
    match fault.split_once(':') {
        Some(("panic", target)) if target == method => panic!("a fault was asked for in {method}"),
        Some(("stall", target)) if target == method => {
            let started = Instant::now();
            while !cancel.is_cancelled() && started.elapsed() < STALL_LIMIT {
                std::thread::sleep(Duration::from_millis(1));
            }
            tracing::error!(method, cancelled = cancel.is_cancelled(), "a stalled request goes on");
        }
        _ => {}
    }
}
