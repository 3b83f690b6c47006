//! Labels and annotations that break their syntax.

use project::Profile;
use project::kubernetes::{Object, pods};
use schema::kubernetes::values::label::{self, LARGEST_ANNOTATIONS, Owner};
use syntax::yaml::{Node, Operation};

use super::{group, scalar, volumes};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags keys and values of labels, and keys of annotations, that break their syntax; and annotations of more than 256
    /// KiB.
    ///
    /// ## Why is this bad?
    /// The API server refuses the object. A value has at most 63 letters, digits, `-`, `_` and `.`, and starts and ends with
    /// a letter or digit; a key may have a domain and `/` in front.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    ///   labels:
    ///     owner: Team Shop
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    ///   labels:
    ///     owner: Team_Shop
    /// ```
    "k8s/label-value-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-score/label-values", "datree/WORKLOAD_INVALID_LABELS_VALUE"],
        check: Check::Object(check),
    }
}

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    for metadata in metadata(object) {
        scalar::get(metadata, "labels").into_iter().for_each(|labels| self::labels(labels, report));
        if let Some(annotations) = scalar::get(metadata, "annotations") {
            self::annotations(annotations, report);
        }
    }
    selectors(object).into_iter().for_each(|labels| self::labels(labels, report));
}

/// The `metadata` of an object and of what it makes.
fn metadata(object: Object<'_>) -> impl Iterator<Item = Node<'_>> {
    let own = object.find("metadata");
    let templates = pods(object).filter(move |pod| pod.template != object.node).flat_map(|pod| {
        let claims = volumes::claim_templates(pod).filter_map(|claim| scalar::get(claim, "metadata"));
        scalar::get(pod.template, "metadata").into_iter().chain(claims)
    });
    own.into_iter().chain(templates)
}

/// Mappings of labels that choose other objects.
fn selectors(object: Object<'_>) -> Vec<Node<'_>> {
    // The schema of a definition describes selectors, and has none.
    if !group::is_built_in(object) || object.is_one_of(&["CustomResourceDefinition"]) {
        return Vec::new();
    }
    let is_plain = object.is_one_of(&["Service", "ReplicationController"]);
    let plain = object.find("spec.selector").filter(|_| is_plain);
    let is_choice = |node: &Node<'_>| node.key().is_some_and(|key| key.is("matchLabels") || key.is("nodeSelector"));
    let spec = object.find("spec").into_iter().flat_map(Node::descendants);
    plain.into_iter().chain(spec.filter(|node| node.is_mapping()).filter(is_choice)).collect()
}

fn labels(labels: Node<'_>, report: &mut Report<'_>) {
    for entry in labels.effective().entries().filter(|entry| !entry.key.is_merge_key() && !entry.key.is_mapping()) {
        key(entry.key, &entry.name(), Owner::Label, report);
        let Some(text) = scalar::text(entry.value) else { continue };
        let Some(mistake) = label::mistake_in_value(&text) else { continue };
        let found = report.on(entry.value, mistake.to_string());
        if let Some(nearest) = label::nearest_value(&text) {
            let edit = Operation::Replace { at: entry.value.address(), value: nearest.as_str().into() };
            found.fix(Fix::suggested(format!("Write `{nearest}`")).edit(edit));
        }
    }
}

fn annotations(annotations: Node<'_>, report: &mut Report<'_>) {
    let mut size = 0;
    for entry in annotations.effective().entries().filter(|entry| !entry.key.is_merge_key() && !entry.key.is_mapping())
    {
        let name = entry.name();
        size += name.len() + entry.value.effective().text().map_or(0, |text| text.len());
        key(entry.key, &name, Owner::Annotation, report);
    }
    if size > LARGEST_ANNOTATIONS {
        report.on(
            annotations,
            format!(
                "The annotations have {size} bytes, and {LARGEST_ANNOTATIONS} are the most; keep them \
             elsewhere"
            ),
        );
    }
}

fn key(node: Node<'_>, name: &str, owner: Owner, report: &mut Report<'_>) {
    if scalar::is_placeholder(name) {
        return;
    }
    if let Some(mistake) = label::mistake_in_key(name, owner) {
        report.on(node, mistake.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn keys_and_values() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  labels:
    a/b/c: x
    ^^^^^ …
    version: v1+2
             ^^^^ …
  annotations:
    anything: goes here!
    not a key: x
    ^^^^^^^^^ …
spec:
  selector:
    matchLabels:
      app: -api
           ^^^^ …
  template:
    metadata:
      labels:
        app: api-
             ^^^^ …
    spec:
      nodeSelector:
        pool: a b
              ^^^ …
",
        );
    }
    #[test]
    fn nearest() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    owner: shop-
",
            "#- a.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    owner: shop
",
        );
    }
}
