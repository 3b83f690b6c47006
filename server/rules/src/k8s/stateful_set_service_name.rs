//! A StatefulSet whose Pods have no names.

use project::graph::{Attribute, Edge, Purpose};
use syntax::yaml::{Data, Operation};

use super::{document, presence, reference};
use crate::fix::Fix;
use crate::grain::{Known, ObjectIn};
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a StatefulSet without `serviceName`, and one whose Service is in no manifest.
    ///
    /// ## Why is this bad?
    /// The names of the Pods, `db-0.db`, come from that headless Service. Without it the members of a database find
    /// nobody, and each believes to be alone.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: db
    /// spec:
    ///   serviceName: bd
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
    "k8s/stateful-set-service-name" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kube-score/statefulset-has-servicename"],
        check: Check::Kinds(&["StatefulSet"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let Some(spec) = it.object.find("spec") else { return };
    for reference in reference::missing(&known, &[Edge::GoverningService]) {
        let found = reference::report_missing(&known, reference, "so the Pods have no names in DNS", report);
        found.fixes.extend(create(&known, &reference.name));
    }
    if !presence::lacks(spec, "serviceName") || spec.get("serviceName").is_some() {
        return;
    }
    let found = report.on(
        it.object.head(),
        "This StatefulSet has no `serviceName`, so its Pods have no names in DNS; name a headless Service",
    );
    // The API server takes it: the names are missing once somebody looks for them.
    found.at_most(Severity::Warning);
    let inquiry = known.file.inquiry;
    let governing = inquiry.selecting(known.fact).into_iter().find(|(by, index)| {
        by.object.selectors[*index].purpose == Purpose::Service && by.object.noted(Attribute::ClusterIp) == Some("None")
    });
    if let Some((service, _)) = governing {
        let name = &service.object.identity.name;
        let edit = Operation::Set { at: it.object.address("spec.serviceName"), value: Data::text(name.as_ref()) };
        found.fix(Fix::suggested(format!("Use `{name}`")).edit(edit));
    }
}

/// A headless Service for the Pods.
fn create(known: &Known<'_>, name: &str) -> Option<Fix> {
    let selector = known.fact.selectors.iter().find(|it| it.purpose == Purpose::Workload)?;
    let pod = known.fact.pod.as_ref()?;
    let port = pod.containers.iter().flat_map(|container| &container.ports).find(|port| port.number > 0)?;
    let metadata = document::metadata(name, known.object);
    let labels = document::labels(selector.labels.iter().map(|(key, value)| (key.as_ref(), value.as_ref())), 4);
    let (number, port) = (port.number, port.name.as_deref().unwrap_or("main"));
    Some(Fix::suggested(format!("Create headless Service `{name}`")).add_document(format!(
        "apiVersion: v1\nkind: Service\n{metadata}spec:\n  clusterIP: None\n  selector:\n{labels}  ports:\n    - name: {port}\n      port: {number}\n"
    )))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn none() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
      ^^^^^^^^^^^ This StatefulSet has no `serviceName`, so its Pods have no names in DNS; name a headless Service
metadata:
  name: db
spec:
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
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: dbs
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

    #[test]
    fn created() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: store
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
          ports:
            - containerPort: 5432
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
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: store
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
          ports:
            - containerPort: 5432
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
---
apiVersion: v1
kind: Service
metadata:
  name: store
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - name: main
      port: 5432
"#,
        );
    }

    #[test]
    fn the_one_that_selects() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
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
            r#"
#- a.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
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
  serviceName: db
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
