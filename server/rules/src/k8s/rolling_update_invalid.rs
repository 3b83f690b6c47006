//! Rolling updates that the API server refuses.

use project::Profile;
use schema::kubernetes::values::int_or_percent::{self, IntOrPercent};
use syntax::yaml::{Node, Operation};

use super::update::Update;
use super::{group, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags bounds of a rolling update that are no number or percentage, more than all Pods, or that stand beside another
    /// strategy.
    ///
    /// ## Why is this bad?
    /// The API server refuses the workload. Percentages are whole and end in `%`; with `Recreate` or `OnDelete` nothing
    /// rolls, and `rollingUpdate` must not be there.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// spec:
    ///   strategy:
    ///     type: Recreate
    ///     rollingUpdate:
    ///       maxSurge: 1
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
    ///   strategy:
    ///     type: Recreate
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
    "k8s/rolling-update-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["Deployment", "DaemonSet", "StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(update) = Update::of(file.object).filter(|_| group::is_of(file.object, &["apps", "extensions"])) else {
        return;
    };
    let (Some(kind), Some(rolling)) = (update.kind(), update.rolling()) else { return };
    if kind != "RollingUpdate" {
        report
            .on(rolling, format!("With `{kind}` nothing rolls; leave `rollingUpdate` out"))
            .fix(Fix::safe("Remove `rollingUpdate`").edit(Operation::Remove { at: rolling.address() }));
        return;
    }
    for (name, is_part) in [("maxSurge", file.object.is_one_of(&["DaemonSet"])), ("maxUnavailable", true)] {
        if let Some(node) = scalar::get(rolling, name) {
            bound(name, node, is_part, report);
        }
    }
}

/// `is_part`: more than all of the Pods are too many.
fn bound(name: &str, node: Node<'_>, is_part: bool, report: &mut Report<'_>) {
    let value = match (scalar::int(node), scalar::text(node)) {
        (Some(number), _) => IntOrPercent::Int(number),
        (None, Some(text)) => match int_or_percent::parse(&text) {
            Ok(value) => value,
            Err(mistake) => {
                report.on(node, mistake.to_string());
                return;
            }
        },
        (None, None) => return,
    };
    match value {
        IntOrPercent::Int(number) if number < 0 => {
            report.on(node, format!("`{name}` is below zero; write a number of Pods, or a percentage"));
        }
        IntOrPercent::Percent(percent) if percent > 100 && is_part => {
            report.on(node, format!("`{name}` is more than all Pods; write at most `100%`"));
        }
        IntOrPercent::Int(_) | IntOrPercent::Percent(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn bounds() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  strategy:
    rollingUpdate:
      maxSurge: 150%
      maxUnavailable: 101%
                      ^^^^ `maxUnavailable` is more than all Pods; write at most `100%`
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: api
spec:
  updateStrategy:
    rollingUpdate:
      maxUnavailable: a third
                      ^^^^^^^ …
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: api
spec:
  updateStrategy:
    type: OnDelete
    rollingUpdate:
    ^^^^^^^^^^^^^ With `OnDelete` nothing rolls; leave `rollingUpdate` out
      partition: 1
",
        );
    }
    #[test]
    fn removed() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  strategy:
    type: Recreate
    rollingUpdate:
      maxSurge: 1
",
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  strategy:
    type: Recreate
",
        );
    }
}
