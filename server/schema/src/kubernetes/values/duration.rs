//! Durations: `1h30m`, `90s`, `5d`. Who reads them decides which units there are.

use std::fmt;

/// A way to write durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// `time.ParseDuration` of Go, which `metav1.Duration` uses: fractions, a sign, units up to hours, no days.
    Go,
    /// Prometheus and its operator: whole numbers, units from years to milliseconds, each once, largest first.
    Prometheus,
    /// The Gateway API (GEP-2257): at most four whole numbers of up to five digits, `h`, `m`, `s`, `ms`.
    Gateway,
}

/// Patterns by which schemas of custom resources say that a text is a duration.
const PATTERNS: [(&str, Dialect); 10] = [
    (
        "^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
        Dialect::Prometheus,
    ),
    (
        "^((([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?|0)$",
        Dialect::Prometheus,
    ),
    ("^(0|(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$", Dialect::Prometheus),
    ("^([0-9]{1,5}(h|m|s|ms)){1,4}$", Dialect::Gateway),
    (r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$", Dialect::Go),
    (r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))*$", Dialect::Go),
    (r"^([0-9]+(\.[0-9]+)?(ms|s|m))+$", Dialect::Go),
    (r"^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$", Dialect::Go),
    (r"^([0-9]+(ns|us|µs|ms|s|m|h)?)+$", Dialect::Go),
    (r"^([0-9]+(\.[0-9]+)?(s|m|h))$", Dialect::Go),
];

impl Dialect {
    /// Who reads a text for which a schema has this pattern; `None`: it is no duration, or one of another dialect.
    pub fn of_pattern(pattern: &str) -> Option<Dialect> {
        PATTERNS.iter().find(|(known, _)| *known == pattern).map(|(_, dialect)| *dialect)
    }
}

/// A span of time in nanoseconds, as Go holds it: at most 292 years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    nanoseconds: i64,
}

