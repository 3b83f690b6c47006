//! Quantities: amounts of CPU, memory, storage and of what is counted, as `resource.Quantity` of apimachinery reads them.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg};

/// The finest part that is kept: a billionth.
const UNIT: i128 = 1_000_000_000;

/// The API server caps, silently, what is written with a binary suffix at 2⁶³ − 1.
const LARGEST_BINARY: i128 = i64::MAX as i128 * UNIT;

/// Suffixes of powers of ten, largest last.
const DECIMAL: [(&str, i64); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

/// Suffixes of powers of two, largest last.
const BINARY: [(&str, u32); 6] = [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60)];

/// An amount, exact to a billionth; anything finer is rounded away from zero, as the API server does.
///
/// Two amounts are equal when they are the same number: `1` and `1000m`. What is beyond 1.7 × 10²⁹ is held as that.
#[derive(Debug, Clone, Copy)]
pub struct Quantity {
    nano: i128,
    form: Form,
}

/// How an amount was written, and is written back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `500m`, `2`, `1G`: powers of a thousand.
    Decimal,
    /// `1Gi`: powers of 1024.
    Binary,
    /// `1e3`.
    Exponent,
}

/// What is wrong with a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake<'t> {
    /// Nothing is there.
    Empty,
    /// `half`, and also `m` and `-`, which the API server reads as 0 and nobody means.
    NoNumber(&'t str),
    /// `500 m`.
    Space(&'t str),
    /// `1,5`.
    Comma(&'t str),
    /// `1_000`.
    Underscore(&'t str),
    /// `1.5.2`.
    Points(&'t str),
    /// `K`, `mi`, `GB`: what stands where a suffix may.
    Suffix(&'t str),
    /// `e`, `E+` and `e1.5`, behind a number.
    Exponent(&'t str),
}

impl Quantity {
    /// A whole number of units.
    pub const fn of(units: i64) -> Quantity {
        Quantity { nano: units as i128 * UNIT, form: Form::Decimal }
    }

    /// In billionths of a unit.
    pub const fn nano(self) -> i128 {
        self.nano
    }

    /// In units, rounded away from zero as `Value()` does: 1 of `100m`.
    pub const fn units(self) -> i128 {
        rounded_up(self.nano, UNIT)
    }

    /// In thousandths, rounded away from zero as `MilliValue()` does: what CPU is counted in.
    pub const fn milli(self) -> i128 {
        rounded_up(self.nano, UNIT / 1000)
    }

    /// How it was written.
    pub const fn form(self) -> Form {
        self.form
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.nano == 0
    }

    /// Whether it is less than nothing, which no field takes.
    pub const fn is_negative(self) -> bool {
        self.nano < 0
    }

    /// Whether it is a whole number of units. `100m` of memory is not: the tenth of a byte is mostly a mistake for `100Mi`.
    pub const fn is_whole(self) -> bool {
        self.nano % UNIT == 0
    }

    /// Whether it is too large to be held exactly.
    pub const fn is_beyond(self) -> bool {
        self.nano.unsigned_abs() >= i128::MAX.unsigned_abs()
    }

    fn float(self) -> f64 {
        self.nano as f64 / UNIT as f64
    }
}

const fn rounded_up(amount: i128, unit: i128) -> i128 {
    amount / unit + if amount % unit == 0 { 0 } else { amount.signum() }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nano == other.nano
    }
}

impl Eq for Quantity {}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano.cmp(&other.nano)
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The sum is written like the first that is not nothing.
impl Add for Quantity {
    type Output = Quantity;

    fn add(self, other: Quantity) -> Quantity {
        let form = if self.is_zero() { other.form } else { self.form };
        Quantity { nano: self.nano.saturating_add(other.nano), form }
    }
}

impl Neg for Quantity {
    type Output = Quantity;

    fn neg(self) -> Quantity {
        Quantity { nano: self.nano.saturating_neg(), form: self.form }
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(amounts: I) -> Quantity {
        amounts.fold(Quantity::of(0), Add::add)
    }
}

/// The canonical form, which the API server stores and shows: no fraction, and the largest suffix that needs none.
/// `1.5` is `1500m`, `1024Ki` is `1Mi`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0");
        }
        let is_large = self.nano.unsigned_abs() >= 1024 * UNIT.unsigned_abs();
        if self.form == Form::Binary && is_large && self.is_whole() {
            let mut amount = self.nano / UNIT;
            let mut suffix = "";
            for (next, _) in BINARY {
                if amount % 1024 != 0 {
                    break;
                }
                amount /= 1024;
                suffix = next;
            }
            return write!(f, "{amount}{suffix}");
        }
        let mut amount = self.nano;
        let mut exponent = -9;
        while amount % 1000 == 0 {
            amount /= 1000;
            exponent += 3;
        }
        let suffix = DECIMAL.iter().find(|(_, power)| *power == exponent).filter(|_| self.form != Form::Exponent);
        match suffix {
            Some((suffix, _)) => write!(f, "{amount}{suffix}"),
            None if exponent == 0 => write!(f, "{amount}"),
            None => write!(f, "{amount}e{exponent}"),
        }
    }
}

/// The amount that a text stands for.
pub fn parse(text: &str) -> Result<Quantity, Mistake<'_>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = unsigned.split_at(digits(unsigned));
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(digits(rest)),
        None => ("", rest),
    };
    let is_numberless = whole.is_empty() && fraction.is_empty();
    let Some(unit) = unit(suffix).filter(|_| !is_numberless) else {
        return Err(mistake(text, suffix, is_numberless));
    };
    let (nano, form) = match unit {
        Unit::Ten(exponent, form) => (decimal(whole, fraction, exponent), form),
        Unit::Two(shift) => {
            let nano = binary(whole, fraction, shift);
            (nano, if nano < UNIT { Form::Decimal } else { Form::Binary })
        }
    };
    Ok(Quantity { nano: if text.starts_with('-') { -nano } else { nano }, form })
}

enum Unit {
    Ten(i64, Form),
    Two(u32),
}

fn unit(suffix: &str) -> Option<Unit> {
    if let Some((_, exponent)) = DECIMAL.iter().find(|(it, _)| *it == suffix) {
        return Some(Unit::Ten(*exponent, Form::Decimal));
    }
    if let Some((_, shift)) = BINARY.iter().find(|(it, _)| *it == suffix) {
        return Some(Unit::Two(*shift));
    }
    let exponent = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
    Some(Unit::Ten(exponent, Form::Exponent))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Digits as a number that stops at the largest one.
fn number(digits: impl Iterator<Item = u8>) -> i128 {
    digits.fold(0, |number: i128, digit| number.saturating_mul(10).saturating_add(i128::from(digit - b'0')))
}

/// In billionths, of digits times a power of ten.
fn decimal(whole: &str, fraction: &str, exponent: i64) -> i128 {
    let count = whole.len() + fraction.len();
    let power = exponent.saturating_add(9).saturating_sub(fraction.len() as i64);
    let dropped = usize::try_from(power.saturating_neg().max(0)).unwrap_or(usize::MAX);
    let kept = count.saturating_sub(dropped);
    let mut all = whole.bytes().chain(fraction.bytes());
    let mut nano = number(all.by_ref().take(kept));
    let is_inexact = all.any(|digit| digit != b'0');
    // The largest amount has 39 digits: more zeros change nothing.
    for _ in 0..power.clamp(0, 40) {
        nano = nano.saturating_mul(10);
    }
    nano.saturating_add(i128::from(is_inexact))
}

/// In billionths, of digits times a power of two; of a fraction, 18 digits count.
fn binary(whole: &str, fraction: &str, shift: u32) -> i128 {
    const DIGITS: usize = 18;
    let whole = number(whole.bytes()).saturating_mul(UNIT << shift);
    let zeros = std::iter::repeat(b'0');
    // Of 10⁻¹⁸ units to billionths: × 2^shift ÷ 10⁹.
    let product = number(fraction.bytes().chain(zeros).take(DIGITS)) << shift;
    let is_inexact = product % UNIT != 0 || fraction.bytes().skip(DIGITS).any(|digit| digit != b'0');
    whole.saturating_add(product / UNIT).saturating_add(i128::from(is_inexact)).min(LARGEST_BINARY)
}

fn mistake<'t>(text: &'t str, suffix: &'t str, is_numberless: bool) -> Mistake<'t> {
    let has_digits = text.bytes().any(|it| it.is_ascii_digit());
    if text.trim().is_empty() {
        Mistake::Empty
    } else if has_digits && text.contains(char::is_whitespace) {
        Mistake::Space(text)
    } else if is_numberless {
        Mistake::NoNumber(text)
    } else if suffix.starts_with(',') {
        Mistake::Comma(text)
    } else if suffix.starts_with('_') {
        Mistake::Underscore(text)
    } else if suffix.starts_with('.') {
        Mistake::Points(text)
    } else if is_exponent(suffix) {
        Mistake::Exponent(suffix)
    } else {
        Mistake::Suffix(suffix)
    }
}

/// Whether an exponent was meant: `e`, `e+`, `e1.5`.
fn is_exponent(suffix: &str) -> bool {
    let rest = suffix.strip_prefix(['e', 'E']);
    rest.is_some_and(|rest| rest.chars().all(|it| it.is_ascii_digit() || matches!(it, '+' | '-' | '.')))
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instead = |f: &mut fmt::Formatter<'_>, text: &str, otherwise: &str| match nearest(text) {
            Some(nearest) => write!(f, "write `{nearest}`"),
            None => f.write_str(otherwise),
        };
        match self {
            Mistake::Empty => f.write_str("A quantity is missing; write a number such as `500m` or `1Gi`"),
            Mistake::NoNumber(text) => write!(f, "`{text}` is no quantity; write a number such as `500m` or `1Gi`"),
            Mistake::Space(text) => {
                write!(f, "`{text}` has a space in it; ")?;
                instead(f, text, "write the suffix right behind the number")
            }
            Mistake::Comma(text) => {
                write!(f, "`{text}` has a comma in it; ")?;
                instead(f, text, "write a point before the fraction, and nothing between thousands")
            }
            Mistake::Underscore(text) => {
                write!(f, "`{text}` has an underscore in it; ")?;
                instead(f, text, "write the digits without")
            }
            Mistake::Points(text) => write!(f, "`{text}` has two points; write the one before the fraction"),
            Mistake::Suffix("K") => f.write_str("`K` is no suffix of a quantity; write `k` for 1000 or `Ki` for 1024"),
            Mistake::Suffix(suffix) => {
                write!(f, "`{suffix}` is no suffix of a quantity; ")?;
                match nearest_suffix(suffix) {
                    Some("") => f.write_str("write the number alone"),
                    Some(nearest) => write!(f, "write `{nearest}`"),
                    None => f.write_str("write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone"),
                }
            }
            Mistake::Exponent(suffix) => {
                write!(f, "`{suffix}` is no exponent; write a whole number behind the `e`, as in `1e3`")
            }
        }
    }
}

