//! A container whose CPU or memory request is not its limit, so that its Pod is not in the QoS class `Guaranteed`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{presence, resources, scalar};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose CPU or memory request is not its limit, so that its Pod is not in the QoS class
    /// `Guaranteed`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// `Guaranteed` Pods are evicted last, and with whole cores they can have cores of their own. One container with
    /// another request than limit is enough to make the Pod `Burstable`.
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
    ///           resources:
    ///             requests:
    ///               cpu: 100m
    ///               memory: 128Mi
    ///             limits:
    ///               cpu: 100m
    ///               memory: 256Mi
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
    ///               memory: 256Mi
    ///             limits:
    ///               cpu: 100m
    ///               memory: 256Mi
    /// ```
    ///
    /// ## When to ignore it
    /// Nearly everywhere: `Burstable` with a request that was measured is right for most Pods.
    "k8s/requests-not-equal-limits" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[
            "kube-score/container-resource-requests-equal-limits",
            "kube-score/container-cpu-requests-equal-limits",
            "kube-score/container-memory-requests-equal-limits",
            "kyverno/require-qos-guaranteed",
            "kyverno/memory-requests-equal-limits",
            "gatekeeper/containerresourceratios",
        ],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let Some(block) = resources::of(file.container) else { return };
    let (requests, limits) = (scalar::get(block, "requests"), scalar::get(block, "limits"));
    for resource in ["cpu", "memory"] {
        let (request, limit) = (resources::amount(requests, resource), resources::amount(limits, resource));
        let Some(request) = request else { continue };
        let asked = request.node.effective().text().unwrap_or_default();
        match limit {
            Some(limit) if limit.quantity > request.quantity => {
                let allowed = limit.node.effective().text().unwrap_or_default();
                let message = format!(
                    "The request of `{resource}` is {asked} and its limit {allowed}, so \
                    the Pod is not `Guaranteed`; ask for what it may use"
                );
                let edit = Operation::Replace { at: request.node.address(), value: Data::plain(allowed.clone()) };
                report
                    .on(request.node, message)
                    .label_on(limit.node, "the limit")
                    .fix(Fix::suggested(format!("Raise the request to `{allowed}`")).edit(edit));
            }
            // A limit below its request is refused: another rule's matter.
            Some(_) => {}
            None if presence::lacks(block, "limits")
                || limits.is_some_and(|limits| presence::lacks(limits, resource)) =>
            {
                let message = format!(
                    "The request of `{resource}` has no limit, so the Pod is not \
                    `Guaranteed`; limit it to {asked}"
                );
                let at = file.container.node.address_of(&format!("resources.limits.{resource}"));
                let edit = Operation::Set { at, value: Data::plain(asked.clone()) };
                report.on(request.node, message).fix(Fix::suggested(format!("Limit it to `{asked}`")).edit(edit));
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn each_resource() {
        check(
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
          resources:
            requests:
              cpu: 0.5
              memory: 128Mi
                      ^^^^^ The request of `memory` is 128Mi and its limit 256Mi, so the Pod is not `Guaranteed`; ask for what it may use
            limits:
              cpu: 500m
              memory: 256Mi
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
            requests:
              cpu: 1
                   ^ The request of `cpu` has no limit, so the Pod is not `Guaranteed`; limit it to 1
",
        );
    }

    #[test]
    fn raised() {
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
          resources:
            requests:
              memory: 128Mi # measured
            limits:
              memory: 256Mi
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
              memory: 256Mi # measured
            limits:
              memory: 256Mi
",
        );
    }
}
