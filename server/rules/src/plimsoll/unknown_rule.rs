//! A rule's name that no rule has.

use crate::{Check, Fixable, Group, Severity, catalogue, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a name in `plimsoll.yaml` or in a `# plimsoll: ignore[…]` comment that is neither a rule nor a known alias.
    ///
    /// ## Why is this bad?
    /// A misspelt name does nothing: the rule you meant to switch off keeps reporting, or the one you meant to sharpen stays
    /// quiet in CI. The message names the nearest rule.
    ///
    /// ## Example
    /// ```yaml
    /// rules:
    ///   docker/add-insted-of-copy: off
    /// ```
    /// Use instead:
    /// ```yaml
    /// rules:
    ///   docker/add-instead-of-copy: off
    /// ```
    "plimsoll/unknown-rule" {
        since: "0.1.0",
        severity: Severity::Warning,
        profile: crate::Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Judge,
    }
}

/// The sentence for `name`.
#[must_use]
pub fn message(name: &str) -> String {
    match catalogue::nearest(name) {
        Some(rule) => format!("unknown rule `{name}` (did you mean `{}`?)", rule.name),
        None => format!("unknown rule `{name}`; `plimsoll rules` lists all"),
    }
}
