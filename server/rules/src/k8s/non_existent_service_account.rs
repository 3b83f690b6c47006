//! Pods that run as an account that is not there.

use project::graph::Edge;

use super::{document, reference};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `serviceAccountName` where no manifest has such a ServiceAccount.
    ///
    /// ## Why is this bad?
    /// The ReplicaSet makes no Pod at all: the API server refuses each, and only an event of the ReplicaSet says why.
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
    ///       serviceAccountName: wbe
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ---
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata:
    ///   name: web
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
    ///       serviceAccountName: web
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ---
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata:
    ///   name: web
    /// ```
    "k8s/non-existent-service-account" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-linter/non-existent-service-account", "kubescape/non-existent-service-account", "kubescape/serviceaccount-token-mount", "kyverno/check-serviceaccount"],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    for reference in reference::missing(&known, &[Edge::ServiceAccount])
        .into_iter()
        .filter(|it| it.kind.as_ref() == "ServiceAccount")
    {
        let found = reference::report_missing(&known, reference, "so no Pod is made", report);
        let identity = document::metadata(&reference.name, known.object);
        found.fix(Fix::suggested(format!("Create ServiceAccount `{}`", reference.name)).add_document(format!(
            "apiVersion: v1\nkind: ServiceAccount\n{identity}automountServiceAccountToken: false\n"
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix;

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
      serviceAccountName: wbe
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
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
      serviceAccountName: web
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
"#,
        );
    }

    #[test]
    fn created() {
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
      serviceAccountName: api
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
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
      serviceAccountName: api
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
automountServiceAccountToken: false
"#,
        );
    }
}
