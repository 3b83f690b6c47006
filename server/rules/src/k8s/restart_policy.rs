//! Restart policies that the kind of the workload does not take.

use project::Profile;
use syntax::yaml::Operation;

use super::{group, presence, scalar};
use crate::fix::Fix;
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `restartPolicy` that the kind of the workload does not take, and `activeDeadlineSeconds` in Pods that are to
    /// run for ever.
    ///
    /// ## Why is this bad?
    /// Pods of Deployments, StatefulSets, DaemonSets and ReplicaSets run for ever: only `Always` is taken. Those of Jobs end:
    /// `OnFailure` or `Never` has to be written, since the default is `Always`. The API server refuses anything else.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata:
    ///   name: api
    /// spec:
    ///   template:
    ///     spec:
    ///       restartPolicy: Always
    ///       containers:
    ///         - name: api
    ///           image: api:1.2.0
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata:
    ///   name: api
    /// spec:
    ///   template:
    ///     spec:
    ///       restartPolicy: OnFailure
    ///       containers:
    ///         - name: api
    ///           image: api:1.2.0
    /// ```
    "k8s/restart-policy" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/restart-policy", "kube-score/cronjob-restartpolicy", "datree/WORKLOAD_INCORRECT_RESTARTPOLICY_VALUE_ALWAYS"],
        check: Check::Pod(check),
    }
}

const FOR_EVER: [&str; 5] = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"];

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    let Some(kind) = pod.object.kind_name().filter(|_| group::is_of(pod.object, &["", "apps", "batch", "extensions"]))
    else {
        return;
    };
    let policy = scalar::get(pod.spec, "restartPolicy");
    let mut at = pod.spec.address();
    at.route = at.route.then("restartPolicy");
    if FOR_EVER.contains(&&*kind) {
        let other = policy.and_then(|node| Some((node, scalar::text(node).filter(|text| text != "Always")?)));
        if let Some((node, text)) = other {
            report
                .on(
                    node,
                    format!(
                        "The Pods of a {kind} run for ever, and `{text}` is not taken; write `Always`, or leave it \
                     out"
                    ),
                )
                .fix(Fix::suggested("Write `Always`").edit(Operation::Set { at, value: "Always".into() }));
        }
        if let Some(deadline) = scalar::get(pod.spec, "activeDeadlineSeconds") {
            report
                .on(
                    deadline,
                    format!(
                        "The Pods of a {kind} run for ever, and `activeDeadlineSeconds` is not taken; leave it out"
                    ),
                )
                .fix(
                    Fix::suggested("Remove `activeDeadlineSeconds`").edit(Operation::Remove { at: deadline.address() }),
                );
        }
    } else if matches!(&*kind, "Job" | "CronJob") {
        let fix = Fix::suggested("Restart on failure").edit(Operation::Set { at, value: "OnFailure".into() });
        match policy {
            Some(node) if scalar::text(node).is_some_and(|text| text == "Always") => {
                report
                    .on(node, "The Pods of a Job end, and `Always` is not taken; write `OnFailure` or `Never`")
                    .fix(fix);
            }
            None if !presence::is_partial_pod(pod) && presence::lacks(pod.spec, "restartPolicy") => {
                report
                    .on(
                        pod.spec,
                        "The Pods of a Job end, and the default `Always` is not taken; set `restartPolicy` to \
                     `OnFailure` or `Never`",
                    )
                    .fix(fix);
            }
            Some(_) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn by_kind() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  template:
    spec:
    ^^^^ The Pods of a Job end, and the default `Always` is not taken; set `restartPolicy` to `OnFailure` or `Never`
      containers: [{name: a, image: a}]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      restartPolicy: Never
                     ^^^^^ The Pods of a Deployment run for ever, and `Never` is not taken; write `Always`, or leave it out
      activeDeadlineSeconds: 5
                             ^ The Pods of a Deployment run for ever, and `activeDeadlineSeconds` is not taken; leave it out
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: api
spec:
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Always
                         ^^^^^^ The Pods of a Job end, and `Always` is not taken; write `OnFailure` or `Never`
---
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  template:
    spec:
      containers: [{name: a}]
",
        );
    }
    #[test]
    fn on_failure() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  template:
    spec:
      restartPolicy: Always
      containers:
        - name: api
          image: api:1.2.0
",
            "#- a.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: api
spec:
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: api
          image: api:1.2.0
",
        );
    }
}
