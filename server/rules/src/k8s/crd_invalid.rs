//! Definitions of resources that the API server refuses.

use project::Profile;
use syntax::yaml::{Node, Operation};

use super::doubles::doubles;
use super::{presence, scalar};
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags definitions of resources that the API server refuses: a name that is not `<plural>.<group>`, no stored version
    /// or several, a version without a schema, a schema with gaps.
    ///
    /// ## Why is this bad?
    /// The API server refuses the definition. A schema says the `type` of every field, so that what it does not know can be
    /// dropped.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata:
    ///   name: widget.example.org
    /// spec:
    ///   group: example.org
    ///   scope: Namespaced
    ///   names:
    ///     plural: widgets
    ///     kind: Widget
    ///   versions:
    ///     - name: v1
    ///       served: true
    ///       storage: true
    ///       schema:
    ///         openAPIV3Schema:
    ///           type: object
    ///           properties:
    ///             spec:
    ///               type: object
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata:
    ///   name: widgets.example.org
    /// spec:
    ///   group: example.org
    ///   scope: Namespaced
    ///   names:
    ///     plural: widgets
    ///     kind: Widget
    ///   versions:
    ///     - name: v1
    ///       served: true
    ///       storage: true
    ///       schema:
    ///         openAPIV3Schema:
    ///           type: object
    ///           properties:
    ///             spec:
    ///               type: object
    /// ```
    "k8s/crd-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Kinds(&["CustomResourceDefinition"], check),
    }
}

/// How deep schemas in schemas are followed.
const DEPTH: usize = 64;

const APPROVAL: &str = "api-approved.kubernetes.io";

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = file.object;
    let is_first = object.api_version().is_some_and(|version| version.trim() == "apiextensions.k8s.io/v1");
    let Some(spec) = object.find("spec").filter(|_| is_first) else { return };
    let group = scalar::text_of(spec, "group");
    let plural = scalar::get(spec, "names").and_then(|names| scalar::text_of(names, "plural"));
    if let (Some(group), Some(plural), Some(node)) = (&group, plural, object.find("metadata.name")) {
        let right = format!("{plural}.{group}");
        if scalar::text(node).is_some_and(|text| text != right) {
            let edit = Operation::Replace { at: node.address(), value: right.as_str().into() };
            report
                .on(node, format!("The name is not the plural with the group behind it; write `{right}`"))
                .fix(Fix::suggested(format!("Name it `{right}`")).edit(edit));
        }
    }
    let is_ours = |group: &str| {
        ["k8s.io", "kubernetes.io"].iter().any(|own| group == *own || group.ends_with(&format!(".{own}")))
    };
    let annotations = object.find("metadata").and_then(|metadata| scalar::get(metadata, "annotations"));
    let is_approved = annotations.is_some_and(|annotations| scalar::get(annotations, APPROVAL).is_some());
    if let Some(node) = scalar::get(spec, "group").filter(|_| group.as_deref().is_some_and(is_ours) && !is_approved) {
        report.on(
            node,
            format!("The group is one of Kubernetes' own; choose another one, or add the annotation `{APPROVAL}`"),
        );
    }
    if let Some(node) = scalar::get(spec, "preserveUnknownFields").filter(|node| scalar::flag(*node) == Some(true)) {
        report.on(
            node,
            "Unknown fields are kept by schema only; leave this out, and write \
             `x-kubernetes-preserve-unknown-fields: true` there",
        );
    }
    if !presence::is_partial(object) {
        versions(spec, report);
    }
}

