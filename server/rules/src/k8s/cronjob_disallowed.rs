//! Every Job and CronJob, for teams that have another scheduler.

use super::{group, workload};
use project::Profile;

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags every Job and CronJob, for teams that have another scheduler. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Who runs all its work by one scheduler wants to see all of it there. A CronJob also is a quiet way to stay in a
    /// cluster: what it starts comes back, whatever happens to its Pods.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata:
    ///   name: report
    /// spec:
    ///   schedule: "0 3 * * *"
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
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// Nearly everywhere: the rule is for clusters in which Jobs are not wanted.
    "k8s/cronjob-disallowed" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &["kubescape/rule-deny-cronjobs", "kyverno/restrict-jobs"],
        check: Check::Kinds(&["CronJob", "Job"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if group::is_of(object, &["batch"]) {
        report.on(
            object.head(),
            format!(
                "{} runs work that is not wanted here; leave it to the \
            scheduler",
                workload::title(object)
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn both_kinds() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: CronJob
      ^^^^^^^ CronJob `report` runs work that is not wanted here; leave it to the scheduler
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
      ^^^ Job `report` runs…
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
"#,
        );
    }
}
