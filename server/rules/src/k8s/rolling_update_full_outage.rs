//! A Deployment whose `maxUnavailable` lets a roll-out take every Pod away at once.

use project::kubernetes::pods;
use schema::kubernetes::values::int_or_percent::{IntOrPercent, Rounding};
use syntax::yaml::{Data, Operation};

use super::update::Update;
use super::workload::{self, Scale};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Deployment whose `maxUnavailable` lets a roll-out take every Pod away at once.
    ///
    /// ## Why is this bad?
    /// A roll-out may then stop all old Pods before one new Pod is ready. It looks like a rolling update and is an
    /// outage, each time.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
    ///   strategy:
    ///     rollingUpdate:
    ///       maxSurge: 25%
    ///       maxUnavailable: 100%
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
    ///   strategy:
    ///     rollingUpdate:
    ///       maxSurge: 25%
    ///       maxUnavailable: 25%
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/rolling-update-full-outage" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-linter/no-rolling-update-strategy"],
        check: Check::Kinds(&["Deployment"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(update) = Update::of(object).filter(|_| workload::is_one_of(object, &["Deployment"])) else { return };
    let bound = update.bound("maxUnavailable", IntOrPercent::Percent(25));
    let (Some(node), Some(value)) = (bound.node, bound.value) else { return };
    let surge = update.bound("maxSurge", IntOrPercent::Percent(25));
    // A volume that only one Pod can write to leaves no other way than to stop the old one first.
    let is_alone = surge.is_zero() && pods(object).any(|pod| workload::claims(pod).next().is_some());
    if is_alone || update.kind().is_none_or(|kind| kind != "RollingUpdate") {
        return;
    }
    let is_whole = matches!(value, IntOrPercent::Percent(100..));
    let scale = workload::scale(object, &file.file.neighbours);
    let message = match scale {
        Scale::Fixed(total, _) if total > 0 && value.of(total, Rounding::Down) >= total => {
            format!(
                "A roll-out may stop every Pod at once ({}); \
                allow 25%",
                workload::share(value, total, value.of(total, Rounding::Down).min(total))
            )
        }
        Scale::Scaled(Some(least)) if least > 0 && value.of(least, Rounding::Down) >= least && !is_whole => {
            format!(
                "A roll-out may stop every Pod at once ({} that the autoscaler may leave); \
                allow 25%",
                workload::share(value, least, least)
            )
        }
        Scale::Fixed(..) | Scale::Scaled(_) | Scale::Open if is_whole => "A roll-out may stop every Pod at \
            once; allow 25%"
            .to_owned(),
        Scale::Fixed(..) | Scale::Scaled(_) | Scale::Open => return,
    };
    let mut fix =
        Fix::suggested("Allow 25%").edit(Operation::Replace { at: node.address(), value: Data::plain("25%") });
    if let Some(surge) = surge.node.filter(|_| surge.is_zero()) {
        fix = fix.edit(Operation::Replace { at: surge.address(), value: Data::plain("25%") });
    }
    let found = report.on(node, message).fix(fix);
    if matches!(scale, Scale::Fixed(_, None)) && !is_whole {
        // Who leaves the number out may leave it to another file.
        found.at_most(Severity::Info);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn every_pod() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 100%
                      ^^^^ A roll-out may stop every Pod at once (100% of 3 Pods = 3); allow 25%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 3
                      ^ A roll-out may stop every Pod at once (3 of 3 Pods); allow 25%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 1
                      ^ A roll-out may stop every Pod at once (1 of 1 Pod); allow 25%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 99%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  strategy:
    rollingUpdate:
      maxSurge: 0
      maxUnavailable: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
      containers:
        - name: web
          image: web:1.4.2
#- b.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 2
                      ^ A roll-out may stop every Pod at once (2 of 2 Pods that the autoscaler may leave); allow 25%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 5
",
        );
    }

    #[test]
    fn a_quarter() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    rollingUpdate:
      maxSurge: 0
      maxUnavailable: 100%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 25%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
