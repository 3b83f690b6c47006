//! A volume of a Secret that is not there.

use project::graph::Edge;

use super::reference;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags volumes whose Secret is in no manifest and made by no operator that is known. It is only information, for
    /// many keep Secrets out of their repository.
    ///
    /// ## Why is this bad?
    /// Without the Secret the Pod stays in `ContainerCreating`.
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
    ///           secret: {secretName: we-tls}
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: web-tls
    /// stringData:
    ///   tls.key: x
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
    ///           secret: {secretName: web-tls}
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: web-tls
    /// stringData:
    ///   tls.key: x
    /// ```
    "k8s/non-existent-secret" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kubescape/workload-mounted-secrets"],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in reference::missing(&known, &[Edge::Volume, Edge::VolumeSecret])
        .into_iter()
        .filter(|it| it.kind.as_ref() == "Secret")
    {
        reference::report_missing(&known, reference, "without which the Pod does not start", report);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn made_by_an_operator() {
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
          volumeMounts:
            - name: config
              mountPath: /etc/web
      volumes:
        - name: config
          secret: {secretName: web-tls}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: web
spec:
  secretName: web-tls
---
apiVersion: v1
kind: Secret
metadata:
  name: other
stringData:
  a: b
"#,
        );
    }
}
