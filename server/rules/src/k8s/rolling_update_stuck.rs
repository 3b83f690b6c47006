//! A rolling update that may neither add a Pod nor remove one, and one of a DaemonSet that would do both.

use project::Profile;
use schema::kubernetes::values::int_or_percent::IntOrPercent;
use syntax::yaml::{Data, Operation};

use super::update::Update;
use super::{group, presence};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a rolling update that may neither add a Pod nor remove one, and one of a DaemonSet that would do both.
    ///
    /// ## Why is this bad?
    /// With `maxSurge` and `maxUnavailable` both zero no update could take its first step; the API server refuses the
    /// workload. A DaemonSet does one or the other: with `maxSurge`, its `maxUnavailable` has to be 0, and is 1 where it is
    /// not written.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// spec:
    ///   strategy:
    ///     rollingUpdate:
    ///       maxSurge: 0
    ///       maxUnavailable: 0
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
    ///     rollingUpdate:
    ///       maxSurge: 1
    ///       maxUnavailable: 0
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
    "k8s/rolling-update-stuck" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Kinds(&["Deployment", "DaemonSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(update) = Update::of(object).filter(|_| group::is_of(object, &["apps", "extensions"])) else { return };
    let Some(rolling) = update.rolling().filter(|_| update.kind().as_deref() == Some("RollingUpdate")) else { return };
    let is_daemon = object.is_one_of(&["DaemonSet"]);
    let (surge, unavailable) = if is_daemon {
        (IntOrPercent::Int(0), IntOrPercent::Int(1))
    } else {
        (IntOrPercent::Percent(25), IntOrPercent::Percent(25))
    };
    let (surge, unavailable) = (update.bound("maxSurge", surge), update.bound("maxUnavailable", unavailable));
    let is_partial = presence::is_partial(object) || presence::is_open(rolling.effective());
    if is_partial && (surge.node.is_none() || unavailable.node.is_none()) {
        return;
    }
    let set = |name: &str, number: i64| {
        let at = object.address(&format!("spec.{}.rollingUpdate.{name}", update.field));
        Fix::suggested(format!("Set `{name}` to {number}")).edit(Operation::Set { at, value: Data::from(number) })
    };
    if surge.is_zero() && unavailable.is_zero() {
        let node = unavailable.node.or(surge.node).unwrap_or(rolling);
        let found =
            report.on(node, "The update may neither add a Pod nor remove one; set `maxSurge` or `maxUnavailable` to 1");
        if let Some(other) = surge.node.filter(|_| unavailable.node.is_some()) {
            found.label_on(other, "no Pod more");
        }
        found.fix(if is_daemon { set("maxUnavailable", 1) } else { set("maxSurge", 1) });
    } else if let Some(node) = surge.node.filter(|_| is_daemon && surge.is_positive() && unavailable.is_positive()) {
        let message = match unavailable.node {
            Some(_) => "A DaemonSet has either `maxSurge` or `maxUnavailable`; set one of them to 0",
            None => "With `maxSurge` a DaemonSet needs `maxUnavailable: 0`, and it is 1 by default; set it",
        };
        report.on(node, message).fix(set("maxUnavailable", 0));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn steps() {
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
      maxSurge: 0%
      maxUnavailable: 0
                      ^ The update may neither add a Pod nor remove one; set `maxSurge` or `maxUnavailable` to 1
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: api
spec:
  updateStrategy:
    rollingUpdate:
      maxSurge: 1
                ^ With `maxSurge` a DaemonSet needs `maxUnavailable: 0`, and it is 1 by default; set it
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  strategy:
    rollingUpdate:
      maxUnavailable: 0
",
        );
    }
    #[test]
    fn surge() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  strategy:
    rollingUpdate:
      maxSurge: 0
      maxUnavailable: 0
",
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
",
        );
    }
    #[test]
    fn daemons() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: api
spec:
  updateStrategy:
    rollingUpdate:
      maxSurge: 1
",
            "#- a.yaml
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: api
spec:
  updateStrategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
",
        );
    }
}
