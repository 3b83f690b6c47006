//! Names of container ports: service names of RFC 6335, at most 15 characters. Ports of Services have names of their own
//! rule, [`NameRule::LABEL`](super::name::NameRule::LABEL).

use std::fmt;

use super::character::{first, has_foreign_letters, stray};

/// The most characters.
pub const LONGEST: usize = 15;

/// What is wrong with the name of a port.
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
    /// No letter is in it, so that it looks like a number.
    NoLetter,
    /// Two hyphens in a row.
    Hyphens {
        /// Where the first one is.
        at: usize,
    },
    /// A hyphen at an end.
    Edge {
        /// Where.
        at: usize,
    },
}

/// What is wrong with the name of a container port, or of a port that a probe or `targetPort` asks for; `None`: nothing.
pub fn mistake(name: &str) -> Option<Mistake> {
    if name.is_empty() {
        return Some(Mistake::Empty);
    }
    if let Some((at, found)) = stray(name, |it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-') {
        return Some(Mistake::Character { at, found });
    }
    if name.len() > LONGEST {
        return Some(Mistake::Long { length: name.len() });
    }
    if !name.contains(|it: char| it.is_ascii_lowercase()) {
        return Some(Mistake::NoLetter);
    }
    if let Some(at) = name.find("--") {
        return Some(Mistake::Hyphens { at });
    }
    let edge = if name.starts_with('-') { Some(0) } else { name.ends_with('-').then(|| name.len() - 1) };
    edge.map(|at| Mistake::Edge { at })
}

/// The name that a port can have and that is nearest to `name`. `None`: it can have this one, or nobody can tell; what is
/// too long is not cut.
pub fn nearest(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let words = lower.split(|it: char| !it.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let fixed = words.collect::<Vec<_>>().join("-");
    (fixed != name && !has_foreign_letters(name) && mistake(&fixed).is_none()).then_some(fixed)
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The name of the port is empty; write one, such as `http`"),
            Mistake::Long { length } => {
                write!(f, "The name of the port has {length} characters; {LONGEST} are the most")
            }
            Mistake::Character { found, .. } if found.is_uppercase() => {
                write!(f, "{} is upper case in the name of a port; write lower-case letters", first(*found))
            }
            Mistake::Character { found, .. } => {
                write!(f, "{} is not allowed in the name of a port; write letters, digits and `-`", first(*found))
            }
            Mistake::NoLetter => f.write_str("The name of the port has no letter; write one, or use the number itself"),
            Mistake::Hyphens { .. } => f.write_str("`--` is not allowed in the name of a port; write one `-`"),
            Mistake::Edge { .. } => {
                f.write_str("`-` is at the edge of the name of a port; start and end with a letter or digit")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::{mistake, nearest};

    #[test]
    fn names_of_ports() {
        for name in ["http", "a", "8080-tcp", "1a", "a-1-b", "telnet-over-tls"] {
            assert_eq!(mistake(name), None, "{name}");
        }
        let mut shown = String::new();
        for name in ["", "a-very-long-name-here", "HTTP", "http_alt", "8080", "a--b", "-a", "a-", "é", "-"] {
            let fix = nearest(name).map(|fix| format!(" [{fix}]")).unwrap_or_default();
            writeln!(shown, "{name:9} {}{fix}", mistake(name).expect("a mistake")).unwrap();
        }
        expect![[r#"
                      The name of the port is empty; write one, such as `http`
            a-very-long-name-here The name of the port has 21 characters; 15 are the most
            HTTP      `H` is upper case in the name of a port; write lower-case letters [http]
            http_alt  `_` is not allowed in the name of a port; write letters, digits and `-` [http-alt]
            8080      The name of the port has no letter; write one, or use the number itself
            a--b      `--` is not allowed in the name of a port; write one `-` [a-b]
            -a        `-` is at the edge of the name of a port; start and end with a letter or digit [a]
            a-        `-` is at the edge of the name of a port; start and end with a letter or digit [a]
            é         `é` is not allowed in the name of a port; write letters, digits and `-`
            -         The name of the port has no letter; write one, or use the number itself
        "#]]
        .assert_eq(&shown);
    }
}
