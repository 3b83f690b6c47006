//! Pods without a user namespace.

use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::security_context::{is_knative, is_windows, value};
use super::{presence, scalar};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod without `hostUsers: false`, from Kubernetes 1.33 on.
    ///
    /// ## Why is this bad?
    /// Users of the container are users of the node. In a user namespace they are not: root of the container is a
    /// number above 65535 on the node that owns nothing, so most ways out of a container lead nowhere. Volumes of most
    /// kinds work as before.
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
    ///   hostUsers: false
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// On nodes whose kernel is older than 6.3, or whose runtime is older than containerd 2.0: they refuse such Pods.
    /// Pods that share the node's network, processes or IPC cannot have one, and are not reported.
    "k8s/host-users" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["kubesec/HostUsers"],
        part: Part::STEP,
        check: Check::Pod(check),
    }
}

/// The first minor version in which user namespaces are on everywhere.
const SINCE: u16 = 33;

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = pod.pod.spec;
    let shares = |field: &&str| value(spec, field).and_then(scalar::flag) == Some(true);
    let is_bound = ["hostNetwork", "hostPID", "hostIPC"].iter().any(shares);
    let said = value(spec, "hostUsers");
    let asked = pod.must_meet(PodSecurityLevel::Restricted, |minor| minor >= SINCE);
    if is_bound
        || is_windows(pod.pod)
        || is_knative(pod.pod)
        || !asked
        || said.is_some_and(|node| scalar::flag(node) != Some(true))
    {
        return;
    }
    if said.is_none() && presence::is_partial_pod(pod.pod) {
        return;
    }
    let operation = Operation::Set { at: spec.address_of("hostUsers"), value: false.into() };
    let message =
        "The Pod's users are users of the node; set `hostUsers: false` to give it a user namespace of its own";
    report.on(said.unwrap_or(spec), message).fix(Fix::suggested("Set `hostUsers: false`").edit(operation));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn unless_it_has_or_cannot_have_one() {
        let pod = |line: &str, mark: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n{mark}  {line}\n  containers:\n    - name: web\n      \
                 image: web:1.0.0\n"
            )
        };
        check(
            &RULE,
            &pod("restartPolicy: Never", "^^^^ The Pod's users are users of the node; set `hostUsers: false` …\n"),
        );
        check(&RULE, &pod("hostUsers: false", ""));
        check(&RULE, &pod("hostNetwork: true", ""));
        check(&RULE, &pod("os: {name: windows}", ""));
        check_fix(&RULE, &pod("hostUsers: true", ""), &pod("hostUsers: false", ""));
    }
}
