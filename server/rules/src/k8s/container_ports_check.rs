//! Ports of containers without a number, with a name that is too long, and those that are there twice.

use project::Profile;
use rustc_hash::FxHashSet;
use schema::kubernetes::values::port_name::LONGEST;

use super::doubles::doubles;
use super::ports::Port;
use super::{ports, presence, probe, scalar};
use crate::grain::PodIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags ports of containers without a number, with a name that is too long, and those that are there twice.
    ///
    /// ## Why is this bad?
    /// The API server refuses a port without `containerPort`, a name of more than 15 characters, a name twice in a container,
    /// and a port of the node that is taken twice. The same port twice with another name is accepted, with a warning.
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
    ///       ports:
    ///         - name: metrics-and-health
    ///           containerPort: 8080
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
    ///       ports:
    ///         - name: metrics
    ///           containerPort: 8080
    /// ```
    "k8s/container-ports-check" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Never,
        same_as: &["kube-score/container-ports-check", "kyverno/require-container-port-names"],
        check: Check::Pod(check),
    }
}

fn check(file: &PodIn<'_>, report: &mut Report<'_>) {
    let mut on_node = Vec::new();
    let mut names = Vec::new();
    for container in file.pod.containers() {
        let ports: Vec<Port<'_>> = ports::of(container).collect();
        for port in &ports {
            if !presence::is_partial_container(container) && presence::lacks(port.node, "containerPort") {
                report.on(port.node, "The port has no `containerPort`; say on which number the container listens");
            }
            let name = port.name.as_deref().filter(|name| name.len() > LONGEST);
            if let (Some(name), Some(node)) = (name, scalar::get(port.node, "name")) {
                let length = name.len();
                report.on(node, format!("The name of the port has {length} characters; shorten it to {LONGEST}"));
            }
        }
        let named = ports.iter().filter_map(|port| Some((port.name.clone()?, port.node.get("name")?)));
        let twice = doubles(named.clone());
        for (first, again) in &twice {
            let name = again.text().unwrap_or_default();
            report
                .on(*again, format!("The container has a port `{name}` already; give each its name"))
                .label_on(*first, "the first one");
        }
        // Once a container: what is twice in one of them has been said.
        let twice: FxHashSet<_> = twice.into_iter().map(|(_, again)| again.id()).collect();
        names.extend(named.filter(|(_, node)| !probe::runs_to_its_end(container) && !twice.contains(&node.id())));
        let numbered = ports.iter().filter_map(|port| {
            Some((
                (port.number?, port.protocol.clone(), scalar::get(port.node, "hostPort").and_then(scalar::int)),
                port.node.get("containerPort")?,
            ))
        });
        for (first, again) in doubles(numbered) {
            let number = again.text().unwrap_or_default();
            report
                .on(again, format!("The container has port {number} of this protocol already; leave one of them out"))
                .label_on(first, "the first one")
                .at_most(Severity::Warning);
        }
        on_node.extend(ports.iter().filter(|_| !probe::runs_to_its_end(container)).filter_map(|port| {
            let node = scalar::get(port.node, "hostPort")?;
            let ip = scalar::text_of(port.node, "hostIP").unwrap_or_default();
            Some(((scalar::int(node).filter(|number| *number != 0)?, port.protocol.clone(), ip), node))
        }));
    }
    for (first, again) in doubles(on_node) {
        let number = again.text().unwrap_or_default();
        report
            .on(again, format!("Port {number} of the node is taken twice; choose another one"))
            .label_on(first, "the first one");
    }
    for (first, again) in doubles(names) {
        let name = again.text().unwrap_or_default();
        report
            .on(
                again,
                format!(
                    "Another container has a port `{name}` too, and Services that name it get the first; give \
                 each its name"
                ),
            )
            .label_on(first, "the first one")
            .at_most(Severity::Warning);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn numbers_and_names() {
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
      ports:
        - name: web
          ^^^^ The port has no `containerPort`; say on which number the container listens
        - name: web
                ^^^ The container has a port `web` already; give each its name
          containerPort: 80
          hostPort: 80
        - name: metrics-and-health
                ^^^^^^^^^^^^^^^^^^ The name of the port has 18 characters; shorten it to 15
          containerPort: 81
          hostPort: 80
                    ^^ Port 80 of the node is taken twice; choose another one
        - containerPort: 53
          protocol: UDP
        - containerPort: 53
        - containerPort: 53
                         ^^ The container has port 53 of this protocol already; leave one of them out
    - name: b
      image: b:1
      ports:
        - name: web
                ^^^ Another container has a port `web` too, and Services that name it get the first; give each its name
          containerPort: 99
",
        );
    }
}
