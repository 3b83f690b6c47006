//! Values of a type that a field does not take.

use schema::kubernetes::{Schema, Shape, Types};
use syntax::yaml::{Data, Flavour, Kind, Node, Operation, Resolved};

use super::env_value_not_string;
use super::schema::{Fault, FaultKind, Trust, address, described, is_plain_data, path, quoted, shortened, takes};
use crate::grain::ManifestFile;
use crate::report::Report;
use crate::{Check, Fix, Fixable, Group, Severity, declare_rule};
use project::Profile;

/// Nodes that a value may have to be wrapped or unwrapped.
const LIMIT: usize = 1000;

declare_rule! {
    /// ## What it does
    /// Reports a value of another type than the field takes: a number where a text is wanted, a text where a list is wanted. What YAML 1.1
    /// reads as a boolean counts as one: `yes`, `no`, `on`, `off`, `y`, `n`. Values of variables, labels, annotations and ConfigMaps are
    /// `k8s/env-value-not-string`'s.
    ///
    /// ## Why is this bad?
    /// The API server decodes each object into types and refuses what does not fit: `cannot unmarshal number into Go struct field
    /// ObjectMeta.metadata.labels of type string`. A version such as `1.10` is a number to YAML, and `on` is `true`.
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
    ///       args: [--port, 8080]
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
    ///       args: [--port, "8080"]
    /// ```
    "k8s/wrong-type" {
        since: "0.1.0",
        severity: Severity::Error,
        profile: Profile::Minimal,
        group: Group::Correctness,
        fixable: Fixable::Sometimes,
        same_as: &["kube-linter/schema-validation"],
        check: Check::Manifest(check),
    }
}

fn check(file: &ManifestFile<'_>, report: &mut Report<'_>) {
    for fault in &file.faults {
        let FaultKind::WrongType { wanted } = fault.kind else { continue };
        if env_value_not_string::is_about(fault) {
            continue;
        }
        let (remedy, fix) = match remedy(fault.node, wanted, fault.trust) {
            Some((remedy, fix)) => (format!(": {remedy}"), fix),
            None => (String::new(), None),
        };
        let message = format!("{} takes {}, not {}{remedy}", place(fault), described(wanted), written(fault.node));
        let found = report.on(fault.node, message);
        if let Some(fix) = fix {
            found.fix(fix);
        }
    }
}

fn place(fault: &Fault<'_>) -> String {
    let path = path(fault.object, fault.node);
    if path.is_empty() { quoted(fault.node) } else { format!("`{path}`") }
}

/// What is there, in words.
fn written(node: Node<'_>) -> String {
    let source = || shortened(node.source());
    match node.kind() {
        Kind::Mapping => "a mapping".to_owned(),
        Kind::Sequence => "a list".to_owned(),
        Kind::Null => "nothing".to_owned(),
        Kind::Alias => "an alias".to_owned(),
        Kind::Scalar(_) => match node.resolved(Flavour::Kubernetes) {
            Some(Resolved::Bool(value)) if !node.is(&value.to_string()) => {
                format!("`{}`, which is `{value}` in YAML 1.1", source())
            }
            Some(Resolved::Bool(_)) => format!("the boolean `{}`", source()),
            Some(Resolved::Int(_) | Resolved::Float(_)) => format!("the number `{}`", source()),
            Some(Resolved::Null) => "`null`".to_owned(),
            Some(Resolved::Str(text)) if text.is_empty() => "an empty text".to_owned(),
            Some(Resolved::Str(_)) | None => format!("the text `{}`", shortened(&node.text().unwrap_or_default())),
        },
    }
}

/// What to do, and a fix that does it; `None`: nothing simple is known.
fn remedy(node: Node<'_>, wanted: Schema<'_>, trust: Trust) -> Option<(String, Option<Fix>)> {
    let types = wanted.types();
    match node.kind() {
        Kind::Scalar(_) => of_scalar(node, wanted, trust),
        Kind::Mapping if types.contains(Types::ARRAY) => of_mapping(node, wanted.items()?),
        Kind::Sequence => of_list(node, wanted, trust),
        Kind::Null => Some(("write a value, or leave it out".to_owned(), removed(node))),
        Kind::Mapping | Kind::Alias => None,
    }
}

