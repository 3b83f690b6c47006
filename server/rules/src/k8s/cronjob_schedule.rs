//! Schedules that are none or that never come, zones in front of a schedule, and zones that do not exist.

use project::Profile;
use schema::kubernetes::values::{cron, zone};
use syntax::yaml::{Data, Node, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags schedules that are none or that never come, zones in front of a schedule, and zones that do not exist.
    ///
    /// ## Why is this bad?
    /// The API server refuses them. Five fields say minute, hour, day of the month, month and day of the week; `@hourly` and
    /// its like do as well. The zone has a field of its own, `timeZone`.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: api
    /// spec:
    ///   schedule: "0 25 * * *"
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: api
    ///               image: api:1.2.0
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: api
    /// spec:
    ///   schedule: "0 23 * * *"
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: api
    ///               image: api:1.2.0
    /// ```
    "k8s/cronjob-schedule" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["datree/CRONJOB_INVALID_SCHEDULE_VALUE"],
        check: Check::Kinds(&["CronJob"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["batch"])) else { return };
    if let Some(node) = scalar::get(spec, "timeZone") {
        time_zone(node, report);
    }
    let Some(node) = scalar::get(spec, "schedule") else { return };
    let Some(text) = scalar::text(node) else { return };
    let read = match cron::parse(&text) {
        Ok(read) => read,
        Err(mistake) => {
            report.on(node, mistake.to_string());
            return;
        }
    };
    if let Some(zone) = read.zone {
        let mut bare = text.to_string();
        bare.replace_range(zone.range.clone(), "");
        let mut at = spec.address();
        at.route = at.route.then("timeZone");
        let fix = Fix::suggested("Move the zone to `timeZone`")
            .edit(Operation::Replace { at: node.address(), value: Data::text(bare.trim()) })
            .edit(Operation::Set { at, value: zone.name.into() });
        report.on(node, format!("A schedule has no zone in it; write `{}` in `timeZone`", zone.name)).fix(fix);
    }
    if !read.schedule.is_possible() {
        report.on(node, "No day is like that, so that the Job never runs; choose a day that comes");
    }
}

fn time_zone(node: Node<'_>, report: &mut Report<'_>) {
    let Some(text) = scalar::text(node) else { return };
    let Err(mistake) = zone::parse(&text) else { return };
    let found = report.on(node, mistake.to_string());
    if let Some(nearest) = zone::nearest(&text) {
        let edit = Operation::Replace { at: node.address(), value: nearest.as_str().into() };
        found.fix(Fix::suggested(format!("Write `{nearest}`")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn schedules_and_zones() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: "* * * *"
            ^^^^^^^^^ …
  timeZone: Europe/Berln
            ^^^^^^^^^^^^ …
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: 0 0 30 2 *
            ^^^^^^^^^^ No day is like that, so that the Job never runs; choose a day that comes
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: "@hourly"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: ${SCHEDULE}
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
"#,
        );
    }
    #[test]
    fn the_zone() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: TZ=Europe/Berlin 0 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
",
            "#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: 0 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
  timeZone: Europe/Berlin
",
        );
    }
}
