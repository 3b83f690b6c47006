//! Keys of ConfigMaps and Secrets, which become the names of files.

use std::fmt;

use super::character::{first, has_foreign_letters, stray};

/// The most characters.
pub const LONGEST: usize = 253;

/// The most bytes that the data of a ConfigMap or a Secret may have together: 1 MiB. ConfigMaps count keys too.
pub const LARGEST_DATA: usize = 1024 * 1024;

/// What is wrong with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing is there.
    Empty,
    /// Too many characters.
    Long {
        /// How many it has.
        length: usize,
    },
    /// A character that is not allowed.
    Character {
        /// Where.
        at: usize,
        /// Which one.
        found: char,
    },
    /// It is `.`, or starts with `..`.
    Dots,
}

/// What is wrong with a key of a ConfigMap or Secret; `None`: nothing.
pub fn mistake(key: &str) -> Option<Mistake> {
    if key.is_empty() {
        return Some(Mistake::Empty);
    }
    if let Some((at, found)) = stray(key, |it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.')) {
        return Some(Mistake::Character { at, found });
    }
    if key.len() > LONGEST {
        return Some(Mistake::Long { length: key.len() });
    }
    (key == "." || key.starts_with("..")).then_some(Mistake::Dots)
}

/// The key that is nearest to `key`: `a-b` for `a/b`. `None`: it is one, or nobody can tell.
pub fn nearest(key: &str) -> Option<String> {
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    let fixed: String = key.chars().map(|it| if is_allowed(it) { it } else { '-' }).collect();
    let fixed = if fixed.starts_with("..") { fixed.trim_start_matches('.') } else { &fixed };
    let fixed = fixed.trim_matches('-');
    (!has_foreign_letters(key) && mistake(key).is_some() && mistake(fixed).is_none()).then(|| fixed.to_owned())
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The key is empty; write one"),
            Mistake::Long { length } => write!(f, "The key has {length} characters; {LONGEST} are the most"),
            Mistake::Character { found: '/', .. } => {
                f.write_str("`/` is not allowed in a key; write a flat name and set the `path` where it is mounted")
            }
            Mistake::Character { found, .. } => {
                write!(f, "{} is not allowed in a key; write letters, digits, `-`, `_` and `.`", first(*found))
            }
            Mistake::Dots => f.write_str("`.` and `..` start steps in a path; start the key with something else"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::{mistake, nearest};

    #[test]
    fn keys() {
        for key in ["a", "app.yaml", ".dockerconfigjson", "A_b-1", "a..b", "1", "-"] {
            assert_eq!(mistake(key), None, "{key}");
        }
        let mut shown = String::new();
        for key in ["", ".", "..", "..data", "a/b", "a b", "ä", &"k".repeat(254)] {
            let fix = nearest(key).map(|fix| format!(" [{}]", &fix[..fix.len().min(9)])).unwrap_or_default();
            writeln!(shown, "{:6.9} {}{fix}", key, mistake(key).expect("a mistake")).unwrap();
        }
        expect![[r#"
                   The key is empty; write one
            .      `.` and `..` start steps in a path; start the key with something else
            ..     `.` and `..` start steps in a path; start the key with something else
            ..data `.` and `..` start steps in a path; start the key with something else [data]
            a/b    `/` is not allowed in a key; write a flat name and set the `path` where it is mounted [a-b]
            a b    A space is not allowed in a key; write letters, digits, `-`, `_` and `.` [a-b]
            ä      `ä` is not allowed in a key; write letters, digits, `-`, `_` and `.`
            kkkkkkkkk The key has 254 characters; 253 are the most
        "#]]
        .assert_eq(&shown);
    }
}
