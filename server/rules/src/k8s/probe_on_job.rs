//! A readiness probe on a container of a Job or CronJob.

use project::kubernetes::ContainerRole;
use syntax::yaml::Operation;

use super::{group, scalar};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a readiness probe on a container of a Job or CronJob.
    ///
    /// ## Why is this bad?
    /// A readiness probe tells Services where to send requests, and roll-outs when to go on. A Job has neither: the
    /// probe costs its questions and decides nothing.
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
    ///           readinessProbe:
    ///             tcpSocket:
    ///               port: http
    ///             periodSeconds: 5
    /// ```
    /// Use instead:
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
    "k8s/probe-on-job" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    if !container.pod.object.is_one_of(&["Job", "CronJob"])
        || !group::is_of(container.pod.object, &["batch"])
        || container.role != ContainerRole::Regular
        || file.file.neighbours.services(container.pod).next().is_some()
    {
        return;
    }
    let Some(entry) = container.node.entry("readinessProbe").filter(|entry| scalar::is_written(entry.value)) else {
        return;
    };
    report
        .on(entry.key, "Nothing asks whether the Pod of a Job is ready; leave the probe out")
        .unnecessary()
        .fix(Fix::suggested("Remove the readiness probe").edit(Operation::Remove { at: entry.value.address() }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn jobs_only() {
        check(
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
          readinessProbe:
          ^^^^^^^^^^^^^^ Nothing asks whether the Pod of a Job is ready; leave the probe out
            tcpSocket: {port: 1}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
          readinessProbe:
            tcpSocket:
              port: http
            periodSeconds: 5
",
        );
    }

    #[test]
    fn removed() {
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
              readinessProbe:
                tcpSocket:
                  port: http
                periodSeconds: 5
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
"#,
        );
    }
}
