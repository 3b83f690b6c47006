//! A VerticalPodAutoscaler that restarts the only Pod of its workload, one that can change nothing since the workload
//! has a single Pod, and policies for containers that the workload does not have.

use std::collections::HashSet;

use project::kubernetes::{Object, Pod, pods};
use syntax::spelling;
use syntax::yaml::{Data, Operation};

use super::workload::{self, Scale};
use super::{group, scalar};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a VerticalPodAutoscaler that restarts the only Pod of its workload, one that can change nothing since the
    /// workload has a single Pod, and policies for containers that the workload does not have. The workload has to be
    /// in the same file.
    ///
    /// ## Why is this bad?
    /// In the modes `Auto` and `Recreate` a new size means evicting the Pod. With `minReplicas: 1` the updater does so
    /// although nobody else is there to answer; without it, by default, it evicts nothing below 2 Pods, so that the
    /// sizes stay as they are. A policy for an unknown container name is ignored without a word.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: autoscaling.k8s.io/v1
    /// kind: VerticalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   targetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   updatePolicy:
    ///     updateMode: Recreate
    ///     minReplicas: 1
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
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: autoscaling.k8s.io/v1
    /// kind: VerticalPodAutoscaler
    /// metadata:
    ///   name: web
    /// spec:
    ///   targetRef:
    ///     apiVersion: apps/v1
    ///     kind: Deployment
    ///     name: web
    ///   updatePolicy:
    ///     updateMode: Initial
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
    /// ```
    "k8s/vpa-update-mode" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["VerticalPodAutoscaler"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let Some(spec) = object.find("spec").filter(|_| group::is_of(object, &["autoscaling.k8s.io"])) else { return };
    let Some(target) = scalar::get(spec, "targetRef") else { return };
    let (Some(kind), Some(name)) = (scalar::text_of(target, "kind"), scalar::text_of(target, "name")) else { return };
    let Some(workload) = file.file.neighbours.named(object, &kind, &name) else { return };
    update(object, workload, file, report);
    let names: HashSet<_> = pods(workload)
        .flat_map(Pod::containers)
        .filter_map(|container| scalar::text_of(container.node, "name"))
        .collect();
    let policies =
        scalar::get(spec, "resourcePolicy").into_iter().flat_map(|policy| scalar::items(policy, "containerPolicies"));
    for node in policies.filter_map(|policy| scalar::get(policy.effective(), "containerName")) {
        let Some(said) = scalar::text(node).filter(|said| said != "*" && !names.is_empty() && !names.contains(said))
        else {
            continue;
        };
        let message = format!(
            "{} has no container `{said}`, so this policy does nothing; name one \
            that it has",
            workload::title(workload)
        );
        let found = report.on(node, message);
        let only = names.iter().next().filter(|_| names.len() == 1).map(|name| &**name);
        // More names than a person reads are not compared, for each of as many policies.
        let few = || (names.len() <= 20).then(|| spelling::nearest(&said, names.iter().map(|name| &**name))).flatten();
        if let Some(nearest) = only.or_else(few) {
            let edit = Operation::Replace { at: node.address(), value: nearest.into() };
            found.fix(Fix::suggested(format!("Name container `{nearest}`")).edit(edit));
        }
    }
}

/// What becomes of a workload with a single Pod.
fn update(object: Object<'_>, workload: Object<'_>, file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let policy = object.find("spec.updatePolicy");
    let mode = policy.and_then(|policy| scalar::get(policy, "updateMode"));
    let evicts =
        mode.map_or(Some("Auto".into()), scalar::text).is_some_and(|mode| mode == "Auto" || mode == "Recreate");
    let is_single = matches!(workload::scale(workload, &file.file.neighbours), Scale::Fixed(1, _));
    if !evicts || !is_single || !workload.is_one_of(&["Deployment", "StatefulSet", "ReplicaSet"]) {
        return;
    }
    let title = workload::title(workload);
    let least = policy.and_then(|policy| scalar::get(policy, "minReplicas"));
    let place = mode.unwrap_or_else(|| object.head());
    match least.map(scalar::int) {
        Some(Some(..=1)) => {
            let edit = Operation::Set { at: object.address("spec.updatePolicy.updateMode"), value: "Initial".into() };
            report
                .on(
                    place,
                    format!(
                        "Each new size restarts the only Pod of {title}; set sizes at its start \
                    only, or run a second one"
                    ),
                )
                .fix(Fix::suggested("Set sizes at the start of a Pod only (`Initial`)").edit(edit));
        }
        None => {
            let edit = Operation::Set { at: object.address("spec.updatePolicy.minReplicas"), value: Data::from(1) };
            report
                .on(
                    place,
                    format!(
                        "{title} runs 1 Pod, and by default nothing is evicted below 2, so its \
                    size never changes; run a second one, or set `minReplicas: 1`"
                    ),
                )
                .fix(Fix::suggested("Let the only Pod be restarted (`minReplicas: 1`)").edit(edit));
        }
        Some(Some(_) | None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn single_pods() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: web
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  updatePolicy:
    updateMode: Auto
                ^^^^ Deployment `web` runs 1 Pod, and by default nothing is evicted below 2, so its size never changes; run a second one, or set `minReplicas: 1`
  resourcePolicy:
    containerPolicies:
      - containerName: wbe
                       ^^^ Deployment `web` has no container `wbe`, so this policy does nothing; name one that it has
      - containerName: "*"
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
"#,
        );
    }

    #[test]
    fn several_pods() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: web
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
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

    #[test]
    fn elsewhere() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: web
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
",
        );
    }

    #[test]
    fn initial() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: web
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  updatePolicy:
    updateMode: Recreate
    minReplicas: 1
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
",
            "
#- a.yaml
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: web
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  updatePolicy:
    updateMode: Initial
    minReplicas: 1
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
",
        );
    }
}
