//! A Pod without `priorityClassName`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{presence, scalar, workload};

use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod without `priorityClassName`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Without a class a Pod has priority 0: when the cluster is full, it waits behind everything that has one, and is
    /// removed to make room for it.
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
    ///       priorityClassName: shop
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/priority-class-not-set" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/priority-class-name",
            "polaris/priorityClassNotSet",
            "kyverno/require-pod-priorityclassname",
        ],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    if presence::is_partial_pod(pod) || !presence::lacks(pod.spec, "priorityClassName") {
        return;
    }
    let classes = file.file.neighbours.priority_classes();
    if classes.iter().any(|class| scalar::is_true(class.node, "globalDefault")) {
        return;
    }
    let message = format!(
        "{} has no priority, so its Pods make room for any that have one; set \
        `priorityClassName`",
        workload::title(pod.object)
    );
    let found = report.on(pod.object.head(), message);
    for name in classes.iter().filter_map(|class| class.name()).take(3) {
        let edit = Operation::Set { at: pod.spec.address_of("priorityClassName"), value: Data::text(name.clone()) };
        found.fix(Fix::suggested(format!("Use the priority class `{name}`")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn unless_there_is_a_default() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ Deployment `web` has no priority, so its Pods make room for any that have one; set `priorityClassName`
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
#- b.yaml
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
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: shop
value: 1000
globalDefault: true
",
        );
    }

    #[test]
    fn one_of_the_file() {
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
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: shop
value: 1000
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
      priorityClassName: shop
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: shop
value: 1000
",
        );
    }
}
