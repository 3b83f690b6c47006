//! A Deployment or StatefulSet without `topologySpreadConstraints`.

use project::Profile;
use project::kubernetes::pods;
use syntax::yaml::Data;

use super::workload::Scale;
use super::{presence, spread, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a Deployment or StatefulSet without `topologySpreadConstraints`. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// A zone fails as a whole. Pods that happen to run in one are gone together, and the survivors of an uneven split
    /// get all of the load.
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
    ///       topologySpreadConstraints:
    ///         - maxSkew: 1
    ///           topologyKey: topology.kubernetes.io/zone
    ///           whenUnsatisfiable: ScheduleAnyway
    ///           labelSelector:
    ///             matchLabels:
    ///               app: web
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/topology-spread-missing" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "polaris/topologySpreadConstraint",
            "datree/EKS_MISSING_KEY_TOPOLOGYKEY",
            "kyverno/topologyspreadconstraints-policy",
            "kyverno/spread-pods-across-topology",
        ],
        check: Check::Kinds(&["Deployment", "StatefulSet"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let scale = workload::scale(object, &file.file.neighbours);
    // A number that is written and is 1 is meant.
    let is_single = matches!(scale, Scale::Fixed(..=1, Some(_)));
    if !workload::is_one_of(object, &["Deployment", "StatefulSet"]) || is_single {
        return;
    }
    for pod in pods(object)
        .filter(|pod| !presence::is_partial_pod(*pod) && presence::lacks(pod.spec, "topologySpreadConstraints"))
    {
        let message = format!(
            "Nothing spreads the Pods of {} over zones; add \
            `topologySpreadConstraints`",
            workload::title(object)
        );
        let found = report.on(object.head(), message);
        if let Some(labels) = workload::identity(pod) {
            let selector = Data::map([("matchLabels", labels)]);
            let edit = spread::operation(pod, "topology.kubernetes.io/zone", selector);
            found.fix(Fix::suggested("Spread the Pods evenly over zones").edit(edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn several_pods() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
      ^^^^^^^^^^ Nothing spreads the Pods of Deployment `web` over zones; add `topologySpreadConstraints`
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

    #[test]
    fn over_zones() {
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
      tier: front
  template:
    metadata:
      labels:
        app: web
        tier: front
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
      tier: front
  template:
    metadata:
      labels:
        app: web
        tier: front
    spec:
      containers:
        - name: web
          image: web:1.4.2
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: web
              tier: front
",
        );
    }
}
