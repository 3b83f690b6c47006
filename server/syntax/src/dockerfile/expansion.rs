//! The value of a word: what the builder's own expansion makes of it.

use super::ast::{Part, PartContent, Variable};

/// Joins `parts`; `None` as soon as a variable has no known value and its form gives none.
pub(super) fn expand(parts: &[Part], lookup: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut value = String::new();
    for part in parts {
        match &part.content {
            PartContent::Text(text) => value.push_str(text),
            PartContent::Variable(variable) => value.push_str(&variable_value(variable, lookup)?),
        }
    }
    Some(value)
}

fn variable_value(variable: &Variable, lookup: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let value = lookup(&variable.name.text);
    let Some(modifier) = &variable.modifier else { return value };
    let word = || expand(&modifier.parts, lookup);
    let filled = value.as_deref().is_some_and(|value| !value.is_empty());
    match modifier.operator.as_str() {
        ":-" if !filled => word(),
        "-" if value.is_none() => word(),
        ":+" => {
            if filled {
                word()
            } else {
                Some(String::new())
            }
        }
        "+" => {
            if value.is_some() {
                word()
            } else {
                Some(String::new())
            }
        }
        "#" => cut(&value?, &word()?, Cut::ShortestPrefix),
        "##" => cut(&value?, &word()?, Cut::LongestPrefix),
        "%" => cut(&value?, &word()?, Cut::ShortestSuffix),
        "%%" => cut(&value?, &word()?, Cut::LongestSuffix),
        "/" | "//" => {
            let word = word()?;
            let (pattern, replacement) = word.split_once('/').unwrap_or((&word, ""));
            replace(&value?, pattern, replacement, modifier.operator == "//")
        }
        _ => value,
    }
}

#[derive(Clone, Copy)]
enum Cut {
    ShortestPrefix,
    LongestPrefix,
    ShortestSuffix,
    LongestSuffix,
}

/// A pattern longer than this, or a value, is left alone: matching is quadratic in the worst case.
const LENGTH_LIMIT: usize = 512;

fn cut(value: &str, pattern: &str, cut: Cut) -> Option<String> {
    if value.len() > LENGTH_LIMIT || pattern.len() > LENGTH_LIMIT {
        return None;
    }
    let mut edges: Vec<usize> = value.char_indices().map(|(at, _)| at).chain([value.len()]).collect();
    if matches!(cut, Cut::LongestPrefix | Cut::ShortestSuffix) {
        edges.reverse();
    }
    let prefix = matches!(cut, Cut::ShortestPrefix | Cut::LongestPrefix);
    let rest = edges.into_iter().find_map(|at| {
        let (left, right) = value.split_at(at);
        let (matched, rest) = if prefix { (left, right) } else { (right, left) };
        matches(matched, pattern).then(|| rest.to_owned())
    });
    Some(rest.unwrap_or_else(|| value.to_owned()))
}

fn replace(value: &str, pattern: &str, replacement: &str, all: bool) -> Option<String> {
    if value.len() > LENGTH_LIMIT || pattern.len() > LENGTH_LIMIT {
        return None;
    }
    if pattern.is_empty() {
        return Some(value.to_owned());
    }
    let mut result = String::new();
    let mut rest = value;
    let mut done = false;
    'outer: while let Some(first) = rest.chars().next() {
        if all || !done {
            let ends = rest.char_indices().map(|(at, _)| at).skip(1).chain([rest.len()]).collect::<Vec<_>>();
            for end in ends.into_iter().rev() {
                if matches(&rest[..end], pattern) {
                    result.push_str(replacement);
                    rest = &rest[end..];
                    done = true;
                    continue 'outer;
                }
            }
        }
        result.push(first);
        rest = &rest[first.len_utf8()..];
    }
    Some(result)
}

/// Whether `text` as a whole is what `pattern` (`*`, `?`, `\x`) describes. Iterative, with one point to return to.
fn matches(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut tokens: Vec<Option<char>> = Vec::new();
    let mut any = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let (token, star) = match character {
            '*' => (None, true),
            '?' => (None, false),
            '\\' => (Some(characters.next().unwrap_or('\\')), false),
            other => (Some(other), false),
        };
        tokens.push(token);
        any.push(star);
    }
    let (mut at, mut token, mut back) = (0, 0, None);
    while at < text.len() {
        if token < tokens.len() && any[token] {
            back = Some((at, token));
            token += 1;
        } else if token < tokens.len() && tokens[token].is_none_or(|wanted| wanted == text[at]) {
            at += 1;
            token += 1;
        } else if let Some((from, star)) = back {
            back = Some((from + 1, star));
            at = from + 1;
            token = star + 1;
        } else {
            return false;
        }
    }
    any[token..].iter().all(|star| *star)
}

#[cfg(test)]
mod tests {
    use super::super::{Body, parse};

    fn value(expression: &str) -> Option<String> {
        let file = parse(&format!("FROM a\nWORKDIR {expression}\n"));
        let Body::Workdir(Some(word)) = &file.instructions[1].body else { panic!("no word in {expression}") };
        word.expand(&|name| match name {
            "path" => Some("/usr/local/bin".to_owned()),
            "tag" => Some("v1.2.3".to_owned()),
            "empty" => Some(String::new()),
            _ => None,
        })
    }

    #[test]
    fn every_form_has_the_value_the_builder_gives() {
        let table = [
            ("$tag", Some("v1.2.3")),
            ("${tag}x", Some("v1.2.3x")),
            ("$none", None),
            ("${none:-a}", Some("a")),
            ("${empty:-a}", Some("a")),
            ("${empty-a}", Some("")),
            ("${none-a$tag}", Some("av1.2.3")),
            ("${tag:+yes}", Some("yes")),
            ("${empty:+yes}", Some("")),
            ("${empty+yes}", Some("yes")),
            ("${none+yes}", Some("")),
            ("${tag:?must be set}", Some("v1.2.3")),
            ("${tag#v}", Some("1.2.3")),
            ("${path#*/}", Some("usr/local/bin")),
            ("${path##*/}", Some("bin")),
            ("${path%/*}", Some("/usr/local")),
            ("${path%%/*}", Some("")),
            ("${tag/./-}", Some("v1-2.3")),
            ("${tag//./-}", Some("v1-2-3")),
            ("\"a $tag\"", Some("a v1.2.3")),
            ("'$tag'", Some("$tag")),
            ("\\$tag", Some("$tag")),
            ("${none:-${other:-deep}}", Some("deep")),
        ];
        for (expression, expected) in table {
            assert_eq!(value(expression).as_deref(), expected, "{expression}");
        }
    }
}
