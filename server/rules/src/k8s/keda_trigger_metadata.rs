//! A trigger of KEDA without metadata that its scaler cannot do without, and a `cpu` or `memory` trigger in percent
//! of a request that a container of the workload does not have.

use project::kubernetes::{Pod, pods};
use syntax::yaml::Node;

use super::{group, presence, scalar, security_context, sizing, unset, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a trigger of KEDA without metadata that its scaler cannot do without, and a `cpu` or `memory` trigger in
    /// percent of a request that a container of the workload does not have.
    ///
    /// ## Why is this bad?
    /// The scaler cannot be built, and the workload stays at the replicas it has. KEDA says so in an event of the
    /// object, which nobody looks at until the queue is full.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata:
    ///   name: worker
    /// spec:
    ///   scaleTargetRef:
    ///     name: worker
    ///   triggers:
    ///     - type: prometheus
    ///       metadata:
    ///         serverAddress: http://prometheus.monitoring:9090
    ///         query: sum(rate(http_requests_total[2m]))
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata:
    ///   name: worker
    /// spec:
    ///   scaleTargetRef:
    ///     name: worker
    ///   triggers:
    ///     - type: prometheus
    ///       metadata:
    ///         serverAddress: http://prometheus.monitoring:9090
    ///         query: sum(rate(http_requests_total[2m]))
    ///         threshold: "100"
    /// ```
    "k8s/keda-trigger-metadata" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["ScaledObject", "ScaledJob"], check),
    }
}

/// Scalers with the metadata that they cannot do without; where several stand together, any of them will do. From the documentation
/// of each scaler; what a TriggerAuthentication may give instead is left out.
const SCALERS: &[(&str, &[&[&str]])] = &[
    ("aws-cloudwatch", &[&["namespace", "expression"], &["targetMetricValue"]]),
    ("aws-kinesis-stream", &[&["streamName"], &["awsRegion"]]),
    ("aws-sqs-queue", &[&["queueURL", "queueURLFromEnv"], &["awsRegion"]]),
    ("azure-eventhub", &[&["storageConnectionFromEnv", "storageAccountName", "blobContainer", "checkpointStrategy"]]),
    ("azure-queue", &[&["queueName"]]),
    ("azure-servicebus", &[&["queueName", "topicName"]]),
    ("cpu", &[&["value"]]),
    ("cron", &[&["timezone"], &["start"], &["end"], &["desiredReplicas"]]),
    ("gcp-pubsub", &[&["subscriptionName", "subscriptionNameFromEnv", "topicName", "topicNameFromEnv"]]),
    ("github-runner", &[&["owner", "ownerFromEnv"]]),
    ("kafka", &[&["bootstrapServers", "bootstrapServersFromEnv"], &["consumerGroup", "consumerGroupFromEnv"]]),
    ("kubernetes-workload", &[&["podSelector"], &["value"]]),
    ("memory", &[&["value"]]),
    ("metrics-api", &[&["targetValue"], &["url"], &["valueLocation"]]),
    ("mysql", &[&["query"], &["queryValue"]]),
    ("postgresql", &[&["query"], &["targetQueryValue"]]),
    ("prometheus", &[&["serverAddress"], &["query"], &["threshold"]]),
    ("rabbitmq", &[&["queueName"], &["mode", "queueLength"], &["value", "queueLength"]]),
    ("redis", &[&["listName"]]),
    ("redis-streams", &[&["stream"]]),
];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["keda.sh"])) else { return };
    // Two triggers of one kind ask for the same requests.
    let mut resources = vec!["cpu", "memory"];
    for trigger in scalar::items(spec, "triggers").map(Node::effective) {
        let Some(node) = scalar::get(trigger, "type") else { continue };
        let Some(kind) = scalar::text(node) else { continue };
        // What the parameters of an authentication say is not seen here.
        if scalar::get(trigger, "authenticationRef").is_none() {
            metadata(trigger, node, &kind, report);
        }
        if let Some(at) = resources.iter().position(|resource| *resource == kind) {
            requests(trigger, resources.swap_remove(at), file, report);
        }
    }
}

fn metadata(trigger: Node<'_>, node: Node<'_>, kind: &str, report: &mut Report<'_>) {
    let Some((_, wanted)) = SCALERS.iter().find(|(name, _)| *name == kind) else { return };
    let own = scalar::get(trigger, "metadata").map(Node::effective);
    if presence::is_open(trigger) || own.is_some_and(|own| presence::is_open(own) || !own.is_mapping()) {
        return;
    }
    let has = |key: &str| own.is_some_and(|own| own.entry(key).is_some());
    let missing: Vec<&str> = wanted.iter().filter(|any| !any.iter().any(|key| has(key))).map(|any| any[0]).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let message = format!(
        "The `{kind}` scaler cannot be built without {}; say it in \
        `metadata`",
        names.join(" and ")
    );
    report.on(node, message);
}

/// A percentage of a request that is not there is no number.
fn requests(trigger: Node<'_>, resource: &str, file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let metadata = scalar::get(trigger, "metadata");
    let metric = scalar::text_of(trigger, "metricType")
        .or_else(|| metadata.and_then(|metadata| scalar::text_of(metadata, "type")));
    if metric.is_none_or(|metric| metric != "Utilization") {
        return;
    }
    let only = metadata.and_then(|metadata| scalar::text_of(metadata, "containerName"));
    let Some(target) = object.find("spec.scaleTargetRef") else { return };
    let kind = scalar::text_of(target, "kind").unwrap_or("Deployment".into());
    let Some(workload) =
        scalar::text_of(target, "name").and_then(|name| file.file.neighbours.named(object, &kind, &name))
    else {
        return;
    };
    let counted = pods(workload).flat_map(Pod::containers).filter(|container| {
        workload::is_lasting(*container)
            && only
                .as_ref()
                .is_none_or(|only| scalar::text_of(container.node, "name").is_some_and(|name| name == *only))
    });
    for container in counted.filter(|container| unset::lacks(*container, "requests", resource, &file.file.neighbours)) {
        let message = format!(
            "{} has no request of `{resource}` to take a percentage of, so nothing is \
            scaled; set one",
            security_context::title(container)
        );
        let size =
            sizing::size(container, "requests", resource, if resource == "cpu" { "100m" } else { "128Mi" }, report);
        report
            .on(trigger, message)
            .label_on(workload::head(container), "has no request")
            .fix(size.fix(container, "requests", resource));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_is_missing() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  triggers:
    - type: cron
            ^^^^ The `cron` scaler cannot be built without `timezone` and `desiredReplicas`; say it in `metadata`
      metadata:
        start: 0 6 * * *
        end: 0 20 * * *
    - type: aws-sqs-queue
      metadata:
        queueURLFromEnv: QUEUE
        awsRegion: eu-central-1
    - type: kafka
      metadata: {}
      authenticationRef: {name: kafka}
    - type: something-new
      metadata: {}
",
        );
    }

    #[test]
    fn percent_of_nothing() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  triggers:
    - type: cpu
      ^^^^ Container `web` has no request of `cpu` to take a percentage of, so nothing is scaled; set one
      metricType: Utilization
      metadata:
        value: "70"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
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
"#,
        );
    }

    #[test]
    fn a_request() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
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
"#,
            r#"
#- a.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef:
    name: worker
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "70"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
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
          resources:
            requests:
              cpu: 100m
"#,
        );
    }
}
