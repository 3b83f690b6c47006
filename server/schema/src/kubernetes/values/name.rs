//! Names of objects and of their parts: containers, volumes, ports of Services.

use std::fmt;

use super::character::{first, has_foreign_letters, stray};

/// Which characters a name is made of, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// DNS label of RFC 1123: lower-case letters, digits and `-`, the latter not at an end.
    Label,
    /// DNS label of RFC 1035: the same, but a letter first.
    LetterLabel,
    /// Labels of RFC 1123 with points between, of any length each.
    Subdomain,
    /// The name of a custom resource definition: `<plural>.<group>`, a subdomain with a point.
    Definition,
    /// Anything that can be a part of a URL's path: neither `.` nor `..`, no `/`, no `%`. RBAC takes `system:node`.
    PathSegment,
}

/// What names have to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameRule {
    /// The characters.
    pub form: Form,
    /// The most bytes; `None`: no limit of its own.
    pub longest: Option<usize>,
    /// How names must not start, because Kubernetes keeps it to itself; mostly `None`.
    pub reserved: Option<&'static str>,
}

impl NameRule {
    /// Containers, volumes, ports of Services, values of `metadata.namespace`: a label of at most 63.
    pub const LABEL: NameRule = NameRule::new(Form::Label, 63);
    /// Most objects, and references to them: a subdomain of at most 253.
    pub const SUBDOMAIN: NameRule = NameRule::new(Form::Subdomain, 253);
    /// RBAC: any segment of a path.
    pub const PATH_SEGMENT: NameRule = NameRule { form: Form::PathSegment, longest: None, reserved: None };

    const fn new(form: Form, longest: usize) -> NameRule {
        NameRule { form, longest: Some(longest), reserved: None }
    }
}

