//! Pods on the node's network.

use super::host_namespace;
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `hostNetwork: true`.
    ///
    /// ## Why is this bad?
    /// The Pod has the node's addresses and ports. It reaches what listens on the node's loopback only, sees its
    /// neighbours' traffic, is held by no NetworkPolicy, and two such Pods with one port never share a node.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   hostNetwork: true
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// For network drivers and agents that measure the node.
    "k8s/host-network" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/host-network",
            "polaris/hostNetworkSet",
            "checkov/CKV_K8S_19",
            "trivy/KSV-0009",
            "kubesec/HostNetwork",
            "kubescape/host-network-access",
            "datree/CONTAINERS_INCORRECT_HOSTNETWORK_VALUE_TRUE",
            "kyverno/disallow-host-namespaces",
            "gatekeeper/host-network-ports",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    host_namespace::check(pod, "hostNetwork", "is on the node's network, where no NetworkPolicy holds it", report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn only_where_it_is_true() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: web
spec:
  jobTemplate:
    spec:
      template:
        spec:
          hostNetwork: true
                       ^^^^ The Pod is on the node's network, where no NetworkPolicy holds it; take `hostNetwork` out
          containers: []
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: false
",
        );
    }

    #[test]
    fn the_fix_takes_the_line_out() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: true\n  restartPolicy: Never\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: Never\n",
        );
    }
}
