//! Pods that say nothing about privileges.

use project::kubernetes::Container;
use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Operation};

use super::security_context::{Setter, homes, is_windows, setters};
use super::{presence, run_as_non_root};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod in which neither the Pod nor any of its containers has a `securityContext`.
    ///
    /// ## Why is this bad?
    /// Nobody has thought about it yet, so what counts are the widest defaults: root as far as the image says so,
    /// fourteen capabilities, every system call, a root that can be written. A context with four lines is what level
    /// `restricted` asks for.
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
    ///   securityContext:
    ///     runAsNonRoot: true
    ///     seccompProfile:
    ///       type: RuntimeDefault
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    ///       securityContext:
    ///         allowPrivilegeEscalation: false
    ///         capabilities:
    ///           drop: [ALL]
    /// ```
    "k8s/missing-security-context" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::Production,
        raised: (Profile::Production, Severity::Warning),
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &[
            "checkov/CKV_K8S_29",
            "checkov/CKV_K8S_30",
            "trivy/KSV-0118",
            "datree/CIS_MISSING_KEY_SECURITYCONTEXT",
            "kyverno/add-default-securitycontext",
        ],
        part: Part::STEP.covered_by(&[&run_as_non_root::RULE]),
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let has_any = setters(pod.pod).any(|setter| setter.context().is_some());
    let asked = pod.must_meet(PodSecurityLevel::Restricted, |_| true);
    if has_any || !asked || presence::is_partial_pod(pod.pod) {
        return;
    }
    let found = report.on(pod.pod.spec, "The Pod has no `securityContext`, so the widest defaults count; add one");
    if is_windows(pod.pod) {
        return;
    }
    let profile = Data::map([("type", Data::text("RuntimeDefault"))]);
    let of_pod = [("runAsNonRoot", Data::from(true)), ("seccompProfile", profile)];
    let dropped = Data::map([("drop", Data::seq([Data::text("ALL")]))]);
    let of_container = [("allowPrivilegeEscalation", Data::from(false)), ("capabilities", dropped)];
    let containers: Vec<Container<'_>> = pod.pod.containers().collect();
    let homes = homes(pod.pod, &containers);
    let merge =
        |setter: Setter<'_>, value: Data| Operation::Merge { at: setter.node().address_of("securityContext"), value };
    let of_containers = containers.iter().map(|it| merge(Setter::Container(*it), Data::map(of_container.clone())));
    let of_homes = homes.iter().map(|it| merge(*it, Data::map(of_pod.clone())));
    let fix = Fix::suggested("Add the `securityContext` that `restricted` asks for");
    found.fix(of_containers.chain(of_homes).fold(fix, Fix::edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn none_at_all() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
^^^^ The Pod has no `securityContext`, so the widest defaults count; add one
  containers:
    - name: a
      image: web:1.0.0
      securityContext:
---
apiVersion: v1
kind: Pod
metadata:
  name: b
spec:
  containers:
    - name: a
      image: web:1.0.0
      securityContext:
        runAsUser: 10001
",
        );
    }

    #[test]
    fn the_fix_is_what_restricted_asks_for() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n    \
             securityContext:\n      allowPrivilegeEscalation: false\n      capabilities:\n        drop:\n        - ALL\n  \
             securityContext:\n    runAsNonRoot: true\n    seccompProfile:\n      type: RuntimeDefault\n",
        );
    }
}
