//! The progress bar of a long scan.

use std::io::IsTerminal;
use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A scan shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts files; shown when standard error is a terminal and the scan takes long.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    start: Instant,
    shown: Once,
}

impl Progress {
    /// A bar of `files` steps, not yet shown; none at all when it is not `wanted`.
    pub(super) fn new(files: usize, wanted: bool) -> Self {
        let bar = (wanted && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
            match ProgressStyle::with_template("{bar:30} {pos} of {len} files") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { bar, start: Instant::now(), shown: Once::new() }
    }

    /// One more file is done.
    pub(super) fn step(&self) {
        let Some(bar) = &self.bar else { return };
        if self.start.elapsed() > PATIENCE {
            self.shown.call_once(|| bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
