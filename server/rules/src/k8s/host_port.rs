//! Ports of the node.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::scalar;
use super::security_context::{title, value};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `hostPort` of a container's port.
    ///
    /// ## Why is this bad?
    /// The port of the node is taken: a second Pod with it finds no node, so the scheduler leaves it pending, and a
    /// rolling update waits for a node without the old one. What listens there is open to whoever reaches the node,
    /// past Services and many NetworkPolicies.
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
    ///       ports:
    ///         - containerPort: 8080
    ///           hostPort: 8080
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
    ///       ports:
    ///         - containerPort: 8080
    /// ```
    ///
    /// ## When to ignore it
    /// For agents of the node and for an ingress controller that is the cluster's own door, one on each node.
    "k8s/host-port" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-score/container-ports-check",
            "polaris/hostPortSet",
            "checkov/CKV_K8S_26",
            "trivy/KSV-0024",
            "kubescape/container-hostPort",
            "datree/CONTAINERS_INCORRECT_KEY_HOSTPORT",
            "kyverno/disallow-host-ports",
            "gatekeeper/host-network-ports",
        ],
        part: Part::APART,
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    if !container.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    let ports = value(container.container.node, "ports").into_iter().flat_map(syntax::yaml::Node::items);
    for node in ports.filter_map(|port| value(port, "hostPort")) {
        let Some(port) = scalar::int(node).filter(|port| *port != 0) else { continue };
        let message = format!(
            "{} takes port {port} of its node, so each node has room for one such Pod; \
             take `hostPort` out and let a Service lead to it",
            title(container.container)
        );
        let fix = Fix::suggested("Take `hostPort` out").edit(Operation::Remove { at: node.address() });
        report.on(node, message).breaks(PodSecurityLevel::Baseline).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn any_but_zero() {
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
      ports:
        - {containerPort: 80, hostPort: 0}
        - {containerPort: 8080, hostPort: 8081}
                                          ^^^^ Container `web` takes port 8081 of its node, so each node has room for one such Pod…
",
        );
    }

    #[test]
    fn the_fix_leaves_the_port() {
        let text = |rest: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: web:1.0.0\n    \
                 ports:\n    - containerPort: 8080\n{rest}"
            )
        };
        check_fix(&RULE, &text("      hostPort: 8080\n"), &text(""));
    }
}
