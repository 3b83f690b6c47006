//! An amount that the namespace does not allow.

use project::graph::{Attribute, Definition, Noted};
use project::kubernetes::{ContainerRole, Pod, pods};
use schema::kubernetes::values::quantity;
use syntax::yaml::{Data, Node, Operation};

use super::{reference, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags requests and limits of a container outside of what a LimitRange of its namespace allows.
    ///
    /// ## Why is this bad?
    /// The API server refuses every Pod, and only an event of the ReplicaSet says so.
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
    ///           resources:
    ///             limits:
    ///               memory: 2Gi
    /// ---
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata:
    ///   name: limits
    ///   namespace: shop
    /// spec:
    ///   limits:
    ///     - type: Container
    ///       max:
    ///         memory: 1Gi
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
    ///               memory: 1Gi
    /// ---
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata:
    ///   name: limits
    ///   namespace: shop
    /// spec:
    ///   limits:
    ///     - type: Container
    ///       max:
    ///         memory: 1Gi
    /// ```
    "k8s/limit-range-violation" {
        since: "0.1.0",
        severity: Severity::Error,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["trivy/KSV-0039"],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let Some(known) = it.known() else { return };
    let mut pods = pods(it.object).peekable();
    if pods.peek().is_none() {
        return;
    }
    let mut ranges = known.file.inquiry.beside(known.fact, "LimitRange");
    ranges.retain(|range| known.file.inquiry.is_near(known.fact, range));
    let bounds: Vec<(&Definition<'_>, &Noted, bool)> = ranges.iter().flat_map(bounds).collect();
    for container in pods.flat_map(Pod::containers).filter(|it| it.role != ContainerRole::Ephemeral) {
        let resources = scalar::get(container.node, "resources");
        for field in ["requests", "limits"] {
            let amounts = resources.and_then(|resources| scalar::get(resources, field));
            for entry in amounts.into_iter().flat_map(|amounts| amounts.effective().entries()) {
                let broken = bounds.iter().find(|(_, bound, is_most)| {
                    bound.key.as_ref() == entry.name() && is_beyond(entry.value, bound, *is_most)
                });
                let Some((range, bound, is_most)) = broken else { continue };
                let (what, limit) = if *is_most { ("more", "most") } else { ("less", "least") };
                report
                    .on(
                        entry.value,
                        format!(
                            "{} is {what} than the {} that {} allows, so no Pod is made; write {} at {limit}",
                            scalar::text(entry.value).unwrap_or_default(),
                            bound.text,
                            reference::title(range.object),
                            bound.text
                        ),
                    )
                    .label_in(it.file, range.path, bound.range, format!("the {limit}"))
                    .fix(Fix::suggested(format!("Use {}", bound.text)).edit(Operation::Replace {
                        at: entry.value.address(),
                        value: Data::plain(bound.text.as_ref()),
                    }));
            }
        }
    }
}

/// What a LimitRange says of containers: bounds, each with whether it is the most.
fn bounds<'d, 'g>(range: &'d Definition<'g>) -> impl Iterator<Item = (&'d Definition<'g>, &'g Noted, bool)> {
    let object = range.object;
    let is_of_containers = move |noted: &&Noted| {
        object.all_noted(Attribute::LimitType).any(|it| it.item == noted.item && it.text.as_ref() == "Container")
    };
    let of = move |attribute| object.all_noted(attribute).filter(is_of_containers);
    let most = of(Attribute::LimitMax).map(move |noted| (range, noted, true));
    most.chain(of(Attribute::LimitMin).map(move |noted| (range, noted, false)))
}

fn is_beyond(amount: Node<'_>, bound: &Noted, is_most: bool) -> bool {
    let Some(text) = scalar::text(amount) else { return false };
    let (Ok(amount), Ok(bound)) = (quantity::parse(&text), quantity::parse(&bound.text)) else { return false };
    if is_most { amount > bound } else { amount < bound }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn least() {
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
          resources:
            requests: {cpu: 10m, memory: 2Gi}
                            ^^^ 10m is less than the 50m that LimitRange `limits` allows, so no Pod is made; write 50m at least
#- b.yaml
apiVersion: v1
kind: LimitRange
metadata:
  name: limits
  namespace: shop
spec:
  limits:
    - type: Container
      min: {cpu: 50m}
      max: {memory: 4Gi}
    - type: Pod
      max: {memory: 1Gi}
"#,
        );
    }

    #[test]
    fn clamped() {
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
          resources:
            limits:
              memory: 2Gi
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
              memory: 1Gi
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
}