/// What is wrong with a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake<'t> {
    /// Nothing is there.
    Empty,
    /// No number where one has to be: `h`, `1h-`.
    NoNumber(&'t str),
    /// `1 h`.
    Space {
        /// All of it.
        text: &'t str,
        /// Who reads it.
        dialect: Dialect,
    },
    /// A number without a unit: `30`, `1h30`.
    NoUnit(&'t str),
    /// A unit that the dialect does not have: `d` in Go.
    Unit {
        /// As written.
        unit: &'t str,
        /// Who reads it.
        dialect: Dialect,
    },
    /// A sign or a fraction where the dialect has none.
    NotWhole(&'t str),
    /// Prometheus wants each unit once, the largest first.
    Order(&'t str),
    /// More than fits: 292 years.
    Long(&'t str),
    /// More than four numbers, or one of more than five digits, in the Gateway API.
    Parts(&'t str),
}

const SECOND: i64 = 1_000_000_000;

/// Units with their nanoseconds. A year is 365 days.
const UNITS: [(&str, i64, &[Dialect]); 10] = [
    ("y", 365 * 24 * 3600 * SECOND, &[Dialect::Prometheus]),
    ("w", 7 * 24 * 3600 * SECOND, &[Dialect::Prometheus]),
    ("d", 24 * 3600 * SECOND, &[Dialect::Prometheus]),
    ("h", 3600 * SECOND, &[Dialect::Go, Dialect::Prometheus, Dialect::Gateway]),
    ("m", 60 * SECOND, &[Dialect::Go, Dialect::Prometheus, Dialect::Gateway]),
    ("s", SECOND, &[Dialect::Go, Dialect::Prometheus, Dialect::Gateway]),
    ("ms", SECOND / 1000, &[Dialect::Go, Dialect::Prometheus, Dialect::Gateway]),
    ("us", 1000, &[Dialect::Go]),
    ("µs", 1000, &[Dialect::Go]),
    ("ns", 1, &[Dialect::Go]),
];

impl Duration {
    /// A number of seconds, as `timeoutSeconds` and its like have it.
    pub const fn of_seconds(seconds: i64) -> Duration {
        Duration { nanoseconds: seconds.saturating_mul(SECOND) }
    }

    /// In nanoseconds.
    pub const fn nanoseconds(self) -> i64 {
        self.nanoseconds
    }

    /// In whole seconds, what is left over dropped.
    pub const fn seconds(self) -> i64 {
        self.nanoseconds / SECOND
    }

    /// In words: `1 hour 30 minutes`, `90 days`, `1.5 seconds`.
    pub fn spoken(self) -> String {
        const WORDS: [(&str, u64); 4] = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)];
        let size = self.nanoseconds.unsigned_abs();
        let sign = if self.nanoseconds < 0 { "minus " } else { "" };
        if size < SECOND.unsigned_abs() {
            let (size, word) = match size {
                0 => return "0 seconds".to_owned(),
                it if it % 1_000_000 == 0 => (it / 1_000_000, "millisecond"),
                it if it % 1000 == 0 => (it / 1000, "microsecond"),
                it => (it, "nanosecond"),
            };
            return format!("{sign}{}", counted(&size.to_string(), word));
        }
        let fraction = size % SECOND.unsigned_abs();
        let mut rest = size / SECOND.unsigned_abs();
        let mut parts: Vec<String> = Vec::new();
        for (word, seconds) in WORDS {
            let count = rest / seconds;
            rest %= seconds;
            if word == "second" && fraction != 0 {
                let decimals = format!("{fraction:09}");
                parts.push(counted(&format!("{count}.{}", decimals.trim_end_matches('0')), word));
            } else if count != 0 {
                parts.push(counted(&count.to_string(), word));
            }
        }
        format!("{sign}{}", parts.join(" "))
    }
}

fn counted(count: &str, word: &str) -> String {
    format!("{count} {word}{}", if count == "1" { "" } else { "s" })
}

/// As Go reads it, without parts that are zero: `1h30m`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nanoseconds == 0 {
            return f.write_str("0s");
        }
        if self.nanoseconds < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.nanoseconds.unsigned_abs();
        for (unit, size, dialects) in UNITS {
            let count = rest / size.unsigned_abs();
            if dialects.contains(&Dialect::Go) && count != 0 {
                rest %= size.unsigned_abs();
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

/// The span that a text stands for in a dialect.
pub fn parse(text: &str, dialect: Dialect) -> Result<Duration, Mistake<'_>> {
    if text.trim().is_empty() {
        return Err(Mistake::Empty);
    }
    if text.contains(char::is_whitespace) {
        return Err(Mistake::Space { text, dialect });
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.len() != text.len() && dialect != Dialect::Go {
        return Err(Mistake::NotWhole(text));
    }
    // Alone, zero needs no unit; in the Gateway API it does.
    if unsigned == "0" && dialect != Dialect::Gateway {
        return Ok(Duration { nanoseconds: 0 });
    }
    let mut total: i128 = 0;
    let mut largest = i64::MAX;
    let mut parts = 0;
    let mut rest = unsigned;
    while !rest.is_empty() {
        let part = Part::read(rest).ok_or(Mistake::NoNumber(text))?;
        if part.unit.is_empty() {
            return Err(Mistake::NoUnit(text));
        }
        if dialect != Dialect::Go && part.has_point {
            return Err(Mistake::NotWhole(text));
        }
        let unit = UNITS.iter().find(|(unit, _, dialects)| is_same(unit, part.unit) && dialects.contains(&dialect));
        let (_, size, _) = unit.ok_or(Mistake::Unit { unit: part.unit, dialect })?;
        if dialect == Dialect::Prometheus && *size >= largest {
            return Err(Mistake::Order(text));
        }
        largest = *size;
        parts += 1;
        if dialect == Dialect::Gateway && (parts > 4 || part.whole.len() > 5) {
            return Err(Mistake::Parts(text));
        }
        total = total.saturating_add(part.nanoseconds(*size));
        rest = part.rest;
    }
    if parts == 0 {
        return Err(Mistake::NoNumber(text));
    }
    let nanoseconds = i64::try_from(total).map_err(|_| Mistake::Long(text))?;
    Ok(Duration { nanoseconds: if text.starts_with('-') { -nanoseconds } else { nanoseconds } })
}

/// Two letters look like the one in `µs`.
fn is_same(unit: &str, written: &str) -> bool {
    unit == written || (unit == "µs" && written == "μs")
}

/// A number with what stands behind it up to the next one.
struct Part<'t> {
    whole: &'t str,
    fraction: &'t str,
    has_point: bool,
    unit: &'t str,
    rest: &'t str,
}

impl<'t> Part<'t> {
    fn read(text: &'t str) -> Option<Part<'t>> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, rest) = text.split_at(digits(text));
        let behind = rest.strip_prefix('.');
        let (fraction, rest) = behind.map_or(("", rest), |rest| rest.split_at(digits(rest)));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = rest.find(|it: char| it == '.' || it.is_ascii_digit()).unwrap_or(rest.len());
        let (unit, rest) = rest.split_at(end);
        Some(Part { whole, fraction, has_point: behind.is_some(), unit, rest })
    }

    fn nanoseconds(&self, size: i64) -> i128 {
        let number = |digits: &str| {
            let digits = digits.bytes().map(|digit| i128::from(digit - b'0'));
            digits.fold(0_i128, |number, digit| number.saturating_mul(10).saturating_add(digit))
        };
        // Beyond 18 digits a fraction of any unit is less than a nanosecond.
        let fraction = &self.fraction[..self.fraction.len().min(18)];
        let power = 10_i128.pow(u32::try_from(fraction.len()).unwrap_or(0));
        let part = number(fraction) * i128::from(size) / power;
        number(self.whole).saturating_mul(i128::from(size)).saturating_add(part)
    }
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("A duration is missing; write a number with its unit, such as `30s`"),
            Mistake::NoNumber(text) => write!(f, "`{text}` is no duration; write numbers with units, such as `1h30m`"),
            Mistake::Space { text, dialect } => match nearest(text, *dialect) {
                Some(nearest) => write!(f, "`{text}` has a space in it; write `{nearest}`"),
                None => write!(f, "`{text}` has a space in it; write the unit right behind the number"),
            },
            Mistake::NoUnit(text) if text.bytes().all(|it| it.is_ascii_digit()) => {
                write!(f, "`{text}` has no unit; write `{text}s` for seconds")
            }
            Mistake::NoUnit(text) => write!(f, "`{text}` has no unit at the end; write one, such as `s`"),
            Mistake::Unit { unit: "d" | "w" | "y", dialect: Dialect::Go | Dialect::Gateway } => {
                f.write_str("Hours are the largest unit here; write `24h` for a day")
            }
            Mistake::Unit { unit, dialect } => {
                write!(f, "`{unit}` is no unit of time here; ")?;
                match nearest_unit(unit, *dialect) {
                    Some(nearest) => write!(f, "write `{nearest}`"),
                    None => write!(f, "write one of {}", units(*dialect)),
                }
            }
            Mistake::NotWhole(text) => {
                write!(f, "`{text}` has a sign or a fraction; write whole numbers of smaller units")
            }
            Mistake::Order(text) => {
                write!(f, "`{text}` has its units out of order; write the largest first, each once")
            }
            Mistake::Long(text) => write!(f, "`{text}` is more than fits; write less than 292 years"),
            Mistake::Parts(text) => {
                write!(f, "`{text}` is too long; write at most four numbers of at most five digits each")
            }
        }
    }
}

