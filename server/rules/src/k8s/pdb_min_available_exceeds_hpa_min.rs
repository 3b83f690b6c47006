//! A budget above what the autoscaler leaves.

use project::graph::{Attribute, Purpose};
use syntax::yaml::{Data, Operation};

use super::{reference, scalar, scaling};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a PodDisruptionBudget whose `minAvailable` is as high as the fewest Pods that an autoscaler of these
    /// leaves, or higher.
    ///
    /// ## Why is this bad?
    /// At night, when the autoscaler is at its minimum, no Pod may go: drains hang just when upgrades run.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: web
    /// spec:
    ///   minAvailable: 2
    ///   selector:
    ///     matchLabels:
    ///       app: web
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
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
    /// ---
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   minReplicas: 2
    ///   maxReplicas: 10
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata:
    ///   name: web
    /// spec:
    ///   minAvailable: 50%
    ///   selector:
    ///     matchLabels:
    ///       app: web
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
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
    /// ---
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   scaleTargetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   minReplicas: 2
    ///   maxReplicas: 10
    /// ```
    "k8s/pdb-min-available-exceeds-hpa-min" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &["polaris/pdbMinAvailableGreaterThanHPAMinReplicas"],
        check: Check::Kinds(&["PodDisruptionBudget"], check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(node) = it.object.find("spec.minAvailable") else { return };
    let (Some(least), Some(known)) = (scalar::int(node), it.known()) else { return };
    let Some(selector) = known.fact.selectors.iter().find(|it| it.purpose == Purpose::DisruptionBudget) else { return };
    let inquiry = known.file.inquiry;
    let mut selected = inquiry.selected(known.fact, selector);
    selected.retain(|it| inquiry.is_near(known.fact, it));
    let [workload] = selected.as_slice() else { return };
    for scaler in scaling::scalers_of(inquiry, known.fact, workload.object) {
        let Some(fewest) = scaling::fewest(scaler.object).filter(|fewest| (1..=least).contains(fewest)) else {
            continue;
        };
        let place =
            scaler.object.all_noted(Attribute::MinReplicas).next().map_or(scaler.object.site.name, |noted| noted.range);
        let mut at = it.object.address("spec");
        at.route = at.route.then("minAvailable");
        report
            .on(node, format!("`minAvailable` of {least} and no more than {fewest} Pods at the autoscaler's minimum: none may go then; use a percentage"))
            .label_in(it.file, scaler.path, place, format!("the minimum of {}", reference::title(scaler.object)))
            .fix(Fix::suggested("Use `50%`").edit(Operation::Replace { at, value: Data::text("50%") }));
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn other_files() {
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
                ^ `minAvailable` of 2 and no more than 2 Pods at the autoscaler's minimum: none may go then; use a percentage
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
#- c.yaml
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
    fn percent() {
        check_fix(
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
            r#"
#- a.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 50%
  selector:
    matchLabels:
      app: web
---
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
}
