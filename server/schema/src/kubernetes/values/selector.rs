//! Label selectors in one line: `app=api,tier in (web, worker),!canary`, as `kubectl -l` and some fields take them.

use std::fmt;
use std::ops::Range;

use super::label::{self, Owner};

/// What a requirement asks of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `app=api`, `app==api`.
    Equals,
    /// `app!=api`.
    NotEquals,
    /// `app in (api, web)`.
    In,
    /// `app notin (api, web)`.
    NotIn,
    /// `app`.
    Exists,
    /// `!app`.
    DoesNotExist,
    /// `cores>4`.
    GreaterThan,
    /// `cores<4`.
    LessThan,
}

/// One condition of a selector; all of them have to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement<'t> {
    /// The label's key.
    pub key: &'t str,
    /// What is asked.
    pub operator: Operator,
    /// What the value is compared with; none where the operator takes none.
    pub values: Vec<&'t str>,
    /// Where it is.
    pub range: Range<usize>,
}

/// What is wrong with a selector, and in which requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake<'t> {
    /// The requirement.
    pub range: Range<usize>,
    /// What.
    pub kind: MistakeKind<'t>,
}

/// What is wrong with a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MistakeKind<'t> {
    /// Nothing is between two commas.
    Empty,
    /// What stands behind the key is no operator.
    Operator(&'t str),
    /// `in` and `notin` without values in parentheses.
    NoList,
    /// `<` and `>` compare whole numbers.
    NotANumber(&'t str),
    /// The key is none.
    Key(label::Mistake),
    /// A value is none.
    Value(label::Mistake),
}

/// The requirements of a selector; an empty text has none, and selects everything.
pub fn parse(text: &str) -> Result<Vec<Requirement<'_>>, Mistake<'_>> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    pieces(text).map(|range| requirement(text, range)).collect()
}

/// What is between the commas that are outside of parentheses, without the spaces around.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let from = start?;
        let mut is_inside = false;
        let end = text[from..].find(|it| {
            is_inside = it == '(' || (is_inside && it != ')');
            it == ',' && !is_inside
        });
        start = end.map(|end| from + end + 1);
        let piece = &text[from..end.map_or(text.len(), |end| from + end)];
        let trimmed = piece.trim_start();
        let first = from + piece.len() - trimmed.len();
        Some(first..first + trimmed.trim_end().len())
    })
}

fn requirement(text: &str, range: Range<usize>) -> Result<Requirement<'_>, Mistake<'_>> {
    let fail = |kind| Err(Mistake { range: range.clone(), kind });
    let piece = &text[range.clone()];
    if piece.is_empty() {
        return fail(MistakeKind::Empty);
    }
    let (key, operator, values) = if let Some(key) = piece.strip_prefix('!') {
        (key.trim(), Operator::DoesNotExist, Vec::new())
    } else {
        let end = piece.find(|it: char| it.is_whitespace() || matches!(it, '!' | '=' | '<' | '>' | '('));
        let (key, rest) = piece.split_at(end.unwrap_or(piece.len()));
        match comparison(rest.trim()) {
            Ok((operator, values)) => (key, operator, values),
            Err(kind) => return fail(kind),
        }
    };
    if let Some(mistake) = label::mistake_in_key(key, Owner::Label) {
        return fail(MistakeKind::Key(mistake));
    }
    if let Some(mistake) = values.iter().find_map(|value| label::mistake_in_value(value)) {
        return fail(MistakeKind::Value(mistake));
    }
    if let (Operator::GreaterThan | Operator::LessThan, Some(value)) = (operator, values.first())
        && value.parse::<i64>().is_err()
    {
        return fail(MistakeKind::NotANumber(value));
    }
    Ok(Requirement { key, operator, values, range })
}

