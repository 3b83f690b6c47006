//! Replicas that may all go at once.

use project::graph::Purpose;

use super::{document, reference, scaling};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Deployments and StatefulSets with two replicas or more that no PodDisruptionBudget selects.
    ///
    /// ## Why is this bad?
    /// When nodes are drained for an upgrade nothing keeps the drains from stopping all replicas at the same time: what
    /// was made to survive a node does not survive its maintenance.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
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
    ///   replicas: 3
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
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: web
    /// spec:
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: web
    /// ```
    "k8s/missing-pod-disruption-budget" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kube-score/deployment-has-poddisruptionbudget", "kube-score/statefulset-has-poddisruptionbudget", "polaris/missingPodDisruptionBudget", "kyverno/require-pdb", "kyverno/create-default-pdb"],
        check: Check::Kinds(&["Deployment", "StatefulSet"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let (inquiry, workload) = (known.file.inquiry, known.fact);
    if workload.pod.is_none()
        || inquiry
            .selecting(workload)
            .iter()
            .any(|(by, index)| by.object.selectors[*index].purpose == Purpose::DisruptionBudget)
    {
        return;
    }
    let scalers = scaling::scalers(inquiry, workload);
    let stated = scaling::replicas(workload);
    let fewest = scalers.iter().filter_map(|scaler| scaling::fewest(scaler.object)).max();
    let Some(replicas) = fewest.or(stated).filter(|replicas| *replicas >= 2) else { return };
    let place = it.object.find("spec.replicas").filter(|_| fewest.is_none()).unwrap_or_else(|| it.object.head());
    let title = reference::title(workload);
    let found = report.on(
        place,
        format!("No PodDisruptionBudget guards {title}, so node drains may stop all {replicas} Pods at once; add one"),
    );
    let selector = workload.selectors.iter().find(|selector| selector.purpose == Purpose::Workload);
    if let Some(selector) = selector.filter(|selector| selector.expressions.is_empty() && !selector.is_empty()) {
        let metadata = document::metadata(&workload.identity.name, it.object);
        let labels = document::labels(selector.labels.iter().map(|(key, value)| (key.as_ref(), value.as_ref())), 6);
        found.fix(Fix::suggested("Add a PodDisruptionBudget: one Pod at a time").add_document(format!(
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\n{metadata}spec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n{labels}"
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn scaled() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ No PodDisruptionBudget guards Deployment `web`, so node drains may stop all 2 Pods at once; add one
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
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 10
"#,
        );
    }

    #[test]
    fn added() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
"#,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
"#,
        );
    }
}
