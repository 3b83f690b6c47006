use std::fmt::Write;

use expect_test::expect;
use proptest::prelude::*;

use super::super::zone::{self, DateTime, Timestamp, Zone};
use super::{Schedule, Times, macros, parse};

fn schedule(text: &str) -> Schedule {
    parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}")).schedule
}

fn times(text: &str) -> Times {
    match schedule(text) {
        Schedule::Times(times) => times,
        Schedule::Every(_) => panic!("{text} has times"),
    }
}

fn clock(text: &str) -> DateTime {
    text.parse().expect("a date and a time")
}

fn runs(text: &str, zone: &str, after: &str, count: usize) -> String {
    let after: Timestamp = after.parse().expect("a moment");
    let zone = zone::parse(zone).expect("a zone");
    let runs = schedule(text).runs(&zone, after, count);
    runs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn schedules_in_words() {
    let texts = [
        "* * * * *",
        "*/15 * * * *",
        "0,30 * * * *",
        "*/7 * * * *",
        "5/15 * * * *",
        "0-10 * * * *",
        "3,17,50 * * * *",
        "0 * * * *",
        "15 * * * *",
        "1 * * * *",
        "0 */6 * * *",
        "15 */6 * * *",
        "0 */5 * * *",
        "0 */12 * * *",
        "30 2 * * *",
        "30 2,14 * * *",
        "0,20 2,14 * * *",
        "0,20 2,14,20 * * *",
        "30 2 * * 1-5",
        "30 2 * * mon-fri",
        "0 4 * * 6,0",
        "0 4 * * SUN",
        "0 4 * * 1,4",
        "0 4 * * 1-4",
        "0 4 * * 5,6,0",
        "0 3 1 * *",
        "0 3 1,15 * *",
        "0 3 1-7 * *",
        "0 3 */2 * *",
        "0 3 */10 * *",
        "0 3 ? * ?",
        "0 0 1 1 *",
        "0 0 29 2 *",
        "0 0 30 2 *",
        "0 0 31 4,6 *",
        "0 0 1 1,7 *",
        "0 0 1 */3 *",
        "0 0 1 6-8 *",
        "0 0 * 6-8 *",
        "0 0 * jan mon",
        "0 3 13 * 5",
        "0 0 1-31 * 1",
        "0 0 */2 * 1",
        "*/15 9-17 * * 1-5",
        "0,30 9-17 * * 1-5",
        "0 9-17 * * 1-5",
        "15 8-18/2 * * *",
        "* 2 * * *",
        "*/10 2 * * *",
        "5-8 3 * * *",
        "*/20 0,6,12,18 * * *",
        "1,2,4 1-3 1 * *",
        "*/5 * 1 1 *",
        "*/5 * 13 * 5",
        "0 1,2,3,5,8,13,21,22,23 * * *",
        "@yearly",
        "@monthly",
        "@weekly",
        "@daily",
        "@hourly",
        "@every 1h30m",
        "@every 1h",
        ", * * * *",
        "0 0 1,,2 * *",
    ];
    let mut shown = String::new();
    for text in texts {
        writeln!(shown, "{text:30} {}", schedule(text).spoken()).unwrap();
    }
    expect![[r#"
        * * * * *                      every minute
        */15 * * * *                   every 15 minutes
        0,30 * * * *                   every 30 minutes
        */7 * * * *                    every 7 minutes, counted from :00 of every hour
        5/15 * * * *                   every 15 minutes, counted from :05 of every hour
        0-10 * * * *                   every minute from :00 to :10 of every hour
        3,17,50 * * * *                at :03, :17 and :50 of every hour
        0 * * * *                      every hour
        15 * * * *                     15 minutes past every hour
        1 * * * *                      1 minute past every hour
        0 */6 * * *                    every 6 hours
        15 */6 * * *                   every 6 hours from 00:15 on
        0 */5 * * *                    every 5 hours from 00:00 to 20:00
        0 */12 * * *                   every day at 00:00 and 12:00
        30 2 * * *                     every day at 02:30
        30 2,14 * * *                  every day at 02:30 and 14:30
        0,20 2,14 * * *                every day at 02:00, 02:20, 14:00 and 14:20
        0,20 2,14,20 * * *             at :00 and :20 in the hours 02, 14 and 20
        30 2 * * 1-5                   every weekday at 02:30
        30 2 * * mon-fri               every weekday at 02:30
        0 4 * * 6,0                    every Saturday and Sunday at 04:00
        0 4 * * SUN                    every Sunday at 04:00
        0 4 * * 1,4                    every Monday and Thursday at 04:00
        0 4 * * 1-4                    every day from Monday to Thursday at 04:00
        0 4 * * 5,6,0                  every day from Friday to Sunday at 04:00
        0 3 1 * *                      at 03:00 on the 1st of the month
        0 3 1,15 * *                   at 03:00 on the 1st and 15th of the month
        0 3 1-7 * *                    at 03:00 on the 1st to 7th of the month
        0 3 */2 * *                    at 03:00 on every 2nd day, counted from the 1st of the month
        0 3 */10 * *                   at 03:00 on every 10th day, counted from the 1st of the month
        0 3 ? * ?                      every day at 03:00
        0 0 1 1 *                      at 00:00 on 1 January
        0 0 29 2 *                     at 00:00 on 29 February
        0 0 30 2 *                     never
        0 0 31 4,6 *                   never
        0 0 1 1,7 *                    at 00:00 on the 1st of January and July
        0 0 1 */3 *                    at 00:00 on the 1st of January, April, July and October
        0 0 1 6-8 *                    at 00:00 on the 1st of each month from June to August
        0 0 * 6-8 *                    every day at 00:00 from June to August
        0 0 * jan mon                  every Monday at 00:00 in January
        0 3 13 * 5                     at 03:00 on the 13th of the month, and also every Friday
        0 0 1-31 * 1                   every day at 00:00
        0 0 */2 * 1                    at 00:00 on every 2nd day, counted from the 1st of the month, and also every Monday
        */15 9-17 * * 1-5              every 15 minutes from 09:00 to 17:59 on weekdays
        0,30 9-17 * * 1-5              every 30 minutes from 09:00 to 17:59 on weekdays
        0 9-17 * * 1-5                 every hour from 09:00 to 17:00 on weekdays
        15 8-18/2 * * *                every 2 hours from 08:15 to 18:15
        * 2 * * *                      every minute from 02:00 to 02:59
        */10 2 * * *                   every 10 minutes from 02:00 to 02:59
        5-8 3 * * *                    every day at 03:05, 03:06, 03:07 and 03:08
        */20 0,6,12,18 * * *           every 20 minutes in the hours 00, 06, 12 and 18
        1,2,4 1-3 1 * *                at :01, :02 and :04 of each hour from 01 to 03 on the 1st of the month
        */5 * 1 1 *                    every 5 minutes on 1 January
        */5 * 13 * 5                   every 5 minutes on the 13th of the month, and also on Fridays
        0 1,2,3,5,8,13,21,22,23 * * *  every day at 01:00, 02:00, 03:00, 05:00, 08:00, 13:00, 21:00, 22:00 and 1 more
        @yearly                        at 00:00 on 1 January
        @monthly                       at 00:00 on the 1st of the month
        @weekly                        every Sunday at 00:00
        @daily                         every day at 00:00
        @hourly                        every hour
        @every 1h30m                   every 1 hour 30 minutes
        @every 1h                      every hour
        , * * * *                      never
        0 0 1,,2 * *                   at 00:00 on the 1st and 2nd of the month
    "#]].assert_eq(&shown);
}

#[test]
fn mistakes_say_what_to_write() {
    let texts = [
        "",
        "  ",
        "* * * *",
        "5",
        "0 0 12 * * ?",
        "0 0 0 1 1 * 2026",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * 0 *",
        "* * * * 7",
        "* * * * 1-7",
        "* * * * 8",
        "* 22-6 * * *",
        "* * * * fri-mon",
        "*/0 * * * *",
        "*/x * * * *",
        "*/ * * * *",
        "1-2-3 * * * *",
        "1/2/3 * * * *",
        "- * * * *",
        "5- * * * *",
        "-5 * * * *",
        "1.5 * * * *",
        "a * * * *",
        "* * L * *",
        "* * 15W * *",
        "* * * * 5#2",
        "H * * * *",
        "* * * foo *",
        "* * * january *",
        "* * * * monday",
        "0,70 * * * *",
        "@Daily",
        "@reboot",
        "@fortnightly",
        "@every",
        "@every 1d",
        "@every 5",
        " @daily",
        "TZ=Europe/Berlin",
        "TZ=Europe/Berlin ",
        "TZ=Berlin 0 0 * * *",
        "CRON_TZ=UTC 0 0 * *",
        "99999999999999999999 * * * *",
        "ä * * * *",
    ];
    let mut shown = String::new();
    for text in texts {
        let mistake = parse(text).expect_err(text);
        writeln!(shown, "{text:20} {mistake} `{}`", &text[mistake.range.clone()]).unwrap();
    }
    expect![[r#"
                             The schedule is empty; write five fields, as in `30 2 * * *` ``
                             The schedule is empty; write five fields, as in `30 2 * * *` `  `
        * * * *              The schedule has 4 fields; write 5: minute, hour, day of month, month, day of week `* * * *`
        5                    The schedule has 1 field; write 5: minute, hour, day of month, month, day of week `5`
        0 0 12 * * ?         The schedule has 6 fields; write 5, without seconds and years: minute, hour, day of month, month, day of week `0 0 12 * * ?`
        0 0 0 1 1 * 2026     The schedule has 7 fields; write 5: minute, hour, day of month, month, day of week `0 0 0 1 1 * 2026`
        60 * * * *           `60` is no minute; write a number from 0 to 59 `60`
        * 24 * * *           `24` is no hour; write a number from 0 to 23 `24`
        * * 0 * *            `0` is no day of the month; write a number from 1 to 31 `0`
        * * 32 * *           `32` is no day of the month; write a number from 1 to 31 `32`
        * * * 13 *           `13` is no month; write a number from 1 to 12 `13`
        * * * 0 *            `0` is no month; write a number from 1 to 12 `0`
        * * * * 7            `7` is no day of the week here; write `0` or `sun` for Sunday `7`
        * * * * 1-7          `7` is no day of the week here; write `0` or `sun` for Sunday `1-7`
        * * * * 8            `8` is no day of the week; write a number from 0 to 6 `8`
        * 22-6 * * *         `22-6` ends before it starts; write `22-23,0-6` `22-6`
        * * * * fri-mon      `fri-mon` ends before it starts; write `fri-sat,sun-mon` `fri-mon`
        */0 * * * *          A step of 0 leads nowhere; write 1 or more `*/0`
        */x * * * *          `x` is no minute; write a number from 0 to 59 `*/x`
        */ * * * *           A number is missing for the minute; write one from 0 to 59 `*/`
        1-2-3 * * * *        `1-2-3` has more than one `-`; write two numbers with one between `1-2-3`
        1/2/3 * * * *        `1/2/3` has more than one `/`; write one step `1/2/3`
        - * * * *            A number is missing for the minute; write one from 0 to 59 `-`
        5- * * * *           A number is missing for the minute; write one from 0 to 59 `5-`
        -5 * * * *           A number is missing for the minute; write one from 0 to 59 `-5`
        1.5 * * * *          `1.5` is no minute; write a number from 0 to 59 `1.5`
        a * * * *            `a` is no minute; write a number from 0 to 59 `a`
        * * L * *            `L` is known to other schedulers only; write numbers, names, `*`, `-`, `,` and `/` `L`
        * * 15W * *          `W` in `15W` is known to other schedulers only; write numbers, names, `*`, `-`, `,` and `/` `15W`
        * * * * 5#2          `#` in `5#2` is known to other schedulers only; write numbers, names, `*`, `-`, `,` and `/` `5#2`
        H * * * *            `H` is known to other schedulers only; write numbers, names, `*`, `-`, `,` and `/` `H`
        * * * foo *          `foo` is no month; write a number from 1 to 12, or `jan` to `dec` `foo`
        * * * january *      `january` is no month; write a number from 1 to 12, or `jan` to `dec` `january`
        * * * * monday       `monday` is no day of the week; write a number from 0 to 6, or `sun` to `sat` `monday`
        0,70 * * * *         `70` is no minute; write a number from 0 to 59 `70`
        @Daily               `@Daily` is no schedule; write `@daily` `@Daily`
        @reboot              `@reboot` is no schedule; write `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` or five fields `@reboot`
        @fortnightly         `@fortnightly` is no schedule; write `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` or five fields `@fortnightly`
        @every               `@every` is no schedule; write `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` or five fields `@every`
        @every 1d            Hours are the largest unit here; write `24h` for a day `1d`
        @every 5             `5` has no unit; write `5s` for seconds `5`
         @daily              The schedule has 1 field; write 5: minute, hour, day of month, month, day of week ` @daily`
        TZ=Europe/Berlin     Nothing is behind the time zone; write the schedule there `TZ=Europe/Berlin`
        TZ=Europe/Berlin     Nothing is behind the time zone; write the schedule there `TZ=Europe/Berlin `
        TZ=Berlin 0 0 * * *  `Berlin` is no time zone; write `Europe/Berlin` `Berlin`
        CRON_TZ=UTC 0 0 * *  The schedule has 4 fields; write 5: minute, hour, day of month, month, day of week `0 0 * *`
        99999999999999999999 * * * * `99999999999999999999` is no minute; write a number from 0 to 59 `99999999999999999999`
        ä * * * *            `ä` is no minute; write a number from 0 to 59 `ä`
    "#]].assert_eq(&shown);
}

#[test]
fn what_the_library_takes_is_taken() {
    for text in [
        "+5 * * * *",
        "05 * * * *",
        "*-5 * * * *",
        "?/2 * * * *",
        "0  0\t* * *",
        " 0 0 * * * ",
        "0 0 * JAN-mar SuN",
        "1,2,,3 * * * *",
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
    for (name, fields) in macros() {
        assert_eq!(schedule(name), schedule(fields), "{name}");
    }
}

#[test]
fn zones_in_front_are_recognised() {
    let zone = |text| parse(text).ok().and_then(|cron| cron.zone).map(|zone| (zone.name, text[zone.range].to_owned()));
    assert_eq!(zone("TZ=Europe/Berlin  0 3 * * *"), Some(("Europe/Berlin", "TZ=Europe/Berlin  ".to_owned())));
    assert_eq!(zone("CRON_TZ=UTC @daily"), Some(("UTC", "CRON_TZ=UTC ".to_owned())));
    assert_eq!(zone("0 3 * * *"), None);
    assert_eq!(schedule("TZ=UTC @daily"), schedule("@daily"));
}

#[test]
fn next_runs() {
    let table = [
        ("*/15 * * * *", "2012-07-09T14:45:59", Some("2012-07-09T15:00:00")),
        ("20-35/15 * * * *", "2012-07-09T15:45:00", Some("2012-07-09T16:20:00")),
        ("*/15 * * * *", "2012-12-31T23:46:00", Some("2013-01-01T00:00:00")),
        ("0 0 * * mon", "2026-11-24T12:00:00", Some("2026-11-30T00:00:00")),
        ("30 2 * * *", "2026-11-24T02:30:00", Some("2026-11-25T02:30:00")),
        ("30 2 * * *", "2026-11-24T02:29:59", Some("2026-11-24T02:30:00")),
        ("0 0 29 2 *", "2026-11-24T00:00:00", Some("2028-02-29T00:00:00")),
        ("0 0 29 2 *", "2096-03-01T00:00:00", None),
        ("0 0 29 2 mon", "2026-11-24T00:00:00", Some("2027-02-01T00:00:00")),
        ("0 0 30 feb ?", "2026-11-24T00:00:00", None),
        ("0 0 31 4,6,9,11 *", "2026-11-24T00:00:00", None),
        ("0 0 13 * 5", "2026-11-24T00:00:00", Some("2026-11-27T00:00:00")),
        ("0 0 */2 * 2", "2026-11-24T00:00:00", Some("2026-11-25T00:00:00")),
        ("* * * * *", "9999-12-31T23:59:00", None),
        (", * * * *", "2026-11-24T00:00:00", None),
    ];
    for (text, after, expected) in table {
        assert_eq!(times(text).next(clock(after)), expected.map(clock), "{text} after {after}");
    }
}

#[test]
fn clocks_that_leap() {
    let mut shown = String::new();
    for (text, zone, after, count) in [
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3),
        ("0 * * * *", "Europe/Berlin", "2026-03-28T23:30:00Z", 3),
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 3),
        ("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z", 6),
        ("0 0 * * *", "America/Santiago", "2026-09-04T12:00:00Z", 3),
        ("0 9 * * 1-5", "America/New_York", "2026-11-24T18:00:00Z", 3),
        ("0 0 29 2 *", "Asia/Kathmandu", "2026-11-24T18:00:00Z", 2),
        ("0 0 30 2 *", "Europe/Berlin", "2026-11-24T18:00:00Z", 2),
        ("@every 90m", "UTC", "2026-11-24T18:00:30Z", 2),
        ("15 10 * * *", "UTC", "2026-11-24T18:00:00Z", 2),
    ] {
        writeln!(shown, "{text:12} {zone:16} {}", runs(text, zone, after, count)).unwrap();
    }
    expect![[r#"
        30 2 * * *   Europe/Berlin    2026-03-28T02:30:00 2026-03-30T02:30:00 2026-03-31T02:30:00
        0 * * * *    Europe/Berlin    2026-03-29T01:00:00 2026-03-29T03:00:00 2026-03-29T04:00:00
        30 2 * * *   Europe/Berlin    2026-10-25T02:30:00 2026-10-25T02:30:00 2026-10-26T02:30:00
        */30 * * * * Europe/Berlin    2026-10-25T02:00:00 2026-10-25T02:30:00 2026-10-25T02:00:00 2026-10-25T02:30:00 2026-10-25T03:00:00 2026-10-25T03:30:00
        0 0 * * *    America/Santiago 2026-09-05T00:00:00 2026-09-07T00:00:00 2026-09-08T00:00:00
        0 9 * * 1-5  America/New_York 2026-11-25T09:00:00 2026-11-26T09:00:00 2026-11-27T09:00:00
        0 0 29 2 *   Asia/Kathmandu   2028-02-29T00:00:00 2032-02-29T00:00:00
        0 0 30 2 *   Europe/Berlin    
        @every 90m   UTC              2026-11-24T19:30:30 2026-11-24T21:00:30
        15 10 * * *  UTC              2026-11-25T10:15:00 2026-11-26T10:15:00
    "#]].assert_eq(&shown);
}

/// A field that is right.
fn field(least: u32, most: u32) -> impl Strategy<Value = String> {
    let number = least..=most;
    let range = (number.clone(), number.clone()).prop_map(|(a, b)| format!("{}-{}", a.min(b), a.max(b)));
    let item = prop_oneof![
        Just("*".to_owned()),
        number.clone().prop_map(|it| it.to_string()),
        range.clone(),
        (range, 1..20_u32).prop_map(|(range, step)| format!("{range}/{step}")),
        (1..20_u32).prop_map(|step| format!("*/{step}")),
    ];
    prop::collection::vec(item, 1..3).prop_map(|items| items.join(","))
}

proptest! {
    #[test]
    fn the_next_run_is_later_and_fits(
        fields in (field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6)),
        second in 0_i64..4_000_000_000,
    ) {
        let (minutes, hours, days, months, weekdays) = fields;
        let text = format!("{minutes} {hours} {days} {months} {weekdays}");
        let times = times(&text);
        let moment = Timestamp::from_second(second).expect("a moment");
        let after = Zone::UTC.clock(moment);
        let next = times.next(after);
        // Only the 29th of February can be further away than is searched.
        prop_assert_eq!(next.is_some() || after.year() > 2090, times.is_possible(), "{}", text);
        if let Some(next) = next {
            prop_assert!(next > after && times.matches(next), "{} after {}: {}", text, after, next);
            prop_assert!(times.spoken() != "never");
            let zoned = Schedule::Times(times).runs(&Zone::UTC, moment, 1);
            prop_assert_eq!(zoned, [next]);
            // Nothing in between was missed: a sample of the minutes before.
            for minutes in 1..120 {
                let between = next.checked_sub(jiff::ToSpan::minutes(minutes)).expect("a time");
                prop_assert!(between <= after || !times.matches(between), "{} missed {}", text, between);
            }
        }
        for name in ["Europe/Berlin", "Australia/Lord_Howe"] {
            let zone = zone::parse(name).expect("a zone");
            for run in Schedule::Times(times).runs(&zone, moment, 2) {
                prop_assert!(times.matches(run), "{} in {}: {}", text, name, run);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9*/,?-]{1,6}( [0-9*/,LWmonja-]{1,5}){4}|[@TZ=a-z 0-9]{0,16}|.{0,12}") {
        match parse(&text) {
            Ok(cron) => prop_assert!(!cron.schedule.spoken().is_empty()),
            Err(mistake) => {
                prop_assert!(text.get(mistake.range.clone()).is_some());
                prop_assert!(!mistake.to_string().is_empty());
            }
        }
    }
}