/// What names of objects of a kind have to look like; `group` is empty for the core. A kind that is not known is taken
/// for a custom resource, whose names are subdomains.
pub fn rule_for(group: &str, kind: &str) -> NameRule {
    match (group, kind) {
        ("", "Namespace") => NameRule::LABEL,
        // Its name becomes one in DNS. The relaxed rule (a digit first) is behind a gate that is off by default.
        ("", "Service") => NameRule::new(Form::LetterLabel, 63),
        // Its Pods are named after it, and their names are host names. Older clusters than 1.27 took points.
        ("apps", "StatefulSet") => NameRule::LABEL,
        // The controller makes Jobs of it and puts 11 characters behind its name.
        ("batch", "CronJob") => NameRule::new(Form::Subdomain, 52),
        // Its name is the value of a label of its Pods.
        ("batch", "Job") => NameRule::new(Form::Subdomain, 63),
        ("storage.k8s.io", "CSIDriver") => NameRule::new(Form::Subdomain, 63),
        ("scheduling.k8s.io", "PriorityClass") => NameRule { reserved: Some("system-"), ..NameRule::SUBDOMAIN },
        ("apiextensions.k8s.io", "CustomResourceDefinition") => NameRule::new(Form::Definition, 253),
        ("rbac.authorization.k8s.io" | "apiregistration.k8s.io" | "certificates.k8s.io", _)
        // The name is the address itself, `2001:db8::1`.
        | ("networking.k8s.io", "IPAddress") => NameRule::PATH_SEGMENT,
        _ => NameRule::SUBDOMAIN,
    }
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing is there.
    Empty,
    /// It has too many bytes.
    Long {
        /// How many it has.
        length: usize,
        /// How many it may have.
        longest: usize,
    },
    /// A character that names of the form do not have.
    Character {
        /// Where it is.
        at: usize,
        /// Which one.
        found: char,
        /// The form.
        form: Form,
    },
    /// It, or a part between points, starts or ends with what is allowed in the middle only.
    Edge {
        /// Where.
        at: usize,
        /// With what.
        found: char,
    },
    /// A digit is the first character, where a letter has to be.
    Digit(char),
    /// Nothing is between two points, before the first or behind the last one.
    Point {
        /// Where the point is.
        at: usize,
    },
    /// It is `.` or `..`.
    Dots,
    /// It starts with what Kubernetes keeps to itself.
    Reserved(&'static str),
    /// The name of a definition has no group.
    NoGroup,
}

/// What is wrong with a name; `None`: nothing.
pub fn mistake(name: &str, rule: NameRule) -> Option<Mistake> {
    if name.is_empty() {
        return Some(Mistake::Empty);
    }
    let of_form = match rule.form {
        Form::PathSegment if matches!(name, "." | "..") => Some(Mistake::Dots),
        Form::PathSegment | Form::Label | Form::LetterLabel | Form::Subdomain | Form::Definition => {
            stray(name, |it| is_allowed(it, rule.form))
                .map(|(at, found)| Mistake::Character { at, found, form: rule.form })
                .or_else(|| edges(name, rule.form))
        }
    };
    let length = name.len();
    let is_reserved = |prefix: &&str| name.starts_with(prefix);
    of_form
        .or_else(|| rule.longest.filter(|it| length > *it).map(|longest| Mistake::Long { length, longest }))
        .or_else(|| rule.reserved.filter(is_reserved).map(Mistake::Reserved))
        .or_else(|| (rule.form == Form::Definition && !name.contains('.')).then_some(Mistake::NoGroup))
}

/// What is wrong with a `generateName`, behind which five characters are put; `None`: nothing. It may end with `-`.
pub fn mistake_in_prefix(prefix: &str, rule: NameRule) -> Option<Mistake> {
    const SUFFIX: usize = 5;
    // Longer prefixes are cut so that 63 come out; only a rule that allows less can be hurt.
    let longest = rule.longest.map(|it| if it < 63 { it - SUFFIX } else { it });
    // As the API server does: the last two characters are taken for one letter.
    let masked = match prefix.char_indices().nth_back(1) {
        Some((at, it)) if it.is_ascii() && prefix.ends_with('-') && rule.form != Form::PathSegment => {
            format!("{}a", &prefix[..at])
        }
        Some(_) | None => prefix.to_owned(),
    };
    match mistake(&masked, NameRule { longest: None, ..rule }) {
        None => {
            let length = prefix.len();
            longest.filter(|it| length > *it).map(|longest| Mistake::Long { length, longest })
        }
        some => some,
    }
}

fn is_allowed(it: char, form: Form) -> bool {
    match form {
        Form::Label | Form::LetterLabel => it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-',
        Form::Subdomain | Form::Definition => it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.'),
        Form::PathSegment => !matches!(it, '/' | '%'),
    }
}

fn edges(name: &str, form: Form) -> Option<Mistake> {
    if form == Form::PathSegment {
        return None;
    }
    let mut start = 0;
    for part in name.split('.') {
        let end = start + part.len();
        if part.is_empty() {
            return Some(Mistake::Point { at: start.min(name.len() - 1) });
        }
        let ends = [(start, part.chars().next()), (end - 1, part.chars().next_back())];
        if let Some((at, found)) = ends.into_iter().find_map(|(at, it)| it.filter(|it| *it == '-').map(|it| (at, it))) {
            return Some(Mistake::Edge { at, found });
        }
        start = end + 1;
    }
    let digit = name.chars().next().filter(|it| form == Form::LetterLabel && it.is_ascii_digit());
    digit.map(Mistake::Digit)
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The name is empty; write one"),
            Mistake::Long { length, longest } => {
                write!(f, "The name has {length} characters; {longest} are the most here")
            }
            Mistake::Character { found, form: Form::PathSegment, .. } => {
                write!(f, "{} is not allowed in a name, which is a part of a path; leave it out", first(*found))
            }
            Mistake::Character { found, form, .. } => {
                let why = if found.is_uppercase() { "is upper case" } else { "is not allowed in this name" };
                let what = match form {
                    Form::Label | Form::LetterLabel | Form::PathSegment => "lower-case letters, digits and `-`",
                    Form::Subdomain | Form::Definition => "lower-case letters, digits, `-` and `.`",
                };
                write!(f, "{} {why}; write {what}", first(*found))
            }
            Mistake::Edge { .. } => f.write_str("`-` is at the edge of a name; start and end with a letter or digit"),
            Mistake::Digit(found) => {
                write!(f, "`{found}` starts the name, which becomes one in DNS; start with a letter")
            }
            Mistake::Point { .. } => f.write_str("Nothing is on one side of a `.`; write a letter or digit there"),
            Mistake::Dots => f.write_str("`.` and `..` are steps in a path; write a name"),
            Mistake::Reserved(prefix) => {
                write!(f, "`{prefix}` is how Kubernetes starts names of its own; write another start")
            }
            Mistake::NoGroup => f.write_str("The group is missing in the name; write `<plural>.<group>`"),
        }
    }
}

