//! What a form of `${…}` says about the variable in it.

use syntax::dockerfile::Variable;

/// Whether the form has a value for the case that the variable is missing, so that its author counts on that:
/// `${a:-b}`, `${a-b}`, `${a:+b}`, `${a+b}`.
pub(super) fn stands_for_a_missing_one(variable: &Variable) -> bool {
    variable.modifier.as_ref().is_some_and(|modifier| matches!(modifier.operator.as_str(), ":-" | "-" | ":+" | "+"))
}
