//! A workload in namespace `kube-system` that is not part of the cluster itself, as its priority shows.

use super::{scalar, workload};

use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a workload in namespace `kube-system` that is not part of the cluster itself, as its priority shows.
    ///
    /// ## Why is this bad?
    /// What runs there is taken for a part of the cluster: it escapes policies that leave the namespace out, and who
    /// may read its Secrets may read those of the cluster.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    ///   namespace: kube-system
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
    ///   namespace: shop
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
    ///
    /// ## When to ignore it
    /// For add-ons of the cluster, which belong there: give them the priority class `system-cluster-critical`.
    "k8s/kube-system-namespace" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Style,
        fixable: Fixable::Never,
        same_as: &["trivy/KSV-0037"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let object = file.pod.object;
    let Some(node) = object.find("metadata.namespace").filter(|node| node.is("kube-system")) else { return };
    let class = scalar::text_of(file.pod.spec, "priorityClassName");
    let component = object.find("metadata.labels").and_then(|labels| scalar::text_of(labels, "tier"));
    if class.is_some_and(|class| class.starts_with("system-")) || component.is_some_and(|tier| tier == "control-plane")
    {
        return;
    }
    report.on(
        node,
        format!(
            "{} runs among the parts of the cluster; give it a namespace of \
        its own",
            workload::title(object)
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn workloads() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: kube-system
             ^^^^^^^^^^^ Deployment `web` runs among the parts of the cluster; give it a namespace of its own
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
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  namespace: kube-system
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: kube-system
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      priorityClassName: system-cluster-critical
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
