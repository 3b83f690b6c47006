//! Numbers that the API server does not take.

use project::Profile;
use syntax::yaml::Node;

use super::{group, scalar};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags numbers of Kubernetes' own kinds that are below or above what the API server takes: negative replicas, a grace
    /// period below zero, a window of more than an hour, a timeout of a webhook above 30 seconds.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// spec:
    ///   replicas: -1
    ///   selector:
    ///     matchLabels:
    ///       app: api
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// spec:
    ///   replicas: 1
    ///   selector:
    ///     matchLabels:
    ///       app: api
    /// ```
    "k8s/number-out-of-range" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Object(check),
    }
}

/// The greatest number that ids of users and groups, and the time a Pod may take, can be: 2³¹ - 1. What other fields hold at
/// most says their schema.
const GREATEST: i64 = i32::MAX as i64;

/// The definition, the field, the least and the greatest number.
const RANGES: &[(&str, &str, i64, i64)] = &[
    ("ClientIPConfig", "timeoutSeconds", 1, 86_400),
    ("CronJobSpec", "failedJobsHistoryLimit", 0, i64::MAX),
    ("CronJobSpec", "startingDeadlineSeconds", 0, i64::MAX),
    ("CronJobSpec", "successfulJobsHistoryLimit", 0, i64::MAX),
    ("DaemonSetSpec", "minReadySeconds", 0, i64::MAX),
    ("DaemonSetSpec", "revisionHistoryLimit", 0, i64::MAX),
    ("DeploymentSpec", "minReadySeconds", 0, i64::MAX),
    ("DeploymentSpec", "progressDeadlineSeconds", 0, i64::MAX),
    ("DeploymentSpec", "replicas", 0, i64::MAX),
    ("DeploymentSpec", "revisionHistoryLimit", 0, i64::MAX),
    ("HPAScalingPolicy", "periodSeconds", 1, 1800),
    ("HPAScalingPolicy", "value", 1, i64::MAX),
    ("HPAScalingRules", "stabilizationWindowSeconds", 0, 3600),
    ("JobSpec", "activeDeadlineSeconds", 0, i64::MAX),
    ("JobSpec", "backoffLimit", 0, i64::MAX),
    ("JobSpec", "backoffLimitPerIndex", 0, i64::MAX),
    ("JobSpec", "completions", 0, i64::MAX),
    ("JobSpec", "maxFailedIndexes", 0, i64::MAX),
    ("JobSpec", "parallelism", 0, i64::MAX),
    ("JobSpec", "ttlSecondsAfterFinished", 0, i64::MAX),
    ("MutatingWebhook", "timeoutSeconds", 1, 30),
    ("PodSecurityContext", "fsGroup", 0, GREATEST),
    ("PodSecurityContext", "runAsGroup", 0, GREATEST),
    ("PodSecurityContext", "runAsUser", 0, GREATEST),
    ("PodSpec", "activeDeadlineSeconds", 1, GREATEST),
    ("PodSpec", "terminationGracePeriodSeconds", 0, i64::MAX),
    ("Probe", "failureThreshold", 0, i64::MAX),
    ("Probe", "initialDelaySeconds", 0, i64::MAX),
    ("Probe", "periodSeconds", 0, i64::MAX),
    ("Probe", "successThreshold", 0, i64::MAX),
    ("Probe", "terminationGracePeriodSeconds", 1, i64::MAX),
    ("Probe", "timeoutSeconds", 0, i64::MAX),
    ("ReplicaSetSpec", "minReadySeconds", 0, i64::MAX),
    ("ReplicaSetSpec", "replicas", 0, i64::MAX),
    ("ReplicationControllerSpec", "replicas", 0, i64::MAX),
    ("RollingUpdateStatefulSetStrategy", "partition", 0, i64::MAX),
    ("SecurityContext", "runAsGroup", 0, GREATEST),
    ("SecurityContext", "runAsUser", 0, GREATEST),
    ("ServiceAccountTokenProjection", "expirationSeconds", 600, 1 << 32),
    ("StatefulSetOrdinals", "start", 0, i64::MAX),
    ("StatefulSetSpec", "minReadySeconds", 0, i64::MAX),
    ("StatefulSetSpec", "replicas", 0, i64::MAX),
    ("StatefulSetSpec", "revisionHistoryLimit", 0, i64::MAX),
    ("ValidatingWebhook", "timeoutSeconds", 1, 30),
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_built_in(object) {
        return;
    }
    let manifest = file.file.manifest;
    for node in object.node.descendants() {
        let Some((key, number)) = node.key().zip(scalar::int(node)) else { continue };
        let is_out = |row: &&(&str, &str, i64, i64)| key.is(row.1) && !(row.2..=row.3).contains(&number);
        let mut rows = RANGES.iter().filter(is_out).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let place = project::kubernetes::place(node, manifest.catalog, manifest.version);
        let Some(owner) = place.and_then(|place| place.member).and_then(|member| member.owner.definition_name()) else {
            continue;
        };
        if let Some((_, field, least, greatest)) = rows.find(|row| row.0 == owner) {
            said(node, field, number, *least, *greatest, report);
        }
    }
}

fn said(node: Node<'_>, field: &str, number: i64, least: i64, greatest: i64, report: &mut Report<'_>) {
    let right =
        if greatest >= GREATEST { format!("{least} or more") } else { format!("a number from {least} to {greatest}") };
    let right = if number > greatest { format!("at most {greatest}") } else { right };
    report.on(node, format!("`{field}` is {number}; write {right}"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn ranges() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: -1
            ^^ `replicas` is -1; write 0 or more
  template:
    spec:
      terminationGracePeriodSeconds: -5
                                     ^^ `terminationGracePeriodSeconds` is -5; write 0 or more
      containers:
        - livenessProbe:
            periodSeconds: 0
            terminationGracePeriodSeconds: 0
                                           ^ `terminationGracePeriodSeconds` is 0; write 1 or more
          env:
            - name: A
              value: -1
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  behavior:
    scaleDown:
      stabilizationWindowSeconds: 7200
                                  ^^^^ `stabilizationWindowSeconds` is 7200; write at most 3600
",
        );
    }
}
