//! A variable from a ConfigMap or Secret that is not there.

use project::graph::Edge;

use super::{data_key, reference};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `valueFrom` and `envFrom` whose ConfigMap or Secret is in no manifest, or has no such key. What says
    /// `optional: true`, and what an operator makes, is left alone.
    ///
    /// ## Why is this bad?
    /// The container does not start: `CreateContainerConfigError`, for as long as the key is missing. A rolling update
    /// hangs there.
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
    ///           env:
    ///             - name: MODE
    ///               valueFrom:
    ///                 configMapKeyRef:
    ///                   name: app
    ///                   key: moed
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: fast
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
    ///           env:
    ///             - name: MODE
    ///               valueFrom:
    ///                 configMapKeyRef:
    ///                   name: app
    ///                   key: mode
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: fast
    /// ```
    "k8s/env-value-from" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/env-value-from", "kyverno/refresh-env-var-in-pod"],
        check: Check::Object(check),
    }
}

const EDGES: &[Edge] = &[Edge::EnvKey, Edge::EnvFrom];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in reference::missing(&known, EDGES) {
        let found = reference::report_missing(&known, reference, "so the container does not start", report);
        // Secrets are often kept where no repository is.
        if reference.kind.as_ref() == "Secret" {
            found.at_most(Severity::Info);
        }
    }
    data_key::check(&known, EDGES, "so the container does not start", report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn what_is_missing() {
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
          image: web:1.4.2
          env:
            - name: MODE
              valueFrom:
                configMapKeyRef:
                  name: app
                        ^^^ ConfigMap `app` is in no manifest, so the container does not start; use `apt`
                  key: mode
            - name: B
              valueFrom:
                secretKeyRef: {name: db, key: password}
                                     ^^ Secret `db` is in no manifest, so the container does not start; create it
            - name: C
              valueFrom:
                secretKeyRef: {name: db, key: password, optional: true}
          envFrom:
            - configMapRef: {name: ap}
                                   ^^ ConfigMap `ap` is in no manifest, so the container does not start; use `apt`
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: apt
data:
  mode: fast
---
apiVersion: v1
kind: Secret
metadata:
  name: tls
stringData:
  a: b
"#,
        );
    }

    #[test]
    fn key_renamed() {
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
          env:
            - name: MODE
              valueFrom:
                configMapKeyRef:
                  name: app
                  key: moed
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  mode: fast
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
          env:
            - name: MODE
              valueFrom:
                configMapKeyRef:
                  name: app
                  key: mode
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  mode: fast
"#,
        );
    }
}
