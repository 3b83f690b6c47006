//! Namespaces that cannot be the Pod's own and the node's at once.

use project::Profile;

use schema::kubernetes::Version;

use super::{presence, scalar};
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags Pods that ask for namespaces of their own and for those of the node at once: `hostUsers: false` with
    /// `hostNetwork`, `hostPID` or `hostIPC`, `shareProcessNamespace` with `hostPID`, and `procMount: Unmasked` without
    /// `hostUsers: false`.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. A Pod with users of its own cannot be trusted with namespaces that belong to the
    /// node's users; the whole of `/proc` is safe only where users are apart.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   hostUsers: false
    ///   hostNetwork: true
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///   hostUsers: false
    /// ```
    "k8s/namespace-sharing-conflict" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Pod(check),
    }
}

/// The version from which on the API server knows `procMount` without a gate, and asks for users of the Pod's own.
const UNMASKED_NEEDS_USERS: Version = Version::new(33);

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let spec = file.pod.spec;
    let on = |key| scalar::get(spec, key).filter(|node| scalar::flag(*node) == Some(true));
    let own_users = scalar::get(spec, "hostUsers").filter(|node| scalar::flag(*node) == Some(false));
    if let Some(users) = own_users {
        for field in ["hostNetwork", "hostPID", "hostIPC"] {
            if let Some(node) = on(field) {
                let message =
                    format!("A Pod with users of its own cannot have `{field}`; leave it out, or `hostUsers: false`");
                report.on(node, message).label_on(users, "users of its own");
            }
        }
    }
    if let (Some(shared), Some(host)) = (on("shareProcessNamespace"), on("hostPID")) {
        report
            .on(
                shared,
                "With `hostPID` the containers see all processes of the node anyway; leave \
                 `shareProcessNamespace` out",
            )
            .label_on(host, "the node's processes");
    }
    if own_users.is_some()
        || file.file.manifest.version < UNMASKED_NEEDS_USERS
        || presence::is_partial_pod(file.pod)
        || !presence::lacks(spec, "hostUsers") && on("hostUsers").is_none()
    {
        return;
    }
    for context in file.pod.containers().filter_map(|container| scalar::get(container.node, "securityContext")) {
        if let Some(node) = scalar::get(context, "procMount").filter(|node| node.is("Unmasked")) {
            report.on(node, "`Unmasked` needs users of the Pod's own; set `hostUsers: false`, or leave it out");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn own_or_the_nodes() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      securityContext:
        procMount: Unmasked
                   ^^^^^^^^ `Unmasked` needs users of the Pod's own; set `hostUsers: false`, or leave it out
  hostPID: true
  shareProcessNamespace: true
                         ^^^^ With `hostPID` the containers see all processes of the node anyway; leave `shareProcessNamespace` out
---
apiVersion: v1
kind: Pod
metadata:
  name: b
spec:
  hostUsers: false
  hostIPC: true
           ^^^^ A Pod with users of its own cannot have `hostIPC`; leave it out, or `hostUsers: false`
  containers:
    - name: b
      image: b:1
      securityContext: {procMount: Unmasked}
",
        );
    }
}
