//! A key or value in the settings that means nothing.

use crate::{Check, Fixable, Group, Profile, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags what `plimsoll.yaml` says and this program does not understand: an unknown key, a value of the wrong type or
    /// outside its list, a key given twice.
    ///
    /// ## Why is this bad?
    /// A setting that is silently passed over is worse than none: the team believes it is in force. Everything else in the
    /// file still counts.
    ///
    /// ## Example
    /// ```yaml
    /// profile: productoin
    /// ```
    /// Use instead:
    /// ```yaml
    /// profile: production
    /// ```
    "plimsoll/invalid-setting" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Judge,
    }
}
