//! Paths: in containers, in volumes, on nodes and in URLs.

use std::fmt;

/// What a path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// `mountPath`: where a volume appears in a container.
    Mount,
    /// `subPath`, and the profile of a `localhostProfile`: inside something, without steps up.
    Inside,
    /// `path` of an item of a ConfigMap, Secret or projected volume: the same, and not starting with `..`.
    Item,
    /// `hostPath.path` and `local.path`: on the node, without steps up.
    Host,
    /// A path of an Ingress of type `Exact` or `Prefix`.
    Route,
    /// A path of an Ingress of type `ImplementationSpecific`.
    OwnRoute,
    /// A path match of the Gateway API of type `Exact` or `PathPrefix`.
    GatewayRoute,
}

/// What is wrong with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing is there.
    Empty,
    /// It does not start with `/`.
    NotAbsolute,
    /// It starts with `/`.
    NotRelative,
    /// `..` is one of its steps.
    StepUp {
        /// Where.
        at: usize,
    },
    /// It starts with `..`, which the kubelet keeps to itself: `..data`.
    Hidden,
    /// A `:` in a path that a runtime lists with `:` between.
    Colon {
        /// Where.
        at: usize,
    },
    /// What would be read in more than one way: `//`, `/./`, `%2F`.
    Sequence {
        /// Where.
        at: usize,
        /// Which one.
        found: &'static str,
    },
}

/// What is wrong with a path; `None`: nothing.
pub fn mistake(path: &str, purpose: Use) -> Option<Mistake> {
    let is_absolute = path.starts_with('/');
    match purpose {
        Use::Inside | Use::OwnRoute if path.is_empty() => None,
        Use::Mount | Use::Item | Use::Host if path.is_empty() => Some(Mistake::Empty),
        Use::Mount => colon(path),
        Use::Inside | Use::Item if is_absolute => Some(Mistake::NotRelative),
        Use::Inside | Use::Host => step_up(path),
        Use::Item => step_up(path).or_else(|| path.starts_with("..").then_some(Mistake::Hidden)),
        Use::Route | Use::OwnRoute | Use::GatewayRoute if !is_absolute => Some(Mistake::NotAbsolute),
        Use::OwnRoute => None,
        Use::Route => sequence(path, &[]),
        Use::GatewayRoute => sequence(path, &["#"]),
    }
}

/// A drive of Windows has a colon.
fn colon(path: &str) -> Option<Mistake> {
    let start = if path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) { 2 } else { 0 };
    let at = path.bytes().enumerate().skip(start).find(|(_, it)| *it == b':').map(|(at, _)| at)?;
    Some(Mistake::Colon { at })
}

fn step_up(path: &str) -> Option<Mistake> {
    let mut at = 0;
    for step in path.split('/') {
        if step == ".." {
            return Some(Mistake::StepUp { at });
        }
        at += step.len() + 1;
    }
    None
}

