//! A Pod in which no container asks for CPU or memory.

use syntax::yaml::{Data, Node, Operation};

use super::{presence, resources, scalar, workload};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod in which no container asks for CPU or memory: its QoS class is `BestEffort`. What a `LimitRange` in
    /// the same file gives counts.
    ///
    /// ## Why is this bad?
    /// `BestEffort` Pods are evicted first when a node runs short, whatever their priority among themselves, and the
    /// scheduler puts any number of them on one node.
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
    ///               memory: 128Mi
    /// ```
    "k8s/best-effort-qos" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kyverno/require-qos-burstable"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    if presence::is_partial_pod(pod) || resources::blocks(pod).any(says_something) {
        return;
    }
    let neighbours = &file.file.neighbours;
    let is_given = |bound, resource| neighbours.default_amount(pod.object, bound, resource).is_some();
    if ["cpu", "memory"].into_iter().any(|resource| is_given("requests", resource) || is_given("limits", resource)) {
        return;
    }
    let message = format!(
        "No container of {} asks for CPU or memory, so its Pods are evicted first when a node runs short; \
            set `resources.requests`",
        workload::title(pod.object)
    );
    let mut fix = Fix::suggested("Ask for 100m of CPU and 128Mi of memory, placeholders until they are measured");
    for container in pod.containers().filter(|container| workload::is_lasting(*container)) {
        for (resource, amount) in [("cpu", "100m"), ("memory", "128Mi")] {
            let at = container.node.address_of(&format!("resources.requests.{resource}"));
            fix = fix.edit(Operation::Set { at, value: Data::plain(amount) });
        }
    }
    report.on(pod.object.head(), message).fix(fix);
}

/// Whether a block of resources has a request or a limit, or may have one that is not seen here.
fn says_something(block: Node<'_>) -> bool {
    presence::is_open(block)
        || ["requests", "limits"].into_iter().filter_map(|bound| scalar::get(block, bound)).any(|amounts| {
            presence::is_open(amounts.effective())
                || ["cpu", "memory"].into_iter().any(|it| scalar::get(amounts, it).is_some())
        })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn any_word_counts() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ No container of Deployment `web` asks for CPU or memory, so its Pods are evicted first when a node runs short; set `resources.requests`
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
            limits:
              cpu: 1
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
      resources:
        requests:
          cpu: 1
      containers:
        - name: web
          image: web:1.4.2
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
          other: 1
          resources: {}
",
        );
    }

    #[test]
    fn a_request_for_each() {
        check_fix(
            &RULE,
            "
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
        - name: proxy
          image: proxy:1.0.0
",
            "
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
              memory: 128Mi
        - name: proxy
          image: proxy:1.0.0
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
",
        );
    }
}
