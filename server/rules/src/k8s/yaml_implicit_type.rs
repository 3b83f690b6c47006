//! Words and numbers that YAML reads in another way than is meant.

use schema::kubernetes::Shape;
use syntax::yaml::{Data, Flavour, Kind, Node, Operation, Resolved, ScalarStyle};

use super::scalar;
use crate::fix::Fix;
use crate::grain::ObjectIn;
use crate::report::Report;
use crate::{Check, Fixable, Group, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags `yes`, `no`, `on` and `off` where a boolean is meant, and permissions of files that are decimal and look octal.
    ///
    /// ## Why is this bad?
    /// Only readers of YAML 1.1, such as `kubectl`, take `yes` for a boolean; others read a text, and the API server refuses
    /// it. `mode: 400` is the decimal number: octal 0620, which lets the group write.
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
    ///   volumes:
    ///     - name: keys
    ///       secret:
    ///         secretName: api
    ///         defaultMode: 400
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
    ///   volumes:
    ///     - name: keys
    ///       secret:
    ///         secretName: api
    ///         defaultMode: 0400
    /// ```
    "k8s/yaml-implicit-type" {
        since: "0.1.0",
        severity: Severity::Warning,
        group: Group::Correctness,
        fixable: Fixable::Always,
        same_as: &[],
        check: Check::Object(check),
    }
}

/// The most that permissions can be: octal 0777.
const MOST: i64 = 0o777;

fn check(file: &ObjectIn<'_>, report: &mut Report<'_>) {
    for node in file.object.node.descendants() {
        if node.kind() != Kind::Scalar(ScalarStyle::Plain) || node.key().is_none() {
            continue;
        }
        let source = node.source();
        if let Some(value) = only_in_1_1(source) {
            let manifest = file.file.manifest;
            let place = project::kubernetes::place(node, manifest.catalog, manifest.version);
            if place.and_then(|place| place.schema).is_some_and(|schema| schema.shape() == Shape::Boolean) {
                let edit = Operation::Replace { at: node.address(), value: Data::from(value) };
                report
                    .on(node, format!("`{source}` is a boolean to some readers of YAML only; write `{value}`"))
                    .fix(Fix::safe(format!("Write `{value}`")).edit(edit));
            }
        } else if let Some(octal) = permissions(node) {
            let number = scalar::int(node).unwrap_or_default();
            let real =
                if number > MOST { "more than permissions can be".to_owned() } else { format!("0{number:o} in octal") };
            let edit = Operation::Replace { at: node.address(), value: Data::plain(octal.clone()) };
            report
                .on(node, format!("{source} is decimal, {real}; write `{octal}`"))
                .fix(Fix::suggested(format!("Write `{octal}`")).edit(edit));
        }
    }
}

/// The boolean that a word is to YAML 1.1, and not to YAML 1.2.
fn only_in_1_1(word: &str) -> Option<bool> {
    match Flavour::Kubernetes.resolve(word) {
        Resolved::Bool(value) if !matches!(Flavour::Core.resolve(word), Resolved::Bool(_)) => Some(value),
        Resolved::Bool(_) | Resolved::Null | Resolved::Int(_) | Resolved::Float(_) | Resolved::Str(_) => None,
    }
}

/// What permissions should be that are three octal digits, and read as decimal: `0644` for `644`.
fn permissions(node: Node<'_>) -> Option<String> {
    let source = node.source();
    let is_octal =
        source.len() == 3 && source.bytes().all(|digit| (b'0'..=b'7').contains(&digit)) && !source.starts_with('0');
    let is_mode = node.key().is_some_and(|key| key.is("defaultMode") || key.is("mode"));
    // 256, 420, 438 and 511 are what octal permissions are in JSON.
    let is_known = matches!(source, "256" | "420" | "438" | "511");
    (is_mode && is_octal && !is_known && node.tree().text().get(..1) != Some("{")).then(|| format!("0{source}"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn booleans_and_permissions() {
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
      tty: yes
           ^^^ `yes` is a boolean to some readers of YAML only; write `true`
      env:
        - name: A
          value: no
  hostNetwork: off
               ^^^ `off` is a boolean to some readers of YAML only; write `false`
  volumes:
    - name: a
      configMap:
        defaultMode: 644
                     ^^^ 644 is decimal, more than permissions can be; write `0644`
        items:
          - {key: a, path: a, mode: 400}
                                    ^^^ 400 is decimal, 0620 in octal; write `0400`
          - {key: b, path: b, mode: 420}
          - {key: c, path: c, mode: 0644}
",
        );
    }
    #[test]
    fn octal() {
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
  volumes:
    - name: keys
      secret:
        secretName: api
        defaultMode: 400
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
  volumes:
    - name: keys
      secret:
        secretName: api
        defaultMode: 0400
",
        );
    }
}
