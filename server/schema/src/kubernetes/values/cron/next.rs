//! When a schedule runs next.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::super::zone::{Timestamp, Zone};
use super::field::Field;
use super::{Schedule, Times};

/// How many years are searched, as the library that CronJobs use does; then a schedule counts as one that never runs.
const YEARS: i16 = 5;

impl Schedule {
    /// The next `count` runs after a moment, as a clock in the zone shows them, and fewer if there are no more. What the
    /// clock leaps over in spring is left out, and what it shows twice in autumn runs twice, as in the cluster. Of
    /// `@every`, the first one comes when its time is over: counted from `after`, though the cluster counts from a run.
    pub fn runs(&self, zone: &Zone, after: Timestamp, count: usize) -> Vec<DateTime> {
        let next = |at: &Timestamp| match self {
            Schedule::Times(times) => times.next_in(&zone.0, *at),
            Schedule::Every(duration) => at.checked_add(duration.seconds().max(1).seconds()).ok(),
        };
        std::iter::successors(next(&after), next).take(count).map(|at| zone.clock(at)).collect()
    }

    /// Whether it ever runs: `0 0 30 2 *` does not.
    pub fn is_possible(&self) -> bool {
        match self {
            Schedule::Times(times) => times.is_possible(),
            Schedule::Every(_) => true,
        }
    }
}

impl Times {
    /// The first run after a moment of a clock that never leaps; `None`: within five years there is none.
    pub fn next(&self, after: DateTime) -> Option<DateTime> {
        self.first_from(start_of_minute(after).checked_add(1.minute()).ok()?)
    }

    /// The first run at a moment or later.
    fn first_from(&self, from: DateTime) -> Option<DateTime> {
        if !self.is_possible() {
            return None;
        }
        let last_year = from.year().saturating_add(YEARS);
        let mut date = from.date();
        let mut time = from.time();
        while date.year() <= last_year {
            if !self.months.contains(positive(date.month())) {
                date = date.last_of_month().tomorrow().ok()?;
            } else if let Some(time) = self.time(time).filter(|_| self.has_day(date)) {
                return Some(date.to_datetime(time));
            } else {
                date = date.tomorrow().ok()?;
            }
            time = Time::midnight();
        }
        None
    }

    /// The first time of a day that is not before `from`.
    fn time(&self, from: Time) -> Option<Time> {
        let hour = positive(from.hour());
        let in_hour = self.minutes.first(positive(from.minute())).filter(|_| self.hours.contains(hour));
        let (hour, minute) = match in_hour {
            Some(minute) => (hour, minute),
            None => (self.hours.first(hour + 1)?, self.minutes.first(0)?),
        };
        Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
    }

    /// Whether it runs at a moment.
    pub fn matches(&self, at: DateTime) -> bool {
        self.months.contains(positive(at.month()))
            && self.has_day(at.date())
            && self.hours.contains(positive(at.hour()))
            && self.minutes.contains(positive(at.minute()))
            && at == start_of_minute(at)
    }

    /// Either field of days suffices, unless one of them is a star.
    pub(super) fn either_day(&self) -> bool {
        !self.days.is_star && !self.weekdays.is_star
    }

    fn has_day(&self, date: Date) -> bool {
        let day = self.days.contains(positive(date.day()));
        let weekday = self.weekdays.contains(positive(date.weekday().to_sunday_zero_offset()));
        if self.either_day() { day || weekday } else { day && weekday }
    }

    pub(super) fn is_possible(&self) -> bool {
        let is_day_in_a_month = |month: &u32| {
            let longest = match month {
                2 => 29,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            self.days.first(0).is_some_and(|day| day <= longest)
        };
        let is_in_month = self.months.numbers().iter().any(is_day_in_a_month);
        let has_months = !self.months.is_empty();
        let has_days = if self.either_day() {
            is_in_month || (has_months && !self.weekdays.is_empty())
        } else {
            is_in_month && !self.weekdays.is_empty()
        };
        has_days && !self.hours.is_empty() && !self.minutes.is_empty()
    }

    /// Whether it runs on every day of its months.
    pub(super) fn is_daily(&self) -> bool {
        let (days, weekdays) = (self.days.is_full(Field::DayOfMonth), self.weekdays.is_full(Field::DayOfWeek));
        if self.either_day() { days || weekdays } else { days && weekdays }
    }

    /// The first run after a moment, by the clock of a zone. Between two changes of the clock it goes like any other.
    /// Only where a clock leaps by half an hour, on Lord Howe, the library is another half an hour late on that day.
    fn next_in(&self, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
        let last = after.as_second().saturating_add(i64::from(YEARS) * 366 * 86_400);
        let mut offset = zone.to_offset(after);
        let mut from = start_of_minute(offset.to_datetime(after)).checked_add(1.minute()).ok()?;
        let mut changes = zone.following(after);
        loop {
            let change = changes.next();
            let found = self.first_from(from).and_then(|at| offset.to_timestamp(at).ok());
            match (found, change) {
                (Some(found), None) => return Some(found),
                (Some(found), Some(change)) if found < change.timestamp() => return Some(found),
                (Some(_) | None, Some(change)) if change.timestamp().as_second() <= last => {
                    offset = change.offset();
                    let at = offset.to_datetime(change.timestamp());
                    from = start_of_minute(at);
                    if from < at {
                        from = from.checked_add(1.minute()).ok()?;
                    }
                }
                (Some(_) | None, Some(_)) | (None, None) => return None,
            }
        }
    }
}

fn start_of_minute(at: DateTime) -> DateTime {
    let time = Time::new(at.hour(), at.minute(), 0, 0);
    time.map_or(at, |time| at.date().to_datetime(time))
}

/// The library counts hours and days in signed bytes, which are never below zero.
fn positive(number: i8) -> u32 {
    u32::from(number.unsigned_abs())
}
