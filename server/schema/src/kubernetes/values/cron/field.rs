//! One field of a schedule: `*/15`, `mon-fri`, `1,15`.

use std::fmt;
use std::ops::Range;

use super::{Mistake, MistakeKind};

/// A field of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// 1 to 31.
    DayOfMonth,
    /// 1 to 12, or `jan` to `dec`.
    Month,
    /// 0 to 6 from Sunday on, or `sun` to `sat`.
    DayOfWeek,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl Field {
    /// All of them, in their order.
    pub const ALL: [Field; 5] = [Field::Minute, Field::Hour, Field::DayOfMonth, Field::Month, Field::DayOfWeek];

    /// The least and the greatest number.
    pub const fn ends(self) -> (u32, u32) {
        match self {
            Field::Minute => (0, 59),
            Field::Hour => (0, 23),
            Field::DayOfMonth => (1, 31),
            Field::Month => (1, 12),
            Field::DayOfWeek => (0, 6),
        }
    }

    /// The names that stand for numbers, from the least one on; mostly none.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Field::Month => &MONTHS,
            Field::DayOfWeek => &WEEKDAYS,
            Field::Minute | Field::Hour | Field::DayOfMonth => &[],
        }
    }

    /// `from 0 to 59`.
    pub(super) fn bounds(self) -> String {
        let (least, most) = self.ends();
        format!("from {least} to {most}")
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Field::Minute => "minute",
            Field::Hour => "hour",
            Field::DayOfMonth => "day of the month",
            Field::Month => "month",
            Field::DayOfWeek => "day of the week",
        })
    }
}

/// The numbers of a field: below 64, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Set {
    bits: u64,
    /// Whether a bare `*` or `?` was in it, which decides how the two fields of days go together.
    pub(super) is_star: bool,
}

impl Set {
    pub(super) fn contains(self, number: u32) -> bool {
        self.bits >> number & 1 == 1
    }

    /// The least number that is not below `from`.
    pub(super) fn first(self, from: u32) -> Option<u32> {
        let rest = self.bits.checked_shr(from).unwrap_or(0);
        (rest != 0).then(|| from + rest.trailing_zeros())
    }

    pub(super) fn numbers(self) -> Vec<u32> {
        (0..64).filter(|number| self.contains(*number)).collect()
    }

    pub(super) fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Whether every number of the field is there.
    pub(super) fn is_full(self, field: Field) -> bool {
        let (least, most) = field.ends();
        (least..=most).all(|number| self.contains(number))
    }
}

/// Reads the field at `range`. Empty items of a list count for nothing, so that `,` alone is a field without numbers.
pub(super) fn read(text: &str, range: Range<usize>, field: Field) -> Result<Set, Mistake<'_>> {
    let mut set = Set { bits: 0, is_star: false };
    let mut start = range.start;
    for item in text[range].split(',') {
        let at = start..start + item.len();
        start = at.end + 1;
        if item.is_empty() {
            continue;
        }
        let (bits, is_star) = self::item(item, field).map_err(|kind| Mistake { range: at, kind })?;
        set.bits |= bits;
        set.is_star |= is_star;
    }
    Ok(set)
}

/// The numbers of an item of a list, and whether it is a bare star.
fn item(text: &str, field: Field) -> Result<(u64, bool), MistakeKind<'_>> {
    let (least, most) = field.ends();
    let mut parts = text.split('/');
    let range = parts.next().unwrap_or_default();
    let step = parts.next();
    let mut bounds = range.split('-');
    let (low, high) = (bounds.next().unwrap_or_default(), bounds.next());
    let is_star = matches!(low, "*" | "?");
    // Behind a star nothing more is read.
    let (from, to) = if is_star {
        (least, most)
    } else {
        let from = number(low, field, text)?;
        let to = high.map(|high| number(high, field, text)).transpose()?;
        if bounds.next().is_some() {
            return Err(MistakeKind::Hyphens(text));
        }
        // `5/15` goes on to the end.
        (from, to.unwrap_or(if step.is_some() { most } else { from }))
    };
    if parts.next().is_some() {
        return Err(MistakeKind::Slashes(text));
    }
    let step = match step {
        Some(digits) => plain_number(digits).ok_or(MistakeKind::NoNumber { field, text: digits })?,
        None => 1,
    };
    if from < least || from > most {
        return Err(MistakeKind::Outside { field, text: low });
    }
    if to > most {
        return Err(MistakeKind::Outside { field, text: high.unwrap_or(low) });
    }
    if from > to {
        return Err(MistakeKind::Backwards { field, from, to, text: range });
    }
    if step == 0 {
        return Err(MistakeKind::NoStep);
    }
    let bits =
        (from..=to).step_by(usize::try_from(step).unwrap_or(usize::MAX)).fold(0, |bits, number| bits | 1 << number);
    Ok((bits, is_star && step == 1))
}

fn number<'t>(text: &'t str, field: Field, item: &'t str) -> Result<u32, MistakeKind<'t>> {
    let name = field.names().iter().position(|name| name.eq_ignore_ascii_case(text));
    let named = name.and_then(|at| u32::try_from(at).ok()).map(|at| field.ends().0 + at);
    named.or_else(|| plain_number(text)).ok_or_else(|| {
        // The signs of Quartz and of Jenkins: the last day, the weekday next to one, the nth one, any one.
        let is_foreign = |it: &char| matches!(it, 'L' | 'W' | '#' | 'H');
        let is_numeric = text.chars().all(|it| it.is_ascii_digit() || is_foreign(&it));
        match text.chars().find(is_foreign).filter(|_| is_numeric) {
            Some(sign) => MistakeKind::Foreign { text: item, sign },
            None => MistakeKind::NoNumber { field, text },
        }
    })
}

/// A number as Go's `Atoi` takes it: a plus may be in front. What is too large for that is no number either.
fn plain_number(text: &str) -> Option<u32> {
    let number: i64 = text.parse().ok()?;
    (number >= 0).then(|| u32::try_from(number).unwrap_or(u32::MAX))
}