/// What stands behind the key.
fn comparison(text: &str) -> Result<(Operator, Vec<&str>), MistakeKind<'_>> {
    const ONE: [(&str, Operator); 5] = [
        ("==", Operator::Equals),
        ("=", Operator::Equals),
        ("!=", Operator::NotEquals),
        (">", Operator::GreaterThan),
        ("<", Operator::LessThan),
    ];
    if text.is_empty() {
        return Ok((Operator::Exists, Vec::new()));
    }
    if let Some((operator, value)) = ONE.iter().find_map(|(it, operator)| Some((*operator, text.strip_prefix(it)?))) {
        return Ok((operator, vec![value.trim()]));
    }
    for (word, operator) in [("in", Operator::In), ("notin", Operator::NotIn)] {
        if let Some(list) = text.strip_prefix(word).map(str::trim_start)
            && (list.is_empty() || list.starts_with('('))
        {
            let list = list.strip_prefix('(').and_then(|list| list.strip_suffix(')'));
            let list = list.ok_or(MistakeKind::NoList)?;
            return Ok((operator, list.split(',').map(str::trim).collect()));
        }
    }
    Err(MistakeKind::Operator(text))
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            MistakeKind::Empty => f.write_str("Nothing is on one side of a `,`; write a requirement there"),
            MistakeKind::Operator(text) => {
                write!(f, "`{text}` is no comparison; write `=`, `!=`, `in (…)`, `notin (…)`, `>` or `<`")
            }
            MistakeKind::NoList => f.write_str("The values are missing; write them in parentheses, as in `in (a, b)`"),
            MistakeKind::NotANumber(value) => {
                write!(f, "`{value}` is no whole number; `>` and `<` compare numbers only")
            }
            MistakeKind::Key(mistake) | MistakeKind::Value(mistake) => mistake.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::parse;

    #[test]
    fn selectors() {
        assert_eq!((parse("").map(|it| it.len()), parse(" ").map(|it| it.len())), (Ok(0), Ok(0)));
        let texts = [
            "app=api",
            "app == api , tier!=web",
            "a in (b, c),d notin (e),f,! g",
            "x>1,y<2",
            "a=",
            "a in (,b)",
            "example.org/a",
        ];
        let mut shown = String::new();
        for text in texts {
            writeln!(shown, "{text}").unwrap();
            for it in parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}")) {
                writeln!(shown, "  {} {:?} {:?} `{}`", it.key, it.operator, it.values, &text[it.range]).unwrap();
            }
        }
        expect![[r#"
            app=api
              app Equals ["api"] `app=api`
            app == api , tier!=web
              app Equals ["api"] `app == api`
              tier NotEquals ["web"] `tier!=web`
            a in (b, c),d notin (e),f,! g
              a In ["b", "c"] `a in (b, c)`
              d NotIn ["e"] `d notin (e)`
              f Exists [] `f`
              g DoesNotExist [] `! g`
            x>1,y<2
              x GreaterThan ["1"] `x>1`
              y LessThan ["2"] `y<2`
            a=
              a Equals [""] `a=`
            a in (,b)
              a In ["", "b"] `a in (,b)`
            example.org/a
              example.org/a Exists [] `example.org/a`
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let texts = [
            "a,", ",", "a=b,,c", "a~b", "a is b", "a in", "a in b", "a in (b", "x>y", "=b", "!", "a=b c", "a=b/c",
            "a==b=c",
        ];
        let mut shown = String::new();
        for text in texts {
            let mistake = parse(text).expect_err(text);
            writeln!(shown, "{text:8} {mistake} `{}`", &text[mistake.range.clone()]).unwrap();
        }
        expect![[r#"
            a,       Nothing is on one side of a `,`; write a requirement there ``
            ,        Nothing is on one side of a `,`; write a requirement there ``
            a=b,,c   Nothing is on one side of a `,`; write a requirement there ``
            a~b      `~` is not allowed in the name in a key; write letters, digits, `-`, `_` and `.` `a~b`
            a is b   `is b` is no comparison; write `=`, `!=`, `in (…)`, `notin (…)`, `>` or `<` `a is b`
            a in     The values are missing; write them in parentheses, as in `in (a, b)` `a in`
            a in b   `in b` is no comparison; write `=`, `!=`, `in (…)`, `notin (…)`, `>` or `<` `a in b`
            a in (b  The values are missing; write them in parentheses, as in `in (a, b)` `a in (b`
            x>y      `y` is no whole number; `>` and `<` compare numbers only `x>y`
            =b       The key is empty; write one `=b`
            !        The key is empty; write one `!`
            a=b c    A space is not allowed in the value of a label; write letters, digits, `-`, `_` and `.` `a=b c`
            a=b/c    `/` is not allowed in the value of a label; write letters, digits, `-`, `_` and `.` `a=b/c`
            a==b=c   `=` is not allowed in the value of a label; write letters, digits, `-`, `_` and `.` `a==b=c`
        "#]]
        .assert_eq(&shown);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[a-c!=<>(), in]{0,16}|.{0,12}") {
            match parse(&text) {
                Ok(requirements) => prop_assert!(requirements.iter().all(|it| text.get(it.range.clone()).is_some())),
                Err(mistake) => prop_assert!(text.get(mistake.range.clone()).is_some()),
            }
        }
    }
}
