//! Texts that YAML reads as a number or a boolean.

use project::Profile;
use schema::kubernetes::Types;
use syntax::yaml::{Data, Flavour, Node, Operation, Resolved};

use super::scalar;
use super::schema::{Fault, FaultKind};
use crate::fix::Fix;
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags values of variables, labels, annotations, ConfigMaps and Secrets that YAML reads as a number or a boolean.
    ///
    /// ## Why is this bad?
    /// These are texts, and the API server refuses anything else: `enabled: true` is a boolean, `version: 1.10` the number
    /// 1.1, and `country: no` is false. In quotes each is a text.
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
    ///       env:
    ///         - name: DEBUG
    ///           value: true
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
    ///       env:
    ///         - name: DEBUG
    ///           value: "true"
    /// ```
    "k8s/env-value-not-string" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Manifest(check),
    }
}

/// Fields whose values are texts, whatever their keys.
const OF_TEXTS: [&str; 8] =
    ["labels", "annotations", "matchLabels", "nodeSelector", "selector", "data", "stringData", "binaryData"];

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    for fault in file.faults.iter().filter(|fault| is_about(fault)) {
        text(fault.node, report);
    }
    // What has no schema has labels and annotations all the same.
    for object in file.manifest.objects.iter().filter(|object| object.kind.is_none()) {
        let metadata = object.find("metadata");
        for field in OF_TEXTS.into_iter().take(2) {
            metadata
                .and_then(|metadata| scalar::get(metadata, field))
                .into_iter()
                .for_each(|values| texts(values, report));
        }
    }
}

/// Whether a fault is a number or a boolean in the place of one of the texts that this rule is about.
pub(super) fn is_about(fault: &Fault<'_>) -> bool {
    let FaultKind::WrongType { wanted } = fault.kind else { return false };
    let is_misread = match fault.node.resolved(Flavour::Kubernetes) {
        Some(Resolved::Bool(_) | Resolved::Int(_) | Resolved::Float(_)) => true,
        Some(Resolved::Null | Resolved::Str(_)) | None => false,
    };
    let around = fault.node.parent();
    let is_entry = || around.and_then(Node::key).is_some_and(|key| OF_TEXTS.iter().any(|field| key.is(field)));
    let is_variable = || {
        let list = around.and_then(Node::parent).and_then(Node::key);
        fault.node.key().is_some_and(|key| key.is("value")) && list.is_some_and(|list| list.is("env"))
    };
    wanted.types() == Types::STRING && is_misread && (is_entry() || is_variable())
}

fn texts(values: Node<'_>, report: &mut Report<'_>) {
    for entry in values.effective().entries().filter(|entry| !entry.key.is_merge_key()) {
        text(entry.value, report);
    }
}

fn text(node: Node<'_>, report: &mut Report<'_>) {
    let read = match node.resolved(Flavour::Kubernetes) {
        Some(Resolved::Bool(value)) => format!("the boolean {value}"),
        Some(Resolved::Int(value)) => format!("the number {value}"),
        Some(Resolved::Float(value)) => format!("the number {value}"),
        Some(Resolved::Null | Resolved::Str(_)) | None => return,
    };
    let source = node.source();
    let message = if read.ends_with(&format!(" {source}")) {
        format!(
            "`{source}` is {} to YAML, and a text is wanted; put it in quotes",
            read.rsplit_once(' ').map_or("a number", |(what, _)| what).replace("the ", "a ")
        )
    } else {
        format!("`{source}` is {read} to YAML, and a text is wanted; put it in quotes")
    };
    let found = report.on(node, message);
    if node == node.effective() {
        let edit = Operation::Replace { at: node.address(), value: Data::text(source) };
        found.fix(Fix::safe("Put it in quotes").edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn texts_that_are_none() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  labels:
    version: 1.10
             ^^^^ `1.10` is the number 1.1 to YAML, and a text is wanted; put it in quotes
  annotations:
    prometheus.io/scrape: true
                          ^^^^ `true` is a boolean to YAML, and a text is wanted; put it in quotes
spec:
  selector:
    matchLabels:
      tier: 1
            ^ `1` is a number to YAML, and a text is wanted; put it in quotes
  template:
    metadata:
      labels:
        country: no
                 ^^ `no` is the boolean false to YAML, and a text is wanted; put it in quotes
    spec:
      containers:
        - name: api
          image: api:1
          env:
            - name: PORT
              value: 8080
                     ^^^^ `8080` is a number to YAML, and a text is wanted; put it in quotes
            - name: FINE
              value: 1.2.3
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: api
data:
  a: "1"
  b: 0777
     ^^^^ `0777` is the number 511 to YAML, and a text is wanted; put it in quotes
  c: {{ .Values.c }}
"#,
        );
    }
    #[test]
    fn quotes() {
        check_fix(
            &RULE,
            r#"#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      env:
        - name: DEBUG
          value: true
"#,
            r#"#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      env:
        - name: DEBUG
          value: "true"
"#,
        );
    }
}