fn of_scalar(node: Node<'_>, wanted: Schema<'_>, trust: Trust) -> Option<(String, Option<Fix>)> {
    let value = node.resolved(Flavour::Kubernetes)?;
    let text = node.text()?;
    let is_taken = |types| wanted.types().contains(types);
    // No fix that another rule would then find fault with.
    let fits = |value: &Resolved<'_>| takes(wanted, value, trust);
    match value {
        Resolved::Null => Some(("leave it out".to_owned(), removed(node))),
        Resolved::Bool(_) | Resolved::Int(_) | Resolved::Float(_) if is_taken(Types::STRING) => {
            let fix = fits(&Resolved::Str(text.as_ref().into()))
                .then(|| replaced(node, Data::text(text), Fix::safe("Quote the value")));
            Some(("quote it".to_owned(), fix.flatten()))
        }
        Resolved::Str(_) if is_read_as(&text, wanted) => {
            let fix = fits(&Flavour::Kubernetes.resolve(text.trim()))
                .then(|| replaced(node, Data::plain(text.trim()), Fix::safe("Take the quotes away")));
            Some(("take the quotes away".to_owned(), fix.flatten()))
        }
        Resolved::Int(number @ (0 | 1)) if is_taken(Types::BOOLEAN) => {
            let meant = number == 1;
            let fix = Fix::suggested(format!("Use `{meant}`"));
            Some((format!("write `{meant}`"), replaced(node, Data::from(meant), fix)))
        }
        Resolved::Bool(_) | Resolved::Int(_) | Resolved::Float(_) | Resolved::Str(_) => {
            let items = wanted.items().filter(|_| is_taken(Types::ARRAY))?;
            let data = match value {
                Resolved::Str(_) => Data::text(text),
                _ if items.shape() == Shape::String => Data::text(text),
                _ => Data::plain(text),
            };
            let fits = matches!(items.shape(), Shape::String | Shape::Any | Shape::Several)
                || !matches!(value, Resolved::Str(_)) && matches!(items.shape(), Shape::Integer | Shape::Number);
            let fix = if fits { replaced(node, Data::seq([data]), Fix::suggested("Make it a list")) } else { None };
            Some(("write it as an item of a list".to_owned(), fix))
        }
    }
}

/// Whether a text without its quotes is what the schema takes.
fn is_read_as(text: &str, wanted: Schema<'_>) -> bool {
    let types = wanted.types();
    match Flavour::Kubernetes.resolve(text.trim()) {
        Resolved::Bool(_) => types.contains(Types::BOOLEAN),
        Resolved::Int(_) => types.takes(Types::INTEGER) && !types.is_any(),
        Resolved::Float(_) => types.contains(Types::NUMBER),
        Resolved::Null | Resolved::Str(_) => false,
    }
}

/// A mapping where a list is wanted: its one item, or what has the keys as names (`env`).
fn of_mapping(node: Node<'_>, items: Schema<'_>) -> Option<(String, Option<Fix>)> {
    let is_entry_list = items.field("name").is_some() && items.field("value").is_some();
    let is_named = |key: &str| items.field(key).is_some();
    let names_fields = node.entries().any(|entry| is_named(&entry.name()));
    if is_entry_list && !names_fields && node.entries().all(|entry| entry.value.text().is_some()) {
        let pair = |name: String, value: String| Data::map([("name", Data::text(name)), ("value", Data::text(value))]);
        let entries = node.entries();
        let list =
            entries.map(|entry| pair(entry.name().into_owned(), entry.value.text().unwrap_or_default().into_owned()));
        let fix = is_plain_data(node)
            .then(|| replaced(node, Data::seq(list), Fix::suggested("Make it a list of names and values")));
        return Some(("write each entry as an item with `name` and `value`".to_owned(), fix.flatten()));
    }
    let data = || node.unfold(LIMIT).filter(|_| is_plain_data(node) && names_fields);
    let fix = data().and_then(|data| replaced(node, Data::seq([data]), Fix::suggested("Make it a list of one")));
    Some(("write it as an item of a list".to_owned(), fix))
}

/// A list where one thing is wanted: its only item, or the entries of its items.
fn of_list(node: Node<'_>, wanted: Schema<'_>, trust: Trust) -> Option<(String, Option<Fix>)> {
    let mut items = node.items();
    let first = items.next()?;
    let data = |node: Node<'_>| node.unfold(LIMIT).filter(|_| is_plain_data(node));
    if items.next().is_none() {
        let fits = match wanted.shape() {
            Shape::Object | Shape::Map => first.is_mapping(),
            _ => first.resolved(Flavour::Kubernetes).is_some_and(|value| takes(wanted, &value, trust)),
        };
        let data = data(node).and_then(|_| data(first)).filter(|_| fits);
        let fix = data.and_then(|data| replaced(node, data, Fix::suggested("Take it out of the list")));
        return Some(("write it without a list".to_owned(), fix));
    }
    let is_map = matches!(wanted.shape(), Shape::Object | Shape::Map) && node.items().all(Node::is_mapping);
    is_map.then(|| ("write the entries without a list".to_owned(), None))
}