fn sequence(path: &str, more: &[&'static str]) -> Option<Mistake> {
    let anywhere = ["//", "/./", "/../", "%2f", "%2F"].iter().chain(more);
    let inside = anywhere.filter_map(|found| Some(Mistake::Sequence { at: path.find(found)?, found }));
    let ends = ["/..", "/."].into_iter().filter(|found| path.ends_with(found));
    let at_end = ends.map(|found| Mistake::Sequence { at: path.len() - found.len(), found });
    inside.chain(at_end).next()
}

/// The path that was probably meant: `/api` for `api` and for `//api`. `None`: it is right, or nobody can tell.
pub fn nearest(path: &str, purpose: Use) -> Option<String> {
    let fixed = match mistake(path, purpose)? {
        Mistake::NotAbsolute => format!("/{path}"),
        Mistake::NotRelative => path.trim_start_matches('/').to_owned(),
        Mistake::Sequence { found: "//" | "/./", .. } => {
            let steps = path.split('/').filter(|step| !matches!(*step, "" | "."));
            let end = if path.ends_with('/') && path.len() > 1 { "/" } else { "" };
            format!("/{}{end}", steps.collect::<Vec<_>>().join("/"))
        }
        Mistake::Sequence { .. }
        | Mistake::Empty
        | Mistake::StepUp { .. }
        | Mistake::Hidden
        | Mistake::Colon { .. } => {
            return None;
        }
    };
    (!fixed.is_empty() && mistake(&fixed, purpose).is_none()).then_some(fixed)
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The path is empty; write one"),
            Mistake::NotAbsolute => f.write_str("The path does not start with `/`; write one that does"),
            Mistake::NotRelative => f.write_str("The path starts with `/`; write a relative one"),
            Mistake::StepUp { .. } => f.write_str("`..` leads out of where the path belongs; write it without"),
            Mistake::Hidden => {
                f.write_str("`..` at the start is kept for the kubelet's own files; start with something else")
            }
            Mistake::Colon { .. } => f.write_str("`:` is not allowed in the path of a mount; write it without"),
            Mistake::Sequence { found, .. } => {
                write!(f, "`{found}` in a path is read in more than one way; write it without")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::{Use, mistake, nearest};

    #[test]
    fn right_paths() {
        for (path, purpose) in [
            ("/data", Use::Mount),
            ("data", Use::Mount),
            (r"C:\data", Use::Mount),
            ("", Use::Inside),
            ("a/b", Use::Inside),
            ("a..b/..c", Use::Inside),
            ("a/..b", Use::Item),
            ("/var/lib", Use::Host),
            ("/", Use::Route),
            ("/a/", Use::Route),
            ("/a/.../b", Use::Route),
            ("", Use::OwnRoute),
            ("/a(/|$)(.*)", Use::OwnRoute),
            ("/a", Use::GatewayRoute),
        ] {
            assert_eq!(mistake(path, purpose), None, "{path}");
        }
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let mut shown = String::new();
        for (path, purpose) in [
            ("", Use::Mount),
            ("/a:b", Use::Mount),
            ("/a", Use::Inside),
            ("a/../b", Use::Inside),
            ("..", Use::Inside),
            ("", Use::Item),
            ("..data/a", Use::Item),
            ("/a", Use::Item),
            ("/a/..", Use::Host),
            ("", Use::Route),
            ("api", Use::Route),
            ("//api//v1/", Use::Route),
            ("/a/./b", Use::Route),
            ("/a/../b", Use::Route),
            ("/a/..", Use::Route),
            ("/a%2Fb", Use::Route),
            ("api", Use::OwnRoute),
            ("/a#b", Use::GatewayRoute),
        ] {
            let fix = nearest(path, purpose).map(|fix| format!(" [{fix}]")).unwrap_or_default();
            writeln!(shown, "{path:10} {}{fix}", mistake(path, purpose).expect("a mistake")).unwrap();
        }
        expect![[r#"
                       The path is empty; write one
            /a:b       `:` is not allowed in the path of a mount; write it without
            /a         The path starts with `/`; write a relative one [a]
            a/../b     `..` leads out of where the path belongs; write it without
            ..         `..` leads out of where the path belongs; write it without
                       The path is empty; write one
            ..data/a   `..` at the start is kept for the kubelet's own files; start with something else
            /a         The path starts with `/`; write a relative one [a]
            /a/..      `..` leads out of where the path belongs; write it without
                       The path does not start with `/`; write one that does [/]
            api        The path does not start with `/`; write one that does [/api]
            //api//v1/ `//` in a path is read in more than one way; write it without [/api/v1/]
            /a/./b     `/./` in a path is read in more than one way; write it without [/a/b]
            /a/../b    `/../` in a path is read in more than one way; write it without
            /a/..      `/..` in a path is read in more than one way; write it without
            /a%2Fb     `%2F` in a path is read in more than one way; write it without
            api        The path does not start with `/`; write one that does [/api]
            /a#b       `#` in a path is read in more than one way; write it without
        "#]]
        .assert_eq(&shown);
    }
}
