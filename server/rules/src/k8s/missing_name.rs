//! Objects without a name.

use project::kubernetes::Object;
use schema::kubernetes::Scope;
use syntax::yaml::{Data, Operation};

use super::placeholder;
use crate::grain::{ManifestFile, ObjectIn};
use crate::report::Report;
use crate::{Check, Fix, Fixable, Group, Severity, declare_rule};
use project::Profile;

/// Questions to the API server, which nothing keeps.
const QUESTIONS: [&str; 2] = ["Review", "TokenRequest"];

declare_rule! {
    /// ## What it does
    /// Reports an object that has neither `metadata.name` nor `metadata.generateName`.
    ///
    /// ## Why is this bad?
    /// Nothing can be stored without a name: `kubectl` answers `resource name may not be empty`.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   labels:
    ///     app: api
    /// data:
    ///   LOG_LEVEL: info
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    ///   labels:
    ///     app: api
    /// data:
    ///   LOG_LEVEL: info
    /// ```
    "k8s/missing-name" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &["datree/RESOURCE_MISSING_NAME"],
        check: Check::Object(check),
    }
}

fn check(it: &ObjectIn<'_>, report: &mut Report<'_>) {
    let object = it.object;
    if object.is_partial || !is_stored(object) || has_name(object) || has_error(object, it.file) {
        return;
    }
    let kind = object.kind_name().unwrap_or_default().into_owned();
    let metadata = object.node.entry("metadata");
    let at = metadata.map_or(object.head(), |entry| entry.key);
    let name = suggestion(object, &kind);
    let fix = Fix::suggested(format!("Add the name `{name}`"));
    let first = metadata.and_then(|entry| entry.value.entries().next());
    let operation = match first.filter(|_| object.find("metadata.name").is_none()) {
        Some(first) => Operation::Insert {
            before: first.value.address(),
            key: Some("name".to_owned()),
            value: Data::text(name.as_str()),
        },
        None => without_metadata(object, &name),
    };
    report.on(at, format!("this {kind} has no name: add `metadata.name`")).fix(fix.edit(operation));
}

/// The name where there is no metadata to put it in: behind the head of the object.
fn without_metadata(object: Object<'_>, name: &str) -> Operation {
    let mut body = object.node.entries().filter(|entry| !entry.is("apiVersion") && !entry.is("kind"));
    match body.next().filter(|_| object.node.entry("metadata").is_none()) {
        Some(entry) => Operation::Insert {
            before: entry.value.address(),
            key: Some("metadata".to_owned()),
            value: Data::map([("name", Data::text(name))]),
        },
        None => Operation::Set { at: object.address("metadata.name"), value: Data::text(name) },
    }
}

/// Whether objects of its kind are kept under a name; not where the kind is unknown.
fn is_stored(object: Object<'_>) -> bool {
    let Some(kind) = object.kind else { return false };
    let is_question = QUESTIONS.iter().any(|word| kind.name().ends_with(word)) && !kind.is_custom();
    match kind.scope() {
        Some(Scope::Namespaced | Scope::Cluster) => !is_question,
        Some(Scope::Subresource) | None => false,
    }
}

fn has_name(object: Object<'_>) -> bool {
    let Some(metadata) = object.node.merged_get("metadata") else { return false };
    let metadata = metadata.effective();
    // What is put in later may hold a name.
    let has = |key: &str| {
        metadata
            .merged_get(key)
            .is_some_and(|value| value.text().is_none_or(|text| !text.is_empty()) && !value.is_null())
    };
    has("name") || has("generateName") || placeholder::is(metadata)
}

/// Whether the name may be what is being typed.
fn has_error(object: Object<'_>, file: &ManifestFile<'_>) -> bool {
    let range = object.node.range();
    file.manifest.yaml.errors().iter().any(|error| range.contains_inclusive(error.range.start()))
}

/// What others call it: its label, else its kind.
fn suggestion(object: Object<'_>, kind: &str) -> String {
    let label = |key: &str| {
        let labels = object.find("metadata.labels")?;
        labels.get(key).and_then(syntax::yaml::Node::text).filter(|text| !text.is_empty())
    };
    let label = label("app.kubernetes.io/name").or_else(|| label("app"));
    let is_name =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    label.filter(|text| is_name(text)).map_or_else(|| kind.to_ascii_lowercase(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn objects_without_a_name() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
^^^^^^^^ this ConfigMap has no name: add `metadata.name`
  labels: {app: a}
---
apiVersion: v1
kind: Secret
      ^^^^^^ this Secret has no name: add `metadata.name`
---
apiVersion: v1
kind: Pod
metadata: {generateName: a-}
---
apiVersion: authorization.k8s.io/v1
kind: SelfSubjectAccessReview
spec: {}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: \"\"}
    ^^^^^^^^ this ConfigMap has no name: add `metadata.name`
---
apiVersion: example.com/v1
kind: Unknown
metadata: {}
",
        );
    }

    #[test]
    fn a_name_is_added_in_front() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    app: web\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  labels:\n    app: web\n",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\ndata: {}\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: configmap\ndata: {}\n",
        );
    }
}