/// The quantity that was probably meant by what is none: `500m` by `500 m`, `1G` by `1GB`. `None`: it is one, or
/// nobody can tell.
pub fn nearest(text: &str) -> Option<String> {
    let mut plain: String = text.chars().filter(|it| !it.is_whitespace() && *it != '_').collect();
    if let Some((whole, rest)) = plain.split_once(',') {
        // Three digits behind a comma may be thousands.
        if rest.contains([',', '.']) || digits(rest) == 3 || digits(rest) == 0 {
            return None;
        }
        plain = format!("{whole}.{rest}");
    }
    let unsigned = plain.trim_start_matches(['+', '-']);
    let end = unsigned.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    if unit(suffix).is_none() {
        let sign = if plain.starts_with('-') { "-" } else { "" };
        plain = format!("{sign}{number}{}", nearest_suffix(suffix)?);
    }
    (plain != text && parse(&plain).is_ok()).then_some(plain)
}

/// The suffix that was probably meant by `suffix`.
fn nearest_suffix(suffix: &str) -> Option<&'static str> {
    let lower = suffix.to_lowercase();
    match lower.as_str() {
        "b" | "byte" | "bytes" | "core" | "cores" | "cpu" | "cpus" => return Some(""),
        "millicore" | "millicores" | "millicpu" | "mcpu" | "mcores" => return Some("m"),
        "µ" | "μ" => return Some("u"),
        _ => {}
    }
    let bare = lower.strip_suffix("byte").or_else(|| lower.strip_suffix("bytes")).unwrap_or(&lower);
    let bare = bare.strip_suffix('b').unwrap_or(bare);
    let binary = BINARY.iter().map(|(it, _)| *it);
    // `m` is a thousandth: whoever writes `mb` means a million.
    let decimal = ["k", "M", "G", "T", "P"].into_iter();
    binary.chain(decimal).find(|it| it.eq_ignore_ascii_case(bare))
}

