//! A schedule in words: `every weekday at 02:30`.

use std::fmt::Write;

use super::field::Field;
use super::{Schedule, Times};

/// So many times of a day are listed one by one.
const MOST_TIMES: usize = 4;

/// So many things of a list are named.
const MOST_NAMED: usize = 8;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Schedule {
    /// In words, as they go on in a sentence: `every weekday at 02:30`, `at 03:00 on the 1st of the month`, `every 15
    /// minutes`. `never` if no date fits.
    pub fn spoken(&self) -> String {
        match self {
            Schedule::Times(times) => times.spoken(),
            Schedule::Every(duration) => {
                let duration = duration.spoken();
                let one = duration.strip_prefix("1 ").filter(|rest| !rest.contains(' '));
                format!("every {}", one.unwrap_or(&duration))
            }
        }
    }
}

/// When on a day.
enum Clock {
    /// `02:30 and 14:30`.
    At(String),
    /// `every 15 minutes`.
    Often(String),
}

impl Times {
    pub(super) fn spoken(&self) -> String {
        if !self.is_possible() {
            return "never".to_owned();
        }
        let months = self.in_months();
        let weekdays = self.weekdays_in_order();
        let is_each = !self.weekdays.is_full(Field::DayOfWeek);
        let (has_days, has_weekdays) = match () {
            () if self.is_daily() => (false, false),
            () if self.either_day() => (true, true),
            () => (!self.days.is_full(Field::DayOfMonth), is_each),
        };
        match self.clock() {
            Clock::At(times) if has_days => {
                let also = if has_weekdays { format!(", and also {}", every_of(&weekdays)) } else { String::new() };
                format!("at {times} on {}{also}", self.days_of_months())
            }
            Clock::At(times) => {
                let days = if has_weekdays { every_of(&weekdays) } else { "every day".to_owned() };
                format!("{days} at {times}{months}")
            }
            Clock::Often(often) if has_days => {
                let also = if has_weekdays { format!(", and also {}", on_of(&weekdays)) } else { String::new() };
                format!("{often} on {}{also}", self.days_of_months())
            }
            Clock::Often(often) => {
                let days = if has_weekdays { format!(" {}", on_of(&weekdays)) } else { String::new() };
                format!("{often}{days}{months}")
            }
        }
    }

    fn clock(&self) -> Clock {
        let minutes = self.minutes.numbers();
        let hours = self.hours.numbers();
        let one = if let [minute] = minutes.as_slice() { Some(*minute) } else { None };
        let is_every_hour = self.hours.is_full(Field::Hour);
        if let Some(minute) = one {
            let from = if minute == 0 { String::new() } else { format!(" from {} on", time(0, minute)) };
            match evenly(&hours, 24) {
                Some(1) if minute == 0 => return Clock::Often("every hour".to_owned()),
                Some(1) if minute == 1 => return Clock::Often("1 minute past every hour".to_owned()),
                Some(1) => return Clock::Often(format!("{minute} minutes past every hour")),
                Some(step) if hours.len() > 2 => return Clock::Often(format!("every {step} hours{from}")),
                Some(_) | None => {}
            }
            if let Some((step, first, last)) = progression(&hours).filter(|_| hours.len() > MOST_TIMES) {
                let (first, last) = (time(first, minute), time(last, minute));
                let hours = if step == 1 { "hour".to_owned() } else { format!("{step} hours") };
                return Clock::Often(format!("every {hours} from {first} to {last}"));
            }
        }
        let even = evenly(&minutes, 60);
        if one.is_some() || (minutes.len() * hours.len() <= MOST_TIMES && even.is_none()) {
            let times = hours.iter().flat_map(|hour| minutes.iter().map(|minute| time(*hour, *minute)));
            return Clock::At(list(&times.collect::<Vec<_>>()));
        }
        let (often, is_named) = match (even, progression(&minutes)) {
            (Some(1), _) => ("every minute".to_owned(), false),
            (Some(step), _) => (format!("every {step} minutes"), false),
            (None, Some((1, first, last))) => (format!("every minute from :{first:02} to :{last:02}"), true),
            (None, Some((step, first, last))) if last + step > 59 => {
                (format!("every {step} minutes, counted from :{first:02}"), true)
            }
            (None, Some(_) | None) => {
                let minutes: Vec<String> = minutes.iter().map(|minute| format!(":{minute:02}")).collect();
                (format!("at {}", list(&minutes)), true)
            }
        };
        let within = match (is_every_hour, progression(&hours)) {
            (true, _) if is_named => " of every hour".to_owned(),
            (true, _) => String::new(),
            (false, Some((1, first, last))) if is_named => format!(" of each hour from {first:02} to {last:02}"),
            (false, Some((1, first, last))) => format!(" from {} to {}", time(first, 0), time(last, 59)),
            (false, Some(_) | None) => {
                let named: Vec<String> = hours.iter().map(|hour| format!("{hour:02}")).collect();
                match hours.as_slice() {
                    [hour] if is_named => format!(" of the hour {hour:02}"),
                    [hour] => format!(" from {} to {}", time(*hour, 0), time(*hour, 59)),
                    _ => format!(" in the hours {}", list(&named)),
                }
            }
        };
        Clock::Often(often + &within)
    }

