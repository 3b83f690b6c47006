//! A CronJob without limits of its history, or with large ones.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{group, presence, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a CronJob without limits of its history, or with large ones. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Every Job that is kept keeps its Pods, with their logs on the disk of the node. By default the last three that
    /// succeeded and the last one that failed are kept; who needs to look back further needs logs elsewhere.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: report
    /// spec:
    ///   schedule: "0 3 * * *"
    ///   successfulJobsHistoryLimit: 100
    ///   failedJobsHistoryLimit: 1
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: web
    ///               image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: report
    /// spec:
    ///   schedule: "0 3 * * *"
    ///   successfulJobsHistoryLimit: 3
    ///   failedJobsHistoryLimit: 1
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: web
    ///               image: web:1.4.2
    /// ```
    "k8s/cronjob-history-limits" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Kinds(&["CronJob"], check),
    }
}

/// The limits, with what holds where none is written.
const LIMITS: [(&str, &str, i64); 2] =
    [("successfulJobsHistoryLimit", "succeeded", 3), ("failedJobsHistoryLimit", "failed", 1)];

/// More Jobs than anybody looks at.
const LARGE: i64 = 10;

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["batch"]) && !presence::is_partial(object))
    else {
        return;
    };
    for (field, end, default) in LIMITS {
        let edit = Operation::Set { at: object.address(&format!("spec.{field}")), value: Data::from(default) };
        let fix = Fix::suggested(format!("Keep {default}")).edit(edit);
        if let Some(node) = scalar::get(spec, field) {
            if let Some(number) = scalar::int(node).filter(|number| *number > LARGE) {
                report
                    .on(
                        node,
                        format!(
                            "{number} Jobs that {end} are kept with their Pods and logs; keep \
                    {default}"
                        ),
                    )
                    .fix(fix);
            }
        } else if presence::lacks(spec, field) {
            report
                .on(
                    object.head(),
                    format!(
                        "How many Jobs that {end} are kept is left to the default of \
                {default}; set `{field}`"
                    ),
                )
                .fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn large_and_unset() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: CronJob
      ^^^^^^^ How many Jobs that failed are kept is left to the default of 1; set `failedJobsHistoryLimit`
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  successfulJobsHistoryLimit: 100
                              ^^^ 100 Jobs that succeeded are kept with their Pods and logs; keep 3
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: web
              image: web:1.4.2
"#,
        );
    }

    #[test]
    fn few() {
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
  successfulJobsHistoryLimit: 100
  failedJobsHistoryLimit: 1
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
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 1
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: web
              image: web:1.4.2
"#,
        );
    }
}
