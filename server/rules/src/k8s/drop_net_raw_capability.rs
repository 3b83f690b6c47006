//! Containers that may send any packet.

use syntax::yaml::{Data, Operation};

use super::capability::{dropped_all, listed, plain};
use super::security_context::{Setter, is_windows, title};
use super::{drop_all_capabilities, presence};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};
use project::settings::PodSecurityLevel;

declare_rule! {
    /// ## What it does
    /// Flags a container that keeps or adds the capability `NET_RAW`.
    ///
    /// ## Why is this bad?
    /// With it a process may send packets that claim to come from anyone: it can answer for the cluster's DNS and for
    /// its neighbours on the node (ARP). Most runtimes give it unasked, for the sake of `ping`.
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
    ///           drop: [NET_RAW]
    /// ```
    "k8s/drop-net-raw-capability" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/drop-net-raw-capability",
            "polaris/insecureCapabilities",
            "checkov/CKV_K8S_28",
            "trivy/KSV-0119",
            "kubescape/drop-capability-netraw",
            "datree/CIS_MISSING_VALUE_DROP_NET_RAW",
            "kyverno/require-drop-cap-net-raw",
        ],
        part: Part::STEP.covered_by(&[&drop_all_capabilities::RULE]),
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let setter = Setter::Container(container.container);
    if is_windows(container.container.pod) || !container.must_meet(PodSecurityLevel::Restricted, |_| true) {
        return;
    }
    let added = listed(setter, "add").find(|(_, name)| plain(name) == "NET_RAW");
    if let Some((item, _)) = added {
        let message = format!("{} adds `NET_RAW`, so it may send packets in anyone's name", title(container.container));
        let fix = Fix::suggested("Take `NET_RAW` out").edit(Operation::Remove { at: item.address() });
        report.on(item, format!("{message}; take it out")).fix(fix);
        return;
    }
    let is_dropped = dropped_all(setter).is_some() || listed(setter, "drop").any(|(_, name)| plain(&name) == "NET_RAW");
    if is_dropped || presence::is_partial_container(container.container) {
        return;
    }
    let message =
        format!("{} keeps `NET_RAW`, so it may send packets in anyone's name; drop it", title(container.container));
    let operation = Operation::Append { at: setter.address("capabilities.drop"), value: Data::text("NET_RAW") };
    report.on(container.container.node, message).fix(Fix::suggested("Drop `NET_RAW`").edit(operation));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn kept_or_added() {
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
    - name: a
      ^^^^ Container `a` keeps `NET_RAW`, so it may send packets in anyone's name; drop it
      image: web:1.0.0
    - name: b
      image: web:1.0.0
      securityContext:
        capabilities:
          drop: [all]
    - name: c
      image: web:1.0.0
      securityContext:
        capabilities:
          drop: [ALL]
          add: [NET_RAW]
                ^^^^^^^ Container `c` adds `NET_RAW`, so it may send packets in anyone's name; take it out
",
        );
    }

    #[test]
    fn the_fix_drops_it() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: web:1.0.0\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: web:1.0.0\n    \
             securityContext:\n      capabilities:\n        drop:\n        - NET_RAW\n",
        );
    }
}
