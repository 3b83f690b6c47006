//! Values: whether a scalar of the right type is one that its schema takes.

use schema::kubernetes::{Choice, Literal, Schema};
use syntax::yaml::Resolved;

use super::{Trust, pattern};

/// Why a value is not taken.
#[derive(Debug, Clone)]
pub(crate) enum Limit<'a> {
    /// It is none of these.
    Choices(Vec<Choice<'a>>),
    /// It is not written in this format.
    Format(&'a str),
    /// It does not match this regular expression.
    Pattern(&'a str),
    /// It is smaller than this, or equal where that is excluded.
    Minimum(f64, bool),
    /// It is greater than this, or equal where that is excluded.
    Maximum(f64, bool),
    /// It has fewer characters than this.
    MinLength(u64),
    /// It has more characters than this.
    MaxLength(u64),
    /// It has fewer items than this.
    MinItems(u64),
    /// It has more items than this.
    MaxItems(u64),
    /// It has fewer fields than this.
    MinFields(u64),
    /// It has more fields than this.
    MaxFields(u64),
}

/// Whether there are values that [`limit`] finds something against.
pub(super) fn is_limited(schema: Schema<'_>) -> bool {
    schema.format().is_some_and(|format| format != "quantity" && format != "int64")
        || schema.pattern().is_some()
        || schema.minimum().is_some()
        || schema.maximum().is_some()
        || schema.length() != (None, None)
        || !schema.takes_other_values() && schema.choices().next().is_some()
}

/// Why `value` is not taken; `None`: it is.
pub(super) fn limit<'a>(schema: Schema<'a>, value: &Resolved<'_>, trust: Trust) -> Option<Limit<'a>> {
    // To the defaults of a core kind an empty text is one that is not written.
    if trust == Trust::Core && matches!(value, Resolved::Str(text) if text.is_empty()) {
        return None;
    }
    let choices: Vec<Choice<'a>> = if schema.takes_other_values() { Vec::new() } else { schema.choices().collect() };
    if !choices.is_empty() && !choices.iter().any(|choice| is(choice.value, value)) {
        return Some(Limit::Choices(choices));
    }
    match value {
        Resolved::Str(text) => of_text(schema, text),
        Resolved::Int(number) => of_number(schema, *number as f64),
        Resolved::Float(number) => of_number(schema, *number),
        Resolved::Null | Resolved::Bool(_) => None,
    }
}

/// Whether a value is the one that the schema names.
fn is(literal: Literal<'_>, value: &Resolved<'_>) -> bool {
    match (literal, value) {
        (Literal::Text(text), Resolved::Str(own)) => own == text,
        (Literal::Json(json), Resolved::Int(number)) => json.parse() == Ok(*number),
        (Literal::Json(json), Resolved::Float(number)) => json.parse() == Ok(*number),
        (Literal::Json(json), Resolved::Bool(value)) => json.parse() == Ok(*value),
        (Literal::Json(json), Resolved::Null) => json == "null",
        (Literal::Text(_) | Literal::Json(_), _) => false,
    }
}

fn of_text<'a>(schema: Schema<'a>, text: &str) -> Option<Limit<'a>> {
    let (least, most) = schema.length();
    if least.is_some() || most.is_some() {
        let length = text.chars().count() as u64;
        if let Some(least) = least.filter(|least| length < *least) {
            return Some(Limit::MinLength(least));
        }
        if let Some(most) = most.filter(|most| length > *most) {
            return Some(Limit::MaxLength(most));
        }
    }
    if let Some(pattern) = schema.pattern()
        && pattern::matches(pattern, text) == Some(false)
    {
        return Some(Limit::Pattern(pattern));
    }
    let format = schema.format()?;
    let is_right = match format {
        "byte" => is_base64(text),
        "date-time" => is_date_time(text),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        _ => true,
    };
    (!is_right).then_some(Limit::Format(format))
}

fn of_number<'a>(schema: Schema<'a>, number: f64) -> Option<Limit<'a>> {
    if let Some(least) = schema.minimum() {
        let exclusive = schema.is_minimum_exclusive();
        if number < least || exclusive && number <= least {
            return Some(Limit::Minimum(least, exclusive));
        }
    }
    if let Some(most) = schema.maximum() {
        let exclusive = schema.is_maximum_exclusive();
        if number > most || exclusive && number >= most {
            return Some(Limit::Maximum(most, exclusive));
        }
    }
    let is_short = schema.format() == Some("int32") || schema.format() == Some("int-or-string");
    if is_short && !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number) {
        return Some(if number < 0.0 {
            Limit::Minimum(f64::from(i32::MIN), false)
        } else {
            Limit::Maximum(f64::from(i32::MAX), false)
        });
    }
    None
}

/// Whether Go's standard decoder takes it: padded, line ends anywhere.
fn is_base64(text: &str) -> bool {
    let mut length = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        length += 1;
        match byte {
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => {}
            _ => return false,
        }
    }
    length.is_multiple_of(4) && padding <= 2
}

/// Whether it is a moment as RFC 3339 writes it.
fn is_date_time(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>, least: u32, most: u32| {
        let part = text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        part.and_then(|part| part.parse::<u32>().ok()).is_some_and(|number| (least..=most).contains(&number))
    };
    let at = |index: usize, signs: &[u8]| text.as_bytes().get(index).is_some_and(|byte| signs.contains(byte));
    let date = digits(0..4, 0, 9999) && at(4, b"-") && digits(5..7, 1, 12) && at(7, b"-") && digits(8..10, 1, 31);
    let time = at(10, b"Tt") && digits(11..13, 0, 23) && at(13, b":") && digits(14..16, 0, 59) && at(16, b":");
    if !(date && time && digits(17..19, 0, 60)) {
        return false;
    }
    let rest = text.get(19..).unwrap_or_default();
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|digit: char| digit.is_ascii_digit()) => {
            fraction.trim_start_matches(|digit: char| digit.is_ascii_digit())
        }
        Some(_) => return false,
        None => rest,
    };
    let zone = |rest: &str| {
        let bytes = rest.as_bytes();
        bytes.len() == 6
            && matches!(bytes[0], b'+' | b'-')
            && bytes[3] == b':'
            && [1, 2, 4, 5].iter().all(|at| bytes[*at].is_ascii_digit())
    };
    rest.eq_ignore_ascii_case("z") || zone(rest)
}

#[cfg(test)]
mod tests {
    use super::{is_base64, is_date_time};

    #[test]
    fn base64_is_padded() {
        for right in ["", "YQ==", "YWI=", "YWJj", "YW\nJj\n"] {
            assert!(is_base64(right), "{right:?}");
        }
        for wrong in ["YQ", "Y Q=", "YQ=a", "YQ===", "a_b-"] {
            assert!(!is_base64(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn moments_are_whole() {
        for right in ["2024-01-31T23:59:59Z", "2024-01-31t23:59:59.123+02:00"] {
            assert!(is_date_time(right), "{right}");
        }
        for wrong in ["2024-01-31", "2024-13-01T00:00:00Z", "2024-01-31T23:59:59", "2024-01-31T23:59:59.Z", "é"] {
            assert!(!is_date_time(wrong), "{wrong}");
        }
    }
}
