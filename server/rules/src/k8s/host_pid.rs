//! Pods among the node's processes.

use super::host_namespace;
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `hostPID: true`.
    ///
    /// ## Why is this bad?
    /// The containers see every process of the node, their command lines and, with a little more, their environment and
    /// memory: passwords of every other Pod there. As root they may end any of them, the kubelet included.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   hostPID: true
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
    ///   shareProcessNamespace: true
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// For agents that measure or trace the node.
    "k8s/host-pid" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/host-pid",
            "polaris/hostPIDSet",
            "checkov/CKV_K8S_17",
            "trivy/KSV-0010",
            "kubesec/HostPID",
            "kubescape/host-pid-privileges",
            "kubescape/host-pid-ipc-privileges",
            "datree/CONTAINERS_INCORRECT_HOSTPID_VALUE_TRUE",
            "kyverno/disallow-host-namespaces",
            "gatekeeper/host-namespaces",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    host_namespace::check(pod, "hostPID", "sees every process of the node, and what other Pods keep in theirs", report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn only_where_it_is_true() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostPID: true
           ^^^^ The Pod sees every process of the node, and what other Pods keep in theirs; take `hostPID` out
  hostIPC: true
",
        );
    }
}
