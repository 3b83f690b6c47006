//! Probes and hooks that do nothing, or more than one thing.

use project::Profile;
use syntax::yaml::{Entry, Node};

use super::{presence, probe, scalar};
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags probes and lifecycle hooks that do nothing, or more than one thing.
    ///
    /// ## Why is this bad?
    /// A probe is exactly one of `exec`, `httpGet`, `tcpSocket` and `grpc`, a hook one of `exec`, `httpGet`, `tcpSocket` and
    /// `sleep`. The API server refuses the Pod.
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
    ///       livenessProbe:
    ///         periodSeconds: 10
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
    ///       livenessProbe:
    ///         periodSeconds: 10
    ///         tcpSocket:
    ///           port: 8080
    /// ```
    "k8s/probe-without-handler" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &[],
        check: Check::Container(check),
    }
}

/// What a hook of a lifecycle may do.
const HOOK_HANDLERS: [&str; 4] = ["exec", "httpGet", "tcpSocket", "sleep"];

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container;
    let is_whole = !presence::is_partial_container(container);
    for probe in probe::probes(container) {
        handlers(&probe.name(), probe.value, &probe::HANDLERS, is_whole, report);
        let period = scalar::get(probe.value, "terminationGracePeriodSeconds");
        if let Some(period) = period.filter(|_| probe.is("readinessProbe")) {
            let message = "A readiness probe stops no container; leave `terminationGracePeriodSeconds` out";
            report.on(period, message);
        }
    }
    for hook in ["postStart", "preStop"] {
        let lifecycle = scalar::get(container.node, "lifecycle");
        if let Some(node) = lifecycle.and_then(|lifecycle| scalar::get(lifecycle, hook)) {
            handlers(hook, node, &HOOK_HANDLERS, is_whole, report);
        }
    }
}

fn handlers(name: &str, node: Node<'_>, known: &[&str; 4], is_whole: bool, report: &mut Report<'_>) {
    let is_handler = |entry: &Entry<'_>| known.iter().any(|name| entry.is(name)) && scalar::is_written(entry.value);
    let written: Vec<Entry<'_>> = node.effective().entries().filter(is_handler).collect();
    match written[..] {
        [] if is_whole && node.effective().is_mapping() && !presence::is_open(node.effective()) => {
            let [first, second, third, last] = known;
            let message =
                format!("`{name}` does nothing; give it one of `{first}`, `{second}`, `{third}` and `{last}`");
            report.on(node, message);
        }
        [first, second, ..] => {
            let message = format!("`{name}` has `{}` beside `{}`; keep one of them", second.name(), first.name());
            report.on(second.key, message).label_on(first.key, "the other");
        }
        [] | [_] => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn one_handler() {
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
      livenessProbe:
      ^^^^^^^^^^^^^ `livenessProbe` does nothing; give it one of `exec`, `httpGet`, `tcpSocket` and `grpc`
        periodSeconds: 10
      readinessProbe:
        httpGet: {port: 80}
        exec: {command: [a]}
        ^^^^ `readinessProbe` has `exec` beside `httpGet`; keep one of them
        terminationGracePeriodSeconds: 5
                                       ^ A readiness probe stops no container…
      lifecycle:
        preStop:
          exec: {command: [a]}
          sleep: {seconds: 1}
          ^^^^^ `preStop` has `sleep` beside `exec`; keep one of them
",
        );
    }
    #[test]
    fn a_patch_is_part_of_a_container() {
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
      livenessProbe:
        periodSeconds: 10
",
        );
    }
}
