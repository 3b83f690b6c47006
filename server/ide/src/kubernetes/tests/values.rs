//! Hovers that say what a value comes to: schedules, durations, seconds.

use std::fmt::Write;

use expect_test::{Expect, expect};
use schema::kubernetes::values::zone::Timestamp;

use crate::check::{Case, check_hover};

/// A CronJob with something for its `spec`.
fn cron_job(spec: &str) -> String {
    format!("#- x.yaml\napiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: x\nspec:\n{spec}")
}

/// Holds the titles of hovers on a Tuesday evening, and what they say of the time to come.
#[track_caller]
fn check(fixtures: &[String], expected: &Expect) {
    let now: Timestamp = "2026-11-24T18:30:00Z".parse().expect("a moment");
    let mut shown = String::new();
    for fixture in fixtures {
        let case = Case::new(fixture);
        let (path, offset) = case.cursor();
        let hover = crate::hover::hover_at(&case.snapshot, &path, offset, Some(now));
        let markdown = hover.map_or_else(|| "nothing".to_owned(), |hover| hover.markdown);
        let title = markdown.lines().next().unwrap_or_default();
        writeln!(shown, "{title}").unwrap();
        for next in markdown.lines().filter(|line| ["Next", "The next", "It is"].iter().any(|it| line.starts_with(it)))
        {
            writeln!(shown, "  {next}").unwrap();
        }
    }
    expected.assert_eq(&shown);
}

#[test]
fn schedules_say_when_they_run() {
    let schedules = [
        "  schedule: \"*/1<|>5 * * * *\"\n",
        "  sch<|>edule: 30 2 * * 1-5\n",
        "  schedule: <|>30 2 * * 1-5\n  timeZone: Europe/Berlin\n",
        "  schedule: <|>30 2 * * 1-5\n  timeZone: Berlin\n",
        "  schedule: <|>'@monthly'\n  suspend: true\n",
        "  schedule: <|>0 0 29 2 *\n",
        "  schedule: <|>0 0 30 2 *\n",
        "  schedule: <|>'@every 90m'\n",
        "  schedule: <|>TZ=UTC 0 3 * * *\n",
        "  schedule: <|>0 0 * * 7\n",
        "  sch<|>edule: 61 * * * *\n",
        "  schedule: <|>0 22-23/1 31 12 *\n",
    ];
    check(
        &schedules.map(cron_job),
        &expect![[r#"
            **`*/15 * * * *`** = every 15 minutes · `schedule`
              Next: Tue 24 Nov 18:45, 19:00, 19:15 (UTC, unless the controller has another zone).
            **`schedule`** · string · required · `30 2 * * 1-5` = every weekday at 02:30
              Next: Wed 25 Nov 02:30, Thu 26 Nov 02:30, Fri 27 Nov 02:30 (UTC, unless the controller has another zone).
            **`30 2 * * 1-5`** = every weekday at 02:30 · `schedule`
              Next: Wed 25 Nov 02:30, Thu 26 Nov 02:30, Fri 27 Nov 02:30 (Europe/Berlin).
            **`30 2 * * 1-5`** = every weekday at 02:30 · `schedule`
            **`@monthly`** = at 00:00 on the 1st of the month · `schedule`
              It is suspended, so nothing is started.
            **`0 0 29 2 *`** = at 00:00 on 29 February · `schedule`
              Next: Tue 29 Feb 2028 00:00, Sun 29 Feb 2032 00:00, Fri 29 Feb 2036 00:00 (UTC, unless the controller has another zone).
            **`0 0 30 2 *`** = never · `schedule`
            **`@every 90m`** = every 1 hour 30 minutes · `schedule`
              The next run depends on the one before.
            **`TZ=UTC 0 3 * * *`** = every day at 03:00 · `schedule`
            **`0 0 * * 7`** · value of `schedule`
            **`schedule`** · string · required
            **`0 22-23/1 31 12 *`** = at 22:00 and 23:00 on 31 December · `schedule`
              Next: Thu 31 Dec 22:00, 23:00, Fri 31 Dec 2027 22:00 (UTC, unless the controller has another zone).
        "#]],
    );
}

#[test]
fn without_a_clock_nothing_is_said_of_the_next_runs() {
    check_hover(
        &cron_job("  schedule: <|>0 3 1 * *\n"),
        &expect![[r#"
        x.yaml:6 `0 3 1 * *`
        **`0 3 1 * *`** = at 03:00 on the 1st of the month · `schedule`

        Five fields or `@hourly` and the like; minutes are the finest. When day-of-month and day-of-week are both given, either one suffices. Move off `0 * * * *` and `0 0 * * *`, where all of a company's jobs start at once. `TZ=` inside is rejected: use `timeZone`.
    "#]],
    );
}

#[test]
fn percentages_of_pods() {
    let deployment = |spec: &str| format!("#- x.yaml\napiVersion: apps/v1\nkind: Deployment\nspec:\n{spec}");
    let update = |replicas: &str, field: &str| {
        deployment(&format!("{replicas}  strategy:\n    rollingUpdate:\n      {field}\n"))
    };
    check(
        &[
            update("  replicas: 3\n", "max<|>Unavailable: 25%"),
            update("  replicas: 3\n", "maxSurge: 2<|>5%"),
            update("", "maxSurge: 2<|>5%"),
            update("  replicas: three\n", "maxSurge: 2<|>5%"),
            update("  replicas: 3\n", "maxSurge: <|>1"),
        ],
        &expect![[r#"
            **`maxUnavailable`** · integer or string · optional · `25%` = 0 of 3 Pods, rounded down
            **`25%`** = 1 of 3 Pods, rounded up · `maxSurge`
            **`25%`** = 1 of 1 Pod, rounded up · `maxSurge`
            nothing
            nothing
        "#]],
    );
}

#[test]
fn durations_and_seconds_in_words() {
    let custom =
        |api: &str, kind: &str, spec: &str| format!("#- x.yaml\napiVersion: {api}\nkind: {kind}\nspec:\n{spec}");
    let monitor = |spec: &str| custom("monitoring.coreos.com/v1", "ServiceMonitor", spec);
    check(
        &[
            custom("v1", "Pod", "  terminationGrace<|>PeriodSeconds: 3600\n"),
            custom("v1", "Pod", "  terminationGrace<|>PeriodSeconds: 30\n"),
            custom("batch/v1", "Job", "  ttlSecondsAfterFinished: 86<|>400\n"),
            custom("cert-manager.io/v1", "Certificate", "  dur<|>ation: 2160h\n"),
            custom("cert-manager.io/v1", "Certificate", "  renewBefore: 36<|>0h\n"),
            monitor("  endpoints:\n  - interval: 1<|>d\n"),
            monitor("  endpoints:\n  - inter<|>val: 90\n"),
            custom("gateway.networking.k8s.io/v1", "HTTPRoute", "  rules:\n  - timeouts:\n      request: 1m<|>30s\n"),
        ],
        &expect![[r#"
            **`terminationGracePeriodSeconds`** · integer · optional · `3600` = 1 hour
            **`terminationGracePeriodSeconds`** · integer · optional
            **`86400`** = 1 day · `ttlSecondsAfterFinished`
            **`duration`** · string · optional · `2160h` = 90 days
            **`360h`** = 15 days · `renewBefore`
            **`1d`** = 1 day · `interval`
            **`interval`** · string · optional
            **`1m30s`** = 1 minute 30 seconds · `request`
        "#]],
    );
}
