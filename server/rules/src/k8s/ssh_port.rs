//! A container that offers SSH.

use super::scalar;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags containers that declare port 22 over TCP.
    ///
    /// ## Why is this bad?
    /// A shell behind a password or key of its own goes round the cluster's access control and audit log. For a look
    /// into a running container there is `kubectl exec`.
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
    ///       ports:
    ///         - containerPort: 22
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
    ///       ports:
    ///         - containerPort: 8080
    /// ```
    ///
    /// ## When to ignore it
    /// For Git servers and file drops whose protocol is SSH.
    "k8s/ssh-port" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kube-linter/ssh-port"],
        check: Check::Container(check),
    }
}

fn check(it: &ContainerIn<'_>, report: &mut Report<'_>) {
    for port in scalar::items(it.container.node, "ports") {
        let is_tcp = scalar::get(port, "protocol").is_none_or(|protocol| protocol.is("TCP"));
        let Some(node) = scalar::get(port, "containerPort").filter(|_| is_tcp) else { continue };
        if scalar::int(node) == Some(22) {
            report.on(node, "Port 22 is SSH, which goes round the cluster's access control; use `kubectl exec`");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn over_tcp() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.4.2
      ports:
        - {containerPort: 22, protocol: UDP}
        - {containerPort: 22, protocol: TCP}
                          ^^ Port 22 is SSH, which goes round the cluster's access control; use `kubectl exec`
"#,
        );
    }
}
