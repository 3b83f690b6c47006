//! Containers without a filter for system calls.

use project::kubernetes::Container;
use project::settings::PodSecurityLevel;
use syntax::yaml::{Data, Node, Operation};

use super::security_context::{Setter, homes, is_knative, is_windows, setters, titles, value};
use super::{presence, scalar};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod in which a container has no seccomp profile, or `Unconfined`.
    ///
    /// ## Why is this bad?
    /// Without a profile a container may make every system call of the kernel, more than 300 of them; most holes that
    /// led from a container to the node lay in calls that no ordinary program makes. `RuntimeDefault` forbids those and
    /// is what the runtime would take by itself, did Kubernetes not say `Unconfined` where nothing is said.
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
    ///     seccompProfile:
    ///       type: RuntimeDefault
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// Where every kubelet of the cluster runs with `seccompDefault`: it makes `RuntimeDefault` what counts where
    /// nothing is said. Pod Security at level `restricted` asks for the field all the same.
    "k8s/seccomp-profile" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Restricted, Severity::Warning),
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-score/container-seccomp-profile",
            "polaris/linuxHardening",
            "checkov/CKV_K8S_31",
            "trivy/KSV-0030",
            "trivy/KSV-0104",
            "kubesec/SeccompAny",
            "kubesec/SeccompUnconfined",
            "kubescape/set-seccomp-profile",
            "kubescape/set-seccomp-profile-RuntimeDefault",
            "datree/CONTAINERS_INCORRECT_SECCOMP_PROFILE",
            "kyverno/restrict-seccomp",
            "kyverno/restrict-seccomp-strict",
            "gatekeeper/seccompv2",
        ],
        part: Part::STEP,
        check: Check::Pod(check),
    }
}

/// From this minor version on the fields count; before, the annotations.
const FIELDS_SINCE: u16 = 19;

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    if pod.must_meet(PodSecurityLevel::Baseline, |minor| minor < FIELDS_SINCE) {
        annotations(pod, report);
    }
    if pod.must_meet(PodSecurityLevel::Baseline, |minor| minor >= FIELDS_SINCE) {
        for setter in setters(pod.pod) {
            let Some(profile) = setter.get("seccompProfile").filter(|node| node.is_mapping()) else { continue };
            let kind = value(profile, "type");
            let (node, message) = match kind.map(|node| (node, scalar::text(node))) {
                Some((_, None)) => continue,
                Some((node, Some(_))) if is_filter(node) => continue,
                Some((node, Some(said))) => (node, format!("{} has the seccomp profile `{said}`", setter.title())),
                None => (profile, format!("{} has a seccomp profile without a type", setter.title())),
            };
            let message = format!("{message}, so no system call is kept from it");
            let operation = Operation::Set { at: setter.address("seccompProfile"), value: runtime_default() };
            report
                .on(node, format!("{message}; set `type: RuntimeDefault`"))
                .breaks(PodSecurityLevel::Baseline)
                .fix(Fix::suggested("Set `seccompProfile` to `RuntimeDefault`").edit(operation));
        }
    }
    let (windows, stated) = (is_windows(pod.pod), pod.file.standards.is_stated(pod.pod));
    let asked = |minor: u16| minor >= FIELDS_SINCE && !(windows && (minor >= 25 || !stated));
    if pod.must_meet(PodSecurityLevel::Restricted, asked) {
        unset(pod, report);
    }
}

/// Containers for which neither they themselves nor the Pod say anything.
fn unset(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let whole = Setter::Pod(pod.pod);
    if whole.get("seccompProfile").is_some() || presence::is_partial_pod(pod.pod) {
        return;
    }
    let is_unset = |container: &Container<'_>| Setter::Container(*container).get("seccompProfile").is_none();
    let left: Vec<Container<'_>> = pod.pod.containers().filter(is_unset).collect();
    if left.is_empty() {
        return;
    }
    let verb = if left.len() == 1 { "has" } else { "have" };
    let message = format!("{} {verb} no seccomp profile, so no system call is kept from them", titles(&left));
    let message = if left.len() == 1 { message.replace("from them", "from it") } else { message };
    let set = |setter: Setter<'_>| Operation::Set { at: setter.address("seccompProfile"), value: runtime_default() };
    let fix = Fix::suggested("Set `seccompProfile` to `RuntimeDefault`");
    let fix = homes(pod.pod, &left).into_iter().map(set).fold(fix, Fix::edit);
    let place = if is_knative(pod.pod) { "" } else { " in the Pod's `securityContext`" };
    report
        .on(
            whole.context().unwrap_or(pod.pod.spec),
            format!("{message}; set `seccompProfile: {{type: RuntimeDefault}}`{place}"),
        )
        .breaks(PodSecurityLevel::Restricted)
        .fix(fix);
}

/// Before there was a field, an annotation said it.
fn annotations(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let annotations = pod.pod.template.get("metadata").and_then(|metadata| value(metadata, "annotations"));
    for entry in annotations.into_iter().flat_map(Node::entries) {
        let name = entry.name();
        let container = name.strip_prefix("container.seccomp.security.alpha.kubernetes.io/");
        let is_of_pod = name == "seccomp.security.alpha.kubernetes.io/pod";
        let is_of_container = container
            .is_some_and(|name| pod.pod.containers().any(|it| it.node.get("name").is_some_and(|it| it.is(name))));
        let Some(said) = scalar::text(entry.value).filter(|_| is_of_pod || is_of_container) else { continue };
        if !matches!(&*said, "runtime/default" | "docker/default") && !said.starts_with("localhost/") {
            let message =
                format!("The seccomp profile `{said}` keeps no system call from the Pod; write `runtime/default`");
            let operation = Operation::Set { at: entry.value.address(), value: Data::text("runtime/default") };
            report
                .on(entry.value, message)
                .breaks(PodSecurityLevel::Baseline)
                .fix(Fix::suggested("Write `runtime/default`").edit(operation));
        }
    }
}

fn runtime_default() -> Data {
    Data::map([("type", Data::text("RuntimeDefault"))])
}

/// Whether a profile of that type filters anything; a placeholder may.
fn is_filter(node: Node<'_>) -> bool {
    node.is("RuntimeDefault") || node.is("Localhost")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn none_or_unconfined() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
^^^^ Container `web` has no seccomp profile, so no system call is kept from it; set `seccompProfile: {type: RuntimeDefault}` …
  containers:
    - name: web
      image: web:1.0.0
    - name: own
      image: web:1.0.0
      securityContext: {seccompProfile: {type: Localhost, localhostProfile: a.json}}
---
apiVersion: v1
kind: Pod
metadata:
  name: b
spec:
  securityContext:
    seccompProfile:
      type: Unconfined
            ^^^^^^^^^^ The Pod has the seccomp profile `Unconfined`, so no system call is kept from it; set …
  containers:
    - name: web
      image: web:1.0.0
---
apiVersion: v1
kind: Pod
metadata:
  name: c
spec:
  os: {name: windows}
  containers:
    - name: web
      image: web:1.0.0
",
        );
    }

    #[test]
    fn the_fix_is_for_the_pod() {
        let text = |context: &str| {
            format!(
                "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    fsGroup: 10001\n{context}  \
                 containers:\n    - name: web\n      image: web:1.0.0\n"
            )
        };
        check_fix(&RULE, &text(""), &text("    seccompProfile:\n      type: RuntimeDefault\n"));
    }
}
