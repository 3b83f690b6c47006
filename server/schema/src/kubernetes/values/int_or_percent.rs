//! Numbers that may be percentages: `maxUnavailable: 25%`.

use std::fmt;

/// A number, or a part of a number that is known later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntOrPercent {
    /// So many.
    Int(i64),
    /// So many of a hundred.
    Percent(u32),
}

/// Which way halves and other parts go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// Down, as `maxUnavailable` of a Deployment.
    Down,
    /// Up, as `maxSurge`, and the budgets of a PodDisruptionBudget.
    Up,
}

/// What is wrong with a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake<'t> {
    /// Nothing is there.
    Empty,
    /// A number in quotes, which is neither a number nor a percentage.
    Quoted(&'t str),
    /// A space in it.
    Space(&'t str),
    /// A fraction: `12.5%`.
    Fraction(&'t str),
    /// A sign: `-10%`.
    Sign(&'t str),
    /// Anything else.
    NoPercentage(&'t str),
}

impl IntOrPercent {
    /// What it comes to of `total`.
    pub fn of(self, total: i64, rounding: Rounding) -> i64 {
        match self {
            IntOrPercent::Int(number) => number,
            IntOrPercent::Percent(percent) => {
                let product = i128::from(total) * i128::from(percent);
                let quotient = product.div_euclid(100);
                let up = i128::from(rounding == Rounding::Up && product.rem_euclid(100) != 0);
                i64::try_from(quotient + up).unwrap_or(i64::MAX)
            }
        }
    }
}

impl fmt::Display for IntOrPercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IntOrPercent::Int(number) => number.fmt(f),
            IntOrPercent::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

/// Reads a percentage, the only text such a field takes; what YAML reads as a number is one.
pub fn parse(text: &str) -> Result<IntOrPercent, Mistake<'_>> {
    let number = text.strip_suffix('%');
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if let Some(percent) = number.filter(|it| is_digits(it)).and_then(|it| it.parse().ok()) {
        return Ok(IntOrPercent::Percent(percent));
    }
    let bare = number.unwrap_or(text);
    Err(if text.trim().is_empty() {
        Mistake::Empty
    } else if text.contains(char::is_whitespace) {
        Mistake::Space(text)
    } else if number.is_none() && is_digits(text) {
        Mistake::Quoted(text)
    } else if bare.starts_with(['-', '+']) {
        Mistake::Sign(text)
    } else if bare.split_once('.').is_some_and(|(whole, part)| is_digits(whole) && is_digits(part)) {
        Mistake::Fraction(text)
    } else {
        Mistake::NoPercentage(text)
    })
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The value is empty; write a number, or a percentage such as `25%`"),
            Mistake::Quoted(text) => {
                write!(f, "`{text}` is a text here; write the number without quotes, or `{text}%` for a percentage")
            }
            Mistake::Space(text) => write!(f, "`{text}` has a space in it; write `%` right behind the number"),
            Mistake::Fraction(text) => write!(f, "`{text}` has a fraction; write a whole percentage"),
            Mistake::Sign(text) => write!(f, "`{text}` has a sign; write the percentage without"),
            Mistake::NoPercentage(text) => {
                write!(f, "`{text}` is neither a number nor a percentage; write one, such as `1` or `25%`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::{IntOrPercent, Rounding, parse};

    #[test]
    fn percentages() {
        let table = [
            ("25%", 3, 0, 1),
            ("0%", 3, 0, 0),
            ("100%", 3, 3, 3),
            ("150%", 3, 4, 5),
            ("50%", 0, 0, 0),
            ("030%", 10, 3, 3),
        ];
        for (text, total, down, up) in table {
            let percent = parse(text).expect(text);
            assert_eq!((percent.of(total, Rounding::Down), percent.of(total, Rounding::Up)), (down, up), "{text}");
        }
        assert_eq!(IntOrPercent::Int(2).of(10, Rounding::Up), 2);
        assert_eq!(IntOrPercent::Percent(u32::MAX).of(i64::MAX, Rounding::Up), i64::MAX);
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let mut shown = String::new();
        for text in ["", "25", "-1", "25 %", "12.5%", "-10%", "half", "%", "99999999999%", "a%"] {
            writeln!(shown, "{text:6} {}", parse(text).expect_err(text)).unwrap();
        }
        expect![[r#"
                   The value is empty; write a number, or a percentage such as `25%`
            25     `25` is a text here; write the number without quotes, or `25%` for a percentage
            -1     `-1` has a sign; write the percentage without
            25 %   `25 %` has a space in it; write `%` right behind the number
            12.5%  `12.5%` has a fraction; write a whole percentage
            -10%   `-10%` has a sign; write the percentage without
            half   `half` is neither a number nor a percentage; write one, such as `1` or `25%`
            %      `%` is neither a number nor a percentage; write one, such as `1` or `25%`
            99999999999% `99999999999%` is neither a number nor a percentage; write one, such as `1` or `25%`
            a%     `a%` is neither a number nor a percentage; write one, such as `1` or `25%`
        "#]]
        .assert_eq(&shown);
    }
}
