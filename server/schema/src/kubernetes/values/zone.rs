//! Time zones by their IANA names: `Europe/Berlin`. The database is bundled (some 230 KB), so that nothing depends on
//! the machine.

use std::fmt;

pub use jiff::Timestamp;
pub use jiff::civil::DateTime;
use jiff::tz::{self, TimeZone};

/// A time zone with its changes of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(pub(super) TimeZone);

/// What is wrong with the name of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake<'t> {
    /// Nothing is there.
    Empty,
    /// `Local`: that of whoever reads it.
    Local,
    /// No zone has that name.
    Unknown(&'t str),
}

impl Zone {
    /// The one without changes, in which a CronJob without `timeZone` runs on nearly every cluster.
    pub const UTC: Zone = Zone(TimeZone::UTC);

    /// What a clock in it shows.
    pub fn clock(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at)
    }
}

/// The zone of that name. Names tell upper from lower case, as the API server does.
pub fn parse(name: &str) -> Result<Zone, Mistake<'_>> {
    if name.is_empty() {
        return Err(Mistake::Empty);
    }
    if name.eq_ignore_ascii_case("Local") {
        return Err(Mistake::Local);
    }
    // `Etc/Unknown` is a zone to the library only.
    let zone = tz::db().get(name).ok().filter(|zone| zone.iana_name() == Some(name));
    zone.map(Zone).ok_or(Mistake::Unknown(name))
}

/// The names of all zones, in order.
pub fn names() -> impl Iterator<Item = String> {
    tz::db().available().map(|name| name.as_str().to_owned())
}

/// The name that was probably meant: `Europe/Berlin` for `europe/berlin`, for `Berlin` and for `Europe Berlin`. `None`: it
/// is one, or nobody can tell.
pub fn nearest(name: &str) -> Option<String> {
    let plain = |name: &str| name.trim().replace([' ', '-'], "_").to_lowercase();
    let meant = plain(name);
    if meant.is_empty() || parse(name).is_ok() {
        return None;
    }
    let mut known = names().filter(|known| {
        let known = plain(known);
        known == meant || known.replace('/', "_") == meant || known.rsplit('/').next() == Some(&meant)
    });
    let first = known.next()?;
    // Two zones of a city are one too many to choose from.
    known.next().is_none().then_some(first)
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => {
                f.write_str("The time zone is empty; write one, such as `Europe/Berlin`, or leave it out")
            }
            Mistake::Local => f.write_str("`Local` depends on who reads it; write a zone, such as `Europe/Berlin`"),
            Mistake::Unknown(name) => {
                write!(f, "`{name}` is no time zone; ")?;
                match nearest(name) {
                    Some(nearest) => write!(f, "write `{nearest}`"),
                    None => f.write_str("write a name such as `Europe/Berlin` or `Etc/UTC`"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::{Timestamp, names, parse};

    #[test]
    fn zones() {
        for name in ["UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "EST5EDT", "Asia/Calcutta"] {
            assert!(parse(name).is_ok(), "{name}");
        }
        let mut shown = String::new();
        for name in [
            "",
            "local",
            "europe/berlin",
            "Berlin",
            "America/New York",
            "Europe Berlin",
            "CEST",
            "Etc/Unknown",
            "Mars/X",
            "../UTC",
        ] {
            writeln!(shown, "{name:16} {}", parse(name).expect_err(name)).unwrap();
        }
        expect![[r#"
                             The time zone is empty; write one, such as `Europe/Berlin`, or leave it out
            local            `Local` depends on who reads it; write a zone, such as `Europe/Berlin`
            europe/berlin    `europe/berlin` is no time zone; write `Europe/Berlin`
            Berlin           `Berlin` is no time zone; write `Europe/Berlin`
            America/New York `America/New York` is no time zone; write `America/New_York`
            Europe Berlin    `Europe Berlin` is no time zone; write `Europe/Berlin`
            CEST             `CEST` is no time zone; write a name such as `Europe/Berlin` or `Etc/UTC`
            Etc/Unknown      `Etc/Unknown` is no time zone; write a name such as `Europe/Berlin` or `Etc/UTC`
            Mars/X           `Mars/X` is no time zone; write a name such as `Europe/Berlin` or `Etc/UTC`
            ../UTC           `../UTC` is no time zone; write a name such as `Europe/Berlin` or `Etc/UTC`
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn every_name_is_a_zone_whose_clock_goes() {
        assert!(names().count() > 400);
        assert!(names().all(|name| parse(&name).is_ok()));
        let at = Timestamp::from_second(1_700_000_000).expect("a time");
        let berlin = parse("Europe/Berlin").expect("a zone");
        assert_eq!(berlin.clock(at).to_string(), "2023-11-14T23:13:20");
    }
}
