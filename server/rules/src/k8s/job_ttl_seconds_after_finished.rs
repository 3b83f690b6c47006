//! A Job without `ttlSecondsAfterFinished`, and a CronJob whose Jobs have one of less than a day, which takes them
//! away before its history limits do.

use syntax::yaml::{Data, Operation};

use super::{group, presence, scalar, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Job without `ttlSecondsAfterFinished`, and a CronJob whose Jobs have one of less than a day, which takes
    /// them away before its history limits do.
    ///
    /// ## Why is this bad?
    /// A finished Job and its Pods stay until somebody deletes them: the next apply of the same name is refused, since
    /// the template cannot be changed, and after some years the list of Pods is long. A CronJob keeps the last three
    /// that succeeded and the last one that failed by itself; a time to live beside it deletes the one that failed
    /// before anybody has read why.
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
    ///   ttlSecondsAfterFinished: 3600
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
    "k8s/job-ttl-seconds-after-finished" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-linter/job-ttl-seconds-after-finished", "kyverno/add-ttl-jobs"],
        check: Check::Kinds(&["Job", "CronJob"], check),
    }
}

/// What failed at night can be looked at in the morning.
const DAY: i64 = 86_400;

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &["batch"]) || presence::is_partial(object) {
        return;
    }
    if object.is_one_of(&["CronJob"]) {
        let node =
            object.find("spec.jobTemplate.spec.ttlSecondsAfterFinished").filter(|node| scalar::is_written(*node));
        let seconds = node.and_then(|node| Some((node, scalar::int(node)?)));
        let Some((node, seconds)) = seconds.filter(|(_, seconds)| *seconds < DAY) else { return };
        let message = format!(
            "Each Job is gone {seconds} s after it has ended, before the history limits \
            of the CronJob take it away; leave it to them"
        );
        report.on(node, message).fix(
            Fix::suggested(
                "Leave it to the \
            history limits",
            )
            .edit(Operation::Remove { at: node.address() }),
        );
        return;
    }
    // A tool that makes a Job for one step of its own deletes it, too.
    let is_hook = object
        .find("metadata.annotations")
        .is_some_and(|all| all.effective().entries().any(|it| it.name().contains("/hook")));
    if is_hook || !object.find("spec").is_some_and(|spec| presence::lacks(spec, "ttlSecondsAfterFinished")) {
        return;
    }
    let edit = Operation::Set { at: object.address("spec.ttlSecondsAfterFinished"), value: Data::from(3600) };
    report
        .on(
            object.head(),
            format!(
                "{} stays when it has ended, with its Pods; set \
            `ttlSecondsAfterFinished`",
                workload::title(object)
            ),
        )
        .fix(Fix::suggested("Delete it an hour after its end").edit(edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn jobs_and_those_of_cronjobs() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: batch/v1
kind: Job
      ^^^ Job `report` stays when it has ended, with its Pods; set `ttlSecondsAfterFinished`
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
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      ttlSecondsAfterFinished: 60
                               ^^ Each Job is gone 60 s after it has ended, before the history limits of the CronJob take it away; leave it to them
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: web
              image: web:1.4.2
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      ttlSecondsAfterFinished: 86400
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
  annotations:
    helm.sh/hook: pre-install
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

    #[test]
    fn an_hour() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: batch/v1
kind: Job
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
",
            "
#- a.yaml
apiVersion: batch/v1
kind: Job
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
  ttlSecondsAfterFinished: 3600
",
        );
    }

    #[test]
    fn left_to_the_cronjob() {
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
      ttlSecondsAfterFinished: 60
      backoffLimit: 2
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
      backoffLimit: 2
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
