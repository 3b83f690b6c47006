//! A share of nothing.

use project::graph::{Attribute, Definition, Object};
use project::kubernetes::{Container, ContainerRole, pods};
use syntax::TextRange;
use syntax::yaml::{Data, Node, Operation};

use super::{presence, reference, scalar, scaling};
use crate::fix::Fix;
use crate::grain::{Known, ObjectIn};
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags containers without the CPU or memory request whose utilization an autoscaler of their Pods watches, where
    /// no LimitRange in view gives them one.
    ///
    /// ## Why is this bad?
    /// Utilization is usage by request. Where one container has no request the autoscaler reports
    /// `FailedGetResourceMetric` and never scales, however high the load.
    ///
    /// ## Example
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
    /// ---
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   minReplicas: 2
    ///   maxReplicas: 10
    ///   metrics:
    ///     - type: Resource
    ///       resource:
    ///         name: cpu
    ///         target:
    ///           type: Utilization
    ///           averageUtilization: 70
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
    ///           resources:
    ///             requests:
    ///               cpu: 100m
    /// ---
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   minReplicas: 2
    ///   maxReplicas: 10
    ///   metrics:
    ///     - type: Resource
    ///       resource:
    ///         name: cpu
    ///         target:
    ///           type: Utilization
    ///           averageUtilization: 70
    /// ```
    "k8s/hpa-target-without-requests" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Kinds(&["Deployment", "StatefulSet"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let inquiry = known.file.inquiry;
    for scaler in scaling::scalers(inquiry, known.fact) {
        for (resource, place) in watched(scaler.object) {
            let is_given = |range: &Definition<'_>| {
                let given = [Attribute::LimitDefaultRequest, Attribute::LimitDefault];
                given.iter().any(|it| range.object.all_noted(*it).any(|noted| noted.key.as_ref() == resource))
            };
            if inquiry.beside(known.fact, "LimitRange").iter().any(is_given) {
                continue;
            }
            for pod in
                pods(it.object).filter(|pod| !presence::is_partial_pod(*pod) && pod.spec.get("resources").is_none())
            {
                for container in pod.containers().filter(|it| runs(*it) && lacks(it.node, resource)) {
                    without(&known, container, resource, (&scaler, place), report);
                }
            }
        }
    }
}

/// The resources whose utilization an autoscaler watches, each with its place.
fn watched(scaler: &Object) -> Vec<(&'static str, TextRange)> {
    let mut found = Vec::new();
    for noted in scaler.all_noted(Attribute::UtilizationOf) {
        let is_share = scaler
            .all_noted(Attribute::UtilizationType)
            .any(|it| it.item == noted.item && it.text.as_ref() == "Utilization");
        let resource = ["cpu", "memory"].into_iter().find(|resource| *resource == noted.text.as_ref());
        found.extend(resource.filter(|_| is_share).map(|resource| (resource, noted.range)));
    }
    found.extend(scaler.all_noted(Attribute::CpuUtilization).next().map(|noted| ("cpu", noted.range)));
    found
}

/// Whether a container runs as long as the Pod, so that its usage counts.
fn runs(container: Container<'_>) -> bool {
    match container.role {
        ContainerRole::Regular => true,
        ContainerRole::Init => container.node.get("restartPolicy").is_some_and(|it| it.is("Always")),
        ContainerRole::Ephemeral => false,
    }
}

/// Whether a container states neither a request nor a limit, which would be the request.
fn lacks(container: Node<'_>, resource: &str) -> bool {
    let Some(resources) = scalar::get(container, "resources").map(Node::effective) else {
        return !presence::is_open(container);
    };
    let of = |field| scalar::get(resources, field).map(Node::effective);
    let is_stated = |field| {
        of(field).is_some_and(|it| !it.is_mapping() || presence::is_open(it) || scalar::get(it, resource).is_some())
    };
    resources.is_mapping() && !presence::is_open(resources) && !is_stated("requests") && !is_stated("limits")
}

fn without(
    known: &Known<'_>,
    container: Container<'_>,
    resource: &str,
    scaler: (&Definition<'_>, TextRange),
    report: &mut Report<'_>,
) {
    let (by, place) = scaler;
    let name = scalar::text_of(container.node, "name").unwrap_or_default();
    let amount = if resource == "cpu" { "100m" } else { "128Mi" };
    let mut at = container.node.address();
    for step in ["resources", "requests", resource] {
        at.route = at.route.then(step);
    }
    let node = scalar::get(container.node, "name").unwrap_or(container.node);
    report
        .on(
            node,
            format!(
                "Container `{name}` requests no {resource}, so {} never scales; request what it usually takes",
                reference::title(by.object)
            ),
        )
        .label_in(known.file, by.path, place, "watches its utilization")
        .fix(
            Fix::suggested(format!("Request {amount} of {resource}, to be measured"))
                .edit(Operation::Set { at, value: Data::plain(amount) }),
        );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn limits_count() {
        check(
            &RULE,
            r#"
#- a.yaml
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
                ^^^ Container `web` requests no memory, so HorizontalPodAutoscaler `web` never scales; request what it usually takes
          image: web:1.4.2
          resources:
            limits:
              cpu: 1
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
    - type: Resource
      resource:
        name: memory
        target:
          type: Utilization
          averageUtilization: 70
"#,
        );
    }

    #[test]
    fn added() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
"#,
            r#"
#- a.yaml
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
          resources:
            requests:
              cpu: 100m
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
"#,
        );
    }
}
