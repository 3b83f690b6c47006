//! Schedules: `30 2 * * 1-5`, as `ParseStandard` of robfig/cron v3 reads them, which CronJobs use.
//!
//! Five fields; lists, ranges and steps; names of months and days in any case; `?` for `*`; no seconds, no `L`, `W` or
//! `#`, and no 7 for Sunday. If neither of the two fields of days starts with a bare star, either one suffices.

mod field;
mod next;
mod spoken;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use super::duration::{self, Dialect, Duration};
use super::zone;

pub use field::Field;
use field::Set;

/// What stands in `schedule`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron<'t> {
    /// The zone in front, `TZ=Europe/Berlin`, which a CronJob may not have: it has `timeZone`.
    pub zone: Option<ZonePrefix<'t>>,
    /// When it runs.
    pub schedule: Schedule,
}

/// A zone in front of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZonePrefix<'t> {
    /// `Europe/Berlin`.
    pub name: &'t str,
    /// From `TZ=` to the schedule, the spaces between too: what is to be deleted.
    pub range: Range<usize>,
}

/// When something runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// At certain times of certain days.
    Times(Times),
    /// `@every 90m`: after so long again, counted from the run before, at least a second.
    Every(Duration),
}

/// Times of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    minutes: Set,
    hours: Set,
    days: Set,
    months: Set,
    weekdays: Set,
}

/// What is wrong with a schedule, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake<'t> {
    /// Where, in the schedule.
    pub range: Range<usize>,
    /// What.
    pub kind: MistakeKind<'t>,
}

