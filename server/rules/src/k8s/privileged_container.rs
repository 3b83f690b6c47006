//! Privileged containers.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::scalar;
use super::security_context::{Setter, title};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a container with `privileged: true`.
    ///
    /// ## Why is this bad?
    /// A privileged container has every capability, sees every device of the node and is held by no seccomp, AppArmor
    /// or SELinux profile. Who breaks into it owns the node a moment later: mounting the node's disk is one command.
    /// Nearly always one capability, one device or one mount was what was missing.
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
    ///         privileged: true
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
    /// For agents of the node itself: storage and network drivers, in a namespace whose labels say `privileged`. There
    /// the rule is silent.
    "k8s/privileged-container" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/privileged-container",
            "kube-score/container-security-context-privileged",
            "polaris/runAsPrivileged",
            "checkov/CKV_K8S_16",
            "trivy/KSV-0017",
            "kubesec/Privileged",
            "kubescape/rule-privileged-container",
            "datree/CONTAINERS_INCORRECT_PRIVILEGED_VALUE_TRUE",
            "kyverno/disallow-privileged-containers",
            "gatekeeper/privileged-containers",
        ],
        part: Part::APART,
        check: Check::Container(check),
    }
}

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let setter = Setter::Container(container.container);
    let Some(node) = setter.get("privileged").filter(|node| scalar::flag(*node) == Some(true)) else { return };
    if !container.must_meet(PodSecurityLevel::Baseline, |_| true) {
        return;
    }
    let message = format!(
        "{} is privileged, so who breaks into it has the node; \
         set `privileged: false` and add the capabilities it needs",
        title(container.container)
    );
    let operation = Operation::Set { at: setter.address("privileged"), value: false.into() };
    let fix = Fix::suggested("Set `privileged: false`").edit(operation);
    report.on(node, message).breaks(PodSecurityLevel::Baseline).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn every_kind_of_container() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  template:
    spec:
      initContainers:
        - name: setup
          image: setup:1.0.0
          securityContext: {privileged: true}
                                        ^^^^ Init container `setup` is privileged, so who breaks into it has the node…
      containers:
        - name: agent
          image: agent:1.0.0
          securityContext:
            privileged: yes
                        ^^^ Container `agent` is privileged…
        - name: other
          image: other:1.0.0
          securityContext:
            privileged: ${PRIVILEGED}
",
        );
    }

    #[test]
    fn a_namespace_may_say_that_it_is_for_such_pods() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: storage
  labels:
    pod-security.kubernetes.io/enforce: privileged
---
apiVersion: v1
kind: Pod
metadata:
  name: driver
  namespace: storage
spec:
  containers:
    - name: driver
      image: driver:1.0.0
      securityContext:
        privileged: true
",
        );
    }

    #[test]
    fn the_fix_takes_it_back() {
        let text = |value: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      \
                 image: web:1.0.0\n      securityContext:\n        privileged: {value} # why\n"
            )
        };
        check_fix(&RULE, &text("true"), &text("false"));
    }
}
