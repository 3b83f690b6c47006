//! The rules about this program's own words: settings and suppressions. The judge finds what they say.

rules! {
    invalid_setting,
    unknown_rule,
    unused_suppression,
}
