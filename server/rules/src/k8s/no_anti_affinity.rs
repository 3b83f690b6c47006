//! A Deployment or StatefulSet with several Pods that says nothing of how they are spread.

use project::Profile;
use project::kubernetes::pods;
use syntax::yaml::{Data, Operation};

use super::workload::Scale;
use super::{presence, scalar, spread, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Deployment or StatefulSet with several Pods that says nothing of how they are spread: neither
    /// `podAntiAffinity` nor `topologySpreadConstraints`.
    ///
    /// ## Why is this bad?
    /// The scheduler spreads Pods only where it is as good as putting them together. When all of them end up on one
    /// node, its loss is the loss of the service, and more replicas do not help.
    ///
    /// ## Example
    /// ```yaml
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
    ///       affinity:
    ///         podAntiAffinity:
    ///           preferredDuringSchedulingIgnoredDuringExecution:
    ///             - weight: 100
    ///               podAffinityTerm:
    ///                 topologyKey: kubernetes.io/hostname
    ///                 labelSelector:
    ///                   matchLabels:
    ///                     app: web
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/no-anti-affinity" {
        since: "0.1.0",
        severity: Severity::Info,
        raised: (Profile::Production, Severity::Warning),
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/no-anti-affinity",
            "kube-score/deployment-has-host-podantiaffinity",
            "kube-score/statefulset-has-host-podantiaffinity",
            "kyverno/create-pod-antiaffinity",
        ],
        check: Check::Kinds(&["Deployment", "StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let scale = workload::scale(object, &file.file.neighbours);
    if !workload::is_one_of(object, &["Deployment", "StatefulSet"]) || !scale.may_be_several() {
        return;
    }
    for pod in pods(object).filter(|pod| !presence::is_partial_pod(*pod)) {
        let affinity = scalar::get(pod.spec, "affinity");
        let is_apart = affinity.is_some_and(|affinity| !presence::lacks(affinity, "podAntiAffinity"));
        if is_apart || presence::is_open(pod.spec) || scalar::get(pod.spec, "topologySpreadConstraints").is_some() {
            continue;
        }
        let (number, place) = match scale {
            Scale::Fixed(number, node) => (format!("The {}", workload::pods(number)), node),
            Scale::Scaled(_) | Scale::Open => ("The Pods".to_owned(), None),
        };
        let message = format!("{number} of {} may all run on one node; keep them apart", workload::title(object));
        let found = report.on(place.unwrap_or_else(|| object.head()), message);
        let Some(labels) = workload::identity(pod) else { continue };
        let selector = Data::map([("matchLabels", labels.clone())]);
        let term =
            Data::map([("topologyKey", Data::text("kubernetes.io/hostname")), ("labelSelector", selector.clone())]);
        let preferred = Data::seq([Data::map([("weight", Data::from(100)), ("podAffinityTerm", term)])]);
        let route = "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution";
        let apart = Operation::Set { at: pod.spec.address_of(route), value: preferred };
        found.fix(Fix::suggested("Prefer a node of its own for each Pod").edit(apart));
        found.fix(
            Fix::suggested(
                "Spread the Pods evenly \
            over nodes",
            )
            .edit(spread::operation(pod, "kubernetes.io/hostname", selector)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, check_fix_titled};

    #[test]
    fn several_pods() {
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
            ^ The 3 Pods of Deployment `web` may all run on one node; keep them apart
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
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    app: web
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: apps/v1
kind: StatefulSet
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
#- b.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ The Pods of Deployment `web` may all run on one node; keep them apart
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
    fn apart() {
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
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    app: web
",
        );
    }

    #[test]
    fn spread() {
        check_fix_titled(
            &RULE,
            Some("Spread the Pods evenly over nodes"),
            "
#- a.yaml
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
",
            "
#- a.yaml
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
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: web
",
        );
    }
}
