//! A Pod that chooses no nodes.

use project::Profile;
use syntax::yaml::Node;

use super::{presence, scalar, workload};

use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod that chooses no nodes: neither by `nodeAffinity` nor by `nodeSelector`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// In a cluster with nodes of several kinds, such as processors, disks or prices, a Pod that does not choose lands
    /// on any of them.
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
    ///       nodeSelector:
    ///         kubernetes.io/arch: amd64
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/no-node-affinity" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Never,
        same_as: &["kube-linter/no-node-affinity", "kyverno/add-node-affinity"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let pod = file.pod;
    if presence::is_partial_pod(pod) || presence::is_open(pod.spec) || scalar::get(pod.spec, "nodeSelector").is_some() {
        return;
    }
    let affinity = scalar::get(pod.spec, "affinity").map(Node::effective);
    if affinity.is_some_and(|affinity| !presence::lacks(affinity, "nodeAffinity")) {
        return;
    }
    report.on(
        pod.object.head(),
        format!(
            "{} lands on any kind of node; choose by `nodeSelector` or \
        `nodeAffinity`",
            workload::title(pod.object)
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn who_does_not_choose() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ Deployment `web` lands on any kind of node; choose by `nodeSelector` or `nodeAffinity`
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
---
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
      affinity:
        nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
