//! Labels and annotations: `app.kubernetes.io/name: api`. Taints and the keys of topologies are written the same way.

use std::fmt;

use super::character::{first, has_foreign_letters, stray};
use super::name::{self, NameRule};

/// The most bytes that the annotations of an object may have together, keys and values: 256 KiB.
pub const LARGEST_ANNOTATIONS: usize = 256 * 1024;

/// The most bytes in the name of a key, and in a value.
pub const LONGEST: usize = 63;

/// Whose key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// Of a label, a taint, a selector.
    Label,
    /// Of an annotation, where the prefix may have upper case.
    Annotation,
}

/// A part of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The name in the key, behind the prefix.
    Name,
    /// The value.
    Value,
}

/// What is wrong with the key or the value of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// The key is empty.
    Empty,
    /// The key has more than one `/`.
    Slashes {
        /// Where the second one is.
        at: usize,
    },
    /// Nothing is before the `/`.
    NoPrefix,
    /// What is before the `/` is no DNS name.
    Prefix(name::Mistake),
    /// Nothing is behind the `/`.
    NoName,
    /// Too many bytes.
    Long {
        /// Of what.
        part: Part,
        /// How many it has.
        length: usize,
    },
    /// A character that is not allowed.
    Character {
        /// In what.
        part: Part,
        /// Where, from the start of the whole text.
        at: usize,
        /// Which one.
        found: char,
    },
    /// It starts or ends with what is allowed in the middle only.
    Edge {
        /// What does.
        part: Part,
        /// Where, from the start of the whole text.
        at: usize,
        /// With what.
        found: char,
    },
}

/// What is wrong with a key, `prefix/name` or `name`; `None`: nothing.
pub fn mistake_in_key(key: &str, owner: Owner) -> Option<Mistake> {
    if key.is_empty() {
        return Some(Mistake::Empty);
    }
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    let start = key.len() - name.len();
    if let Some(at) = name.find('/') {
        return Some(Mistake::Slashes { at: start + at });
    }
    let of_prefix = prefix.and_then(|prefix| match owner {
        _ if prefix.is_empty() => Some(Mistake::NoPrefix),
        Owner::Label => name::mistake(prefix, NameRule::SUBDOMAIN).map(Mistake::Prefix),
        Owner::Annotation => name::mistake(&prefix.to_lowercase(), NameRule::SUBDOMAIN).map(Mistake::Prefix),
    });
    let of_name = || if name.is_empty() { Some(Mistake::NoName) } else { mistake_in_part(name, start, Part::Name) };
    of_prefix.or_else(of_name)
}

/// What is wrong with the value of a label; `None`: nothing. It may be empty. Values of annotations may be anything.
pub fn mistake_in_value(value: &str) -> Option<Mistake> {
    if value.is_empty() { None } else { mistake_in_part(value, 0, Part::Value) }
}

/// What the API server counts against [`LARGEST_ANNOTATIONS`]: bytes of keys and values.
pub fn annotations_size<'a>(annotations: impl IntoIterator<Item = (&'a str, &'a str)>) -> usize {
    annotations.into_iter().map(|(key, value)| key.len() + value.len()).sum()
}

fn is_allowed(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.')
}

fn mistake_in_part(text: &str, start: usize, part: Part) -> Option<Mistake> {
    if let Some((at, found)) = stray(text, is_allowed) {
        return Some(Mistake::Character { part, at: start + at, found });
    }
    let is_edge = |it: char| !it.is_ascii_alphanumeric();
    let first = text.chars().next().filter(|it| is_edge(*it)).map(|found| (0, found));
    let last = || text.chars().next_back().filter(|it| is_edge(*it)).map(|found| (text.len() - 1, found));
    if let Some((at, found)) = first.or_else(last) {
        return Some(Mistake::Edge { part, at: start + at, found });
    }
    (text.len() > LONGEST).then_some(Mistake::Long { part, length: text.len() })
}

/// The value that a label can have and that is nearest to `value`. `None`: it can have this one, or nobody can tell; what
/// is too long is not cut.
pub fn nearest_value(value: &str) -> Option<String> {
    let fixed: String = value.chars().map(|it| if is_allowed(it) { it } else { '-' }).collect();
    let fixed = fixed.trim_matches(|it: char| !it.is_ascii_alphanumeric());
    let is_better = !fixed.is_empty() && fixed != value && mistake_in_value(fixed).is_none();
    (is_better && !has_foreign_letters(value)).then(|| fixed.to_owned())
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Name => "the name in a key",
            Part::Value => "the value of a label",
        })
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The key is empty; write one"),
            Mistake::Slashes { .. } => f.write_str("The key has more than one `/`; write `prefix/name` or `name`"),
            Mistake::NoPrefix => f.write_str("Nothing is before the `/` of the key; write a DNS name, or no `/`"),
            Mistake::Prefix(mistake) => write!(f, "The prefix of the key is no DNS name: {}", Lower(mistake)),
            Mistake::NoName => f.write_str("Nothing is behind the `/` of the key; write a name"),
            Mistake::Long { part, length } => {
                let part = part.to_string();
                write!(f, "T{} has {length} characters; {LONGEST} are the most", &part[1..])
            }
            Mistake::Character { part, found, .. } => {
                write!(f, "{} is not allowed in {part}; write letters, digits, `-`, `_` and `.`", first(*found))
            }
            Mistake::Edge { part, found, .. } => {
                write!(f, "`{found}` is at the edge of {part}; start and end with a letter or digit")
            }
        }
    }
}

