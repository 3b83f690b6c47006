//! Patterns: the regular expressions of schemas, compiled once.

use std::sync::{LazyLock, Mutex, PoisonError};

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

/// Patterns that are kept; the bundled resources have some hundreds.
const MOST: usize = 1024;

/// A pattern that takes more memory than this when compiled is not tried.
const SIZE_LIMIT: usize = 1 << 20;

static COMPILED: LazyLock<Mutex<FxHashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);

/// Whether `text` matches `pattern` (RE2) somewhere; `None` where the pattern cannot be compiled.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = compiled.get(pattern) {
        return known.as_ref().map(|regex| regex.is_match(text));
    }
    let regex = RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().ok();
    let verdict = regex.as_ref().map(|regex| regex.is_match(text));
    if compiled.len() >= MOST {
        compiled.clear();
    }
    compiled.insert(pattern.to_owned(), regex);
    verdict
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_pattern_matches_anywhere_and_a_broken_one_says_nothing() {
        assert_eq!(matches("^[a-z]+$", "abc"), Some(true));
        assert_eq!(matches("^[a-z]+$", "aBc"), Some(false));
        assert_eq!(matches("b", "abc"), Some(true));
        assert_eq!(matches("(", "abc"), None);
    }
}
