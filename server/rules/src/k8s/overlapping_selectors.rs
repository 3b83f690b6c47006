//! Two controllers of the same Pods.

use project::graph::{Definition, Purpose};

use super::{reference, scaling, selection};
use crate::grain::{Known, ObjectIn};
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a workload whose Pods another workload of the namespace selects as well.
    ///
    /// ## Why is this bad?
    /// Each counts the other's Pods as its own: one scales down, and Pods of the other go; rollbacks and status are of
    /// both. Controllers look at labels first, and an owner does not keep all of them off.
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
    ///       app: shop
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: shop
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ---
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: api
    /// spec:
    ///   serviceName: api
    ///   selector:
    ///     matchLabels:
    ///       app: shop
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: shop
    ///     spec:
    ///       containers:
    ///         - name: api
    ///           image: api:1.4.2
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
    /// ---
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: api
    /// spec:
    ///   serviceName: api
    ///   selector:
    ///     matchLabels:
    ///       app: api
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: api
    ///     spec:
    ///       containers:
    ///         - name: api
    ///           image: api:1.4.2
    /// ```
    "k8s/overlapping-selectors" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Kinds(KINDS, check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let inquiry = known.file.inquiry;
    let selecting = inquiry.selecting(known.fact).into_iter().filter(|(by, index)| {
        let identity = &by.object.identity;
        by.object.selectors[*index].purpose == Purpose::Workload
            && KINDS.contains(&identity.kind.as_ref())
            && scaling::name(by.object) != scaling::name(known.fact)
            && is_applied_with(&known, by)
    });
    let Some((other, index)) = selecting.into_iter().next() else { return };
    let Some(labels) = it.object.find("spec.template.metadata.labels") else { return };
    let what = format!(
        "{} selects these Pods as its own, too: it asks for {}; give the two a label that differs",
        reference::title(other.object),
        selection::labels(&other.object.selectors[index])
    );
    report.on(labels, what).label_in(
        it.file,
        other.path,
        reference::start(other.object.selectors[index].range),
        "the other's selector",
    );
}

/// Whether two objects are applied together: files of one folder may be variants of each other.
fn is_applied_with(known: &Known<'_>, other: &Definition<'_>) -> bool {
    let is_kustomized = || !known.file.inquiry.kustomizations().is_empty();
    other.path.as_ref() == known.file.path || reference::are_together(known, other) && is_kustomized()
}

const KINDS: &[&str] = &["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn namespaces_keep_apart() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: a
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: b
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
      ^^^^^^ Deployment `job` selects these Pods as its own, too: it asks for the label `app=shop`; give the two a label that differs
        app: shop
    spec:
      containers:
        - name: api
          image: api:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: job
  namespace: b
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
      ^^^^^^ Deployment `api` selects these Pods as its own, too: it asks for the label `app=shop`; give the two a label that differs
        app: shop
    spec:
      containers:
        - name: job
          image: job:1.4.2
"#,
        );
    }
}