/// A message in the middle of a sentence.
struct Lower<'a>(&'a name::Mistake);

impl fmt::Display for Lower<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let mut rest = text.chars();
        match rest.next() {
            Some(first) => write!(f, "{}{}", first.to_ascii_lowercase(), rest.as_str()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::{Owner, annotations_size, mistake_in_key, mistake_in_value, nearest_value};

    #[test]
    fn right_keys_and_values() {
        let longest = format!("{}/{}", "p".repeat(253), "n".repeat(63));
        for key in [
            "simple",
            "now-with-dashes",
            "1-starts-with-num",
            "1234",
            "a_b.C",
            "example.com/a",
            "1.2.3.4/5678",
            "a/A",
            &longest,
        ] {
            assert_eq!(mistake_in_key(key, Owner::Label), None, "{key}");
            assert_eq!(mistake_in_key(key, Owner::Annotation), None, "{key}");
        }
        assert_eq!(mistake_in_key("UpperCase.example.com/A", Owner::Annotation), None);
        for value in ["", "a", "A.b_c-0", "1.0", &"v".repeat(63)] {
            assert_eq!(mistake_in_value(value), None, "{value}");
        }
        assert_eq!(annotations_size([("a", "bc"), ("ä", "")]), 5);
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let long = "n".repeat(64);
        let keys = ["", "/", "/a", "a/", "a/b/c", "Example.com/a", "a b", "-a", "a.", "a/-b", "a,b", "a:b", "ä", &long];
        let mut shown = String::new();
        for key in keys {
            writeln!(shown, "{key:13} {}", mistake_in_key(key, Owner::Label).expect("a mistake")).unwrap();
        }
        for value in ["a/b", "a b", "-a", "a_", "_", "é", "10%", &long] {
            let fix = nearest_value(value).map(|fix| format!(" [{fix}]")).unwrap_or_default();
            writeln!(shown, "{value:13} {}{fix}", mistake_in_value(value).expect("a mistake")).unwrap();
        }
        expect![[r#"
                          The key is empty; write one
            /             Nothing is before the `/` of the key; write a DNS name, or no `/`
            /a            Nothing is before the `/` of the key; write a DNS name, or no `/`
            a/            Nothing is behind the `/` of the key; write a name
            a/b/c         The key has more than one `/`; write `prefix/name` or `name`
            Example.com/a The prefix of the key is no DNS name: `E` is upper case; write lower-case letters, digits, `-` and `.`
            a b           A space is not allowed in the name in a key; write letters, digits, `-`, `_` and `.`
            -a            `-` is at the edge of the name in a key; start and end with a letter or digit
            a.            `.` is at the edge of the name in a key; start and end with a letter or digit
            a/-b          `-` is at the edge of the name in a key; start and end with a letter or digit
            a,b           `,` is not allowed in the name in a key; write letters, digits, `-`, `_` and `.`
            a:b           `:` is not allowed in the name in a key; write letters, digits, `-`, `_` and `.`
            ä             `ä` is not allowed in the name in a key; write letters, digits, `-`, `_` and `.`
            nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn The name in a key has 64 characters; 63 are the most
            a/b           `/` is not allowed in the value of a label; write letters, digits, `-`, `_` and `.` [a-b]
            a b           A space is not allowed in the value of a label; write letters, digits, `-`, `_` and `.` [a-b]
            -a            `-` is at the edge of the value of a label; start and end with a letter or digit [a]
            a_            `_` is at the edge of the value of a label; start and end with a letter or digit [a]
            _             `_` is at the edge of the value of a label; start and end with a letter or digit
            é             `é` is not allowed in the value of a label; write letters, digits, `-`, `_` and `.`
            10%           `%` is not allowed in the value of a label; write letters, digits, `-`, `_` and `.` [10]
            nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn The value of a label has 64 characters; 63 are the most
        "#]].assert_eq(&shown);
    }

    proptest! {
        #[test]
        fn the_nearest_value_is_right(value in ".{0,70}") {
            if let Some(nearest) = nearest_value(&value) {
                prop_assert_eq!(mistake_in_value(&nearest), None);
                prop_assert!(mistake_in_value(&value).is_some());
            }
            for owner in [Owner::Label, Owner::Annotation] {
                if let Some(mistake) = mistake_in_key(&value, owner) {
                    prop_assert!(!mistake.to_string().is_empty());
                }
            }
        }
    }
}
