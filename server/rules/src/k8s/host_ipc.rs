//! Pods in the node's IPC namespace.

use super::host_namespace;
use crate::grain::PodIn;
use crate::{Check, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `hostIPC: true`.
    ///
    /// ## Why is this bad?
    /// The containers read and write the shared memory of every process of the node, with no check but the user's
    /// number. Containers of one Pod share memory with each other anyway.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   hostIPC: true
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
    "k8s/host-ipc" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/host-ipc",
            "polaris/hostIPCSet",
            "checkov/CKV_K8S_18",
            "trivy/KSV-0008",
            "kubesec/HostIPC",
            "kubescape/host-ipc-privileges",
            "kubescape/host-pid-ipc-privileges",
            "datree/CONTAINERS_INCORRECT_HOSTIPC_VALUE_TRUE",
            "kyverno/disallow-host-namespaces",
            "gatekeeper/host-namespaces",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    host_namespace::check(pod, "hostIPC", "shares memory with every process of the node", report);
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
  hostIPC: true
           ^^^^ The Pod shares memory with every process of the node; take `hostIPC` out
",
        );
    }
}
