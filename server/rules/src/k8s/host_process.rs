//! Windows containers that are processes of the node.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::scalar;
use super::security_context::setters;
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `windowsOptions.hostProcess: true`.
    ///
    /// ## Why is this bad?
    /// A HostProcess container is no container: it is a process of the Windows node, with its file system, its network
    /// and, mostly, the rights of its system account.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: agent
    /// spec:
    ///   os:
    ///     name: windows
    ///   hostNetwork: true
    ///   containers:
    ///     - name: agent
    ///       image: agent:1.4.2
    ///       securityContext:
    ///         windowsOptions:
    ///           hostProcess: true
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: agent
    /// spec:
    ///   os:
    ///     name: windows
    ///   containers:
    ///     - name: agent
    ///       image: agent:1.4.2
    ///       securityContext:
    ///         windowsOptions:
    ///           runAsUserName: ContainerUser
    /// ```
    ///
    /// ## When to ignore it
    /// For drivers and agents of the node itself, in a namespace whose labels say `privileged`.
    "k8s/host-process" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "polaris/hostProcess",
            "trivy/KSV-0103",
            "kubescape/set-hostprocess-true",
            "datree/EKS_INVALID_HOSTPROCESS_VALUE",
            "kyverno/disallow-host-process",
            "gatekeeper/host-process",
        ],
        part: Part::APART,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if !pod.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    for setter in setters(pod.pod) {
        let set = setter.get_in("windowsOptions", "hostProcess").filter(|node| scalar::flag(*node) == Some(true));
        let Some(node) = set else { continue };
        let message =
            format!("{} runs on the Windows node itself, not in a container; take `hostProcess` out", setter.title());
        let fix = Fix::suggested("Take `hostProcess` out").edit(Operation::Remove { at: node.address() });
        report.on(node, message).breaks(PodSecurityLevel::Baseline).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn for_the_pod_and_for_a_container() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    windowsOptions:
      hostProcess: true
                   ^^^^ The Pod runs on the Windows node itself, not in a container; take `hostProcess` out
  containers:
    - name: web
      image: web:1.0.0
      securityContext: {windowsOptions: {hostProcess: false}}
",
        );
    }
}
