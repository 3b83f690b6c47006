//! Names of environment variables.

use std::fmt;

use super::super::Version;
use super::character::{first, has_foreign_letters, stray};

/// What the API server takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Letters, digits, `-`, `_` and `.`, no digit first.
    Strict,
    /// Every visible ASCII character and the space, but no `=`.
    Relaxed,
}

impl Rule {
    /// What holds in a version: relaxed by default since 1.32.
    pub fn of(version: Version) -> Rule {
        if version < Version::new(32) { Rule::Strict } else { Rule::Relaxed }
    }
}

/// What is wrong with the name of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing is there.
    Empty,
    /// A character that is not allowed.
    Character {
        /// Where.
        at: usize,
        /// Which one.
        found: char,
        /// By which rule.
        rule: Rule,
    },
    /// A digit comes first.
    Digit(char),
    /// It is `.`, or starts with `..`.
    Dots,
}

/// What is wrong with a name; `None`: nothing.
pub fn mistake(name: &str, rule: Rule) -> Option<Mistake> {
    let first = name.chars().next();
    let Some(first) = first else { return Some(Mistake::Empty) };
    let stray = stray(name, |it| match rule {
        Rule::Strict => it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'),
        Rule::Relaxed => (it.is_ascii_graphic() || it == ' ') && it != '=',
    });
    match (stray, rule) {
        (Some((at, found)), _) => Some(Mistake::Character { at, found, rule }),
        (None, Rule::Relaxed) => None,
        (None, Rule::Strict) if first.is_ascii_digit() => Some(Mistake::Digit(first)),
        (None, Rule::Strict) => (name == "." || name.starts_with("..")).then_some(Mistake::Dots),
    }
}

/// Whether a shell can read it as `$NAME`: letters, digits and `_`, no digit first.
pub fn is_readable_by_shells(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
}

/// The name that shells can read and that is nearest to `name`: `LOG_LEVEL` for `LOG-LEVEL`. `None`: they can read this
/// one, or nobody can tell.
pub fn nearest(name: &str) -> Option<String> {
    let fixed: String = name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    let fixed = fixed.trim_start_matches(|it: char| it.is_ascii_digit());
    (fixed != name && !has_foreign_letters(name) && fixed.contains(|it: char| it.is_ascii_alphabetic()))
        .then(|| fixed.to_owned())
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The name of the variable is empty; write one"),
            Mistake::Character { found: '=', .. } => {
                f.write_str("`=` is not allowed in the name of a variable; write the value in `value`")
            }
            Mistake::Character { found, rule: Rule::Strict, .. } => {
                write!(f, "{} is not allowed in the name of a variable; write letters, digits and `_`", first(*found))
            }
            Mistake::Character { found, rule: Rule::Relaxed, .. } => {
                write!(f, "{} is not allowed in the name of a variable; write ASCII characters", first(*found))
            }
            Mistake::Digit(found) => write!(f, "`{found}` starts the name of the variable; start with a letter or `_`"),
            Mistake::Dots => f.write_str("`.` and `..` start steps in a path; start the name with a letter or `_`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::super::super::Version;
    use super::{Rule, is_readable_by_shells, mistake, nearest};

    #[test]
    fn names_of_variables() {
        for name in ["A", "_a", "MY-VAR.x", "-", ".x", "a1"] {
            assert_eq!(mistake(name, Rule::Strict), None, "{name}");
        }
        for name in ["1A", "a b", "a:b", "..", "$"] {
            assert_eq!(mistake(name, Rule::Relaxed), None, "{name}");
        }
        assert_eq!((Rule::of(Version::new(31)), Rule::of(Version::new(32))), (Rule::Strict, Rule::Relaxed));
        assert!(is_readable_by_shells("_A1") && !is_readable_by_shells("A-B") && !is_readable_by_shells(""));
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let mut shown = String::new();
        for (name, rule) in [
            ("", Rule::Strict),
            ("LOG-LEVEL=x", Rule::Strict),
            ("A B", Rule::Strict),
            ("1A", Rule::Strict),
            (".", Rule::Strict),
            ("..a", Rule::Strict),
            ("Ä", Rule::Relaxed),
            ("a=b", Rule::Relaxed),
            ("a\tb", Rule::Relaxed),
        ] {
            let fix = nearest(name).map(|fix| format!(" [{fix}]")).unwrap_or_default();
            writeln!(shown, "{:11} {}{fix}", name.escape_default(), mistake(name, rule).expect("a mistake")).unwrap();
        }
        expect![[r#"
             The name of the variable is empty; write one
            LOG-LEVEL=x `=` is not allowed in the name of a variable; write the value in `value` [LOG_LEVEL_x]
            A B A space is not allowed in the name of a variable; write letters, digits and `_` [A_B]
            1A `1` starts the name of the variable; start with a letter or `_` [A]
            . `.` and `..` start steps in a path; start the name with a letter or `_`
            ..a `.` and `..` start steps in a path; start the name with a letter or `_` [__a]
            \u{c4} `Ä` is not allowed in the name of a variable; write ASCII characters
            a=b `=` is not allowed in the name of a variable; write the value in `value` [a_b]
            a\tb A tab is not allowed in the name of a variable; write ASCII characters [a_b]
        "#]]
        .assert_eq(&shown);
    }
}
