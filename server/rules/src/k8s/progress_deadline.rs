//! A Deployment whose `progressDeadlineSeconds` is not above its `minReadySeconds`.

use project::Profile;
use syntax::yaml::{Data, Operation};

use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Deployment whose `progressDeadlineSeconds` is not above its `minReadySeconds`.
    ///
    /// ## Why is this bad?
    /// A Pod counts as available only after `minReadySeconds`, so that every update would be called failed before its first
    /// Pod counts. The API server refuses the Deployment. The default of `progressDeadlineSeconds` is 600.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// spec:
    ///   minReadySeconds: 60
    ///   progressDeadlineSeconds: 60
    ///   selector:
    ///     matchLabels:
    ///       app: api
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: api
    ///     spec:
    ///       containers:
    ///         - name: api
    ///           image: api:1.2.0
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// spec:
    ///   minReadySeconds: 60
    ///   progressDeadlineSeconds: 660
    ///   selector:
    ///     matchLabels:
    ///       app: api
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: api
    ///     spec:
    ///       containers:
    ///         - name: api
    ///           image: api:1.2.0
    /// ```
    "k8s/progress-deadline" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Kinds(&["Deployment"], check),
    }
}

/// The default of `progressDeadlineSeconds`.
const DEFAULT: i64 = 600;

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["apps"])) else { return };
    let Some(ready_node) = scalar::get(spec, "minReadySeconds") else { return };
    let Some(ready) = scalar::int(ready_node) else { return };
    let node = scalar::get(spec, "progressDeadlineSeconds");
    let Some(deadline) = node.map_or(Some(DEFAULT), scalar::int).filter(|deadline| *deadline <= ready) else { return };
    let raised = ready.saturating_add(DEFAULT);
    let set = Operation::Set { at: object.address("spec.progressDeadlineSeconds"), value: Data::from(raised) };
    let default = if node.is_none() { " by default" } else { "" };
    report
        .on(
            node.unwrap_or(ready_node),
            format!(
                "Pods count after {ready} s and the update fails after {deadline} s{default}; raise \
             `progressDeadlineSeconds`"
            ),
        )
        .fix(Fix::suggested(format!("Set it to {raised}")).edit(set));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn deadlines() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  minReadySeconds: 60
  progressDeadlineSeconds: 30
                           ^^ Pods count after 60 s and the update fails after 30 s; raise `progressDeadlineSeconds`
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  minReadySeconds: 600
                   ^^^ Pods count after 600 s and the update fails after 600 s by default; raise `progressDeadlineSeconds`
",
        );
    }
    #[test]
    fn raised() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  minReadySeconds: 60
  progressDeadlineSeconds: 60
",
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  minReadySeconds: 60
  progressDeadlineSeconds: 660
",
        );
    }
}
