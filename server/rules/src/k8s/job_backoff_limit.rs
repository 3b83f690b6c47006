//! A Job that may run for ever, since it has neither `backoffLimit` nor `activeDeadlineSeconds`, and one that is
//! tried again very often.

use syntax::yaml::{Data, Operation};

use super::{group, presence, scalar, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Job that may run for ever, since it has neither `backoffLimit` nor `activeDeadlineSeconds`, and one that
    /// is tried again very often.
    ///
    /// ## Why is this bad?
    /// A Job that hangs, on a lock or on a host that does not answer, is never ended. One that fails is tried 7 times
    /// by default, after 10 s, 20 s, 40 s and so on: more than ten minutes in which it looks as if it was running.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata:
    ///   name: report
    /// spec:
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       restartPolicy: Never
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata:
    ///   name: report
    /// spec:
    ///   backoffLimit: 2
    ///   activeDeadlineSeconds: 3600
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       restartPolicy: Never
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/job-backoff-limit" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Kinds(&["Job", "CronJob"], check),
    }
}

/// Tries from which on nobody counts any more.
const MANY: i64 = 50;

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let route = if object.is_one_of(&["CronJob"]) { "spec.jobTemplate.spec" } else { "spec" };
    let Some(spec) = object.find(route).filter(|spec| group::is_of(object, &["batch"]) && spec.is_mapping()) else {
        return;
    };
    if let Some((node, tries)) = scalar::get(spec, "backoffLimit").and_then(|node| Some((node, scalar::int(node)?))) {
        if tries > MANY {
            let edit = Operation::Replace { at: node.address(), value: Data::from(6) };
            report
                .on(
                    node,
                    format!(
                        "A Job that fails is tried {tries} times again, at last every 6 minutes: \
                    {} h in all; try less often",
                        tries / 10
                    ),
                )
                .fix(Fix::suggested("Try 6 times again, as by default").edit(edit));
        }
        return;
    }
    let lacks = |key| presence::lacks(spec, key) && scalar::get(spec, "template").is_some();
    // With a policy for failures, and with a limit for each index, others decide.
    if presence::is_partial(object)
        || !lacks("backoffLimit")
        || !lacks("activeDeadlineSeconds")
        || !lacks("backoffLimitPerIndex")
    {
        return;
    }
    let at = |key: &str| object.address(&format!("{route}.{key}"));
    let title = workload::title(object);
    let title = if object.is_one_of(&["CronJob"]) { format!("A Job of {title}") } else { title };
    let message = format!(
        "{title} is tried 7 times, by default, and never ended when it hangs; set \
        `backoffLimit` and `activeDeadlineSeconds`"
    );
    report.on(object.head(), message).fix(
        Fix::suggested("Try it 3 times, for an hour in all")
            .edit(Operation::Set { at: at("backoffLimit"), value: Data::from(2) })
            .edit(Operation::Set { at: at("activeDeadlineSeconds"), value: Data::from(3600) }),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn unset_and_absurd() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: Job
      ^^^ Job `report` is tried 7 times, by default, and never ended when it hangs; set `backoffLimit` and `activeDeadlineSeconds`
metadata:
  name: report
spec:
  template:
    metadata:
      labels:
        app: web
    spec:
      restartPolicy: Never
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  backoffLimit: 1000
                ^^^^ A Job that fails is tried 1000 times again, at last every 6 minutes: 100 h in all; try less often
  template:
    metadata:
      labels:
        app: web
    spec:
      restartPolicy: Never
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: batch/v1
kind: CronJob
      ^^^^^^^ A Job of CronJob `report` is tried 7 times, by default, and never ended when it hangs; set `backoffLimit` and `activeDeadlineSeconds`
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: web
              image: web:1.4.2
---
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  backoffLimit: 0
  template:
    metadata:
      labels:
        app: web
    spec:
      restartPolicy: Never
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  activeDeadlineSeconds: 60
  template:
    metadata:
      labels:
        app: web
    spec:
      restartPolicy: Never
      containers:
        - name: web
          image: web:1.4.2
"#,
        );
    }

    #[test]
    fn both() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: web
              image: web:1.4.2
"#,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: web
              image: web:1.4.2
      backoffLimit: 2
      activeDeadlineSeconds: 3600
"#,
        );
    }
}
