//! Ports that only root may open.

use project::Profile;

use super::scalar;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags container ports below 1024.
    ///
    /// ## Why is this bad?
    /// Outside a container only root, or who has `NET_BIND_SERVICE`, may listen there, and some runtimes keep it so
    /// inside. A Service can offer port 80 and send to 8080, so that the process needs neither.
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
    ///         - containerPort: 80
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
    "k8s/privileged-ports" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Never,
        same_as: &["kube-linter/privileged-ports", "trivy/KSV-0117"],
        check: Check::Container(check),
    }
}

fn check(it: &ContainerIn<'_>, report: &mut Report<'_>) {
    for port in scalar::items(it.container.node, "ports") {
        let Some(node) = scalar::get(port, "containerPort") else { continue };
        if let Some(number) = scalar::int(node).filter(|number| (1..1024).contains(number)) {
            report
                .on(node, format!("Port {number} may be kept for root; listen above 1023 and let the Service map it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::check;

    #[test]
    fn numbers() {
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
        - containerPort: 1023
                         ^^^^ Port 1023 may be kept for root; listen above 1023 and let the Service map it
        - containerPort: 1024
        - {containerPort: 443, protocol: UDP}
                          ^^^ Port 443 may be kept for root; listen above 1023 and let the Service map it
"#,
        );
    }
}
