//! A CPU limit on a container that runs for good.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{resources, scalar, workload};

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a CPU limit on a container that runs for good. Opinions differ; it is on in profile `all` only.
    ///
    /// ## Why is this bad?
    /// At its limit a container is paused until the next 100 ms period begins, even while the node idles. A process
    /// with eight threads and a limit of one core uses up its share in 12.5 ms and stands still for the other 87.5 ms:
    /// latency jumps without any metric of the node showing why. Requests are what protects neighbours.
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
    ///             limits:
    ///               cpu: 500m
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
    /// ```
    ///
    /// ## When to ignore it
    /// For tenants who must not get more than they pay for, and for the QoS class `Guaranteed` with whole cores.
    "k8s/cpu-limit-throttling" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kyverno/forbid-cpu-limits"],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    if container.pod.object.is_one_of(&["Job", "CronJob"]) || !workload::is_lasting(container) {
        return;
    }
    let Some(block) = resources::of(container) else { return };
    let Some(limit) = resources::amount(scalar::get(block, "limits"), "cpu") else { return };
    let request = resources::amount(scalar::get(block, "requests"), "cpu");
    // Whole cores that are asked for in full may be a container's own, and nobody else's time.
    if request.as_ref().is_none_or(|request| request.quantity == limit.quantity) && limit.quantity.is_whole() {
        return;
    }
    let amount = limit.node.effective().text().unwrap_or_default();
    let used_up = limit.quantity.milli().saturating_mul(100) / 1000;
    let message = format!(
        "At `{amount}` the container is paused after {used_up} ms of CPU time in each 100 ms, even while \
            the node idles; drop the limit and keep the request"
    );
    let mut fix = Fix::suggested("Remove the CPU limit");
    if request.is_none() {
        // What was the limit has been the request too.
        let at = container.node.address_of("resources.requests.cpu");
        fix = fix.edit(Operation::Set { at, value: Data::plain(amount) });
    }
    report.on(limit.node, message).fix(fix.edit(Operation::Remove { at: limit.node.address() }));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn which() {
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
              cpu: 100m
            limits:
              cpu: 500m
                   ^^^^ At `500m` the container is paused after 50 ms of CPU time in each 100 ms, even while the node idles; drop the limit and keep the request
              memory: 1Gi
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
              cpu: 2
---
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
          resources:
            limits:
              cpu: 500m
",
        );
    }

    #[test]
    fn the_request_stays() {
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
            limits:
              cpu: 500m
              memory: 1Gi
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
            limits:
              memory: 1Gi
            requests:
              cpu: 500m
",
        );
    }
}
