//! Names that lead to any Pod.

use project::graph::Attribute;
use syntax::yaml::{Data, Operation};

use super::{reference, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Service that a StatefulSet names as its `serviceName` and that has an address of its own.
    ///
    /// ## Why is this bad?
    /// Only a headless Service, `clusterIP: None`, gives each Pod a name. With another one `db-0.db` is unknown, and
    /// `db` is any of the Pods: writes reach a replica.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: db
    /// spec:
    ///   serviceName: db
    ///   selector:
    ///     matchLabels:
    ///       app: db
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: db
    ///     spec:
    ///       containers:
    ///         - name: db
    ///           image: db:1.4.2
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: db
    /// spec:
    ///   selector:
    ///     app: db
    ///   ports:
    ///     - port: 80
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: db
    /// spec:
    ///   serviceName: db
    ///   selector:
    ///     matchLabels:
    ///       app: db
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: db
    ///     spec:
    ///       containers:
    ///         - name: db
    ///           image: db:1.4.2
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: db
    /// spec:
    ///   clusterIP: None
    ///   selector:
    ///     app: db
    ///   ports:
    ///     - port: 80
    /// ```
    "k8s/stateful-set-service-not-headless" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kube-score/statefulset-has-servicename"],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let service = known.fact;
    let kind = service.noted(Attribute::ServiceType);
    if service.noted(Attribute::ClusterIp).is_some_and(|ip| ip == "None" || scalar::is_placeholder(ip))
        || kind == Some("ExternalName")
    {
        return;
    }
    let Some((stateful, reference)) = reference::governed(&known).into_iter().next() else { return };
    let place = it.object.find("spec.clusterIP").or_else(|| it.object.find("spec")).unwrap_or_else(|| it.object.head());
    let is_plain = kind.is_none_or(|kind| kind == "ClusterIP");
    let what = if is_plain { "write `clusterIP: None`" } else { "give it a headless Service of its own" };
    let found = report.on(
        place,
        format!(
            "{} takes the names of its Pods from this Service, which has none to give as it is not headless; {what}",
            reference::title(stateful.object)
        ),
    );
    found.label_in(it.file, stateful.path, reference.range, "named here");
    if is_plain {
        let edit = Operation::Set { at: it.object.address("spec.clusterIP"), value: Data::plain("None") };
        found.fix(Fix::suggested("Make it headless").edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn exposed() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1.4.2
#- b.yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
^^^^ StatefulSet `db` takes the names of its Pods from this Service, which has none to give as it is not headless; give it a headless Service of its own
  type: NodePort
  selector:
    app: db
  ports:
    - port: 80
"#,
        );
    }

    #[test]
    fn headless() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1.4.2
---
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 80
"#,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1.4.2
---
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 80
  clusterIP: None
"#,
        );
    }
}
