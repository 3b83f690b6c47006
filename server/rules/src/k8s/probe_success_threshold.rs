//! A `successThreshold` other than 1 in a liveness or startup probe.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{probe, scalar};
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `successThreshold` other than 1 in a liveness or startup probe.
    ///
    /// ## Why is this bad?
    /// Only for readiness several successes in a row mean something. For the others the API server refuses any number but 1.
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
    ///         successThreshold: 2
    ///         tcpSocket:
    ///           port: 8080
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
    ///         successThreshold: 1
    ///         tcpSocket:
    ///           port: 8080
    /// ```
    "k8s/probe-success-threshold" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["datree/CONTAINERS_INCORRECT_SUCCESSTHRESHOLD_VALUE"],
        check: Check::Container(check),
    }
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    for probe in probe::probes(file.container).filter(|probe| !probe.is("readinessProbe")) {
        let Some(node) = scalar::get(probe.value, "successThreshold") else { continue };
        // Zero is taken for the default.
        let Some(number) = scalar::int(node).filter(|number| !matches!(number, 0 | 1)) else { continue };
        let name = probe.name();
        let edit = Operation::Replace { at: node.address(), value: Data::from(1) };
        report
            .on(node, format!("The `successThreshold` of `{name}` is {number}, and can be 1 only; write 1"))
            .fix(Fix::safe("Set it to 1").edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn only_readiness_counts() {
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
        successThreshold: 3
                          ^ The `successThreshold` of `livenessProbe` is 3, and can be 1 only; write 1
        tcpSocket: {port: 80}
      startupProbe:
        successThreshold: 0
        tcpSocket: {port: 80}
      readinessProbe:
        successThreshold: 3
        tcpSocket: {port: 80}
",
        );
    }
    #[test]
    fn one() {
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
      livenessProbe:
        successThreshold: 2
        tcpSocket:
          port: 8080
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
      livenessProbe:
        successThreshold: 1
        tcpSocket:
          port: 8080
",
        );
    }
}