    /// From Monday on, which is 0.
    fn weekdays_in_order(&self) -> Vec<u32> {
        (0..7).filter(|day| self.weekdays.contains((day + 1) % 7)).collect()
    }

    /// ` in January and July`; empty: in all of them.
    fn in_months(&self) -> String {
        if self.months.is_full(Field::Month) {
            return String::new();
        }
        let months = self.months.numbers();
        match progression(&months) {
            Some((1, first, last)) => format!(" from {} to {}", month(first), month(last)),
            Some(_) | None => format!(" in {}", list(&months.into_iter().map(month).collect::<Vec<_>>())),
        }
    }

    /// `the 1st and 15th of the month`, `1 January`.
    fn days_of_months(&self) -> String {
        let days = self.days.numbers();
        let months = self.months.numbers();
        if let ([day], [one]) = (days.as_slice(), months.as_slice()) {
            return format!("{day} {}", month(*one));
        }
        let days = match progression(&days) {
            Some((1, first, last)) => format!("the {} to {}", ordinal(first), ordinal(last)),
            Some((step, first, last)) if last + step > 31 => {
                format!("every {} day, counted from the {}", ordinal(step), ordinal(first))
            }
            Some(_) | None => format!("the {}", list(&days.into_iter().map(ordinal).collect::<Vec<_>>())),
        };
        if self.months.is_full(Field::Month) {
            return format!("{days} of the month");
        }
        match progression(&months) {
            Some((1, first, last)) => format!("{days} of each month from {} to {}", month(first), month(last)),
            Some(_) | None => format!("{days} of {}", list(&months.into_iter().map(month).collect::<Vec<_>>())),
        }
    }
}

/// The step, if the numbers go evenly through a day or an hour of `size`, from 0 on.
fn evenly(numbers: &[u32], size: u32) -> Option<u32> {
    let second = *numbers.get(1)?;
    let is_even = numbers.first() == Some(&0) && size.is_multiple_of(second);
    let is_all = is_even && numbers.iter().copied().eq((0..size).step_by(second as usize));
    is_all.then_some(second)
}

/// Step, first and last of at least three numbers with equal steps.
fn progression(numbers: &[u32]) -> Option<(u32, u32, u32)> {
    let [first, second, .., last] = numbers else { return None };
    let step = second - first;
    let is_even = numbers.windows(2).all(|pair| pair[1] - pair[0] == step);
    is_even.then_some((step, *first, *last))
}

/// `every weekday`, `every Monday and Thursday`.
fn every_of(weekdays: &[u32]) -> String {
    match (weekdays, progression(weekdays)) {
        ([0, 1, 2, 3, 4], _) => "every weekday".to_owned(),
        (_, Some((1, first, last))) => format!("every day from {} to {}", weekday(first), weekday(last)),
        (_, Some(_) | None) => format!("every {}", list(&weekdays.iter().map(|day| weekday(*day)).collect::<Vec<_>>())),
    }
}

/// `on weekdays`, `on Mondays and Thursdays`.
fn on_of(weekdays: &[u32]) -> String {
    match (weekdays, progression(weekdays)) {
        ([0, 1, 2, 3, 4], _) => "on weekdays".to_owned(),
        (_, Some((1, first, last))) => format!("from {} to {}", weekday(first), weekday(last)),
        (_, Some(_) | None) => {
            let days: Vec<String> = weekdays.iter().map(|day| format!("{}s", weekday(*day))).collect();
            format!("on {}", list(&days))
        }
    }
}

fn weekday(day: u32) -> &'static str {
    WEEKDAYS.get(day as usize).copied().unwrap_or_default()
}

fn month(month: u32) -> &'static str {
    MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or_default()
}

fn time(hour: u32, minute: u32) -> String {
    format!("{hour:02}:{minute:02}")
}

/// `1st`, `22nd`, `13th`.
fn ordinal(number: u32) -> String {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

/// `a, b and c`; of long lists, the start.
fn list(names: &[impl AsRef<str>]) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let shown = &names[..names.len() - more];
    let mut text = String::new();
    for (at, name) in shown.iter().enumerate() {
        let joint = match at {
            0 => "",
            _ if at + 1 == names.len() => " and ",
            _ => ", ",
        };
        text.push_str(joint);
        text.push_str(name.as_ref());
    }
    if more > 0 {
        let _ = write!(text, " and {more} more");
    }
    text
}
