//! The port that a startup probe asks for.

use super::probe;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a startup probe that asks for a port the container does not have. A number that is not among the declared ports
    /// is only noted: declaring a port is a courtesy.
    ///
    /// ## Why is this bad?
    /// The kubelet looks the name up among the container's own ports. A name that is not there counts as a failed probe: the
    /// container never counts as started, and is restarted again and again.
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
    ///         - name: web
    ///           containerPort: 8080
    ///       startupProbe:
    ///         httpGet:
    ///           path: /ready
    ///           port: http
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
    ///         - name: web
    ///           containerPort: 8080
    ///       startupProbe:
    ///         httpGet:
    ///           path: /ready
    ///           port: web
    /// ```
    "k8s/startup-port" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/startup-port"],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    probe::check_port(file.container, "startupProbe", "the container never counts as started", report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names_and_numbers() {
        check(
            &RULE,
            r#"
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
          containerPort: 8080
      startupProbe:
        httpGet:
          port: http
                ^^^^ The startup probe asks for port `http`, which the container does not have, so the container never counts as started; name one of its ports
    - name: b
      image: b:1
      ports: [{containerPort: 80}]
      startupProbe:
        tcpSocket: {port: 81}
                          ^^ The startup probe asks for port 81, which the container does not declare; name one that it does, or declare it
    - name: c
      image: c:1
      startupProbe:
        tcpSocket: {port: 81}
    - name: d
      image: d:1
      ports: [{containerPort: 80, name: web}]
      startupProbe:
        httpGet: {port: "${PORT}"}
"#,
        );
    }
    #[test]
    fn the_port_that_it_has() {
        check_fix(
            &RULE,
            "#- a.yaml
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
          containerPort: 8080
      startupProbe:
        httpGet:
          path: /ready
          port: http
",
            "#- a.yaml
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
          containerPort: 8080
      startupProbe:
        httpGet:
          path: /ready
          port: web
",
        );
    }
}
