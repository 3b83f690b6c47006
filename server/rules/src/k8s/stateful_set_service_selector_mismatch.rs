//! Names for other Pods.

use project::graph::{Name, Purpose};
use syntax::yaml::{Data, Operation};

use super::{reference, scalar, selection};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Service that a StatefulSet names as its `serviceName` and whose selector does not match the
    /// StatefulSet's Pods.
    ///
    /// ## Why is this bad?
    /// DNS answers only for Pods that the Service selects: `db-0.db` is unknown, as if there were no Service.
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
    ///   clusterIP: None
    ///   selector:
    ///     app: bd
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
    "k8s/stateful-set-service-selector-mismatch" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-score/statefulset-has-servicename"],
        check: Check::Kinds(&["Service"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let Some(selector) = known.fact.selectors.iter().find(|it| it.purpose == Purpose::Service) else { return };
    for (stateful, reference) in reference::governed(&known) {
        let Some(pod) = &stateful.object.pod else { continue };
        let is_filled_in = |(key, value): &(Name, Name)| scalar::is_placeholder(key) || scalar::is_placeholder(value);
        if selector.matches(&pod.labels) || selector.labels.iter().any(is_filled_in) {
            continue;
        }
        let Some(node) = selection::node(&known, selector) else { continue };
        let title = reference::title(stateful.object);
        let mut fix = Fix::suggested(format!("Copy the labels of {title}"));
        for entry in node.entries() {
            let key = entry.name();
            let own = pod.labels.iter().find(|(own, _)| *own.as_ref() == *key).map(|(_, value)| value);
            let at = entry.value.address();
            match own {
                Some(value) if entry.value.is(value) => {}
                Some(value) => fix = fix.edit(Operation::Replace { at, value: Data::text(value.as_ref()) }),
                None => fix = fix.edit(Operation::Remove { at }),
            }
        }
        report
            .on(
                node,
                format!(
                    "{title} takes the names of its Pods from this Service, which does not select them: they lack {}",
                    selection::labels(selector)
                ),
            )
            .label_in(it.file, stateful.path, reference.range, "named here")
            .fix(fix);
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check_fix_uncovering;

    #[test]
    fn copied() {
        check_fix_uncovering(
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
  clusterIP: None
  selector:
    app: bd
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
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 80
"#,
        );
    }
}
