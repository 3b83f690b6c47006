//! A CronJob without `startingDeadlineSeconds`, and one with less than 10 seconds.

use syntax::yaml::{Data, Operation};

use super::{group, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a CronJob without `startingDeadlineSeconds`, and one with less than 10 seconds.
    ///
    /// ## Why is this bad?
    /// Without it, a controller that was away counts every run it has missed, and gives the CronJob up after 100. The
    /// controller looks every 10 seconds, so that a shorter deadline may always be over already.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: api
    /// spec:
    ///   schedule: "0 3 * * *"
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
    ///   schedule: "0 3 * * *"
    ///   startingDeadlineSeconds: 300
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: api
    ///               image: api:1.2.0
    /// ```
    "k8s/cronjob-has-deadline" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kube-score/cronjob-has-deadline", "datree/CRONJOB_MISSING_STARTINGDEADLINESECOND_KEY"],
        check: Check::Kinds(&["CronJob"], check),
    }
}

/// The controller looks that often, in seconds.
const LOOKS_EVERY: i64 = 10;

/// What is offered, in seconds.
const OFFERED: i64 = 300;

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["batch"])) else { return };
    let set = Operation::Set { at: object.address("spec.startingDeadlineSeconds"), value: Data::from(OFFERED) };
    let fix = Fix::suggested(format!("Set it to {OFFERED}")).edit(set);
    match scalar::get(spec, "startingDeadlineSeconds") {
        Some(node) => {
            if let Some(number) = scalar::int(node).filter(|number| (0..LOOKS_EVERY).contains(number)) {
                report
                    .on(
                        node,
                        format!(
                            "{number} s are less than the {LOOKS_EVERY} s between two looks of the controller, so that \
                     runs may be missed; write more"
                        ),
                    )
                    .fix(fix);
            }
        }
        None if !presence::is_partial(object)
            && presence::lacks(spec, "startingDeadlineSeconds")
            && scalar::get(spec, "jobTemplate").is_some() =>
        {
            report
                .on(object.head(), "Runs that are missed may be started any time later; set `startingDeadlineSeconds`")
                .fix(fix);
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn too_short() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  startingDeadlineSeconds: 5
                           ^ 5 s are less than the 10 s…
  schedule: "0 3 * * *"
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
    fn set() {
        check_fix(
            &RULE,
            r#"#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
"#,
            r#"#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: api:1.2.0
  startingDeadlineSeconds: 300
"#,
        );
    }
}
