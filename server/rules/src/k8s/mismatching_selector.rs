//! Selectors that miss the Pods of their own workload.

use project::Profile;
use syntax::yaml::{Node, Operation};

use super::{group, presence, requirements, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags a selector that does not select the Pods the workload makes itself, and one that is empty.
    ///
    /// ## Why is this bad?
    /// The API server refuses the workload: it would make Pods for ever without ever seeing one.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: api
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
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
    "k8s/mismatching-selector" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/mismatching-selector", "kube-score/deployment-pod-selector-labels-match-template-metadata-labels", "kube-score/statefulset-pod-selector-labels-match-template-metadata-labels", "kubescape/mismatching-selector"],
        check: Check::Kinds(&["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"], check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    if !group::is_of(object, &["", "apps", "extensions"]) || presence::is_partial(object) {
        return;
    }
    let Some(selector) = object.find("spec.selector").map(Node::effective).filter(|node| node.is_mapping()) else {
        return;
    };
    let is_plain = object.is_one_of(&["ReplicationController"]);
    if selector.entries().next().is_none() && !is_plain {
        report.on(selector, "The selector is empty and would select every Pod; select a label of the template");
        return;
    }
    let Some(template) = object.find("spec.template").filter(|node| node.is_mapping()) else { return };
    let metadata = scalar::get(template, "metadata");
    let labels = metadata.and_then(|metadata| scalar::get(metadata, "labels"));
    let around = [Some(template), metadata, labels];
    if around.into_iter().flatten().any(|node| presence::is_open(node.effective()) || !node.effective().is_mapping()) {
        return;
    }
    let own = labels.map(scalar::table).unwrap_or_default();
    let wanted = if is_plain { Some(selector) } else { scalar::get(selector, "matchLabels") };
    for entry in
        wanted.into_iter().flat_map(|wanted| wanted.effective().entries()).filter(|entry| !entry.key.is_merge_key())
    {
        let (key, Some(value)) = (entry.name(), scalar::text(entry.value)) else { continue };
        let label = own.get(&key).copied();
        if scalar::is_placeholder(&key)
            || label.is_some_and(|label| scalar::text(label).is_none_or(|text| text == value))
        {
            continue;
        }
        let mut at = object.address("spec.template.metadata.labels");
        at.route = at.route.then(&*key);
        let copy = Fix::suggested(format!("Give the template the label `{key}: {value}`"))
            .edit(Operation::Set { at, value: value.as_ref().into() });
        match label {
            Some(label) => {
                let own = scalar::text(label).unwrap_or_default();
                report
                    .on(
                        entry.value,
                        format!("The selector wants `{key}: {value}`, and the template has `{own}`; make them one"),
                    )
                    .label_on(label, "the template's label")
                    .fix(copy);
            }
            None => {
                report
                    .on(
                        entry.value,
                        format!("The selector wants `{key}: {value}`, which the template does not have; add the label"),
                    )
                    .fix(copy);
            }
        }
    }
    for requirement in scalar::items(selector, "matchExpressions") {
        if requirements::holds(requirement, &own) == Some(false) {
            report.on(requirement, "The template's labels do not meet this requirement; change one of them");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn labels_and_requirements() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: web
           ^^^ The selector wants `app: web`, and the template has `api`; make them one
      tier: front
            ^^^^^ The selector wants `tier: front`, which the template does not have; add the label
    matchExpressions:
      - {key: app, operator: In, values: [web]}
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The template's labels do not meet this requirement; change one of them
        - {key: tier, operator: DoesNotExist}
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
        - name: api
          image: api:1.2.0
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: api
spec:
  selector: {}
            ^^ The selector is empty and would select every Pod; select a label of the template
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
        - name: api
          image: api:1.2.0
",
        );
    }
    #[test]
    fn copied() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
        - name: api
          image: api:1.2.0
",
            "#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
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
        - name: api
          image: api:1.2.0
",
        );
    }
}
