//! A `hostPort` that is not the `containerPort` in a Pod on the network of its node.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{ports, scalar};
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `hostPort` that is not the `containerPort` in a Pod on the network of its node.
    ///
    /// ## Why is this bad?
    /// With `hostNetwork: true` the container listens on the node itself, so there is nothing to map; the API server refuses
    /// the Pod.
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
    ///         - containerPort: 8080
    ///           hostPort: 80
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
    ///       ports:
    ///         - containerPort: 8080
    ///           hostPort: 8080
    ///   hostNetwork: true
    /// ```
    "k8s/host-network-port" {
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
    if !scalar::is_true(file.container.pod.spec, "hostNetwork") {
        return;
    }
    for port in ports::of(file.container) {
        let (Some(number), Some(node)) = (port.number, scalar::get(port.node, "hostPort")) else { continue };
        let Some(on_node) = scalar::int(node).filter(|on_node| *on_node != number && *on_node != 0) else { continue };
        let edit = Operation::Replace { at: node.address(), value: Data::from(number) };
        report
            .on(
                node,
                format!(
                    "On the node's network port {number} cannot be {on_node}; write {number}, or leave \
                 `hostPort` out"
                ),
            )
            .fix(Fix::suggested(format!("Write {number}")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn only_on_the_node() {
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
        - containerPort: 8080
          hostPort: 80
                    ^^ On the node's network port 8080 cannot be 80; write 8080, or leave `hostPort` out
        - containerPort: 9090
          hostPort: 9090
  hostNetwork: true
",
        );
    }
    #[test]
    fn elsewhere_it_may() {
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
        - containerPort: 8080
          hostPort: 80
",
        );
    }
}
