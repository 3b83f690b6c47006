//! Variables whose source the API server refuses.

use project::Profile;
use syntax::spelling;
use syntax::yaml::{Node, Operation};

use super::{presence, scalar};
use crate::fix::Fix;
use crate::grain::ContainerIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags variables with both `value` and `valueFrom`, with no source or several in `valueFrom`, and fields of a Pod that
    /// variables cannot have.
    ///
    /// ## Why is this bad?
    /// The API server refuses the Pod. A variable is a text or comes from one source; of the Pod it can have the name, the
    /// namespace, labels, annotations, the uid, the node, the service account and the addresses.
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
    ///         - name: POD_NAME
    ///           value: api
    ///           valueFrom:
    ///             fieldRef:
    ///               fieldPath: metadata.name
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
    ///         - name: POD_NAME
    ///           valueFrom:
    ///             fieldRef:
    ///               fieldPath: metadata.name
    /// ```
    "k8s/env-value-source-invalid" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Container(check),
    }
}

const SOURCES: [&str; 5] = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

/// What of its Pod a variable can have, besides single labels and annotations.
const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let is_whole = !presence::is_partial_container(file.container);
    for variable in scalar::items(file.container.node, "env") {
        let Some(from) = scalar::get(variable, "valueFrom") else { continue };
        // An empty value is no value.
        if let Some(value) = scalar::get(variable, "value").filter(|value| !value.effective().is("")) {
            report.on(value, "`value` stands beside `valueFrom`; keep one of them").label_on(from, "the other");
        }
        source(from, is_whole, report);
    }
}

fn source(from: Node<'_>, is_whole: bool, report: &mut Report<'_>) {
    let mut sources = SOURCES.into_iter().filter_map(|name| Some((name, scalar::get(from, name)?)));
    match (sources.next(), sources.next()) {
        (None, _) if is_whole && from.effective().is_mapping() && !presence::is_open(from.effective()) => {
            report.on(from, "`valueFrom` names no source; name one, such as `configMapKeyRef`");
        }
        (Some((first, _)), Some((second, node))) => {
            report.on(node, format!("`{second}` stands beside `{first}`; keep one of them"));
        }
        (None | Some(_), _) => {}
    }
    let field = scalar::get(from, "fieldRef").and_then(|source| scalar::get(source, "fieldPath"));
    let Some((node, path)) = field.and_then(|node| Some((node, scalar::text(node)?))) else { return };
    let is_entry = ["metadata.labels['", "metadata.annotations['"]
        .iter()
        .any(|start| path.starts_with(start) && path.ends_with("']"));
    if is_entry || FIELDS.contains(&&*path) {
        return;
    }
    let found =
        report.on(node, format!("A variable cannot have `{path}` of its Pod; name a field such as `metadata.name`"));
    if let Some(nearest) = spelling::nearest(&path, FIELDS) {
        let edit = Operation::Replace { at: node.address(), value: nearest.into() };
        found.fix(Fix::suggested(format!("Write `{nearest}`")).edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn one_source() {
        check(
            &RULE,
            r#"
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: api:1.2.0
      env:
        - name: A
          value: x
                 ^ `value` stands beside `valueFrom`; keep one of them
          valueFrom:
            secretKeyRef: {name: a, key: b}
        - name: B
          valueFrom: {}
                     ^^ `valueFrom` names no source; name one, such as `configMapKeyRef`
        - name: C
          valueFrom:
            fieldRef: {fieldPath: status.podIp}
                                  ^^^^^^^^^^^^ A variable cannot have `status.podIp` of its Pod; name a field such as `metadata.name`
        - name: D
          valueFrom:
            fieldRef: {fieldPath: "metadata.labels['app']"}
            configMapKeyRef: {name: a, key: b}
                             ^^^^^^^^^^^^^^^^^ `configMapKeyRef` stands beside `fieldRef`; keep one of them
"#,
        );
    }
    #[test]
    fn nearest() {
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
      env:
        - name: IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIp
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
      env:
        - name: IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
",
        );
    }
}
