//! A mistake of ours while a file is looked at costs that file, and says where it happened.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// The message and place of the last panic of this thread.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics from writing to standard error; [`guarded`] hands out what they said.
pub(super) fn keep_quiet() {
    panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let message = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let message = message.lines().next().unwrap_or_default();
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        LAST.with_borrow_mut(|last| *last = format!("{message}{place}"));
    }));
}

/// What `work` gives, or one sentence about why it broke off.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let said = LAST.with_borrow(Clone::clone);
        format!("a mistake in plimsoll itself, please report it with the file: {said}")
    })
}