fn units(dialect: Dialect) -> String {
    let known = UNITS.iter().filter(|(unit, _, dialects)| dialects.contains(&dialect) && unit.is_ascii());
    known.map(|(unit, _, _)| format!("`{unit}`")).collect::<Vec<_>>().join(", ")
}

fn nearest_unit(unit: &str, dialect: Dialect) -> Option<&'static str> {
    let meant = match unit.trim().to_lowercase().as_str() {
        "sec" | "secs" | "second" | "seconds" | "s" => "s",
        "min" | "mins" | "minute" | "minutes" | "m" => "m",
        "hr" | "hrs" | "hour" | "hours" | "h" => "h",
        "msec" | "millis" | "milliseconds" | "ms" => "ms",
        "day" | "days" | "d" => "d",
        "week" | "weeks" | "w" => "w",
        "year" | "years" | "y" => "y",
        _ => return None,
    };
    UNITS.iter().find(|(unit, _, dialects)| *unit == meant && dialects.contains(&dialect)).map(|(unit, _, _)| *unit)
}

/// The duration that was probably meant by what is none: `30s` by `30 sec`, `48h` by `2d` where there are no days.
/// `None`: it is one, or nobody can tell. A number without a unit is left alone: it may have been minutes.
pub fn nearest(text: &str, dialect: Dialect) -> Option<String> {
    if parse(text, dialect).is_ok() {
        return None;
    }
    let plain: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let mut rest = plain.as_str();
    let mut fixed = String::new();
    while !rest.is_empty() {
        let part = Part::read(rest)?;
        let number = &rest[..rest.len() - part.unit.len() - part.rest.len()];
        let is_known = UNITS.iter().any(|(unit, _, dialects)| is_same(unit, part.unit) && dialects.contains(&dialect));
        match nearest_unit(part.unit, Dialect::Prometheus) {
            _ if is_known => fixed.extend([number, part.unit]),
            Some(unit @ ("d" | "w" | "y")) if dialect != Dialect::Prometheus => {
                let hours = match unit {
                    "d" => 24,
                    "w" => 7 * 24,
                    _ => 365 * 24,
                };
                fixed.push_str(&format!("{}h", number.parse::<u32>().ok()?.checked_mul(hours)?));
            }
            unit => fixed.extend([number, unit?]),
        }
        rest = part.rest;
    }
    parse(&fixed, dialect).is_ok().then_some(fixed)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::Dialect::{Gateway, Go, Prometheus};
    use super::{Duration, nearest, parse};

    #[test]
    fn durations_and_their_words() {
        let table = [
            ("0", Go, "0 seconds"),
            ("1h30m", Go, "1 hour 30 minutes"),
            ("2160h", Go, "90 days"),
            ("1.5s", Go, "1.5 seconds"),
            (".5m", Go, "30 seconds"),
            ("1.m", Go, "1 minute"),
            ("500ms", Go, "500 milliseconds"),
            ("3us", Go, "3 microseconds"),
            ("3µs", Go, "3 microseconds"),
            ("-5m", Go, "minus 5 minutes"),
            ("1m1h", Go, "1 hour 1 minute"),
            ("1d12h", Prometheus, "1 day 12 hours"),
            ("1w", Prometheus, "7 days"),
            ("1y", Prometheus, "365 days"),
            ("0", Prometheus, "0 seconds"),
            ("1h10s", Gateway, "1 hour 10 seconds"),
            ("0s", Gateway, "0 seconds"),
        ];
        for (text, dialect, words) in table {
            assert_eq!(parse(text, dialect).map(Duration::spoken).as_deref(), Ok(words), "{text}");
        }
        assert_eq!(parse("9223372036854775807ns", Go).map(Duration::nanoseconds), Ok(i64::MAX));
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let texts = [
            ("", Go),
            ("30", Go),
            ("1h30", Go),
            ("h", Go),
            (".", Go),
            ("-", Go),
            ("1d", Go),
            ("1 h", Go),
            ("5min", Go),
            ("10 sec", Go),
            ("1x", Go),
            ("300y", Prometheus),
            ("9999999h", Go),
            ("30m1h", Prometheus),
            ("1h1h", Prometheus),
            ("1.5h", Prometheus),
            ("-1h", Prometheus),
            ("1us", Prometheus),
            ("2days", Prometheus),
            ("0", Gateway),
            ("100000s", Gateway),
            ("1h1m1s1ms1s", Gateway),
            ("1w", Gateway),
        ];
        let mut shown = String::new();
        for (text, dialect) in texts {
            let mistake = parse(text, dialect).expect_err(text);
            let fix = nearest(text, dialect).map(|fix| format!(" [{fix}]")).unwrap_or_default();
            writeln!(shown, "{text:12} {mistake}{fix}").unwrap();
        }
        expect![[r#"
                         A duration is missing; write a number with its unit, such as `30s`
            30           `30` has no unit; write `30s` for seconds
            1h30         `1h30` has no unit at the end; write one, such as `s`
            h            `h` is no duration; write numbers with units, such as `1h30m`
            .            `.` is no duration; write numbers with units, such as `1h30m`
            -            `-` is no duration; write numbers with units, such as `1h30m`
            1d           Hours are the largest unit here; write `24h` for a day [24h]
            1 h          `1 h` has a space in it; write `1h` [1h]
            5min         `min` is no unit of time here; write `m` [5m]
            10 sec       `10 sec` has a space in it; write `10s` [10s]
            1x           `x` is no unit of time here; write one of `h`, `m`, `s`, `ms`, `us`, `ns`
            300y         `300y` is more than fits; write less than 292 years
            9999999h     `9999999h` is more than fits; write less than 292 years
            30m1h        `30m1h` has its units out of order; write the largest first, each once
            1h1h         `1h1h` has its units out of order; write the largest first, each once
            1.5h         `1.5h` has a sign or a fraction; write whole numbers of smaller units
            -1h          `-1h` has a sign or a fraction; write whole numbers of smaller units
            1us          `us` is no unit of time here; write one of `y`, `w`, `d`, `h`, `m`, `s`, `ms`
            2days        `days` is no unit of time here; write `d` [2d]
            0            `0` has no unit; write `0s` for seconds
            100000s      `100000s` is too long; write at most four numbers of at most five digits each
            1h1m1s1ms1s  `1h1m1s1ms1s` is too long; write at most four numbers of at most five digits each
            1w           Hours are the largest unit here; write `24h` for a day [168h]
        "#]]
        .assert_eq(&shown);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(nanoseconds in any::<i64>()) {
            prop_assume!(nanoseconds != i64::MIN);
            let duration = Duration { nanoseconds };
            let text = duration.to_string();
            prop_assert_eq!(parse(&text, Go), Ok(duration));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,12}") {
            for dialect in [Go, Prometheus, Gateway] {
                if let Err(mistake) = parse(&text, dialect) {
                    prop_assert!(!mistake.to_string().is_empty());
                    nearest(&text, dialect);
                }
            }
        }
    }
}
