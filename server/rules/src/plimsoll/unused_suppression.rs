//! A suppression that suppresses nothing.

use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a name in a `# plimsoll: ignore[…]` comment whose rule finds nothing where the comment holds.
    ///
    /// ## Why is this bad?
    /// The fault it excused is gone, or the comment has drifted away from its line. What stays is a free pass for the next
    /// fault of that kind, and a reader who looks for a problem that is not there.
    ///
    /// ## Example
    /// ```dockerfile
    /// FROM alpine:3.22
    /// # plimsoll: ignore[docker/run-cd] the build script needs it
    /// RUN make
    /// ```
    /// Use instead:
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN make
    /// ```
    ///
    /// ## When to ignore it
    /// Comments for other checkers (`# hadolint ignore=…`) are honoured and never reported: they may be there for their own tool.
    "plimsoll/unused-suppression" {
        since: "0.1.0",
        severity: Severity::Hint,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Judge,
    }
}
