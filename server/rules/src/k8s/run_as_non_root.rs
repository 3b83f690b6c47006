//! Containers that nothing keeps from running as root.

use project::kubernetes::Container;
use project::settings::PodSecurityLevel;
use syntax::yaml::Operation;

use super::security_context::{Setter, effective, has_user_namespace, homes, is_knative, is_windows, setters, titles};
use super::{presence, scalar};
use crate::grain::PodIn;
use crate::{Check, Fix, Fixable, Group, Part, Profile, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Pod in which nothing keeps a container from running as root: `runAsNonRoot` is `false`, or set neither
    /// for the Pod nor for the container.
    ///
    /// ## Why is this bad?
    /// Root in a container is root on the node, held back by namespaces and capabilities only. A file the container
    /// should not have got, or one hole in the kernel or the runtime, and it is free. With `runAsNonRoot: true` the
    /// kubelet starts no container whose user is 0, so a new image with a forgotten `USER` shows at once and not after
    /// the incident.
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
    ///   containers:
    ///     - name: web
    ///       image: web:1.4.2
    /// ```
    ///
    /// ## When to ignore it
    /// With `hostUsers: false` root of the container is an ordinary user of the node; from Kubernetes 1.35 on the rule
    /// is silent then. An image that names its user (`USER app`) instead of giving its number needs `runAsUser` as
    /// well: the kubelet cannot look names up.
    "k8s/run-as-non-root" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Restricted, Severity::Warning),
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &[
            "kube-linter/run-as-non-root",
            "polaris/runAsRootAllowed",
            "checkov/CKV_K8S_23",
            "trivy/KSV-0012",
            "kubesec/RunAsNonRoot",
            "kubescape/non-root-containers",
            "datree/CONTAINERS_INCORRECT_RUNASNONROOT_VALUE",
            "kyverno/require-run-as-nonroot",
            "gatekeeper/users",
        ],
        part: Part::STEP,
        check: Check::Pod(check),
    }
}

fn check(pod: &PodIn<'_>, report: &mut Report<'_>) {
    let in_user_namespace = has_user_namespace(pod.pod);
    if !pod.must_meet(PodSecurityLevel::Restricted, |minor| minor < 35 || !in_user_namespace) {
        return;
    }
    let flag = |setter: Setter<'_>| setter.get("runAsNonRoot").map(scalar::flag);
    for setter in setters(pod.pod) {
        let Some(node) = setter.get("runAsNonRoot").filter(|node| scalar::flag(*node) == Some(false)) else { continue };
        let operation = Operation::Set { at: setter.address("runAsNonRoot"), value: true.into() };
        report
            .on(node, format!("{} may run as root; set `runAsNonRoot: true`", setter.title()))
            .breaks(PodSecurityLevel::Restricted)
            .fix(Fix::suggested("Set `runAsNonRoot: true`").edit(operation));
    }
    if flag(Setter::Pod(pod.pod)).is_some() || presence::is_partial_pod(pod.pod) {
        return;
    }
    let left: Vec<Container<'_>> =
        pod.pod.containers().filter(|container| flag(Setter::Container(*container)).is_none()).collect();
    if !left.is_empty() {
        unset(pod, &left, report);
    }
}

/// Neither the Pod nor the containers `left` say anything.
fn unset(pod: &PodIn<'_>, left: &[Container<'_>], report: &mut Report<'_>) {
    let user = |container: &Container<'_>| effective(*container, "runAsUser").and_then(scalar::int);
    let is_windows = is_windows(pod.pod);
    let has_user = !is_windows && left.iter().all(|container| user(container).is_some_and(|user| user > 0));
    let title = "Set `runAsNonRoot: true`";
    let (message, fix) = if has_user {
        let message = format!("{} run as an ordinary user, but nothing says that it must stay so", titles(left));
        // What runs as a user above 0 runs as before.
        (message, Fix::safe(title))
    } else if is_windows {
        (format!("{} may run as `ContainerAdministrator`", titles(left)), Fix::suggested(title))
    } else {
        (format!("{} may run as root", titles(left)), Fix::suggested(title))
    };
    let place = if is_knative(pod.pod) { "" } else { " in the Pod's `securityContext`" };
    let message = format!("{message}; set `runAsNonRoot: true`{place}");
    let message = if left.len() == 1 { message.replace(" run as an", " runs as an") } else { message };
    let set = |setter: Setter<'_>| Operation::Set { at: setter.address("runAsNonRoot"), value: true.into() };
    let fix = homes(pod.pod, left).into_iter().map(set).fold(fix, Fix::edit);
    report
        .on(Setter::Pod(pod.pod).context().unwrap_or(pod.pod.spec), message)
        .breaks(PodSecurityLevel::Restricted)
        .fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_safety};
    use crate::fix::Safety;

    #[test]
    fn what_is_unset_is_said_once_a_pod() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    spec:
    ^^^^ Containers `a` and `b` may run as root; set `runAsNonRoot: true` in the Pod's `securityContext`
      containers:
        - name: a
          image: web:1.0.0
        - name: b
          image: web:1.0.0
        - name: c
          image: web:1.0.0
          securityContext: {runAsNonRoot: true}
",
        );
    }

    #[test]
    fn no_is_said_where_it_stands() {
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
    runAsNonRoot: true
  containers:
    - name: a
      image: web:1.0.0
      securityContext:
        runAsNonRoot: false
                      ^^^^^ Container `a` may run as root; set `runAsNonRoot: true`
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostUsers: false
  containers:
    - name: a
      image: web:1.0.0
",
        );
    }

    #[test]
    fn knative_takes_it_for_containers_only() {
        let text = |rest: &str| {
            format!(
                "#- a.yaml\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      \
                 containers:\n        - image: web:1.0.0\n{rest}"
            )
        };
        check_fix(&RULE, &text(""), &text("          securityContext:\n            runAsNonRoot: true\n"));
    }

    #[test]
    fn who_runs_as_an_ordinary_user_loses_nothing() {
        let before = "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsUser: 10001
  containers:
    - name: a
      image: web:1.0.0
";
        let after = "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsUser: 10001
    runAsNonRoot: true
  containers:
    - name: a
      image: web:1.0.0
";
        check_fix(&RULE, before, after);
        check_safety(&RULE, before, Safety::Safe);
    }
}
