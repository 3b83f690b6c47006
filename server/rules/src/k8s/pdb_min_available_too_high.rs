//! A budget that blocks every drain.

use project::graph::{Attribute, Definition, Purpose};
use schema::kubernetes::values::int_or_percent::IntOrPercent;
use syntax::yaml::{Data, Operation};

use super::{reference, scalar, scaling};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a PodDisruptionBudget whose `minAvailable` leaves no Pod that may go: as many as there are replicas, or
    /// 100%.
    ///
    /// ## Why is this bad?
    /// No drain ever gets past the Pod: node upgrades hang until somebody deletes the budget by hand, in the middle of
    /// the maintenance.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: web
    /// spec:
    ///   minAvailable: 3
    ///   selector:
    ///     matchLabels:
    ///       app: web
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
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
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: web
    /// spec:
    ///   maxUnavailable: 1
    ///   selector:
    ///     matchLabels:
    ///       app: web
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
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
    "k8s/pdb-min-available-too-high" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["kube-linter/pdb-min-available", "polaris/pdbDisruptionsIsZero", "kyverno/pdb-minavailable", "gatekeeper/poddisruptionbudget"],
        check: Check::Kinds(&["PodDisruptionBudget"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(node) = it.object.find("spec.minAvailable") else { return };
    let Some(least) = scalar::int_or_percent(node) else { return };
    let Some(known) = it.known() else { return };
    let mut at = it.object.address("spec");
    at.route = at.route.then("minAvailable");
    let fix = Fix::suggested("Use `maxUnavailable: 1`")
        .edit(Operation::Replace { at: at.clone(), value: Data::plain("1") })
        .edit(Operation::Rename { at, key: "maxUnavailable".to_owned() });
    let is_all = matches!(least, IntOrPercent::Percent(percent) if percent >= 100);
    if is_all {
        report.on(node, "`minAvailable` of 100% lets no Pod go, so node drains hang; use `maxUnavailable: 1`").fix(fix);
        return;
    }
    let Some(selector) = known.fact.selectors.iter().find(|it| it.purpose == Purpose::DisruptionBudget) else { return };
    let inquiry = known.file.inquiry;
    let mut selected = inquiry.selected(known.fact, selector);
    selected.retain(|it| inquiry.is_near(known.fact, it));
    // An autoscaler changes the number; another rule looks at it.
    let is_scaled = |it: &Definition<'_>| !scaling::scalers_of(inquiry, known.fact, it.object).is_empty();
    let counts: Option<Vec<i64>> =
        selected.iter().map(|it| scaling::replicas(it.object).filter(|_| !is_scaled(it))).collect();
    let Some(replicas) = counts.filter(|counts| !counts.is_empty()).map(|counts| counts.iter().sum::<i64>()) else {
        return;
    };
    let least = match least {
        IntOrPercent::Int(number) => number,
        IntOrPercent::Percent(percent) => (i64::from(percent).saturating_mul(replicas) + 99) / 100,
    };
    if least < replicas || replicas == 0 {
        return;
    }
    let whose =
        if let [one] = selected.as_slice() { format!(" of {}", reference::title(one.object)) } else { String::new() };
    let found = report.on(
        node,
        format!("`minAvailable` keeps {least} of {replicas} {}{whose}: no Pod may go, so node drains hang; use `maxUnavailable: 1`", if replicas == 1 { "replica" } else { "replicas" }),
    );
    if let [one] = selected.as_slice() {
        let place = one.object.all_noted(Attribute::Replicas).next().map_or(one.object.site.name, |noted| noted.range);
        found.label_in(it.file, one.path, place, "the replicas");
    }
    found.fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn numbers() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
                ^ `minAvailable` keeps 1 of 1 replica of Deployment `web`: no Pod may go, so node drains hang; use `maxUnavailable: 1`
  selector:
    matchLabels:
      app: web
#- b.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
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
"#,
        );
    }

    #[test]
    fn percent() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 80%
                ^^^ `minAvailable` keeps 3 of 3 replicas of Deployment `web`: no Pod may go, so node drains hang; use `maxUnavailable: 1`
  selector:
    matchLabels:
      app: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
"#,
        );
    }

    #[test]
    fn enough() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 2
  selector:
    matchLabels:
      app: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
"#,
        );
    }

    #[test]
    fn scaled() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 3
  selector:
    matchLabels:
      app: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
  maxReplicas: 10
"#,
        );
    }

    #[test]
    fn renamed() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 100%
  selector:
    matchLabels:
      app: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
"#,
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
"#,
        );
    }
}