/// The name that keeps to the rule and is nearest to `name`: `my-app` for `My_App`. `None`: it is right as it is, or
/// nobody can tell; what is too long is not cut.
pub fn nearest(name: &str, rule: NameRule) -> Option<String> {
    if has_foreign_letters(name) {
        return None;
    }
    let lower = if rule.form == Form::PathSegment { name.to_owned() } else { name.to_lowercase() };
    let mut fixed = String::with_capacity(lower.len());
    for it in lower.chars() {
        let it = if is_allowed(it, rule.form) { it } else { '-' };
        let last = fixed.chars().next_back();
        match (last, it) {
            _ if rule.form == Form::PathSegment => {}
            // One separator between two parts, and a point is the stronger one.
            (None | Some('-' | '.'), '-') | (None | Some('.'), '.') => continue,
            (Some('-'), '.') => {
                fixed.pop();
            }
            _ => {}
        }
        fixed.push(it);
    }
    if rule.form != Form::PathSegment {
        fixed.truncate(fixed.trim_end_matches(['-', '.']).len());
    }
    (fixed != name && mistake(&fixed, rule).is_none()).then_some(fixed)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::{Form, NameRule, mistake, mistake_in_prefix, nearest, rule_for};

    #[test]
    fn right_names() {
        let long = "a".repeat(63);
        let longer = "a".repeat(253);
        for name in ["a", "0", "a-b", "a--b", "0-1", "xn--a", &long] {
            assert_eq!(mistake(name, NameRule::LABEL), None, "{name}");
        }
        for name in ["a", "1", "a.b", "1.2.3.4", "a-b.c-d.0", &longer] {
            assert_eq!(mistake(name, NameRule::SUBDOMAIN), None, "{name}");
        }
        for name in ["system:node", "a b", "Ä", "...", "-"] {
            assert_eq!(mistake(name, NameRule::PATH_SEGMENT), None, "{name}");
        }
    }

    #[test]
    fn rules_of_kinds() {
        let table = [
            ("apps", "Deployment", "a.b", true),
            ("apps", "StatefulSet", "a.b", false),
            ("", "Service", "1a", false),
            ("", "Service", "a1", true),
            ("", "Pod", "1a", true),
            ("", "Namespace", "a.b", false),
            ("rbac.authorization.k8s.io", "ClusterRole", "system:auth-delegator", true),
            ("apiregistration.k8s.io", "APIService", "v1beta1.metrics.k8s.io", true),
            ("networking.k8s.io", "IPAddress", "2001:db8::1", true),
            ("scheduling.k8s.io", "PriorityClass", "system-fast", false),
            ("scheduling.k8s.io", "PriorityClass", "fast", true),
            ("apiextensions.k8s.io", "CustomResourceDefinition", "widgets.example.org", true),
            ("apiextensions.k8s.io", "CustomResourceDefinition", "widgets", false),
            ("example.org", "Service", "1.a", true),
        ];
        for (group, kind, name, is_right) in table {
            assert_eq!(mistake(name, rule_for(group, kind)).is_none(), is_right, "{kind} {name}");
        }
        let longest = |kind| rule_for("batch", kind).longest;
        assert_eq!((longest("CronJob"), longest("Job")), (Some(52), Some(63)));
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let definition = rule_for("apiextensions.k8s.io", "CustomResourceDefinition");
        let priority = rule_for("scheduling.k8s.io", "PriorityClass");
        let service = rule_for("", "Service");
        let long = "a".repeat(60);
        let table = [
            ("", NameRule::LABEL),
            ("My_App", NameRule::LABEL),
            ("my_app", NameRule::LABEL),
            ("a.b", NameRule::LABEL),
            ("a b", NameRule::SUBDOMAIN),
            ("-a", NameRule::LABEL),
            ("a-", NameRule::SUBDOMAIN),
            ("a..b", NameRule::SUBDOMAIN),
            (".a", NameRule::SUBDOMAIN),
            ("a.", NameRule::SUBDOMAIN),
            ("a.-b", NameRule::SUBDOMAIN),
            ("größe", NameRule::LABEL),
            ("___", NameRule::LABEL),
            ("1a", service),
            ("Widgets", definition),
            ("system-fast", priority),
            ("a/b", NameRule::PATH_SEGMENT),
            ("..", NameRule::PATH_SEGMENT),
            (&long, rule_for("batch", "CronJob")),
        ];
        let mut shown = String::new();
        for (name, rule) in table {
            let mistake = mistake(name, rule).unwrap_or_else(|| panic!("{name}"));
            let fix = nearest(name, rule).map(|fix| format!(" [{fix}]")).unwrap_or_default();
            writeln!(shown, "{name:11} {mistake}{fix}").unwrap();
        }
        expect![[r#"
                        The name is empty; write one
            My_App      `M` is upper case; write lower-case letters, digits and `-` [my-app]
            my_app      `_` is not allowed in this name; write lower-case letters, digits and `-` [my-app]
            a.b         `.` is not allowed in this name; write lower-case letters, digits and `-` [a-b]
            a b         A space is not allowed in this name; write lower-case letters, digits, `-` and `.` [a-b]
            -a          `-` is at the edge of a name; start and end with a letter or digit [a]
            a-          `-` is at the edge of a name; start and end with a letter or digit [a]
            a..b        Nothing is on one side of a `.`; write a letter or digit there [a.b]
            .a          Nothing is on one side of a `.`; write a letter or digit there [a]
            a.          Nothing is on one side of a `.`; write a letter or digit there [a]
            a.-b        `-` is at the edge of a name; start and end with a letter or digit [a.b]
            größe       `ö` is not allowed in this name; write lower-case letters, digits and `-`
            ___         `_` is not allowed in this name; write lower-case letters, digits and `-`
            1a          `1` starts the name, which becomes one in DNS; start with a letter
            Widgets     `W` is upper case; write lower-case letters, digits, `-` and `.`
            system-fast `system-` is how Kubernetes starts names of its own; write another start
            a/b         `/` is not allowed in a name, which is a part of a path; leave it out [a-b]
            ..          `.` and `..` are steps in a path; write a name
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa The name has 60 characters; 52 are the most here
        "#]].assert_eq(&shown);
    }

    #[test]
    fn prefixes_of_generated_names() {
        let cron = rule_for("batch", "CronJob");
        for (prefix, rule, is_right) in [
            ("job-", NameRule::LABEL, true),
            ("job", NameRule::LABEL, true),
            ("job--", NameRule::LABEL, true),
            ("-", NameRule::LABEL, false),
            ("a.b-", NameRule::SUBDOMAIN, true),
            ("Job-", NameRule::LABEL, false),
            ("é-", NameRule::LABEL, false),
            ("a/", NameRule::PATH_SEGMENT, false),
            (&"a".repeat(47), cron, true),
            (&"a".repeat(48), cron, false),
            (&"a".repeat(63), NameRule::LABEL, true),
            (&"a".repeat(64), NameRule::LABEL, false),
        ] {
            assert_eq!(mistake_in_prefix(prefix, rule).is_none(), is_right, "{prefix}");
        }
    }

    proptest! {
        #[test]
        fn the_nearest_name_is_right(name in "[-_./ %a-zA-Zß0-9]{0,70}") {
            for form in [Form::Label, Form::LetterLabel, Form::Subdomain, Form::Definition, Form::PathSegment] {
                let rule = NameRule { form, longest: (form != Form::PathSegment).then_some(63), reserved: None };
                if let Some(nearest) = nearest(&name, rule) {
                    prop_assert_eq!(mistake(&nearest, rule), None, "{} of {}", nearest, name);
                    prop_assert!(mistake(&name, rule).is_some() || form != Form::Label);
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused(name in ".{0,12}") {
            for form in [Form::Label, Form::LetterLabel, Form::Subdomain, Form::Definition, Form::PathSegment] {
                let rule = NameRule { form, longest: Some(9), reserved: Some("a") };
                for mistake in [mistake(&name, rule), mistake_in_prefix(&name, rule)].into_iter().flatten() {
                    prop_assert!(!mistake.to_string().is_empty());
                }
            }
        }
    }
}
