//! A volume of a ConfigMap that is not there.

use project::graph::Edge;

use super::{data_key, reference};
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags volumes whose ConfigMap is in no manifest, or lacks a key that the volume asks for.
    ///
    /// ## Why is this bad?
    /// The Pod stays in `ContainerCreating`: the kubelet tries to mount the volume again and again.
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
    ///           volumeMounts:
    ///             - name: config
    ///               mountPath: /etc/web
    ///       volumes:
    ///         - name: config
    ///           configMap: {name: ap}
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
    ///           volumeMounts:
    ///             - name: config
    ///               mountPath: /etc/web
    ///       volumes:
    ///         - name: config
    ///           configMap: {name: app}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    /// data:
    ///   mode: fast
    /// ```
    "k8s/non-existent-config-map" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kubescape/workload-mounted-configmap"],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in
        reference::missing(&known, &[Edge::Volume]).into_iter().filter(|it| it.kind.as_ref() == "ConfigMap")
    {
        reference::report_missing(&known, reference, "so the Pod does not start", report);
    }
    data_key::check(&known, &[Edge::Volume], "so the Pod does not start", report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn keys() {
        check(
            &RULE,
            r#"
#- web.yaml
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
          volumeMounts:
            - name: config
              mountPath: /etc/web
      volumes:
        - name: config
          configMap: {name: app, items: [{key: mod, path: a}, {key: mode, path: b}]}
                                               ^^^ ConfigMap `app` has no key `mod`, so the Pod does not start; use `mode`
#- config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  mode: fast
"#,
        );
    }

    #[test]
    fn renamed() {
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
          volumeMounts:
            - name: config
              mountPath: /etc/web
      volumes:
        - name: config
          configMap: {name: ap}
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
          volumeMounts:
            - name: config
              mountPath: /etc/web
      volumes:
        - name: config
          configMap: {name: app}
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
