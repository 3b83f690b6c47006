//! Capabilities beyond what a runtime gives.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::capability::{is_baseline, is_takeover, listed, plain};
use super::scalar;
use super::security_context::{Setter, title, value};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags each capability that a container adds beyond those a runtime gives anyway.
    ///
    /// ## Why is this bad?
    /// Capabilities are the pieces of root's power. `SYS_ADMIN`, `SYS_PTRACE`, `SYS_MODULE`, `BPF` and their like come
    /// to root on the node: that is an error. Others, such as `SYS_NICE` or `IPC_LOCK`, give less away: a warning.
    /// `NET_ADMIN` changes the network of the Pod, and on the node's network that of the node. Pod Security at level
    /// `baseline` refuses all of them.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    /// spec:
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         capabilities:
    ///           add: [SYS_ADMIN]
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
    ///       securityContext:
    ///         capabilities:
    ///           drop: [ALL]
    ///           add: [NET_BIND_SERVICE]
    /// ```
    ///
    /// ## When to ignore it
    /// For agents whose purpose needs one: `NET_ADMIN` for a network driver. Say so at the line, and give them a
    /// namespace of their own.
    "k8s/dangerous-capabilities" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "polaris/dangerousCapabilities",
            "checkov/CKV_K8S_39",
            "checkov/CKV_K8S_25",
            "trivy/KSV-0005",
            "trivy/KSV-0120",
            "trivy/KSV-0022",
            "kubesec/CapSysAdmin",
            "kubescape/insecure-capabilities",
            "kubescape/rule-privileged-container",
            "datree/CONTAINERS_INVALID_CAPABILITIES_VALUE",
            "kyverno/disallow-capabilities",
            "gatekeeper/capabilities",
        ],
        part: Part::APART,
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    if !container.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    let stated = container.file.standards.is_stated(container.container.pod);
    let host_network = value(container.container.pod.spec, "hostNetwork");
    let on_host_network = host_network.and_then(scalar::flag) == Some(true);
    for (item, name) in listed(Setter::Container(container.container), "add") {
        // A name that is only misspelt is another rule's, unless a level is asked for, which takes names to the letter.
        if is_baseline(&name) || !stated && is_baseline(&plain(&name)) {
            continue;
        }
        let is_takeover = is_takeover(&name, on_host_network);
        let reach = if is_takeover { "which is as good as root on the node" } else { "which no runtime gives unasked" };
        let message = format!("{} adds `{name}`, {reach}; take it out", title(container.container));
        let fix = Fix::suggested(format!("Take `{name}` out")).edit(Operation::Remove { at: item.address() });
        let found = report.on(item, message).breaks(PodSecurityLevel::Baseline).fix(fix);
        if !is_takeover {
            found.at_most(Severity::Warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn each_by_its_reach() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.0.0
      securityContext:
        capabilities:
          add:
            - CHOWN
            - SYS_ADMIN
              ^^^^^^^^^ Container `web` adds `SYS_ADMIN`, which is as good as root on the node; take it out
            - CAP_NET_ADMIN
              ^^^^^^^^^^^^^ Container `web` adds `CAP_NET_ADMIN`, which no runtime gives unasked; take it out
            - IPC_LOCK
              ^^^^^^^^ Container `web` adds `IPC_LOCK`, which no runtime gives unasked; take it out
            - cap_chown
",
        );
    }

    #[test]
    fn the_fix_leaves_the_others() {
        let text = |add: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      \
                 image: web:1.0.0\n      securityContext:\n        capabilities:\n          add: {add}\n"
            )
        };
        check_fix(&RULE, &text("[CHOWN, SYS_ADMIN]"), &text("[CHOWN]"));
    }
}
