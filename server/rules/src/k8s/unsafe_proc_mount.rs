//! Containers that see all of `/proc`.

use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Operation};

use super::scalar;
use super::security_context::{Setter, has_user_namespace, title};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container whose `procMount` is not `Default`.
    ///
    /// ## Why is this bad?
    /// The runtime hides what of `/proc` is about the node: its keys, its timers, the switch that reboots it.
    /// `Unmasked` shows all of it, for writing too. It is meant for containers that start containers, in a user
    /// namespace of their own.
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
    ///         procMount: Unmasked
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
    ///         procMount: Default
    /// ```
    ///
    /// ## When to ignore it
    /// With `hostUsers: false` level `baseline` lets it pass from 1.35 on; `restricted` does not.
    "k8s/unsafe-proc-mount" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/unsafe-proc-mount",
            "polaris/procMount",
            "trivy/KSV-0027",
            "kubescape/set-procmount-default",
            "kyverno/disallow-proc-mount",
            "gatekeeper/proc-mount",
        ],
        part: Part::APART,
        check: Check::Container(check),
    }
}

/// From this minor version on `baseline` forgives a Pod with a user namespace.
const FORGIVEN_SINCE: u16 = 35;

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let setter = Setter::Container(container.container);
    let Some(node) = setter.get("procMount").filter(|node| !node.is("Default")) else { return };
    let Some(said) = scalar::text(node) else { return };
    let apart = has_user_namespace(container.container.pod);
    let stated = container.file.standards.is_stated(container.container.pod);
    let to_baseline = container.must_meet(PodSecurityLevel::Baseline, |minor| minor < FORGIVEN_SINCE || !apart);
    // Where nobody asks for a level, what the lower one forgives is no error.
    let to_restricted = stated && container.must_meet(PodSecurityLevel::Restricted, |_| true);
    if !(to_baseline || to_restricted) {
        return;
    }
    let level = if to_baseline { PodSecurityLevel::Baseline } else { PodSecurityLevel::Restricted };
    let message = format!(
        "{} has `procMount: {said}`, so it sees and changes what `/proc` says of the node; set `Default`",
        title(container.container)
    );
    let operation = Operation::Set { at: setter.address("procMount"), value: Data::text("Default") };
    report.on(node, message).breaks(level).fix(Fix::suggested("Set `procMount: Default`").edit(operation));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn unless_in_a_user_namespace() {
        let text = |users: &str, mark: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: {users}\n  containers:\n    - name: web\n      \
                 image: web:1.0.0\n      securityContext:\n        procMount: Unmasked\n{mark}"
            )
        };
        let mark =
            "                   ^^^^^^^^ Container `web` has `procMount: Unmasked`, so it sees and changes what …\n";
        check(&RULE, &text("true", mark));
        check(&RULE, &text("false", ""));
        check_fix(&RULE, &text("true", ""), &text("true", "").replace("Unmasked", "Default"));
    }
}
