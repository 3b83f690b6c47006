//! Keys and items that are there twice.

use syntax::yaml::{Data, Entry, Kind, Node, Operation, ScalarStyle};

use super::schema::{Fault, FaultKind, is_plain_data, path};
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fix, Fixable, Group, Severity, declare_rule};
use project::Profile;

/// Nodes that a value may have to be moved.
const LIMIT: usize = 1000;

declare_rule! {
    /// ## What it does
    /// Reports a key that a mapping has twice, and an item that a list has twice where its items must differ: two volumes of one name.
    ///
    /// ## Why is this bad?
    /// YAML forbids it. Kustomize, Flux and strict validation refuse the file; other readers keep the last of the two values, and the
    /// first one is gone without a word. Two items of one identity are refused by the API server.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    /// data:
    ///   LOG_LEVEL: info
    ///   LOG_LEVEL: debug
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: api
    /// data:
    ///   LOG_LEVEL: debug
    /// ```
    "k8s/duplicate-key" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &[],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    for fault in &file.faults {
        match &fault.kind {
            FaultKind::RepeatedKey { first, last } => key(*first, *last, report),
            FaultKind::RepeatedItem { first, keys } => item(fault, *first, keys, report),
            FaultKind::UnknownField { .. }
            | FaultKind::WrongType { .. }
            | FaultKind::Missing { .. }
            | FaultKind::MissingOneOf { .. }
            | FaultKind::Excluding { .. }
            | FaultKind::InvalidValue { .. } => {}
        }
    }
}

fn key(first: Entry<'_>, last: Entry<'_>, report: &mut Report<'_>) {
    let name = first.name();
    let found =
        report.on(first.key, format!("`{name}` comes again below, and only the last one counts: take this one out"));
    found.label_on(last.key, "this one counts");
    let same = first.value.source() == last.value.source();
    if let Some(operations) = removed(first, last) {
        let title = format!("Keep only the last `{name}`");
        let fix = if same { Fix::safe(title) } else { Fix::suggested(title) };
        found.fix(operations.into_iter().fold(fix, Fix::edit));
    }
}

/// Takes the last entry out and puts its value into the first one's place: a way leads to the last of two entries.
fn removed(first: Entry<'_>, last: Entry<'_>) -> Option<Vec<Operation>> {
    let mapping = first.key.parent()?;
    if mapping.entries().filter(|entry| entry.is(&first.name())).count() != 2 {
        return None;
    }
    let at = last.value.address();
    let remove = Operation::Remove { at: at.clone() };
    if first.value.source() == last.value.source() {
        return Some(vec![remove]);
    }
    let value = last.value;
    let value = match value.kind() {
        Kind::Scalar(ScalarStyle::Plain) => Data::plain(value.text()?),
        Kind::Scalar(_) => Data::text(value.text()?),
        Kind::Null => Data::Null,
        Kind::Mapping | Kind::Sequence if is_plain_data(value) => value.unfold(LIMIT)?,
        Kind::Mapping | Kind::Sequence | Kind::Alias => return None,
    };
    is_plain_data(first.value).then(|| vec![remove, Operation::Replace { at, value }])
}

fn item(fault: &Fault<'_>, first: Node<'_>, keys: &[&str], report: &mut Report<'_>) {
    let item = fault.node.effective();
    let list = fault.node.parent().map(|list| path(fault.object, list)).unwrap_or_default();
    let values = keys.iter().map(|key| {
        let value = item.merged_get(key).and_then(Node::text);
        value.map_or_else(|| format!("the default `{key}`"), |value| format!("`{key}: {value}`"))
    });
    let values: Vec<String> = values.collect();
    let message = if values.is_empty() {
        format!("this item is in `{list}` twice, and its items must differ: take one out")
    } else {
        format!("`{list}` has two items with {}, and they must differ: change one or take it out", values.join(" and "))
    };
    let found = report.on(fault.node, message);
    found.label_on(first, "the first one");
    if keys.is_empty() && first.source() == fault.node.source() {
        let at = fault.node.address();
        found.fix(Fix::safe("Remove the second one").edit(Operation::Remove { at }));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn keys_and_items() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: {app: a, \"app\": b}
           ^^^ `app` comes again below, and only the last one counts: take this one out
spec:
  containers:
    - name: a
  volumes:
    - name: a
      emptyDir: {}
    - name: b
    - name: a
      ^^^^ `spec.volumes` has two items with `name: a`, and they must differ: change one or take it out
---
apiVersion: v1
kind: Service
metadata: {name: dns}
spec:
  ports:
    - {name: udp, port: 53, protocol: UDP}
    - {name: tcp, port: 53, protocol: TCP}
    - {name: more, port: 53}
      ^^^^^^^^^^^^^^^^^^^^^^ …
#- values.yaml
a: 1
a: 2
",
        );
    }

    #[test]
    fn lists_of_custom_resources() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: a}
spec:
  gatewayClassName: a
  listeners:
    - {name: a, port: 80, protocol: HTTP}
    - {name: a, port: 81, protocol: HTTP}
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `spec.listeners` has two items with `name: a`, …
",
        );
    }

    #[test]
    fn the_one_that_counts_is_kept() {
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: one\n  b: two\n  a: three\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: three\n  b: two\n",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: one\n  b: two\n  a: one\n",
            "#- a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: one\n  b: two\n",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n  hostNetwork: true\n  \
             containers:\n    - name: b\n      image: c\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: b\n      image: c\n  hostNetwork: true\n",
        );
    }
}