fn versions(spec: Node<'_>, report: &mut Report<'_>) {
    let versions: Vec<Node<'_>> =
        scalar::items(spec, "versions").map(Node::effective).filter(|version| version.is_mapping()).collect();
    let Some(list) = scalar::get(spec, "versions").filter(|_| !versions.is_empty()) else { return };
    let names = versions
        .iter()
        .filter_map(|version| scalar::get(*version, "name"))
        .filter_map(|node| Some((scalar::text(node)?, node)));
    for (first, again) in doubles(names) {
        let name = again.text().unwrap_or_default();
        report
            .on(again, format!("There is a version `{name}` already; give each its name"))
            .label_on(first, "the first one");
    }
    let stored: Vec<Node<'_>> = versions
        .iter()
        .filter_map(|version| scalar::get(*version, "storage"))
        .filter(|node| scalar::flag(*node) == Some(true))
        .collect();
    let is_known =
        versions.iter().all(|version| scalar::get(*version, "storage").is_none_or(|node| scalar::flag(node).is_some()));
    match stored[..] {
        [] if is_known => {
            report.on(list, "No version is the stored one; set `storage: true` in one of them");
        }
        [first, second, ..] => {
            report.on(second, "Two versions are the stored one; keep one of them").label_on(first, "the other");
        }
        [] | [_] => {}
    }
    for version in versions.iter().filter(|version| !presence::is_open(**version)) {
        let schema = scalar::get(*version, "schema").map(Node::effective);
        match schema.map(|schema| scalar::get(schema, "openAPIV3Schema")) {
            Some(Some(schema)) => root(schema.effective(), report),
            Some(None) | None => {
                let node = scalar::get(*version, "name").unwrap_or(*version);
                report.on(node, "The version has no schema; write it in `schema.openAPIV3Schema`");
            }
        }
    }
}

fn root(schema: Node<'_>, report: &mut Report<'_>) {
    let kind = scalar::get(schema, "type");
    if let Some(kind) = kind.filter(|kind| scalar::text(*kind).is_some_and(|text| text != "object")) {
        report.on(kind, "An object is described here; write `object`");
    }
    structure(schema, DEPTH, report);
}

/// Whether every field says its type: what a schema must do to be structural.
fn structure(schema: Node<'_>, depth: usize, report: &mut Report<'_>) {
    if !schema.is_mapping() || presence::is_open(schema) {
        return;
    }
    let is_any = ["x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields"]
        .into_iter()
        .any(|field| scalar::get(schema, field).is_some());
    if scalar::get(schema, "type").is_none() && !is_any {
        report.on(schema, "The field does not say its type; set `type`");
        return;
    }
    let (properties, values) = (scalar::get(schema, "properties"), scalar::get(schema, "additionalProperties"));
    if let (Some(properties), Some(values)) = (properties, values.filter(|values| scalar::flag(*values).is_none())) {
        report
            .on(values, "`additionalProperties` excludes `properties`; keep one of them")
            .label_on(properties, "the other");
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    let items = scalar::get(schema, "items");
    let fields = properties
        .into_iter()
        .flat_map(|properties| properties.effective().entries())
        .filter(|entry| !entry.key.is_merge_key())
        .map(|entry| entry.value);
    for inner in fields.chain(items).chain(values) {
        structure(inner.effective(), depth, report);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn names_versions_and_schemas() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
        ^^^^^^^^^^^^^^^^^^^ The name is not the plural with the group behind it; write `widgets.apps.k8s.io`
spec:
  group: apps.k8s.io
         ^^^^^^^^^^^ The group is one of Kubernetes' own…
  names: {plural: widgets, kind: Widget}
  preserveUnknownFields: true
                         ^^^^ Unknown fields are kept by schema only…
  versions:
  ^^^^^^^^ No version is the stored one; set `storage: true` in one of them
    - name: v1
      storage: false
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
            ^^^^ The field does not say its type; set `type`
              properties:
                a: {type: string}
    - name: v2
            ^^ The version has no schema; write it in `schema.openAPIV3Schema`
      storage: false
",
        );
    }
    #[test]
    fn its_name() {
        check_fix(
            &RULE,
            "#- a.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widget.example.org
spec:
  group: example.org
  scope: Namespaced
  names:
    plural: widgets
    kind: Widget
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
",
            "#- a.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.org
spec:
  group: example.org
  scope: Namespaced
  names:
    plural: widgets
    kind: Widget
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
",
        );
    }
}
