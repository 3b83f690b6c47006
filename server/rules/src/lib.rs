//! The checks: one file per rule, path = name.
//!
//! A rule sits at a *grain* ([`Check`]), is handed an element with its place and a [`Report`], and returns nothing. Which
//! rules are on, at which level, and what is suppressed is decided in [`judge`], never in a rule.

#[macro_use]
mod family;

pub mod catalogue;
mod cel;
pub mod docker;
pub mod finding;
pub mod fix;
mod fold;
pub mod grain;
pub mod judge;
pub mod k8s;
pub mod plimsoll;
pub mod report;
pub mod rule;
mod settings;
mod suppressed;
mod walk;

#[cfg(test)]
mod check;
#[cfg(test)]
mod pages;

pub use catalogue::{all, find};
pub use finding::{Finding, FindingFix, Label, Member, Tag};
pub use fix::{Fix, Safety, Step};
pub use grain::Check;
pub use project::{Profile, Severity};
pub use report::Report;
pub use rule::{Example, Fixable, Group, Part, Rule};
