//! A `podAntiAffinity` of several Pods none of whose terms selects the Pods themselves.

use std::collections::HashSet;

use project::kubernetes::{Pod, pods};
use syntax::spelling;
use syntax::yaml::{Data, Node, Operation};

use super::{presence, requirements, scalar, workload};

use crate::grain::ObjectIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a `podAntiAffinity` of several Pods none of whose terms selects the Pods themselves.
    ///
    /// ## Why is this bad?
    /// The term keeps the Pods away from others, or from nobody, and not from each other: all of them may run on one
    /// node. Mostly a label was renamed in the template and not in the term.
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
    ///       affinity:
    ///         podAntiAffinity:
    ///           requiredDuringSchedulingIgnoredDuringExecution:
    ///             - topologyKey: kubernetes.io/hostname
    ///               labelSelector:
    ///                 matchLabels:
    ///                   app: wbe
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
    ///           requiredDuringSchedulingIgnoredDuringExecution:
    ///             - topologyKey: kubernetes.io/hostname
    ///               labelSelector:
    ///                 matchLabels:
    ///                   app: web
    ///       containers:
    ///         - name: web
    ///           image: web:1.4.2
    /// ```
    "k8s/anti-affinity-selector-mismatch" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Sometimes,
        same_as: &[
            "kube-linter/no-anti-affinity",
            "kube-score/deployment-has-host-podantiaffinity",
            "kube-score/statefulset-has-host-podantiaffinity",
        ],
        check: Check::Kinds(&["Deployment", "StatefulSet"], check),
    }
}

const LISTS: [&str; 2] =
    ["requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let scale = workload::scale(object, &file.file.neighbours);
    if !workload::is_one_of(object, &["Deployment", "StatefulSet"]) || !scale.may_be_several() {
        return;
    }
    for pod in pods(object) {
        let (Some(own), Some(terms)) = (workload::labels(pod), terms(pod)) else { continue };
        // Other namespaces are other Pods.
        let terms: Vec<Node<'_>> = terms
            .into_iter()
            .filter(|term| {
                scalar::get(*term, "namespaces").is_none() && scalar::get(*term, "namespaceSelector").is_none()
            })
            .filter_map(|term| scalar::get(term, "labelSelector").map(Node::effective))
            .collect();
        let verdicts: Vec<Option<bool>> = terms.iter().map(|selector| selects(*selector, own)).collect();
        if presence::is_open(own) || verdicts.iter().any(|verdict| verdict.is_none_or(|selects| selects)) {
            continue;
        }
        let Some(selector) = terms.first() else { continue };
        let message = format!(
            "The Pods of {} are not kept apart: no term selects their own labels; \
            select them",
            workload::title(object)
        );
        let found = report.on(*selector, message);
        found.label_on(own, "the labels of the Pods");
        if !is_slip(*selector, own) {
            // To keep away from others may be all that is meant.
            found.at_most(Severity::Info);
        }
        if let Some(labels) = workload::identity(pod) {
            let edit = Operation::Replace { at: selector.address(), value: Data::map([("matchLabels", labels)]) };
            found.fix(Fix::suggested("Select the Pods themselves").edit(edit));
        }
    }
}

/// The terms of a Pod's anti-affinity; `None` where it has none, or where they are not all seen.
fn terms(pod: Pod<'_>) -> Option<Vec<Node<'_>>> {
    let apart = scalar::get(scalar::get(pod.spec, "affinity")?, "podAntiAffinity")?.effective();
    let mut terms: Vec<Node<'_>> = scalar::items(apart, LISTS[0]).map(Node::effective).collect();
    terms.extend(
        scalar::items(apart, LISTS[1]).filter_map(|item| scalar::get(item, "podAffinityTerm")).map(Node::effective),
    );
    (!terms.is_empty() && !presence::is_open(apart)).then_some(terms)
}

/// Whether a selector selects `labels`; `None` where nobody can tell.
fn selects(selector: Node<'_>, labels: Node<'_>) -> Option<bool> {
    if presence::is_open(selector) {
        return None;
    }
    let labels = scalar::table(labels);
    let mut all = true;
    for wanted in scalar::get(selector, "matchLabels").into_iter().flat_map(|it| it.effective().entries()) {
        let value = scalar::text(wanted.value)?;
        all &= match labels.get(&wanted.name()) {
            Some(own) => scalar::text(*own)? == value,
            None => false,
        };
    }
    for requirement in scalar::items(selector, "matchExpressions") {
        all &= requirements::holds(requirement, &labels)?;
    }
    Some(all)
}

/// Whether a selector was probably meant to select `labels`: it asks for a label that they do not have, or nearly for their value.
fn is_slip(selector: Node<'_>, labels: Node<'_>) -> bool {
    let labels = scalar::table(labels);
    let values: HashSet<_> = labels.values().filter_map(|label| scalar::text(*label)).collect();
    scalar::get(selector, "matchLabels").into_iter().flat_map(|it| it.effective().entries()).any(|wanted| {
        let Some(value) = scalar::text(wanted.value) else { return false };
        match labels.get(&wanted.name()).and_then(|own| scalar::text(*own)) {
            Some(own) => own != value && spelling::nearest(&value, [&*own]).is_some(),
            None => values.contains(&value),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn slips_and_others() {
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
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
              ^^^^^^^^^^^^^ The Pods of Deployment `web` are not kept apart: no term selects their own labels; select them
                matchLabels:
                  app: wbe
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
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
              ^^^^^^^^^^^^^ The Pods of Deployment `web` are not kept apart…
                matchLabels:
                  name: web
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
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchExpressions:
                  - {key: app, operator: In, values: [web, api]}
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
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app: wbe
      containers:
        - name: web
          image: web:1.4.2
",
        );
    }

    #[test]
    fn their_own() {
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
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app: wbe
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
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
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
