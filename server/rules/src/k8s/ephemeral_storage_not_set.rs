//! A container without a limit of `ephemeral-storage`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::unset;

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container without a limit of `ephemeral-storage`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// Logs, `emptyDir` volumes and what a process writes into its own file system share the disk of the node. A
    /// container that fills it makes the kubelet evict Pods until there is room again, and not the guilty one first: it
    /// has asked for nothing.
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
    ///               ephemeral-storage: 256Mi
    ///             limits:
    ///               ephemeral-storage: 1Gi
    /// ```
    "k8s/ephemeral-storage-not-set" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-score/container-ephemeral-storage-request-and-limit", "gatekeeper/ephemeralstoragelimit"],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    if !unset::lacks(container, "limits", "ephemeral-storage", &file.file.neighbours) {
        return;
    }
    let message = format!(
        "{} has no limit of `ephemeral-storage`, so what it writes can fill the disk of the node; set a \
            request and a limit",
        unset::title(container)
    );
    let mut fix = Fix::suggested("Limit `ephemeral-storage` to `1Gi`, a placeholder until it is measured");
    if unset::lacks(container, "requests", "ephemeral-storage", &file.file.neighbours) {
        let at = container.node.address_of("resources.requests.ephemeral-storage");
        fix = fix.edit(Operation::Set { at, value: Data::plain("256Mi") });
    }
    let at = container.node.address_of("resources.limits.ephemeral-storage");
    let fix = fix.edit(Operation::Set { at, value: Data::plain("1Gi") });
    report.on(unset::place(container, "limits"), message).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn a_limit_is_wanted() {
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
          ^^^^^^^^^ Container `web` has no limit of `ephemeral-storage`, so what it writes can fill the disk of the node; set a request and a limit
            requests:
              ephemeral-storage: 1Gi
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
              ephemeral-storage: 1Gi
",
        );
    }

    #[test]
    fn both() {
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
              ephemeral-storage: 256Mi
            limits:
              ephemeral-storage: 1Gi
",
        );
    }
}