/// What a quantity of `resource` (`cpu`, `memory`, `requests.storage`) comes to: `half a core`, `1.07 GB`. `None` for
/// anything that is no quantity, and for resources that are counted in units of their own.
pub fn in_words(resource: &str, text: &str) -> Option<String> {
    let amount = parse(text).ok().filter(|amount| !amount.is_beyond())?;
    match resource.rsplit(['.', '/']).next().unwrap_or(resource) {
        "cpu" => Some(cores(amount)),
        "memory" | "storage" | "ephemeral-storage" | "sizeLimit" => Some(bytes(amount)),
        name if name.starts_with("hugepages-") => Some(bytes(amount)),
        _ => None,
    }
}

/// An amount of CPU: `half a core`, `0.1 cores`.
pub fn cores(amount: Quantity) -> String {
    match amount.nano {
        250_000_000 => "a quarter of a core".to_owned(),
        500_000_000 => "half a core".to_owned(),
        UNIT => "one core".to_owned(),
        _ => format!("{} cores", spoken(amount.float())),
    }
}

/// An amount of memory or storage in powers of a thousand, as disks and bills have it: `1.07 GB`.
pub fn bytes(amount: Quantity) -> String {
    const UNITS: [(f64, &str); 6] = [(1e18, "EB"), (1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let float = amount.float();
    match UNITS.iter().find(|(size, _)| float.abs() >= *size) {
        Some((size, unit)) => format!("{} {unit}", spoken(float / size)),
        None if amount.nano == UNIT => "one byte".to_owned(),
        None => format!("{} bytes", spoken(float)),
    }
}

/// Three digits, without zeros at the end.
fn spoken(amount: f64) -> String {
    let decimals = match amount.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{amount:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests;
