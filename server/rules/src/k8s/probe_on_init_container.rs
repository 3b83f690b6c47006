//! Probes of init containers that run to their end.

use project::Profile;
use syntax::yaml::Operation;

use super::probe::{self, PROBES};
use super::scalar;
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags probes and lifecycle hooks on init containers that run to their end.
    ///
    /// ## Why is this bad?
    /// Such a container is ready when it has ended; the API server refuses the Pod. With `restartPolicy: Always` it is a
    /// sidecar, which keeps running and may be probed.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   initContainers:
    ///     - name: migrate
    ///       image: api:1.2.0
    ///       readinessProbe:
    ///         tcpSocket:
    ///           port: 8080
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   initContainers:
    ///     - name: migrate
    ///       image: api:1.2.0
    ///       restartPolicy: Always
    ///       readinessProbe:
    ///         tcpSocket:
    ///           port: 8080
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    /// ```
    "k8s/probe-on-init-container" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    if !probe::runs_to_its_end(container) {
        return;
    }
    for name in PROBES.into_iter().chain(["lifecycle"]) {
        let Some(entry) = container.node.entry(name).filter(|entry| scalar::is_written(entry.value)) else { continue };
        let mut policy = container.node.address();
        policy.route = policy.route.then("restartPolicy");
        report
            .on(
                entry.key,
                format!(
                    "An init container that runs to its end has no `{name}`; leave it out, or make it a sidecar \
                 with `restartPolicy: Always`"
                ),
            )
            .fix(Fix::suggested(format!("Remove `{name}`")).edit(Operation::Remove { at: entry.value.address() }))
            .fix(Fix::suggested("Make it a sidecar").edit(Operation::Set { at: policy, value: "Always".into() }));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn sidecars_may() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  initContainers:
    - name: migrate
      image: api:1.2.0
      lifecycle:
      ^^^^^^^^^ An init container that runs to its end has no `lifecycle`; leave it out, or make it a sidecar with `restartPolicy: Always`
        preStop:
          exec:
            command: [a]
    - name: proxy
      image: proxy:1
      restartPolicy: Always
      readinessProbe:
        tcpSocket: {port: 1}
  containers:
    - name: api
      image: api:1.2.0
",
        );
    }
    #[test]
    fn without() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  initContainers:
    - name: migrate
      image: api:1.2.0
      readinessProbe:
        tcpSocket:
          port: 8080
  containers:
    - name: api
      image: api:1.2.0
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  initContainers:
    - name: migrate
      image: api:1.2.0
  containers:
    - name: api
      image: api:1.2.0
",
        );
    }
    #[test]
    fn a_sidecar() {
        check_fix_titled(
            &RULE,
            Some("Make it a sidecar"),
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  initContainers:
    - name: migrate
      image: api:1.2.0
      resources:
        limits: {cpu: 100m, memory: 64Mi}
      readinessProbe:
        tcpSocket:
          port: 8080
  containers:
    - name: api
      image: api:1.2.0
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  initContainers:
    - name: migrate
      image: api:1.2.0
      resources:
        limits: {cpu: 100m, memory: 64Mi}
      readinessProbe:
        tcpSocket:
          port: 8080
      restartPolicy: Always
  containers:
    - name: api
      image: api:1.2.0
",
        );
    }
}
