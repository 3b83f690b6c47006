//! Pods that a quota refuses.

use project::graph::Attribute;
use project::kubernetes::{ContainerRole, Pod, pods};
use syntax::yaml::{Data, Node, Operation};

use super::{presence, reference, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags containers without a request or limit that a ResourceQuota of their namespace counts, where no LimitRange
    /// gives them one.
    ///
    /// ## Why is this bad?
    /// Once a quota counts `limits.memory`, every Pod must state it: others are refused, and only an event of the
    /// ReplicaSet says so.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   namespace: shop
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
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata:
    ///   name: quota
    ///   namespace: shop
    /// spec:
    ///   hard:
    ///     limits.memory: 8Gi
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   namespace: shop
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
    ///           resources:
    ///             limits:
    ///               memory: 2Gi
    /// ---
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata:
    ///   name: quota
    ///   namespace: shop
    /// spec:
    ///   hard:
    ///     limits.memory: 8Gi
    /// ```
    "k8s/quota-requires-resources" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Runtime,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Object(check),
    }
}

/// What a quota counts, with where a container states it.
const COUNTED: [(&str, &str, &str); 6] = [
    ("requests.cpu", "requests", "cpu"),
    ("cpu", "requests", "cpu"),
    ("requests.memory", "requests", "memory"),
    ("memory", "requests", "memory"),
    ("limits.cpu", "limits", "cpu"),
    ("limits.memory", "limits", "memory"),
];

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let mut pods = pods(it.object).filter(|pod| !presence::is_partial_pod(*pod)).peekable();
    if pods.peek().is_none_or(|pod| pod.spec.get("resources").is_some()) {
        return;
    }
    let inquiry = known.file.inquiry;
    let mut quotas = inquiry.beside(known.fact, "ResourceQuota");
    quotas.retain(|quota| inquiry.is_near(known.fact, quota));
    // Those with scopes count some Pods only.
    let counted = quotas
        .iter()
        .filter(|it| it.object.noted(Attribute::QuotaScope).is_none())
        .flat_map(|it| it.object.all_noted(Attribute::QuotaHard).map(move |noted| (it, noted)));
    let counted: Vec<_> = counted
        .filter_map(|(quota, noted)| Some((quota, noted, COUNTED.iter().find(|row| row.0 == noted.key.as_ref())?)))
        .collect();
    let ranges = inquiry.beside(known.fact, "LimitRange");
    let is_given = |resource: &str| {
        let given = [Attribute::LimitDefault, Attribute::LimitDefaultRequest, Attribute::LimitMax];
        ranges
            .iter()
            .any(|range| given.iter().any(|it| range.object.all_noted(*it).any(|noted| noted.key.as_ref() == resource)))
    };
    for container in pods.flat_map(Pod::containers).filter(|it| it.role != ContainerRole::Ephemeral) {
        let states = |field: &str, resource: &str| {
            let resources = scalar::get(container.node, "resources").map(Node::effective);
            let amounts = resources.and_then(|it| scalar::get(it, field)).map(Node::effective);
            presence::is_open(container.node)
                || resources.is_some_and(presence::is_open)
                || amounts.is_some_and(|it| presence::is_open(it) || scalar::get(it, resource).is_some())
        };
        let lacking = counted.iter().find(|(_, _, (_, field, resource))| {
            // A limit is the request where none is stated.
            let is_stated = states(field, resource) || *field == "requests" && states("limits", resource);
            !is_stated && !is_given(resource)
        });
        let Some((quota, noted, (_, field, resource))) = lacking else { continue };
        let node = scalar::get(container.node, "name").unwrap_or(container.node);
        let amount = if *resource == "cpu" { "100m" } else { "128Mi" };
        let mut at = container.node.address();
        for step in ["resources", field, resource] {
            at.route = at.route.then(step);
        }
        report
            .on(
                node,
                format!(
                    "{} counts `{}`, so a Pod that does not state it is refused; write `resources.{field}.{resource}`",
                    reference::title(quota.object),
                    noted.key
                ),
            )
            .label_in(it.file, quota.path, noted.range, "counted here")
            .fix(
                Fix::suggested(format!("State {amount} of {resource}, to be measured"))
                    .edit(Operation::Set { at, value: Data::plain(amount) }),
            );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn given_by_a_limit_range() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  namespace: shop
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
apiVersion: v1
kind: ResourceQuota
metadata:
  name: quota
  namespace: shop
spec:
  hard:
    limits.memory: 8Gi
---
apiVersion: v1
kind: LimitRange
metadata:
  name: limits
  namespace: shop
spec:
  limits:
    - type: Container
      max:
        memory: 1Gi
"#,
        );
    }

    #[test]
    fn stated() {
        check_fix(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  namespace: shop
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
apiVersion: v1
kind: ResourceQuota
metadata:
  name: quota
  namespace: shop
spec:
  hard:
    limits.memory: 8Gi
"#,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  namespace: shop
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
          resources:
            limits:
              memory: 128Mi
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: quota
  namespace: shop
spec:
  hard:
    limits.memory: 8Gi
"#,
        );
    }
}
