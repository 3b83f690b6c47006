//! A Deployment or StatefulSet that runs fewer Pods than are wanted.

use project::kubernetes::pods;
use syntax::yaml::{Data, Operation};

use super::update::Update;
use super::workload::Scale;
use super::{database, presence, scalar, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Deployment or StatefulSet that runs fewer Pods than are wanted: fewer than 2, unless the settings say
    /// another number. What an autoscaler in the same file scales is left out.
    ///
    /// ## Why is this bad?
    /// A single Pod is gone whenever its node is drained, upgraded or lost, and nobody answers until another one has
    /// been scheduled, pulled and started.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 1
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
    ///   replicas: 2
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
    ///
    /// ## Settings
    /// `replicas`: how many Pods are wanted at least, as in `rules: { k8s/minimum-replicas: { options: { replicas: 3 }
    /// } }`.
    ///
    /// ## When to ignore it
    /// For what may be away for a minute, and for what must not run twice: give that the strategy `Recreate`.
    "k8s/minimum-replicas" {
        since: "0.1.0",
        severity: Severity::Info,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/minimum-three-replicas",
            "kube-score/deployment-replicas",
            "polaris/deploymentMissingReplicas",
            "datree/DEPLOYMENT_INCORRECT_REPLICAS_VALUE",
            "kyverno/require-deployments-have-multiple-replicas",
            "gatekeeper/replicalimits",
        ],
        check: Check::Kinds(&["Deployment", "StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !workload::is_one_of(object, &["Deployment", "StatefulSet"]) || presence::is_partial(object) {
        return;
    }
    let Some(spec) = object.find("spec").filter(|spec| spec.is_mapping() && !presence::is_open(*spec)) else { return };
    let wanted = report.option("replicas").and_then(serde_json::Value::as_i64).unwrap_or(2);
    let Scale::Fixed(number, node) = workload::scale(object, &file.file.neighbours) else { return };
    // None is switched off, and what is replaced as a whole may only be one.
    let is_alone = Update::of(object).and_then(Update::kind).is_some_and(|kind| kind == "Recreate");
    if number == 0 || number >= wanted || is_alone || scalar::get(spec, "template").is_none() {
        return;
    }
    // A second server of a database is another set-up, not another number.
    if pods(object).any(|pod| presence::is_partial_pod(pod) || database::of(pod).is_some()) {
        return;
    }
    let number = workload::pods(number);
    let why = if node.is_some() { "" } else { ", since `replicas` is not set" };
    let message = format!(
        "{} runs {number}{why}, so nobody answers while its node is drained; run \
        {wanted}",
        workload::title(object)
    );
    let has_state = pods(object).any(|pod| workload::claims(pod).next().is_some());
    let found = report.on(node.unwrap_or_else(|| object.head()), message);
    if object.is_one_of(&["Deployment"]) && !has_state {
        let edit = Operation::Set { at: object.address("spec.replicas"), value: Data::from(wanted) };
        found.fix(Fix::suggested(format!("Run {}", workload::pods(wanted))).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix_uncovering};

    #[test]
    fn too_few() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ Deployment `web` runs 1 Pod, since `replicas` is not set, so nobody answers while its node is drained; run 2
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
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 1
            ^ StatefulSet `web` runs 1 Pod, so nobody answers while its node is drained; run 2
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
  replicas: 0
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
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    type: Recreate
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
  replicas: ${REPLICAS}
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
    fn as_many_as_the_settings_want() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
            ^ Deployment `web` runs 2 Pods, so nobody answers while its node is drained; run 3
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
#- plimsoll.yaml
rules: { k8s/minimum-replicas: { options: { replicas: 3 } } }
",
        );
    }

    #[test]
    fn two() {
        check_fix_uncovering(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: web
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
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: web
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }
}