/// What is wrong with a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MistakeKind<'t> {
    /// Nothing is there.
    Empty,
    /// Not five fields.
    Count(usize),
    /// `@fortnightly`, `@reboot`.
    Macro(&'t str),
    /// What is behind `@every` is no duration.
    Every(duration::Mistake<'t>),
    /// Nothing is behind the zone.
    ZoneAlone,
    /// What is behind `TZ=` is no zone.
    Zone(zone::Mistake<'t>),
    /// What is neither a number nor a name that the field knows.
    NoNumber {
        /// The field.
        field: Field,
        /// As written.
        text: &'t str,
    },
    /// A number that the field does not have.
    Outside {
        /// The field.
        field: Field,
        /// As written.
        text: &'t str,
    },
    /// A range that ends before it starts: `22-6`.
    Backwards {
        /// The field.
        field: Field,
        /// The first number.
        from: u32,
        /// The last number.
        to: u32,
        /// As written.
        text: &'t str,
    },
    /// A step of 0.
    NoStep,
    /// More than one `-` in a range.
    Hyphens(&'t str),
    /// More than one `/` in a range.
    Slashes(&'t str),
    /// `L`, `W`, `#` and `H`, which other programs know.
    Foreign {
        /// As written.
        text: &'t str,
        /// Which one.
        sign: char,
    },
}

/// What the macros stand for.
const MACROS: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

/// Reads a schedule.
pub fn parse(text: &str) -> Result<Cron<'_>, Mistake<'_>> {
    if text.trim().is_empty() {
        return Err(Mistake { range: 0..text.len(), kind: MistakeKind::Empty });
    }
    let zone = zone_prefix(text)?;
    let start = zone.as_ref().map_or(0, |zone| zone.range.end);
    Ok(Cron { schedule: schedule(text, start)?, zone })
}

/// The zone in front; `None`: there is none. Only at the very start it is one.
fn zone_prefix(text: &str) -> Result<Option<ZonePrefix<'_>>, Mistake<'_>> {
    let Some(rest) = text.strip_prefix("TZ=").or_else(|| text.strip_prefix("CRON_TZ=")) else { return Ok(None) };
    let start = text.len() - rest.len();
    let Some((name, behind)) = rest.split_once(' ').filter(|(_, behind)| !behind.trim().is_empty()) else {
        return Err(Mistake { range: 0..text.len(), kind: MistakeKind::ZoneAlone });
    };
    // To Go's library, nothing means UTC, and `Local` is a zone.
    if !matches!(name, "" | "Local")
        && let Err(mistake) = zone::parse(name)
    {
        return Err(Mistake { range: start..start + name.len(), kind: MistakeKind::Zone(mistake) });
    }
    Ok(Some(ZonePrefix { name, range: 0..text.len() - behind.trim_start().len() }))
}

fn schedule(text: &str, start: usize) -> Result<Schedule, Mistake<'_>> {
    let rest = &text[start..];
    if rest.starts_with('@') {
        return descriptor(text, start);
    }
    let fields = words(text, start);
    let [minutes, hours, days, months, weekdays] = fields.as_slice() else {
        let end = text.trim_end().len();
        return Err(Mistake { range: start..end, kind: MistakeKind::Count(fields.len()) });
    };
    let set = |field, range: &Range<usize>| field::read(text, range.clone(), field);
    Ok(Schedule::Times(Times {
        minutes: set(Field::Minute, minutes)?,
        hours: set(Field::Hour, hours)?,
        days: set(Field::DayOfMonth, days)?,
        months: set(Field::Month, months)?,
        weekdays: set(Field::DayOfWeek, weekdays)?,
    }))
}

fn descriptor(text: &str, start: usize) -> Result<Schedule, Mistake<'_>> {
    let rest = &text[start..];
    if let Some(duration) = rest.strip_prefix("@every ") {
        let range = text.len() - duration.len()..text.len();
        let duration = duration::parse(duration, Dialect::Go);
        return duration.map(Schedule::Every).map_err(|mistake| Mistake { range, kind: MistakeKind::Every(mistake) });
    }
    let known = MACROS.iter().find(|(name, _)| *name == rest);
    match known.and_then(|(_, fields)| schedule(fields, 0).ok()) {
        Some(schedule) => Ok(schedule),
        None => Err(Mistake { range: start..text.len(), kind: MistakeKind::Macro(rest) }),
    }
}

/// Where the words are from `start` on.
fn words(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = start;
    for word in text[start..].split(char::is_whitespace) {
        if !word.is_empty() {
            words.push(at..at + word.len());
        }
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

/// The macros with what they stand for: `@daily`, `0 0 * * *`.
pub fn macros() -> impl Iterator<Item = (&'static str, &'static str)> {
    MACROS.into_iter()
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            MistakeKind::Empty => f.write_str("The schedule is empty; write five fields, as in `30 2 * * *`"),
            MistakeKind::Count(6) => f.write_str(
                "The schedule has 6 fields; write 5, without seconds and years: minute, hour, day of month, month, day of week",
            ),
            MistakeKind::Count(count) => {
                let s = if count == 1 { "" } else { "s" };
                write!(
                    f,
                    "The schedule has {count} field{s}; write 5: minute, hour, day of month, month, day of week"
                )
            }
            MistakeKind::Macro(text) => {
                write!(f, "`{text}` is no schedule; ")?;
                let lower = text.trim_end().to_lowercase();
                match MACROS.iter().find(|(name, _)| *name == lower) {
                    Some((name, _)) => write!(f, "write `{name}`"),
                    None => f.write_str("write `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` or five fields"),
                }
            }
            MistakeKind::Every(mistake) => mistake.fmt(f),
            MistakeKind::ZoneAlone => f.write_str("Nothing is behind the time zone; write the schedule there"),
            MistakeKind::Zone(mistake) => mistake.fmt(f),
            MistakeKind::NoNumber { field, text: "" } => {
                write!(f, "A number is missing for the {field}; write one {}", field.bounds())
            }
            MistakeKind::NoNumber { field, text } => {
                let names = match field {
                    Field::Month => ", or `jan` to `dec`",
                    Field::DayOfWeek => ", or `sun` to `sat`",
                    Field::Minute | Field::Hour | Field::DayOfMonth => "",
                };
                write!(f, "`{text}` is no {field}; write a number {}{names}", field.bounds())
            }
            MistakeKind::Outside { field: Field::DayOfWeek, text: "7" } => {
                f.write_str("`7` is no day of the week here; write `0` or `sun` for Sunday")
            }
            MistakeKind::Outside { field, text } => write!(f, "`{text}` is no {field}; write a number {}", field.bounds()),
            MistakeKind::Backwards { field, from, to, text } => {
                let (least, most) = field.ends();
                let has_names = text.contains(|it: char| it.is_ascii_alphabetic());
                let shown = |number: u32| match field.names().get(number.saturating_sub(least) as usize) {
                    Some(name) if has_names => (*name).to_owned(),
                    Some(_) | None => number.to_string(),
                };
                let part = |from: u32, to: u32| {
                    if from == to { shown(from) } else { format!("{}-{}", shown(from), shown(to)) }
                };
                write!(f, "`{text}` ends before it starts; write `{},{}`", part(from, most), part(least, to))
            }
            MistakeKind::NoStep => f.write_str("A step of 0 leads nowhere; write 1 or more"),
            MistakeKind::Hyphens(text) => write!(f, "`{text}` has more than one `-`; write two numbers with one between"),
            MistakeKind::Slashes(text) => write!(f, "`{text}` has more than one `/`; write one step"),
            MistakeKind::Foreign { text, sign } => {
                let within = if text.len() == 1 { String::new() } else { format!(" in `{text}`") };
                write!(f, "`{sign}`{within} is known to other schedulers only; write numbers, names, `*`, `-`, `,` and `/`")
            }
        }
    }
}
