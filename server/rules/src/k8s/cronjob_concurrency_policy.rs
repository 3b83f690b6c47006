//! A CronJob without `concurrencyPolicy`.

use syntax::yaml::Operation;

use super::{group, presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a CronJob without `concurrencyPolicy`.
    ///
    /// ## Why is this bad?
    /// The default is `Allow`: a run that takes longer than the time to the next one runs beside it, and slow ones pile up.
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
    ///   concurrencyPolicy: Forbid
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec:
    ///           restartPolicy: Never
    ///           containers:
    ///             - name: api
    ///               image: api:1.2.0
    /// ```
    "k8s/cronjob-concurrency-policy" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["datree/CRONJOB_MISSING_CONCURRENCYPOLICY_KEY"],
        check: Check::Kinds(&["CronJob"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["batch"]) && !presence::is_partial(object))
    else {
        return;
    };
    if !presence::lacks(spec, "concurrencyPolicy") || scalar::get(spec, "jobTemplate").is_none() {
        return;
    }
    let set = Operation::Set { at: object.address("spec.concurrencyPolicy"), value: "Forbid".into() };
    report
        .on(object.head(), "Runs that take long pile up beside each other; set `concurrencyPolicy`")
        .fix(Fix::suggested("Wait for the run before").edit(set));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

    #[test]
    fn forbid() {
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
  concurrencyPolicy: Forbid
"#,
        );
    }
}
