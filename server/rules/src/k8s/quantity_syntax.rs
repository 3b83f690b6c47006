//! Amounts of resources that are no quantities, and those below zero.

use project::Profile;
use schema::kubernetes::Shape;
use schema::kubernetes::values::quantity;
use syntax::yaml::{Data, Kind, Node, Operation};

use super::scalar;
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags amounts of resources that are no quantities, and those below zero.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object. A quantity is a number with one of the suffixes `m`, `k`, `M`, `G`, `T`, `P`, `E`
    /// or `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei` right behind it; `K`, `mi` and `GB` are none of them.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///       resources:
    ///         limits:
    ///           memory: 512mi
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: api:1.2.0
    ///       resources:
    ///         limits:
    ///           memory: 512Mi
    /// ```
    "k8s/quantity-syntax" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Object(check),
    }
}

/// Fields whose entries are amounts of resources.
const AMOUNTS: &[&str] = &[
    "limits",
    "requests",
    "hard",
    "capacity",
    "max",
    "min",
    "default",
    "defaultRequest",
    "maxLimitRequestRatio",
    "allocatable",
    "podFixed",
];

/// Fields that are amounts.
const AMOUNT: &[&str] = &["sizeLimit", "divisor", "averageValue", "value", "targetAverageValue", "storage", "minimum"];

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    for node in file.object.node.descendants() {
        let Some(text) = candidate(node) else { continue };
        let message = match quantity::parse(text.trim()) {
            Ok(amount) if !amount.is_negative() => continue,
            Ok(_) => format!("`{text}` is below zero; write how much there shall be"),
            Err(mistake) => mistake.to_string(),
        };
        // The names of the fields are words that others use too: `value` of a variable.
        let manifest = file.file.manifest;
        let place = project::kubernetes::place(node, manifest.catalog, manifest.version);
        if place.and_then(|place| place.schema).is_none_or(|schema| schema.shape() != Shape::Quantity) {
            continue;
        }
        let found = report.on(node, message);
        if let Some(nearest) = quantity::nearest(&text) {
            let value = Data::plain(nearest.clone());
            found.fix(Fix::safe(format!("Write `{nearest}`")).edit(Operation::Replace { at: node.address(), value }));
        }
    }
}

/// The text of a scalar that stands where an amount may.
fn candidate(node: Node<'_>) -> Option<std::borrow::Cow<'_, str>> {
    let (Kind::Scalar(_), Some(entry)) = (node.kind(), node.key().and_then(Node::as_entry)) else { return None };
    let is_one = |key: Node<'_>, names: &[&str]| names.iter().any(|name| key.is(name));
    let around = node.parent().and_then(Node::key);
    if !is_one(entry.key, AMOUNT) && !around.is_some_and(|around| is_one(around, AMOUNTS)) {
        return None;
    }
    scalar::text(node).filter(|_| scalar::is_written(node))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn amounts_of_every_kind_of_object() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        requests:
          cpu: 500 m
               ^^^^^ `500 m` has a space in it; write `500m`
          memory: 1GB
                  ^^^ `GB` is no suffix…
        limits:
          cpu: -1
               ^^ `-1` is below zero; write how much there shall be
          memory: ${MEMORY}
      env:
        - name: A
          value: 1GB
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  resources:
    requests:
      storage: 10gb
               ^^^^ …
---
apiVersion: example.com/v1
kind: Unknown
metadata:
  name: x
spec:
  limits: {size: large}
",
        );
    }
    #[test]
    fn the_suffix_that_was_meant() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        limits:
          memory: 512mi
",
            "#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      resources:
        limits:
          memory: 512Mi
",
        );
    }
}
