//! A Pod that no controller owns.

use project::kubernetes::{ContainerRole, Pod, pods};
use syntax::yaml::{Data, Operation};

use super::{handler, presence, scalar, spread, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod that no controller owns.
    ///
    /// ## Why is this bad?
    /// Nobody replaces it: when its node is drained or lost, the Pod is gone, and a new version means deleting it
    /// first.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 1
    ///   selector:
    ///     matchLabels:
    ///       app.kubernetes.io/name: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app.kubernetes.io/name: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// For a Pod that is started by hand to look into something.
    "k8s/naked-pod" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kubescape/naked-pods", "datree/K8S_INCORRECT_KIND_VALUE_POD", "kyverno/prevent-bare-pods"],
        check: Check::Kinds(&["Pod"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let metadata = |key| object.find("metadata").and_then(|metadata| scalar::get(metadata, key));
    let Some(pod) = pods(object).next().filter(|pod| !presence::is_partial_pod(*pod)) else { return };
    // The kubelet itself looks after Pods of the control plane; tests and hooks run once, on purpose.
    let is_static = metadata("labels")
        .and_then(|labels| scalar::text_of(labels, "tier"))
        .is_some_and(|tier| tier == "control-plane");
    let is_hook =
        metadata("annotations").is_some_and(|all| all.effective().entries().any(|it| it.name().contains("/hook")));
    if is_static || is_hook || metadata("ownerReferences").is_some() {
        return;
    }
    let policy = scalar::text_of(pod.spec, "restartPolicy").unwrap_or("Always".into());
    let (kind, fix) = match &*policy {
        "Always" => ("Deployment", deployment(pod)),
        _ => ("Job", None),
    };
    let message = format!("Nobody replaces {} when its node is lost; make it a {kind}", workload::title(object));
    report.on(object.head(), message).fixes.extend(fix);
}

/// The Pod as the template of a Deployment.
fn deployment(pod: Pod<'_>) -> Option<Fix> {
    let object = pod.object;
    let labels = match object.find("metadata.labels") {
        Some(labels) => labels.unfold(100).filter(|labels| matches!(labels, Data::Map(pairs) if !pairs.is_empty()))?,
        None => Data::map([("app.kubernetes.io/name", Data::text(object.name()?))]),
    };
    let at = |route: &str| object.address(route);
    let insert = |before, key: &str, value| Operation::Insert { before: at(before), key: Some(key.to_owned()), value };
    // By way of a key that no Pod has: a value cannot be moved into itself.
    const WAY: &str = "deployment";
    let selector = Data::map([("matchLabels", labels.clone())]);
    let mut fix = Fix::suggested("Make it a Deployment of 2 Pods")
        .edit(Operation::Replace { at: at("apiVersion"), value: "apps/v1".into() })
        .edit(Operation::Replace { at: at("kind"), value: "Deployment".into() })
        .edit(Operation::Move { from: at("spec"), to: at(&format!("{WAY}.template.spec")).route })
        .edit(Operation::Rename { at: at(WAY), key: "spec".to_owned() })
        .edit(insert("spec.template.spec", "metadata", Data::map([("labels", labels)])))
        .edit(insert("spec.template", "selector", selector.clone()))
        .edit(insert("spec.selector", "replicas", Data::from(2)));
    for container in pod.containers().filter(|container| container.role == ContainerRole::Regular) {
        let probes = [("livenessProbe", "failureThreshold", 6), ("readinessProbe", "periodSeconds", 5)];
        for (probe, field, number) in probes.into_iter().filter(|(probe, ..)| presence::lacks(container.node, probe)) {
            let Some(handler) = handler::handlers(container, "").into_iter().next() else { continue };
            let entries = handler.data.into_iter().chain([(field.to_owned(), Data::from(number))]);
            let place = at(&format!("spec.template.spec.containers[{}].{probe}", container.node.index()));
            fix = fix.edit(Operation::Add { at: place, value: Data::Map(entries.collect()) });
        }
    }
    let spread = spread::constraint("kubernetes.io/hostname", selector);
    let place = at("spec.template.spec.topologySpreadConstraints");
    let is_whole = presence::lacks(pod.spec, "topologySpreadConstraints") && object.node.get("status").is_none();
    is_whole.then(|| fix.edit(Operation::Add { at: place, value: Data::seq([spread]) }))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix_uncovering};

    #[test]
    fn whom_nobody_owns() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
      ^^^ Nobody replaces Pod `web` when its node is lost; make it a Deployment
metadata:
  name: web
spec:
  containers:
    - name: web # the shop
      image: web:1.4.2
---
apiVersion: v1
kind: Pod
      ^^^ Nobody replaces Pod `web` when its node is lost; make it a Job
metadata:
  name: web
spec:
  containers:
    - name: web # the shop
      image: web:1.4.2
  restartPolicy: Never
---
apiVersion: v1
kind: Pod
metadata:
  annotations:
    helm.sh/hook: test
  name: web
spec:
  containers:
    - name: web # the shop
      image: web:1.4.2
---
apiVersion: v1
kind: Pod
metadata:
  labels:
    tier: control-plane
  name: web
spec:
  containers:
    - name: web # the shop
      image: web:1.4.2
",
        );
    }

    #[test]
    fn wrapped() {
        check_fix_uncovering(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web # the shop
      image: web:1.4.2
      ports:
        - containerPort: 8080
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: web
  template:
    metadata:
      labels:
        app.kubernetes.io/name: web
    spec:
      containers:
        - name: web # the shop
          image: web:1.4.2
          ports:
            - containerPort: 8080
          livenessProbe:
            tcpSocket:
              port: 8080
            failureThreshold: 6
          readinessProbe:
            tcpSocket:
              port: 8080
            periodSeconds: 5
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: web
",
        );
    }
}