fn replaced(node: Node<'_>, value: Data, fix: Fix) -> Option<Fix> {
    Some(fix.edit(Operation::Replace { at: address(node)?, value }))
}

fn removed(node: Node<'_>) -> Option<Fix> {
    Some(Fix::suggested(format!("Remove {}", quoted(node))).edit(Operation::Remove { at: address(node)? }))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix, findings_of, open, workspace};

    #[test]
    fn numbers_and_booleans_where_a_text_is_wanted() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels:
    version: 1.10
    quoted: \"1\"
    none:
spec:
  hostname: 1.10
            ^^^^ `spec.hostname` takes a text, not the number `1.10`: quote it
  subdomain: on
             ^^ `spec.subdomain` takes a text, not `on`, which is `true` in YAML 1.1: quote it
  containers:
    - name: a
      args: [serve, 8080, true]
                    ^^^^ `spec.containers[0].args[1]` takes a text, not the number `8080`: quote it
                          ^^^^ `spec.containers[0].args[2]` takes a text, not the boolean `true`: quote it
",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostname: 0777 # octal\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostname: \"0777\" # octal\n",
        );
    }

    #[test]
    fn texts_where_a_number_or_a_boolean_is_wanted() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  hostNetwork: \"true\"
               ^^^^^^ `spec.hostNetwork` takes `true` or `false`, not the text `true`: take the quotes away
  priority: high
            ^^^^ `spec.priority` takes a whole number, not the text `high`
  terminationGracePeriodSeconds: 1.5
                                 ^^^ `spec.terminationGracePeriodSeconds` takes a whole number, not the number `1.5`
  activeDeadlineSeconds: 3.0
  shareProcessNamespace: 1
                         ^ `spec.shareProcessNamespace` takes `true` or `false`, not the number `1`: write `true`
  containers:
    - name: a
      ports: [{containerPort: \"80\"}]
                              ^^^^ `spec.containers[0].ports[0].containerPort` takes a whole number, not the text `80`: take the quotes away
",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  replicas: '3'\n  selector: {matchLabels: {a: b}}\n  \
             template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a}]}}\n",
            "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  replicas: 3\n  selector: {matchLabels: {a: b}}\n  \
             template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a}]}}\n",
        );
    }

    #[test]
    fn lists_and_single_things() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  securityContext:
  ^^^^^^^^^^^^^^^ `spec.securityContext` takes a mapping, not a list: write it without a list
    - runAsNonRoot: true
  containers:
  ^^^^^^^^^^ `spec.containers` takes a list of mappings, not a mapping: write it as an item of a list
    name: a
    image: b
  tolerations: all
               ^^^ `spec.tolerations` takes a list of mappings, not the text `all`: write it as an item of a list
",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      args: serve\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      args:\n        - serve\n",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      env:\n        A: b\n        C: \"1\"\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      env:\n        - name: A\n          \
             value: b\n        - name: C\n          value: \"1\"\n",
        );
        check_fix(
            &RULE,
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  tolerations:\n    key: a\n    operator: Exists\n",
            "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  tolerations:\n    - key: a\n      operator: Exists\n",
        );
    }

    #[test]
    fn no_fix_trades_one_error_for_another() {
        let offers = |text: &str| {
            let snapshot = workspace(&[("a.yaml".to_owned(), text.to_owned())]);
            let found = findings_of(&RULE, &snapshot, &open(&snapshot, "a.yaml"));
            found.iter().map(|finding| finding.fixes.len()).collect::<Vec<_>>()
        };
        let secret = |field: &str| format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\n{field}\n");
        // What is in a Secret's data is base64.
        assert_eq!(offers(&secret("data: {id: [YOUR_ID]}")), [0]);
        assert_eq!(offers(&secret("data: {id: [YWJj]}")), [1]);
        assert_eq!(offers(&secret("stringData: {id: [YOUR_ID]}")), [1]);
    }

    #[test]
    fn what_is_replaced_or_absent_is_not_judged() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, creationTimestamp: null}
spec:
  replicas: ${REPLICAS}
  paused: {{ paused }}
  minReadySeconds: <seconds>
  selector: null
  template:
    spec:
      nodeSelector:
      containers:
        - name: a
          livenessProbe: {httpGet: {port: http}}
          readinessProbe: {httpGet: {port: 80}}
          resources: {limits: {cpu: 1, memory: 1Gi, other: 0.5}}
status: {}
",
        );
    }

    #[test]
    fn null_is_absent_but_in_the_list_of_a_custom_resource() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: a}
spec:
  secretName: a
  issuerRef: {name: a}
  subject:
  dnsNames: [a, null]
                ^^^^ `spec.dnsNames[1]` takes a text, not `null`: leave it out
",
        );
    }
}
