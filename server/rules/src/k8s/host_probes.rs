//! Probes and hooks of another host.

use project::settings::PodSecurityLevel;
use syntax::yaml::{Node, Operation};

use super::scalar;
use super::security_context::{title, value};
use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Part, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `host` in a probe or a lifecycle hook.
    ///
    /// ## Why is this bad?
    /// The kubelet makes the request, from the node's own network: who may write the Pod chooses an address that the
    /// Pod itself might not reach, the cloud's metadata service for one. And a probe of another host says nothing about
    /// this container. Without `host` the Pod's own address is asked. Pod Security refuses it at level `baseline` from
    /// 1.34 on.
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
    ///       readinessProbe:
    ///         httpGet:
    ///           host: 127.0.0.1
    ///           path: /ready
    ///           port: 8080
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
    ///       readinessProbe:
    ///         httpGet:
    ///           path: /ready
    ///           port: 8080
    /// ```
    ///
    /// ## When to ignore it
    /// For Pods on the node's network whose server listens on the loopback only.
    "k8s/host-probes" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Security,
        fixable: Fixable::Always,
        same_as: &["gatekeeper/host-probes-lifecycle"],
        part: Part::APART,
        check: Check::Container(check),
    }
}

/// Where a handler stands, with what it is called.
const HANDLERS: [(&str, &str, &str); 5] = [
    ("", "livenessProbe", "liveness probe"),
    ("", "readinessProbe", "readiness probe"),
    ("", "startupProbe", "startup probe"),
    ("lifecycle", "postStart", "`postStart` hook"),
    ("lifecycle", "preStop", "`preStop` hook"),
];

/// The first minor version in which Pod Security looks at it.
const SINCE: u16 = 34;

fn check(container: &ContainerIn<'_>, report: &mut Report<'_>) {
    let stated = container.file.standards.is_stated(container.container.pod);
    if !container.must_meet(PodSecurityLevel::Baseline, |minor| minor >= SINCE || !stated) {
        return;
    }
    let forbidden = container.must_meet(PodSecurityLevel::Baseline, |minor| minor >= SINCE);
    for (around, field, called) in HANDLERS {
        let owner =
            if around.is_empty() { Some(container.container.node) } else { value(container.container.node, around) };
        let Some(handler) = owner.and_then(|owner| value(owner, field)) else { continue };
        for action in ["httpGet", "tcpSocket"] {
            let Some(node) = value(handler, action).and_then(|action| value(action, "host")) else { continue };
            let Some(host) = scalar::text(node).filter(|host| !host.is_empty()) else { continue };
            one(container, node, called, &host, forbidden, report);
        }
    }
}

fn one(
    container: &ContainerIn<'_>,
    node: Node<'_>,
    called: &str,
    host: &str,
    forbidden: bool,
    report: &mut Report<'_>,
) {
    let message = format!(
        "{}'s {called} has the node ask `{host}`, which says nothing about the Pod; \
             take `host` out, so that the Pod is asked",
        title(container.container)
    );
    let fix = Fix::suggested("Take `host` out").edit(Operation::Remove { at: node.address() });
    let found = report.on(node, message).fix(fix);
    if forbidden {
        found.breaks(PodSecurityLevel::Baseline);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn probes_and_hooks() {
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
    - name: web
      image: web:1.0.0
      livenessProbe:
        tcpSocket: {host: 10.0.0.1, port: 80}
                          ^^^^^^^^ Container `web`'s liveness probe has the node ask `10.0.0.1`, which says nothing about the Pod…
      readinessProbe:
        httpGet: {host: '', port: 80}
      lifecycle:
        preStop:
          httpGet: {host: example.com, port: 80}
                          ^^^^^^^^^^^ Container `web`'s `preStop` hook has the node ask `example.com`…
",
        );
    }

    #[test]
    fn the_fix_takes_it_out() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n    \
             livenessProbe:\n      httpGet:\n        host: localhost\n        port: 80\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1.0.0\n    \
             livenessProbe:\n      httpGet:\n        port: 80\n",
        );
    }
}
